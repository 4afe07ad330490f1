"""Reminders through every fault: the broker forgets, Postgres crashes, two beats, and a mail server at its worst.

With workers and beats as they are run in earnest where a process matters; otherwise the sender itself, against a
real mail server and a real Postgres.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import Settings

from actions.models import Nudge
from actions.nudge_services import plan_nudges
from notifications.models import Message
from notifications.sending import send_outbox
from people.models import User
from tests.factories import ALWAYS_AT_WORK, make_action, make_user
from tests.notifications import test_killed_sender as killed
from tests.notifications.mail_server import MailServer, silent_port
from tests.notifications.own_postgres import OwnPostgres, own_postgres

__all__ = ["own_postgres"]  # pytest finds its fixture here
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


# --- with workers and beats ----------------------------------------------------------------------------
def reasons() -> set[tuple[str, str]]:
    return {(message.state, message.reason) for message in Message.objects.all()}


def the_page_says(person: User, *words: str) -> bool:
    """Whether the receiver's own page of their reminder says this of it."""
    client = Client()
    client.force_login(person)
    page = client.get(reverse("notifications:message", args=[person.messages.get().pk])).text
    return all(escape(word) in page for word in words)


def planner_waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            " AND query LIKE %s",
            [f"INSERT INTO {table} %"],
        )
        return bool(cursor.fetchall())


@pytest.mark.servers
@pytest.mark.long
def test_a_day_on_which_everything_fails_once(
    own_postgres: OwnPostgres, server: MailServer, start_worker: Callable[..., killed.Worker], tmp_path: Path
) -> None:
    """Two workers and two beats at once, all through it. Every reminder arrives, and the page is never wrong."""
    alice = make_user("Alice", email="alice@example.org", **ALWAYS_AT_WORK)
    bob = make_user("Bob", email="bob@example.org", **ALWAYS_AT_WORK)
    for owner in (alice, alice, bob):
        make_action(owner=owner, due_on=timezone.now().date() - timedelta(days=4))

    server.refuse_data = "451 4.3.0 Try again later"
    for _ in range(2):
        start_worker(f"{server.url}?timeout=2", beat="tests.notifications.hasty")
    killed.until(lambda: reasons() == {("waiting", "The mail server refused the message (451 4.3.0).")})
    assert the_page_says(alice, "Waiting", "The mail server refused the message (451 4.3.0).", "Next try")

    server.refuse_data, server.hold_during_data = "", True  # it hangs, and the broker forgets all it knew
    due_again()
    assert server.data_reached.wait(killed.PATIENCE)
    assert the_page_says(alice, "Sending") or the_page_says(bob, "Sending")
    killed.flush_redis()
    killed.until(lambda: reasons() == {("waiting", "The mail server did not answer in time.")})
    assert the_page_says(alice, "Waiting", "did not answer in time", "Next try")

    server.hold_during_data, server.cut_after_data = False, True
    due_again()
    killed.until(lambda: reasons() == {("waiting", "The mail server hung up.")})
    assert the_page_says(bob, "Waiting", "hung up", "Next try")
    assert len(server.accepted) == 2  # what cannot be helped: taken by the server, and we cannot know

    crashed = threading.Event()

    def crash() -> None:
        """The mail was taken, and before that can be marked the database is gone."""
        server.before_accepting = None
        own_postgres.crash()
        crashed.set()

    server.cut_after_data, server.before_accepting = False, crash
    due_again()
    assert crashed.wait(killed.PATIENCE)
    log = tmp_path / "worker.log"
    killed.until(lambda: "Is the server running" in log.read_text())  # they ask on, in vain
    connection.close()
    own_postgres.start()
    killed.until(lambda: reasons() == {("sent", "")})
    assert the_page_says(alice, "Sent")
    assert the_page_says(bob, "Sent")

    carol = make_user("Carol", email="carol@example.org", **ALWAYS_AT_WORK)
    with closing(psycopg.connect(killed.database_url())) as holding:  # the planner is held in the middle of its work
        holding.execute("LOCK TABLE actions_nudge IN SHARE MODE")
        make_action(owner=carol, due_on=timezone.now().date() - timedelta(days=4))
        killed.until(lambda: planner_waits_for("actions_nudge"))
        own_postgres.crash()
    connection.close()
    own_postgres.start()
    killed.until(lambda: carol.messages.filter(state="sent").exists())
    assert the_page_says(carol, "Sent")

    for person in (alice, bob, carol):
        sent = {mail["Message-ID"] for mail in server.accepted if mail["To"] == person.email}
        assert sent == {person.messages.get().message_id}
    assert Nudge.objects.count() == 4
    assert plan_nudges().nudges == 0


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
