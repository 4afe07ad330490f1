"""`python -m bench.reviews`: the month's page and its digest beside raw SQL, where there are very many rows.

A data folder of its own, kept for the next run of the same day: 100,000 incidents, 50,000 documents, 500,000 actions, 5,000
people. Of the thirteen months before this one all but the oldest are closed. Pages are asked inside one process, whole:
middleware, doors, statements, template. Each request is followed by the raw statements of its facts. What is measured is
printed at once, so a run that is ended early has told what it knows.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.stand import ROOT, Stand, megabytes, say

CLOSED = 12  # so many months are closed, the last one for every circle too
ALLOWED, HELD_FROM = 3.0, 100_000  # where a month holds little, its page is templates, whatever it asks
READER = 17  # sees all but the restricted incidents that do not name them
MAILS = 500  # so many of the digests are composed
SEEN, GROWTH = 50, 8.0  # so many MB may composing all of them add to what the first ones took
WORKED = ("page", "raw", "page, busy", "raw, busy")
PAGES = (
    "running",
    "closed",
    "nobody closed",
    "running, of a circle",
    "closed, of a circle",
    "nobody closed, of a circle",
)


# --- inside one data folder ------------------------------------------------------------------------------
def seed(incidents: int) -> dict[str, Any]:
    """Fill an empty database, and close the months before this one."""
    from bench.reviews_seed import write  # noqa: PLC0415
    from incidents.models import Incident  # noqa: PLC0415
    from reviews.models import Circle, ClosedMonth  # noqa: PLC0415
    from reviews.months import Month  # noqa: PLC0415
    from reviews.services import close_month  # noqa: PLC0415

    now = datetime.now(UTC)
    if not Incident.objects.exists():
        write(incidents, now=now, say=say)
    month = Month.of(now.date())
    took: dict[str, float] = {}
    for number in range(CLOSED):
        month = month.previous
        for circle in (None, *(Circle.objects.all() if number == 0 else ())):
            if ClosedMonth.objects.filter(first_day=month.first_day, circle=circle).exists():
                continue
            began = time.perf_counter()
            closed = close_month(month, circle=circle, at=month.ends)
            took[str(closed)] = (time.perf_counter() - began) * 1000
        say(f"{month.words} is closed, {sum(took.values()) / 1000:.1f} s for the months so far")
    return {"closing": took}


def alternately(page: Callable[[], Any], raw: Callable[[], Any], times: int) -> dict[str, float]:
    """Time both in turn, so that both meet the same machine: medians in milliseconds, and their processor time.

    Processor time is this process' and its Postgres backend's: it tells the two apart where the clock tells of others.
    """
    found: dict[str, list[float]] = {"page": [], "raw": []}
    worked = {"page": 0.0, "raw": 0.0}
    for number in range(times + 2):
        for name, ask in (("page", page), ("raw", raw)):
            busy, began = busy_seconds(), time.perf_counter()
            ask()
            if number >= 2:  # the first ones warm caches
                found[name].append((time.perf_counter() - began) * 1000)
                worked[name] += (busy_seconds() - busy) * 1000 / times
    medians = {name: statistics.median(values) for name, values in found.items()}
    return medians | {f"{name}, busy": value for name, value in worked.items()}


def busy_seconds() -> float:
    """Return the processor time this process and the Postgres backend of its connection have used; Linux alone tells."""
    from django.db import connection  # noqa: PLC0415

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    spent = stat.rpartition(")")[2].split()
    return time.process_time() + (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def one_page(name: str, times: int) -> dict[str, Any]:
    """Time one page of a month with the raw SQL of its facts."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from bench import reviews_raw  # noqa: PLC0415
    from people.models import User  # noqa: PLC0415
    from reviews.conditions import as_array  # noqa: PLC0415
    from reviews.figures import Taken, forget_kept  # noqa: PLC0415
    from reviews.models import Circle, ClosedMonth  # noqa: PLC0415
    from reviews.months import Month  # noqa: PLC0415

    reader, client, today = User.objects.get(pk=READER), Client(SERVER_NAME="127.0.0.1"), datetime.now(UTC).date()
    client.force_login(reader)
    kind, _, of_circle = name.partition(", ")
    circle = Circle.objects.get(pk=1) if of_circle else None
    month = Month.of(today)
    for _ in range({"running": 0, "closed": 1, "nobody closed": CLOSED + 1 if circle is None else 2}[kind]):
        month = month.previous
    statements = (
        reviews_raw.month_kept(circle=bool(circle))
        if kind == "closed"
        else reviews_raw.month_not_kept(circle=bool(circle), running=kind == "running")
    )
    closed = ClosedMonth.objects.filter(first_day=month.first_day, circle=circle).values_list("pk", flat=True).first()
    earlier = ClosedMonth.objects.filter(circle=circle, first_day__lt=month.first_day).order_by("-first_day")
    asked = Taken(month, today, circle).parameters() | {
        "person": reader.pk,
        "closed": closed,
        "earlier": list(earlier.values_list("pk", flat=True)[:11]),
    }

    def page() -> int:
        forget_kept()  # as for a reader from whom something else is hidden
        response = client.get(f"/monthly-review/{month}/" + (f"?circle={circle.slug}" if circle else ""))
        if response.status_code != 200:
            raise RuntimeError(f"{month} answered {response.status_code}")
        return len(response.content)

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(reviews_raw.HIDDEN, asked)
            known = asked | {"hidden": as_array(pk for (pk,) in cursor.fetchall())}
            for statement in statements:
                cursor.execute(statement, known)
                cursor.fetchall()

    page()
    with CaptureQueriesContext(connection) as queries:
        size = page()
    found = {"statements": len(queries), "slowest": slowest(queries.captured_queries), "bytes": size}
    before = megabytes()
    return found | alternately(page, raw, times) | {"MB": megabytes(), "MB more": megabytes() - before}


