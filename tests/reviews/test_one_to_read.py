"""One post-mortem a week: to whom, when, which, and what never."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from notifications.composing import Composed, Skip, compose
from notifications.models import Message
from people.models import Absence
from reviews.services import send_one_to_read, tell_lesson
from tests.factories import make_incident, make_service, make_team, make_user
from tests.reviews.test_month import publish

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
CAME_OUT = datetime(2026, 10, 20, 12, tzinfo=UTC)


@pytest.fixture
def alice():
    return make_user("Alice", wants_one_to_read=True)


def document(title="Cache is cold", *, published_at=CAME_OUT, **facts):
    incident = make_incident(title, **{"severity": 3, "began_at": published_at - timedelta(days=5), **facts})
    return publish(incident, published_at=published_at)


def chosen_for(person, *, at=MONDAY):
    send_one_to_read(at=at)
    message = Message.objects.filter(recipient=person, kind="one_to_read").order_by("pk").last()
    return message and message.refers_to["postmortem"]


def test_nobody_gets_it_who_has_not_asked():
    make_user("Bob")
    document(severity=1)
    assert send_one_to_read(at=MONDAY) == 0


def test_it_comes_once_a_week_and_never_the_same_again(alice):
    first, second = document(severity=1), document(severity=1, published_at=CAME_OUT - timedelta(days=30))
    assert chosen_for(alice) == first.pk
    for days in range(5):
        send_one_to_read(at=MONDAY + timedelta(days=days, hours=1))
    assert Message.objects.count() == 1
    assert chosen_for(alice, at=MONDAY + timedelta(days=7)) == second.pk
    assert send_one_to_read(at=MONDAY + timedelta(days=14)) == 0  # nothing is left: nothing comes
    assert set(Message.objects.values_list("key", flat=True)) == {
        f"one-to-read:2026-W{week}:{alice.pk}" for week in (45, 46)
    }


def test_a_second_of_a_week_is_refused_by_the_key(alice):
    document(severity=1)
    send_one_to_read(at=MONDAY)
    key = Message.objects.get().key
    with pytest.raises(IntegrityError, match="notifications_message_key"), transaction.atomic():
        Message.objects.create(kind="one_to_read", key=key, recipient=alice, message_id="<another@here>")


@pytest.mark.parametrize(
    ("facts", "at", "comes"),
    [
        ({}, MONDAY, True),
        ({}, MONDAY - timedelta(days=1), False),  # a Sunday
        ({}, MONDAY.replace(hour=13), False),  # not in the morning
        ({}, MONDAY.replace(hour=3), False),  # in the quiet hours
        ({"time_zone": "Asia/Tokyo"}, MONDAY, False),  # evening there
        ({"time_zone": "Asia/Tokyo"}, MONDAY.replace(hour=0), True),
        ({"working_days": [3, 4]}, MONDAY, False),
        ({"working_days": [3, 4]}, MONDAY + timedelta(days=2), True),
    ],
)
def test_it_comes_on_a_morning_of_a_working_day_in_ones_own_zone(facts, at, comes):
    make_user("Alice", wants_one_to_read=True, **facts)
    document(severity=1)
    assert send_one_to_read(at=at) == comes


def test_nobody_gets_it_while_away(alice):
    document(severity=1)
    Absence.objects.create(person=alice, from_on=MONDAY.date(), until_on=MONDAY.date())
    assert send_one_to_read(at=MONDAY) == 0
    assert send_one_to_read(at=MONDAY + timedelta(days=1)) == 1


def test_what_is_nearest_to_ones_work_comes_first(alice):
    search, checkout, other = make_team("Search", members=[alice]), make_team("Checkout"), make_team("Other")
    grave = document(severity=1, teams=[checkout])
    many = document(teams=[checkout, other])
    everybody = document(teams=[checkout])
    tell_lesson(everybody.lead_incident, by=alice, text="Limit every queue")
    served = document(teams=[checkout], services=[make_service("Index", team=search)])
    told = document(teams=[checkout])
    tell_lesson(told.lead_incident, by=alice, text="Warm the cache", concerns=[search])
    document(teams=[checkout])  # nothing of it is transferable
    weeks = [chosen_for(alice, at=MONDAY + timedelta(days=7 * n)) for n in range(6)]
    assert weeks == [told.pk, served.pk, everybody.pk, many.pk, grave.pk, grave.pk]  # and then nothing new


def test_what_one_has_probably_read_does_not_come(alice):
    search = make_team("Search", members=[alice])
    document(severity=1, teams=[search])
    document(severity=1, by=alice)
    document(severity=1, published_at=CAME_OUT - timedelta(days=3 * 365))
    assert send_one_to_read(at=MONDAY) == 0


def test_a_restricted_incident_never_comes_not_even_to_those_named(alice):
    document(severity=1, named=[alice], is_restricted=True)
    with_another = document(severity=1)
    with_another.also_about.add(make_incident(is_restricted=True))
    assert send_one_to_read(at=MONDAY) == 0
    later = document("Key in a log", severity=1)
    assert chosen_for(alice) == later.pk
    later.lead_incident.is_restricted = True
    later.lead_incident.save(update_fields=["is_restricted"])
    mail = compose(Message.objects.get())
    assert isinstance(mail, Skip)
    assert "Key in a log" not in mail.reason


def test_the_mail_says_why_and_how_it_ends(client, alice):
    document("Cache is cold", severity=1)
    send_one_to_read(at=MONDAY)
    mail = compose(Message.objects.get())
    assert isinstance(mail, Composed)
    assert mail.subject == "One to read: Cache is cold"
    for body in (mail.text, mail.html):
        assert "it was a SEV-1" in body
        assert "/post-mortems/INC-" in body
    link = mail.headers["List-Unsubscribe"].strip("<>")
    assert "one to read" in client.get(link.removeprefix("http://127.0.0.1:8000")).content.decode()
    client.post(link.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"})
    alice.refresh_from_db()
    assert (alice.wants_one_to_read, alice.wants_digest) == (False, True)
    assert isinstance(compose(Message.objects.get()), Skip)


@pytest.mark.parametrize("people", [1, 3])
def test_choosing_costs_the_same_but_for_the_message_of_each(people, django_assert_num_queries):
    for _ in range(people):
        make_user(wants_one_to_read=True)
    for _ in range(3):
        document(severity=1)
    with django_assert_num_queries(12 + 2 * people):
        send_one_to_read(at=MONDAY)
