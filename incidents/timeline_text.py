"""Reading a timeline that somebody wrote as text.

Pasted blocks (`14:32 - First 5xx`), Markdown lists, tables with or without outer pipes, a heading
for each event: all become the same events. Used by the box that takes a pasted block and by the
importer of whole post-mortems, so it knows Django from neither.

Nothing is invented. A time is what is written; where no day is known, `at` is None and `told` keeps
the words. Whatever is unsure comes back as a question for a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

HALF_A_DAY = 12 * 60
A_QUARTER_DAY = 6 * 60
SHORT = 240


@dataclass(frozen=True)
class ParsedEvent:
    """One row of a timeline: when it was, as far as that is told, and what happened."""

    at: datetime | None
    precision: str | None  # second, minute, around, day, month; None where `at` is None
    zone: str  # as it was told ("PST", "+02:00", "Europe/Berlin"); "" where none was
    told: str  # the time exactly as written
    text: str
    order: int
    link: str = ""  # where the written time linked to

    def iso(self) -> str | None:
        """The time with offset where a zone was told, without where none was; a bare date for a day."""
        if self.at is None:
            return None
        if self.precision in ("day", "month"):
            return self.at.date().isoformat()
        moment = self.at if self.zone else self.at.replace(tzinfo=None)
        return moment.isoformat(timespec="seconds" if self.precision == "second" else "minutes")


@dataclass(frozen=True)
class Question:
    """Something only a person can settle. `event` is the order of the event it is about."""

    text: str
    event: int | None = None


@dataclass(frozen=True)
class Part:
    """A stretch of the text: prose as it stood, or a run of events (`first` up to `last`)."""

    text: str = ""
    first: int = 0
    last: int = 0
    columns: tuple[str, ...] = ()  # a table's own headings: those of its times, those of its text

    @property
    def is_events(self) -> bool:
        """Whether this stretch stands for events instead of prose."""
        return self.last > self.first


@dataclass(frozen=True)
class ParsedTimeline:
    """The events of a text, in its order, and what of it was not an event."""

    events: list[ParsedEvent]
    questions: list[Question]
    skipped: list[str]
    parts: list[Part]
    zone: str


# -- zones ---------------------------------------------------------------------------------------

# Hours from UTC, as the letters say: PST is -8 in July too, because that is what was written.
OFFSETS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "MEZ": 1, "WEST": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9,
    "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3, "AST": -4, "EDT": -4,
    "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10,
}  # fmt: skip
REGIONS = {
    "PT": "America/Los_Angeles", "PACIFIC": "America/Los_Angeles", "MT": "America/Denver", "CT": "America/Chicago",
    "ET": "America/New_York", "EASTERN": "America/New_York", "CENTRAL": "America/Chicago",
    "MOUNTAIN": "America/Denver",
}  # fmt: skip
# Where the letters belong, to notice winter letters in summer and the reverse.
HOMES = {
    "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "MDT": "America/Denver",
    "EST": "America/New_York", "EDT": "America/New_York", "CDT": "America/Chicago", "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin", "MEZ": "Europe/Berlin", "MESZ": "Europe/Berlin", "BST": "Europe/London",
}  # fmt: skip
MANY_MEANINGS = {
    "IST": "India, Ireland or Israel",
    "CST": "the American Midwest, China or Cuba",
}
MONTH_FIRST_ZONES = {
    "PST",
    "PDT",
    "PT",
    "MST",
    "MDT",
    "CDT",
    "EST",
    "EDT",
    "ET",
    "AKST",
    "AKDT",
    "HST",
}
DAY_FIRST_ZONES = {
    "BST",
    "CET",
    "CEST",
    "MEZ",
    "MESZ",
    "EET",
    "EEST",
    "WET",
    "WEST",
    "IST",
    "AEST",
    "AEDT",
    "SAST",
}

_LETTERS = "|".join(sorted((*OFFSETS, "PT", "ET", "CT", "MT"), key=len, reverse=True))
_REGION_NAME = r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?"
ZONE = (
    r"(?:(?:UTC|GMT|utc|gmt)\s?[+\-\u2212]\s?\d{1,2}(?::?\d{2})?(?!\d)"
    rf"|{_REGION_NAME}"
    rf"|(?:{_LETTERS}|utc|gmt|cet|cest|pst|pdt|bst)(?![A-Za-z])"
    r"|(?:Pacific|Eastern|Central|Mountain)(?:\s+(?:Standard|Daylight))?(?:\s+[Tt]ime)?(?![A-Za-z]))"
)


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """The zone for the letters, offset or region that somebody wrote; None where it is none of ours."""
    name = name.strip().replace("\u2212", "-")
    offset = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?", name, re.IGNORECASE)
    if offset:
        sign = -1 if offset[1] == "-" else 1
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(sign * timedelta(minutes=minutes)) if minutes <= 14 * 60 else None
    upper = name.upper()
    if upper in OFFSETS:
        return UTC if OFFSETS[upper] == 0 else timezone(timedelta(hours=OFFSETS[upper]))
    first = upper.split()[0] if upper else ""
    region = REGIONS.get(first) if "/" not in name else name
    if region and (region in available_timezones()):
        try:
            return ZoneInfo(region)
        except ZoneInfoNotFoundError:  # pragma: no cover - listed but not installed
            return None
    return None


# Regions for the letters whose offset is no whole hour.
_HALF_HOURS = {"IST": "Asia/Kolkata", "ACST": "Australia/Darwin"}


def region_for(name: str) -> str:
    """The name in the time zone database for a zone as somebody wrote it: "PST" is Etc/GMT+8; "" if none fits."""
    zone = zone_named(name)
    if isinstance(zone, ZoneInfo):
        return zone.key
    if name.upper() in _HALF_HOURS:
        return _HALF_HOURS[name.upper()]
    offset = zone.utcoffset(None) if zone is not None else None
    if offset is None or offset % timedelta(hours=1):
        return ""
    hours = int(offset / timedelta(hours=1))
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


_ALL_TIMES = re.compile(
    rf"\b[Tt][Ii][Mm][Ee](?:[sS]|[sS]tamps?|\s?[zZ]one)?\b[^.\n|]{{0,60}}?(?<![A-Za-z])\(?({ZONE})|\(\s*(?:in\s+)?({ZONE})\s*\)"
    rf"|(?:^|\s)({ZONE})\s+[Tt]imes?\b|^[#\s*]*[Tt]imeline[\s*:,–-]+(?:in\s+)?({ZONE})\s*:?[\s*]*$",
    re.MULTILINE,
)


def stated_zone(text: str) -> str:
    """The zone that a sentence or a heading states for all times ("All times in PT"); "" if none."""
    for match in _ALL_TIMES.finditer(text):
        name = next(group for group in match.groups() if group)
        if re.search(ZONE, name) and zone_named(name):
            return name
    return ""


# -- one stamp -----------------------------------------------------------------------------------

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero", "february feb februar février febrero",
            "march mar märz maerz mars marzo", "april apr avril abril", "may mai mayo", "june jun juni juin junio",
            "july jul juli juillet julio", "august aug août agosto",
            "september sept sep septembre septiembre", "october oct oktober okt octobre octubre",
            "november nov novembre noviembre", "december dec dezember dez décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-zé])\.?"
_ORDINAL = r"(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:19|20)\d{2}(?!\d|:\d)"

_ISO_DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:T(?=\d))?")
_BROKEN_DATE = re.compile(r"\d{5,8}-\d{1,2}-\d{1,2}(?!\d)")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-(?:\?\?|xx|XX)|(?![-\d:./]))")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![./-]?\d)")
_SHORT_NUMBERS = re.compile(r"(\d{1,2})([/.])(\d{1,2})(?:(?<=\.\d)|(?<=\.\d\d)|)\.?(?=,?\s+\d{1,2}:\d{2})")
_MONTH_DAY = re.compile(
    rf"({_MONTH})\s+(\d{{1,2}}){_ORDINAL}(?!\d|:\d|\s*[ap]\.?m)(?:,?\s+({_YEAR}))?",
    re.IGNORECASE,
)
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}}){_ORDINAL}[\s-]+(?:of\s+)?({_MONTH})(?:(?:,?\s+|-)({_YEAR}))?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"({_MONTH}),?\s+({_YEAR})", re.IGNORECASE)
_DAYS_BETWEEN = re.compile(
    rf"({_MONTH})\s+(\d{{1,2}}){_ORDINAL}\s*(?:[-\u2013\u2014]|to)\s*(?:{_MONTH}\s+)?\d{{1,2}}{_ORDINAL}(?![\d:])(?:,?\s+({_YEAR}))?",
    re.IGNORECASE,
)
_DAYS_BETWEEN_REVERSED = re.compile(
    rf"(\d{{1,2}}){_ORDINAL}\s*(?:[-\u2013\u2014]|to)\s*\d{{1,2}}{_ORDINAL}\s+(?:of\s+)?({_MONTH})(?:,?\s+({_YEAR}))?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"(?:Mon(?:day)?|Tue(?:s|sday)?|Wed(?:s|nesday)?|Thu(?:r|rs|rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"
    r"|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag)(?![a-z])\.?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(\d{1,2})([:.h])(\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?(?![\d])(?:\s?([ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(\d{1,2})\s?(?:([ap])\.?m\b\.?|Uhr\b)", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?!\d)")
_NAMED_HOUR = re.compile(r"(noon|midday|midnight)\b", re.IGNORECASE)
_NO_HOUR = re.compile(
    r"(?:HH:?mm|\d{1,2}:(?:\?\?|xx)|\?\?:\?\?|XX:XX|X(?=\s*[:*_`])|TBD|\?+)(?![A-Za-z])",
    re.IGNORECASE,
)
_OTHER_CLOCK = re.compile(rf"\(\s*(?:{_CLOCK.pattern}|{_HOUR.pattern})\s*{ZONE}\s*\)", re.IGNORECASE)
_ZONE_AFTER = re.compile(rf"(\(\s*)?({ZONE}|(?<=\d)Z(?![A-Za-z]))(?(1)\s*\))")
_OFFSET_AFTER = re.compile(r"([+\u2212-]\d{2}:?\d{2})(?!\d)")
_LOCAL_AFTER = re.compile(r"(?:\(\s*)?local(?:\s+time)?\b\)?", re.IGNORECASE)
_HOURS_AFTER = re.compile(r"(?:h|hrs?|hours|Uhr|o'clock)\b\.?", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:around|about|approximately|approx\.?|circa|ca\.?|c\.|roughly|~|\u2248|at\s+(?:around|about)|just\s+(?:before|after)"
    r"|shortly\s+(?:before|after))(?![a-z])",
    re.IGNORECASE,
)
_ABOUT_AFTER = re.compile(
    r"(?:~|ish\b|\(\s*(?:approx(?:imately|\.)?|ca\.?|about|estimated|est\.)\s*\)|approx\.?(?![a-z]))",
    re.IGNORECASE,
)
_JOIN = re.compile(  # the blank before "to" may be read already
    r"(?:\s*[-\u2013\u2014\u2192]+\s*|(?:\s+|(?<=\s))(?:to|until|till|through)\s+)", re.IGNORECASE
)
_FILLER = re.compile(
    r"(?:[\s,@]+|(?:at|from|um|am)\s+(?=[\d~])|on\s+(?:the\s+)?(?=[\dA-Za-z]))+",
    re.IGNORECASE,
)
_BEFORE_CLOCK = re.compile(r"\s*[:\-\u2013\u2014|.]\s*(?=\d|~)")
_MARKUP = re.compile(r"(?:\*\*|__|\*|_|`|\[(?!\s?[xX]?\])|\(|</?(?:b|strong|em|i|code|time|span)\b[^>]*>)+")
_INNER = re.compile(r"(?:\*\*|__|\*|_|`|</?(?:b|strong|em|i|code|time|span)\b[^>]*>)+")
_CLOSERS = re.compile(r"(?:\*\*|__|\*|_|`|</(?:b|strong|em|i|code|time|span)\s*>)+")


# Blanks and hyphens that do not break, as typesetters put them into dates; one character for one.
_TYPESET = {0xA0: " ", 0x202F: " ", 0x2007: " ", 0x2010: "-", 0x2011: "-"}


@dataclass(frozen=True)
class Day:
    """A day as written: numbers that may be in either order, a year that may be missing."""

    year: int | None
    month: int
    day: int | None
    either_order: bool = False  # 05/06/2024: `month` and `day` hold the numbers as they stand

    def exact(self, *, day_first: bool) -> "Day":
        """The same day with its order settled."""
        if not self.either_order or self.day is None:
            return self
        month, day = (self.day, self.month) if day_first else (self.month, self.day)
        if month > 12:
            month, day = day, month
        return Day(self.year, month, day)


@dataclass(frozen=True)
class Stamp:
    """A written time at the head of a line, and where the rest of the line begins."""

    told: str
    rest: str
    day: Day | None = None
    clock: time | None = None
    over: int = 0  # days to add: 24:00
    has_seconds: bool = False
    zone: str = ""
    around: bool = False
    broken: bool = False  # a date that cannot be: 20202-01-16
    separated: bool = False  # a dash, colon or the like stood between the time and the text
    link: str = ""


@dataclass
class _Scan:
    """What the pieces found so far add up to."""

    day: Day | None = None
    clock: time | None = None
    over: int = 0
    has_seconds: bool = False
    half: bool = False
    zone: str = ""
    around: bool = False
    broken: bool = False
    iso: bool = False
    weekday: bool = False


def _month_number(word: str) -> int:
    return MONTHS[word.rstrip(".").lower()]


def _year_number(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _possible(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return year is None or 1980 <= year <= 2100


def read_day(text: str, position: int = 0) -> tuple[Day, int] | None:
    """The day written at this place, and where it ends."""
    text = text[: position + 60].translate(_TYPESET)
    if match := _ISO_DATE.match(text, position):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        return (Day(year, month, day), match.end()) if _possible(year, month, day) else None
    if match := _NUMBERS.match(text, position):
        first, second, year = int(match[1]), int(match[3]), _year_number(match[4])
        if not (_possible(year, first, second) or _possible(year, second, first)):
            return None
        if match[2] == ".":  # dotted dates are day-first wherever they are used
            numbers = Day(year, second, first) if second <= 12 else Day(year, first, second)
        elif first > 12:
            numbers = Day(year, second, first)
        elif second > 12:
            numbers = Day(year, first, second)
        else:
            numbers = Day(year, first, second, either_order=first != second)
        return numbers, match.end()
    for pattern, month_at, day_at in (
        (_DAYS_BETWEEN, 1, 2),
        (_DAYS_BETWEEN_REVERSED, 2, 1),
        (_MONTH_DAY, 1, 2),
        (_DAY_MONTH, 2, 1),
    ):
        if match := pattern.match(text, position):
            year_found = int(match[3]) if match[3] else None
            month, number = _month_number(match[month_at]), int(match[day_at])
            if _possible(year_found, month, number):
                return Day(year_found, month, number), match.end()
    if match := _MONTH_YEAR.match(text, position):
        return Day(int(match[2]), _month_number(match[1]), None), match.end()
    if (match := _ISO_MONTH.match(text, position)) and _possible(int(match[1]), int(match[2]), 1):
        return Day(int(match[1]), int(match[2]), None), match.end()
    if (match := _SHORT_NUMBERS.match(text, position)) and _possible(None, int(match[1]), int(match[3])):
        first, second = int(match[1]), int(match[3])
        if match[2] == ".":
            return Day(None, second, first), match.end()
        return Day(
            None,
            first,
            second,
            either_order=first != second and first <= 12 and second <= 12,
        ), match.end()
    return None


def _read_clock(text: str, position: int, scan: _Scan) -> int | None:
    """Reads a time of day into `scan`; returns where it ends."""
    match = _CLOCK.match(text, position)
    if match and not (match[2] == "." and not match[5] and scan.day is None and not _zone_follows(text, match.end())):
        hour, minute, second, half = (
            int(match[1]),
            int(match[3]),
            int(match[4] or 0),
            match[5],
        )
        return _settle(scan, hour, minute, second, half, match.end(), has_seconds=bool(match[4]))
    if match := _HOUR.match(text, position):
        return _settle(scan, int(match[1]), 0, 0, match[2], match.end(), has_seconds=False)
    if match := _FOUR_DIGITS.match(text, position):
        after = text[match.end() :]
        if (scan.day and re.match(r"\s*(?:[:\-\u2013\u2014|*_`\])]|$|h|\s)", after)) or re.match(
            rf"\s?(?:hrs?\b|h\b|{ZONE})", after
        ):
            return _settle(
                scan,
                int(match[1]),
                int(match[2]),
                0,
                None,
                match.end(),
                has_seconds=False,
            )
    if match := _NAMED_HOUR.match(text, position):
        return _settle(
            scan,
            0 if match[1].lower() == "midnight" else 12,
            0,
            0,
            None,
            match.end(),
            has_seconds=False,
        )
    return None


def _zone_follows(text: str, position: int) -> bool:
    return bool(re.match(rf"\s?(?:{ZONE}|Uhr|h\b|hrs?\b)", text[position : position + 30]))


def _settle(
    scan: _Scan,
    hour: int,
    minute: int,
    second: int,
    half: str | None,
    end: int,
    *,
    has_seconds: bool,
) -> int | None:
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        return None
    scan.over = 1 if hour == 24 else 0
    scan.clock = time(hour % 24, minute, second)
    scan.half = bool(half)
    scan.has_seconds = has_seconds
    return end


def _read_second_end(text: str, position: int, scan: _Scan) -> int | None:
    """Reads `- 10:30` after `10:15`, or `to 2020-09-03` after a day; the first end is what counts."""
    join = _JOIN.match(text, position)
    if not join:
        return None
    place = join.end()
    if skip := _MARKUP.match(text, place):
        place = skip.end()
    day = read_day(text, place)
    if day:
        place = day[1]
        if filler := _FILLER.match(text, place):
            place = filler.end()
    other = _Scan(day=scan.day)
    end = _read_clock(text, place, other)
    if scan.clock is None:
        return day[1] if day and not end else None
    if end is None or not (other.half or re.match(r"\d{1,2}[:.h]\d{2}", text[place:])):
        return None
    if other.half and not scan.half and other.clock and scan.clock.hour <= 12:
        # 8:20 - 9:00 PM: the first half of the day is told once, at the end.
        shifted = scan.clock.replace(hour=scan.clock.hour % 12 + (12 if other.clock.hour >= 12 else 0))
        if (shifted.hour, shifted.minute) <= (other.clock.hour, other.clock.minute):
            scan.clock = shifted
    return end


def read_stamp(line: str) -> Stamp | None:
    """The time at the head of a line ("**[14:32 UTC]** - First 5xx"), or None if there is none."""
    line = line.translate(_TYPESET)
    position, started, opened = 0, -1, ""
    scan = _Scan()
    end = 0
    while position < len(line):
        if filler := _FILLER.match(line, position):
            if started < 0 and (worded := re.search(r"[A-Za-z]", filler[0])):
                started = position + worded.start()
            position = filler.end()
            continue
        if started < 0 and (markup := _MARKUP.match(line, position)):
            opened += markup[0]
            position = markup.end()
            continue
        found = _next_piece(line, position, scan)
        if found is None:
            closers = _CLOSERS.match(line, position)
            if closers and started >= 0 and _more_follows(line, closers.end(), scan):
                position = closers.end()
                continue
            separator = _BEFORE_CLOCK.match(line, position)
            if separator and started >= 0 and scan.clock is None and _clock_follows(line, separator.end(), scan):
                position = separator.end()
                continue
            break
        if started < 0:
            started = position
        position = end = found
    if scan.day is None and scan.clock is None and not scan.broken:
        return None
    if end < len(line) and (line[end].isalnum() or line[end] == "/"):
        return None
    return _finish(line, started, end, opened, scan)


def _clock_follows(line: str, position: int, scan: _Scan) -> bool:
    return _read_clock(line, position, _Scan(day=scan.day)) is not None


def _more_follows(line: str, position: int, scan: _Scan) -> bool:
    """Whether the stamp goes on behind closing emphasis: `**2020-08-27** 10:00`, `**14:32** UTC`."""
    if join := _JOIN.match(line, position):
        return read_day(line, join.end() + _markup_length(line, join.end())) is not None and scan.clock is None
    if filler := _FILLER.match(line, position):
        position = filler.end()
    position += _markup_length(line, position)
    return _next_piece(line, position, replace(scan)) is not None


def _markup_length(line: str, position: int) -> int:
    markup = _MARKUP.match(line, position)
    return len(markup[0]) if markup else 0


def _next_piece(line: str, position: int, scan: _Scan) -> int | None:
    """Reads one more piece of a stamp into `scan`; returns where it ends, or None if none is here."""
    if scan.clock is not None and (match := _OTHER_CLOCK.match(line, position)):
        return match.end()
    if (scan.day or scan.clock) and (inner := _INNER.match(line, position)):
        position = inner.end()
    if scan.clock is not None:
        if not scan.zone and (match := _ZONE_AFTER.match(line, position)) and zone_named(match[2]):
            scan.zone = match[2]
            return match.end()
        if not scan.zone and (match := _OFFSET_AFTER.match(line, position)):
            sign, is_range = match[1][0], not (scan.iso or scan.has_seconds)
            spaced = position > 0 and line[position - 1].isspace()
            if sign == "+" or not is_range or (spaced and ":" not in match[1]):
                scan.zone = match[1].replace("\u2212", "-")
                return match.end()
        if match := _LOCAL_AFTER.match(line, position):
            return match.end()
        if match := _HOURS_AFTER.match(line, position):
            return match.end()
    if (scan.clock or scan.day) and (match := _ABOUT_AFTER.match(line, position)):
        scan.around = True
        return match.end()
    if (scan.clock or scan.day) and (found := _read_second_end(line, position, scan)):
        return found
    if match := _ABOUT.match(line, position):
        if scan.clock is not None:
            return None
        scan.around = True
        return match.end()
    if scan.clock and scan.day is None and line[position : position + 1] == "(":
        inside = read_day(line, position + 1)
        if inside and line[inside[1] : inside[1] + 1] == ")":
            scan.day = inside[0]
            return inside[1] + 1
    if scan.day is None and not scan.broken:
        if day := read_day(line, position):
            scan.day = day[0]
            scan.iso = line[day[1] - 1] == "T"
            return day[1]
        if match := _BROKEN_DATE.match(line, position):
            scan.broken = True
            year, month, day_number = match[0][:4], *match[0].split("-")[1:]
            if _possible(int(year), int(month), int(day_number)):
                scan.day = Day(int(year), int(month), int(day_number))
            return match.end()
    if not scan.weekday and (match := _WEEKDAY.match(line, position)):
        scan.weekday = True
        return match.end()
    if scan.clock is None:
        if (scan.day or scan.broken) and (match := _NO_HOUR.match(line, position)):
            return match.end()
        return _read_clock(line, position, scan)
    return None


_TAIL = re.compile(r"(?P<close>[*_`\])]|</\w+>)|(?P<separator>[:\-\u2013\u2014|.,;\u2192=>])|(?P<space>\s)")


def _finish(line: str, started: int, end: int, opened: str, scan: _Scan) -> Stamp | None:
    told = _CLOSERS.sub("", _MARKUP.sub("", line[started:end])) if "(" not in line[started:end] else line[started:end]
    told = re.sub(r"[*`]+|</?\w+[^>]*>", "", told).strip(" ,[]")
    rest, separated, link = line[end:], False, ""
    pending = opened
    while rest:
        if rest.startswith("](") and "[" in pending and (target := re.match(r"\]\(([^)\s]*)[^)]*\)", rest)):
            link, rest, pending = (
                target[1],
                rest[target.end() :],
                pending.replace("[", "", 1),
            )
            continue
        piece = _TAIL.match(rest)
        if not piece:
            break
        if piece["close"]:
            opener = {"]": "[", ")": "("}.get(piece[0], piece[0])
            if piece[0].startswith("</"):
                opener = next((tag for tag in re.findall(r"<\w+[^>]*>", pending)), "\0")
            if opener not in pending:
                if piece[0] in "*_`" and line[started:end].count(piece[0]) % 2:
                    rest = rest[1:]
                    continue
                break
            pending = pending.replace(opener, "", 1)
        elif piece["separator"]:
            if piece[0] in "->=" and separated and not re.match(r"[-=]*>|-+\s", rest):
                break
            separated = True
        rest = rest[piece.end() :]
    if pending and rest:
        rest = pending + rest
    return Stamp(
        told=told,
        rest=rest.strip(),
        day=scan.day,
        clock=scan.clock,
        over=scan.over,
        has_seconds=scan.has_seconds,
        zone=scan.zone,
        around=scan.around,
        broken=scan.broken,
        separated=separated or not rest.strip(),
        link=link,
    )


# -- the lines of a text -------------------------------------------------------------------------

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_BULLET = re.compile(r"^(\s*)(?:[-*+\u2022\u2023\u25e6\u00b7]|\d{1,3}[.)](?=\s))\s+(?:\[[ xX]?\]\s+)?(.*)$")
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-*:?\s*)*\|?\s*$")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass
class _Event:
    """An event while its lines are still coming in."""

    stamp: Stamp
    mode: str  # bullet, heading, plain, row
    indent: int = 0
    level: int = 0
    lines: list[str] = field(default_factory=list)
    zone: str = ""  # its column's
    context: Day | None = None  # the day of the heading it stands under
    fresh_day: bool = False

    def text(self) -> str:
        """What happened, without the indentation that only lists need."""
        lines = [self.stamp.rest, *self.lines]
        body = [line for line in lines[1:] if line.strip()]
        margin = min((len(line) - len(line.lstrip()) for line in body), default=0)
        joined = "\n".join(line.rstrip() for line in [lines[0], *(line[margin:] for line in lines[1:])])
        return joined.strip("\n").rstrip().removeprefix(": ")


def split_cells(row: str) -> list[str]:
    """The cells of a table's row, with or without outer pipes."""
    row = row.strip()
    row = row.removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.strip() for cell in _CELL.split(row)]


