"""One incident's page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents import panels
from incidents.models import Incident, IncidentLink
from incidents.queries import timeline_of
from incidents.services import NewEvent, add_event, add_events, delete_event
from people.models import User
from tests.factories import make_event, make_incident, make_service, make_severity, make_tag, make_team, make_user

pytestmark = pytest.mark.django_db
T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page without what upper apps hang on it: their panels have tests of their own."""
    monkeypatch.setattr(panels, "_panels", {})


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_page_costs_the_same_for_one_entry_and_for_three(
    client: Client, django_assert_num_queries: Any, item_count: int
) -> None:
    alice = make_user("Alice")
    many = range(item_count)
    incident = make_incident(
        by=alice,
        severity=make_severity(4),
        services=[make_service() for _ in many],
        teams=[make_team() for _ in many],
        tags=[make_tag() for _ in many],
        is_restricted=True,
        began_at=T,
        kind="degradation",
    )
    for n in many:
        make_event(incident, at=T + timedelta(hours=n))
        IncidentLink.objects.create(incident=incident, url=f"https://example.org/{n}")
    client.force_login(alice)
    # session, person, door, facts, services, teams, tags, links, timeline, history, alike ones, people named
    with django_assert_num_queries(12):
        client.get(incident.get_absolute_url())


def test_unknown_is_said_and_is_not_nought(client: Client) -> None:
    incident = make_incident("Words")
    client.force_login(make_user())
    page = client.get(incident.get_absolute_url()).content.decode()
    assert page.count("not known yet") >= 10
    assert "No timeline yet" in page


def test_times_that_contradict_each_other_are_said_in_words_and_not_drawn(client: Client) -> None:
    began = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
    incident = make_incident(began_at=began, detected_at=began + timedelta(hours=1))
    make_event(incident, at=began)
    client.force_login(make_user())
    assert "scale-strip" in client.get(incident.get_absolute_url()).content.decode()
    Incident.objects.update(mitigated_at=began + timedelta(minutes=30), mitigated_precision="minute")
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "scale-strip" not in page
    assert "Not drawn to scale: the times contradict each other. “Mitigated” is told as before “Detected”." in page
    assert page.count('<span class="unknown">the times contradict each other</span>') == 2


def test_the_timeline_shows_times_in_the_readers_zone_and_days_as_told(client: Client) -> None:
    incident = make_incident(began_at=T)
    make_event(incident, "First 5xx", at=T)
    day = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)  # midnight in New York
    make_event(incident, "Paged", at=day, precision="day", time_zone="America/New_York")
    client.force_login(make_user(time_zone="Asia/Tokyo"))
    page = client.get(incident.get_absolute_url()).content.decode()
    assert ">23:32<" in page
    assert "5 Mar 2026" in page
    assert "00:00" not in page


def test_a_deletion_offers_to_be_undone_to_whoever_did_it_until_something_else_happens(client: Client) -> None:
    alice = make_user("Alice")
    incident = make_incident(by=alice)
    event = add_event(incident, NewEvent("First 5xx"), by=alice)
    delete_event(event, by=alice)
    client.force_login(make_user("Bob"))
    assert "An entry was taken away" not in client.get(incident.get_absolute_url()).content.decode()
    client.force_login(alice)
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "An entry was taken away" in page
    assert page.count("Bring it back") == 1
    add_event(incident, NewEvent("Another"), by=alice)
    assert "An entry was taken away" not in client.get(incident.get_absolute_url()).content.decode()


def test_every_entry_taken_away_is_offered_whole_until_it_is_brought_back(client: Client) -> None:
    alice = make_user("Alice")
    incident = make_incident(by=alice)
    words = [f"{name}: {'what was seen, ' * 30}to the end of {name}" for name in ("One", "Two", "Three")]
    for event in add_events(incident, [NewEvent(text) for text in words], by=alice):
        delete_event(event, by=alice)
    client.force_login(make_user("Bob"))
    pages = [incident.get_absolute_url(), reverse("incidents:history", args=[incident.number])]

    def offered(page: str) -> list[str]:
        return [gone.text for gone in client.get(page).context["taken_away"]]

    for page in pages:
        assert offered(page) == words[::-1]
        assert [text for text in words if text not in client.get(page).content.decode()] == []
    for gone in client.get(pages[1]).context["taken_away"][1:]:
        client.post(reverse("incidents:event_restore", args=[incident.number, gone.row.pk]))
    assert [event.text for event in timeline_of(incident)] == words[:2]
    assert [offered(page) for page in pages] == [words[2:], words[2:]]


