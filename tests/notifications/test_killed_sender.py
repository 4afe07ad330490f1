"""The worker as it is run in earnest, a real mail server, and `kill -9` at each moment that matters.

Nothing in the product knows of these tests: the moments are held from outside, by a mail server that
is silent or stops reading, and by a lock on the row that the worker wants to mark.
"""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from actions.models import Nudge
from notifications.models import Message
from people.models import User
from tests.factories import make_action, make_user
from tests.notifications.mail_server import MailServer, running_mail_server, silent_port

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parent.parent.parent
LEASE_SECONDS = 2
PATIENCE = 90.0  # seconds; on a machine that is busy with other tests


# --- what the worker is given ------------------------------------------------------------------------
def redis_database() -> int:
    """A database of Redis that no other test uses, so that it can be flushed."""
    return 3 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 12


def broker_url() -> str:
    number = redis_database()
    if settings.CELERY_BROKER_URL.startswith("redis+socket://"):
        return f"{settings.CELERY_BROKER_URL.partition('?')[0]}?virtual_host={number}"
    return f"{settings.CELERY_BROKER_URL.rstrip('/')}/{number}"


def flush_redis() -> None:
    """Lose everything that is in Redis; what is owed is not there."""
    with contextlib.closing(redis.Redis.from_url(settings.REDIS_URL, db=redis_database())) as client:
        client.flushdb()


def database_url() -> str:
    facts = connection.settings_dict
    query = urlencode({"host": facts["HOST"], "port": facts["PORT"] or "5432"})
    return f"postgres://{quote(facts['USER'])}:{quote(facts['PASSWORD'] or '')}@/{quote(facts['NAME'])}?{query}"


_count = itertools.count(1)


class Worker:
    """A Celery worker with a life of its own, until it is killed; with a beat inside where an application is named."""

    def __init__(self, mail_url: str, log: Path, beat: str = "") -> None:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "EMAIL_URL": mail_url,
            "OUTBOX_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        command = ["-m", "celery", "-A", beat or "config.celery", "-b", broker_url(), "worker", "-c", "1"]
        command += ["--pool", "threads", "--without-mingle", "--without-gossip", "-l", "info"]
        if beat:
            command += ["--beat", "--schedule", str(log.with_suffix(f".{next(_count)}.schedule"))]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Send `kill -9`: nothing of it gets to say another word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Start workers; those that a test does not kill are killed after it."""
    workers: list[Worker] = []
    flush_redis()

    def start(mail_url: str, beat: str = "") -> Worker:
        workers.append(Worker(mail_url, tmp_path / "worker.log", beat))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
    flush_redis()
    log = (tmp_path / "worker.log").read_text()
    assert "alice@example.org" not in log
    assert "Alert on the queue" not in log


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running_mail_server() as mail_server:
        yield mail_server


# --- what is owed ----------------------------------------------------------------------------------------
@pytest.fixture
def alice() -> User:
    """It is noon where Alice is, and she works every day: the reminder is owed now, whenever this runs."""
    ahead = 12 - datetime.now(UTC).hour
    return make_user(
        "Alice", email="alice@example.org", working_days=[1, 2, 3, 4, 5, 6, 7], time_zone=f"Etc/GMT{-ahead:+d}"
    )


@pytest.fixture
def overdue_action(alice: User) -> None:
    make_action(owner=alice, due_on=datetime.now(UTC).date() - timedelta(days=4))


def ask(task: str) -> None:
    """Queue a task, as beat does."""
    with Celery(broker=broker_url()) as beat:
        beat.send_task(task, ignore_result=True)


def until(holds: Callable[[], bool], *, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "It did not come to pass."
        meanwhile()
        time.sleep(0.2)


def state() -> str:
    return Message.objects.values_list("state", flat=True).first() or ""


def let_another_worker_finish(start_worker: Callable[[str], Worker], server: MailServer) -> None:
    """Lose Redis, start afresh, and tick as beat does until the message is marked."""
    flush_redis()
    start_worker(server.url)
    until(lambda: state() == "sent", meanwhile=lambda: ask("notifications.tasks.send_outbox"))


def owe_the_reminder() -> None:
    ask("actions.tasks.plan_nudges")


# --- the runs --------------------------------------------------------------------------------------------------
def test_the_reminder_of_an_overdue_action_arrives(
    overdue_action: None, server: MailServer, start_worker: Callable[[str], Worker]
) -> None:
    start_worker(server.url)
    owe_the_reminder()

    until(lambda: state() == "sent")  # planning wakes the sender by itself

    (mail,) = server.accepted
    assert mail["To"] == "alice@example.org"
    assert mail["Message-ID"] == Message.objects.get().message_id
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    body = mail.get_body(("plain",))
    assert body
    assert "4 days ago" in body.get_content()
    assert Nudge.objects.get().kind == "overdue"


def test_a_worker_killed_after_leasing_costs_nothing(
    overdue_action: None, server: MailServer, start_worker: Callable[[str], Worker]
) -> None:
    with silent_port() as port:
        first = start_worker(f"smtp://127.0.0.1:{port}")
        owe_the_reminder()
        until(lambda: state() == "sending")
        first.kill()
    assert state() == "sending"

    let_another_worker_finish(start_worker, server)

    assert len(server.accepted) == 1
    assert Message.objects.get().attempts == 2


def test_a_worker_killed_while_it_hands_over_the_mail_costs_nothing(
    overdue_action: None, server: MailServer, start_worker: Callable[[str], Worker]
) -> None:
    server.hold_during_data = True
    first = start_worker(server.url)
    owe_the_reminder()
    assert server.data_reached.wait(PATIENCE)
    first.kill()
    server.hold_during_data = False
    assert (state(), server.accepted) == ("sending", [])

    let_another_worker_finish(start_worker, server)

    assert len(server.accepted) == 1
    assert Message.objects.get().attempts == 2


def test_a_worker_killed_between_acceptance_and_mark_gives_the_same_message_id_twice_at_most(
    overdue_action: None, server: MailServer, start_worker: Callable[[str], Worker]
) -> None:
    with psycopg.connect(database_url()) as holding:

        def hold_the_row() -> None:
            """The worker gets its "250 OK", and then waits for us to let go of the row it wants to mark."""
            server.before_accepting = None
            holding.execute("SELECT 1 FROM notifications_message FOR UPDATE")

        server.before_accepting = hold_the_row
        first = start_worker(server.url)
        owe_the_reminder()
        until(lambda: bool(waiting_to_mark()))
        first.kill()
        with connection.cursor() as cursor:  # its statement dies with its machine
            cursor.execute("SELECT pg_terminate_backend(%s)", [waiting_to_mark()[0]])
        until(lambda: not waiting_to_mark())
    assert (state(), len(server.accepted)) == ("sending", 1)

    let_another_worker_finish(start_worker, server)

    assert len(server.accepted) == 2
    assert {mail["Message-ID"] for mail in server.accepted} == {Message.objects.get().message_id}


def waiting_to_mark() -> list[int]:
    """The server processes that wait for a lock to update a message."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            " AND query LIKE 'UPDATE \"notifications_message\"%'"
        )
        return [pid for (pid,) in cursor.fetchall()]
