"""The style guide as people meet it: on a phone, a desk and a projector, by day and by night."""

import os

import pytest
from playwright.sync_api import expect

from tests.factories import make_user
from tests.journeys.axe import assert_accessible
from tests.journeys.conftest import OpenPage


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_style_guide_is_accessible_and_never_scrolls_sideways(signed_in_page: OpenPage, scheme: str) -> None:
    page = signed_in_page(make_user("Marit Solheim"), scheme=scheme)
    page.goto("/styleguide/")
    for width in (320, 360, 820, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/styleguide-{width}-{scheme}.png", full_page=True)
        page.wait_for_function("wide => innerWidth === wide && document.documentElement.scrollWidth <= wide", arg=width)
        if width in {360, 1280}:
            assert_accessible(page)


def test_who_asks_for_less_motion_sees_nothing_move_when_night_falls(signed_in_page: OpenPage) -> None:
    page = signed_in_page(make_user("Marit Solheim"))
    page.goto("/styleguide/", wait_until="commit")
    page.locator(".skeleton").first.wait_for()
    assert page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("document.getAnimations().length") == 0


def test_dialog_opens_over_the_page_closes_by_escape_and_gives_focus_back(signed_in_page: OpenPage) -> None:
    page = signed_in_page(make_user())
    page.goto("/styleguide/")
    opener = page.get_by_role("link", name="Open it")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sample-dialog")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#sample-dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_account_menu_closes_by_escape(signed_in_page: OpenPage) -> None:
    page = signed_in_page(make_user("Marit Solheim"))
    page.goto("/styleguide/")
    page.get_by_label("Your account").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
