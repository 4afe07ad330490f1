"""A whole text: its lines, its days and its zone, read together."""

import re
from datetime import date

from incidents.timeline_text.days import day_order, read_day
from incidents.timeline_text.events import ParsedEvent, ParsedTimeline, Question
from incidents.timeline_text.lines import LineReader
from incidents.timeline_text.resolving import guess_day_first, resolve_events, zone_questions
from incidents.timeline_text.zones import stated_zone, zone_named

_ABOUT_TIMES = re.compile(r"^[^\w\n]*(?:[Aa]ll |[Tt]he )?[Tt]imes? .{0,60}$", re.MULTILINE)
"""A line about all times, which may stand below the last entry, too."""
SHORT = 240  # what stands above the events and may name their day


def _day_in(text: str, *, day_first: bool) -> date | None:
    """The one whole day that a short line above the events names ("all times on May 24th, 2026")."""
    found = set()
    for match in re.finditer(r"(?<![\w./-])(?=[\dA-Z])", text):
        read = read_day(text, match.start())
        if read and read[0].year and read[0].day:
            day = read[0].exact(day_first=day_first)
            found.add(date(day.year or 1, day.month, day.day or 1))
    return found.pop() if len(found) == 1 else None


def parse_timeline(text: str, *, on: date | None, zone: str, day_first: bool | None = None) -> ParsedTimeline:
    """The events of a text.

    `on` is the day that times without a day belong to, until the text names one itself; `zone` holds
    where the text states none. `day_first` settles 05/06/2024 where the whole document does.
    """
    reader = LineReader(text)
    reader.read()
    lead = "\n".join(part.text for part in reader.parts if not part.is_events)
    heads = " ".join(
        f"({column})" if zone_named(column) else column for part in reader.parts for column in part.columns
    )
    told_zone = stated_zone(lead) or stated_zone(heads) or stated_zone("\n".join(_ABOUT_TIMES.findall(text))) or zone
    approximate = bool(
        re.search(
            r"\btimes\b[^.\n]{0,30}\bapproximat|\bapproximate times\b",
            lead,
            re.IGNORECASE,
        )
    )
    if day_first is None:
        day_first = day_order(text)
    opening = reader.parts[0].text if reader.parts and not reader.parts[0].is_events else ""
    on = _day_in(opening, day_first=bool(day_first)) or on if len(opening) <= SHORT else on
    guessed = False
    if day_first is None:
        day_first, guessed = guess_day_first(reader.events, told_zone, on)
    events: list[ParsedEvent] = []
    questions: list[Question] = []
    if guessed:
        questions.append(Question("Dates such as 05/06 are read as month and day. Is the day first?"))
    for item in resolve_events(
        reader.events,
        on=on,
        zone=told_zone,
        approximate=approximate,
        day_first=day_first,
    ):
        if isinstance(item, ParsedEvent):
            events.append(item)
        else:
            questions.append(item)
    questions += zone_questions(events)
    return ParsedTimeline(
        events,
        questions,
        reader.skipped,
        reader.parts,
        told_zone if zone_named(told_zone) else "",
    )
