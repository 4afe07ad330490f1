"""Each measure on examples worked out by hand."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string

from actions.services import reopen_action
from incidents.models import Incident
from incidents.repeats.services import confirm_repeat, withdraw_repeat
from reviews.figures import NO_FIGURE, Taken, figures_now
from reviews.measures import DEFINITIONS, MEASURES, PILE, Figure, Measure, Shape, State, cohorts_before, read_figure
from reviews.months import Month
from reviews.sources import working_days_until
from tests.factories import make_action, make_incident, make_severity, make_user
from tests.reviews.test_month import OCTOBER, at, publish

pytestmark = pytest.mark.django_db
AFTER = date(2026, 11, 3)


def taken(key, *, month=OCTOBER, of=None, today=AFTER, hidden=()) -> Measure:
    """The measure as it comes out of the tables."""
    definition = DEFINITIONS[key]
    figures = figures_now(Taken(month, today), hidden=hidden, definitions=[definition])
    figure = figures.get((key, (of or month).first_day), NO_FIGURE)
    return read_figure(definition, figure, is_over=today >= month.ends.date())


@pytest.mark.parametrize("definition", [*MEASURES, *PILE], ids=lambda one: one.key)
def test_an_empty_month_is_never_guessed(definition):
    measure = taken(definition.key)
    if definition.shape == Shape.COUNT:  # that there was none is a figure too
        assert (measure.state, measure.numerator, measure.words) == (State.RECORDED, 0, "0")
    else:
        assert (measure.state, measure.words) == (State.NOT_APPLICABLE, "nothing to count")
        assert measure.value is None
        assert measure.percent is None


def test_completion_is_told_by_the_month_of_the_commitment():
    incident = make_incident()
    september, october = datetime(2026, 9, 30, 23, tzinfo=UTC), at(2)
    make_action(incident, status="done", committed_at=september)
    make_action(incident, status="todo", committed_at=september)
    make_action(incident, status="todo", committed_at=september)
    make_action(incident, status="done", committed_at=october)
    make_action(incident, status="wont_do", committed_at=october)  # left out
    make_action(incident, status="proposed")  # never committed
    make_action(incident, status="done", committed_at=datetime(2025, 10, 31, tzinfo=UTC))  # thirteen months ago
    assert taken("completion", of=Month(2026, 9)).words == "1 of 3"
    assert taken("completion").words == "1 of 1"
    assert taken("completion", of=Month(2025, 10)).state == State.NOT_APPLICABLE


def test_a_reopened_action_is_not_done():
    action = make_action(status="done", committed_at=at(2))
    assert taken("completion").words == "1 of 1"
    action.status, action.settled_at = "in_progress", None
    action.save()
    assert taken("completion").words == "0 of 1"


def test_on_time_counts_what_was_due_and_done_by_its_date():
    incident = make_incident()
    facts = {"committed_at": at(1)}
    make_action(incident, status="done", due_on=date(2026, 10, 5), settled_at=at(5), **facts)  # on its day
    make_action(incident, status="done", due_on=date(2026, 10, 9), settled_at=at(12), **facts)  # three days after
    make_action(incident, due_on=date(2026, 10, 31), **facts)  # open
    make_action(incident, due_on=date(2026, 12, 1), **facts)  # not due yet: left out
    make_action(incident, status="wont_do", due_on=date(2026, 10, 31), **facts)  # left out
    measure = taken("on_time")
    assert (measure.words, measure.percent) == ("1 of 3", 33)


def test_documented_counts_what_the_policy_asks_for():
    publish(make_incident(severity=1, began_at=at(3)))
    make_incident(severity=2, began_at=at(4))
    make_incident(severity=4, began_at=at(4))  # asks for none
    make_incident(severity=1, kind="near_miss", began_at=at(4))
    make_incident(began_at=at(4))  # severity not known yet
    make_incident(severity=1, began_at=datetime(2026, 9, 30, 23, 59, tzinfo=UTC))  # the month before
    publish(make_incident(severity=1, began_at=at(5), is_imported=True), is_imported=True)
    assert taken("documented").words == "1 of 2"


def test_a_document_over_several_incidents_counts_for_each():
    lead, other = make_incident(severity=1, began_at=at(3)), make_incident(severity=2, began_at=at(4))
    publish(lead).also_about.add(other)
    assert taken("documented").words == "2 of 2"


def test_days_to_publication_is_a_median_of_whole_days():
    for began, published in ((1, 3), (1, 9), (1, 20)):
        publish(make_incident(began_at=at(began)), day=published)
    measure = taken("days_to_publication")
    assert (measure.value, measure.denominator, measure.words) == (8.0, 3, "8 days")


def test_one_document_is_its_own_median_and_days_to_draft_follow_the_review():
    publish(make_incident(began_at=at(1)), day=9, review_asked_at=at(4))
    assert (taken("days_to_draft").words, taken("days_to_publication").words) == ("3 days", "8 days")


def test_working_days_are_those_of_the_calendar():
    """The sum that measures use, against counting the days one by one."""
    sql = working_days_until("published_at").replace("d.published_at", "%(b)s").replace("i.happened_at", "%(a)s")
    with connection.cursor() as cursor:
        for begins in range(1, 8):
            for days in range(15):
                a = at(begins)
                b = a + timedelta(days=days)
                counted = sum((a + timedelta(days=n)).isoweekday() < 6 for n in range(1, days + 1))
                cursor.execute(
                    f"SELECT {sql}".replace("%(a)s", "%(a)s::timestamptz").replace("%(b)s", "%(b)s::timestamptz"),
                    {"a": a, "b": b},
                )
                assert cursor.fetchone() == (counted,)


def test_impossible_times_are_left_out_and_said():
    publish(make_incident(began_at=at(25)), day=20)
    assert taken("days_to_publication").state == State.CONTRADICTORY
    publish(make_incident(began_at=at(10)), day=20)
    measure = taken("days_to_publication")
    assert (measure.value, measure.denominator) == (10.0, 1)
    assert measure.remark == "without 1 whose times contradict each other"


def test_published_in_time_counts_working_days():
    severity = make_severity(2, publish_within=5)
    publish(make_incident(severity=severity, began_at=at(9)), day=16)  # Friday to Friday: five working days
    publish(make_incident(severity=severity, began_at=at(9)), day=19)  # six
    publish(make_incident(severity=make_severity(4, publish_within=None), began_at=at(9)), day=19)  # names no time
    assert taken("published_in_time").words == "1 of 2"


def an_improvement(incident, kind="prevent", *, done=None, held=None, **facts) -> Any:
    """Something done, and said to have held where `held` is a day."""
    given: dict[str, Any] = {"owner": make_user(), "due_on": date(2026, 10, 9), "status": "done"} | facts
    if held is not None:
        given |= {"verified_at": held, "verification": "The alert fired."}
    return make_action(incident, kind=kind, settled_at=done or at(1, month=9), **given)


def test_improvements_are_what_is_done_and_known_to_have_held():
    incident = make_incident(began_at=at(1))
    publish(incident)
    publish(make_incident(began_at=at(2)))
    for kind in ("prevent", "prevent", "detect"):
        an_improvement(incident, kind, held=at(6), gated=True)
    an_improvement(incident, "learn", held=at(6), gated=True)  # there to learn: left out
    an_improvement(incident, "", held=at(6), gated=True)  # of no kind: left out
    an_improvement(incident, held=datetime(2026, 11, 1, tzinfo=UTC), gated=True)  # said in the month after
    an_improvement(incident, done=at(7), gated=True)  # done in the month, and nobody has asked yet
    measure = taken("held")
    assert (measure.numerator, measure.denominator, measure.words) == (3, 2, "1.5 for each")
    parts = {key: taken(f"held_{key}").numerator for key in ("prevent", "detect", "mitigate", "recover", "waiting")}
    assert parts == {"prevent": 2, "detect": 1, "mitigate": 0, "recover": 0, "waiting": 1}


def test_an_improvement_that_did_not_hold_is_none_any_more():
    incident = make_incident(began_at=at(1))
    publish(incident)
    action = an_improvement(incident, held=at(6), gated=True)
    assert taken("held").words == "1 for each"
    reopen_action(action, by=make_user(), reason="It came back.")
    assert (taken("held").words, taken("held_waiting").words) == ("none for 1 post-mortem", "0")


def test_repeats_are_what_somebody_has_confirmed_and_nobody_has_withdrawn():
    earlier, oldest = make_incident(began_at=at(1, month=3)), make_incident(began_at=at(1, month=2))
    again, not_again, near = (make_incident(began_at=at(day)) for day in (3, 4, 5))
    Incident.objects.filter(pk=near.pk).update(kind="near_miss")
    make_incident(began_at=at(6))
    confirm = {"by": make_user(), "at": at(9)}
    confirm_repeat(again, of=earlier, **confirm)
    confirm_repeat(again, of=oldest, **confirm)  # it repeats two and counts once
    confirm_repeat(near, of=earlier, **confirm)  # a near miss: left out
    assert (taken("repeats").words, taken("repeats").percent) == ("1 of 3", 33)
    repeat = confirm_repeat(not_again, of=earlier, **confirm)
    assert taken("repeats").words == "2 of 3"
    withdraw_repeat(repeat, by=make_user(), because="Another cause.")
    assert taken("repeats").words == "1 of 3"
    assert taken("repeats", hidden=[earlier.pk]).words == "0 of 3"  # what it repeats is not told
    assert taken("repeats", hidden=[again.pk]).words == "0 of 2"


def test_the_policy_is_held_against_drafts_too():
    severity = make_severity(2, draft_within=2, publish_within=5)
    publish(make_incident(severity=severity, began_at=at(9)), review_asked_at=at(13))  # Friday to Tuesday: two
    publish(make_incident(severity=severity, began_at=at(9)), review_asked_at=at(14))  # three
    publish(make_incident(severity=severity, began_at=at(9)), review_asked_at=at(8))  # before it happened: left out
    assert taken("drafted_in_time").words == "1 of 2"


def test_days_from_a_beginning_nobody_knows_would_be_a_guess():
    severity = make_severity(2, draft_within=2, publish_within=5)
    unknown = make_incident(severity=severity, recorded_at=at(1))  # when it began and was noticed is not known
    publish(unknown, review_asked_at=at(2))
    for key in ("days_to_draft", "drafted_in_time", "days_to_publication", "published_in_time"):
        assert taken(key).state == State.NOT_APPLICABLE
    publish(make_incident(severity=severity, detected_at=at(19)), review_asked_at=at(20))  # noticed is known enough
    assert (taken("days_to_draft").words, taken("published_in_time").words) == ("1 day", "1 of 1")
    assert taken("held").denominator == 2  # it came out all the same


@pytest.mark.parametrize("key", [one.key for one in MEASURES if not one.by_cohort])
def test_one_incident_alone_is_told_in_every_measure_without_an_error(key):
    incident = make_incident(severity=1, began_at=at(3))
    assert taken(key).state in {State.RECORDED, State.NOT_APPLICABLE}
    publish(incident, day=5, review_asked_at=at(4))
    words = {
        "documented": "1 of 1",
        "days_to_draft": "1 day",
        "drafted_in_time": "1 of 1",
        "days_to_publication": "2 days",
        "published_in_time": "1 of 1",
        "held": "none for 1 post-mortem",
        "repeats": "0 of 1",
        "near_misses": "none for 1 incident",
    }
    if key in words:
        assert taken(key).words == words[key]


def test_near_misses_are_told_for_each_incident():
    make_incident(kind="near_miss", began_at=at(1))
    assert taken("near_misses").state == State.NOT_APPLICABLE  # no incident to divide by
    make_incident(began_at=at(2))
    make_incident(began_at=at(3))
    assert taken("near_misses").words == "0.5 for each"


def test_the_pile_is_told_by_age_and_by_what_it_waits_for():
    gone = make_user(is_active=False)
    now = datetime.combine(AFTER, datetime.min.time(), UTC)
    for days in (1, 29, 30, 179, 180, 400):
        make_action(committed_at=now - timedelta(days=days), owner=make_user(), moved_at=now)
    make_action(committed_at=now, owner=gone, moved_at=now - timedelta(days=21), due_on=date(2026, 11, 2))
    make_action(committed_at=now, owner=None, moved_at=now - timedelta(days=20), due_on=AFTER)
    make_action(status="done", committed_at=now)
    november = Month(2026, 11)
    figures = {one.key: taken(one.key, month=november) for one in PILE}
    assert {key: one.numerator for key, one in figures.items()} == {
        "open_month": 4,
        "open_quarter": 1,
        "open_half": 1,
        "open_longer": 2,
        "past": 1,
        "stale": 1,
        "unowned": 2,
    }
    assert {one.denominator for one in figures.values()} == {8}


def test_what_is_hidden_adds_to_no_figure():
    secret = make_incident(severity=1, began_at=at(3), is_restricted=True)
    document = publish(make_incident(severity=1, began_at=at(3)))
    document.also_about.add(secret)
    make_action(secret, committed_at=at(4), owner=make_user(), due_on=AFTER)
    assert taken("days_to_publication").denominator == 1
    for key in ("days_to_publication", "completion"):
        assert taken(key, hidden=[secret.pk]).state == State.NOT_APPLICABLE


def test_a_running_month_is_pending():
    make_action(committed_at=at(2))
    assert taken("completion", today=date(2026, 10, 20)).state == State.PENDING
    assert taken("completion").state == State.RECORDED


def test_a_ratio_below_one_and_a_whole_median_are_told_plainly():
    assert read_figure(DEFINITIONS["near_misses"], Figure(1, 4, 5), is_over=True).words == "0.2 for each"
    assert read_figure(DEFINITIONS["days_to_draft"], Figure(0, 1, 1, 0.0), is_over=True).words == "0 days"


@pytest.mark.parametrize(
    ("figure", "words", "shown"),
    [
        (Figure(0, 4, 4), "none for 4 incidents", ("none", "for 4 incidents")),
        (Figure(0, 1, 1), "none for 1 incident", ("none", "for 1 incident")),
        (Figure(1, 30, 30), "1 for 30 incidents", ("1", "for 30 incidents")),
        (Figure(2, 40, 40), "0.1 for each", ("0.1", "2 for 40 incidents")),
    ],
)
def test_what_is_less_than_can_be_told_for_each_is_told_in_words(figure, words, shown):
    measure = read_figure(DEFINITIONS["near_misses"], figure, is_over=True)
    assert measure.words == words
    drawn = re.sub(r"<[^>]+>", "", render_to_string("reviews/_figure.html", {"measure": measure}))
    large, small = drawn.strip().splitlines()
    assert (large.split(" ")[0], small) == shown


def test_every_measure_explains_itself():
    for definition in (*MEASURES, *PILE):
        for text in (definition.name, definition.question, definition.formula, definition.left_out, definition.of):
            assert text
    assert len({one.key for one in (*MEASURES, *PILE)}) == len(MEASURES) + len(PILE)


def test_cohorts_reach_back_over_the_turn_of_the_year():
    cohorts = cohorts_before(date(2026, 3, 1))
    assert (len(cohorts), cohorts[0], cohorts[-1]) == (12, date(2025, 4, 1), date(2026, 3, 1))


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "1999-10", "2026-10-01", "", "２026-10"])
def test_only_months_are_months(text):
    with pytest.raises(ValueError, match="is not a month"):
        Month.parse(text)


def test_months_follow_one_another_over_new_year():
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2026, 1).previous == Month(2025, 12)
    assert str(Month.parse("2026-03")) == "2026-03"
    assert Month(2026, 3).words == "March 2026"
