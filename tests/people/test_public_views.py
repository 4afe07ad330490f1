"""Closed by default: whatever does not ask who one is stands on this list, with its reason."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {
    "account_login": "how one comes in",
    "account_logout": "leads to sign-in whom it does not know",
    "account_inactive": "tells somebody who cannot sign in why",
    "account_reset_password": "for those who cannot sign in",
    "account_reset_password_done": "for those who cannot sign in",
    "account_reset_password_from_key": "carries its own secret",
    "account_reset_password_from_key_done": "for those who cannot sign in",
    "people:first_run": "before there is anybody; asks for the console's code",
    "people:accept": "carries its own signed token",
    "healthz": "asked by machines; says nothing but that we run",
    "notifications:unsubscribe": "carries its own signed token; mail programs post to it",
    "actions:settle": "carries its own signed token; asks for sign-in where the incident is restricted",
    "actions:tracker_hook": "signed by the tracker; a call is a reason to ask it, and nothing else",
    "actions:calendar": "its address is a secret; fetched by calendar programs",
    "reviews:months_feed": "its address is a secret; fetched by readers of feeds",
}


def views(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern.callback


def test_every_public_view_is_on_the_list() -> None:
    found = {name for name, view in views(get_resolver().url_patterns) if not getattr(view, "login_required", True)}
    assert found <= set(PUBLIC), f"public without a reason: {sorted(found - set(PUBLIC))}"


def test_the_walk_sees_both_kinds() -> None:
    kinds = {name: getattr(view, "login_required", True) for name, view in views(get_resolver().url_patterns)}
    assert kinds["account_login"] is False
    assert kinds["people:agreement"] is True
