"""Addresses of pages, written by the pattern: a list has one in every row, and Django looks each up anew."""

import re
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


def address_of(name: str, *args: Any) -> str:
    """Return what `reverse(name, args=args)` does. Raises NoReverseMatch as it does."""
    kinds = tuple(map(_kind, args))
    pattern = _pattern(name, kinds, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF) if all(kinds) else ""
    return pattern % args if pattern else reverse(name, args=args)


def _kind(arg: Any) -> str:
    if type(arg) is int:
        return "n" if arg >= 0 else ""
    return "w" if isinstance(arg, str) and _PLAIN.fullmatch(arg) else ""


@cache
def _pattern(name: str, kinds: tuple[str, ...], _prefix: str, _urlconf: str) -> str:
    """Return the address with a place for each argument; empty where not every number or word has one."""
    marks = [7_000_000_001 + place if kind == "n" else f"word-{place}-here" for place, kind in enumerate(kinds)]
    try:
        pattern = reverse(name, args=marks).replace("%", "%%")
    except NoReverseMatch:
        return ""
    for mark in marks:
        if pattern.count(str(mark)) != 1:
            return ""
        pattern = pattern.replace(str(mark), "%s")
    return pattern
