"""Who is reminded of what, when and why. Pure: takes facts and what was said, returns what is owed, knows no clock.

Said once for a reason. `speaks_of` makes a reason a new one: the date it reminds of, or the day of the last
movement; `step` counts how often the same was said. The same is kept by a constraint on Nudge, so planning
twice, or in two processes, gives nothing twice.

A reason that finds its receiver on a day off waits: it is still a reason tomorrow. So what is owed at an
instant depends on the facts and on what was said, never on when somebody looked.
"""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, Protocol

from actions.choices import OPEN_STATUSES, ActionStatus, NudgeKind, Priority
from actions.defaults import DEFAULT_PACES
from people.models import MONDAY_TO_FRIDAY, QUIET_FROM, QUIET_UNTIL
from people.rules import is_quiet

A_DAY = timedelta(days=1)
WEEKLY = timedelta(days=7)  # for people who want reminders at most weekly
LONGEST_LEAD = timedelta(days=60)  # so far before a date an absence may bring "due soon" forward
DOCUMENTS_EVERY = timedelta(days=7)
NEVER = date.max
FIRST_MIDNIGHT = timedelta(hours=14)  # so long before UTC a day begins on the Line Islands
SNOOZED = {NudgeKind.DUE_SOON, NudgeKind.OVERDUE, NudgeKind.STALE, NudgeKind.UNOWNED, NudgeKind.ORPHANED}


# --- what the planner knows -------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Pace:
    """How soon and how often, for actions of one priority."""

    due_soon_days: int
    overdue_after: timedelta
    repeat_every: timedelta
    repeat_at_most: timedelta
    stale_after: timedelta
    escalate_after: timedelta | None

    def every(self, person: "Person") -> timedelta:
        """Days between two reminders of the same: as this person loosened it, within the bounds."""
        if person.nudge_every is None:
            return self.repeat_every
        return max(self.repeat_every, min(timedelta(days=person.nudge_every), self.repeat_at_most))

    def ahead(self, person: "Person") -> int:
        """Working days before a date: fewer, where this person wants it so."""
        return self.due_soon_days if person.nudge_ahead is None else min(person.nudge_ahead, self.due_soon_days)


Policy = Mapping[str, Pace]


def pace_of(facts: Mapping[str, Any]) -> Pace:
    """Turn a row of the policy into what the planner reckons with."""

    def days(name: str) -> timedelta:
        return timedelta(days=int(facts[name] or 0))

    return Pace(
        due_soon_days=int(facts["due_soon_days"] or 0),
        overdue_after=days("overdue_after"),
        repeat_every=days("repeat_every"),
        repeat_at_most=days("repeat_at_most"),
        stale_after=days("stale_after"),
        escalate_after=days("escalate_after") if facts["escalate_after"] is not None else None,
    )


SHIPPED: Policy = {row["priority"]: pace_of(row) for row in DEFAULT_PACES}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said already."""

    kind: str
    speaks_of: date
    person: int
    step: int
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class TrackedAction:
    """What the planner has to know of an action that is open, waits to be verified, or is to be looked at again."""

    id: int
    owner_id: int | None
    owner_left_on: date | None  # the day its owner left the house or the team
    due_on: date | None
    heard_on: date
    status: str = ActionStatus.TODO
    priority: str = Priority.MEDIUM
    committed_on: date | None = None
    reopened_at: datetime | None = None
    renewed_at: datetime | None = None  # when it was last reopened, handed over, or given a new date
    snoozed_until: date | None = None
    verify_on: date | None = None
    look_again_on: date | None = None
    accepted_by: int | None = None
    lead_id: int | None = None
    carers: tuple[int, ...] = ()  # who is asked where its owner cannot be: lead, facilitator, administrators
    readers: Collection[int] | None = None  # who may know of it; None: everybody here
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class LateDocument:
    """An incident whose document is past a day of the severity policy, and who is to move it on."""

    incident: int
    kind: NudgeKind
    due_on: date
    asked: tuple[int, ...]
    readers: Collection[int] | None = None
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody is not here, first and last included."""

    from_on: date
    until_on: date
    stand_in: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What the planner has to know of somebody it may write to."""

    id: int
    zone: tzinfo
    working_days: Collection[int] = field(default=tuple(MONDAY_TO_FRIDAY))
    is_active: bool = True
    at_most_weekly: bool = False
    last_mail_on: date | None = None
    nudge_ahead: int | None = None
    nudge_every: int | None = None
    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    holidays: Container[date] = ()
    absences: tuple[Away, ...] = ()

    def works_on(self, day: date) -> bool:
        """Whether this is a working day of the person's; nobody has none."""
        return day.isoweekday() in (self.working_days or MONDAY_TO_FRIDAY) and self.is_here_on(day)

    def working_day_from(self, day: date) -> date:
        """Return the first working day from this one on; the day itself where none is near."""
        days = (day + n * A_DAY for n in range(LONGEST_LEAD.days))
        return next((each for each in days if self.works_on(each)), day)

    def last_working_day(self, *, after: date, until: date) -> date:
        """Return the last working day up to `until` that is after the other; `until` itself where there is none."""
        days = (until - n * A_DAY for n in range((until - after).days))
        return next((day for day in days if self.works_on(day)), until)

    def is_here_on(self, day: date) -> bool:
        """Whether it is neither a public holiday nor a day of an absence."""
        return self.absence_on(day) is None and day not in self.holidays

    def absence_on(self, day: date) -> Away | None:
        """Return the absence that this day is in."""
        return next((away for away in self.absences if away.from_on <= day <= away.until_on), None)


