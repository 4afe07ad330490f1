"""What is kept of a month stays as it was, and shows nobody more than they may see today."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from actions.models import NudgePace
from incidents.models import IncidentAccess
from incidents.repeats.services import confirm_repeat
from notifications.choices import MessageKind
from notifications.composing import Composed, compose
from notifications.models import Message
from reviews.figures import NO_FIGURE, Taken, figures_kept, figures_now, forget_kept
from reviews.measures import DEFINITIONS, MEASURES, State, read_figure
from reviews.models import Circle, ClosedMonth, MonthFigure, MonthWaiting
from reviews.months import Month
from reviews.queries import month_page, rows_of
from reviews.services import MonthRunsError, close_last_month, close_month, is_day_for_digest, send_digest
from tests.factories import make_action, make_incident, make_severity, make_team, make_user
from tests.reviews.test_month import FIRST_MONDAY, OCTOBER, TODAY, at, measure, pile, publish, titles

pytestmark = pytest.mark.django_db


def digest_of(person):
    mail = compose(Message.objects.get(kind=MessageKind.DIGEST, recipient=person))
    assert isinstance(mail, Composed)
    return [re.sub(r"http://\S*/unsubscribe/[^\s\"]+", "", body) for body in (mail.subject, mail.text, mail.html)]


def a_lived_in_october():
    alice = make_user("Alice")
    checkout = make_team("Checkout", members=[alice])
    incident = make_incident("Checkout fails", severity=1, began_at=at(3), by=alice, teams=[checkout])
    publish(incident)
    make_incident("Almost lost the index", kind="near_miss", began_at=at(5))
    action = make_action(
        incident, "Alert on the queue's age", owner=alice, due_on=date(2026, 10, 20), committed_at=at(6)
    )
    return alice, incident, action


def test_closing_keeps_what_was_and_closing_again_changes_nothing():
    alice, incident, _ = a_lived_in_october()
    closed = close_month(OCTOBER, at=FIRST_MONDAY)
    figures = MonthFigure.objects.count()
    incident.title = "Renamed since"
    incident.save(update_fields=["title"])
    assert close_month(OCTOBER) == closed
    assert MonthFigure.objects.count() == figures
    page = month_page(alice, OCTOBER, today=TODAY)
    assert titles(page.facts.listing.published) == ["Checkout fails"]
    assert pile(page)["past"] == 1
    assert measure(page, "documented").words == "1 of 1"


def test_a_month_that_runs_cannot_be_closed():
    with pytest.raises(MonthRunsError, match="October 2026 is not over yet"):
        close_month(OCTOBER, at=at(31))
    assert not ClosedMonth.objects.exists()


@pytest.mark.parametrize(
    "table", ["reviews_closedmonth", "reviews_monthfigure", "reviews_monthsum", "reviews_monthwaiting"]
)
@pytest.mark.parametrize("attack", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_what_was_kept_is_refused_every_change(table, attack):
    a_lived_in_october()
    close_month(OCTOBER, at=FIRST_MONDAY)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack.format(table))


def test_a_month_is_kept_once():
    close_month(OCTOBER, at=FIRST_MONDAY)
    with pytest.raises(IntegrityError, match="closed_month_once"), transaction.atomic():
        ClosedMonth.objects.create(first_day=OCTOBER.first_day, version=1, facts={}, knows_pile=True)


def test_what_waited_is_of_a_kind_that_is_known():
    alice, incident, _ = a_lived_in_october()
    closed = close_month(OCTOBER, at=FIRST_MONDAY)
    with pytest.raises(IntegrityError, match="month_waiting_kind_known"), transaction.atomic():
        MonthWaiting.objects.create(closed=closed, person=alice, kind="blame", incident=incident, number=1, title="x")


def test_the_digest_of_a_past_month_is_the_same_whatever_happened_since():
    alice, incident, _ = a_lived_in_october()
    send_digest(OCTOBER, at=FIRST_MONDAY)
    before = digest_of(alice)
    assert "Checkout fails" in before[1]

    Message.objects.all().delete()
    forget_kept()
    incident.title = "Renamed since"
    incident.save(update_fields=["title"])
    publish(make_incident("Told later", severity=1, began_at=at(7)))
    make_incident("Of November", severity=1, began_at=datetime(2026, 11, 2, tzinfo=UTC))
    send_digest(OCTOBER)
    assert digest_of(alice) == before


def test_who_lost_access_sees_less_and_never_more():
    alice, incident, _ = a_lived_in_october()
    bob = make_user("Bob")
    hidden_then = make_incident("Key in a log", severity=1, began_at=at(8), is_restricted=True)
    publish(hidden_then)
    close_month(OCTOBER, at=FIRST_MONDAY)
    assert measure(month_page(bob, OCTOBER, today=TODAY), "documented").words == "1 of 1"

    incident.is_restricted = True  # from today on
    incident.save(update_fields=["is_restricted"])
    page = month_page(bob, OCTOBER, today=TODAY)
    assert page.facts.listing.published == ()
    assert measure(page, "documented").denominator == 0
    assert set(pile(page).values()) == {0}
    assert rows_of(bob, DEFINITIONS["documented"], OCTOBER, OCTOBER, today=TODAY) == []
    assert measure(month_page(alice, OCTOBER, today=TODAY), "documented").words == "1 of 1"
    IncidentAccess.objects.create(incident=incident, user=bob, given_by=alice)
    assert measure(month_page(bob, OCTOBER, today=TODAY), "documented").words == "1 of 1"


def test_a_digest_tells_days_as_people_write_them():
    alice, _, _ = a_lived_in_october()
    send_digest(OCTOBER, at=FIRST_MONDAY)
    _, text, html = digest_of(alice)
    assert "(planned for 20 Oct 2026)" in text
    assert "20 Oct 2026" in html
    assert "2026-10-20" not in text + html


def test_a_digest_never_tells_of_a_restricted_incident_even_to_those_named_on_it():
    alice, incident, _ = a_lived_in_october()
    incident.is_restricted = True
    incident.save(update_fields=["is_restricted"])
    send_digest(OCTOBER, at=FIRST_MONDAY)
    _, text, html = digest_of(alice)
    for body in (text, html):
        assert "Checkout fails" not in body
        assert "Alert on the queue" not in body
    assert re.search(r"Incidents with a post-mortem +nothing to count", text)


def test_what_became_known_later_is_shown_beside_what_was_kept(client):
    alice, _, _ = a_lived_in_october()
    close_month(OCTOBER, at=FIRST_MONDAY)
    make_incident("Told later", severity=1, began_at=at(9))
    told = next(
        one for one in month_page(alice, OCTOBER, today=TODAY).facts.measures if one.measure.key == "documented"
    )
    assert (told.measure.words, told.corrected.words) == ("1 of 1", "1 of 2")
    client.force_login(alice)
    assert "Since corrected: 1 of 2" in client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode()


def test_a_month_nobody_closed_says_what_cannot_be_known(client):
    alice, _, _ = a_lived_in_october()
    client.force_login(alice)
    body = client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode()
    assert "cannot be known" in body
    assert "open 180 days or more" not in body


def test_a_month_closed_long_after_does_not_pretend_to_know_its_pile():
    alice, _, _ = a_lived_in_october()
    closed = close_month(OCTOBER, at=datetime(2026, 12, 24, tzinfo=UTC))
    assert closed.knows_pile is False
    assert month_page(alice, OCTOBER, today=TODAY).facts.pile == []


def test_months_missed_while_nothing_ran_are_closed_and_none_before_the_first():
    a_lived_in_october()
    circle = Circle.objects.create(name="Finders", slug="finders")
    close_month(Month(2026, 8), at=datetime(2026, 9, 1, tzinfo=UTC))
    closed = close_last_month(at=datetime(2026, 12, 1, 6, tzinfo=UTC))
    assert [(str(Month.of(one.first_day)), one.circle, one.knows_pile) for one in closed] == [
        ("2026-09", None, False),
        ("2026-10", None, False),
        ("2026-11", None, True),
        ("2026-11", circle, True),
    ]
    assert close_last_month(at=datetime(2026, 12, 1, 7, tzinfo=UTC)) == [closed[2], closed[3]]


def test_a_circle_is_told_of_its_own_teams():
    alice, _, _ = a_lived_in_october()
    search = make_team("Search")
    circle = Circle.objects.create(name="Finders", slug="finders")
    circle.teams.add(search)
    publish(make_incident("Index is stale", severity=1, began_at=at(4), teams=[search]))
    make_incident("Almost", kind="near_miss", began_at=at(4), teams=[search])
    assert len(close_last_month(at=FIRST_MONDAY)) == 2
    for page in (
        month_page(alice, OCTOBER, today=TODAY, circle=circle),
        month_page(alice, Month(2026, 10), today=date(2026, 10, 31), circle=circle),
    ):
        assert titles(page.facts.listing.published) == ["Index is stale"]
        assert measure(page, "documented").words == "1 of 1"
        assert titles(page.facts.listing.near_misses) == ["Almost"]
    assert measure(month_page(alice, OCTOBER, today=TODAY), "documented").words == "2 of 2"


def test_a_trend_shows_earlier_closed_months_and_gaps_between_them():
    alice, _, _ = a_lived_in_october()
    publish(
        make_incident(severity=1, began_at=datetime(2026, 8, 4, tzinfo=UTC)),
        published_at=datetime(2026, 8, 6, tzinfo=UTC),
    )
    close_month(Month(2026, 8), at=datetime(2026, 9, 1, tzinfo=UTC))
    close_month(OCTOBER, at=FIRST_MONDAY)
    page = month_page(alice, OCTOBER, today=TODAY)
    told = next(one for one in page.facts.measures if one.measure.key == "days_to_publication")
    by_month = {str(point.month): point.measure and point.measure.words for point in told.trend}
    assert (by_month["2026-08"], by_month["2026-09"], by_month["2026-10"]) == ("2 days", None, "17 days")
    completion = next(one for one in page.facts.measures if one.measure.key == "completion")
    assert len(completion.trend) == 12
    assert all(point.measure for point in completion.trend)  # cohorts are looked back on from the month itself


def test_the_digest_goes_out_on_a_working_day():
    assert [is_day_for_digest(date(2026, 11, day)) for day in (1, 2, 7)] == [False, True, False]


def test_a_measure_shows_its_definition_its_trend_and_the_rows_behind_it(client):
    alice, _, _ = a_lived_in_october()
    client.force_login(alice)
    body = client.get(reverse("reviews:measure", args=[OCTOBER, "documented"])).content.decode()
    assert "What is left out" in body
    assert "Checkout fails" in body
    cohort = client.get(reverse("reviews:measure", args=[OCTOBER, "completion"]), {"of": "2026-10"}).content.decode()
    assert "0 of 1" in cohort
    assert client.get(reverse("reviews:measure", args=[OCTOBER, "unheard-of"])).status_code == 404
    assert client.get(reverse("reviews:measure", args=[OCTOBER, "completion"]), {"of": "never"}).status_code == 404


def test_the_rows_behind_a_figure_are_those_one_may_see(client):
    a_lived_in_october()
    publish(make_incident("Key in a log", severity=1, began_at=at(8), is_restricted=True))
    client.force_login(make_user("Charlie"))
    body = client.get(reverse("reviews:measure", args=[OCTOBER, "documented"])).content.decode()
    assert "Key in a log" not in body
    assert "1 of 1" in body


@pytest.mark.parametrize("rows", [1, 3])
def test_a_closed_month_costs_the_same_whatever_it_held(client, rows, django_assert_num_queries):
    alice = make_user("Alice")
    for day in range(1, rows + 1):
        incident = make_incident(severity=1, began_at=at(day))
        publish(incident)
        make_action(incident, owner=alice, due_on=date(2020, 1, day))
    close_month(OCTOBER, at=FIRST_MONDAY)
    client.force_login(alice)
    with django_assert_num_queries(14):
        client.get(reverse("reviews:past_month", args=[OCTOBER]))


def test_a_month_closed_later_is_in_no_trend_of_one_that_was_closed_before_it():
    alice, _, _ = a_lived_in_october()
    close_month(OCTOBER, at=FIRST_MONDAY)
    publish(
        make_incident(severity=1, began_at=datetime(2026, 8, 4, tzinfo=UTC)),
        published_at=datetime(2026, 8, 6, tzinfo=UTC),
    )
    close_month(Month(2026, 8), at=FIRST_MONDAY + timedelta(days=9))
    page = month_page(alice, OCTOBER, today=TODAY)
    told = next(one for one in page.facts.measures if one.measure.key == "days_to_publication")
    assert [point.measure for point in told.trend if str(point.month) == "2026-08"] == [None]


def test_a_running_month_looks_back_on_the_closed_ones():
    alice, _, _ = a_lived_in_october()
    close_month(OCTOBER, at=FIRST_MONDAY)
    page = month_page(alice, Month(2026, 11), today=TODAY)
    told = next(one for one in page.facts.measures if one.measure.key == "documented")
    by_month = {str(point.month): point.measure and point.measure.words for point in told.trend}
    assert (by_month["2026-10"], by_month["2026-09"]) == ("1 of 1", None)


def test_what_is_hidden_is_taken_out_of_what_was_added_up():
    """What is kept and what the tables say are the same for everybody, whatever is hidden from them."""
    severity, earlier = make_severity(2, draft_within=3, publish_within=9), make_incident(began_at=at(1, month=3))
    incidents = [make_incident(severity=severity, began_at=at(day)) for day in (1, 3, 5, 8, 9, 12)]
    for incident, day in zip(incidents[:5], (20, 9, 28, 4, 15), strict=True):  # the fourth came out before it happened
        document = publish(incident, day=day, review_asked_at=at(day))
        make_action(incident, owner=make_user(), due_on=date(2026, 10, day), committed_at=at(day), gated=True)
    document.also_about.add(incidents[5])
    confirm_repeat(incidents[0], of=earlier, by=make_user(), at=at(20))
    make_incident(kind="near_miss", began_at=at(6))
    closed = close_month(OCTOBER, at=FIRST_MONDAY)
    taken = Taken(OCTOBER, FIRST_MONDAY.date())
    every = [*incidents, earlier]
    for hidden in (
        [],
        [incidents[0].pk],
        [incidents[5].pk],
        [earlier.pk],
        [one.pk for one in every[:3]],
        [one.pk for one in every],
    ):
        kept = figures_kept(closed.pk, (), tuple(hidden))
        now = figures_now(taken, hidden=hidden, definitions=MEASURES)
        for definition in MEASURES:
            place = definition.key, OCTOBER.first_day
            told = [read_figure(definition, figures.get(place, NO_FIGURE), is_over=True) for figures in (kept, now)]
            assert told[0] == told[1], (definition.key, hidden)


def test_a_month_closed_before_a_measure_was_there_does_not_tell_it(client):
    alice, _, _ = a_lived_in_october()
    with connection.cursor() as cursor:  # as an earlier version kept it
        cursor.execute("ALTER TABLE reviews_closedmonth DISABLE TRIGGER USER")
    close_month(OCTOBER, at=FIRST_MONDAY)
    facts = ClosedMonth.objects.get().facts
    ClosedMonth.objects.update(facts={key: facts[key] for key in facts if key not in {"measures", "stale_after"}})
    page = month_page(alice, OCTOBER, today=TODAY)
    assert measure(page, "held").state == State.NOT_KEPT
    assert measure(page, "documented").words == "1 of 1"
    client.force_login(alice)
    assert "nobody wrote it down" in client.get(reverse("reviews:measure", args=[OCTOBER, "held"])).content.decode()


def test_a_closed_month_keeps_what_the_policy_called_silence():
    alice, _, action = a_lived_in_october()
    action.moved_at = at(20)
    action.save(update_fields=["moved_at"])
    NudgePace.objects.filter(priority=action.priority).update(stale_after=10)
    close_month(OCTOBER, at=FIRST_MONDAY)
    NudgePace.objects.update(stale_after=300)
    page = month_page(alice, OCTOBER, today=TODAY)
    stale = next(one for one in page.facts.pile if one.key == "stale")
    assert (stale.numerator, stale.denominator) == (1, 1)
    assert stale.remark == "the policy then, in days: critical 7, high 14, medium 10, low 42"
    assert pile(month_page(alice, Month(2026, 11), today=TODAY))["stale"] == 0


def test_an_incident_stands_once_behind_a_figure_of_two_parts():
    alice, incident, _ = a_lived_in_october()
    confirm_repeat(incident, of=make_incident(began_at=at(1, month=3)), by=alice, at=at(9))
    now = rows_of(alice, DEFINITIONS["repeats"], OCTOBER, OCTOBER, today=TODAY)
    close_month(OCTOBER, at=FIRST_MONDAY)
    assert [(row.number, row.numerator, row.denominator) for row in now] == [(incident.number, 1, 1)]
    assert rows_of(alice, DEFINITIONS["repeats"], OCTOBER, OCTOBER, today=TODAY) == now


@pytest.mark.parametrize("closed", [False, True])
def test_behind_a_figure_stands_first_what_counts_then_what_it_is_taken_of(closed):
    alice = make_user("Alice")
    told, untold = (make_incident(title, severity=1, began_at=at(day)) for title, day in (("Told", 2), ("Untold", 3)))
    told_too = make_incident("Told too", severity=1, began_at=at(4))
    publish(told)
    publish(told_too)
    near_miss = make_incident("Almost", kind="near_miss", began_at=at(1))
    make_incident("Untold too", severity=1, began_at=at(5))
    backwards = make_incident("Known before it was", severity=1, began_at=at(25))
    publish(backwards)
    if closed:
        close_month(OCTOBER, at=FIRST_MONDAY)

    def behind(key):
        return [(row.title, row.words) for row in rows_of(alice, DEFINITIONS[key], OCTOBER, OCTOBER, today=TODAY)]

    assert behind("documented") == [
        *((title, "1 of 1") for title in ("Known before it was", "Told too", "Told")),
        *((title, "0 of 1") for title in ("Untold too", "Untold")),
    ]
    assert behind("near_misses")[0] == (near_miss.title, "1 counted")
    assert behind("near_misses")[1:3] == [(backwards.title, "1 incident"), ("Untold too", "1 incident")]
    assert behind("days_to_publication") == [
        (told_too.title, "16 days"),
        (told.title, "18 days"),
        (backwards.title, "its times contradict each other"),
    ]
    assert untold.title in dict(behind("near_misses"))


def test_improvements_are_told_by_kind_on_their_own_page(client):
    alice, incident, _ = a_lived_in_october()
    facts = {"verified_at": at(9), "verification": "The alert fired.", "gated": True, "due_on": date(2026, 10, 8)}
    make_action(incident, owner=alice, kind="detect", status="done", settled_at=at(8), **facts)
    client.force_login(alice)
    body = client.get(reverse("reviews:measure", args=[OCTOBER, "held"])).content.decode()
    assert "Of them, to detect</a>: 1" in body
    assert "Done, and not yet known to hold</a>: 0" in body
    part = client.get(reverse("reviews:measure", args=[OCTOBER, "held_detect"])).content.decode()
    assert "Checkout fails" in part
    assert "Of them, to detect" not in client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode()
