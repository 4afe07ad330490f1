"""The whole page or one partial; on with a redirect; messages with a fragment."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest
from django.template import Engine as DjangoEngine
from django.template.loaders import cached, locmem
from django.test import RequestFactory

from web.responses import answer_a_program, redirect_after_post, render_page


class Said(BaseStorage):
    """Messages that live as long as the request."""

    def _get(self) -> tuple[list[Message], bool]:
        return [], True

    def _store(self, *_: object) -> list[Message]:
        return []


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch) -> str:
    """A page with one partial, put where templates are looked up."""
    source = (
        "<html>{{ word }}{% partialdef publish-panel inline %}<p>{{ word }}</p>{% endpartialdef %}"
        "{% partialdef secret %}never{% endpartialdef %}</html>"
    )
    engine = DjangoEngine.get_default()
    for loader in engine.template_loaders:
        for inner in getattr(loader, "loaders", []):
            if isinstance(inner, cached.Loader):
                extra = locmem.Loader(engine, {"sample.html": source})
                monkeypatch.setattr(inner, "loaders", [extra, *inner.loaders])
                inner.reset()
    return "sample.html"


def ask(target: str | None = None, **headers: str) -> HttpRequest:
    """A request; with a target it comes from htmx."""
    htmx = {"HX-Request": "true", "HX-Target": target} if target is not None else {}
    request = RequestFactory().get("/here/", headers=htmx | headers)
    request._messages = Said(request)  # type: ignore[attr-defined]
    return request


def body(request: HttpRequest, template: str, partials: list[str]) -> str:
    """What is answered."""
    response = render_page(request, template, {"word": "hello"}, partials=partials).render()
    return str(response.content.decode())


def test_a_plain_request_gets_the_whole_page(template: str) -> None:
    assert body(ask(), template, partials=["publish-panel"]).startswith("<html>")


@pytest.mark.parametrize("target", ["section#publish-panel", "tr#publish-panel-17", "section#publish%2Dpanel"])
def test_htmx_gets_the_listed_partial(template: str, target: str) -> None:
    answer = body(ask(target), template, partials=["publish-panel"])
    assert answer.strip() == "<p>hello</p>"


@pytest.mark.parametrize("target", ["div#secret", "div#publish-panel-x", "div", "", "#", "body#other"])
def test_a_target_that_is_not_listed_gets_the_whole_page(template: str, target: str) -> None:
    assert "<html>" in body(ask(target), template, partials=["publish-panel"])


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_restored_pages_are_whole(template: str, header: str) -> None:
    assert "<html>" in body(ask("p#publish-panel", **{header: "true"}), template, partials=["publish-panel"])


@pytest.mark.parametrize("target", [None, "p#publish-panel"])
def test_both_forms_say_what_they_vary_by(template: str, target: str | None) -> None:
    response = render_page(ask(target), template, {}, partials=["publish-panel"], status=422)
    assert response.status_code == 422
    assert {"HX-Request", "HX-Target"} <= set(response.headers["Vary"].split(", "))


def test_a_fragment_brings_the_messages_along(template: str) -> None:
    request = ask("p#publish-panel")
    messages.success(request, "Saved <b>")
    answer = body(request, template, partials=["publish-panel"])
    assert '<hx-partial hx-target="#toasts"' in answer
    assert "Saved &lt;b&gt;" in answer


def test_after_a_plain_post_the_browser_is_told_to_see_other() -> None:
    response = redirect_after_post(ask(), "/there/")
    assert (response.status_code, response.headers["Location"]) == (303, "/there/")


def test_after_an_htmx_post_the_window_moves() -> None:
    response = redirect_after_post(ask("p#x"), "/there/")
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/there/")


def test_a_move_within_the_page_loads_it_again() -> None:
    request = ask("p#x", **{"HX-Current-URL": "http://testserver/there/"})
    assert redirect_after_post(request, "/there/#gate").headers["HX-Refresh"] == "true"


def test_what_stands_at_a_secret_address_is_kept_by_nobody_in_between_and_found_by_no_search_engine() -> None:
    first, other = (answer_a_program(body, content_type="text/calendar") for body in (b"one", b"another"))
    assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("private, max-age=3600", "noindex")
    assert first["ETag"] != other["ETag"]