@pytest.mark.parametrize(
    ("known", "time"),
    [
        ({"at": T, "precision": "minute"}, "4 Mar 2026, 23:32 JST"),
        ({"at": T, "precision": "around"}, "around 4 Mar 2026, 23:32 JST"),
        (
            {"at": datetime(2026, 3, 5, 5, tzinfo=UTC), "precision": "day", "time_zone": "America/New_York"},
            "5 Mar 2026",
        ),
        ({"told": "after lunch"}, "after lunch"),
        ({}, ""),
    ],
)
def test_an_entry_taken_away_keeps_its_time_as_the_reader_is_told_it(
    client: Client, known: dict[str, Any], time: str
) -> None:
    alice, incident = make_user("Alice"), make_incident()
    delete_event(add_event(incident, NewEvent("First 5xx", **known), by=alice), by=alice)
    client.force_login(make_user(time_zone="Asia/Tokyo"))
    page = client.get(reverse("incidents:history", args=[incident.number]))
    assert [gone.time for gone in page.context["taken_away"]] == [time]


def test_what_was_taken_away_from_a_restricted_incident_is_as_hidden_as_the_rest(client: Client) -> None:
    alice = make_user("Alice")
    incident = make_incident(by=alice)
    deletion = delete_event(add_event(incident, NewEvent("First 5xx"), by=alice), by=alice)
    Incident.objects.update(is_restricted=True)
    client.force_login(make_user("Bob"))
    assert client.get(reverse("incidents:history", args=[incident.number])).status_code == 404
    assert client.post(reverse("incidents:event_restore", args=[incident.number, deletion.pk])).status_code == 404
    assert timeline_of(incident) == []


def test_panels_of_apps_above_are_shown_in_order_and_may_have_nothing_to_show(client: Client) -> None:
    asked: list[tuple[User, Incident]] = []

    def load(user: User, incident: Incident) -> dict[str, Any]:
        asked.append((user, incident))
        return {"line": "from above"}

    panels.register_panel("second", "incidents/link_add.html", lambda user, incident: None, order=2)
    panels.register_panel("first", "incidents/_history.html", load, order=1)
    alice, incident = make_user("Alice"), make_incident()
    client.force_login(alice)
    page = client.get(incident.get_absolute_url())
    assert asked == [(alice, incident)]
    assert [(panel.name, panel.context) for panel in page.context["panels"]] == [("first", {"line": "from above"})]


def test_a_pattern_of_fourth_level_incidents_is_suggested_without_hidden_ones(client: Client) -> None:
    alice, charlie = make_user("Alice"), make_user("Charlie")
    edge, policy = make_service("Edge"), make_severity(4)
    alike: dict[str, Any] = {"services": [edge], "severity": policy, "kind": "availability", "by": alice}
    make_incident(began_at=T - timedelta(days=31), **alike)
    make_incident(began_at=T - timedelta(days=2), **(alike | {"kind": "security"}))
    for n in (1, 2):
        make_incident(began_at=T - timedelta(days=n), **alike)
    make_incident(began_at=T - timedelta(days=3), is_restricted=True, **alike)
    last = make_incident(began_at=T, **alike)
    client.force_login(charlie)
    assert client.get(last.get_absolute_url()).context["pattern"] is None
    client.force_login(alice)
    page = client.get(last.get_absolute_url())
    assert len(page.context["pattern"].incidents) == policy.pattern_count
    assert f"?service={edge.slug}&amp;kind=availability&amp;severity=4" in page.content.decode()


def test_htmx_gets_the_timeline_alone(client: Client) -> None:
    incident = make_incident("Words")
    make_event(incident, "First 5xx", at=T)
    client.force_login(make_user())
    part = client.get(incident.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "section#timeline"})
    assert b"<html" not in part.content
    assert b"First 5xx" in part.content
    other = client.get(incident.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "section#else"})
    assert b"<html" in other.content


def test_text_of_people_is_text_and_links_go_out_without_a_referrer(client: Client) -> None:
    incident = make_incident("<script>alert(1)</script>", summary="<b>x</b>")
    make_event(incident, "<img src=x> see https://example.org/a", evidence_url="https://example.org/e")
    client.force_login(make_user())
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>x</b>" not in page
    assert 'href="https://example.org/e" rel="noopener noreferrer nofollow"' in page


def test_the_history_page_tells_every_change(client: Client) -> None:
    alice, incident = make_user("Alice"), make_incident()
    add_event(incident, NewEvent("First 5xx"), by=alice)
    client.force_login(alice)
    page = client.get(reverse("incidents:history", args=[incident.number])).content.decode()
    assert "Entry added" in page
    assert "Alice" in page
