"""An incident that is a repeat of an earlier one: said by a person, withdrawn with a word."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from actions.models import Action
from incidents.models import Incident, IncidentHistory
from incidents.queries import history_of
from incidents.repeats.models import Repeat
from incidents.repeats.queries import repeats_around, repeats_confirmed, repeats_visible_to
from incidents.repeats.services import confirm_repeat, withdraw_repeat
from incidents.rules import Blocked
from incidents.services import restrict_incident
from tests.factories import make_action, make_incident, make_user

pytestmark = pytest.mark.django_db
T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)


def two(**facts: Any) -> tuple[Incident, Incident]:
    """An incident, and one that came a month later."""
    return make_incident(began_at=T, **facts), make_incident(began_at=T + timedelta(days=30), **facts)


def refused(constraint: str, write: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


def test_a_repeat_leaves_a_row_on_both_that_names_the_other() -> None:
    alice, (earlier, later) = make_user("Alice"), two()
    repeat = confirm_repeat(later, of=earlier, by=alice, note="  the same  certificate ", at=T)
    assert (repeat.incident, repeat.of, repeat.note) == (later, earlier, "the same certificate")
    told = {row.incident_id: row.details for row in IncidentHistory.objects.filter(kind="repeat_confirmed")}
    assert told[later.pk] == {"repeat": "repeats", "other": earlier.public_number, "word": "the same certificate"}
    assert told[earlier.pk]["other"] == later.public_number


def test_confirming_again_either_way_round_changes_nothing() -> None:
    alice, (earlier, later) = make_user("Alice"), two()
    first = confirm_repeat(later, of=earlier, by=alice)
    assert confirm_repeat(later, of=earlier, by=make_user("Bob")) == first
    Incident.objects.update(began_at=T)
    assert confirm_repeat(earlier, of=later, by=alice) == first
    assert IncidentHistory.objects.filter(kind="repeat_confirmed").count() == 2


def test_an_incident_repeats_neither_itself_nor_a_later_one() -> None:
    alice, (earlier, later) = make_user("Alice"), two()
    with pytest.raises(Blocked, match="repeat of itself"):
        confirm_repeat(later, of=later, by=alice)
    with pytest.raises(Blocked, match="happened later"):
        confirm_repeat(earlier, of=later, by=alice)


def test_withdrawing_takes_a_word_and_lets_it_be_confirmed_anew() -> None:
    alice, (earlier, later) = make_user("Alice"), two()
    repeat = confirm_repeat(later, of=earlier, by=alice)
    with pytest.raises(Blocked, match="in a word"):
        withdraw_repeat(repeat, because=" ", by=alice)
    gone = withdraw_repeat(repeat, because="Another queue", by=alice, at=T)
    assert (gone.withdrawn_by, gone.withdrawn_at, gone.withdrawn_because) == (alice, T, "Another queue")
    with pytest.raises(Blocked, match="already"):
        withdraw_repeat(repeat, because="Again", by=alice)
    assert not repeats_visible_to(alice).exists()
    assert confirm_repeat(later, of=earlier, by=alice) != gone
    assert IncidentHistory.objects.filter(incident=earlier, kind="repeat_withdrawn").count() == 1


def test_what_was_done_about_the_earlier_one_is_asked_after_at_once_and_only_that() -> None:
    alice, (earlier, later) = make_user("Alice"), two()
    held = make_action(earlier, status="done", evidence="https://example.org/1", settled_at=T)
    Action.objects.filter(pk=held.pk).update(verified_at=T, verified_by=alice, verification="No alert since")
    still_open, elsewhere = make_action(earlier), make_action(later, status="done", evidence="x")
    repeat = confirm_repeat(later, of=earlier, by=alice, at=T + timedelta(days=31))
    for action in (held, still_open, elsewhere):
        action.refresh_from_db()
    assert held.verify_on == (T + timedelta(days=31)).date()
    assert held.verified_at is None
    assert still_open.verify_on is None
    assert elsewhere.verify_on is None
    withdraw_repeat(repeat, because="Another queue", by=alice)
    held.refresh_from_db()
    assert held.verify_on is not None, "the question was asked; its answer is the owner's"


def test_a_hidden_incident_is_named_neither_by_the_repeat_nor_by_history_nor_by_the_question() -> None:
    alice, charlie = make_user("Alice"), make_user("Charlie")
    earlier, later = two(by=alice)
    done = make_action(earlier, status="done", evidence="x")
    restrict_incident(later, by=alice)
    later.refresh_from_db()
    repeat = confirm_repeat(later, of=earlier, by=alice, note="Stolen key", at=T)
    month: dict[str, Any] = {"since": T, "until": T + timedelta(days=1)}
    assert list(repeats_confirmed(alice, **month)) == [repeat]
    assert repeats_around(alice, earlier).again == [repeat]
    assert repeats_around(alice, later).of == [repeat]
    assert not repeats_confirmed(charlie, **month).exists()
    assert repeats_around(charlie, earlier).again == []
    assert [row.kind for row in history_of(alice, earlier)] == ["repeat_confirmed"]
    assert history_of(charlie, earlier) == []
    said = " ".join(event.reason + str(event.details) for event in done.events.all())
    assert later.public_number not in said
    assert "came back" not in said


def test_the_history_page_keeps_the_hidden_half_to_itself(client: Client) -> None:
    alice, charlie = make_user("Alice"), make_user("Charlie")
    earlier, later = two(by=alice)
    confirm_repeat(later, of=earlier, by=alice, note="Stolen key")
    for person, sees in ((alice, True), (charlie, True)):
        client.force_login(person)
        page = client.get(reverse("incidents:history", args=[earlier.number])).text
        assert (f"Came back in {later.public_number}. Stolen key" in page) is sees
    restrict_incident(later, by=alice)
    page = client.get(reverse("incidents:history", args=[earlier.number])).text
    assert later.public_number not in page
    assert "Stolen key" not in page


def test_a_months_repeats_are_those_confirmed_in_it() -> None:
    alice, (earlier, later) = make_user("Alice"), two()
    confirm_repeat(later, of=earlier, by=alice, at=T)
    assert not repeats_confirmed(alice, since=T - timedelta(days=1), until=T).exists()
    assert repeats_confirmed(alice, since=T, until=T + timedelta(seconds=1)).count() == 1


def test_the_database_refuses_what_is_no_repeat() -> None:
    alice, (earlier, later) = make_user("Alice"), two()
    rows = Repeat.objects
    refused("repeat_of_another", lambda: rows.create(incident=later, of=later, confirmed_by=alice))
    repeat = rows.create(incident=later, of=earlier, confirmed_by=alice)
    refused("repeat_stands_once", lambda: rows.create(incident=later, of=earlier, confirmed_by=alice))
    refused("repeat_stands_once", lambda: rows.create(incident=earlier, of=later, confirmed_by=alice))
    one = rows.filter(pk=repeat.pk)
    refused("repeat_withdrawn_whole", lambda: one.update(withdrawn_at=T, withdrawn_by=alice))
    refused("repeat_withdrawn_whole", lambda: one.update(withdrawn_at=T, withdrawn_because="x"))
    refused("repeat_withdrawn_whole", lambda: one.update(withdrawn_because="x"))
    one.update(withdrawn_at=T, withdrawn_by=alice, withdrawn_because="x")
    rows.create(incident=earlier, of=later, confirmed_by=alice)
