"""Headers on every answer; sign-in for htmx."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory

from web.middleware import CONTENT_SECURITY_POLICY, HtmxSignInMiddleware, SecurityHeadersMiddleware


def test_the_policy_allows_nothing_unsafe() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "*" not in CONTENT_SECURITY_POLICY


def test_every_answer_carries_the_policy(client: Client, db: None) -> None:
    for path in ("/account/login/", "/nothing/here/", "/styleguide/"):
        assert client.get(path).headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_a_policy_that_an_answer_brought_stays() -> None:
    own = SecurityHeadersMiddleware(lambda _: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))
    assert own(RequestFactory().get("/")).headers["Content-Security-Policy"] == "sandbox"


def answer_to(location: str, **headers: str) -> HttpResponse:
    """What the browser gets where a view redirects."""

    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(location)

    return HtmxSignInMiddleware(view)(RequestFactory().get("/list/", headers=headers))


def test_a_session_that_ended_moves_the_window_to_sign_in_and_back_to_the_page() -> None:
    response = answer_to(
        "/account/login/?next=/list/",
        **{"HX-Request": "true", "HX-Current-URL": "http://testserver/actions/?mine=1"},
    )
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == "/account/login/?next=/actions/%3Fmine%3D1"


def test_the_way_back_is_never_another_site() -> None:
    response = answer_to(
        "/account/login/?next=/list/", **{"HX-Request": "true", "HX-Current-URL": "https://evil.example/"}
    )
    assert response.headers["HX-Redirect"] == "/account/login/?next=/"


@pytest.mark.parametrize(
    ("location", "headers"),
    [("/account/login/?next=/", {}), ("/elsewhere/", {"HX-Request": "true"})],
)
def test_other_redirects_stay_as_they_are(location: str, headers: dict[str, str]) -> None:
    assert answer_to(location, **headers).status_code == 302