def is_delimiter(line: str) -> bool:
    """Whether a line is the rule under a table's headings."""
    return "|" in line and "-" in line and bool(_DELIMITER.match(line))


class _Reader:
    """Walks over the lines once; `events` and `parts` are what it leaves behind."""

    def __init__(self, text: str) -> None:
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
        self.events: list[_Event] = []
        self.parts: list[Part] = []
        self.prose: list[str] = []
        self.current: _Event | None = None
        self.context: Day | None = None
        self.fresh = False
        self.skipped: list[str] = []

    def read(self) -> None:
        index = 0
        fence = ""
        while index < len(self.lines):
            line = self.lines[index]
            mark = _FENCE.match(line)
            if fence or mark:
                self.take_plain(line, index, inside=True)
                if fence and mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                    fence = ""
                elif not fence and mark:
                    fence = mark[1]
                index += 1
                continue
            if rows := self.table_at(index):
                self.take_table(rows)
                index += len(rows)
                continue
            if heading := _HEADING.match(line):
                self.take_heading(line, len(heading[1]), heading[2], index)
            elif bullet := _BULLET.match(line):
                self.take_bullet(line, len(bullet[1]), bullet[2], index)
            else:
                self.take_plain(line, index, inside=False)
            index += 1
        self.end_prose()

    # tables

    def table_at(self, index: int) -> list[str]:
        """The lines of the table that begins here; none if none does."""
        line = self.lines[index]
        if "|" not in line or line.lstrip().startswith(">"):
            return []
        piped = [line]
        for other in self.lines[index + 1 :]:
            if "|" not in other or not other.strip():
                break
            piped.append(other)
        outer = line.strip().startswith("|") and len(split_cells(line)) > 1
        ruled = any(is_delimiter(other) for other in piped[:2])
        timed = len(piped) > 1 and all(self.pure(split_cells(other)[0]) for other in piped[:2])
        return piped if outer or ruled or timed else []

    @staticmethod
    def pure(cell: str) -> bool:
        """Whether a cell holds a time and nothing else."""
        stamp = read_stamp(cell)
        return bool((stamp and not stamp.rest) or _WEEKDAY.fullmatch(cell.strip("*_ ")))

    def take_table(self, lines: list[str]) -> None:
        heads: list[str] = []
        body = [split_cells(line) for line in lines if not is_delimiter(line)]
        if (len(lines) > 1 and is_delimiter(lines[1])) or (
            body and not any(self.pure(cell) for cell in body[0]) and not is_delimiter(lines[0])
        ):
            heads, body = body[0], body[1:]
        width = max((len(row) for row in body), default=0)
        stamps = self.stamp_columns(heads, body, width)
        if not stamps:
            self.close()
            for line in lines:
                self.say(line)
            return
        self.end_prose()
        self.current = None
        first = len(self.events)
        told = " ".join(head for column, head in enumerate(heads) if head and column in stamps)
        others = " ".join(head for column, head in enumerate(heads) if head and column not in stamps)
        columns = (told, others) if told or others else ()
        for row in body:
            self.take_row(row, stamps, heads)
        if len(self.events) > first:
            self.parts.append(Part(first=first, last=len(self.events), columns=columns))
        else:
            for line in lines:
                self.say(line)

    def stamp_columns(self, heads: list[str], body: list[list[str]], width: int) -> list[int]:
        found = []
        for column in range(min(width, 5)):
            cells = [row[column] for row in body if column < len(row) and row[column]]
            pure = sum(self.pure(cell) for cell in cells)
            head = heads[column].strip("*_ ").lower() if column < len(heads) else ""
            named = re.match(
                r"(?:time|date|when|timestamp|day|zeit|datum|uhrzeit|heure|hora|fecha|at\b)",
                head,
            )
            if cells and (pure * 2 >= len(cells) and (pure > 1 or named or len(cells) == 1)):
                found.append(column)
            elif found:
                break
        return found

    def take_row(self, row: list[str], columns: list[int], heads: list[str]) -> None:
        stamp, zone = None, ""
        told = [row[column] for column in columns if column < len(row) and row[column]]
        for column in columns:
            if column >= len(row):
                continue
            found = read_stamp(row[column])
            if not found:
                continue
            head_zone = re.search(rf"(?<![A-Za-z])({ZONE})", heads[column]) if column < len(heads) else None
            if stamp is None:
                stamp = found
            else:
                stamp = replace(
                    stamp, day=stamp.day or found.day, clock=stamp.clock or found.clock, over=stamp.over + found.over,
                    zone=stamp.zone or found.zone, around=stamp.around or found.around,
                    has_seconds=stamp.has_seconds or found.has_seconds, broken=stamp.broken or found.broken,
                    link=stamp.link or found.link,
                )  # fmt: skip
            if found.clock and head_zone and not zone:
                zone = head_zone[1]
        cells = [
            (heads[i].lower() if i < len(heads) else "", cell)
            for i, cell in enumerate(row)
            if i not in columns and cell.strip("-\u2013\u2014 ")
        ]
        cells.sort(
            key=lambda pair: (
                not re.match(
                    r"(?:event|descr|what|detail|update|message|entry|ereignis)",
                    pair[0],
                )
            )
        )
        text = " \u2014 ".join(re.sub(r"<br\s*/?>", "\n", cell) for _, cell in cells)
        if stamp is None and not (told and text):
            missing = " ".join([*told, text]).strip()
            if self.current and missing:
                self.current.lines += ["", missing]
            elif missing:
                self.say(missing)
            return
        written = " ".join(re.sub(r"[*`]+", "", piece) for piece in told)
        leftover = stamp.rest if stamp else ""
        if leftover:
            text = f"{leftover} {text}".strip()
            written = stamp.told if stamp and len(told) == 1 else written.replace(leftover, "").strip()
        known = replace(stamp, told=written, rest=text) if stamp else Stamp(told=written, rest=text)
        self.begin(_Event(known, "row", zone=zone), listed=False)

    # headings, bullets, lines

    def take_heading(self, line: str, level: int, text: str, index: int) -> None:
        stamp = read_stamp(text)
        if stamp and stamp.day and not stamp.clock and self.only_times_follow(index, level):
            self.enter(stamp, line)
        elif stamp and (stamp.clock or stamp.separated):
            self.begin(_Event(stamp, "heading", level=level))
        else:
            self.close()
            self.say(line)

    def take_bullet(self, line: str, indent: int, text: str, index: int) -> None:
        stamp = read_stamp(text)
        above = self.current
        if above and above.mode == "heading":
            above.lines.append(line)
            return
        if (
            stamp and stamp.day and not stamp.clock and (not stamp.rest or stamp.rest.endswith(":"))
        ) and self.only_times_follow(index, 7, deeper_than=indent):
            self.enter(stamp, line)
            return
        inside = above is not None and above.mode == "bullet" and indent > above.indent
        if stamp and not (inside and not stamp.clock):
            self.begin(_Event(stamp, "bullet", indent=indent))
        elif above and (inside or above.mode == "plain"):
            above.lines.append(line)
        else:
            self.close()
            self.say(line)

    def take_plain(self, line: str, index: int, *, inside: bool) -> None:
        above = self.current
        after_blank = index == 0 or not self.lines[index - 1].strip()
        if not line.strip():
            if above and above.mode != "row":
                above.lines.append("")
            else:
                self.say("")
            return
        if above and above.mode == "heading":
            above.lines.append(line)
            return
        indent = len(line) - len(line.lstrip())
        if above and above.mode == "bullet" and (indent > above.indent or (not after_blank and not inside)):
            stamp = None if indent > above.indent else self.line_stamp(line, after_blank=False)
            if not (stamp and stamp.clock and stamp.separated):
                above.lines.append(line)
                return
        stamp = None if inside or line.lstrip().startswith(">") else self.line_stamp(line, after_blank=after_blank)
        if stamp:
            if stamp.day and not stamp.clock and not stamp.rest and self.only_times_follow(index, 7):
                self.enter(stamp, line)
            else:
                self.begin(_Event(stamp, "plain", indent=indent))
        elif above and above.mode == "plain":
            above.lines.append(line)
        else:
            self.close()
            self.say(line)

    def line_stamp(self, line: str, *, after_blank: bool) -> Stamp | None:
        """A time at the head of a line that no bullet announces: it has to look more like one."""
        stamp = read_stamp(line.strip())
        if stamp is None or (
            stamp.separated and (stamp.clock or re.search(r"[:\-\u2013\u2014|]|^$", self.after(line, stamp)))
        ):
            return stamp
        if stamp.clock is None:
            return None
        loose = self.current is not None and self.current.mode == "plain" and not self.current.stamp.separated
        return stamp if after_blank or loose else None

    @staticmethod
    def after(line: str, stamp: Stamp) -> str:
        """What stood between the time and the text."""
        rest = stamp.rest.lstrip("*_`[(")
        before = line[: line.rfind(rest)] if rest else line
        return before[before.find(stamp.told[-4:]) + 4 :].strip("*_`]) ") if stamp.told[-4:] in before else ":"

    def only_times_follow(self, index: int, level: int, deeper_than: int = -1) -> bool:
        """Whether the next written time below this line is a time of day without a day of its own."""
        fenced = False
        for line in self.lines[index + 1 :]:
            if _FENCE.match(line):
                fenced = not fenced
            if fenced or not line.strip() or is_delimiter(line):
                continue
            heading, bullet = _HEADING.match(line), _BULLET.match(line)
            if heading and len(heading[1]) < level:
                return False
            if bullet and len(bullet[1]) <= deeper_than:
                return False
            if deeper_than >= 0 and not bullet and len(line) - len(line.lstrip()) <= deeper_than:
                return False
            if "|" in line and not heading and not bullet:
                stamps = [stamp for cell in split_cells(line)[:3] if (stamp := read_stamp(cell))]
                if not stamps:
                    continue
                return any(stamp.clock for stamp in stamps) and not any(stamp.day for stamp in stamps)
            text = heading[2] if heading else bullet[2] if bullet else line.strip()
            stamp = read_stamp(text)
            if stamp and (stamp.clock or stamp.day):
                return stamp.clock is not None and stamp.day is None
            if heading:
                return False
        return False

    # bookkeeping

    def enter(self, stamp: Stamp, line: str) -> None:
        """From here on, times belong to this day."""
        self.close()
        self.context, self.fresh = stamp.day, True
        self.say(line)

    def begin(self, event: _Event, *, listed: bool = True) -> None:
        event.context, event.fresh_day = self.context, self.fresh
        self.fresh = False
        if listed:
            self.end_prose()
            if (
                self.parts
                and self.parts[-1].is_events
                and not self.parts[-1].columns
                and self.parts[-1].last == len(self.events)
            ):
                self.parts[-1] = replace(self.parts[-1], last=len(self.events) + 1)
            else:
                self.parts.append(Part(first=len(self.events), last=len(self.events) + 1))
        self.events.append(event)
        self.current = event

    def close(self) -> None:
        self.current = None

    def say(self, line: str) -> None:
        self.prose.append(line)

    def end_prose(self) -> None:
        text = "\n".join(self.prose).strip("\n")
        if text.strip():
            self.parts.append(Part(text=text))
            self.skipped += [line.strip() for line in text.split("\n") if line.strip()]
        self.prose = []


