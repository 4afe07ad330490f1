"""The measures of a month as a table."""

import csv
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from actions.services import complete_action
from people.models import User
from reviews.measures import MEASURES, PILE
from reviews.models import Circle
from reviews.months import Month
from reviews.services import close_last_month, close_month
from tests.factories import make_action, make_incident, make_team, make_user
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, at, publish
from web.csv_files import csv_response

pytestmark = pytest.mark.django_db


def table(client, month=OCTOBER, **asked):
    response = client.get(reverse("reviews:measures_csv", args=[month]), asked)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return list(csv.DictReader(response.getvalue().decode("utf-8-sig").splitlines())), response


def row(rows, measure, kind="figure", month="2026-10"):
    (found,) = [one for one in rows if (one["measure"], one["row"], one["month"]) == (measure, kind, month)]
    return found


def a_closed_october(client):
    alice = make_user("Alice")
    search = make_team("Search")
    circle = Circle.objects.create(name="Finders", slug="finders")
    circle.teams.add(search)
    publish(make_incident("Index is stale", severity=1, began_at=at(3), by=alice, teams=[search]))
    checkout = make_incident("Checkout fails", severity=1, began_at=at(4), by=alice)
    make_action(checkout, owner=alice, due_on=date(2026, 10, 20), committed_at=at(6))
    close_month(Month(2026, 9), at=datetime(2026, 10, 1, 6, tzinfo=UTC))
    close_last_month(at=FIRST_MONDAY)
    client.force_login(alice)


def test_it_holds_figures_trends_and_the_pile(client):
    a_closed_october(client)
    rows, response = table(client)
    assert response["Content-Disposition"] == 'attachment; filename="measures-2026-10.csv"'
    documented = row(rows, "documented")
    told = [documented[name] for name in ("name", "state", "numerator", "denominator", "value", "unit")]
    assert told == ["Incidents with a post-mortem", "recorded", "1", "2", "0.5000", "share"]
    assert documented["left out"].startswith("Near misses, imports")
    assert row(rows, "days_to_publication")["value"] == "17.00"
    assert row(rows, "documented", "trend", "2026-09")["state"] == "not applicable"
    unknown = row(rows, "documented", "trend", "2026-08")
    assert (unknown["state"], unknown["numerator"], unknown["value"]) == ("not known", "", "")
    assert row(rows, "past", "pile")["value"] == "1"
    assert {one["measure"] for one in rows if one["row"] == "figure"} == {one.key for one in MEASURES}
    assert {one["measure"] for one in rows if one["row"] == "pile"} == {one.key for one in PILE}


def test_what_became_known_later_has_a_row_of_its_own(client):
    a_closed_october(client)
    make_incident("Told later", severity=1, began_at=at(9))
    rows, _ = table(client)
    assert row(rows, "documented")["denominator"] == "2"
    assert row(rows, "documented", "since corrected")["denominator"] == "3"


def test_each_row_says_on_which_day_it_was_known_so(client):
    a_closed_october(client)
    action = Action.objects.get()
    complete_action(action, by=User.objects.get(display_name="Alice"), evidence="The alert fired", at=at(10, 11))
    close_month(OCTOBER.next, at=datetime(2026, 12, 1, 6, tzinfo=UTC))
    own, later = (table(client, month=month)[0] for month in (OCTOBER, OCTOBER.next))
    known = [
        (row(own, "completion")["numerator"], row(own, "completion")["as known on"]),
        *((one["numerator"], one["as known on"]) for one in [row(later, "completion", "trend")]),
    ]
    assert known == [("0", "2026-11-02"), ("1", "2026-12-01")]
    documented = row(later, "documented", "trend")
    assert (documented["denominator"], documented["as known on"]) == ("2", "2026-11-02")
    assert row(own, "documented", "trend", "2026-09")["as known on"] == "2026-10-01"
    assert row(own, "documented", "trend", "2026-08")["as known on"] == ""
    assert row(own, "past", "pile")["as known on"] == "2026-11-02"
    make_incident("Told later", severity=1, began_at=at(9))
    today = timezone.now().date().isoformat()
    assert row(table(client)[0], "documented", "since corrected")["as known on"] == today
    page = client.get(reverse("reviews:measure", args=[OCTOBER.next, "documented"])).content.decode()
    assert "Each month as it was known when it was closed" in page
    assert '<time datetime="2026-11-02">2 Nov 2026</time>' in page


def test_a_circle_has_its_own(client):
    a_closed_october(client)
    rows, response = table(client, circle="finders")
    assert response["Content-Disposition"] == 'attachment; filename="measures-2026-10-finders.csv"'
    assert row(rows, "documented")["denominator"] == "1"
    assert client.get(reverse("reviews:measures_csv", args=[OCTOBER]), {"circle": "none"}).status_code == 404


def test_what_one_may_not_see_is_counted_nowhere(client):
    a_closed_october(client)
    before, _ = table(client)
    make_incident("Key in a log", severity=1, kind="near_miss", began_at=at(9), is_restricted=True)
    assert table(client)[0] == before


def test_no_cell_is_taken_for_a_formula():
    cells = ["=1+1", "-2", "@sum", "+1", "plain", 3]
    lines = csv_response("a.csv", ["one"] * 6, [cells]).getvalue().decode().splitlines()
    assert lines[1] == "'=1+1,'-2,'@sum,'+1,plain,3"
