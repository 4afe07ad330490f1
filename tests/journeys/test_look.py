"""The style guide as people meet it: on a phone, a desk and a projector, by day and by night."""

import os

import pytest

from tests.factories import make_user
from tests.journeys.axe import assert_accessible
from tests.journeys.conftest import OpenPage


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_style_guide_is_accessible_and_never_scrolls_sideways(
    signed_in_page: OpenPage, width: int, scheme: str
) -> None:
    page = signed_in_page(make_user("Marit Solheim"), width=width, scheme=scheme)
    page.goto("/styleguide/")
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/styleguide-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
