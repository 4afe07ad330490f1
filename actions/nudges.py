"""Who is reminded of which action, when and why. Pure: takes facts, returns what is owed, knows no clock.

Said once for a reason. `speaks_of` and `step` make a reason a new one: the date it reminds of or
the day of the last movement, and which repetition it is. The same is kept by a constraint on Nudge,
so planning twice, or in two processes, gives nothing twice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from actions.choices import NudgeKind
from people.models import MONDAY_TO_FRIDAY

# --- thresholds -----------------------------------------------------------------------------------
NOT_BEFORE = time(7, 0)  # on the receiver's clock
DUE_SOON_WORKING_DAYS = 3  # before the date, on the receiver's calendar
DUE_SOON_AT_MOST = timedelta(days=6)  # for those who work one day a week
OVERDUE_AFTER = timedelta(days=1)
OVERDUE_EVERY = timedelta(days=7)
STALE_AFTER = timedelta(days=21)
STALE_EVERY = timedelta(days=21)
UNOWNED_AFTER = timedelta(days=1)
UNOWNED_EVERY = timedelta(days=7)
ORPHANED_EVERY = timedelta(days=7)
WEEKLY = timedelta(days=7)  # for people who want reminders at most weekly


@dataclass(frozen=True, slots=True)
class OpenAction:
    """What the planner has to know of an action that is open."""

    id: int
    owner_id: int | None
    owner_left_on: date | None
    due_on: date | None
    heard_on: date
    reopened_on: date | None = None
    reopenings: int = 0
    carers: tuple[int, ...] = ()  # who is asked where its owner cannot be: lead, facilitator, administrators
    readers: Collection[int] | None = None  # who may know of it; None: everybody here


@dataclass(frozen=True, slots=True)
class Person:
    """What the planner has to know of somebody it may write to."""

    id: int
    zone: tzinfo
    working_days: Collection[int] = field(default=tuple(MONDAY_TO_FRIDAY))
    is_active: bool = True
    at_most_weekly: bool = False
    last_mail_on: date | None = None

    def works_on(self, day: date) -> bool:
        """Whether this is one of the person's working days; nobody has none."""
        return day.isoweekday() in (self.working_days or MONDAY_TO_FRIDAY)


@dataclass(frozen=True, slots=True)
class OwedNudge:
    """One reason to remind one person of one action."""

    person: int
    action: int
    kind: NudgeKind
    speaks_of: date
    step: int


def owed_nudges(actions: Iterable[OpenAction], people: Mapping[int, Person], *, at: datetime) -> list[OwedNudge]:
    """Return every reminder that may go out at this instant; at most one for an action."""
    owed = []
    for action in actions:
        person = _whom_to_ask(action, people)
        if person is None or not may_be_written_to(person, at=at):
            continue
        today = at.astimezone(person.zone).date()
        reason = _reason(action, person, today)
        if reason:
            kind, speaks_of, step = reason
            owed.append(OwedNudge(person.id, action.id, kind, speaks_of, step))
    return owed


def may_be_written_to(person: Person, *, at: datetime) -> bool:
    """Whether a reminder may go to this person now: a working day, morning has come, and none went today."""
    local = at.astimezone(person.zone)
    if not person.works_on(local.date()) or local.time() < NOT_BEFORE:
        return False
    if person.last_mail_on is None:
        return True
    pause = WEEKLY if person.at_most_weekly else timedelta(days=1)
    return local.date() >= person.last_mail_on + pause


def working_days_until(day: date, *, today: date, person: Person) -> int:
    """Count the person's working days from today, included, up to a later day, not included."""
    span = (today + timedelta(days=n) for n in range((day - today).days))
    return sum(person.works_on(each) for each in span)


def _whom_to_ask(action: OpenAction, people: Mapping[int, Person]) -> Person | None:
    """Return the owner, else the first of the carers, among those who are here and may know of the action."""
    asked = action.carers if action.owner_id is None else (action.owner_id, *action.carers)
    for pk in asked:
        person = people.get(pk)
        if person and person.is_active and (action.readers is None or pk in action.readers):
            return person
    return None


def _reason(action: OpenAction, person: Person, today: date) -> tuple[NudgeKind, date, int] | None:
    if action.owner_id is None:
        quiet = today - action.heard_on - UNOWNED_AFTER
        return _repeated(NudgeKind.UNOWNED, action.heard_on, quiet, UNOWNED_EVERY)
    if action.owner_left_on is not None:
        return _repeated(NudgeKind.ORPHANED, action.owner_left_on, today - action.owner_left_on, ORPHANED_EVERY)
    if action.due_on is not None and today > action.due_on:
        # reopened after its date: from then on, and as a reason of its own
        since = max(action.due_on, action.reopened_on or action.due_on)
        return _repeated(NudgeKind.OVERDUE, since, today - since - OVERDUE_AFTER, OVERDUE_EVERY)
    if action.due_on is not None and _is_soon(action.due_on, today=today, person=person):
        return NudgeKind.DUE_SOON, action.due_on, action.reopenings
    quiet = today - action.heard_on - STALE_AFTER
    return _repeated(NudgeKind.STALE, action.heard_on, quiet, STALE_EVERY)


def _is_soon(due_on: date, *, today: date, person: Person) -> bool:
    if due_on - today > DUE_SOON_AT_MOST:
        return False
    return working_days_until(due_on, today=today, person=person) <= DUE_SOON_WORKING_DAYS


def _repeated(
    kind: NudgeKind, speaks_of: date, elapsed: timedelta, every: timedelta
) -> tuple[NudgeKind, date, int] | None:
    if elapsed < timedelta(0):
        return None
    return kind, speaks_of, elapsed // every


def holds_still(kind: NudgeKind, speaks_of: date, action: OpenAction, *, today: date) -> bool:
    """Whether a reason planned earlier is one still, when the mail about the open action is written."""
    match kind:
        case NudgeKind.UNOWNED:
            return action.owner_id is None
        case NudgeKind.ORPHANED:
            return action.owner_left_on is not None
        case NudgeKind.DUE_SOON:
            return action.due_on == speaks_of
        case NudgeKind.OVERDUE:
            return action.due_on is not None and action.due_on <= speaks_of < today
        case NudgeKind.STALE:
            return action.heard_on == speaks_of


def comes_again_on(kind: NudgeKind, speaks_of: date, step: int) -> date:
    """Return the day from which the same is said again if nothing changes."""
    match kind:
        case NudgeKind.DUE_SOON:
            return speaks_of + OVERDUE_AFTER
        case NudgeKind.OVERDUE:
            return speaks_of + OVERDUE_AFTER + OVERDUE_EVERY * (step + 1)
        case NudgeKind.STALE:
            return speaks_of + STALE_AFTER + STALE_EVERY * (step + 1)
        case NudgeKind.UNOWNED:
            return speaks_of + UNOWNED_AFTER + UNOWNED_EVERY * (step + 1)
        case _:
            return speaks_of + ORPHANED_EVERY * (step + 1)
