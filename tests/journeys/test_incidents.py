"""An incident at three in the morning, on a phone: recorded, timed, told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Incident, TimelineEvent
from incidents.services import NewEvent, add_event, change_impact, delete_event, record_incident
from people.models import User
from tests.factories import make_service, make_severity, make_tag, make_team, make_user
from tests.journeys.axe import EVERY_LOOK, assert_accessible, sweep
from tests.journeys.conftest import OpenPage

T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)
PAGES = ["", "facts/", "times/", "impact/", "decide/", "history/", "access/", "restrict/", "links/add/"]
PAGES += ["timeline/add/", "timeline/paste/"]


def told(by: User) -> Incident:
    """An incident of which much is known."""
    incident = record_incident(
        title="Half of the edge refused the new certificate",
        by=by,
        severity=make_severity(3),
        services=[make_service("Edge")],
        teams=[make_team("Platform")],
        tags=[make_tag("certificates")],
        times={"began": (T, "minute"), "detected": (T + timedelta(minutes=14), "around")},
    )
    change_impact(incident, by=by, changes={"users_affected": 18200, "revenue_kind": "negligible"})
    for minutes, text in ((0, "The certificate was rolled"), (14, "Alert"), (120, "Bundle put back")):
        event = NewEvent(text, at=T + timedelta(minutes=minutes), precision="minute", kind="detection", source="log")
        add_event(incident, event, by=by)
    add_event(incident, NewEvent("Told early", at=T, precision="day", known_later=True), by=by)
    return incident


def taps_to_record(page: Page) -> Incident:
    """From the list: tap Record, type, tap Record incident."""
    page.goto("/incidents/")
    page.get_by_role("link", name=re.compile(r"^Record")).first.tap()
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Checkout answers with 502")
    button = page.get_by_role("button", name="Record incident").first
    expect(button).to_be_in_viewport()
    button.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout answers with 502")
    return Incident.objects.get()


def test_an_incident_is_recorded_on_a_phone_with_its_title_alone(signed_in_page: OpenPage) -> None:
    page = signed_in_page(make_user("Alice"), width=360, height=740, has_touch=True)
    incident = taps_to_record(page)
    assert incident.severity is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_text("not known yet").first).to_be_visible()


@pytest.mark.long
def test_every_page_of_an_incident_is_accessible_and_fits(signed_in_page: OpenPage) -> None:
    alice = make_user("Alice", is_administrator=True)
    incident = told(alice)
    addresses = ["/incidents/", "/incidents/?text=edge", "/incidents/?text=nothing", "/incidents/record/"]
    addresses += [f"/incidents/{incident.public_number}/{name}" for name in PAGES]
    addresses += [f"/administration/{name}/" for name in ("services", "services/add", "tags", "severities")]
    addresses += [f"/administration/severities/{incident.severity_id}/"]
    found = sweep(signed_in_page(alice), addresses, looks=EVERY_LOOK)
    assert not found, "\n".join(found)


def test_refusals_and_previews_are_accessible_too(signed_in_page: OpenPage) -> None:
    alice = make_user("Alice")
    incident = told(alice)
    page = signed_in_page(alice, width=360)
    page.goto(f"/incidents/{incident.public_number}/times/")
    page.get_by_label("Acknowledged: time").fill("10:00")
    page.get_by_role("button", name="Save times").click()
    expect(page.get_by_text("On which day was that?")).to_be_visible()
    assert_accessible(page)
    page.goto(f"/incidents/{incident.public_number}/timeline/paste/")
    page.get_by_label("Lines, a list or a table").fill("23:50 - First 5xx\n00:12 - Bundle put back\nno time")
    page.get_by_role("button", name="Show what was understood").click()
    expect(page.get_by_role("heading", name="What was understood")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Add 2 entries").click()
    expect(page.locator(".timeline-event", has_text="Bundle put back").last).to_be_visible()


def test_entries_are_moved_deleted_and_brought_back_without_javascript(signed_in_page: OpenPage) -> None:
    alice = make_user("Alice")
    incident = told(alice)
    page = signed_in_page(alice, javascript=False)
    page.goto(f"/incidents/{incident.public_number}/")
    row = page.locator(".timeline-event", has_text="Alert")
    row.hover()
    row.get_by_role("button", name="Up").click()
    expect(page.locator(".timeline-event").nth(1)).to_contain_text("Alert")
    row.hover()
    row.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".timeline-event").nth(1)).to_contain_text("Alert")
    assert TimelineEvent.objects.filter(incident=incident).count() == 4


def test_with_javascript_the_timeline_alone_is_replaced_and_focus_stays(signed_in_page: OpenPage) -> None:
    alice = make_user("Alice")
    incident = told(alice)
    page = signed_in_page(alice)
    page.goto(f"/incidents/{incident.public_number}/")
    page.evaluate("document.body.dataset.same = 'page'")
    row = page.locator(".timeline-event", has_text="Bundle put back")
    with page.expect_response(lambda response: "/move/" in response.url) as answer:
        row.get_by_role("button", name="Up").press("Enter")
    assert "<html" not in answer.value.text()
    expect(page.locator(".timeline-event").nth(2)).to_contain_text("Bundle put back")
    expect(row.get_by_role("button", name="Up")).to_be_focused()
    assert page.evaluate("document.body.dataset.same") == "page"


def test_entries_taken_away_are_brought_back_one_by_one(signed_in_page: OpenPage) -> None:
    alice = make_user("Alice")
    incident = told(alice)
    gone = list(TimelineEvent.objects.filter(incident=incident)[:3])
    for event in gone:
        delete_event(event, by=make_user())
    page = signed_in_page(alice, width=360)
    page.goto(f"/incidents/{incident.public_number}/")
    page.get_by_text("3 entries taken away").click()  # and it stays open
    assert_accessible(page)
    page.locator(".taken-away li", has_text=gone[0].text).get_by_role("button").click()
    expect(page.get_by_text("2 entries taken away")).to_be_visible()
    page.locator(".taken-away li", has_text=gone[1].text).get_by_role("button").click()
    expect(page.get_by_text("1 entry taken away")).to_be_visible()
    expect(page.locator(".timeline-event")).to_have_count(3)


def test_filters_replace_the_list_alone_and_go_into_the_address(signed_in_page: OpenPage) -> None:
    alice = make_user("Alice")
    told(alice)
    record_incident(title="Search answers slowly", by=alice)
    page = signed_in_page(alice)
    page.goto("/incidents/")
    page.evaluate("document.body.dataset.same = 'page'")
    page.get_by_label("Words in the title").fill("edge")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator(".list-row")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"text=edge"))
    assert page.evaluate("document.body.dataset.same") == "page"
