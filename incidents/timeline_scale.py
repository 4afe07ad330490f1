"""Drawing a timeline to scale: where each entry stands, and which silences ask a question. Pure."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from incidents.choices import KeyTime, Precision
from incidents.models import Incident, TimelineEvent
from incidents.rules import COARSE, contradicting_times, zone_named
from incidents.timeline_text import zone_named as zone_as_told

SILENCE = timedelta(minutes=15)
SILENT_SHARE = 10  # a silence asks from a tenth of the whole on


@dataclass
class Row:
    """One entry as the page shows it, with what it asks."""

    event: TimelineEvent
    day: date | None
    """The reader's day; the told one where only a day is known."""
    starts_day: bool = False
    silence: timedelta | None = None
    questions: list[str] = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False

    @property
    def is_coarse(self) -> bool:
        """Whether no clock time is known."""
        return self.event.precision in COARSE


@dataclass(frozen=True)
class Mark:
    """Something on the scale, in percent of its width."""

    x: float
    width: float
    label: str
    event_id: int | None = None


@dataclass(frozen=True)
class Scale:
    """The strip above the entries."""

    start: datetime
    end: datetime
    dots: list[Mark]
    days: list[Mark]
    phases: list[tuple[str, Mark]]
    first_day: date | None = None
    """The told day, where the strip begins with something known to the day only."""
    last_day: date | None = None

    @property
    def span(self) -> timedelta:
        """How long the strip is."""
        return self.end - self.start


def told_day(event: TimelineEvent) -> date | None:
    """Return the day as it was told, in the zone it was told in."""
    if event.at is None:
        return None
    return _day_in(event.at, event.time_zone)


def _day_in(at: datetime, zone: str) -> date:
    return at.astimezone(zone_as_told(zone) or zone_named(zone)).date()


def timeline_rows(events: Sequence[TimelineEvent], reader: ZoneInfo) -> list[Row]:
    """Lay the entries out in the order they stand, with days, silences and the first question of order."""
    clocks = [event.at for event in events if event.at and event.precision not in COARSE]
    span = max(clocks) - min(clocks) if clocks else timedelta()
    rows: list[Row] = []
    latest: TimelineEvent | None = None
    shown: date | None = None
    asked = False
    for event in events:
        row = Row(event, _reader_day(event, reader))
        if row.day and row.day != shown and event.precision != Precision.MONTH:
            row.starts_day, shown = True, row.day
        if event.at is not None:
            if latest is not None:
                _compare(row, latest, span)
                if row.questions and asked:
                    row.questions.clear()  # said once; one press of "Order by time" mends them all
                asked = asked or bool(row.questions)
            if latest is None or latest.at is None or event.at >= latest.at:
                latest = event
        rows.append(row)
    if rows:
        rows[0].is_first = rows[-1].is_last = True
    return rows


def _reader_day(event: TimelineEvent, reader: ZoneInfo) -> date | None:
    if event.at is None:
        return None
    return told_day(event) if event.precision in COARSE else event.at.astimezone(reader).date()


def _compare(row: Row, latest: TimelineEvent, span: timedelta) -> None:
    """Ask about an entry that is earlier than one above it, or that follows a silence."""
    event = row.event
    if event.at is None or latest.at is None:
        return
    grain = {event.precision, latest.precision}
    if grain & COARSE:
        here, above = told_day(event), told_day(latest)
        if here is None or above is None:
            return
        if Precision.MONTH in grain:
            here, above = here.replace(day=1), above.replace(day=1)
        if here < above:
            row.questions.append("Told here, but on an earlier day than an entry above. Is the day right?")
        return
    if event.at < latest.at:
        row.questions.append("Told here, but earlier than an entry above. Is the time right, or its zone?")
    elif event.at - latest.at >= max(SILENCE, span / SILENT_SHARE):
        row.silence = event.at - latest.at


@dataclass(frozen=True)
class _Stretch:
    """What a told time may mean, and the told day where no clock time is known."""

    first: datetime
    last: datetime
    day: date | None


def _stretch(at: datetime, precision: str, zone: str) -> _Stretch:
    first, last = _reach(at, precision)
    return _Stretch(first, last, _day_in(at, zone) if precision in COARSE else None)


def scale_of(incident: Incident, events: Sequence[TimelineEvent]) -> Scale | None:
    """Place entries and key times between the first and the last moment.

    None where there is no stretch, and where key times contradict each other: a strip would look as if it were known.
    """
    if contradicting_times(incident):
        return None
    told = [_stretch(event.at, event.precision, event.time_zone) for event in events if event.at is not None]
    moments = {key: incident.key_time(key) for key in KeyTime.values}
    told += [_stretch(at, precision, incident.time_zone) for at, precision in moments.values() if at is not None]
    if not told:
        return None
    earliest, latest = min(told, key=lambda one: one.first), max(told, key=lambda one: one.last)
    start, end = earliest.first, latest.last
    if end <= start:
        return None
    length = (end - start).total_seconds()

    def mark(first: datetime, last: datetime, label: str, event_id: int | None = None) -> Mark:
        x = round(100 * (first - start).total_seconds() / length, 2)
        return Mark(x, round(100 * (last - first).total_seconds() / length, 2), label, event_id)

    dots: list[Mark] = []
    days: list[Mark] = []
    for event in events:
        if event.at is None:
            continue
        here = mark(*_reach(event.at, event.precision), event.text[:80], event.pk)
        (days if event.precision in COARSE else dots).append(here)
    return Scale(start, end, dots, days, _phases(moments, mark), earliest.day, latest.day)


def _reach(at: datetime, precision: str) -> tuple[datetime, datetime]:
    """Return the stretch a time may mean: a day is a whole day."""
    if precision == Precision.MONTH:
        return at, at + timedelta(days=30)
    return (at, at + timedelta(days=1)) if precision == Precision.DAY else (at, at)


def _phases(
    moments: dict[str, tuple[datetime | None, str]], mark: Callable[[datetime, datetime, str], Mark]
) -> list[tuple[str, Mark]]:
    """Name the stretches between key times that are known by the clock and in order."""
    known = [
        (key, at)
        for key in (KeyTime.BEGAN, KeyTime.DETECTED, KeyTime.MITIGATED, KeyTime.RESOLVED)
        for at, precision in [moments[key]]
        if at is not None and precision not in COARSE
    ]
    words = {
        KeyTime.BEGAN: "not noticed yet",
        KeyTime.DETECTED: "being worked on",
        KeyTime.MITIGATED: "mended for users",
    }
    return [
        (first.value, mark(begin, finish, f"{words[first]}: from “{first.label}” to “{second.label}”"))
        for (first, begin), (second, finish) in itertools.pairwise(known)
        if finish > begin
    ]
