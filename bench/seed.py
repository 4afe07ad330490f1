"""Fill an empty, migrated database with a large organisation, by COPY.

Every constraint, foreign key and trigger is on while it happens: what the database would refuse from a page it
refuses here. Text is invented (bench.words); documents and editions are built by the product's own functions
where they ask no query, and an edition's HTML is drawn once for each shape and filled.

The shared text of documents (`collab`) is there for drafts alone: nobody types into the published ones.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import DatabaseDefault
from django.utils import timezone
from psycopg.types.json import Jsonb

from actions.choices import ActionEventKind, ActionKind, ActionStatus, NudgeKind, Priority
from actions.models import Action, ActionEvent, Nudge
from bench.multiply import multiply
from bench.words import COMMON, MEDIUM, RARE, Writer, html_of
from collab.models import Room
from collab.services import create_room
from incidents.choices import EventKind, EventSource, IncidentKind, Precision, TagKind
from incidents.models import Impact, Incident, IncidentAccess, Service, Severity, Tag, TimelineEvent
from people.models import Membership, Team, User
from postmortems.choices import PostmortemStatus, ReviewAnswer, SearchKind
from postmortems.document import build_content, plain_text, render_html
from postmortems.models import Edition, Postmortem, Review, Revision, SearchRow, Section, Template
from postmortems.queries import LoadedDocument
from postmortems.search.services import count_words

PEOPLE, TEAMS, SERVICES, TAGS, YEARS = 200, 20, 200, 300, 5
ACTIONS, EVENTS, PROSE = 10, 12, 5_200  # a document: so many actions, entries, characters of prose
BATCH = 500
TOLD_AT_MOST = 10_000  # larger organisations tell these again, at moments of their own
DUE_TODAY = 100  # reminders that a run of the planner has to plan; all the others were said lately

KEY_TIMES = {"began": 0, "detected": 9, "acknowledged": 12, "mitigated": 47, "resolved": 95}
PROPOSED, TODO, DONE, WONT_DO = (
    ActionStatus.PROPOSED,
    ActionStatus.TODO,
    ActionStatus.DONE,
    ActionStatus.WONT_DO,
)
STARTED = ActionStatus.IN_PROGRESS
SETTLED = [DONE] * 8 + [WONT_DO, PROPOSED]
RUNNING = [DONE] * 4 + [TODO, STARTED, TODO, STARTED, TODO, PROPOSED]
YOUNG = [PROPOSED] * 4 + [TODO] * 6


@dataclass
class Organisation:
    """Who and what everything else refers to."""

    people: list[User]
    teams: list[Team]
    services: list[Service]
    tags: list[Tag]
    severities: list[Severity]
    templates: list[Template]


def copy(rows: Iterable[models.Model]) -> int:
    """COPY unsaved objects of one model into its table; returns how many."""
    rows = list(rows)
    if not rows:
        return 0
    fields = [f for f in rows[0]._meta.concrete_fields if not isinstance(f, models.GeneratedField)]
    if rows[0].pk is None:
        fields = [f for f in fields if not f.primary_key]
    fields = [f for f in fields if not isinstance(getattr(rows[0], f.attname), DatabaseDefault)]
    names = [f.attname for f in fields]
    json = {f.attname for f in fields if isinstance(f, models.JSONField)}
    columns = ", ".join(f'"{f.column}"' for f in fields)
    with connection.cursor() as cursor:
        statement = f'COPY "{rows[0]._meta.db_table}" ({columns}) FROM STDIN'
        with cursor.cursor.copy(statement) as into:  # psycopg's own cursor: Django's knows no COPY
            for row in rows:
                into.write_row([Jsonb(getattr(row, n)) if n in json else getattr(row, n) for n in names])
    return len(rows)


def seed(size: int, *, now: datetime, say: Any = lambda _text: None) -> User:
    """Write `size` incidents with all that hangs on them; returns the person who reads them in the benchmark."""
    told = min(size, TOLD_AT_MOST)
    if size % told:
        raise ValueError(f"Sizes above {TOLD_AT_MOST} are multiples of it.")
    writer = Writer(told)
    organisation = make_organisation(writer, now=now)
    indexes = _search_indexes()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        for name in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    for first in range(0, told, BATCH):
        with transaction.atomic():
            for kind in zip(*(_tell(n, told, organisation, writer, now) for n in _numbers(first, told)), strict=True):
                copy(row for rows in kind for row in rows)
        if first % 1000 == 0:
            say(f"{first} of {told} post-mortems written")
    if size > told:
        multiply(told, size // told, step=timedelta(days=365 * YEARS) / size, now=now, say=say)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for definition in indexes.values():
            cursor.execute(definition)
        for table in connection.introspection.table_names(cursor):
            _set_sequence(cursor, table)
        cursor.execute("SELECT setval('incident_number', max(number)) FROM incidents_incident")
        cursor.execute("SELECT setval('action_number', max(number)) FROM actions_action")
    _open_rooms()
    _remind_of_most(now)
    say("Counting words, vacuuming")
    count_words()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    return organisation.people[0]


def _numbers(first: int, size: int) -> range:
    return range(first + 1, min(first + BATCH, size) + 1)


def _search_indexes() -> dict[str, str]:
    """Return the search vectors' indexes, which are built whole afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s",
            [SearchRow._meta.db_table, "%USING gin%"],
        )
        return dict(cursor.fetchall())


