"""Plan reminders: one mail for a person and their day, with every reason that is new.

In two passes, so that it takes the same memory and holds no lock for long however much is owed. The first
streams the actions through actions.nudges into a table of this session; the second writes, some hundred
people at a time, their mails and the reasons these carry. Killed in between, the next run makes up for it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from actions.nudge_people import PeopleHere
from actions.nudge_queries import (
    actions_to_look_at,
    anything_to_look_at,
    late_documents,
    policy_in_force,
)
from actions.nudges import LateDocument, OwedNudge, TrackedAction, day_in, look_at, owed_for_documents
from notifications.choices import MessageKind
from notifications.services import NewMessage, create_messages, withdraw_messages

PEOPLE_AT_ONCE = 500
ACTIONS_AT_ONCE = 5_000
ONE_PLANNER = 0x6E756467  # the key of the lock: any number nobody else takes


@dataclass
class Planned:
    """What one run planned, in numbers."""

    people: int = 0
    nudges: int = 0

    def __str__(self) -> str:
        return f"{self.nudges} reminders to {self.people} people"


def plan_nudges(*, at: datetime | None = None) -> Planned:
    """Owe every reminder that is due now.

    Run as often as one likes and in as many processes: the unique keys of messages and nudges see to it
    that nothing is planned twice, and a second planner waits for the first only to save itself the work.
    """
    at = at or timezone.now()
    documents = late_documents(at=at)
    if not documents and not anything_to_look_at(at=at):
        return Planned()
    with _one_planner_at_a_time():
        _make_room()
        _spool(documents, at=at)
        planned, left_out = Planned(), []
        for some in _chunks(_receivers(), PEOPLE_AT_ONCE):
            left_out += _write_mails(some, planned, at=at)
        _rest_the_actions(left_out)
        return planned


# --- the first pass: what is owed -------------------------------------------------------------------
def _make_room() -> None:
    """Have two empty tables of this session: what is owed, and from when each action is to be looked at again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS nudge_owed (person bigint, action bigint, incident bigint,"
            " kind text, speaks_of date, step int, said_on date)"
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS nudge_look (n bigserial, action bigint, version bigint,"
            " again timestamptz)"
        )
        cursor.execute("TRUNCATE nudge_owed, nudge_look RESTART IDENTITY")


def _spool(documents: list[LateDocument], *, at: datetime) -> None:
    """Write down what is owed, batch by batch."""
    policy, people = policy_in_force(), PeopleHere()
    people.fetch(pk for document in documents for pk in document.asked)
    _keep_owed(owed_for_documents(documents, people, at=at), people, at=at)
    for batch in actions_to_look_at(at=at):
        people.fetch(pk for action, _ in batch for pk in _who_may_be_asked(action))
        owed: list[OwedNudge] = []
        looks: list[tuple[int, int, datetime | None]] = []
        for action, version in batch:
            look = look_at(action, people, policy, at=at)
            owed += look.owed
            if not look.stays and (look.again is None or look.again > at):
                looks.append((action.id, version, look.again))
        _keep_owed(owed, people, at=at)
        _copy("nudge_look (action, version, again)", looks)


def _who_may_be_asked(action: TrackedAction) -> tuple[int | None, ...]:
    return (action.owner_id, action.accepted_by, action.lead_id, *action.carers)


def _keep_owed(owed: list[OwedNudge], people: PeopleHere, *, at: datetime) -> None:
    rows = []
    for o in owed:
        person = people.get(o.person)
        day = day_in(person.zone if person else UTC, at)
        rows.append((o.person, o.action, o.incident, o.kind, o.speaks_of, o.step, day))
    _copy("nudge_owed", rows)


def _copy(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} FROM STDIN") as into:
        for row in rows:
            into.write_row(row)


# --- the second pass: mails ------------------------------------------------------------------------------
def _receivers() -> Iterator[tuple[int, date]]:
    """Everybody who is owed something, with the day it is for them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE nudge_owed")
        cursor.execute("SELECT person, min(said_on) FROM nudge_owed GROUP BY person ORDER BY person")
        yield from cursor.fetchall()


@transaction.atomic
def _write_mails(receivers: list[tuple[int, date]], planned: Planned, *, at: datetime) -> list[int]:
    """Write the day's mail of some people and the reasons it carries; return whose another process wrote first."""
    keys = {f"nudges:{person}:{day.isoformat()}": person for person, day in receivers}
    wanted = [NewMessage(key, person, day) for key, (person, day) in zip(keys, receivers, strict=True)]
    made = {keys[key]: pk for key, pk in create_messages(MessageKind.NUDGES, wanted).items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO actions_nudge (person_id, action_id, incident_id, kind, speaks_of, step, said_on, planned_at,"
            " message_id) SELECT o.person, o.action, o.incident, o.kind, o.speaks_of, o.step, o.said_on, %s, m.id"
            " FROM nudge_owed o JOIN unnest(%s::bigint[], %s::bigint[]) m (person, id) ON m.person = o.person"
            " ON CONFLICT DO NOTHING RETURNING message_id",
            [at, list(made), list(made.values())],
        )
        carrying = [message for (message,) in cursor.fetchall()]
    empty = set(made.values()) - set(carrying)
    withdraw_messages(empty)  # somebody else said all of it since we looked: no empty mail
    planned.nudges += len(carrying)
    planned.people += len(made) - len(empty)
    return [person for person, _ in receivers if made.get(person) is None or made[person] in empty]


def _rest_the_actions(left_out: list[int]) -> None:
    """Note from when each action is to be looked at again; none that has changed since, or whose mail was not written."""
    with connection.cursor() as cursor:
        if left_out:
            cursor.execute(
                "DELETE FROM nudge_look l USING nudge_owed o WHERE o.action = l.action AND o.person = ANY(%s)",
                [left_out],
            )
        cursor.execute("SELECT max(n) FROM nudge_look")
        last = cursor.fetchone()[0] or 0
        for first in range(1, last + 1, ACTIONS_AT_ONCE):
            cursor.execute(
                "UPDATE actions_action a SET look_from = l.again FROM nudge_look l WHERE l.n >= %s AND l.n < %s"
                " AND a.id = l.action AND a.xmin::text::bigint = l.version",
                [first, first + ACTIONS_AT_ONCE],
            )


# --- one at a time -----------------------------------------------------------------------------------------
@contextmanager
def _one_planner_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_PLANNER])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_PLANNER])


def _chunks(rows: Iterable[tuple[int, date]], size: int) -> Iterator[list[tuple[int, date]]]:
    stream = iter(rows)
    while some := list(islice(stream, size)):
        yield some
