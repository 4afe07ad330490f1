"""Entries that were told with a clock time and no day: which of them go together, and what a day makes of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from incidents.models import Incident, TimelineEvent
from incidents.paste_days import day_nearest
from incidents.timeline_text import ParsedEvent, ParsedTimeline, lacks_only_a_day, resolve_told


@dataclass(frozen=True)
class Dayless:
    """Entries that came in together and lack their day, in the order they stand."""

    events: list[TimelineEvent]

    @property
    def first(self) -> TimelineEvent:
        """The one whose day is asked for; the others follow from it."""
        return self.events[0]

    @property
    def zones(self) -> list[str]:
        """The zones their times were told in."""
        return list(dict.fromkeys(event.time_zone for event in self.events))

    def on(self, day: date) -> list[ParsedEvent]:
        """Read their times with the first of them on this day."""
        return resolve_told([(event.told, event.time_zone) for event in self.events], day)


def dayless_among(events: Sequence[TimelineEvent], *, first: int | None = None) -> Dayless | None:
    """Return the entries without a day that were kept in one go, the first such or those that `first` leads."""
    lacking = [event for event in events if event.at is None and lacks_only_a_day(event.told)]
    leads = next((event for event in lacking if first in {None, event.pk}), None)
    if leads is None:
        return None
    return Dayless([event for event in lacking if event.added_at == leads.added_at])


def day_to_offer(incident: Incident, dayless: Dayless, *, now: datetime) -> date | None:
    """Return the day that puts them into the incident; None where nobody has said when it began."""

    def read(day: date | None) -> ParsedTimeline:
        events = (
            dayless.on(day) if day else [ParsedEvent(None, None, "", "", "", n) for n in range(len(dayless.events))]
        )
        return ParsedTimeline(events, [], [], [], "")

    return day_nearest(incident, read, now=now)
