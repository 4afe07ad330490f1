"""Show times in the reader's own zone, and lead to the first run while nobody is here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from people.models import User

LOADING = "loading_sample"  # the supervisor keeps a file of this name while the sample organisation is on its way
SAMPLE_FAILED = "failed"  # what that file says once the sample could not be loaded
OPEN_BEFORE_FIRST_RUN = frozenset({"people:first_run", "healthz"})


class FirstRunMiddleware:
    """Lead every page to the first run while nobody is here. One small query for those not signed in.

    While the sample organisation is being loaded, the page says so and looks again by itself;
    where that failed, it says what can be done instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: Any,
        _kwargs: Any,
    ) -> HttpResponse | None:
        match = request.resolver_match
        if request.user.is_authenticated or (match and match.view_name in OPEN_BEFORE_FIRST_RUN):
            return None
        loading = _said_of_the_sample()
        if loading is not None and loading != SAMPLE_FAILED:
            page = render_to_string("people/loading.html", request=request)
            return HttpResponse(page, headers={"Refresh": "2", "Cache-Control": "no-store"})
        if User.objects.active().exists():
            return None
        if loading == SAMPLE_FAILED:
            page = render_to_string("people/loading.html", {"failed": True}, request=request)
            return HttpResponse(page, headers={"Cache-Control": "no-store"})
        return redirect("people:first_run")


def _said_of_the_sample() -> str | None:
    """Return what the supervisor says of the sample's loading; None where nothing is being loaded."""
    try:
        return (Path(settings.HOME) / LOADING).read_text()
    except FileNotFoundError:
        return None


class ReadersTimeZoneMiddleware:
    """Make the signed-in person's zone the current one while their page is rendered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        with timezone.override(user.zone):
            return self.get_response(request)
