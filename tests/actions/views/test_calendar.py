"""Calendars by a secret address: shown once, changed at will, and nothing in them that their owner may not see."""

import re
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django import Settings

from actions.calendar_services import change_calendar_address, remove_calendar
from actions.choices import ActionStatus
from actions.models import Action, CalendarFeed
from people.models import User
from tests.factories import make_action, make_incident, make_team, make_user

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 3)


@pytest.fixture(autouse=True)
def own_counters(settings: Settings) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


def fetched(secret: str) -> list[dict[str, str]]:
    answer = Client().get(reverse("actions:calendar", args=[secret]))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    return [
        {name.lower(): str(entry.decoded(name)) for name in ("UID", "SUMMARY", "DTSTART")}
        | {"all": entry.to_ical().decode()}
        for entry in entries
    ]


def status(secret: str) -> int:
    return Client().get(reverse("actions:calendar", args=[secret])).status_code


def test_a_calendar_holds_ones_open_actions_on_their_days(alice: User) -> None:
    action = make_action(make_incident("Checkout answers slowly"), "Alert on age; soon", owner=alice, due_on=DUE)
    make_action(owner=alice)
    make_action(owner=make_user(), due_on=DUE)
    make_action(owner=alice, due_on=DUE, status=ActionStatus.DONE)
    (entry,) = fetched(change_calendar_address(alice, team=None))
    assert entry["dtstart"] == "2026-12-03"
    assert "Alert on age" in entry["summary"]
    assert action.public_number in entry["uid"]


def test_the_address_is_shown_once_and_kept_as_a_hash(client: Client, alice: User) -> None:
    client.force_login(alice)
    body = client.post(reverse("actions:change_calendar")).content.decode()
    (secret,) = re.findall(r"/actions/calendar/([\w-]{43})\.ics", body)
    assert secret not in client.get(reverse("actions:calendars")).content.decode()
    assert secret not in repr(CalendarFeed.objects.values().get())
    assert status(secret) == 200
    again = client.post(reverse("actions:change_calendar")).content.decode()
    assert secret not in again
    assert status(secret) == 404
    client.post(reverse("actions:remove_calendar"))
    assert not CalendarFeed.objects.exists()


def test_a_teams_calendar_is_for_its_members(client: Client, alice: User) -> None:
    team, other = make_team("Payments", members=[alice]), make_team("Search")
    ours = make_action(team=team, due_on=DUE)
    make_action(team=other, due_on=DUE)
    client.force_login(alice)
    assert client.post(reverse("actions:change_calendar"), {"team": other.slug}).status_code == 404
    secret = change_calendar_address(alice, team=team)
    assert [ours.public_number in entry["uid"] for entry in fetched(secret)] == [True]
    team.memberships.all().delete()
    assert status(secret) == 404


def test_an_address_ends_with_its_owner(alice: User) -> None:
    secret = change_calendar_address(alice, team=None)
    make_user()  # somebody is here still
    User.objects.filter(pk=alice.pk).update(is_active=False, deactivated_at=timezone.now())
    assert status(secret) == 404
    assert status("k" * 43) == 404


def test_a_restricted_incident_is_a_number_to_those_named_and_nothing_to_others(alice: User) -> None:
    team = make_team(members=[alice])
    hidden = make_incident("Key in a log", is_restricted=True)
    seen = make_incident("Key in a public log", is_restricted=True, named=[alice])
    make_action(hidden, "Rotate the key", owner=alice, team=team, due_on=DUE, outcome="Old key refused")
    shown = make_action(seen, "Rotate the other key", owner=alice, team=team, due_on=DUE, outcome="Old key refused")
    for secret in (change_calendar_address(alice, team=None), change_calendar_address(alice, team=team)):
        (entry,) = fetched(secret)
        assert entry["summary"] == shown.public_number
        for word in ("Rotate", "Key", "refused", seen.public_number):
            assert word not in entry["all"]


def test_a_fetch_is_four_queries_and_says_when_nothing_changed(alice: User, django_assert_num_queries) -> None:
    for _ in range(3):
        make_action(owner=alice, due_on=DUE)
    secret = change_calendar_address(alice, team=None)
    path = reverse("actions:calendar", args=[secret])
    with django_assert_num_queries(3):
        answer = Client().get(path)
    assert Client().get(path).headers["ETag"] == answer.headers["ETag"]
    Action.objects.filter(owner=alice).update(due_on=date(2026, 12, 4))
    assert Client().get(path).headers["ETag"] != answer.headers["ETag"]


def test_too_many_fetches_are_held_off(alice: User) -> None:
    secret = change_calendar_address(alice, team=None)
    assert {status(secret) for _ in range(60)} == {200}
    assert status(secret) == 429


def test_there_is_one_address_for_each_calendar(alice: User) -> None:
    team = make_team(members=[alice])
    for _ in range(2):
        change_calendar_address(alice, team=None)
        change_calendar_address(alice, team=team)
    assert CalendarFeed.objects.count() == 2
    remove_calendar(alice, team=None)
    remove_calendar(alice, team=None)
    assert CalendarFeed.objects.get().team == team
