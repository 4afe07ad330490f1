"""An organisation that lives by its monthly review, written inside the database: of `n` incidents every second has a document.

Five years of it, spread evenly. Ten actions a document, a verdict on most of what was done; two conditions a document, one
in ten of them met before; a fiftieth of the incidents restricted; one in fifty a repeat; a team for every thousand
incidents, ten circles, a person for every twenty. There is no prose: no measure reads it. What has a document is mostly
grave, so that the policy is mostly kept. Constraints, foreign keys and triggers are on.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, models

from actions.models import Action, ActionEvent
from incidents.models import Incident, IncidentAccess, Service, Severity
from incidents.repeats.models import Repeat
from people.models import Membership, Team, User
from postmortems.factors.models import Factor, PostmortemFactor
from postmortems.models import Postmortem
from reviews.models import Circle, Lesson, ReadingPolicy, TeamReading

YEARS, CIRCLES = 5, 10

DAY = "(%(now)s::timestamptz - interval '1825 days' + interval '1825 days' * ({n}) / (%(incidents)s + 1))"
"""When incident n happened."""


def _dice(number: str, sides: int, salt: int) -> str:
    """A number below `sides`, by chance and the same each time."""
    return f"((hashint4(({number})::int + {salt} * 1000003)::bigint & 2147483647) %% {sides})"


def _one_of(values: list[str], place: str) -> str:
    return f"(ARRAY{values})[1 + ({place}) %% {len(values)}]"  # Python writes a list of plain words as SQL does


def fill(model: type[models.Model], columns: dict[str, str], rows: str, asked: dict[str, Any]) -> None:
    """Write the rows that `rows` selects from: named columns by their SQL, all others as the model's default says."""
    given, values = {}, dict(asked)
    for field in model._meta.concrete_fields:
        if field.column in columns:
            given[field.column] = columns[field.column]
        elif (
            not isinstance(field, (models.GeneratedField, models.AutoField)) and field.db_default is models.NOT_PROVIDED
        ):
            values[f"default_{field.column}"] = field.get_db_prep_save(field.get_default(), connection)
            given[field.column] = f"%(default_{field.column})s"
    names, selected = ", ".join(f'"{name}"' for name in given), ", ".join(given.values())
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {selected} FROM {rows}', values)


