"""Our small scripts in a real browser: nothing typed is lost, fragments stay fragments."""

from typing import Literal

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.factories import make_user
from tests.journeys import look_urls
from tests.journeys.axe import assert_accessible
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.urls("tests.journeys.look_urls")


@pytest.fixture(autouse=True)
def as_it_was(transactional_db: None) -> None:
    make_user()  # with nobody here yet, every page is the first-run page
    look_urls.saved.update(version=1, text="As it was.", refuse=0)


def test_what_is_typed_is_saved_a_moment_later_again_and_again(page: Page) -> None:
    page.goto("/try/form/")
    page.fill("#text", "First words.")
    expect(page.locator("[data-autosave-state]")).to_have_text("Not saved yet")
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved 14:32")
    page.fill("#text", "Second words.")
    expect(page.locator("[data-autosave-state]")).to_have_text("Not saved yet")
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved 14:32")
    assert (look_urls.saved["version"], look_urls.saved["text"]) == (3, "Second words.")


@pytest.mark.parametrize(
    ("status", "words"), [(422, "Not saved: it is in review now."), (409, "Not saved: it is in review now.")]
)
def test_a_refusal_is_told_and_the_words_come_back_after_a_reload(page: Page, status: int, words: str) -> None:
    look_urls.saved["refuse"] = status
    page.goto("/try/form/")
    page.fill("#text", "Words that must not be lost.")
    expect(page.locator("[data-autosave-state]")).to_have_text(words)
    assert page.input_value("#text") == "Words that must not be lost."
    look_urls.saved["refuse"] = 0
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert page.input_value("#text") == "As it was."
    page.get_by_role("button", name="Bring them back").click()
    assert page.input_value("#text") == "Words that must not be lost."
    expect(page.locator("[data-autosave-state]")).to_have_text("Saved 14:32")
    assert look_urls.saved["text"] == "Words that must not be lost."


def dialogs_of(page: Page, *, stay: bool) -> list[str]:
    """Answer what the browser asks from now on, and return the list of what it asked."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss() if stay else dialog.accept()

    page.on("dialog", answer)
    return asked


@pytest.mark.parametrize(("role", "name"), [("link", "Elsewhere"), ("button", "Go there")])
def test_what_is_typed_is_saved_before_the_page_is_left(page: Page, role: Literal["link", "button"], name: str) -> None:
    asked = dialogs_of(page, stay=False)
    page.goto("/try/form/")
    page.fill("#text", "Words of the last second.")
    page.get_by_role(role, name=name).click()
    page.wait_for_url("**/try/swap/*")
    assert asked == []
    assert look_urls.saved["text"] == "Words of the last second."
    page.go_back()
    assert page.input_value("#text") == "Words of the last second."
    expect(page.get_by_role("button", name="Bring them back")).to_have_count(0)


def test_a_page_whose_words_were_refused_is_left_only_after_asking(page: Page) -> None:
    look_urls.saved["refuse"] = 409
    asked = dialogs_of(page, stay=True)
    page.goto("/try/form/")
    page.fill("#text", "Words that must not be lost.")
    page.get_by_role("link", name="Elsewhere").click()
    expect(page.locator("[data-autosave-state]")).to_have_text("Not saved: it is in review now.")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.input_value("#text") == "Words that must not be lost."


def test_without_javascript_the_button_saves(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/try/form/")
    page.fill("#text", "By the button.")
    page.click("main button")
    assert look_urls.saved["text"] == "By the button."


def test_a_fragment_replaces_its_place_and_brings_its_message(page: Page) -> None:
    page.goto("/try/swap/")
    with page.expect_response("**/try/part/") as answer:
        page.get_by_role("button", name="Ask", exact=True).click()
    assert "<html" not in answer.value.text()
    expect(page.locator("#count-panel")).to_have_text("Asked once more")
    expect(page.locator("#toasts .toast")).to_contain_text("Counted.")
    assert page.locator("html").count() == page.locator("main").count() == 1
    assert_accessible(page)
    page.get_by_role("button", name="Put away").click()
    expect(page.locator("#toasts .toast")).to_have_count(0)


def test_a_session_that_ended_leads_to_sign_in_not_into_the_page(page: Page) -> None:
    page.goto("/try/swap/")
    page.get_by_role("button", name="Ask after the session has ended").click()
    page.wait_for_url("**/account/login/?next=/try/swap/")
    assert_accessible(page)


def test_the_first_tab_skips_to_the_page(page: Page) -> None:
    page.goto("/try/swap/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_page_weighs_little(page: Page) -> None:
    weights: list[int] = []
    page.on("response", lambda response: weights.append(len(response.body())))
    page.goto("/try/swap/", wait_until="networkidle")
    # Uncompressed; htmx and the style sheets travel at about a third of this.
    assert sum(weights) < 160_000, weights
