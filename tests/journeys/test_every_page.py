"""Every page that a person can be given: usable by everybody, within our policy, and no wider than a phone.

The addresses are those of the access tests, so a page that is new is looked at here as soon as it is named there.
"""

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from tests.access.world import World
from tests.journeys.axe import DESK, PHONE, sweep
from tests.journeys.conftest import OpenPage
from tests.journeys.lived_in import action_of, make_lived_in_world
from tests.test_access import ROWS

DESK_BY_DAY, PHONE_BY_NIGHT = (DESK, "light", True), (PHONE, "dark", False)
NO_PAGES = {
    *("healthz", "actions:export_csv", "actions:calendar"),
    *(
        "reviews:meeting_now",
        "reviews:told_in_meeting",
        "reviews:measures_csv",
        "reviews:month_pdf",
        "reviews:month_markdown",
        "reviews:minutes_pdf",
        "reviews:months_feed",
    ),
}


def addresses_of(world: World) -> dict[str, list[str]]:
    """Return the addresses that answer a GET with a page, by who is asked to open them."""
    found: dict[str, list[str]] = {"anonymous": [], "alice": [], "admin": []}
    for name, kwargs_of, expected in ROWS:
        person = next((one for one in ("anonymous", "alice", "admin") if expected.get(one) == 200), None)
        if person and name not in NO_PAGES:
            found[person].append(reverse(name, kwargs=kwargs_of(world) if kwargs_of else None))
    found["alice"] += more_states(world)
    found["admin"].append("/actions/?view=unowned")
    return {person: list(dict.fromkeys(addresses)) for person, addresses in found.items()}


def more_states(world: World) -> list[str]:
    """Return addresses of the same pages with something else on them, or nothing at all."""
    reviewed, drafted, out = (world.more[name].lead_incident for name in ("reviewed", "drafted", "out"))
    addresses = [
        f"/post-mortems/{incident.public_number}/{page}"
        for incident, page in [(reviewed, ""), (reviewed, "review/"), (reviewed, "gate/"), (drafted, ""), (out, "")]
    ]
    addresses += [f"/incidents/{reviewed.public_number}/", f"/incidents/{out.public_number}/"]
    addresses += [
        f"{world.more['asked'].get_absolute_url()}?wording=yes",
        f"/post-mortems/{out.public_number}/?published=yes",
    ]
    addresses += [action_of(world, status).get_absolute_url() for status in ("proposed", "done", "wont_do")]
    addresses += ["/incidents/?text=edge", "/incidents/?text=nothing-of-the-kind", "/missing/", "/administration/"]
    return [
        *addresses,
        f"{reverse('postmortems:search')}?severity=2",
        *(f"{reverse('postmortems:search')}?q={words}" for words in ("certificate&narrow=1", "nothing-of-the-kind")),
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    ("person", "part", "parts"),
    [("anonymous", 1, 1), ("admin", 1, 1), ("alice", 1, 3), ("alice", 2, 3), ("alice", 3, 3)],
)
def test_no_page_shuts_anybody_out(
    open_page: OpenPage, live_server: LiveServer, person: str, part: int, parts: int
) -> None:
    world = make_lived_in_world()
    page = open_page(user=None if person == "anonymous" else getattr(world, person))
    found = sweep(page, addresses_of(world)[person][part - 1 :: parts], looks=[DESK_BY_DAY, PHONE_BY_NIGHT])
    assert not found, "\n".join(found)