def slowest(asked: list[dict[str, str]]) -> list[str]:
    """The three statements of a page that took longest, by their first words."""
    dear = sorted(asked, key=lambda query: -float(query["time"]))[:3]
    return [f"{float(query['time']) * 1000:.0f} ms {' '.join(query['sql'].split())[:150]}" for query in dear]


def digests() -> dict[str, Any]:
    """Owe everybody the digest of the month that is over, and compose some; undone afterwards."""
    from django.db import connection, transaction  # noqa: PLC0415

    from bench import reviews_raw  # noqa: PLC0415
    from notifications.models import Message  # noqa: PLC0415
    from people.models import User  # noqa: PLC0415
    from reviews.mails import compose_digest  # noqa: PLC0415
    from reviews.models import ClosedMonth  # noqa: PLC0415
    from reviews.months import Month  # noqa: PLC0415
    from reviews.services import send_digest  # noqa: PLC0415

    month = Month.of(datetime.now(UTC).date()).previous
    closed: dict[int | None, int] = dict(
        ClosedMonth.objects.filter(first_day=month.first_day).values_list("circle", "pk")
    )
    circle_of: dict[int | None, int | None] = dict(User.objects.values_list("pk", "teams__circles"))
    found: dict[str, Any] = {"MB before": megabytes()}
    with transaction.atomic(), connection.cursor() as cursor:
        busy, began = busy_seconds(), time.perf_counter()
        cursor.execute(reviews_raw.OWED)
        found["owed, raw"], found["owed, raw, busy"] = (
            (time.perf_counter() - began) * 1000,
            (busy_seconds() - busy) * 1000,
        )
        transaction.set_rollback(True)
    with transaction.atomic(), connection.cursor() as cursor:
        busy, began = busy_seconds(), time.perf_counter()
        found["owed"] = send_digest(month)
        found["owed, page"], found["owed, page, busy"] = (
            (time.perf_counter() - began) * 1000,
            (busy_seconds() - busy) * 1000,
        )
        took: dict[str, list[float]] = defaultdict(list)
        for message in Message.objects.select_related("recipient").order_by("pk")[:MAILS].iterator(chunk_size=100):
            busy, began = busy_seconds(), time.perf_counter()
            compose_digest(message)
            composed, busy_then = time.perf_counter(), busy_seconds()
            person = message.recipient_id
            for statement in reviews_raw.digest():
                for part in (closed[None], closed[circle_of[person]]) if "facts" in statement else (closed[None],):
                    cursor.execute(statement, {"closed": part, "person": person})
                    cursor.fetchall()
            took["raw"].append((time.perf_counter() - composed) * 1000)
            took["page"].append((composed - began) * 1000)
            took["page, busy"].append((busy_then - busy) * 1000)
            took["raw, busy"].append((busy_seconds() - busy_then) * 1000)
            if len(took["page"]) == SEEN:  # by then each circle has been told of once
                found["MB after some"] = megabytes()
        transaction.set_rollback(True)
    found.setdefault("MB after some", megabytes())
    found |= {"composed": len(took["page"]), "first, ms": took["page"][0]}
    # a backend's processor time is told in hundredths of a second: it is added up
    add_up = {name: statistics.mean if "busy" in name else statistics.median for name in took}
    return found | {name: add_up[name](values) for name, values in took.items()} | {"MB": megabytes()}


