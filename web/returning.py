"""The way back: who was sent to mend something finds back to the list it stood on.

A list adds `next` to its links; forms on the page carry it on; a successful write goes there. Only
addresses of the lists below are followed, so `next` leads nowhere else, on this site or another.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

LISTS = {
    "postmortems:gate": "Back to the gate",
    "actions:list": "Back to the list",
    "actions:team": "Back to the team's actions",
    "people:mine": "Back to what waits for you",
}
"""URL names that may be returned to, and what the link there says."""


def way_back(request: HttpRequest) -> tuple[str, str] | None:
    """Where this page was reached from and the words for it, if that is a list we know."""
    try:
        asked = urlsplit(request.POST.get("next") or request.GET.get("next") or "")
        words = LISTS.get(resolve(asked.path).view_name)
    except (Resolver404, ValueError):
        return None
    if not words or asked.scheme or asked.netloc:
        return None
    # Written anew from what was understood: a browser may read three slashes otherwise than we do.
    return urlunsplit(("", "", asked.path, asked.query, "")), words


def with_way_back(url: str, back: str) -> str:
    """The address with `next` added, before its fragment."""
    parts = urlsplit(url)
    query = urlencode([*((name, value) for name, value in parse_qsl(parts.query) if name != "next"), ("next", back)])
    return urlunsplit(parts._replace(query=query))
