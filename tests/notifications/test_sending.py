"""The sender against a real mail server, in this process. Kills are in test_killed_sender."""

import logging
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from notifications.choices import NO_SERVER, MessageState
from notifications.composing import Composed, Skip
from notifications.models import Message
from notifications.rules import MAX_ATTEMPTS
from notifications.sending import lease_messages, send_outbox
from notifications.services import enqueue_message
from people.models import User
from tests.factories import make_user
from tests.notifications.mail_server import MailServer, free_port

pytestmark = pytest.mark.django_db

Words = dict[str, Composed | Skip | Exception]


def owe(n: int = 1, person: User | None = None) -> Message:
    return enqueue_message("account", key=f"account:{n}", recipient=person or make_user("Alice"))


def again(message: Message) -> Message:
    message.refresh_from_db()
    return message


def make_due() -> None:
    """Let the pauses pass."""
    Message.objects.update(send_after=timezone.now())


def test_a_mail_goes_out_with_both_bodies_and_its_headers(mail_server: MailServer, words: Words) -> None:
    message = owe()

    assert send_outbox().sent == 1

    (mail,) = mail_server.accepted
    assert mail["Message-ID"] == message.message_id
    assert mail["To"] == mail["X-Envelope-To"] == message.recipient.email
    assert mail["From"] == "Second Story <second-story@localhost>"
    assert mail["Subject"] == "Your account"
    assert mail["Date"]
    assert mail["X-Tried"] == "yes"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    message = again(message)
    assert (message.state, message.attempts, message.reason) == ("sent", 1, "")
    assert (message.subject, message.text_body) == ("Your account", "Plain words.")
    assert message.sent_at


def test_what_was_sent_is_not_sent_again(mail_server: MailServer, words: Words) -> None:
    owe()
    send_outbox()
    send_outbox()
    assert len(mail_server.accepted) == 1


def test_more_than_a_batch_goes_over_one_connection(mail_server: MailServer, words: Words) -> None:
    alice = make_user()
    for n in range(45):
        owe(n, alice)
    assert send_outbox().sent == 45
    assert len({mail["Message-ID"] for mail in mail_server.accepted}) == 45


def test_a_secret_is_sent_and_kept_nowhere(
    mail_server: MailServer, words: Words, caplog: pytest.LogCaptureFixture
) -> None:
    words["account"] = Composed("Come in", "https://x/secret-link", "<a href='secret-link'>in</a>", secret=True)
    message = owe()

    send_outbox()

    assert "secret-link" in mail_server.accepted[0].as_string()
    row = Message.objects.filter(pk=message.pk).values().get()
    assert "secret-link" not in repr(row)
    assert "secret-link" not in caplog.text
    assert (row["subject"], row["text_body"], row["html_body"]) == ("", "", "")


def test_a_message_for_somebody_who_left_is_skipped(mail_server: MailServer, words: Words) -> None:
    message = owe(person=make_user(is_active=False))
    assert send_outbox().skipped == 1
    assert (again(message).state, message.reason) == ("skipped", "Its receiver is not here any more.")
    assert not mail_server.accepted


def test_a_composer_may_skip_and_says_why(mail_server: MailServer, words: Words) -> None:
    words["account"] = Skip("It is settled.")
    message = owe()
    send_outbox()
    assert (again(message).state, message.reason) == ("skipped", "It is settled.")


def test_a_line_break_in_a_subject_cannot_add_a_header(mail_server: MailServer, words: Words) -> None:
    words["account"] = Composed("Hello\r\nBcc: charlie@example.org", "Words.")
    owe()
    send_outbox()
    assert mail_server.accepted[0]["Subject"] == "Hello Bcc: charlie@example.org"
    assert not mail_server.accepted[0]["Bcc"]