class People(Protocol):
    """Whoever can be written to, by primary key: a mapping will do."""

    def get(self, pk: int, /) -> Person | None:
        """Return the person, or None."""


@lru_cache(maxsize=1024)
def day_in(zone: tzinfo, at: datetime) -> date:
    """Return the day it is at an instant in a zone; asked very often about few."""
    return at.astimezone(zone).date()


@lru_cache(maxsize=4096)
def midnight(zone: tzinfo, day: date) -> datetime:
    """Return the instant at which a day begins in a zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


# --- what it says ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OwedNudge:
    """One reason to remind one person of one action, or of one incident's document."""

    person: int
    action: int | None
    kind: NudgeKind
    speaks_of: date
    step: int
    incident: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What is owed for one action, and from when it has to be looked at again if no fact changes.

    `again` None: not before a fact changes; `stays`: at the next run, since nobody can tell when its receiver is there.
    """

    owed: tuple[OwedNudge, ...] = ()
    again: datetime | None = None
    stays: bool = False


@dataclass(frozen=True, slots=True)
class _Reason:
    """Something to say from a day on."""

    kind: NudgeKind
    speaks_of: date
    step: int
    from_on: date
    every: timedelta | None
    asked: Person | None


@dataclass(frozen=True, slots=True)
class _Case:
    """An action, looked at."""

    action: TrackedAction
    people: People
    pace: Pace
    at: datetime

    def today(self, person: Person | None) -> date:
        """Return the day it is where the person is."""
        return day_in(person.zone if person else UTC, self.at)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom to ask. A stand-in hears it meanwhile and the owner later too; a carer hears it instead."""

    person: Person | None
    instead: bool = False


def look_at(action: TrackedAction, people: People, policy: Policy, *, at: datetime) -> Look:
    """Return what is owed for one action at this instant."""
    owed: list[OwedNudge] = []
    later: list[date] = []
    chances: list[datetime] = []
    stays = False
    case = _Case(action, people, policy.get(action.priority) or SHIPPED[Priority.MEDIUM], at)
    for reason in _reasons(case):
        today = case.today(reason.asked)
        if reason.from_on > today:
            later.append(reason.from_on)
        elif reason.asked is None:
            stays = True
        elif may_be_written_to(reason.asked, at=at):
            owed.append(OwedNudge(reason.asked.id, action.id, reason.kind, reason.speaks_of, reason.step))
            later.append(NEVER if reason.every is None else _add(today, reason.every))
        else:
            # what changes the days of these three wakes the action; of others nobody notices
            known = reason.asked.id in {action.owner_id, action.accepted_by, action.lead_id}
            chance = next_chance(reason.asked, at=at) if known else None
            stays = stays or chance is None
            chances += [chance] if chance else []
    return Look(tuple(owed), None if stays else _again(case, later, chances), stays)


