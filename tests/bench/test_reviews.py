"""The month among very many rows in small: what is written, and raw SQL that finds what the page shows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from actions.models import Action
from bench import reviews_raw, reviews_seed
from incidents.models import Incident
from incidents.permissions import incident_ids_hidden_from
from people.models import User
from postmortems.models import Postmortem
from reviews.conditions import as_array
from reviews.facts import Facts
from reviews.figures import Taken, forget_kept
from reviews.models import Circle, ClosedMonth
from reviews.months import Month
from reviews.queries import SHOWN, MonthPage, month_page
from reviews.services import close_month

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
INCIDENTS = 2_000  # some thirty a month


@pytest.fixture
def reader() -> User:
    forget_kept()
    reviews_seed.write(INCIDENTS, now=NOW, say=lambda _text: None)
    return User.objects.get(pk=17)


def ask(statement: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def asked_for(reader: User, month: Month, circle: Circle | None = None) -> dict[str, Any]:
    closed = ClosedMonth.objects.filter(circle=circle, first_day=month.first_day).first()
    return Taken(month, NOW.date(), circle).parameters() | {
        "person": reader.pk,
        "hidden": as_array(incident_ids_hidden_from(reader)),
        "closed": closed.pk if closed else None,
        "earlier": [],
    }


def figure(facts: Facts, key: str) -> tuple[int | None, int | None]:
    told = next(one.measure for one in (*facts.measures, *facts.parts) if one.measure.key == key)
    return told.numerator, told.denominator


def agree(page: MonthPage, found: dict[str, list[Any]]) -> None:
    """Hold what the raw statements found against what the page shows."""
    facts, listing = page.facts, page.facts.listing
    near_misses, incidents, asked_for_one, documented, repeats = found["HAPPENED"][0]
    assert figure(facts, "near_misses") == (near_misses, incidents)
    assert figure(facts, "documented") == (documented, asked_for_one)
    assert figure(facts, "repeats") == (repeats, incidents)
    published, _, _, read_elsewhere, readings = found["PUBLISHED"][0]
    assert figure(facts, "read_elsewhere") == (read_elsewhere, published)
    assert figure(facts, "reading_teams") == (readings or 0, published)
    assert figure(facts, "held") == (sum(count for _, count in found["HELD"]), published)
    assert figure(facts, "held_waiting")[0] == found["NOT_KNOWN_TO_HOLD"][0][0]
    assert figure(facts, "days_to_draft")[1] == found["DRAFTED"][0][0]
    (*_, (_, committed, done, due, on_time)) = sorted(found["COMMITTED"])
    assert (figure(facts, "completion"), figure(facts, "on_time")) == ((done, committed), (on_time, due))
    lists: list[tuple[Any, ...]] = [listing.published, listing.writing, listing.near_misses, listing.declined]
    lists += [listing.unwritten, listing.repeats, listing.held, listing.did_not_hold]
    for rows, raw in zip(lists, found["LISTED"], strict=True):
        assert len(rows) == len(raw[:SHOWN])
    assert len(listing.factors) == len({condition for condition, *_ in found["FACTORS"][0]})
    assert [row.number for row in listing.published] == [number for number, *_ in found["LISTED"][0][:SHOWN]]
    waiting: list[Any] = [page.waiting.past, page.waiting.nobodys, page.waiting.stale]
    for waits, raw in zip([*waiting, page.lessons, page.older_lessons], found["WAITING_FOR_A_WORD"], strict=True):
        assert len(waits) == len(raw)


@pytest.mark.parametrize("name", ["", "Circle 3"])
def test_the_reference_finds_what_the_page_shows(reader, name):
    assert (Incident.objects.count(), Postmortem.objects.count(), Action.objects.count()) == (2_000, 1_000, 10_000)
    circle = Circle.objects.get(name=name) if name else None
    month = Month.of(NOW.date()).previous
    page = month_page(reader, month, today=NOW.date(), circle=circle, at_most=SHOWN)
    assert page.facts.listing.published
    asked = asked_for(reader, month, circle)

    def written(what: str) -> list[list[Any]]:
        statements = getattr(reviews_raw, what)
        several = statements if isinstance(statements, tuple) else (statements,)
        return [ask(statement, asked) for statement in reviews_raw._written(several, circle=bool(circle))]

    names = ("HAPPENED", "PUBLISHED", "HELD", "NOT_KNOWN_TO_HOLD", "DRAFTED", "COMMITTED")
    found = {what: written(what)[0] for what in names} | {
        what: written(what) for what in ("LISTED", "FACTORS", "WAITING_FOR_A_WORD")
    }
    agree(page, found)


def test_every_statement_of_the_reference_is_answered(reader):
    month = Month.of(NOW.date()).previous
    for circle in (None, Circle.objects.get(name="Circle 1")):
        close_month(month, circle=circle, at=month.ends)
        asked = asked_for(reader, month, circle)
        for statement in (*reviews_raw.month_not_kept(circle=bool(circle), running=True), *reviews_raw.digest()):
            ask(statement, asked)
        kept = [ask(statement, asked) for statement in reviews_raw.month_kept(circle=bool(circle))]
        assert kept[0]
        assert kept[1]
