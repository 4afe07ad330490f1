"""What a month's agenda lists beside its documents: patterns, what held, what nobody has begun, what waits."""

from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actions.models import ActionEvent, NudgePace
from actions.queries import ActionFilters, list_actions
from incidents.repeats.services import confirm_repeat, withdraw_repeat
from reviews.listed import Listing
from reviews.listing import list_month
from reviews.models import Circle
from reviews.months import Month
from reviews.queries import lessons_of, listing_of, month_page, waiting_actions
from reviews.services import close_month, decline_lesson, open_meeting, tell_lesson
from tests.factories import make_action, make_incident, make_service, make_team, make_user
from tests.reviews.test_month import OCTOBER, TODAY, at, titles

pytestmark = pytest.mark.django_db


def small_ones(service, days, **facts):
    told: dict[str, Any] = {"severity": 4, "kind": "degradation"} | facts
    return [make_incident(f"Slow on day {day}", began_at=at(day), services=[service], **told) for day in days]


def event(action, kind, *, on=None, reason="The alert fired", **details):
    return ActionEvent.objects.create(action=action, kind=kind, at=on or at(9), reason=reason, details=details)


def test_four_alike_within_the_policys_days_are_a_pattern_and_three_are_not():
    service = make_service("Search")
    small_ones(service, [2, 9, 16])
    assert list_month(OCTOBER, today=TODAY).patterns == ()
    fourth = make_incident("Slow again", severity=4, kind="degradation", began_at=at(20), services=[service])
    [pattern] = list_month(OCTOBER, today=TODAY).patterns
    assert (pattern.service, pattern.words, pattern.least, pattern.days) == ("Search", "SEV-4, degradation", 4, 30)
    assert titles(pattern.alike)[0] == fourth.title
    assert len(pattern.alike) == 4
    small_ones(make_service("Index"), [2, 9, 16, 20], kind="unknown")
    assert len(list_month(OCTOBER, today=TODAY).patterns) == 1  # what is not known yet is like nothing


def test_two_near_misses_of_one_service_are_told_once_and_only_in_a_month_that_added_one():
    services = [make_service("Search"), make_service("Index")]
    for day, month in ((3, 9), (5, 10)):
        make_incident("Almost", kind="near_miss", began_at=at(day, month), services=services)
    [pattern] = list_month(OCTOBER, today=TODAY).patterns
    assert (pattern.words, len(pattern.alike)) == ("near misses", 2)
    assert list_month(OCTOBER.next, today=TODAY).patterns == ()


def test_a_pattern_that_is_none_without_what_is_hidden_is_not_told():
    alice, charlie = make_user("Alice"), make_user("Charlie")
    service = make_service("Vault")
    small_ones(service, [2, 9, 16])
    make_incident(
        "Key in a log",
        by=alice,
        severity=4,
        kind="degradation",
        began_at=at(20),
        services=[service],
        is_restricted=True,
    )
    for closed in (False, True):
        if closed:
            close_month(OCTOBER, at=OCTOBER.ends)
        assert [len(one.alike) for one in listing_of(alice, OCTOBER, today=TODAY).patterns] == [4]
        assert listing_of(charlie, OCTOBER, today=TODAY).patterns == ()


def test_what_was_asked_after_is_listed_with_what_shows_it():
    held, failed, earlier = (make_action(title=title) for title in ("Limit", "Alert", "Of September"))
    event(held, "verified")
    event(failed, "reopened", reason="It stayed silent", did_not_hold=True)
    event(earlier, "verified", on=at(9, 9))
    event(make_action(), "reopened")  # for another reason
    listing = list_month(OCTOBER, today=TODAY)
    assert [(row.title, row.reasoning) for row in listing.held] == [("Limit", "The alert fired")]
    assert [(row.title, row.reasoning) for row in listing.did_not_hold] == [("Alert", "It stayed silent")]
    assert Listing.from_json(listing.as_json()) == listing


def test_what_came_back_is_listed_with_how_the_earlier_actions_stood():
    earlier, later = (make_incident(title, began_at=at(day)) for title, day in (("Then", 1), ("Now", 9)))
    for status in ("done", "todo", "todo", "proposed"):
        make_action(earlier, status=status)
    withdrawn = make_incident("No repeat", began_at=at(10))
    for incident in (later, withdrawn):
        confirm_repeat(incident, of=earlier, by=later.recorded_by, note="The same limit", at=at(11))
    withdraw_repeat(withdrawn.repeats.get(), because="Another limit", by=later.recorded_by)
    [row] = list_month(OCTOBER, today=TODAY).repeats
    assert (row.title, row.of_title, row.note, row.then) == ("Now", "Then", "The same limit", "1 done, 2 still open")
    assert Listing.from_json({"repeats": [asdict(row)]}).repeats == (row,)


