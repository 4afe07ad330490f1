"""The time at the head of a line ("**[14:32 UTC]** - First 5xx"), and where the text behind it begins."""

import re
from dataclasses import dataclass, replace
from datetime import time

from incidents.timeline_text.days import BROKEN_DATE, TYPESET, Day, is_possible, read_day
from incidents.timeline_text.zones import ZONE, zone_named

WEEKDAY = re.compile(
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
_PICTURES = re.compile(
    r"(?:[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u23E9-\u23FA\uFE0F\u200D]++\s*+)++(?=[*_`\[(~]*[\dA-Z])"
)
_INNER = re.compile(r"(?:\*\*|__|\*|_|`|</?(?:b|strong|em|i|code|time|span)\b[^>]*>)+")
_CLOSERS = re.compile(r"(?:\*\*|__|\*|_|`|</(?:b|strong|em|i|code|time|span)\s*>)+")


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
    """The time at the head of a line ("**[14:32 UTC]** - First 5xx"), or None if there is none.

    Pictures before it go with the text behind it.
    """
    line = line.translate(TYPESET)
    if pictures := _PICTURES.match(line):
        stamp = read_stamp(line[pictures.end() :])
        return replace(stamp, rest=f"{pictures[0].strip()} {stamp.rest}".strip()) if stamp else None
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
        if match := BROKEN_DATE.match(line, position):
            scan.broken = True
            year, month, day_number = match[0][:4], *match[0].split("-")[1:]
            if is_possible(int(year), int(month), int(day_number)):
                scan.day = Day(int(year), int(month), int(day_number))
            return match.end()
    if not scan.weekday and (match := WEEKDAY.match(line, position)):
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
