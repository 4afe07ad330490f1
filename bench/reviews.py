"""`python -m bench.reviews`: the month's page and its digest beside raw SQL, where there are very many rows.

A data folder of its own, kept for the next run of the same day: 100,000 incidents, 50,000 documents, 500,000 actions, 5,000
people. Of the thirteen months before this one all but the oldest are closed. Pages are asked inside one process, whole:
middleware, doors, statements, template. Each request is followed by the raw statements of its facts.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CLOSED = 12  # so many months are closed, the last one for every circle too
ALLOWED = 3.0
READER = 17  # sees all but the restricted incidents that do not name them
MAILS = 500  # so many of the digests are composed
GROWTH = 8.0  # so many MB may composing all of them add to what the first took


def say(text: str) -> None:
    """Tell progress; the table alone goes to standard output."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def megabytes() -> float:
    """Return the most this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
        write(incidents, now=now)
    if ClosedMonth.objects.exists() or os.environ.get("BENCH_OPEN"):
        return {}
    month, took = Month.of(now.date()), 0.0
    for _ in range(CLOSED):
        month = month.previous
        began = time.perf_counter()
        close_month(month, at=month.ends)
        took = took or (time.perf_counter() - began) * 1000
    close_month(Month.of(now.date()).previous, circle=Circle.objects.get(pk=1))
    return {"closing, ms": took}


def alternately(page: Callable[[], Any], raw: Callable[[], Any], times: int) -> dict[str, float]:
    """Time both in turn, so that both meet the same machine; medians in milliseconds."""
    found: dict[str, list[float]] = {"page": [], "raw": []}
    for number in range(times + 2):
        for name, ask in (("page", page), ("raw", raw)):
            began = time.perf_counter()
            ask()
            if number >= 2:  # the first ones warm caches
                found[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(values) for name, values in found.items()}


def pages(times: int, only: str) -> dict[str, dict[str, float]]:
    """Time each page of a month with the raw SQL of its facts."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from bench import reviews_raw  # noqa: PLC0415
    from people.models import User  # noqa: PLC0415
    from reviews.figures import Taken, figures_kept  # noqa: PLC0415
    from reviews.models import Circle, ClosedMonth  # noqa: PLC0415
    from reviews.months import Month  # noqa: PLC0415

    setup_test_environment()
    reader, circle, client = User.objects.get(pk=READER), Circle.objects.get(pk=1), Client()
    client.force_login(reader)
    today = datetime.now(UTC).date()
    running, last = Month.of(today), Month.of(today).previous
    oldest = running
    for _ in range(CLOSED + 1):
        oldest = oldest.previous
    found = {}

    def measured(name: str, month: Month, statements: list[str], of: Circle | None = None) -> None:
        if only not in name:
            return
        address = reverse("reviews:past_month", args=[month]) + (f"?circle={of.slug}" if of else "")
        closed = ClosedMonth.objects.filter(first_day=month.first_day, circle=of).values_list("pk", flat=True).first()
        earlier = ClosedMonth.objects.filter(circle=of, first_day__lt=month.first_day).order_by("-first_day")
        asked = Taken(month, today, of).parameters() | {
            "person": reader.pk,
            "closed": closed,
            "earlier": list(earlier.values_list("pk", flat=True)[:11]),
        }

        def page() -> None:
            figures_kept.cache_clear()  # as for a reader from whom something else is hidden
            response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address} answered {response.status_code}")

        def raw() -> None:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement, asked)
                    cursor.fetchall()

        page()
        with CaptureQueriesContext(connection) as queries:
            page()
        found[name] = alternately(page, raw, times) | {
            "statements": len(queries),
        }

    measured("nobody closed", oldest, reviews_raw.month_not_kept())
    measured("running", running, reviews_raw.month_not_kept(running=True))
    measured("closed", last, reviews_raw.month_kept())
    measured("nobody closed, of a circle", last.previous, reviews_raw.month_not_kept(circle=True), circle)
    measured("running, of a circle", running, reviews_raw.month_not_kept(circle=True, running=True), circle)
    measured("closed, of a circle", last, reviews_raw.month_kept(circle=True), circle)
    return found