@pytest.mark.parametrize("restricted", ["earlier", "later"])
def test_a_repeat_is_told_to_those_alone_who_may_see_both(restricted):
    alice, charlie = make_user("Alice"), make_user("Charlie")
    earlier, later = (
        make_incident(began_at=at(day), by=alice, is_restricted=name == restricted)
        for day, name in ((1, "earlier"), (9, "later"))
    )
    confirm_repeat(later, of=earlier, by=alice, at=at(11))
    for closed in (False, True):
        if closed:
            close_month(OCTOBER, at=OCTOBER.ends)
        assert len(listing_of(alice, OCTOBER, today=TODAY).repeats) == 1
        assert listing_of(charlie, OCTOBER, today=TODAY).repeats == ()


def test_what_the_policy_asks_for_and_nobody_began_is_listed_with_the_day_that_was_planned():
    late = make_incident("Checkout fails", severity=1, began_at=at(3))
    make_incident("Only just", severity=1, began_at=at(30))
    make_incident("Counted only", severity=4, began_at=at(3))
    make_incident("Long ago", severity=1, began_at=at(3, 5))
    make_incident("Imported", severity=1, began_at=at(3), is_imported=True)
    [row] = list_month(OCTOBER, today=date(2026, 10, 31)).unwritten
    assert row.number == late.number
    assert row.planned_on is not None
    assert row.planned_on < date(2026, 10, 31)


def test_a_month_kept_before_these_were_listed_can_still_be_read():
    kept = Listing().as_json()
    for name in ("unwritten", "patterns", "held", "did_not_hold", "repeats", "factors"):
        del kept[name]
    assert Listing.from_json(kept) == Listing()


def test_what_waits_is_in_one_list_each():
    alice, gone = make_user("Alice"), make_user("Gone", is_active=False)
    past = make_action(owner=gone, due_on=TODAY - timedelta(days=2))
    unowned = make_action(owner=None, due_on=None)
    orphaned = make_action(owner=gone, due_on=TODAY + timedelta(days=9))
    stale = make_action(owner=alice, due_on=TODAY + timedelta(days=9), moved_at=at(1))
    make_action(owner=alice, due_on=TODAY + timedelta(days=9), moved_at=at(2, 11))
    waiting = waiting_actions(alice, today=TODAY)
    assert waiting.past == [past]
    assert {*waiting.nobodys} == {unowned, orphaned}
    assert waiting.stale == [stale]
    assert len([*waiting]) == 4


def test_what_the_pile_counts_is_what_the_list_of_actions_shows(client):
    """Each in its own way: the pile in SQL of its own, the list in the ORM. Both go by the policy of reminders."""
    alice, gone = make_user("Alice"), make_user("Gone", is_active=False)
    for priority, days in (("critical", 7), ("high", 14), ("medium", 21), ("low", 42)):
        for moved in (days, days - 1):  # midnight is where a day begins
            moved_at = datetime.combine(TODAY - timedelta(days=moved), time(), UTC)
            make_action(owner=alice, priority=priority, moved_at=moved_at)
    make_action(owner=None, moved_at=at(1))
    make_action(owner=gone, due_on=TODAY - timedelta(days=2))
    NudgePace.objects.filter(priority="low").update(stale_after=41)
    page = month_page(alice, Month.of(TODAY), today=TODAY)
    counted = {figure.key: figure.numerator for figure in page.facts.pile if figure.definition.actions_view}
    listed = {view: list_actions(alice, ActionFilters(view=view), on=TODAY).count() for view in counted}
    assert counted == listed == {"past": 1, "stale": 6, "unowned": 2}
    client.force_login(alice)
    body = client.get(reverse("reviews:month")).text
    assert all(f'{reverse("actions:list")}?view={view}"' in body for view in counted)


