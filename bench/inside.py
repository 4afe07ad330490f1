"""What has to happen inside Django on one data folder: seeding, signing in, counting statements, timing jobs.

Run as `python -m bench.inside COMMAND` with SECOND_STORY_HOME set; answers with JSON on standard output.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - settings are read from the environment first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402

from actions.models import Action  # noqa: E402
from actions.nudge_services import plan_nudges  # noqa: E402
from actions.queries import ActionFilters, list_actions  # noqa: E402
from bench.seed import seed, seeded_at  # noqa: E402
from bench.words import COMMON, MEDIUM, RARE  # noqa: E402
from incidents.models import Incident  # noqa: E402
from incidents.queries import LIST_ORDER, incidents_listed  # noqa: E402
from notifications.models import Message  # noqa: E402
from people.models import User  # noqa: E402
from postmortems.choices import PostmortemStatus  # noqa: E402
from postmortems.models import Postmortem  # noqa: E402
from reviews.mails import compose_digest  # noqa: E402
from reviews.months import Month  # noqa: E402
from reviews.services import close_month  # noqa: E402
from web.pagination import page_of  # noqa: E402

READER = "person.1@example.org"
JOB_RUNS, MONTHS_CLOSED = 15, 12


def say(text: str) -> None:
    """Tell progress beside the answer."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()


def prepare(size: int) -> dict[str, Any]:
    """Seed an empty database; a seeded one is kept. Returns when it was seeded for."""
    note = Path(settings.HOME) / "seeded.json"
    if not note.exists():
        if Incident.objects.exists():
            sys.exit(f"{settings.HOME} holds an unfinished seed. Remove the folder and start again.")
        began = time.monotonic()
        now = seeded_at()
        seed(size, now=now, say=say)
        note.write_text(json.dumps({"size": size, "at": now.isoformat(), "seconds": round(time.monotonic() - began)}))
    found: dict[str, Any] = json.loads(note.read_text())
    return found


def sign_in() -> str:
    """Return the cookie of a session of the person who reads."""
    user = User.objects.get(email=READER)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _address(name: str, *args: Any, **query: Any) -> str | None:
    try:
        path = reverse(name, args=args)
    except NoReverseMatch:
        return None
    parameters = QueryDict(mutable=True)
    parameters.update(query)
    return f"{path}?{parameters.urlencode()}" if query else path


def pages(at: datetime) -> dict[str, str]:
    """Return the addresses of the measured pages that there are."""
    user = User.objects.get(email=READER)
    size = Incident.objects.count()
    place = Incident.objects.filter(is_restricted=False, number__lte=max(size // 50, 30)).order_by("-number")[:1].get()
    after = page_of(incidents_listed(user, {}).filter(happened_at__lte=place.happened_at), {}, order=LIST_ORDER).older
    actions = list_actions(user, ActionFilters(), on=at.date())
    late = actions.filter(due_on__isnull=False).order_by("-due_on", "-id")[40:41].get()
    far = page_of(actions.filter(due_on__gte=late.due_on), {}, order=["due_on", "id"], nulls_last=["due_on"], size=1)
    told = Postmortem.objects.filter(lead_incident__is_restricted=False)
    published = told.filter(status=PostmortemStatus.PUBLISHED, lead_incident__number__lte=size // 2)
    draft = told.filter(status=PostmortemStatus.DRAFT).order_by("-pk")[:1].get()
    found = {
        "incident list": _address("incidents:list"),
        "incident list, far in the past": _address("incidents:list", after=after),
        "incident list, filtered": _address("incidents:list", severity="2", service=_busiest_service()),
        "post-mortem list": _address("postmortems:list"),
        "action list": _address("actions:list"),
        "action list, its far end": _address("actions:list", after=far.older),
        "action list, mine": _address("actions:list", view="mine"),
        "document, published": _address(
            "postmortems:detail", published.order_by("-lead_incident__number")[:1].get().lead_incident.number
        ),
        "document, draft with its gate": _address("postmortems:detail", draft.lead_incident.number),
        "incident": _address("incidents:detail", place.number),
        "search, rare word": _address("postmortems:search", q=RARE),
        "search, medium word": _address("postmortems:search", q=MEDIUM),
        "search, very common word": _address("postmortems:search", q=COMMON),
        "search, three words": _address("postmortems:search", q=f"{COMMON} {MEDIUM} latency"),
        "monthly review, running": _address("reviews:past_month", Month.of(at.date())),
        "monthly review, closed": _address("reviews:past_month", Month.of(at.date()).previous),
    }
    return {name: path for name, path in found.items() if path}


def close_months(at: datetime) -> None:
    """Keep the facts of the year before, as beat would have month after month; what is kept already stays."""
    month = Month.of(at.date())
    for _ in range(MONTHS_CLOSED):
        month = month.previous
        close_month(month, at=month.ends)


def _busiest_service() -> str:
    return str(Incident.services.through.objects.order_by("pk")[:1].get().service.slug)


def statements(addresses: dict[str, str]) -> dict[str, int]:
    """Return how many statements each page asks, the session and the person among them; cold caches aside.

    A page that does not answer is counted as minus its status, and is not measured: an error page is fast.
    """
    setup_test_environment()
    client = Client(HTTP_COOKIE=sign_in(), raise_request_exception=False)
    counts = {}
    for name, path in addresses.items():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        counts[name] = len(asked) if response.status_code == 200 else -response.status_code
    return counts


def _time_rolled_back(job: Callable[[], Any], runs: int = JOB_RUNS) -> list[float]:
    """Time a job in a transaction that is undone afterwards."""
    times = []
    for _ in range(runs):
        with transaction.atomic():
            began = time.perf_counter()
            job()
            times.append((time.perf_counter() - began) * 1000)
            transaction.set_rollback(True)
    return times


def jobs(at: datetime) -> dict[str, dict[str, Any]]:
    """Time the jobs: planning reminders where some are owed and where none are, and building the digest."""
    told = ""
    at -= timedelta(days=max(at.weekday() - 4, 0))  # nobody is reminded at the weekend

    def plan() -> None:
        nonlocal told
        told = str(plan_nudges(at=at))

    found = {"planning reminders, some owed": {"times": _time_rolled_back(plan), "told": told}}
    found["planning reminders, some owed"]["told"] = told
    with transaction.atomic():
        plan_nudges(at=at)
        found["planning reminders, none owed"] = {"times": _time_rolled_back(plan), "told": told}
        found["planning reminders, none owed"]["told"] = told
        transaction.set_rollback(True)
    month = Month.of(at.date()).previous
    digest = Message(recipient=User.objects.get(email=READER), refers_to={"month": str(month)})
    built = _time_rolled_back(lambda: compose_digest(digest))
    found["building the digest"] = {"times": built, "told": f"for one person, {month}"}
    return found


def main(arguments: list[str]) -> None:
    """Do one command and answer."""
    command, *rest = arguments
    if command == "prepare":
        answer: Any = prepare(int(rest[0]))
    else:
        at = datetime.fromisoformat(json.loads((Path(settings.HOME) / "seeded.json").read_text())["at"])
        if command == "pages":
            close_months(at)
            addresses = pages(at)
            answer = {
                "cookie": sign_in(),
                "pages": addresses,
                "statements": statements(addresses),
                "actions": Action.objects.count(),
            }
        else:
            answer = jobs(at)
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
