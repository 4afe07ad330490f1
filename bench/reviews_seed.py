"""An organisation that lives by its monthly review, written by COPY: of `n` incidents every second has a document.

Five years of it, spread evenly; ten actions a document; a fiftieth of the incidents restricted; a team for every
thousand incidents, ten circles, a person for every twenty incidents. There is no prose: no measure reads it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import connection, models

from actions.models import Action
from bench.seed import copy
from incidents.models import Incident, IncidentAccess, Service, Severity
from people.models import Membership, Team, User
from postmortems.models import Postmortem
from reviews.models import Circle, Lesson

YEARS, CIRCLES, BATCH = 5, 10, 5_000
KINDS = ["availability", "degradation", "availability", "degradation", "data_quality", "security", "near_miss"]
ACTION_KINDS = ["prevent", "detect", "mitigate", "recover", "learn", ""]
OLD = ["done"] * 16 + ["wont_do"] * 2 + ["todo", "proposed"]
YOUNG = ["done"] * 9 + ["wont_do"] + ["todo"] * 5 + ["in_progress"] * 3 + ["proposed"] * 2


def write(incidents: int, *, now: datetime) -> None:
    """Fill an empty, migrated database."""
    rng = Random(incidents)
    people = max(incidents // 20, 20)
    teams = max(incidents // 1000, CIRCLES)
    _copy(_person(n, now) for n in range(1, people + 1))
    _copy(Team(pk=n, name=f"Team {n}", slug=f"team-{n}", lead_id=n) for n in range(1, teams + 1))
    _copy(Membership(team_id=n % teams + 1, user_id=n) for n in range(1, people + 1))
    _copy(Service(pk=n, name=f"service-{n}", slug=f"service-{n}", team_id=n % teams + 1) for n in range(1, 201))
    for n in range(1, CIRCLES + 1):
        circle = Circle.objects.create(name=f"Circle {n}", slug=f"circle-{n}")
        circle.teams.set(range(n, teams + 1, CIRCLES))
    severities = list(Severity.objects.order_by("level"))
    numbers = range(1, incidents + 1)
    days = [_day_of(n, incidents, now) for n in numbers]
    _copy(
        Incident(
            pk=n,
            number=n,
            title=f"Payments answer slowly, {n}",
            kind=KINDS[n % len(KINDS)],
            severity=severities[rng.choices(range(4), weights=(1, 4, 4, 3))[0]],
            began_at=days[n - 1],
            began_precision="minute",
            is_restricted=n % 50 == 7,
            actions_gated=_is_published(n, days[n - 1], now),
            recorded_by_id=n % people + 1,
            recorded_at=days[n - 1],
            changed_at=days[n - 1],
        )
        for n in numbers
    )
    through = Incident.services.through, Incident.teams.through
    _copy(through[0](incident_id=n, service_id=n * k % 200 + 1) for n in numbers for k in (1, 7)[: 1 + n % 2])
    _copy(through[1](incident_id=n, team_id=(n + 3 * k) % teams + 1) for n in numbers for k in range(1 + (n % 3 == 0)))
    _copy(IncidentAccess(incident_id=n, user_id=n % people + 1, given_at=days[n - 1]) for n in numbers)
    written = range(2, incidents + 1, 2)
    _copy(_document(n, days[n - 1], now, people) for n in written)
    _copy(Postmortem.also_about.through(postmortem_id=n // 2, incident_id=n - 1) for n in written if n % 40 == 0)
    _copy(
        _action(n // 2 * 10 + place - 9, n, days[n - 1], now, rng, people, teams)
        for n in written
        for place in range(10)
    )
    _copy(
        Lesson(incident_id=n, text=f"A queue needs a bound, {n}", told_by_id=1, told_at=days[n - 1])
        for n in range(100, incidents + 1, 100)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(rows: Iterable[models.Model]) -> None:
    rest: Iterator[models.Model] = iter(rows)
    while batch := list(islice(rest, BATCH)):
        copy(batch)


def _day_of(n: int, incidents: int, now: datetime) -> datetime:
    span = timedelta(days=365 * YEARS)
    return now - span + span * n / (incidents + 1)


def _is_published(n: int, day: datetime, now: datetime) -> bool:
    return n % 2 == 0 and now - day > timedelta(days=20 + n % 3)


def _person(n: int, now: datetime) -> User:
    joined = now - timedelta(days=366 * YEARS)
    return User(
        pk=n,
        email=f"person.{n}@example.org",
        display_name=f"Person {n}",
        password="!",
        is_facilitator=n == 1,
        agreement_read_at=joined,
        date_joined=joined,
    )


def _document(n: int, day: datetime, now: datetime, people: int) -> Postmortem:
    published = _is_published(n, day, now)
    asked = day + timedelta(days=5 + n % 4)
    return Postmortem(
        pk=n // 2,
        lead_incident_id=n,
        gated=published,
        status="published" if published else "in_review" if asked < now else "draft",
        created_by_id=n % people + 1,
        created_at=min(day + timedelta(days=1), now),
        changed_at=min(day + timedelta(days=12), now),
        review_asked_at=asked if asked < now else None,
        published_at=day + timedelta(days=7 + n % 13) if published else None,
    )


def _action(pk: int, n: int, day: datetime, now: datetime, rng: Random, people: int, teams: int) -> Action:
    created = min(day + timedelta(days=2), now)
    published = _is_published(n, day, now)
    status = rng.choice(OLD if now - day > timedelta(days=365) else YOUNG) if published else "todo"
    settled = min(created + timedelta(days=10 + pk % 50), now) if status in {"done", "wont_do"} else None
    facts: dict[str, Any] = {}
    if status == "done" and settled and now - settled > timedelta(days=40) and pk % 3:
        facts = {"verified_at": settled + timedelta(days=30), "verified_by_id": 1, "verification": "The alert fired."}
    elif status == "done" and settled:
        facts = {"verify_on": (settled + timedelta(days=28)).date()}
    return Action(
        pk=pk,
        number=pk,
        incident_id=n,
        gated=published,
        title=f"Alert on the age of queue {pk}",
        owner_id=None if status == "proposed" else pk % people + 1,
        team_id=pk % teams + 1,
        due_on=(day + timedelta(days=30 + pk % 90)).date(),
        kind=ACTION_KINDS[pk % 6],
        status=status,
        evidence="Seen in the next release." if status == "done" else "",
        reasoning="The part it would protect is being removed." if status == "wont_do" else "",
        settled_at=settled,
        committed_at=None if status == "proposed" else created,
        moved_at=settled or created + (now - created) * ((pk % 7) / 7),
        created_by_id=n % people + 1,
        created_at=created,
        **facts,
    )
