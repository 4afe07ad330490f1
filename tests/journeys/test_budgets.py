"""What a page may weigh, and that nothing on it moves while somebody begins to read.

How long a page takes is measured by `make bench`: on a machine that others use, a clock in a test only tells
how busy they are. Bytes and layout shifts are the same everywhere.
"""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

from tests.access.world import World
from tests.journeys.conftest import OpenPage
from tests.journeys.lived_in import make_lived_in_world

READ, EDIT = 110_000, 260_000
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shifted += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_lived_in_world()


def weigh(page: Page, address: str) -> dict[str, int]:
    """Open a page and return what each of its parts weighs as servers send it: fonts as they are, the rest packed."""
    parts: dict[str, int] = {}

    def keep(response: Response) -> None:
        body = response.body()
        parts[response.url] = len(body) if response.url.endswith(".woff2") else len(gzip.compress(body))

    page.on("response", keep)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("response", keep)
    return parts


PAGES: list[tuple[str, int, Callable[[World], str]]] = [
    ("the list of incidents", READ, lambda _: "/incidents/"),
    ("an incident", READ, lambda world: f"/incidents/{world.incident.public_number}/"),
    ("a draft", READ, lambda world: f"/post-mortems/{world.more['drafted'].lead_incident.public_number}/"),
    ("an edition", READ, lambda world: f"/post-mortems/{world.more['out'].lead_incident.public_number}/"),
    ("writing", EDIT, lambda world: f"/post-mortems/{world.more['drafted'].lead_incident.public_number}/write/"),
]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_keep_to_their_weight_and_stand_still(open_page: OpenPage, world: World, width: int) -> None:
    for name, budget, address_of in PAGES:
        page = open_page(user=world.alice, width=width)  # a new visitor: nothing is cached
        page.add_init_script(WATCH_SHIFTS)
        parts = weigh(page, address_of(world))
        assert sum(parts.values()) < budget, f"{name}: {sorted(parts.items(), key=lambda part: -part[1])[:5]}"
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(100)
        assert page.evaluate("window.shifted") < 0.05, name
        page.context.close()


def test_a_foreign_letter_loads_the_letters_of_europe_alone(open_page: OpenPage, world: World) -> None:
    world.bob.display_name = "Marek Dvořák"
    world.bob.save(update_fields=["display_name"])
    parts = weigh(open_page(user=world.alice), f"/incidents/{world.incident.public_number}/access/")
    assert {url.rpartition("/")[2] for url in parts if "-ext-" in url} == {"inter-latin-ext-a-wght-normal.woff2"}