def digests() -> dict[str, Any]:
    """Owe everybody the digest of the month that is over, and compose some; undone afterwards."""
    from django.db import connection, transaction  # noqa: PLC0415

    from bench import reviews_raw  # noqa: PLC0415
    from notifications.models import Message  # noqa: PLC0415
    from reviews.mails import compose_digest  # noqa: PLC0415
    from reviews.models import ClosedMonth  # noqa: PLC0415
    from reviews.months import Month  # noqa: PLC0415
    from reviews.services import send_digest  # noqa: PLC0415

    month = Month.of(datetime.now(UTC).date()).previous
    closed = ClosedMonth.objects.values_list("pk", flat=True).get(first_day=month.first_day, circle=None)
    found: dict[str, Any] = {"MB before": megabytes()}
    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(reviews_raw.OWED)
        found["owed, raw ms"] = (time.perf_counter() - began) * 1000
        transaction.set_rollback(True)
    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        found["owed"] = send_digest(month)
        found["owed, ms"] = (time.perf_counter() - began) * 1000
        took: dict[str, list[float]] = {"page": [], "raw": []}
        for message in Message.objects.select_related("recipient").order_by("pk")[:MAILS].iterator(chunk_size=100):
            began = time.perf_counter()
            compose_digest(message)
            composed = time.perf_counter()
            for statement in reviews_raw.DIGEST:
                cursor.execute(statement, {"closed": closed, "person": message.recipient_id})
                cursor.fetchall()
            took["raw"].append((time.perf_counter() - composed) * 1000)
            took["page"].append((composed - began) * 1000)
            found.setdefault("MB after the first", megabytes())
        transaction.set_rollback(True)
    return found | {name: statistics.median(values) for name, values in took.items()} | {"MB": megabytes()}


def inside(command: str, incidents: int, times: int, only: str) -> dict[str, Any]:
    """Do one command on the data folder that the environment names."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if command == "seed":
        return seed(incidents)
    if command == "pages":
        return pages(times, only)
    return digests()


# --- outside ----------------------------------------------------------------------------------------------
def measure(incidents: int, home: Path, times: int, only: str) -> dict[str, Any]:
    """Serve the data folder's database, seed it where it is new, and measure."""
    from bench.stand import Stand  # noqa: PLC0415
    from config import embedded  # noqa: PLC0415
    from config.servers import EmbeddedServers, HomeLock  # noqa: PLC0415

    stand = Stand(incidents, home)
    embedded.make_home(home)
    lock = HomeLock(home)
    if not lock.take("bench"):
        sys.exit(f"{home} is in use by process {lock.holder()[0]}.")
    with ExitStack() as stack:
        stack.callback(lock.release)
        servers = EmbeddedServers(home, say=say)
        servers.start()
        stack.callback(servers.stop)

        def run(*arguments: str) -> Any:
            command = [sys.executable, *arguments]
            environment = stand._environment
            done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
            return json.loads(done.stdout) if done.stdout.startswith("{") else {}

        run("manage.py", "migrate", "--verbosity", "0")
        run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        asked = [str(incidents), "--samples", str(times), "--only", only]
        return {name: run("-m", "bench.reviews", "--inside", name, *asked) for name in ("seed", "pages", "digests")}


def show(incidents: int, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Print what was found; returns each limit and whether it holds."""
    checks: list[dict[str, Any]] = []

    def hold(what: str, value: float, limit: float) -> None:
        checks.append({"what": what, "size": incidents, "value": value, "limit": limit, "holds": value <= limit})

    print(f"\nThe month at {incidents:,} incidents\n{'':38}{'ms':>9}{'raw SQL':>9}{'ratio':>7}{'limit':>7}{'asks':>6}")
    for name, row in found["pages"].items():
        ratio = row["page"] / row["raw"]
        hold(f"month, {name}: times raw SQL", ratio, ALLOWED)
        print(
            f"page, {name:32}{row['page']:9.0f}{row['raw']:9.0f}{ratio:7.2f}{ALLOWED:7g}{row['statements']:6.0f}"
            f"{'' if ratio <= ALLOWED else '  above'}"
        )
    digest = found["digests"]
    for name, took, raw in (
        ("digest of one person", digest["page"], digest["raw"]),
        (f"owing it to {digest['owed']:,} people", digest["owed, ms"], digest["owed, raw ms"]),
    ):
        hold(f"{name}: times raw SQL", took / raw, ALLOWED)
        bad = "" if took / raw <= ALLOWED else "  above"
        print(f"{name:38}{took:9.1f}{raw:9.1f}{took / raw:7.2f}{ALLOWED:7g}{bad}")
    grown = digest["MB"] - digest["MB after the first"]
    hold("digests: memory grows, MB", grown, GROWTH)
    print(f"memory: {digest['MB']:.0f} MB at the most, {grown:.1f} MB more after {MAILS} digests than after the first")
    return checks


def measure_all(incidents: int, times: int, only: str = "") -> list[dict[str, Any]]:
    """Measure on the day's data folder; returns each limit and whether it holds."""
    home = Path(os.environ.get("BENCH_HOME", ROOT / "var" / "bench")).resolve()
    folder = home / f"reviews-{incidents}-{datetime.now(UTC):%Y%m%d}"
    folder.mkdir(parents=True, exist_ok=True)
    return show(incidents, measure(incidents, folder, times, only))


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
