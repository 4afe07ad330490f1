"""No statement of the review groups by a person."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notifications.composing import compose
from notifications.models import Message
from reviews.figures import forget_kept
from reviews.measures import MEASURES, PILE
from reviews.models import Circle
from reviews.months import Month
from reviews.queries import lessons_listed, rows_of
from reviews.services import send_digest, send_one_to_read
from tests.factories import make_action, make_incident, make_team, make_user
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at, publish
from tests.reviews.test_nothing_leaks import Month as MonthOfEverything
from tests.reviews.test_nothing_leaks import read_what_was_kept

A_PERSON = re.compile(
    r"\b(owner|person|user|recipient|facilitator|reviewer|chair|lead|author|\w+_by|to)_id\b|people_user|display_name|email",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"(?:GROUP BY|PARTITION BY|DISTINCT ON \()(.*?)(?:\bHAVING\b|\bORDER BY\b|\bLIMIT\b|\)|$)",
    re.IGNORECASE | re.DOTALL,
)


def grouped_by_person(sql: str) -> list[str]:
    """What of a statement groups by a person; places such as `GROUP BY 1` are looked up among what is selected."""
    found = []
    for clause in CLAUSE.finditer(sql):
        selected = _selected(sql[: clause.start()])
        for term in clause[1].split(","):
            place = int(term) if term.strip().isdigit() else 0
            meant = selected[place - 1] if 0 < place <= len(selected) else term
            if A_PERSON.search(meant):
                found.append(meant.strip())
    return found


def _selected(before: str) -> list[str]:
    """The terms of the SELECT that a clause at the end of `before` belongs to."""
    depth, place = 0, len(before)
    for match in reversed(list(re.finditer(r"[()]|\bSELECT\b", before, re.IGNORECASE))):
        depth += {")": 1, "(": -1}.get(match[0], 0)
        if depth == 0 and match[0].upper() == "SELECT":
            place = match.end()
            break
    terms, term, depth = [], "", 0
    for word in re.findall(r"[(),]|\bFROM\b|[^(),]+?(?=[(),]|\bFROM\b|$)", before[place:], re.IGNORECASE):
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth == 0 and word == ",":
            terms.append(term)
            term = ""
        elif depth == 0 and word.upper() == "FROM":
            break
        else:
            term += word
    return [*terms, term]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a.owner_id, count(*) FROM actions_action a GROUP BY a.owner_id",
        "SELECT date_trunc('month', a.at, 'UTC'), a.owner_id, count(*) FROM actions_action a GROUP BY 1, 2",
        "SELECT u.display_name, count(*) FROM people_user u GROUP BY 1 ORDER BY 2 DESC",
        "SELECT x FROM (SELECT p.recorded_by_id, count(*) FROM incidents_incident p GROUP BY p.recorded_by_id) q",
        "SELECT count(*) OVER (PARTITION BY a.verified_by_id) FROM actions_action a",
        "SELECT DISTINCT ON (d.facilitator_id) d.id FROM postmortems_postmortem d",
    ],
)
def test_the_check_would_notice(sql):
    assert grouped_by_person(sql)


def test_the_check_lets_what_is_not_grouped_pass():
    assert not grouped_by_person("SELECT a.owner_id FROM actions_action a ORDER BY a.owner_id")
    assert not grouped_by_person("SELECT incident_id, count(*) FROM actions_action WHERE owner_id IS NULL GROUP BY 1")


@pytest.mark.django_db
def test_no_statement_of_a_month_groups_by_a_person(client):
    forget_kept()
    alice = make_user("Alice")
    team = make_team(members=[alice])
    circle = Circle.objects.create(name="Finders", slug="finders")
    circle.teams.add(team)
    incident = make_incident(severity=1, began_at=at(3), by=alice, teams=[team])
    publish(incident, review_asked_at=at(10))
    make_action(incident, owner=alice, due_on=date(2026, 10, 20), committed_at=at(6))
    client.force_login(alice)
    with CaptureQueriesContext(connection) as asked:
        for month in (OCTOBER, Month.of(timezone.now().date())):
            client.get(reverse("reviews:past_month", args=[month]))
            client.get(reverse("reviews:past_month", args=[month]), {"circle": "finders"})
        for definition in (*MEASURES, *PILE):
            rows_of(alice, definition, OCTOBER, OCTOBER, today=TODAY)
        send_digest(OCTOBER, at=FIRST_MONDAY)
        compose(Message.objects.get())
        client.get(reverse("reviews:past_month", args=[OCTOBER]))
        for definition in (*MEASURES, *PILE):
            rows_of(alice, definition, OCTOBER, OCTOBER, today=TODAY)
    grouped = [query["sql"] for query in asked if "GROUP BY" in (query["sql"] or "").upper()]
    assert len(grouped) > 10
    assert [found for sql in grouped for found in grouped_by_person(sql)] == []


@pytest.mark.django_db
def test_no_statement_of_a_meeting_its_minutes_its_mails_and_its_feed_groups_by_a_person():
    forget_kept()
    month = MonthOfEverything()
    with CaptureQueriesContext(connection) as asked:
        read_what_was_kept(month.charlie)
        send_one_to_read(at=FIRST_MONDAY)
        assert list(lessons_listed(month.charlie, waiting=True))
    grouped = [query["sql"] for query in asked if re.search(r"GROUP BY|PARTITION BY|DISTINCT ON", query["sql"] or "")]
    assert len(grouped) > 30
    assert [found for sql in grouped for found in grouped_by_person(sql)] == []
