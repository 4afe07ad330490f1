"""What must hold, and what follows from the facts: pure functions over loaded rows."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from incidents.choices import DecisionKind, DocumentRequirement, EventKind, KeyTime, Precision, RevenueKind
from incidents.models import Impact, Incident, Severity, TimelineEvent

COARSE = {Precision.DAY.value, Precision.MONTH.value}
SATURDAY = 6


@dataclass(frozen=True)
class Blocker:
    """One reason why something may not happen now."""

    code: str
    message: str


class Blocked(Exception):
    """The state of things forbids it; carries every reason."""

    def __init__(self, blockers: list[Blocker]) -> None:
        super().__init__("; ".join(blocker.message for blocker in blockers))
        self.blockers = blockers


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed at once, as words."""

    field: str
    yours: str
    theirs: str
    label: str = ""  # the field as a person calls it


class LostRace(Exception):
    """Somebody changed the same fields meanwhile. Nothing was written."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        super().__init__(", ".join(conflict.field for conflict in conflicts))
        self.conflicts = conflicts


def zone_named(name: str) -> ZoneInfo:
    """Return the zone, UTC where the stored name has since vanished."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


AHEAD = timedelta(days=1)
"""So far a time may be ahead of now: clocks differ, and so do zones. Further ahead it is a slip."""


def is_too_far_ahead(at: datetime | None, *, now: datetime) -> bool:
    """Whether something is told to have happened in a future that no clock's error explains."""
    return at is not None and at > now + AHEAD


# --- durations -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Duration:
    """A derived duration, or the question that stands in its way."""

    label: str
    value: timedelta | None
    question: str
    is_rough: bool = False


def _duration(incident: Incident, label: str, end: str, disputed: set[KeyTime]) -> Duration:
    (began, began_precision), (finish, finish_precision) = incident.key_time(KeyTime.BEGAN), incident.key_time(end)
    word = KeyTime(end).label.lower()
    if began is None and finish is None:
        return Duration(label, None, "not known yet")
    if began is None or finish is None:
        return Duration(label, None, "When did it begin?" if began is None else f"When was it {word}?")
    for key, precision in ((KeyTime.BEGAN, began_precision), (KeyTime(end), finish_precision)):
        if precision in COARSE:
            return Duration(label, None, f"“{key.label}” is known to the {precision} only. At what time was it?")
    if finish < began or {KeyTime.BEGAN, KeyTime(end)} & disputed:
        return Duration(label, None, "the times contradict each other")
    rough = Precision.AROUND in {began_precision, finish_precision}
    return Duration(label, finish - began, "", is_rough=rough)


def durations(incident: Incident) -> list[Duration]:
    """Derive how long it took to detect, to mitigate and in total; they are never typed.

    A time that contradicts another one makes none: which of the two is wrong, nobody knows.
    """
    disputed = {key for pair in contradicting_times(incident) for key in pair}
    return [
        _duration(incident, "To detect", KeyTime.DETECTED, disputed),
        _duration(incident, "To mitigate", KeyTime.MITIGATED, disputed),
        _duration(incident, "In total", KeyTime.RESOLVED, disputed),
    ]


def contradicting_times(incident: Incident) -> list[tuple[KeyTime, KeyTime]]:
    """Return key times told the wrong way round, each later one once. Days are compared as days, in the zone they were told in."""
    zone = zone_named(incident.time_zone)
    told = [(key, *incident.key_time(key)) for key in KeyTime]
    known = [(key, at, precision) for key, at, precision in told if at is not None]
    found: dict[KeyTime, KeyTime] = {}
    for (first, first_at, first_precision), (second, second_at, second_precision) in itertools.combinations(known, 2):
        grain = {first_precision, second_precision}
        if _truncated(second_at, grain, zone) < _truncated(first_at, grain, zone):
            found[second] = first  # the nearest one before it
    return [(first, second) for second, first in found.items()]


def times_in_timeline(incident: Incident, events: Iterable[TimelineEvent]) -> dict[str, TimelineEvent]:
    """Return for each time of an incident that nobody has said yet the entry that tells it, by name.

    It began with the first entry, was detected with the first detection and mitigated with the first mitigation: a
    proposal to look at, never more.
    """
    dated = sorted((event for event in events if event.at), key=lambda event: (event.at, event.position))
    of_kind = {KeyTime.DETECTED: EventKind.DETECTION, KeyTime.MITIGATED: EventKind.MITIGATION}
    found = {str(KeyTime.BEGAN): next(iter(dated), None)}
    found |= {str(key): next((event for event in dated if event.kind == kind), None) for key, kind in of_kind.items()}
    return {key: event for key, event in found.items() if event and incident.key_time(key)[0] is None}


def time_questions(incident: Incident) -> list[str]:
    """Ask about key times that contradict each other."""
    return [
        f"“{second.label}” is told as before “{first.label}”. Is one of them in another time zone, or on another day?"
        for first, second in contradicting_times(incident)
    ]


