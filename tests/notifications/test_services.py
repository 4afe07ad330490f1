from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from actions.nudge_services import plan_nudges
from notifications.choices import RESTING, MessageState
from notifications.models import Message
from notifications.sending import lease_messages, send_outbox
from notifications.services import create_message, enqueue_message, retry_message
from people.models import Absence, User
from people.outgoing import enqueue
from people.services.calendar import add_absence, change_work_calendar, end_absence
from people.services.profile import update_profile
from tests.factories import make_action, make_user

pytestmark = pytest.mark.django_db


def test_a_message_is_owed_with_references_and_a_message_id_of_its_own() -> None:
    alice = make_user("Alice")

    message = enqueue_message("account", key="account:1", recipient=alice, refers_to={"notice": "x"})

    assert (message.state, message.recipient, message.refers_to) == ("waiting", alice, {"notice": "x"})
    assert message.message_id.startswith("<")
    assert message.message_id.endswith("@127.0.0.1>")


def test_the_same_key_gives_the_same_message_and_nothing_new() -> None:
    alice = make_user("Alice")
    first = enqueue_message("account", key="account:1", recipient=alice)

    second = enqueue_message("account", key="account:1", recipient=alice, refers_to={"notice": "y"})

    assert second == first
    assert second.refers_to == {}
    assert second.message_id == first.message_id
    assert create_message("account", key="account:1", recipient=alice) is None


def test_enqueueing_is_two_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    alice = make_user("Alice")
    with django_assert_num_queries(2):
        enqueue_message("account", key="account:1", recipient=alice)


def test_a_message_without_a_receiver_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="message_has_one_receiver"), transaction.atomic():
        enqueue_message("invitation", key="invitation:1")


def test_a_message_of_an_unknown_kind_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="message_kind_known"), transaction.atomic():
        enqueue_message("gossip", key="gossip:1", recipient=make_user())


def test_two_nudge_mails_for_one_day_are_refused_by_the_database_in_plain_sql() -> None:
    alice = make_user("Alice")
    enqueue_message("nudges", key="n:1", recipient=alice, local_day=timezone.now().date())
    with (
        pytest.raises(IntegrityError, match="message_one_nudge_mail_a_day"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO notifications_message (kind, recipient_id, address, refers_to, key, local_day, state,"
            " created_at, send_after, attempts, reason, message_id, subject, text_body, html_body)"
            " SELECT kind, recipient_id, address, refers_to, 'n:2', local_day, state, created_at, send_after,"
            " attempts, reason, '<other@id>', subject, text_body, html_body FROM notifications_message"
        )


def test_people_reach_the_outbox_through_what_it_has_registered() -> None:
    alice = make_user("Alice")

    message = enqueue("password_reset", key="reset:1", recipient=alice)

    assert Message.objects.to_person(alice).get() == message


def test_a_failed_message_is_owed_again_when_somebody_asks() -> None:
    message = enqueue_message("account", key="account:1", recipient=make_user())
    Message.objects.update(state=MessageState.FAILED, attempts=9, reason="The mail server refused the address (550).")

    again = retry_message(message)

    assert (again.state, again.attempts, again.reason) == ("waiting", 0, "")


def test_a_sent_message_is_not_owed_again() -> None:
    message = enqueue_message("account", key="account:1", recipient=make_user())
    Message.objects.update(state=MessageState.SENT, sent_at=timezone.now())

    assert retry_message(message).state == MessageState.SENT


# --- mail that rests until its receiver is at work ---------------------------------------------------------
NOW = timezone.now()
CHANGES: dict[str, Callable[[User], object]] = {
    "quiet hours": lambda person: update_profile(person, by=person, quiet_from=time(23)),
    "working days": lambda person: update_profile(person, by=person, working_days=[6, 7]),
    "zone": lambda person: update_profile(person, by=person, time_zone="Pacific/Auckland"),
    "an absence": lambda person: add_absence(
        person, from_on=NOW.date(), until_on=NOW.date() + timedelta(days=3), today=NOW.date()
    ),
    "the end of one": lambda person: end_absence(
        Absence.objects.create(person=person, from_on=NOW.date(), until_on=NOW.date()), today=NOW.date()
    ),
    "public holidays of everybody": lambda person: change_work_calendar(by=person, country="DE", subdivision=""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_mail_that_rests_is_looked_at_again_when_its_receiver_is_at_work_at_other_hours(
    change: Callable[[User], object],
) -> None:
    tomorrow = NOW + timedelta(hours=15)
    message = enqueue_message("account", key="m:1", recipient=make_user(), send_after=tomorrow)
    Message.objects.update(reason=RESTING)
    assert message.recipient
    change(message.recipient)
    message.refresh_from_db()
    assert message.send_after <= timezone.now()
    assert [each.pk for each in lease_messages()] == [message.pk]


def test_changing_ones_hours_moves_nothing_else() -> None:
    alice, tomorrow = make_user("Alice"), NOW + timedelta(hours=15)
    refused, others = (
        enqueue_message("account", key=key, recipient=alice, send_after=tomorrow) for key in ("m:1", "m:2")
    )
    Message.objects.filter(pk=refused.pk).update(reason="The mail server hung up.")
    Message.objects.filter(pk=others.pk).update(reason=RESTING, recipient=make_user())
    update_profile(alice, by=alice, quiet_from=time(23))
    update_profile(alice, by=alice, display_name="Alix")
    assert set(Message.objects.values_list("send_after", flat=True)) == {tomorrow}


def test_the_hour_of_waiting_mail_is_that_of_the_new_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the profile's service to the sender: what was to go on Monday goes on Saturday to who works then."""
    friday_night = datetime(2026, 12, 4, 21, 0, tzinfo=UTC)
    alice = make_user("Alice", time_zone="UTC")
    make_action(owner=alice, due_on=date(2026, 11, 24), moved_at=friday_night - timedelta(days=20))
    plan_nudges(at=friday_night - timedelta(hours=9))
    Message.objects.update(send_after=friday_night)
    monkeypatch.setattr(timezone, "now", lambda: friday_night)
    send_outbox()
    assert Message.objects.get().send_after == datetime(2026, 12, 7, 7, 0, tzinfo=UTC)
    update_profile(alice, by=alice, working_days=[6, 7])
    send_outbox()
    assert Message.objects.get().send_after == datetime(2026, 12, 5, 7, 0, tzinfo=UTC)