def _again(case: _Case, later: Iterable[date], chances: Iterable[datetime]) -> datetime | None:
    """Return the first instant at which something else may be owed: a day begins, somebody leaves, returns or is at work."""
    action, ahead = case.action, timedelta()
    asked = [case.people.get(pk) for pk in (action.owner_id, action.accepted_by, action.lead_id) if pk is not None]
    owner = case.people.get(action.owner_id) if action.owner_id is not None else None
    if action.owner_left_on or not _may_know(owner, action.readers):
        asked += [case.people.get(pk) for pk in action.carers]
        ahead = FIRST_MIDNIGHT  # whoever cares for it then may live where days begin first
    involved = [person for person in asked if person]
    for away in [away for person in involved for away in person.absences]:
        stand_in = case.people.get(away.stand_in) if away.stand_in else None
        involved += [stand_in] if stand_in else []
    first = min(later, default=NEVER)
    found = list(chances)
    if first != NEVER:
        zones = {UTC, *(person.zone for person in involved)}
        found.append(min(midnight(zone, first) for zone in zones) - ahead)
    for person in involved:
        for away in person.absences:
            edges = (midnight(person.zone, away.from_on), midnight(person.zone, away.until_on + A_DAY))
            found += [edge for edge in edges if edge > case.at]
    return min(found, default=None)


def owed_nudges(
    actions: Iterable[TrackedAction], people: People, *, at: datetime, policy: Policy = SHIPPED
) -> list[OwedNudge]:
    """Return every reminder of these actions that may go out at this instant."""
    return [nudge for action in actions for nudge in look_at(action, people, policy, at=at).owed]


def owed_for_documents(documents: Iterable[LateDocument], people: People, *, at: datetime) -> list[OwedNudge]:
    """Return what those are owed who are to draft or review a document whose day has passed."""
    owed = []
    for document in documents:
        for pk in document.asked:
            person = people.get(pk)
            if not _may_know(person, document.readers) or person is None or not may_be_written_to(person, at=at):
                continue
            today = at.astimezone(person.zone).date()
            last = _last_said(document.said, document.kind, document.due_on, pk)
            from_on = document.due_on + A_DAY if last is None else last.on + DOCUMENTS_EVERY
            if from_on <= today:
                step = last.step + 1 if last else 0
                owed.append(OwedNudge(pk, None, document.kind, document.due_on, step, document.incident))
    return owed


def may_be_written_to(person: Person, *, at: datetime) -> bool:
    """Whether a reminder may go to this person now: at work, not in the quiet hours, and none went today."""
    local = at.astimezone(person.zone)
    if not may_be_disturbed(person, local):
        return False
    if person.last_mail_on is None:
        return True
    pause = WEEKLY if person.at_most_weekly else A_DAY
    return local.date() >= person.last_mail_on + pause


def next_chance(person: Person, *, at: datetime) -> datetime | None:
    """Return the first instant at which a reminder may go to a person who cannot have one now; None: not for long."""
    local = at.astimezone(person.zone)
    if person.last_mail_on is not None:
        free = person.last_mail_on + (WEEKLY if person.at_most_weekly else A_DAY)
        local = max(local, datetime.combine(free, time(), person.zone))
    opening = next_opening(person, local)
    return opening.astimezone(UTC) if may_be_disturbed(person, opening) else None


def may_be_disturbed(person: Person, local: datetime) -> bool:
    """Whether this is an hour at which the person is at work and not left in peace."""
    quiet = is_quiet(local.time(), quiet_from=person.quiet_from, quiet_until=person.quiet_until)
    return person.works_on(local.date()) and not quiet


def first_day_soon(due_on: date, person: Person, *, ahead: int) -> date:
    """Return the day from which a date is near: so many of the person's working days before it.

    Twice as many calendar days at the most, for those who work one day a week; days on which the person is
    away do not count, so that they hear of it before they leave.
    """
    day, working, here = due_on, 0, 0
    while due_on - day < LONGEST_LEAD:
        before = day - A_DAY
        working += person.works_on(before)
        here += person.is_here_on(before)
        if working > ahead or here > 2 * ahead:
            break
        day = before
    return day


# --- the reasons -------------------------------------------------------------------------------------------
def _reasons(case: _Case) -> Iterator[_Reason]:
    action, pace = case.action, case.pace
    if action.status == ActionStatus.DONE and action.verify_on is not None:
        yield _said_to(case, _owner(case), _What(NudgeKind.VERIFY, action.verify_on), pace.stale_after)
    elif action.status == ActionStatus.WONT_DO and action.look_again_on is not None:
        yield _said_to(case, _owner(case), _What(NudgeKind.LOOK_AGAIN, action.look_again_on), pace.repeat_every)
    elif action.status not in OPEN_STATUSES:
        return
    elif action.owner_id is None:
        what = _What(NudgeKind.UNOWNED, action.committed_on or action.heard_on, action.heard_on + pace.overdue_after)
        yield _said_to(case, _here(case, action.carers), what, pace.repeat_every)
    elif action.owner_left_on is not None:
        yield _said_to(
            case, _here(case, action.carers), _What(NudgeKind.ORPHANED, action.owner_left_on), pace.repeat_every
        )
    else:
        asked = _owner(case)
        if action.due_on is not None and case.today(asked.person) > action.due_on:
            yield from _reasons_past(case, asked, action.due_on)
        else:
            yield from _reasons_before(case, asked)


