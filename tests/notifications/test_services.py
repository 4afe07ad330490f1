import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from notifications.choices import MessageState
from notifications.models import Message
from notifications.services import create_message, enqueue_message, retry_message
from people.outgoing import enqueue
from tests.factories import make_user

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
