"""The chair's part: what is read and why, in which order and how long; the wall, and everybody's own screen."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from reviews.choosing import choices_to_read
from reviews.models import AgendaItem, Meeting
from reviews.queries import listing_of
from reviews.services import MeetingClosed, Planned, close_meeting, open_meeting, plan_meeting, show_topic
from reviews.topics import Topic, in_order
from tests.factories import make_incident, make_service, make_team, make_user
from tests.reviews.test_month import OCTOBER, TODAY, at, publish

pytestmark = pytest.mark.django_db


def address(name, *about):
    return reverse(f"reviews:{name}", args=[OCTOBER, *about])


def suggested(user):
    choices, count = choices_to_read(user, OCTOBER, listing_of(user, OCTOBER, today=TODAY))
    return [(choice.row.title, choice.why) for choice in choices], count


@pytest.fixture
def chair():
    return make_user("Fatima", is_facilitator=True)


def test_what_carries_furthest_is_suggested_first_and_says_why(chair):
    search, gate = make_team("Search"), make_team("Gate")
    shared, lone = make_service("Checkout"), make_service("Printer")
    make_incident(kind="degradation", began_at=at(1), services=[shared], teams=[gate])
    for title, service, teams in (
        ("Shared", shared, [search]),
        ("Lone", lone, [search]),
        ("Both", lone, [search, gate]),
    ):
        kind = "degradation" if title == "Shared" else "availability"
        publish(make_incident(title, severity=2, kind=kind, began_at=at(3), services=[service], teams=teams))
    lone_and_both = "Printer concerns Gate as well"
    told = [("Lone", lone_and_both), ("Both", "2 teams were part of it"), ("Shared", "Checkout concerns Gate as well")]
    choices, count = suggested(chair)
    assert sorted(choices) == sorted(told)
    assert count == 2


def test_the_first_of_its_kind_at_a_service_is_worth_reading(chair):
    service = make_service("Payouts")
    publish(make_incident("Rows lost", severity=2, kind="data_loss", began_at=at(3), services=[service]))
    assert suggested(chair)[0] == [("Rows lost", "the first of its kind at Payouts within a year")]


def test_a_reason_tells_nothing_of_what_the_chair_may_not_see(chair):
    service = make_service("Vault")
    secret: dict[str, Any] = {"teams": [make_team("Red")], "is_restricted": True}
    make_incident("Key in a log", kind="degradation", began_at=at(2), services=[service], **secret)
    publish(make_incident("Slow", severity=2, kind="degradation", began_at=at(3), services=[service]))
    assert suggested(chair)[0] == [("Slow", "the first of its kind at Vault within a year")]


def test_the_meeting_is_opened_in_the_order_and_time_that_were_planned(client, chair):
    incident = make_incident("Checkout fails", severity=1, began_at=at(3))
    publish(incident)
    client.force_login(chair)
    asked = {"readings": [incident.number], "order_actions": 1, "order_published": 2, "minutes_actions": 20}
    refused = client.post(address("open_meeting"), asked | {"minutes_actions": 500})
    assert refused.status_code == 422
    assert not Meeting.objects.exists()
    assert client.post(address("open_meeting"), asked).status_code == 303
    body = client.get(address("meeting")).content.decode()
    agenda = body[body.index("The whole agenda") :]
    places = [
        agenda.index(title) for title in ("How we talk here", "Actions that wait", "What came out", "Checkout fails")
    ]
    assert places == sorted(places)
    assert "20 min" in agenda
    assert "The whole agenda, 20 minutes" in body


@pytest.mark.parametrize(
    ("asked", "became"),
    [
        ({}, ["published", "read", "lessons", "actions", "measures"]),
        ({"order_actions": 2}, ["actions", "published", "read", "lessons", "measures"]),  # up: before what is there
        ({"order_published": 4}, ["read", "lessons", "published", "actions", "measures"]),  # down: after it
        ({"order_actions": 2, "order_measures": 2}, ["actions", "measures", "published", "read", "lessons"]),
        ({"order_published": 3, "order_read": 2}, ["read", "published", "lessons", "actions", "measures"]),
    ],
)
def test_of_two_topics_with_one_place_the_moved_one_has_it(client, chair, asked, became):
    client.force_login(chair)
    page = client.get(address("open_meeting")).content.decode()
    assert "the one you moved has it" in page
    shown = {f"order_{slot}": n for n, slot in enumerate(("published", "read", "lessons", "actions", "measures"), 2)}
    assert all(f'name="{name}" value="{place}"' in page for name, place in shown.items())
    assert client.post(address("open_meeting"), shown | asked).status_code == 303
    kept = list(AgendaItem.objects.order_by("position").values_list("topic", flat=True))
    assert kept == ["agreement", *became, "close"]
    again = client.get(address("plan_meeting")).content.decode()
    assert f'name="order_{became[0]}" value="2"' in again  # each has a place of its own again


def test_the_form_says_how_long_it_takes_in_all(client, chair):
    for day in (3, 4):
        publish(make_incident(severity=1, began_at=at(day)))
    client.force_login(chair)
    said = ">{}</output>"
    assert said.format(2 + 5 + 2 * 15 + 5 + 10 + 5 + 3) in client.get(address("open_meeting")).content.decode()
    asked = {"minutes_lessons": 20, "minutes_read": "x", "minutes_actions": 500}
    refused = client.post(address("open_meeting"), asked)
    assert refused.status_code == 422
    assert said.format(520) in refused.content.decode()


def test_the_agreement_heads_and_the_close_ends_whatever_was_planned():
    topics = [Topic(key, key, key) for key in ("agreement", "published", "lessons", "held", "close")]
    planned = {"close": (0, None), "lessons": (1, 5), "published": (2, None), "agreement": (3, 2)}
    ordered = in_order(topics, planned)
    assert [topic.key for topic in ordered] == ["agreement", "lessons", "held", "published", "close"]
    assert [topic.minutes for topic in ordered] == [2, 5, None, None, None]


def test_the_agenda_is_changed_while_the_meeting_runs_and_keeps_what_the_planner_may_not_see(client, chair):
    alice = make_user("Alice", is_facilitator=True)
    secret, public = (
        make_incident(title, severity=1, began_at=at(3), by=alice, is_restricted=hidden)
        for title, hidden in (("Key in a log", True), ("Checkout fails", False))
    )
    meeting = open_meeting(OCTOBER, by=alice, readings=[publish(secret), publish(public)])
    client.force_login(chair)
    assert "Key in a log" not in client.get(address("plan_meeting")).content.decode()
    client.post(address("plan_meeting"), {"readings": [], "minutes_lessons": 7})
    assert [reading.postmortem.lead_incident for reading in meeting.readings.all()] == [secret]
    assert meeting.agenda_items.get(topic="lessons").minutes == 7
    close_meeting(meeting, teams=[])
    with pytest.raises(MeetingClosed):
        plan_meeting(meeting, by=chair, readings=[], planned=[])


def test_the_clock_says_until_when_and_never_what_went_over(client, chair):
    began = timezone.now() - timedelta(hours=3)
    meeting = open_meeting(OCTOBER, by=chair, planned=[Planned("lessons", 10)], at=began)
    assert meeting.ends_by(None) is None
    meeting = show_topic(meeting, topic="lessons", at=began)
    assert meeting.ends_by(10) == began + timedelta(minutes=10)
    client.force_login(chair)
    body = client.get(address("meeting")).content.decode()
    assert "until about" in body
    assert client.post(address("give_time")).status_code == 303
    meeting.refresh_from_db()
    assert meeting.ends_by(10) == began + timedelta(minutes=15)
    assert show_topic(meeting, topic="lessons").topic_extra == 5  # shown again is not begun again
    assert show_topic(meeting, topic="actions").topic_extra == 0
    client.force_login(make_user())
    assert "until about" not in client.get(address("meeting"), {"topic": "lessons"}).content.decode()


def test_who_opened_it_projects_it_and_everybody_else_has_a_screen_of_their_own(client, chair):
    open_meeting(OCTOBER, by=chair)
    other = make_user("Jonas", is_facilitator=True)
    for person, view, wall in (
        (chair, "", True),
        (chair, "own", False),
        (other, "", False),
        (other, "wall", True),
        (make_user("Rosa"), "wall", False),
    ):
        client.force_login(person)
        body = client.get(address("meeting"), {"view": view} if view else {}).content.decode()
        assert ("meeting-wall" in body, "data-follow" in body) == (wall, not wall), (person, view)


def test_a_form_leads_back_to_the_screen_it_came_from(client, chair):
    open_meeting(OCTOBER, by=make_user("Jonas", is_facilitator=True))
    client.force_login(chair)
    response = client.post(f"{address('show_topic')}?view=wall", {"topic": "lessons"})
    assert response.url == f"{address('meeting')}?topic=lessons&view=wall"


def test_only_who_may_lead_plans_and_gives_time(client, chair):
    open_meeting(OCTOBER, by=chair)
    client.force_login(make_user())
    assert client.get(address("plan_meeting")).status_code == 403
    assert client.post(address("give_time")).status_code == 403


def test_no_topic_is_planned_twice_or_for_no_time(chair):
    meeting = open_meeting(OCTOBER, by=chair, planned=[Planned("lessons", 5)])
    for minutes in (0, 181):
        with pytest.raises(IntegrityError, match="agenda_item_minutes_of_a_meeting"), transaction.atomic():
            meeting.agenda_items.update(minutes=minutes)
    with pytest.raises(IntegrityError, match="agenda_item_once"), transaction.atomic():
        AgendaItem.objects.create(meeting=meeting, topic="lessons", position=3)
