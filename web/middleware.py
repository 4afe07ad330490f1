"""Headers on every answer, and sign-in for requests that htmx makes."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{directive} {sources}" for directive, sources in POLICY.items())
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Set the Content-Security-Policy and its neighbours, unless the answer brought a policy of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class HtmxSignInMiddleware:
    """Move the window to sign-in where a session has ended, instead of swapping sign-in into a table cell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        htmx = HtmxDetails(request)
        if not htmx or not isinstance(response, HttpResponseRedirect):
            return response
        sign_in = resolve_url(settings.LOGIN_URL)
        if urlsplit(response.headers["Location"]).path != urlsplit(sign_in).path:
            return response
        # The page the person looks at, not the fragment's address, is where they want to come back to.
        back = htmx.current_url_abs_path or "/"
        return HttpResponse(
            status=204,
            headers={"HX-Redirect": f"{sign_in}?{urlencode({REDIRECT_FIELD_NAME: back}, safe='/')}"},
        )