def _set_sequence(cursor: Any, table: str) -> None:
    cursor.execute(
        "SELECT pg_get_serial_sequence(%s, attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'id'",
        [table, table],
    )
    found = cursor.fetchone()
    if found and found[0]:
        cursor.execute(f'SELECT setval(%s, GREATEST((SELECT max(id) FROM "{table}"), 1))', [found[0]])


def make_organisation(writer: Writer, *, now: datetime) -> Organisation:
    """Write people, teams, services and tags; severities and templates came with the migrations."""
    began = now - timedelta(days=366 * YEARS)
    zones = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo")
    people = [
        User(
            pk=n,
            email=f"person.{n}@example.org",
            display_name=f"Person {n}",
            time_zone=zones[n % 4] if n > 1 else "UTC",
            password="!",
            is_facilitator=n % 10 == 2,
            is_administrator=n in {3, 4},
            agreement_read_at=began,
            date_joined=began,
        )
        for n in range(1, PEOPLE + 1)
    ]
    teams = [Team(pk=n, name=f"Team {n}", slug=f"team-{n}", lead_id=n + 10) for n in range(1, TEAMS + 1)]
    memberships = [Membership(team_id=n % TEAMS + 1, user_id=n) for n in range(1, PEOPLE + 1)]
    names = list(dict.fromkeys(word for word in writer.some(60_000) if len(word) > 4))
    services = [
        Service(pk=n, name=f"{names[n]}-api", slug=f"{names[n]}-api", team_id=n % TEAMS + 1)
        for n in range(1, SERVICES + 1)
    ]
    tags = [
        Tag(pk=n, name=names[-n], slug=names[-n], kind=(TagKind.SYSTEM, TagKind.CATEGORY)[n % 2])
        for n in range(1, TAGS + 1)
    ]
    with transaction.atomic():
        for rows in (people, teams, memberships, services, tags):
            copy(rows)
    templates = list(Template.objects.filter(key__in=["full", "light"]).prefetch_related("sections").order_by("key"))
    return Organisation(people, teams, services, tags, list(Severity.objects.order_by("level")), templates)