def _reasons_before(case: _Case, asked: _Asked) -> Iterator[_Reason]:
    """Before its date, or without one: the date is near, or nothing was heard for long."""
    action, pace = case.action, case.pace
    every = pace.every(asked.person) if asked.person else pace.repeat_every
    silence = _What(NudgeKind.STALE, action.heard_on, action.heard_on + pace.stale_after)
    if action.due_on is None:
        yield _said_to(case, asked, silence, every)
        return
    # reckoned on the owner's own calendar, also where somebody stands in
    owner = (case.people.get(action.owner_id) if action.owner_id else None) or asked.person
    soon_from = first_day_soon(action.due_on, owner, ahead=pace.ahead(owner)) if owner else action.due_on
    yield _said_to(case, asked, _What(NudgeKind.DUE_SOON, action.due_on, soon_from), None)
    if case.today(asked.person) < soon_from:
        yield _said_to(case, asked, silence, every)
    # nothing to say yet; a day to look again
    yield _Reason(NudgeKind.OVERDUE, action.due_on, 0, action.due_on + A_DAY, None, asked.person)


def _reasons_past(case: _Case, asked: _Asked, due_on: date) -> Iterator[_Reason]:
    """Past its date: the owner is asked; after a while, told beforehand, the team's lead too."""
    action, pace = case.action, case.pace
    # reopened after its date: from then on, and as a reason of its own
    since = max(due_on, action.reopened_at.astimezone(UTC).date() if action.reopened_at else due_on)
    every = pace.every(asked.person) if asked.person else pace.repeat_every
    yield _said_to(case, asked, _What(NudgeKind.OVERDUE, since, since + pace.overdue_after), every)
    if pace.escalate_after is None or action.lead_id in {None, action.owner_id}:
        return
    lead = _here(case, [action.lead_id])
    told = [said.on for said in action.said if said.kind == NudgeKind.OVERDUE and said.speaks_of == since]
    first = min(told, default=case.today(lead.person)) + A_DAY  # the mail before says so
    what = _What(NudgeKind.ESCALATED, since, max(since + pace.escalate_after, first))
    yield _said_to(case, lead, what, pace.escalate_after)


@dataclass(frozen=True, slots=True)
class _What:
    """A kind of reason, the day it speaks of, and the day from which it is one."""

    kind: NudgeKind
    speaks_of: date
    base: date = date.min

    @property
    def from_on(self) -> date:
        """The day it speaks of, where no other is given."""
        return self.speaks_of if self.base == date.min else self.base


def _said_to(case: _Case, asked: _Asked, what: _What, every: timedelta | None) -> _Reason:
    """Reckon from which day a reason is owed, given what was said of it; `every` None: it is said once.

    What somebody is asked instead of the owner is said to whoever heard it: not again to each of them.
    """
    action = case.action
    told = None if asked.instead or asked.person is None else asked.person.id
    last = _last_said(action.said, what.kind, what.speaks_of, told)
    from_on = what.from_on
    if last is not None and not (action.renewed_at and last.at < action.renewed_at):
        from_on = NEVER if every is None else max(from_on, _add(last.on, every))
    if what.kind in SNOOZED and action.snoozed_until and (last is None or last.on < action.snoozed_until):
        from_on = max(what.from_on, action.snoozed_until)
    step = last.step + 1 if last else 0
    return _Reason(what.kind, what.speaks_of, step, from_on, every, asked.person)


def _add(day: date, span: timedelta) -> date:
    return NEVER if date.max - day < span else day + span


def _last_said(said: Iterable[Said], kind: str, speaks_of: date, person: int | None) -> Said | None:
    found = [
        each
        for each in said
        if each.kind == kind and each.speaks_of == speaks_of and (person is None or each.person == person)
    ]
    return max(found, key=lambda each: (each.on, each.step), default=None)


# --- whom to ask ---------------------------------------------------------------------------------------------
def _may_know(person: Person | None, readers: Collection[int] | None) -> bool:
    return person is not None and person.is_active and (readers is None or person.id in readers)


