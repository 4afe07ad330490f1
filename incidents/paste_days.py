"""Which day a pasted block begins on, where neither it nor anybody says so, and what to ask about it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from incidents.choices import Precision
from incidents.models import Incident
from incidents.rules import COARSE, zone_named
from incidents.timeline_text import ParsedEvent, ParsedTimeline, Question

LONG_BEFORE = timedelta(hours=4)
LONG_AFTER = timedelta(hours=12)
AHEAD = timedelta(hours=1)
MOST_DAYS = 7
"""So many days after it began are tried at most."""

Read = Callable[[date | None], ParsedTimeline]
"""The block, read with its times on this day where it tells none."""


@dataclass(frozen=True)
class Span:
    """From when an incident began to when it was over, as far as is known."""

    began: datetime
    over: datetime | None

    def away(self, at: datetime) -> timedelta:
        """How far outside a time is; what is before counts double, as people tell what came of it."""
        if at < self.began:
            return 2 * (self.began - at)
        return max(at - (self.over or self.began), timedelta())


def span_of(incident: Incident) -> Span | None:
    """Return when it went on; None where nobody has said when it began."""
    began = incident.began_at or incident.detected_at
    if began is None:
        return None
    over, precision = incident.key_time("resolved")
    if over is not None and precision in COARSE:
        over += timedelta(days=31 if precision == Precision.MONTH else 1)
    return Span(began, over if over is None or over >= began else began)


def day_nearest(incident: Incident, read: Read, *, now: datetime) -> date | None:
    """Return the day that puts the block's first time without a day into the incident, or nearest to it."""
    span = span_of(incident)
    if span is None:
        return None
    began_on = span.began.astimezone(zone_named(incident.time_zone)).date()
    first = next((event.at for event in _on_that_day(read, began_on) if event.at), None)
    if first is None:
        return began_on
    days = (span.over - span.began).days + 2 if span.over else 2
    shifts = [timedelta(days=count) for count in range(-1, min(days, MOST_DAYS) + 1)]
    possible = [shift for shift in shifts if first + shift <= now + AHEAD] or [timedelta()]
    return began_on + min(possible, key=lambda shift: (span.away(first + shift), shift))


def day_questions(incident: Incident, read: Read, day: date | None) -> list[Question]:
    """Ask whether the day is right where it puts a time long before the incident, or long after it was over."""
    span = span_of(incident)
    if span is None or day is None:
        return []
    asked: dict[str, Question] = {}
    for event in _on_that_day(read, day):
        if event.at and event.at < span.began - LONG_BEFORE:
            words = "This is hours before the incident began. Is the day right?"
        elif event.at and span.over and event.at > span.over + LONG_AFTER:
            words = "This is hours after the incident was resolved. Is the day right?"
        else:
            continue
        asked.setdefault(words, Question(words, event.order))
    return list(asked.values())


def _on_that_day(read: Read, day: date) -> list[ParsedEvent]:
    """Read the block with this day, and return the clock times whose day it is that settles."""
    dayless = {event.order for event in read(None).events if event.at is None}
    return [event for event in read(day).events if event.order in dayless and event.precision not in COARSE]
