"""Who is reminded, when and why: the pure rule. 2026-12-07 is a Monday."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.choices import NudgeKind
from actions.nudges import (
    SHIPPED,
    Away,
    LateDocument,
    OwedNudge,
    Person,
    Said,
    TrackedAction,
    look_at,
    next_opening,
    owed_for_documents,
    owed_nudges,
)
from people.calendars import holidays_of

MONDAY = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
ALICE = Person(id=1, zone=UTC)
BOB = Person(id=2, zone=UTC)
GONE = Person(id=9, zone=UTC, is_active=False)
PEOPLE = {person.id: person for person in (ALICE, BOB, GONE)}


def days(n: int) -> timedelta:
    return timedelta(days=n)


def action(**facts: object) -> TrackedAction:
    plain: dict[str, object] = {
        "id": 7,
        "owner_id": ALICE.id,
        "owner_left_on": None,
        "due_on": MONDAY + days(40),
        "heard_on": MONDAY - days(1),
    }
    return TrackedAction(**{**plain, **facts})  # type: ignore[arg-type]


def owed(one: TrackedAction, *, at: datetime = NOON, people: dict[int, Person] | None = None) -> OwedNudge | None:
    found = owed_nudges([one], PEOPLE if people is None else people, at=at)
    assert len(found) <= 1
    return found[0] if found else None


def kinds_by_day(
    one: TrackedAction, *, until: int, people: dict[int, Person] | None = None
) -> dict[date, tuple[str, int]]:
    """What is said on which day, when it is looked at every noon and what is said is remembered."""
    found = {}
    for n in range(until):
        at = NOON + days(n)
        for nudge in owed_nudges([one], PEOPLE if people is None else people, at=at):
            found[MONDAY + days(n)] = (nudge.kind.value, nudge.step)
            one = replace(one, said=(*one.said, said(nudge, at)))
    return found


def said(nudge: OwedNudge, at: datetime) -> Said:
    return Said(nudge.kind, nudge.speaks_of, nudge.person, nudge.step, at.date(), at)


# --- due soon --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due_on", "is_owed"),
    [
        (MONDAY, True),
        (MONDAY + days(1), True),
        (MONDAY + days(3), True),  # Thursday: three working days from Monday on
        (MONDAY + days(4), False),
    ],
)
def test_an_action_is_due_soon_three_working_days_before(due_on: date, *, is_owed: bool) -> None:
    found = owed(action(due_on=due_on))
    assert (found == OwedNudge(1, 7, NudgeKind.DUE_SOON, due_on, 0)) is is_owed


def test_a_weekend_in_between_makes_it_earlier() -> None:
    wednesday = NOON + days(2)
    assert owed(action(due_on=MONDAY + days(7)), at=wednesday)
    assert not owed(action(due_on=MONDAY + days(7)), at=wednesday - days(1))


def test_somebody_who_works_one_day_a_week_hears_of_it_on_the_last_such_day_before() -> None:
    mondays_only = Person(id=1, zone=UTC, working_days=[1])
    assert kinds_by_day(action(due_on=MONDAY + days(11)), until=12, people={1: mondays_only}) == {
        MONDAY + days(7): ("due_soon", 0)
    }


def test_a_new_date_is_a_new_reason_and_so_is_a_reopening_or_a_hand_over_and_back() -> None:
    first = owed(action(due_on=MONDAY))
    assert first
    told = (said(first, NOON - days(1)),)
    assert owed(action(due_on=MONDAY, said=told)) is None
    assert owed(action(due_on=MONDAY + days(1), said=told)) == replace(first, speaks_of=MONDAY + days(1))
    assert owed(action(due_on=MONDAY, said=told, renewed_at=NOON - timedelta(hours=1))) == replace(first, step=1)


def test_a_new_owner_is_a_new_reason() -> None:
    first = owed(action(due_on=MONDAY))
    assert first
    assert owed(action(due_on=MONDAY, owner_id=BOB.id, said=(said(first, NOON),))) == replace(first, person=BOB.id)


# --- past its date -----------------------------------------------------------------------------------
def test_a_passed_date_is_spoken_of_after_a_day_and_then_every_week() -> None:
    sunday_before = MONDAY - days(1)
    assert kinds_by_day(action(due_on=sunday_before, heard_on=sunday_before), until=22) == {
        MONDAY: ("overdue", 0),
        MONDAY + days(7): ("overdue", 1),
        MONDAY + days(14): ("overdue", 2),
        MONDAY + days(21): ("overdue", 3),
    }


def test_what_nobody_could_say_for_long_is_said_once() -> None:
    assert owed(action(due_on=MONDAY - days(100))) == OwedNudge(1, 7, NudgeKind.OVERDUE, MONDAY - days(100), 0)


def test_one_reopened_after_its_date_is_spoken_of_from_the_day_after_it() -> None:
    reopened = action(due_on=MONDAY - days(3), reopened_at=NOON, renewed_at=NOON, heard_on=MONDAY)
    assert owed(reopened) is None
    assert owed(reopened, at=NOON + days(1)) == OwedNudge(1, 7, NudgeKind.OVERDUE, MONDAY, 0)


# --- nothing heard -------------------------------------------------------------------------------------
@pytest.mark.parametrize("due_on", [None, MONDAY + days(200)])
def test_silence_is_spoken_of_after_three_weeks_whatever_the_date(due_on: date | None) -> None:
    quiet = action(due_on=due_on, heard_on=MONDAY - days(14))
    assert kinds_by_day(quiet, until=30) == {
        MONDAY + days(7): ("stale", 0),
        MONDAY + days(14): ("stale", 1),
        MONDAY + days(21): ("stale", 2),
        MONDAY + days(28): ("stale", 3),
    }


def test_an_action_past_its_date_is_not_called_silent_as_well() -> None:
    found = owed(action(due_on=MONDAY - days(30), heard_on=MONDAY - days(60)))
    assert found is not None
    assert found.kind == NudgeKind.OVERDUE


# --- nobody's ----------------------------------------------------------------------------------------------
def test_an_unowned_action_asks_the_first_of_those_who_care_for_it_every_week() -> None:
    nobodys = action(owner_id=None, carers=(BOB.id, ALICE.id), heard_on=MONDAY - days(1))
    assert owed(nobodys) == OwedNudge(BOB.id, 7, NudgeKind.UNOWNED, MONDAY - days(1), 0)
    assert kinds_by_day(nobodys, until=15) == {
        MONDAY: ("unowned", 0),
        MONDAY + days(7): ("unowned", 1),
        MONDAY + days(14): ("unowned", 2),
    }


def test_an_action_whose_owner_left_asks_the_next_who_is_here() -> None:
    orphan = action(owner_id=GONE.id, owner_left_on=MONDAY - days(2), carers=(GONE.id, BOB.id), due_on=MONDAY)
    assert owed(orphan) == OwedNudge(BOB.id, 7, NudgeKind.ORPHANED, MONDAY - days(2), 0)


def test_nobody_is_asked_where_there_is_nobody() -> None:
    assert owed(action(owner_id=None)) is None
    assert owed(action(owner_id=404)) is None


# --- restricted ------------------------------------------------------------------------------------------------
def test_an_owner_who_may_not_know_of_it_is_passed_over() -> None:
    hidden = action(due_on=MONDAY, carers=(BOB.id,), readers={BOB.id})
    assert owed(hidden) == OwedNudge(BOB.id, 7, NudgeKind.DUE_SOON, MONDAY, 0)


def test_where_nobody_may_know_of_it_nobody_is_told() -> None:
    assert owed(action(due_on=MONDAY, carers=(BOB.id,), readers={404})) is None


# --- when ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "at", "is_owed"),
    [
        ("UTC", datetime(2026, 12, 7, 6, 59, tzinfo=UTC), False),
        ("UTC", datetime(2026, 12, 7, 7, 0, tzinfo=UTC), True),
        ("Asia/Tokyo", datetime(2026, 12, 6, 21, 59, tzinfo=UTC), False),  # Monday, 06:59 there
        ("Asia/Tokyo", datetime(2026, 12, 6, 22, 0, tzinfo=UTC), True),
        ("America/Los_Angeles", datetime(2026, 12, 7, 14, 59, tzinfo=UTC), False),
        ("America/Los_Angeles", datetime(2026, 12, 7, 15, 0, tzinfo=UTC), True),
        ("UTC", datetime(2026, 12, 6, 12, 0, tzinfo=UTC), False),  # Sunday
        ("Asia/Tokyo", datetime(2026, 12, 11, 15, 0, tzinfo=UTC), False),  # Saturday there already
    ],
)
def test_mail_comes_on_working_days_after_seven_on_the_receivers_clock(
    zone: str, at: datetime, *, is_owed: bool
) -> None:
    person = Person(id=1, zone=ZoneInfo(zone))
    assert bool(owed(action(due_on=date(2026, 12, 1)), at=at, people={1: person})) is is_owed


def test_sundays_are_working_days_for_those_who_say_so() -> None:
    sunday_worker = Person(id=1, zone=UTC, working_days=[7])
    assert owed(action(due_on=MONDAY - days(5)), at=NOON - days(1), people={1: sunday_worker})


def test_somebody_without_working_days_is_reminded_all_the_same() -> None:
    assert owed(action(due_on=MONDAY), people={1: Person(id=1, zone=UTC, working_days=[])})


def test_one_mail_a_day() -> None:
    mailed = Person(id=1, zone=UTC, last_mail_on=MONDAY)
    assert owed(action(due_on=MONDAY), people={1: mailed}) is None
    assert owed(action(due_on=MONDAY), at=NOON + days(1), people={1: mailed})


def test_at_most_weekly_for_those_who_want_that() -> None:
    mailed = Person(id=1, zone=UTC, at_most_weekly=True, last_mail_on=MONDAY - days(6))
    assert owed(action(due_on=MONDAY - days(3)), people={1: mailed}) is None
    assert owed(action(due_on=MONDAY - days(3)), at=NOON + days(1), people={1: mailed})


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    due=st.integers(-60, 60),
    heard=st.integers(-60, 0),
    working=st.sets(st.integers(1, 7), min_size=1),
    zone=st.sampled_from(["UTC", "Asia/Tokyo", "Pacific/Auckland", "America/Los_Angeles"]),
)
def test_whatever_the_calendar_nothing_open_is_forgotten_for_five_weeks(
    due: int, heard: int, working: set[int], zone: str
) -> None:
    person = Person(id=1, zone=ZoneInfo(zone), working_days=working)
    one = action(due_on=MONDAY + days(due), heard_on=MONDAY + days(heard))
    assert any(owed(one, at=NOON + timedelta(hours=hours), people={1: person}) for hours in range(0, 35 * 24, 6))


# --- the pace -----------------------------------------------------------------------------------------------------
def test_what_matters_more_is_said_sooner_and_oftener() -> None:
    late = {"due_on": MONDAY - days(1), "heard_on": MONDAY - days(1)}
    assert list(kinds_by_day(action(**late, priority="critical"), until=7)) == [MONDAY, MONDAY + days(3)]
    assert list(kinds_by_day(action(**late, priority="low"), until=16)) == [MONDAY, MONDAY + days(14)]


def test_a_person_loosens_the_pace_within_bounds_and_never_tightens_it() -> None:
    late = action(due_on=MONDAY - days(1), heard_on=MONDAY - days(1))
    for wanted, got in ((3, 7), (10, 10), (50, 14)):
        person = Person(id=1, zone=UTC, nudge_every=wanted, working_days=range(1, 8))
        assert list(kinds_by_day(late, until=got + 1, people={1: person})) == [MONDAY, MONDAY + days(got)]
    soon = action(due_on=MONDAY + days(2))
    assert owed(soon)
    assert owed(soon, people={1: Person(id=1, zone=UTC, nudge_ahead=1)}) is None
    assert owed(action(due_on=MONDAY + days(4)), people={1: Person(id=1, zone=UTC, nudge_ahead=9)}) is None


# --- days off -------------------------------------------------------------------------------------------------------
def test_nothing_comes_on_a_public_holiday_and_it_is_there_the_day_after() -> None:
    berlin = Person(id=1, zone=UTC, holidays=holidays_of("DE", "BE"))
    late, christmas = action(due_on=date(2026, 12, 20)), datetime(2026, 12, 25, 12, tzinfo=UTC)
    assert owed(late, at=christmas, people={1: berlin}) is None
    assert owed(late, at=christmas + days(3), people={1: berlin})


def test_what_is_owed_during_an_absence_waits_for_the_first_day_back() -> None:
    away = Person(id=1, zone=UTC, absences=(Away(MONDAY, MONDAY + days(8)),))
    late = action(due_on=MONDAY - days(2), carers=(BOB.id,))
    assert list(kinds_by_day(late, until=12, people={1: away, 2: BOB})) == [MONDAY + days(9)]


def test_a_date_that_falls_into_an_absence_is_spoken_of_before_it_begins() -> None:
    away = Person(id=1, zone=UTC, absences=(Away(MONDAY + days(4), MONDAY + days(25)),))
    found = kinds_by_day(action(due_on=MONDAY + days(20), heard_on=MONDAY), until=15, people={1: away})
    assert found == {MONDAY + days(1): ("due_soon", 0)}


def test_whoever_stands_in_is_asked_meanwhile_and_the_owner_on_the_first_day_back() -> None:
    away = Person(id=1, zone=UTC, absences=(Away(MONDAY, MONDAY + days(3), stand_in=BOB.id),))
    late, people = action(due_on=MONDAY - days(2)), {1: away, 2: BOB}
    first = owed(late, people=people)
    assert first == OwedNudge(BOB.id, 7, NudgeKind.OVERDUE, MONDAY - days(2), 0)
    late = replace(late, said=(said(first, NOON),))
    assert owed(late, at=NOON + days(1), people=people) is None
    assert owed(late, at=NOON + days(4), people=people) == replace(first, person=1)


def test_a_stand_in_who_may_not_know_of_it_is_not_told() -> None:
    away = Person(id=1, zone=UTC, absences=(Away(MONDAY, MONDAY + days(3), stand_in=BOB.id),))
    assert owed(action(due_on=MONDAY - days(2), readers={1}), people={1: away, 2: BOB}) is None


@pytest.mark.parametrize(("clock", "is_owed"), [(9, True), (12, False), (13, False), (14, True)])
def test_the_quiet_hours_are_the_persons_own(clock: int, *, is_owed: bool) -> None:
    napper = Person(id=1, zone=UTC, quiet_from=time(12), quiet_until=time(14))
    at = NOON.replace(hour=clock)
    assert bool(owed(action(due_on=MONDAY - days(2)), at=at, people={1: napper})) is is_owed


def test_the_next_opening_is_the_next_working_morning() -> None:
    friday_night = datetime(2026, 12, 11, 21, 30, tzinfo=UTC)
    assert next_opening(ALICE, friday_night) == datetime(2026, 12, 14, 7, 0, tzinfo=UTC)
    assert next_opening(ALICE, NOON) == NOON
    long_gone = Person(id=1, zone=UTC, absences=(Away(MONDAY, MONDAY + days(300)),))
    assert next_opening(long_gone, NOON) == NOON


# --- nobody's, in turn ------------------------------------------------------------------------------------------------
def test_nobodys_action_is_asked_of_one_person_a_time_and_passes_over_who_is_away() -> None:
    away = Person(id=3, zone=UTC, absences=(Away(MONDAY, MONDAY + days(9)),))
    nobodys = action(owner_id=None, carers=(3, BOB.id, ALICE.id), heard_on=MONDAY - days(5))
    first = owed(nobodys, people={1: ALICE, 2: BOB, 3: away})
    assert first
    assert first.person == BOB.id
    told = replace(nobodys, said=(said(first, NOON),), carers=(ALICE.id, BOB.id))
    assert owed(told, at=NOON + days(1)) is None  # not of each of them
    assert owed(told, at=NOON + days(7)) == replace(first, person=ALICE.id, step=1)


# --- the team's lead -----------------------------------------------------------------------------------------------------
def test_the_teams_lead_hears_of_it_after_a_while_and_the_owner_was_told_so_before() -> None:
    late = action(due_on=MONDAY - days(1), heard_on=MONDAY, lead_id=BOB.id, priority="critical")
    found = []
    for n in range(15):
        at = NOON + days(n)
        for nudge in owed_nudges([late], PEOPLE, at=at):
            late = replace(late, said=(*late.said, said(nudge, at)))
            found.append((n, nudge.person, nudge.kind.value))
    assert found == [
        (0, ALICE.id, "overdue"),
        (3, ALICE.id, "overdue"),
        (7, ALICE.id, "overdue"),  # Sunday and Saturday are theirs
        (7, BOB.id, "escalated"),
        (10, ALICE.id, "overdue"),
        (14, ALICE.id, "overdue"),
        (14, BOB.id, "escalated"),
    ]


def test_the_lead_is_not_told_before_the_owner_nor_of_their_own_nor_of_what_they_may_not_see() -> None:
    late = {"due_on": MONDAY - days(90), "lead_id": BOB.id}
    assert [nudge.kind for nudge in owed_nudges([action(**late)], PEOPLE, at=NOON)] == ["overdue"]
    told = said(OwedNudge(1, 7, NudgeKind.OVERDUE, MONDAY - days(90), 0), NOON - days(1))
    assert [nudge.person for nudge in owed_nudges([action(**late, said=(told,))], PEOPLE, at=NOON)] == [BOB.id]
    assert not owed_nudges([action(**late, said=(told,), readers={1})], PEOPLE, at=NOON)
    assert not owed_nudges([action(**(late | {"lead_id": 1}), said=(told,))], PEOPLE, at=NOON)


# --- put off ------------------------------------------------------------------------------------------------------------
def test_what_was_put_off_is_spoken_of_on_the_day_it_was_put_off_to() -> None:
    first = owed(action(due_on=MONDAY - days(2)))
    assert first
    late = action(due_on=MONDAY - days(2), said=(said(first, NOON),), snoozed_until=MONDAY + days(3))
    assert list(kinds_by_day(late, until=12)) == [MONDAY + days(3), MONDAY + days(10)]
    nobodys = action(owner_id=None, carers=(BOB.id,), snoozed_until=MONDAY + days(2))
    assert list(kinds_by_day(nobodys, until=4)) == [MONDAY + days(2)]


# --- done, and won't do ----------------------------------------------------------------------------------------------------
def test_the_owner_of_what_is_done_is_asked_whether_it_held_and_the_carers_where_the_owner_left() -> None:
    done = action(status="done", verify_on=MONDAY + days(1), carers=(BOB.id,))
    assert owed(done) is None
    assert owed(done, at=NOON + days(1)) == OwedNudge(1, 7, NudgeKind.VERIFY, MONDAY + days(1), 0)
    gone = replace(done, owner_id=GONE.id)
    assert owed(gone, at=NOON + days(1)) == OwedNudge(BOB.id, 7, NudgeKind.VERIFY, MONDAY + days(1), 0)
    assert owed(action(status="done", due_on=MONDAY - days(5))) is None


def test_what_we_wont_do_comes_back_on_its_day_to_whoever_accepted_the_risk() -> None:
    declined = action(status="wont_do", look_again_on=MONDAY, accepted_by=BOB.id)
    assert owed(declined, at=NOON - days(3)) is None
    assert owed(declined) == OwedNudge(BOB.id, 7, NudgeKind.LOOK_AGAIN, MONDAY, 0)
    assert owed(replace(declined, accepted_by=GONE.id)) == OwedNudge(1, 7, NudgeKind.LOOK_AGAIN, MONDAY, 0)
    assert owed(action(status="wont_do", due_on=MONDAY - days(5))) is None


# --- documents ---------------------------------------------------------------------------------------------------------------
def test_a_late_draft_is_asked_for_from_the_day_after_and_then_weekly() -> None:
    late = LateDocument(5, NudgeKind.DRAFT_LATE, MONDAY - days(1), (1, 2, 404))
    first = owed_for_documents([late], PEOPLE, at=NOON)
    assert first == [OwedNudge(pk, None, NudgeKind.DRAFT_LATE, MONDAY - days(1), 0, 5) for pk in (1, 2)]
    told = replace(late, said=tuple(said(nudge, NOON) for nudge in first))
    assert not owed_for_documents([told], PEOPLE, at=NOON + days(4))
    assert [nudge.step for nudge in owed_for_documents([told], PEOPLE, at=NOON + days(7))] == [1, 1]
    assert not owed_for_documents([replace(late, due_on=MONDAY)], PEOPLE, at=NOON)
    assert [n.person for n in owed_for_documents([replace(late, readers={2})], PEOPLE, at=NOON)] == [2]


# --- when to look again ----------------------------------------------------------------------------------------------------------
def test_what_waits_for_its_receiver_rests_until_they_can_have_it() -> None:
    saturday = NOON + days(5)
    look = look_at(action(due_on=MONDAY), PEOPLE, SHIPPED, at=saturday)
    monday = datetime.combine(MONDAY + days(7), PEOPLE[1].quiet_until, PEOPLE[1].zone)
    assert (look.owed, look.stays, look.again) == ((), False, monday)


def test_what_waits_for_whoever_cares_for_it_is_looked_at_at_every_run() -> None:
    look = look_at(action(owner_id=None, carers=(2,)), PEOPLE, SHIPPED, at=NOON + days(5))
    assert (look.owed, look.stays, look.again) == ((), True, None)


def test_what_is_said_rests_until_the_day_on_which_it_is_said_again() -> None:
    look = look_at(action(due_on=MONDAY - days(2)), PEOPLE, SHIPPED, at=NOON)
    assert len(look.owed) == 1
    assert (look.stays, look.again) == (False, datetime(2026, 12, 14, tzinfo=UTC))
    assert look_at(action(status="done"), PEOPLE, SHIPPED, at=NOON).again is None


def test_somebody_who_returns_is_looked_for_on_the_day_they_do() -> None:
    away = {**PEOPLE, 1: replace(PEOPLE[1], absences=(Away(MONDAY, MONDAY + days(2), stand_in=2),))}
    late = action(due_on=MONDAY - days(2))
    (told,) = look_at(late, away, SHIPPED, at=NOON).owed
    assert told.person == 2
    look = look_at(replace(late, said=(said(told, NOON),)), away, SHIPPED, at=NOON + timedelta(hours=1))
    assert (look.owed, look.again) == ((), datetime(2026, 12, 10, tzinfo=UTC))