# --- failures ---------------------------------------------------------------------------------------
def test_a_refused_address_fails_at_once_and_says_so_without_the_address(
    mail_server: MailServer, words: Words, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.refuse_address = "550 5.1.1 <alice@example.org>: no such person"
    message = owe()

    assert send_outbox().failed == 1

    assert (again(message).state, message.reason) == ("failed", "The mail server refused the address (550 5.1.1).")
    assert "example.org" not in caplog.text


@pytest.mark.parametrize("asked", ["refuse_address", "refuse_data"])
def test_a_server_that_asks_to_wait_is_tried_again_later_with_the_same_message_id(
    mail_server: MailServer, words: Words, asked: str
) -> None:
    setattr(mail_server, asked, "451 4.7.1 Greylisted")
    message = owe()

    assert send_outbox().later == 1

    assert again(message).state == "waiting"
    assert "(451 4.7.1)" in message.reason
    assert timedelta(seconds=40) < message.send_after - timezone.now() <= timedelta(seconds=60)
    assert send_outbox().sent == 0  # not before its time

    setattr(mail_server, asked, "")
    make_due()
    assert send_outbox().sent == 1
    assert mail_server.accepted[0]["Message-ID"] == message.message_id
    assert (again(message).reason, message.attempts) == ("", 2)


def test_refused_content_fails_at_once(mail_server: MailServer, words: Words) -> None:
    mail_server.refuse_data = "554 5.6.0 Not this"
    message = owe()
    send_outbox()
    assert (again(message).state, message.reason) == ("failed", "The mail server refused the message (554 5.6.0).")


def test_after_enough_attempts_it_is_given_up_and_says_so(mail_server: MailServer, words: Words) -> None:
    mail_server.refuse_data = "451 Not now"
    message = owe()
    Message.objects.update(attempts=MAX_ATTEMPTS - 1)
    assert send_outbox().failed == 1
    assert again(message).state == "failed"
    assert message.reason == f"The mail server refused the message (451). Given up after {MAX_ATTEMPTS} attempts."


def test_a_message_that_kills_every_worker_is_given_up(mail_server: MailServer, words: Words) -> None:
    message = owe()
    Message.objects.update(attempts=MAX_ATTEMPTS)
    assert send_outbox().failed == 1
    assert "Its worker ended in the middle each time." in again(message).reason
    assert not mail_server.accepted


def test_a_server_that_is_away_is_asked_once_a_run(settings: Settings, words: Words) -> None:
    settings.EMAIL_CONNECTION = {"host": "127.0.0.1", "port": free_port(), "timeout": 5}
    alice = make_user()
    messages = [owe(n, alice) for n in range(25)]

    assert send_outbox().later == 20  # one batch, then home

    assert again(messages[0]).reason == "The mail server could not be reached."
    assert again(messages[24]).attempts == 0


def test_one_that_cannot_be_written_does_not_hold_up_the_others(
    mail_server: MailServer, words: Words, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    words["account"] = KeyError("Alice's salary is 1,000")
    broken = owe()
    unknown = enqueue_message("published", key="published:1", recipient=make_user())
    monkeypatch.setattr("notifications.composing._composers", {"account": lambda _: _raise(words["account"])})

    assert send_outbox().later == 2

    assert again(broken).reason == "It could not be written (KeyError)."
    assert again(unknown).reason == "It could not be written (NoComposerError)."
    assert "salary" not in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2


def _raise(error: object) -> Composed:
    assert isinstance(error, Exception)
    raise error


# --- no mail server ------------------------------------------------------------------------------------
@pytest.fixture
def no_server(settings: Settings) -> Callable[[MailServer], None]:
    """Take the mail server away; call what this gives to set one up."""
    settings.EMAIL_CONNECTION = {}

    def set_up(server: MailServer) -> None:
        settings.EMAIL_CONNECTION = server.settings

    return set_up


def test_without_a_mail_server_the_words_are_kept_for_the_receiver_and_nothing_is_pretended(
    words: Words, no_server: Callable[[MailServer], None]
) -> None:
    message = owe()

    assert send_outbox().kept == 1

    assert (again(message).state, message.reason, message.attempts) == ("waiting", NO_SERVER, 0)
    assert (message.subject, message.text_body, message.html_body) == (
        "Your account",
        "Plain words.",
        "<p>Plain words.</p>",
    )
    words["account"] = Composed("Other words", "Not read by anybody.")
    assert send_outbox().kept == 0  # and it does not spin
    assert again(message).subject == "Your account"


def test_what_was_kept_goes_out_as_soon_as_there_is_a_mail_server(
    mail_server: MailServer, words: Words, no_server: Callable[[MailServer], None]
) -> None:
    message = owe()
    send_outbox()

    no_server(mail_server)
    words["account"] = Composed("Your account, as of now", "Newer words.")

    assert send_outbox().sent == 1
    assert mail_server.accepted[0]["Subject"] == "Your account, as of now"
    assert again(message).reason == ""


@pytest.mark.parametrize(("keeps_words", "left"), [(False, ""), (True, "Plain words.")])
def test_what_is_skipped_after_it_was_kept_keeps_its_words_only_where_the_composer_says_so(
    mail_server: MailServer, words: Words, no_server: Callable[[MailServer], None], *, keeps_words: bool, left: str
) -> None:
    message = owe()
    send_outbox()
    no_server(mail_server)
    words["account"] = Skip("It is settled.", keeps_words=keeps_words)
    send_outbox()
    assert (again(message).state, message.text_body) == ("skipped", left)


def test_a_secret_without_a_mail_server_is_kept_nowhere_either(
    words: Words, no_server: Callable[[MailServer], None]
) -> None:
    words["account"] = Composed("Come in", "secret-link", secret=True)
    message = owe()
    send_outbox()
    assert (again(message).state, message.text_body, message.subject) == ("waiting", "", "")


# --- leases --------------------------------------------------------------------------------------------------
def test_leased_messages_are_nobody_elses(words: Words) -> None:
    owe(1), owe(2)
    assert len(lease_messages(limit=1)) == 1
    assert len(lease_messages()) == 1
    assert lease_messages() == []


def test_a_lease_that_ran_out_is_taken_up_again(mail_server: MailServer, words: Words) -> None:
    message = owe()
    lease_messages()
    assert send_outbox().sent == 0
    Message.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert send_outbox().sent == 1
    assert again(message).attempts == 2


def test_a_worker_that_lost_its_lease_sends_and_writes_nothing(mail_server: MailServer, words: Words) -> None:
    message = owe()

    def lose_it(_: Message) -> Composed:
        Message.objects.update(lease=uuid.uuid4(), leased_until=timezone.now() + timedelta(minutes=5))
        return Composed("Too late", "Words.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("notifications.composing._composers", {"account": lose_it})
        send_outbox()

    assert not mail_server.accepted
    assert (again(message).state, message.subject) == ("sending", "")


def test_what_the_server_accepted_is_marked_even_if_the_lease_was_lost_meanwhile(
    mail_server: MailServer, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = owe()
    send = EmailBackendSend()
    monkeypatch.setattr("notifications.sending._Mailer.send", send)
    send_outbox()
    assert again(message).state == MessageState.SENT


class EmailBackendSend:
    """Accepts, and loses the lease while doing so."""

    def __call__(self, _mail: object) -> None:
        Message.objects.update(lease=uuid.uuid4())


def test_an_empty_outbox_costs_one_statement(
    mail_server: MailServer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):  # savepoint, select, release
        send_outbox()


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_message_costs_two_statements_beside_its_batch(
    mail_server: MailServer, words: Words, item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alice = make_user()
    for n in range(item_count):
        owe(n, alice)
    with django_assert_num_queries(4 + 3 + 2 * item_count):
        send_outbox()


def test_the_command_says_what_it_did(
    mail_server: MailServer, words: Words, capsys: pytest.CaptureFixture[str]
) -> None:
    owe()
    call_command("send_outbox")
    assert capsys.readouterr().out.startswith("1 sent, 0 kept for want of a mail server,")


# --- many at once ----------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_everything_once(mail_server: MailServer, words: Words) -> None:
    alice = make_user()
    for n in range(60):
        owe(n, alice)

    def work(_: int) -> int:
        try:
            return send_outbox().sent
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        sent = list(workers.map(work, range(4)))

    assert sum(sent) == len(mail_server.accepted) == 60
    assert len({mail["Message-ID"] for mail in mail_server.accepted}) == 60
