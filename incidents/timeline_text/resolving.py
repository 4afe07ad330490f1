"""From what is written to when it was: the day, the year and the zone that a row does not tell itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from incidents.timeline_text.days import Day, is_possible
from incidents.timeline_text.events import ParsedEvent, Question
from incidents.timeline_text.lines import WrittenEvent
from incidents.timeline_text.zones import DAY_FIRST_ZONES, HOMES, MANY_MEANINGS, MONTH_FIRST_ZONES, zone_named

HALF_A_DAY = 12 * 60
A_QUARTER_DAY = 6 * 60


def guess_day_first(events: list[WrittenEvent], zone: str, on: date | None) -> tuple[bool, bool]:
    """Whether 05/06 is the fifth of June, and whether that had to be guessed."""
    days = [event.stamp.day for event in events if event.stamp.day]
    unsure = [day for day in days if day.either_order]
    if not unsure:
        return False, False
    zones = {event.stamp.zone for event in events} | {event.zone for event in events} | {zone}
    if zones & MONTH_FIRST_ZONES:
        return False, False
    if zones & DAY_FIRST_ZONES:
        return True, False
    if on is not None:

        def distance(*, day_first: bool) -> int:
            return sum(
                abs((date(d.year or on.year, d.month, d.day or 1) - on).days)
                for d in (day.exact(day_first=day_first) for day in unsure)
            )

        first, second = distance(day_first=True), distance(day_first=False)
        if min(first, second) <= 45 and max(first, second) > 45:
            return first < second, False
    return False, True


def _nearest_year(day: Day, near: date) -> int | None:
    """The year that puts a day without one closest to a known day."""
    options = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            options.append((abs((date(year, day.month, day.day or 1) - near).days), year))
        except ValueError:
            continue
    return min(options)[1] if options else None


@dataclass
class _Clock:
    """Where the walk through the events has got to."""

    day: date | None
    minutes: int | None = None
    told_day: bool = False


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _goes_on_from(events: list[WrittenEvent], index: int, before: int) -> bool:
    """Whether the times after this one stay below the time before it: a new day, not a slip."""
    for event in events[index + 1 :]:
        if event.stamp.day is not None:
            break
        if event.stamp.clock is not None:
            return _minutes(event.stamp.clock) < before
    return True


def resolve_events(
    events: list[WrittenEvent],
    *,
    on: date | None,
    zone: str,
    approximate: bool,
    day_first: bool,
) -> Iterator[ParsedEvent | Question]:
    walk = _Clock(on)
    dayless = False
    for index, event in enumerate(events):
        stamp = event.stamp
        told_zone = stamp.zone or event.zone or zone
        written = stamp.day or (event.context if event.fresh_day else None)
        precision: str | None = None
        at: datetime | None = None
        if written:
            day = written.exact(day_first=day_first)
            year = day.year or (_nearest_year(day, walk.day) if walk.day else None)
            if year is None:
                yield Question(f"\u201c{stamp.told}\u201d has no year. Which year was it?", index)
                walk = _Clock(None)
            elif not is_possible(year, day.month, day.day or 1):
                yield Question(f"\u201c{stamp.told}\u201d is not a day of the calendar.", index)
            else:
                found = date(year, day.month, day.day or 1)
                if walk.told_day and walk.day and found < walk.day and not event.fresh_day:
                    yield Question(
                        f"\u201c{stamp.told}\u201d is earlier than the row before it. Is the date right?",
                        index,
                    )
                if found != walk.day or stamp.day is None:
                    walk.minutes = None
                walk = _Clock(found, walk.minutes, told_day=True)
                precision = "day" if day.day else "month"
        if stamp.broken and written:
            yield Question(f"\u201c{stamp.told}\u201d was read as {walk.day}. Is that right?", index)
        if stamp.broken and not written:
            yield Question(
                f"\u201c{stamp.told}\u201d cannot be read as a time. When was it?",
                index,
            )
        elif stamp.clock is not None and walk.day is not None:
            now = _minutes(stamp.clock)
            if stamp.day is None and not event.fresh_day and walk.minutes is not None and now < walk.minutes:
                back = walk.minutes - now
                if back >= HALF_A_DAY or (back >= A_QUARTER_DAY and _goes_on_from(events, index, walk.minutes)):
                    walk.day += timedelta(days=1)
                    if back < HALF_A_DAY:
                        yield Question(
                            f"\u201c{stamp.told}\u201d was taken for the next day. Was it?",
                            index,
                        )
                else:
                    yield Question(
                        f"\u201c{stamp.told}\u201d comes after a later time. Is it in the right place?",
                        index,
                    )
            elif stamp.day is not None and walk.minutes is not None and now < walk.minutes:
                yield Question(
                    f"\u201c{stamp.told}\u201d comes after a later time. Is it in the right place?",
                    index,
                )
            walk.minutes = now
            precision = "second" if stamp.has_seconds else "minute"
        elif stamp.clock is not None:
            precision = None
            if not dayless:
                yield Question("No day is told for these times. Which day was it?", index)
            dayless = True
        if precision and walk.day is not None:
            if stamp.around or (approximate and precision in ("minute", "second")):
                precision = "around" if stamp.clock else precision
            tz = zone_named(told_zone) or UTC
            at = datetime.combine(walk.day, stamp.clock or time(), tzinfo=tz) + timedelta(days=stamp.over)
        yield ParsedEvent(
            at=at,
            precision=precision if at else None,
            zone=told_zone if zone_named(told_zone) else "",
            told=stamp.told,
            text=event.text(),
            order=index,
            link=stamp.link,
        )


def zone_questions(events: list[ParsedEvent]) -> list[Question]:
    """Letters with several homes, and winter letters in summer."""
    asked: set[str] = set()
    questions = []
    for event in events:
        letters = event.zone.upper()
        if event.at is None or event.precision in ("day", "month") or letters in asked:
            continue
        if letters in MANY_MEANINGS:
            asked.add(letters)
            questions.append(Question(f"{letters} can mean {MANY_MEANINGS[letters]}. Which is it?"))
        home = HOMES.get(letters)
        if home and event.at.astimezone(ZoneInfo(home)).utcoffset() != event.at.utcoffset():
            asked.add(letters)
            questions.append(
                Question(
                    f"{letters} was not in force on {event.at:%-d %B %Y}. Was it meant literally?",
                    event.order,
                )
            )
    return questions
