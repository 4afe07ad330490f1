"""Whose an action is, where a circle looks: the same in figures, in lists and in minutes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, ActionEvent
from reviews.figures import Taken, figures_now
from reviews.measures import MEASURES, PILE
from reviews.models import Circle
from reviews.months import Month
from reviews.queries import month_page
from reviews.scope import ACTIONS_IN_WORDS, actions_of
from reviews.services import close_meeting, close_month, open_meeting
from tests.factories import make_action, make_incident, make_team, make_user
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at, measure, pile, titles

pytestmark = pytest.mark.django_db
WHOSE = ("its team alone", "its incident alone", "both", "neither", "no team", "no team at ours")
OURS = ["both", "its incident alone", "its team alone", "no team at ours"]


@pytest.fixture
def circle():
    circle = Circle.objects.create(name="Finders", slug="finders")
    circle.teams.add(make_team("Search"))
    return circle


def of_everybody(circle, **facts):
    """One action of each: its own team, and the team of its incident, are the circle's or another."""
    ours, theirs = circle.teams.get(), make_team("Gate")
    whose = ((ours, theirs), (theirs, ours), (ours, ours), (theirs, theirs), (None, theirs), (None, ours))
    for words, (team, of) in zip(WHOSE, whose, strict=True):
        make_action(make_incident(teams=[of], began_at=at(3)), words, team=team, **facts)


def test_the_pile_of_a_circle_counts_what_its_lists_show(circle):
    alice = make_user("Alice")
    of_everybody(circle, owner=alice, due_on=date(2026, 10, 9), committed_at=at(5))
    november = Month.of(TODAY)
    for month, today in ((OCTOBER, date(2026, 10, 30)), (november, TODAY)):
        page = month_page(alice, month, today=today, circle=circle)
        assert sorted(titles(page.waiting.past)) == OURS
        assert (pile(page)["past"], pile(page)["open_month"]) == (4, 4)
    close_month(OCTOBER, circle=circle, at=FIRST_MONDAY)
    assert pile(month_page(alice, OCTOBER, today=TODAY, circle=circle))["past"] == 4
    assert pile(month_page(alice, november, today=TODAY))["past"] == 6


def test_measures_of_actions_go_by_the_same_rule(circle):
    alice = make_user("Alice")
    done = {"status": "done", "settled_at": at(8), "due_on": date(2026, 10, 9), "committed_at": at(5), "kind": "detect"}
    of_everybody(circle, owner=alice, **done)
    page = month_page(alice, OCTOBER, today=TODAY, circle=circle)
    assert (measure(page, "completion").words, measure(page, "on_time").words) == ("4 of 4", "4 of 4")
    waiting = next(one.measure for one in page.facts.parts if one.measure.key == "held_waiting")
    assert waiting.numerator == 4
    Action.objects.update(verified_at=at(9), verification="It fired.")
    for action in Action.objects.all():
        ActionEvent.objects.create(action=action, kind="verified", at=at(9), reason="It fired.")
    page = month_page(alice, OCTOBER, today=TODAY, circle=circle)
    detect = next(one.measure for one in page.facts.parts if one.measure.key == "held_detect")
    assert detect.numerator == 4
    assert sorted(titles(page.facts.listing.held)) == OURS


def test_both_ways_to_say_it_find_the_same(circle):
    of_everybody(circle, owner=make_user(), due_on=date(2026, 10, 9))
    by_list = Action.objects.filter(actions_of(circle)).count()
    figures = figures_now(Taken(OCTOBER, TODAY, circle), hidden=(), definitions=PILE)
    assert figures["past", OCTOBER.first_day].numerator == by_list == 4


def test_the_minutes_of_a_circle_tell_of_the_same_actions(circle):
    chair = make_user("Fatima", is_facilitator=True)
    meeting = open_meeting(OCTOBER, by=chair, circle=circle, at=timezone.now() - timedelta(minutes=5))
    of_everybody(circle, owner=chair)
    for action in Action.objects.all():
        ActionEvent.objects.create(action=action, kind="done", at=timezone.now() - timedelta(minutes=1))
    minutes = close_meeting(meeting, teams=[]).minutes
    assert minutes
    assert sorted(row["title"] for row in minutes["decisions"]) == OURS


def test_a_measure_says_what_a_circle_counts(client):
    client.force_login(make_user())
    for definition in (*MEASURES, *PILE):
        of_actions = any("actions_action" in part.source.rows for part in definition.parts)
        assert (ACTIONS_IN_WORDS in definition.of_circle) is of_actions, definition.key
    body = client.get(reverse("reviews:measure", args=[OCTOBER, "stale"])).content.decode()
    assert ACTIONS_IN_WORDS in body


@pytest.mark.parametrize("closed", [False, True])
def test_a_figure_of_a_circle_leads_to_the_rows_behind_it(client, circle, closed):
    alice = make_user("Alice")
    of_everybody(circle, owner=alice, due_on=date(2026, 10, 9), committed_at=at(5))
    for action in Action.objects.select_related("incident"):
        action.incident.title = f"Of {action.title}"
        action.incident.save(update_fields=["title"])
    if closed:
        close_month(OCTOBER, circle=circle, at=FIRST_MONDAY)
        close_month(OCTOBER, at=FIRST_MONDAY)
    client.force_login(alice)
    page = client.get(reverse("reviews:past_month", args=[OCTOBER]), {"circle": "finders"}).content.decode()
    address = reverse("reviews:measure", args=[OCTOBER, "completion"])
    assert f'href="{address}?circle=finders"' in page
    body = client.get(address, {"circle": "finders"}).content.decode()
    assert "0 of 4 commitments made in the month" in body
    assert {title for title in WHOSE if f">Of {title}<" in body} == set(OURS)
    assert f'href="{reverse("reviews:past_month", args=[OCTOBER])}?circle=finders"' in body
    assert 'href="?of=2026-10&amp;circle=finders#rows"' in body
    everybodys = client.get(address).content.decode()
    assert "0 of 6 commitments made in the month" in everybodys
    assert "circle=" not in everybodys
    assert client.get(address, {"circle": "nobody"}).status_code == 404