def write(incidents: int, *, now: datetime, say: Callable[[str], None]) -> None:
    """Fill an empty, migrated database."""
    people, teams = max(incidents // 20, 20), max(incidents // 1000, CIRCLES)
    asked: dict[str, Any] = {"now": now, "incidents": incidents, "people": people, "teams": teams}

    def to(last: str) -> str:
        return f"generate_series(1, {last}) n"

    _people(to, asked)
    say("people, teams and services written")
    _incidents(to, asked)
    say(f"{incidents:,} incidents written")
    _documents(asked)
    say("documents and their conditions written")
    _actions(asked)
    say("actions and what became of them written")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people(to: Callable[[str], str], asked: dict[str, Any]) -> None:
    joined = DAY.format(n="-10")
    people = {"email": "'person.' || n || '@example.org'", "display_name": "'Person ' || n", "password": "'!'"}
    people |= {"id": "n", "is_facilitator": "n = 1", "agreement_read_at": joined, "date_joined": joined}
    fill(User, people, to("%(people)s"), asked)
    named = {"id": "n", "name": "'{} ' || n", "slug": "'{}-' || n"}
    team = {key: sql.format("Team" if key == "name" else "team") for key, sql in named.items()}
    fill(Team, team | {"lead_id": "n"}, to("%(teams)s"), asked)
    fill(Membership, {"team_id": "n %% %(teams)s + 1", "user_id": "n"}, to("%(people)s"), asked)
    service = {key: sql.format("service") for key, sql in named.items()}
    fill(Service, service | {"team_id": "n %% %(teams)s + 1"}, to("200"), asked)
    for n in range(1, CIRCLES + 1):
        circle = Circle.objects.create(name=f"Circle {n}", slug=f"circle-{n}")
        circle.teams.set(range(n, asked["teams"] + 1, CIRCLES))
    ReadingPolicy.objects.update_or_create(pk=1, defaults={"noted_since": User.objects.earliest("pk").date_joined})


def _incidents(to: Callable[[str], str], asked: dict[str, Any]) -> None:
    day, all_of_them = DAY.format(n="n"), to("%(incidents)s")
    kinds = ["availability", "degradation", "availability", "degradation", "data_quality", "security", "near_miss"]
    asked["levels"] = list(Severity.objects.order_by("level").values_list("pk", flat=True))
    grave = _one_of(["1", "1", *["2"] * 6, *["3"] * 4], _dice("n", 12, 1))
    small = _one_of(["2", *["3"] * 5, *["4"] * 6], _dice("n", 12, 1))
    incident = {
        "id": "n",
        "number": "n",
        "title": "'Payments answer slowly, ' || n",
        "kind": _one_of(kinds, "n"),
        "severity_id": f"(%(levels)s::bigint[])[(CASE WHEN n %% 2 = 0 THEN {grave} ELSE {small} END)::int]",
        "began_at": day,
        "began_precision": "'minute'",
        "is_restricted": "n %% 50 = 7",
        "actions_gated": _published("n"),
        "recorded_by_id": "n %% %(people)s + 1",
        "recorded_at": day,
        "changed_at": day,
    }
    fill(Incident, incident, all_of_them, asked)
    services, parts = Incident.services.through, Incident.teams.through
    twice = f"{all_of_them}, generate_series(0, 1) k"
    service = {"incident_id": "n", "service_id": "n * (1 + 6 * k) %% 200 + 1"}
    fill(services, service, f"{twice} WHERE k = 0 OR n %% 2 = 1", asked)
    fill(
        parts,
        {"incident_id": "n", "team_id": "(n + 3 * k) %% %(teams)s + 1"},
        f"{twice} WHERE k = 0 OR n %% 3 = 0",
        asked,
    )
    fill(IncidentAccess, {"incident_id": "n", "user_id": "n %% %(people)s + 1", "given_at": day}, all_of_them, asked)
    repeat = {
        "incident_id": "n",
        "of_id": "n - 23",
        "confirmed_by_id": "1",
        "confirmed_at": f"{day} + interval '1 day'",
    }
    fill(Repeat, repeat, f"{all_of_them} WHERE n %% 50 = 0", asked)
    lesson = {"incident_id": "n", "text": "'A queue needs a bound, ' || n", "told_by_id": "1", "told_at": day}
    fill(Lesson, lesson, f"{all_of_them} WHERE n %% 100 = 0", asked)


def _published(n: str) -> str:
    return f"({n} %% 2 = 0 AND %(now)s::timestamptz - {DAY.format(n=n)} > make_interval(days => 20 + {n} %% 3))"


def _documents(asked: dict[str, Any]) -> None:
    day, written = DAY.format(n="n"), "generate_series(2, %(incidents)s, 2) n"
    asked_at, published = f"{day} + make_interval(days => 5 + n %% 4)", _published("n")
    came_out = f"({day} + make_interval(days => 7 + n %% 13))"
    document = {
        "id": "n / 2",
        "lead_incident_id": "n",
        "gated": published,
        "status": f"CASE WHEN {published} THEN 'published' WHEN {asked_at} < %(now)s THEN 'in_review' ELSE 'draft' END",
        "created_by_id": "n %% %(people)s + 1",
        "created_at": f"least({day} + interval '1 day', %(now)s)",
        "changed_at": f"least({day} + interval '12 days', %(now)s)",
        "review_asked_at": f"CASE WHEN {asked_at} < %(now)s THEN {asked_at} END",
        "published_at": f"CASE WHEN {published} THEN {came_out} END",
    }
    fill(Postmortem, document, written, asked)
    also = {"postmortem_id": "n / 2", "incident_id": "n - 1"}
    fill(Postmortem.also_about.through, also, f"{written} WHERE n %% 40 = 0", asked)
    reading = {"postmortem_id": "d.id", "team_id": "(d.id * (k + 2)) %% %(teams)s + 1"}
    reading |= {"first_day": "date_trunc('month', d.published_at AT TIME ZONE 'UTC')"}
    read = "postmortems_postmortem d, generate_series(0, 1) k WHERE d.status = 'published' AND d.id %% 4 < 3"
    fill(TeamReading, {**reading}, f"{read} AND (k = 0 OR d.id %% %(teams)s <> 0)", asked)
    # one condition of its own each, and one that one in ten documents shares with some fifty others
    factor = {
        "id": "n",
        "text": "'The queue has no bound at place ' || n",
        "category": "'tooling'",
        "created_by_id": "1",
    }
    fill(Factor, factor, "generate_series(1, %(incidents)s / 2 + %(incidents)s / 1000 + 1) n", asked)
    place = {"postmortem_id": "n", "factor_id": "n", "position": "0", "added_by_id": "1"}
    fill(PostmortemFactor, place, "generate_series(1, %(incidents)s / 2) n", asked)
    place |= {"factor_id": "%(incidents)s / 2 + 1 + n / 10 %% (%(incidents)s / 1000 + 1)", "position": "1"}
    fill(PostmortemFactor, place, "generate_series(10, %(incidents)s / 2, 10) n", asked)


def _actions(asked: dict[str, Any]) -> None:
    old = _one_of([*["done"] * 16, "wont_do", "wont_do", "todo", "proposed"], _dice("pk", 20, 2))
    young = _one_of(
        [*["done"] * 9, "wont_do", *["todo"] * 5, *["in_progress"] * 3, "proposed", "proposed"], _dice("pk", 20, 2)
    )
    kinds = ["prevent", "detect", "mitigate", "recover", "learn", ""]
    now, day = "%(now)s::timestamptz", DAY.format(n="n")
    rows = f"""(
        SELECT *, CASE WHEN status IN ('done', 'wont_do') THEN least(created + make_interval(days => 10 + pk %% 50), {now})
                  END AS settled
        FROM (SELECT *, CASE WHEN NOT gated THEN 'todo' WHEN {now} - day > interval '365 days' THEN {old} ELSE {young}
                        END AS status, least(day + interval '2 days', {now}) AS created
              FROM (SELECT n, n / 2 * 10 + place - 9 AS pk, {day} AS day, {_published("n")} AS gated
                    FROM generate_series(2, %(incidents)s, 2) n, generate_series(0, 9) place) p) q) r"""
    held = f"status = 'done' AND {now} - settled > interval '40 days' AND pk %% 3 > 0"
    action = {
        "id": "pk",
        "number": "pk",
        "incident_id": "n",
        "gated": "gated",
        "title": "'Alert on the age of queue ' || pk",
        "owner_id": "CASE WHEN status <> 'proposed' THEN pk %% %(people)s + 1 END",
        "team_id": "pk %% %(teams)s + 1",
        "due_on": "(day + make_interval(days => 30 + pk %% 90))::date",
        "kind": _one_of(kinds, "pk"),
        "status": "status",
        "evidence": "CASE WHEN status = 'done' THEN 'Seen in the next release.' ELSE '' END",
        "reasoning": "CASE WHEN status = 'wont_do' THEN 'The part it would protect is being removed.' ELSE '' END",
        "settled_at": "settled",
        "committed_at": "CASE WHEN status <> 'proposed' THEN created END",
        "moved_at": f"coalesce(settled, created + ({now} - created) * (pk %% 7 / 7.0))",
        "created_by_id": "n %% %(people)s + 1",
        "created_at": "created",
        "verified_at": f"CASE WHEN {held} THEN settled + interval '30 days' END",
        "verified_by_id": f"CASE WHEN {held} THEN 1 END",
        "verification": f"CASE WHEN {held} THEN 'The alert fired.' ELSE '' END",
        "verify_on": f"CASE WHEN status = 'done' AND NOT ({held}) THEN (settled + interval '28 days')::date END",
    }
    fill(Action, action, rows, asked)
    said = {"action_id": "id", "kind": "'verified'", "by_id": "1", "at": "verified_at", "reason": "verification"}
    fill(ActionEvent, said, "actions_action WHERE verified_at IS NOT NULL", asked)
    said |= {"kind": "'reopened'", "at": "created_at + interval '60 days'", "reason": "'It came back.'"}
    said |= {"details": """'{"did_not_hold": true}'::jsonb"""}
    fill(
        ActionEvent,
        said,
        "actions_action WHERE status IN ('todo', 'in_progress') AND id %% 8 = 0 AND created_at < %(now)s::timestamptz - interval '60 days'",
        asked,
    )