# -- from what is written to when it was ---------------------------------------------------------


def _day_first(events: list[_Event], zone: str, on: date | None) -> tuple[bool, bool]:
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


def day_order(text: str) -> bool | None:
    """Whether the text's own dates prove day-first (True) or month-first (False)."""
    for match in re.finditer(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?![./-]?\d)", text):
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second:
            return True
        if second > 12 >= first:
            return False
    return None


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


def _goes_on_from(events: list[_Event], index: int, before: int) -> bool:
    """Whether the times after this one stay below the time before it: a new day, not a slip."""
    for event in events[index + 1 :]:
        if event.stamp.day is not None:
            break
        if event.stamp.clock is not None:
            return _minutes(event.stamp.clock) < before
    return True


def _resolve(
    events: list[_Event],
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
            elif not _possible(year, day.month, day.day or 1):
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


def _zone_questions(events: list[ParsedEvent]) -> list[Question]:
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
    reader = _Reader(text)
    reader.read()
    lead = "\n".join(part.text for part in reader.parts if not part.is_events)
    heads = " ".join(
        f"({column})" if zone_named(column) else column for part in reader.parts for column in part.columns
    )
    told_zone = stated_zone(lead) or stated_zone(heads) or zone
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
        day_first, guessed = _day_first(reader.events, told_zone, on)
    events: list[ParsedEvent] = []
    questions: list[Question] = []
    if guessed:
        questions.append(Question("Dates such as 05/06 are read as month and day. Is the day first?"))
    for item in _resolve(
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
    questions += _zone_questions(events)
    return ParsedTimeline(
        events,
        questions,
        reader.skipped,
        reader.parts,
        told_zone if zone_named(told_zone) else "",
    )