def _owner(case: _Case) -> _Asked:
    """Return whom to ask: who accepted the risk, the owner, or while they are away who stands in; else a carer."""
    action = case.action
    own = action.accepted_by if action.status == ActionStatus.WONT_DO else None
    for pk in (own, action.owner_id):
        person = case.people.get(pk) if pk is not None else None
        if person is None or not _may_know(person, action.readers):
            continue
        return _Asked(_stand_in(case, person) or person)
    return _here(case, action.carers)


def _here(case: _Case, asked: Iterable[int | None]) -> _Asked:
    """Return the first who may know of it and is not away, or who stands in for them."""
    for pk in asked:
        person = case.people.get(pk) if pk is not None else None
        if person is None or not _may_know(person, case.action.readers):
            continue
        found = person if person.absence_on(case.today(person)) is None else _stand_in(case, person)
        if found:
            return _Asked(found, instead=True)
    return _Asked(None, instead=True)


def _stand_in(case: _Case, person: Person) -> Person | None:
    """Return who looks after things while the person is away, if they are here themselves and may know of this."""
    away = person.absence_on(case.today(person))
    found = case.people.get(away.stand_in) if away and away.stand_in else None
    if found is None or not _may_know(found, case.action.readers) or found.absence_on(case.today(found)):
        return None
    return found


# --- what the mail asks when it is written -----------------------------------------------------------------------
_HOLDS: dict[NudgeKind, Callable[[TrackedAction, date, date], bool]] = {
    NudgeKind.UNOWNED: lambda action, _speaks_of, _today: action.owner_id is None,
    NudgeKind.ORPHANED: lambda action, _speaks_of, _today: action.owner_left_on is not None,
    NudgeKind.DUE_SOON: lambda action, speaks_of, _today: action.due_on == speaks_of,
    NudgeKind.STALE: lambda action, speaks_of, _today: action.heard_on == speaks_of,
    NudgeKind.OVERDUE: lambda action, since, today: action.due_on is not None and action.due_on <= since < today,
    NudgeKind.ESCALATED: lambda action, since, today: action.due_on is not None and action.due_on <= since < today,
}


def holds_still(kind: NudgeKind, speaks_of: date, action: TrackedAction, *, today: date) -> bool:
    """Whether a reason planned earlier is one still, when the mail about it is written."""
    if kind == NudgeKind.VERIFY:
        return action.status == ActionStatus.DONE and action.verify_on == speaks_of
    if kind == NudgeKind.LOOK_AGAIN:
        return action.status == ActionStatus.WONT_DO and action.look_again_on == speaks_of
    if action.status not in OPEN_STATUSES or kind not in _HOLDS:
        return False
    snoozed = kind in SNOOZED and action.snoozed_until is not None and action.snoozed_until > today
    return not snoozed and _HOLDS[kind](action, speaks_of, today)


def next_opening(person: Person, local: datetime) -> datetime:
    """Return the first instant from `local` on at which the person is at work and not left in peace.

    Somebody who is away for longer than two months is not waited for.
    """
    for n in range(LONGEST_LEAD.days):
        day = local.date() + n * A_DAY
        first = datetime.combine(day, time(), local.tzinfo)
        morning = datetime.combine(day, person.quiet_until, local.tzinfo)
        for opening in (local, morning) if n == 0 else (first, morning):
            if opening >= local and may_be_disturbed(person, opening):
                return opening
    return local


def comes_again_on(kind: NudgeKind, speaks_of: date, said_on: date, *, pace: Pace, person: Person) -> date:
    """Return the day from which the same is said again if nothing changes.

    To who wants one mail a week at most, nothing is said again before a week is over.
    """
    again = _due_again(kind, speaks_of, said_on, pace=pace, person=person)
    return max(again, said_on + WEEKLY) if person.at_most_weekly else again


def _due_again(kind: NudgeKind, speaks_of: date, said_on: date, *, pace: Pace, person: Person) -> date:
    match kind:
        case NudgeKind.DUE_SOON:
            return speaks_of + pace.overdue_after
        case NudgeKind.OVERDUE | NudgeKind.STALE:
            return said_on + pace.every(person)
        case NudgeKind.VERIFY:
            return said_on + pace.stale_after
        case NudgeKind.ESCALATED:
            return said_on + (pace.escalate_after or pace.repeat_every)
        case _:
            return said_on + pace.repeat_every