def inside(command: str, incidents: int, times: int, only: str) -> dict[str, Any]:
    """Do one command on the data folder that the environment names."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if command == "seed":
        return seed(incidents)
    return one_page(only, times) if command == "page" else digests()


# --- outside ----------------------------------------------------------------------------------------------
def measure_all(incidents: int, times: int, only: str = "") -> list[dict[str, Any]]:
    """Measure on the day's data folder and print it as it comes; returns each limit and whether it holds."""
    home = Path(os.environ.get("BENCH_HOME", ROOT / "var" / "bench")).resolve()
    folder = home / f"reviews-{incidents}-{datetime.now(UTC):%Y%m%d}"
    folder.mkdir(parents=True, exist_ok=True)
    checks: list[dict[str, Any]] = []
    try:
        with Stand(incidents, folder).running() as stand:
            stand.collect_static()
            for what, value, limit in _measured(stand, times, only):
                holds = value <= limit or incidents < HELD_FROM
                checks.append({"what": what, "size": incidents, "value": value, "limit": limit, "holds": holds})
    except KeyboardInterrupt:
        checks.append({"what": "ended early", "size": incidents, "value": 1, "limit": 0, "holds": False})
    return checks


def _measured(stand: Stand, times: int, only: str) -> Iterator[tuple[str, float, float]]:
    """Seed the folder where it is new, and measure; yields what was found with its limit."""

    def ask(command: str, name: str = "") -> dict[str, Any]:
        options = [str(stand.size), "--samples", str(times), "--only", name]
        found: dict[str, Any] = stand.ask_module("bench.reviews", "--inside", command, *options)
        return found

    closing = ask("seed")["closing"]
    print(f"\nThe month at {stand.size:,} incidents, load {os.getloadavg()[0]:.1f}")
    if closing:
        print(f"closing a month: {max(closing.values()):.0f} ms at the most, of {len(closing)}")
    print(
        f"{'':38}{'ms':>9}{'raw SQL':>9}{'ratio':>7}{'busy ms':>9}{'raw SQL':>9}{'ratio':>7}{'limit':>7}{'asks':>6}{'kB':>6}",
        flush=True,
    )
    for name in (name for name in PAGES if only in name):
        row = ask("page", name)
        _line(stand, f"page, {name}", row, f"{row['statements']:6.0f}{row['bytes'] / 1000:6.0f}")
        for told in row["slowest"]:
            say(f"    {told}")
        yield f"month, {name}: processor time by raw SQL's", row["page, busy"] / row["raw, busy"], ALLOWED
    if only not in "digest":
        return
    found = ask("digests")
    _line(stand, "digest of one person", found)
    yield "digest of one person: processor time by raw SQL's", found["page, busy"] / found["raw, busy"], ALLOWED
    _line(stand, f"owing it to {found['owed']:,} people", {name: found[f"owed, {name}"] for name in WORKED})
    yield "owing the digest: processor time by raw SQL's", found["owed, page, busy"] / found["owed, raw, busy"], ALLOWED
    grown = found["MB"] - found["MB after some"]
    print(f"the first digest of a process {found['first, ms']:.0f} ms")
    print(
        f"memory: {found['MB']:.0f} MB at the most, {grown:.1f} MB more after {found['composed']} digests than after {SEEN}"
    )
    yield "digests: memory grows, MB", grown, GROWTH


def _line(stand: Stand, name: str, row: dict[str, Any], more: str = "") -> None:
    """Print one row: by the clock and by the processor. It is the processor's time that is held against the limit."""
    ratio, busy = row["page"] / row["raw"], row["page, busy"] / row["raw, busy"]
    print(
        f"{name:38}{row['page']:9.1f}{row['raw']:9.1f}{ratio:7.2f}{row['page, busy']:9.1f}{row['raw, busy']:9.1f}{busy:7.2f}"
        f"{ALLOWED:7g}{more}{'  above' if busy > ALLOWED and stand.size >= HELD_FROM else ''}",
        flush=True,
    )


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.reviews", description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=10_000)
    parser.add_argument("--samples", type=int, default=15)
    parser.add_argument("--only", default="")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.inside:
        told = inside(wanted.inside, wanted.size, wanted.samples, wanted.only)
        sys.stdout.write(json.dumps(told) + "\n")
        return 0
    return 0 if all(check["holds"] for check in measure_all(wanted.size, wanted.samples, wanted.only)) else 1


if __name__ == "__main__":
    sys.exit(main())