def _tell(n: int, size: int, organisation: Organisation, writer: Writer, now: datetime) -> tuple[list[Any], ...]:
    """Return all rows of the incident `n` of `size`, oldest first, a list for each table in the order to write."""
    rng = writer.rng
    span = timedelta(days=365 * YEARS)
    day = (now - span + span * n / size).replace(hour=n % 8 * 2 + 1, minute=12, second=0, microsecond=0)
    day = min(day, (now - timedelta(days=1)).replace(hour=1, minute=12, second=0, microsecond=0))
    age = (now - day).days
    published = age > 28
    by = rng.randint(1, PEOPLE)
    restricted = n % 50 == 7
    template = organisation.templates[n % 2]
    severity = organisation.severities[rng.choices(range(4), weights=(1, 4, 4, 1))[0]]
    incident = Incident(
        pk=n,
        number=n,
        title=writer.title(),
        kind=rng.choice([kind for kind in IncidentKind.values if kind != IncidentKind.UNKNOWN]),
        severity=severity,
        summary=writer.sentence(30),
        is_restricted=restricted,
        actions_gated=published,
        recorded_by_id=by,
        recorded_at=day + timedelta(minutes=15),
        changed_at=day + timedelta(minutes=200),
        **{f"{key}_at": day + timedelta(minutes=minutes) for key, minutes in KEY_TIMES.items()},
        **dict.fromkeys((f"{key}_precision" for key in KEY_TIMES), Precision.MINUTE),
    )
    impact = Impact(incident=incident, users_affected=rng.randint(1, 90_000))
    services = rng.sample(organisation.services, rng.choice((1, 1, 2, 3)))
    tags = rng.sample(organisation.tags, rng.randint(2, 4))
    teams = rng.sample(organisation.teams, rng.choice((1, 1, 2)))
    readers = {by, *((1, 5, 6) if n % 100 == 7 else (5, 6))} if restricted else {by}
    events = [_event(incident, place, day, writer) for place in range(EVENTS)]
    actions = [_action(incident, place, age, day, organisation, writer, now) for place in range(ACTIONS)]
    postmortem = Postmortem(
        pk=n,
        lead_incident=incident,
        gated=published,
        template=template,
        status=PostmortemStatus.PUBLISHED
        if published
        else PostmortemStatus.IN_REVIEW
        if age > 14
        else PostmortemStatus.DRAFT,
        facilitator_id=2 + rng.randrange(PEOPLE // 10) * 10,
        created_by_id=by,
        created_at=day + timedelta(days=1),
        changed_at=day + timedelta(days=12 if published else 1),
        review_asked_at=day + timedelta(days=8) if age > 14 else None,
        published_at=day + timedelta(days=12) if published else None,
    )
    sections = _sections(postmortem, template, _planted(n), writer)
    reviewed = [
        Review(
            postmortem=postmortem,
            reviewer_id=reviewer,
            asked_by_id=by,
            asked_at=day + timedelta(days=8),
            answer=ReviewAnswer.APPROVED if published else ReviewAnswer.ASKED,
            answered_at=day + timedelta(days=10) if published else None,
        )
        for reviewer in (by % PEOPLE + 1, (by + 1) % PEOPLE + 1)
        if age > 14
    ]
    document = LoadedDocument(
        postmortem=postmortem,
        incidents=[incident],
        service_names=sorted(service.name for service in services),
        team_names=sorted(team.name for team in teams),
        sections=sections,
        events=events,
        actions=actions,
        reviews=[],
        comments=[],
        author_ids=frozenset({by}),
    )
    facts: dict[str, Any] = {
        "facts": " ".join(
            [
                incident.public_number,
                incident.get_kind_display(),
                *(str(row) for rows in (services, tags, teams) for row in sorted(rows, key=str)),
                severity.name,
                severity.aliases,
            ]
        ),
        "severity_level": severity.level,
        "incident_kind": incident.kind,
        "service_ids": [row.pk for row in sorted(services, key=lambda row: row.name)],
        "tag_ids": [row.pk for row in sorted(tags, key=lambda row: row.name)],
        "team_ids": [row.pk for row in sorted(teams, key=lambda row: row.name)],
    }
    incident.happened_at = day  # what the database derives, for our own use
    editions, text = [], "\n".join(f"{s.heading}\n{s.body}" for s in sections) + "\n".join(e.text for e in events)
    if published:
        content = build_content(document)
        text = plain_text(content)
        editions = [
            Edition(
                postmortem=postmortem,
                number=1,
                title=incident.title,
                content=content,
                html=_filled(content),
                text=text,
                published_by_id=by,
                published_at=day + timedelta(days=12),
            )
        ]
    rows = [
        SearchRow(
            kind=SearchKind.INCIDENT,
            incident=incident,
            object_id=n,
            number=incident.public_number,
            title=incident.title,
            text=f"{incident.summary}",
            at=day,
            **facts,
        ),
        SearchRow(
            kind=SearchKind.POSTMORTEM,
            incident=incident,
            object_id=n,
            number=incident.public_number,
            title=incident.title,
            text=text,
            at=day,
            **facts,
        ),
        *(
            SearchRow(
                kind=SearchKind.ACTION,
                incident=incident,
                object_id=action.pk,
                number=action.public_number,
                title=action.title,
                text="\n".join([action.alias, action.details, action.outcome, action.evidence, action.reasoning]),
                at=action.created_at,
                **facts,
            )
            for action in actions
        ),
    ]
    through = Incident.services.through, Incident.tags.through, Incident.teams.through
    return (
        [incident],
        [through[0](incident=incident, service=row) for row in services],
        [through[1](incident=incident, tag=row) for row in tags],
        [through[2](incident=incident, team=row) for row in teams],
        [impact],
        [IncidentAccess(incident=incident, user_id=reader, given_at=day) for reader in readers],
        events,
        [postmortem],
        [Room(name=postmortem.room_name, created_at=day)] if published else [],
        sections,
        [Revision(section=s, version=1, body=s.body, by_id=by, began_at=day, saved_at=day) for s in sections],
        reviewed,
        actions,
        [
            ActionEvent(
                action=action,
                kind=ActionEventKind.PROPOSED if action.is_proposal else ActionEventKind.COMMITTED,
                by_id=by,
                at=action.created_at,
            )
            for action in actions
        ],
        editions,
        rows,
    )


def _planted(n: int) -> tuple[str, ...]:
    return (COMMON, *([MEDIUM] if n % 20 == 3 else []), *([RARE] if n % 500 == 11 else []))


def _event(incident: Incident, place: int, day: datetime, writer: Writer) -> TimelineEvent:
    at = day + timedelta(minutes=9 * place)
    return TimelineEvent(
        incident=incident,
        position=place,
        at=at,
        precision=Precision.MINUTE,
        told=f"{at:%H:%M}",
        text=writer.sentence(9),
        kind=EventKind.values[place % len(EventKind.values)],
        source=EventSource.values[place % len(EventSource.values)] if place % 3 == 0 else "",
        added_by_id=incident.recorded_by_id,
        added_at=day,
    )


def _action(
    incident: Incident,
    place: int,
    age: int,
    day: datetime,
    organisation: Organisation,
    writer: Writer,
    now: datetime,
) -> Action:
    """Return one of ten actions: of old incidents they are settled, of last year's half, of young ones none."""
    n = (incident.number - 1) * ACTIONS + place + 1
    status = (SETTLED if age > 365 else RUNNING if age > 28 else YOUNG)[place]
    proposed = status == PROPOSED
    unowned = proposed or (age <= 28 and place == ACTIONS - 1)
    created = day + timedelta(days=1, minutes=place)
    settled = min(created + timedelta(days=20 + place), now) if status in {DONE, WONT_DO} else None
    words = f" {COMMON}" if place % 2 else ""
    return Action(
        pk=n,
        number=n,
        incident=incident,
        gated=incident.actions_gated,
        title=writer.sentence(7)[:-1] + words,
        details=writer.sentence(12),
        outcome=writer.sentence(8),
        owner_id=None if unowned else writer.rng.randint(1, PEOPLE),
        team=organisation.teams[n % TEAMS],
        due_on=None if unowned else (day + timedelta(days=30 + 11 * place)).date(),
        priority=Priority.values[n % 4],
        kind=ActionKind.values[n % len(ActionKind.values)],
        status=status,
        evidence="Seen in the next release." if status == DONE else "",
        reasoning="The part it would protect is being removed." if status == WONT_DO else "",
        settled_at=settled,
        committed_at=None if proposed or status == WONT_DO else created,
        moved_at=settled or created,
        created_by_id=incident.recorded_by_id,
        created_at=created,
    )


def _sections(postmortem: Postmortem, template: Template, planted: tuple[str, ...], writer: Writer) -> list[Section]:
    shapes = list(template.sections.all())
    told = [shape for shape in shapes if shape.kind not in {"timeline", "actions"}]
    sections = []
    for place, shape in enumerate(shapes):
        body = writer.paragraphs(PROSE // len(told), planted if shape == told[0] else ()) if shape in told else ""
        sections.append(
            Section(
                pk=postmortem.pk * 20 + place,
                postmortem=postmortem,
                key=shape.key,
                position=place,
                heading=shape.heading,
                guidance=shape.guidance,
                kind=shape.kind,
                is_required=shape.is_required,
                body=body,
                body_html=html_of(body),
                changed_at=postmortem.created_at,
            )
        )
    return sections


# --- an edition's HTML, drawn once for each shape ------------------------------------------------
_BLANK_DAY = date(2001, 1, 1)
_shapes: dict[Any, tuple[str, re.Pattern[str]]] = {}


def _filled(content: dict[str, Any]) -> str:
    """Return what the product would draw of this content: its own drawing of a blank, with the words filled in."""
    actions, sections = content["actions"], content["sections"]
    events = content["timelines"][0]["events"]
    shape = (
        tuple((s["key"], bool(s["body"])) for s in sections),
        tuple((a["status"], a["kind"], bool(a["due_on"])) for a in actions),
        tuple(event["at"][11:] for event in events),
    )
    words: dict[str, str] = {}
    for place, section in enumerate(sections):
        words[f"QQS{place}Q"] = section["html"]
    for place, event in enumerate(events):
        words[f"QQE{place}Q"] = event["text"]
    for place, action in enumerate(actions):
        words |= {
            f"90000{place}": str(action["number"]),
            f"QQT{place}Q": action["title"],
            f"QQO{place}Q": action["outcome"],
            f"QQM{place}Q": action["team"],
        }
        if action["due_on"]:
            due = date.fromisoformat(action["due_on"])
            words |= {f"2002-02-{place + 10}": due.isoformat(), f"{place + 10} Feb 2002": f"{due.day} {due:%b %Y}"}
    day = date.fromisoformat(events[0]["at"][:10])
    words |= {_BLANK_DAY.isoformat(): day.isoformat(), "1 Jan 2001": f"{day.day} {day:%b %Y}"}
    words["QQI0Q"] = next(fact["value"] for fact in content["impact"] if fact["value"])
    if shape not in _shapes:
        _shapes[shape] = _draw_blank(content), re.compile("|".join(sorted(words, key=len, reverse=True)))
    blank, places = _shapes[shape]
    return places.sub(lambda found: words[found[0]], blank)


def _draw_blank(content: dict[str, Any]) -> str:
    def at_blank_day(at: str) -> str:
        return datetime.combine(_BLANK_DAY, datetime.fromisoformat(at).time(), UTC).isoformat()

    timeline = content["timelines"][0]
    return render_html(
        content
        | {
            "impact": [fact | {"value": fact["value"] and "QQI0Q"} for fact in content["impact"]],
            "sections": [s | {"html": f"QQS{place}Q"} for place, s in enumerate(content["sections"])],
            "timelines": [
                timeline
                | {
                    "events": [
                        e | {"text": f"QQE{place}Q", "at": at_blank_day(e["at"])}
                        for place, e in enumerate(timeline["events"])
                    ]
                }
            ],
            "actions": [
                a
                | {
                    "number": int(f"90000{place}"),
                    "title": f"QQT{place}Q",
                    "outcome": f"QQO{place}Q",
                    "team": f"QQM{place}Q",
                    "due_on": a["due_on"] and f"2002-02-{place + 10}",
                }
                for place, a in enumerate(content["actions"])
            ],
        }
    )


# --- what is done through the product --------------------------------------------------------------
def _open_rooms() -> None:
    """Lay the text of drafts into shared documents."""
    for postmortem in Postmortem.objects.exclude(status=PostmortemStatus.PUBLISHED).prefetch_related("sections"):
        create_room(postmortem.room_name, {s.text_key: s.body for s in postmortem.sections.all()})


def _remind_of_most(now: datetime) -> None:
    """Put down that people were reminded two days ago of everything but `DUE_TODAY` actions past their date."""
    open_ones = Action.objects.open().order_by("pk").only("owner_id", "due_on", "moved_at", "team_id")
    late = set(
        open_ones.filter(owner__isnull=False, due_on__lt=now.date())
        .order_by("-due_on", "pk")
        .values_list("pk", flat=True)[:DUE_TODAY]
    )
    said = (
        Nudge(
            action_id=action.pk,
            person_id=action.owner_id or (action.team_id or 1) + 10,
            kind=kind,
            speaks_of=action.due_on or action.moved_at.date(),
            planned_at=now - timedelta(days=2),
        )
        for action in open_ones
        if action.pk not in late
        for kind in (
            (NudgeKind.UNOWNED,)
            if action.owner_id is None
            else (NudgeKind.DUE_SOON, NudgeKind.OVERDUE, NudgeKind.STALE)
        )
    )
    while batch := list(islice(said, 5_000)):
        copy(batch)


def seeded_at() -> datetime:
    """Return the moment to seed for: noon today."""
    return timezone.now().astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