def _truncated(at: datetime, grain: set[str], zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    if Precision.MONTH in grain:
        return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if Precision.DAY in grain:
        return local.replace(hour=0, minute=0, second=0, microsecond=0)
    return at.astimezone(UTC)


# --- the severity policy -----------------------------------------------------------------------


def add_working_days(day: date, count: int) -> date:
    """Return the day `count` working days after `day`; Saturdays and Sundays do not count."""
    while count > 0:
        day += timedelta(days=1)
        if day.isoweekday() < SATURDAY:
            count -= 1
    return day


@dataclass(frozen=True)
class Policy:
    """What the severity policy asks of one incident.

    `wants_document` is None while nobody can know: no severity yet, or a decision is open.
    """

    requirement: str
    sentence: str
    wants_document: bool | None
    template_key: str = ""
    reviewed_by: str = ""
    draft_on: date | None = None
    publish_on: date | None = None

    @property
    def asks_for_decision(self) -> bool:
        """Whether somebody has to say what is written, and why."""
        return self.requirement == DocumentRequirement.DECISION and self.wants_document is None


def policy_for(incident: Incident) -> Policy:
    """Say what this incident asks for, and by when. Reads `incident.severity`: load it along.

    Days count from when it happened, in the zone its times were told in, over working days.
    """
    severity = incident.severity
    if severity is None:
        return Policy("", "The severity is not known yet. It decides what is written, and by when.", None)
    requirement = severity.requires
    decision = incident.document_decision
    if requirement == DocumentRequirement.DECISION and not decision:
        sentence = (
            f"{severity.name} asks for a decision: a post-mortem, a brief note, or nothing, with the reason kept."
        )
        return Policy(requirement, sentence, None, "", severity.reviewed_by, *_due_days(incident, severity))
    if decision == DecisionKind.NOTHING:
        return Policy(requirement, "It was decided that nothing is written.", wants_document=False)
    if requirement == DocumentRequirement.NONE and not decision:
        sentence = f"{severity.name} asks for nothing by itself. It is counted, so that a pattern can be seen."
        return Policy(requirement, sentence, wants_document=False)
    sentence, template = _document_asked(severity, decision)
    return Policy(requirement, sentence, True, template, severity.reviewed_by, *_due_days(incident, severity))  # noqa: FBT003


def _document_asked(severity: Severity, decision: str) -> tuple[str, str]:
    if decision == DecisionKind.BRIEF_NOTE:
        return "It was decided to write a brief note.", "brief-note"
    if decision == DecisionKind.POSTMORTEM:
        return "It was decided to write a post-mortem.", "light"
    if severity.requires == DocumentRequirement.LIGHT:
        return f"{severity.name} asks for a post-mortem; the light template will do.", severity.template_key
    return f"{severity.name} asks for a full post-mortem.", severity.template_key


def _due_days(incident: Incident, severity: Severity) -> tuple[date | None, date | None]:
    happened = incident.began_at or incident.detected_at or incident.recorded_at
    day = happened.astimezone(zone_named(incident.time_zone)).date()
    return tuple(  # type: ignore[return-value]
        None if count is None else add_working_days(day, count)
        for count in (severity.draft_within, severity.publish_within)
    )


def decision_blockers(incident: Incident) -> list[Blocker]:
    """Say why nobody has to decide here what is written."""
    severity = incident.severity
    if severity is None:
        return [Blocker("no_severity", "The severity is not known yet. Set it first: it may settle the question.")]
    if severity.requires in {DocumentRequirement.FULL, DocumentRequirement.LIGHT}:
        return [Blocker("settled", f"{severity.name} asks for a post-mortem. There is nothing to decide.")]
    return []


# --- who is named ----------------------------------------------------------------------------------


def take_access_blockers(incident: Incident, *, named_and_active: Iterable[int], person_id: int) -> list[Blocker]:
    """Say why this person cannot be un-named: a restricted incident never belongs to nobody."""
    if incident.is_restricted and not set(named_and_active) - {person_id}:
        return [Blocker("last_one", "This is the last person named here. Name somebody else first.")]
    return []


# --- the impact, in words ------------------------------------------------------------------------


def impact_lines(impact: Impact) -> list[tuple[str, str]]:
    """Say what is known of the impact. An empty word is "not known yet", which is not nought."""
    users = [f"{impact.users_affected:,}"] if impact.users_affected is not None else []
    if impact.users_share is not None:
        share = f"{_percent(impact.users_share)} of users"
        users.append(f"({share})" if users else share)
    return [
        ("Users", " ".join(users)),
        ("Error budget", "" if impact.error_budget_spent is None else _percent(impact.error_budget_spent)),
        ("Revenue", _revenue(impact)),
        ("Support tickets", "" if impact.support_tickets is None else f"{impact.support_tickets:,}"),
        ("Trust", impact.trust),
    ]


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f} %"


def _revenue(impact: Impact) -> str:
    if impact.revenue_kind == RevenueKind.AMOUNT and impact.revenue_amount is not None:
        return f"{impact.revenue_amount:,} {impact.revenue_currency}"
    return "negligible" if impact.revenue_kind == RevenueKind.NEGLIGIBLE else ""
