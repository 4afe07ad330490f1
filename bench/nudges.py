"""`python -m bench.nudges`: planning reminders of a million actions beside raw SQL that does the least of it.

A data folder of its own: 1,000,000 actions, 150,000 of them open, 50,000 owed a reminder, 5,000 people. The raw
statement selects the candidates by an index and inserts as many unique rows, with their mails; it knows nothing of
calendars, access or policy. Each is measured in a process of its own, so that the memory is the planner's.
"""

import argparse
import json
import os
import shutil
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.stand import ROOT, Stand, megabytes, say

AT = datetime(2026, 12, 9, 12, 0, tzinfo=UTC)  # a Wednesday
PEOPLE = 5_000
PLACES = ["", "DE", "FR", "US"]
LIMITS = {"planning / raw": 10.0, "nothing due / raw": 3.0, "memory, MB": 150.0}


# --- inside one data folder ------------------------------------------------------------------------------
def seed(actions: int) -> None:
    """Fill an empty database: by the ORM's bulk writes and COPY for the organisation, by SQL for the actions."""
    from django.db import connection  # noqa: PLC0415

    from bench.seed import copy  # noqa: PLC0415
    from incidents.models import Incident  # noqa: PLC0415
    from people.models import Team, User  # noqa: PLC0415

    zones = ["UTC", "Europe/Berlin", "Europe/Lisbon", "Africa/Nairobi"]
    copy(
        User(
            email=f"person.{n}@example.org",
            password="!",
            display_name=f"Person {n}",
            time_zone=zones[n % 4],
            holiday_country=PLACES[n % 4],
            is_administrator=n == 1,
        )
        for n in range(1, PEOPLE + 1)
    )
    first = User.objects.order_by("pk").values_list("pk", flat=True)[0]
    copy(Team(name=f"Team {n}", slug=f"team-{n}", lead_id=first + n) for n in range(100))
    team = Team.objects.order_by("pk").values_list("pk", flat=True)[0]
    recorded = AT - timedelta(days=400)
    incidents = [
        Incident(title=f"Incident {n}", number=n, recorded_by_id=first, recorded_at=recorded, is_imported=True)
        for n in range(1, max(actions // 10, 1) + 1)
    ]
    copy(incidents)
    incident = Incident.objects.order_by("pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO actions_action (incident_id, gated, title, details, outcome, owner_id, owner_as_written, team_id,
                due_on, priority, kind, status, evidence, reasoning, reopen_if, verification, snooze_reason, settled_at,
                committed_at, date_changes, moved_at, is_imported, created_by_id, created_at, version, alias, extra)
            SELECT %(incident)s + n / 10, false, 'Alert on the age of queue ' || n, '', '',
                %(first)s + n / 20 %% %(people)s, '', %(team)s + n / 20 %% 100,
                %(at)s::date + CASE WHEN n %% 20 = 0 THEN -4 ELSE 200 END,
                (ARRAY['critical', 'high', 'medium', 'low'])[1 + n / 40 %% 4], '',
                CASE WHEN n %% 20 < 3 THEN 'todo' ELSE 'done' END, CASE WHEN n %% 20 < 3 THEN '' ELSE 'It fired' END,
                '', '', '', '', CASE WHEN n %% 20 < 3 THEN NULL ELSE %(at)s - interval '100 days' END,
                %(at)s - interval '200 days', 0, %(at)s - interval '2 days', false, %(first)s,
                %(at)s - interval '300 days', 1, '', '{}'
            FROM generate_series(0, %(actions)s - 1) n
            """,
            {"incident": incident, "first": first, "team": team, "people": PEOPLE, "at": AT, "actions": actions},
        )
        # an hour ago there was a run: what is not owed today was looked at then
        cursor.execute(
            "UPDATE actions_action SET look_from = %(at)s + interval '90 days' WHERE look_from < %(at)s AND due_on > %(at)s",
            {"at": AT},
        )
        cursor.execute("VACUUM ANALYZE")


RAW = """
WITH owed AS MATERIALIZED (
    SELECT a.id, a.owner_id, a.due_on FROM actions_action a JOIN people_user u ON u.id = a.owner_id AND u.is_active
    WHERE a.status IN ('todo', 'in_progress') AND a.due_on < %(day)s
      AND NOT EXISTS (SELECT 1 FROM actions_nudge n WHERE n.action_id = a.id AND n.kind = 'overdue')
), mails AS (
    INSERT INTO notifications_message (kind, recipient_id, address, refers_to, key, local_day, state, created_at,
        send_after, attempts, reason, message_id, subject, text_body, html_body)
    SELECT 'nudges', owner_id, '', '{}', 'raw:' || owner_id, %(day)s, 'waiting', now(), now(), 0, '',
        '<' || gen_random_uuid() || '@localhost>', '', '', '' FROM (SELECT DISTINCT owner_id FROM owed) o
    ON CONFLICT DO NOTHING RETURNING id, recipient_id
)
INSERT INTO actions_nudge (person_id, action_id, kind, speaks_of, step, said_on, planned_at, message_id)
SELECT o.owner_id, o.id, 'overdue', o.due_on, 0, %(day)s, now(), m.id
FROM owed o JOIN mails m ON m.recipient_id = o.owner_id ON CONFLICT DO NOTHING
"""
RAW_NOTHING = (
    "SELECT id FROM actions_action WHERE look_from <= %(at)s LIMIT 1",
    (
        "SELECT * FROM postmortems_postmortem p JOIN incidents_incident i ON i.id = p.lead_incident_id"
        " WHERE p.status IN ('draft', 'in_review')"
    ),
    (
        "SELECT * FROM incidents_incident i WHERE i.happened_at >= %(at)s - interval '120 days' AND NOT i.is_imported"
        " AND NOT EXISTS (SELECT 1 FROM postmortems_postmortem p WHERE p.lead_incident_id = i.id)"
    ),
)


def timed(statement: str, times: int) -> float:
    """Time a raw statement, undone afterwards: the quickest of some."""
    from django.db import connection, transaction  # noqa: PLC0415

    found = []
    for _ in range(times):
        with transaction.atomic():
            with connection.cursor() as cursor:
                began = time.perf_counter()
                cursor.execute(statement, {"day": AT.date(), "at": AT})
                found.append((time.perf_counter() - began) * 1000)
            transaction.set_rollback(True)
    return min(found)


def inside(command: str, actions: int) -> dict[str, Any]:
    """Do one command on the data folder that the environment names."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from actions.models import Nudge  # noqa: PLC0415
    from actions.nudge_services import plan_nudges  # noqa: PLC0415
    from notifications.models import Message  # noqa: PLC0415
    from people.calendars import holidays_of  # noqa: PLC0415

    if command == "seed":
        if not Message.objects.exists() and not Nudge.objects.exists():
            seed(actions)
        return {}
    if command == "raw":
        return {"ms": timed(RAW, 3)}
    before = megabytes()
    if command == "plan":
        for place in PLACES:  # a worker that is up has read the library of holidays; that costs half a second, once
            _ = AT.date() in holidays_of(place)
        began = time.perf_counter()
        planned = plan_nudges(at=AT)
        took = (time.perf_counter() - began) * 1000
        return {"ms": took, "nudges": planned.nudges, "people": planned.people, "before": before, "peak": megabytes()}
    plan_nudges(at=AT)  # warm
    runs = []
    for _ in range(30):
        began = time.perf_counter()
        plan_nudges(at=AT)
        runs.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        plan_nudges(at=AT)
    return {"ms": min(runs), "statements": len(asked), "raw": sum(timed(statement, 30) for statement in RAW_NOTHING)}


# --- outside ----------------------------------------------------------------------------------------------
def measure(actions: int, home: Path) -> dict[str, Any]:
    """Seed a data folder that is thrown away afterwards, and measure on it."""
    with Stand(actions, home).running() as stand:

        def ask(command: str) -> Any:
            return stand.ask_module("bench.nudges", "--inside", command, str(actions))

        say(f"Seeding {actions:,} actions")
        ask("seed")
        return {command: ask(command) for command in ("raw", "plan", "nothing")}


def show(actions: int, found: dict[str, Any]) -> bool:
    """Print what was found; whether every limit holds."""
    plan, raw, nothing = found["plan"], found["raw"]["ms"], found["nothing"]
    ratios = {
        "planning / raw": plan["ms"] / raw,
        "nothing due / raw": nothing["ms"] / nothing["raw"],
        "memory, MB": plan["peak"],
    }
    print(f"\n{actions:,} actions: {plan['nudges']:,} reminders to {plan['people']:,} people")
    print(f"  raw SQL, select and insert      {raw:9.0f} ms")
    print(
        f"  planning                        {plan['ms']:9.0f} ms, {plan['ms'] / max(plan['nudges'], 1) * 1000:.0f} ms for 1,000"
    )
    print(f"  memory                          {plan['peak']:9.0f} MB at the most, {plan['before']:.0f} MB before")
    print(
        f"  nothing due                     {nothing['ms']:9.2f} ms, {nothing['statements']} statements; raw {nothing['raw']:.2f} ms"
    )
    for name, value in ratios.items():
        print(f"  {name:32}{value:9.2f}, allowed {LIMITS[name]:g}{'' if value <= LIMITS[name] else '  above'}")
    return all(value <= LIMITS[name] for name, value in ratios.items())


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.nudges", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.inside:
        sys.stdout.write(json.dumps(inside(wanted.inside, wanted.sizes[0])) + "\n")
        return 0
    return measure_all(wanted.sizes)


def measure_all(sizes: list[int]) -> int:
    """Measure each size on a data folder of its own; 1 where a limit does not hold."""
    home = Path(os.environ.get("BENCH_HOME", ROOT / "var" / "bench")).resolve()
    holds = []
    for size in sizes:
        folder = home / f"nudges-{size}-{os.getpid()}"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            holds.append(show(size, measure(size, folder)))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
