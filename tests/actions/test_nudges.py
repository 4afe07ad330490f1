"""Who is reminded, when and why: the pure rule. 2026-12-07 is a Monday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.choices import NudgeKind
from actions.nudges import OpenAction, OwedNudge, Person, owed_nudges, working_days_until

MONDAY = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
ALICE = Person(id=1, zone=UTC)
BOB = Person(id=2, zone=UTC)
GONE = Person(id=9, zone=UTC, is_active=False)
PEOPLE = {person.id: person for person in (ALICE, BOB, GONE)}


def days(n: int) -> timedelta:
    return timedelta(days=n)


def action(**facts: object) -> OpenAction:
    plain: dict[str, object] = {
        "id": 7,
        "owner_id": ALICE.id,
        "owner_left_on": None,
        "due_on": MONDAY + days(40),
        "heard_on": MONDAY - days(1),
    }
    return OpenAction(**{**plain, **facts})  # type: ignore[arg-type]


def owed(one: OpenAction, *, at: datetime = NOON, people: dict[int, Person] | None = None) -> OwedNudge | None:
    found = owed_nudges([one], PEOPLE if people is None else people, at=at)
    assert len(found) <= 1
    return found[0] if found else None


def kinds_by_day(
    one: OpenAction, *, until: int, people: dict[int, Person] | None = None
) -> dict[date, tuple[str, int]]:
    """What is said anew on which day, when it is looked at every noon."""
    said: set[OwedNudge] = set()
    found = {}
    for n in range(until):
        nudge = owed(one, at=NOON + days(n), people=people)
        if nudge and nudge not in said:
            said.add(nudge)
            found[MONDAY + days(n)] = (nudge.kind.value, nudge.step)
    return found


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


def test_a_new_date_is_a_new_reason_and_so_is_a_reopening() -> None:
    first = owed(action(due_on=MONDAY))
    assert owed(action(due_on=MONDAY + days(1))) != first
    assert owed(action(due_on=MONDAY, reopened_on=MONDAY - days(1), reopenings=1)) != first


def test_a_new_owner_is_a_new_reason() -> None:
    assert owed(action(due_on=MONDAY)) != owed(action(due_on=MONDAY, owner_id=BOB.id))


# --- past its date -----------------------------------------------------------------------------------
def test_a_passed_date_is_spoken_of_after_a_day_and_then_every_week() -> None:
    sunday_before = MONDAY - days(1)
    assert kinds_by_day(action(due_on=sunday_before, heard_on=sunday_before), until=22) == {
        MONDAY: ("overdue", 0),
        MONDAY + days(7): ("overdue", 1),
        MONDAY + days(14): ("overdue", 2),
        MONDAY + days(21): ("overdue", 3),
    }


def test_steps_that_nobody_could_say_are_not_made_up_for() -> None:
    assert owed(action(due_on=MONDAY - days(100))) == OwedNudge(1, 7, NudgeKind.OVERDUE, MONDAY - days(100), 14)


def test_one_reopened_after_its_date_is_spoken_of_from_the_day_after_it() -> None:
    reopened = action(due_on=MONDAY - days(3), reopened_on=MONDAY, reopenings=1, heard_on=MONDAY)
    assert owed(reopened) is None
    assert owed(reopened, at=NOON + days(1)) == OwedNudge(1, 7, NudgeKind.OVERDUE, MONDAY, 0)


# --- nothing heard -------------------------------------------------------------------------------------
@pytest.mark.parametrize("due_on", [None, MONDAY + days(200)])
def test_silence_is_spoken_of_after_three_weeks_whatever_the_date(due_on: date | None) -> None:
    quiet = action(due_on=due_on, heard_on=MONDAY - days(14))
    assert kinds_by_day(quiet, until=30) == {MONDAY + days(7): ("stale", 0), MONDAY + days(28): ("stale", 1)}


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


@given(st.integers(0, 30), st.sets(st.integers(1, 7)))
def test_working_days_are_never_more_than_days(ahead: int, working: set[int]) -> None:
    person = Person(id=1, zone=UTC, working_days=working)
    assert 0 <= working_days_until(MONDAY + days(ahead), today=MONDAY, person=person) <= ahead