def test_a_lesson_of_the_months_before_waits_until_each_team_it_concerns_has_answered():
    alice = make_user("Alice")
    search, gate = make_team("Search"), make_team("Gate")
    lesson = tell_lesson(make_incident(), by=alice, text="Queues want limits", concerns=[search, gate], at=at(3, 9))
    for_all = tell_lesson(make_incident(), by=alice, text="Clocks drift", at=at(4, 9))
    tell_lesson(make_incident(), by=alice, text="Too long ago", at=at(4, 5))
    assert lessons_of(alice, OCTOBER) == ([], [for_all, lesson])
    decline_lesson(lesson, team=search, by=alice, reason="We have no queue")
    decline_lesson(for_all, team=search, by=alice, reason="We have no clock")
    assert lessons_of(alice, OCTOBER) == ([], [lesson])
    decline_lesson(lesson, team=gate, by=alice, reason="Nor have we")
    assert lessons_of(alice, OCTOBER) == ([], [])


def test_a_circles_agenda_holds_what_its_teams_were_part_of():
    ours, theirs = make_team("Search"), make_team("Gate")
    circle = Circle.objects.create(name="Finders", slug="finders")
    circle.teams.add(ours)
    alice = make_user("Alice")
    for team in (ours, theirs):
        service = make_service()
        small_ones(service, [2, 9, 16, 20], teams=[team])
        event(make_action(make_incident(teams=[team]), team.name, owner=alice, due_on=TODAY), "verified")
        make_incident(f"Unwritten of {team}", severity=1, began_at=at(3), teams=[team])
        make_action(make_incident(), f"Late of {team}", team=team, owner=alice, due_on=at(1).date())
    listing = listing_of(alice, OCTOBER, today=TODAY, circle=circle)
    assert [one.alike[0].teams for one in listing.patterns] == [("Search",)]
    assert titles(listing.held) == ["Search"]
    assert titles(listing.unwritten) == ["Unwritten of Search"]
    assert titles(waiting_actions(alice, today=TODAY, circle=circle)) == ["Late of Search"]


def test_the_agenda_of_a_stranger_knows_nothing_of_a_restricted_incident(client):
    alice, charlie = make_user("Alice", is_facilitator=True), make_user("Charlie")
    service = make_service("Vault")
    facts: dict[str, Any] = {"services": [service], "by": alice, "is_restricted": True}
    secret = make_incident("Key in a log", severity=1, began_at=at(3), **facts)
    for day in (4, 5):
        make_incident("Key almost in a log", kind="near_miss", began_at=at(day), **facts)
    action = make_action(secret, "Rotate the key", owner=None, due_on=None)
    event(action, "reopened", reason="The key was still valid", did_not_hold=True)
    event(make_action(secret, "Scan the logs"), "verified", reason="The scan found it")
    tell_lesson(secret, by=alice, text="Logs are read by many", at=at(9, 9))
    open_meeting(OCTOBER, by=alice)
    words = ("Key", "Rotate", "valid", "Scan", "scan found", "Logs are read", "Vault")
    topics = ("published", "patterns", "near-misses", "lessons", "held", "actions", "measures")
    page = month_page(charlie, OCTOBER, today=TODAY)
    assert page.facts.listing == Listing()
    for person, sees in ((charlie, False), (alice, True)):
        client.force_login(person)
        bodies = [
            client.get(reverse("reviews:meeting", args=[OCTOBER]), {"topic": topic}).content.decode()
            for topic in topics
        ]
        bodies.append(client.get(reverse("reviews:past_month", args=[OCTOBER])).content.decode())
        assert {word for word in words if any(word in body for body in bodies)} == (set(words) if sees else set())


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("topic", "count"), [("published", 23), ("patterns", 23), ("held", 23), ("lessons", 27)])
def test_a_topic_costs_the_same_at_one_row_and_at_three(client, django_assert_num_queries, rows, topic, count):
    alice = make_user("Alice", is_facilitator=True)
    for _ in range(rows):
        small_ones(make_service(), [2, 9, 16, 20])
        make_incident(severity=1, began_at=at(3))
        event(make_action(due_on=at(1).date(), owner=alice), "verified")
        tell_lesson(make_incident(), by=alice, text="Queues want limits", at=at(9))
    open_meeting(OCTOBER, by=alice)
    client.force_login(alice)
    client.get(reverse("reviews:past_month", args=[OCTOBER]))  # the first page of a process prepares statements
    with django_assert_num_queries(count):
        client.get(reverse("reviews:meeting", args=[OCTOBER]), {"topic": topic})
