"""The main job, from the first page to the month: one incident, two people, two browsers."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Incident
from postmortems.models import Edition
from tests.factories import PASSWORD, make_user
from tests.journeys.axe import assert_accessible
from tests.journeys.conftest import OpenPage

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = Path(os.environ.get("SECOND_STORY_SHARED") or ROOT.parent / "shared")

OVER_MIDNIGHT = """\
23:52 - First 5xx on the payment gateway (alert: "p95 latency > 2s")
23:58 - On-call acknowledges, opens the channel
00:07 - First hypothesis: cache regression
00:21 - Mitigation: v2.4.7 rolled back by the on-call
"""

# The shape of a real one: days only, links, one year written wrong.
DAYS_ONLY = """\
| Date       | Event                                                    |
|------------|----------------------------------------------------------|
| 2021-05-08 | Change that caused the corruption was merged             |
| 2021-06-16 | Release with the change was published                    |
| 2021-12-01 | Report of data corruption                                |
| 2021-01-28 | Another report of data corruption                        |
| 2022-03-08 | A third report of data corruption                        |
| 2022-03-25 | Corruption confirmed by one of the maintainers           |
| 2022-03-29 | Statement sent to both lists                             |
"""


def days_only() -> str:
    """The timeline table of a real document where the corpus is at hand, else one like it."""
    path = SHARED / "corpus" / "etcd" / "etcd-v3-5-data-inconsistency.md"
    if not path.exists():
        return DAYS_ONLY
    lines = path.read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if re.match(r"\| Date\s+\| Event", line))
    table = [line for line in lines[start:] if line.startswith("|")]
    return "\n".join(table)


def sign_in(page: Page, email: str) -> None:
    page.goto("/")
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Incidents")


def paste(page: Page, block: str, *, day: str = "") -> None:
    page.get_by_role("link", name="Paste a block").click()
    page.get_by_label("Lines, a list or a table").fill(block)
    if day:
        page.get_by_label("The day it begins on").fill(day)
    page.get_by_role("button", name="Show what was understood").click()
    page.get_by_role("button", name=re.compile(r"^Add \d+ entr")).click()
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()


def write(page: Page, key: str, text: str) -> None:
    form = page.locator(f"#section-{key}")
    form.get_by_role("textbox").fill(text)
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile("saved", re.IGNORECASE)).first).to_be_visible()


@pytest.mark.long
def test_an_incident_becomes_a_post_mortem_that_is_found_and_reviewed(  # noqa: PLR0915 - one walk
    open_page: OpenPage,
) -> None:
    alice = make_user("Alice", password=PASSWORD, agreement_read_at=None)
    bob = make_user("Bob", password=PASSWORD)
    page = open_page()
    sign_in(page, alice.email)

    # Record it, with a title and a severity.
    page.get_by_role("link", name=re.compile("^Record")).first.click()
    page.get_by_label("Title").fill("Payments fail in one region after a release")
    page.get_by_text("More, if you know it").click()
    page.get_by_label("Severity").select_option(label="SEV-2")
    page.get_by_role("button", name="Record incident").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payments fail in one region after a release")
    incident = Incident.objects.get()

    # Its timeline: days only with one out of order, then clock times over midnight.
    paste(page, days_only())
    rows = list(incident.timeline.order_by("position"))
    assert [row.told for row in rows][:4] == ["2021-05-08", "2021-06-16", "2021-12-01", "2021-01-28"]
    assert {row.precision for row in rows} == {"day"}
    expect(page.get_by_text("00:00")).to_have_count(0)
    paste(page, OVER_MIDNIGHT, day="2022-04-01")
    clocks = [row.at for row in incident.timeline.order_by("position") if row.precision == "minute" and row.at]
    assert [at.strftime("%d %H:%M") for at in clocks] == ["01 23:52", "01 23:58", "02 00:07", "02 00:21"]
    assert_accessible(page)

    # Draft. The agreement comes first, once.
    page.get_by_role("link", name="Begin a post-mortem").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("agreement")
    page.get_by_role("button", name=re.compile("read", re.IGNORECASE)).click()
    page.get_by_role("button", name="Begin").click()
    page.goto(f"/post-mortems/INC-{incident.number}/write/")
    write(page, "summary", "The release removed a fallback. Payments of one region failed for 29 minutes.")
    write(page, "factors", "The load test runs in one region.\n\nThe breaker's time-out was longer than the client's.")

    # An action nobody owns yet: the gate refuses, and names it.
    page.goto(f"/incidents/INC-{incident.number}/")
    page.get_by_role("link", name="Add an action").click()
    page.get_by_label("Title").fill("Run the load test in every region")
    page.get_by_role("button", name="Add action").click()
    page.goto(f"/post-mortems/INC-{incident.number}/gate/")
    gate = page.locator("#gate-panel")
    expect(gate).to_contain_text("“Run the load test in every region” is a commitment, but nobody owns it")
    expect(gate).to_contain_text("approved by a second person")
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()
    assert_accessible(page)

    # Mend it from where the gate leads.
    gate.get_by_role("link", name=re.compile("Run the load test")).click()
    page.get_by_label("Owner").select_option(label="Alice")
    page.get_by_label("Due date").fill("2099-01-15")
    page.get_by_role("button", name="Commit").click()

    # A second person approves.
    page.goto(f"/post-mortems/INC-{incident.number}/review/")
    page.get_by_label("Bob").check()
    page.get_by_role("button", name="Ask for a review").click()
    other = open_page()
    sign_in(other, bob.email)
    other.goto(f"/post-mortems/INC-{incident.number}/review/")
    other.get_by_label("I approve").check()
    other.get_by_role("button", name="Answer").click()
    expect(other.get_by_text("Approved").first).to_be_visible()

    # Publish.
    page.goto(f"/post-mortems/INC-{incident.number}/gate/")
    expect(page.locator("#gate-panel")).to_contain_text("Nothing is missing")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published").first).to_be_visible()
    assert Edition.objects.get().number == 1
    incident.refresh_from_db()
    assert incident.actions_gated

    # Bob finds it, and sees it in the month.
    other.goto("/search/")
    other.get_by_label("Search for").fill("breaker time-out")
    other.get_by_role("main").get_by_role("button", name="Search").click()
    other.get_by_role("link", name="Payments fail in one region").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Payments fail in one region after a release")
    assert_accessible(other)
    other.get_by_role("link", name="Monthly review").click()
    published = other.get_by_role("region", name="Post-mortems published")
    expect(published).to_contain_text("Payments fail in one region after a release")
    assert_accessible(other)
