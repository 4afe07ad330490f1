"""Reminders through every fault: the broker forgets, the database hangs up, two beats, and a mail server at its worst.

With the worker as it is run in earnest where a process matters; otherwise the sender itself, against a real
mail server and a real Postgres.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, connections
from django.utils import timezone
from pytest_django import Settings

from actions.models import Nudge
from actions.nudge_services import plan_nudges
from notifications.models import Message
from notifications.sending import send_outbox
from people.models import User
from tests.factories import ALWAYS_AT_WORK, make_action, make_user
from tests.notifications import test_killed_sender as killed
from tests.notifications.mail_server import MailServer, silent_port

start_worker = killed.start_worker
server = killed.server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice() -> User:
    return make_user("Alice", email="alice@example.org", **ALWAYS_AT_WORK)


@pytest.fixture
def owed(alice: User) -> None:
    make_action(owner=alice, due_on=timezone.now().date() - timedelta(days=4))


def message() -> Message:
    return Message.objects.get()


def due_again() -> None:
    """Let the pause after a failed attempt be over."""
    Message.objects.filter(state="waiting").update(send_after=timezone.now())


# --- with the worker -----------------------------------------------------------------------------------
@pytest.mark.servers
def test_redis_flushed_the_database_hanging_up_and_two_beats_cost_nothing(
    owed: None, alice: User, server: MailServer, start_worker: Callable[[str], killed.Worker]
) -> None:
    with silent_port() as port:  # the first mail server says nothing, so that the worker has the message in hand
        start_worker(f"smtp://127.0.0.1:{port}")
        for _ in range(2):  # two beats at once
            killed.ask("actions.tasks.plan_nudges")
        killed.until(lambda: killed.state() == "sending")
        killed.flush_redis()
        with connection.cursor() as cursor:  # what a restart of Postgres looks like to everybody connected
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    assert (Message.objects.count(), Nudge.objects.count()) == (1, 1)

    start_worker(server.url)

    def tick() -> None:
        due_again()
        killed.ask("notifications.tasks.send_outbox")

    killed.until(lambda: killed.state() == "sent", meanwhile=tick)

    assert {mail["Message-ID"] for mail in server.accepted} == {message().message_id}
    assert len(server.accepted) == 1


# --- planners at once --------------------------------------------------------------------------------------
def test_two_planners_in_two_connections_owe_one_mail(owed: None) -> None:
    def work(_: int) -> int:
        try:
            return plan_nudges().nudges
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as planners:
        assert sorted(planners.map(work, range(2))) == [0, 1]
    assert Message.objects.count() == 1


def test_a_planner_whose_database_hangs_up_in_the_middle_is_made_up_for_by_the_next(
    owed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang_up(*_: object) -> None:
        """The mails are written; the database goes before the actions are rested."""
        pid = connection.connection.info.backend_pid
        with psycopg.connect(killed.database_url()) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [pid])

    with monkeypatch.context() as patch:
        patch.setattr("actions.nudge_services._rest_the_actions", hang_up)
        plan_nudges()
    connection.close()
    assert plan_nudges().nudges == 0
    assert Nudge.objects.count() == 1


# --- the mail server ------------------------------------------------------------------------------------------
def test_a_server_that_refuses_is_asked_again_and_the_page_says_why(
    owed: None, server: MailServer, settings: Settings
) -> None:
    settings.EMAIL_CONNECTION = server.settings
    plan_nudges()
    server.refuse_data = "451 4.3.0 Try again later"
    assert send_outbox().later == 1
    assert (message().state, message().attempts) == ("waiting", 1)
    assert "451 4.3.0" in message().reason

    server.refuse_data = ""
    due_again()
    assert send_outbox().sent == 1
    assert [mail["Message-ID"] for mail in server.accepted] == [message().message_id]
    assert plan_nudges().nudges == 0


def test_a_server_that_hangs_is_given_up_on_after_a_while_and_asked_again(
    owed: None, server: MailServer, settings: Settings
) -> None:
    plan_nudges()
    with silent_port() as port:
        settings.EMAIL_CONNECTION = server.settings | {"port": port, "timeout": 1}
        assert send_outbox().later == 1
    assert "did not answer in time" in message().reason

    settings.EMAIL_CONNECTION = server.settings
    due_again()
    assert send_outbox().sent == 1
    assert len(server.accepted) == 1


def test_a_connection_cut_after_the_mail_was_taken_sends_it_again_as_the_same_mail(
    owed: None, server: MailServer, settings: Settings
) -> None:
    settings.EMAIL_CONNECTION = server.settings
    plan_nudges()
    server.cut_after_data = True
    assert send_outbox().later == 1
    assert "hung up" in message().reason

    server.cut_after_data = False
    due_again()
    assert send_outbox().sent == 1
    assert len(server.accepted) == 2
    assert {mail["Message-ID"] for mail in server.accepted} == {message().message_id}
