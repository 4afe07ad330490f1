"""Addresses of pages elsewhere."""

from django import forms


def web_address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise forms.ValidationError("Only addresses that begin with http:// or https://.")
    return url
