"""The facts that a post-mortem states: when it began and ended, how severe it was, front matter."""

import re
from datetime import UTC, date, datetime, time
from pathlib import PurePosixPath

from incidents.timeline_text import Day, Stamp, read_day, read_stamp, zone_named
from postmortems.importing.document import Moment

_FRONT = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_MAIL = re.compile(
    r"\A\ufeff?((?:(?:From|To|Cc|Date|Sent|Subject|Reply-To|Message-ID):[ \t].*\n(?:[ \t]+\S.*\n)*){2,})\s*\n"
)
_KEY = re.compile(r"^([A-Za-z_][\w .-]*?)\s*([:=])(?:\s+|(?=[\"'\[])|$)(.*)$")


def split_front_matter(text: str) -> tuple[list[tuple[str, str]], str]:
    """Front matter, or the head of a mail, as `(key, value as written)`, and the text after it."""
    if mail := _MAIL.match(text):
        lines = re.sub(r"\n[ \t]+", " ", mail[1].strip()).split("\n")
        return [(key, value.strip()) for key, _, value in (line.partition(":") for line in lines)], text[mail.end() :]
    match = _FRONT.match(text)
    if not match:
        return [], text
    facts: list[tuple[str, str]] = []
    for line in match[2].split("\n"):
        key = _KEY.match(line)
        if key:
            facts.append((key[1].strip(), key[3].strip()))
        elif facts and line.strip() and (line[0] in " \t" or line.startswith("-") or line.strip()[0] in "]})["):
            facts[-1] = (facts[-1][0], f"{facts[-1][1]}\n{line.rstrip()}")
        elif line.strip() and not line.strip().startswith("#"):
            return [], text  # a rule at the top of the page, not front matter
    return (facts, text[match.end() :]) if facts else ([], text)


def unquoted(value: str) -> str:
    """A front matter value without the quotes around it."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1].replace('\\"', '"')
    return value


_WORD = r"(?:incident|outage|event|issue|service|fault|problem|downtime|impact|disruption|degradation)"
_LABELS: dict[str, str] = {
    "started": rf"(?:{_WORD}\s+)?(?:start(?:ed|s)?|began|begin|begins|onset|occur(?:s|red)?)(?:\s+(?:time|date|at|on))?(?:\s+of\s+{_WORD})?"
    rf"|(?:start|begin)(?:ning)?\s+(?:of|time of)\s+(?:the\s+)?{_WORD}|(?:date(?:\s+and\s+|\s*/\s*)time|date/time|time\s+of\s+{_WORD})|fault occurs|start_time|date of (?:the )?{_WORD}",
    "date": r"(?:incident\s+|outage\s+|event\s+)?dates?(?:\s+of\s+(?:the\s+)?(?:incident|outage|event))?|when|day",
    "detected": rf"(?:first\s+)?(?:{_WORD}\s+)?(?:detected|noticed|discovered)(?:\s+(?:time|at|on))?|(?:time\s+)?(?:of\s+)?first detected|fault detected|detection time|detected_at",
    "mitigated": rf"(?:{_WORD}\s+)?(?:mitigated|repaired|mitigation time|mitigated_at)(?:\s+(?:time|at|on))?",
    "ended": rf"(?:{_WORD}\s+)?(?:end(?:ed|s)?|resolved|restored|resolution time|recovered|end_time)(?:\s+(?:time|at|on|date))?",
}  # fmt: skip
_FIELDS = {
    name: re.compile(
        rf"^[\s|*#_\-+\u2022]*(?:\*\*|__)?\s*(?:{pattern})\s*(?:\([^)]*\))?\s*(?:\*\*|__)?\s*(?:[:|=\u2013-]+\s*(?:\*\*|__)?|(?=\s*\d))\s*(?P<value>.+)$",
        re.IGNORECASE,
    )
    for name, pattern in _LABELS.items()
}
IS_LABEL = re.compile(rf"(?:{'|'.join(_LABELS.values())})\s*:?", re.IGNORECASE)
_SEVERITY_FIELD = re.compile(
    r"^[\s>|*#_\-+]*(?:\*\*|__)?\s*(?:severity|sev|priority|incident level|severity level|impact level)\s*(?:\*\*|__)?\s*[:|=]+\s*(?:\*\*|__)?\s*(?P<value>[^|\n]{1,60})",
    re.IGNORECASE,
)
_SEVERITY = re.compile(r"\b(?:SEV(?:ERITY)?[\s-]?[0-5]|P[0-5]|S[0-4])\b", re.IGNORECASE)


def field_stamps(lines: list[str]) -> dict[str, Stamp]:
    """The first time that each kind of label gives ("Start: ...", "| Date | ... |", "Resolved ...")."""
    found: dict[str, Stamp] = {}
    for line in lines:
        if len(line) > 300:
            continue
        for name, pattern in _FIELDS.items():
            if name in found:
                continue
            match = pattern.match(line)
            stamp = read_stamp(match["value"].strip().strip("|").strip()) if match else None
            if stamp and (stamp.day or stamp.clock) and len(stamp.rest) < 120:
                found[name] = stamp
    return found


def severity_in(lines: list[str]) -> str:
    """The severity as it is written after a label of that name."""
    for line in lines:
        match = _SEVERITY_FIELD.match(line.replace("\u2011", "-"))
        if not match:
            continue
        value = re.sub(r"[*_`]+", "", match["value"]).strip()
        short = _SEVERITY.search(value)
        if short:
            return short[0].upper().replace(" ", "-")
        return value if len(value.split()) <= 4 else value.split("(")[0].strip()[:40]
    return ""


def moment(stamp: Stamp, *, near: date | None, zone: str, day_first: bool) -> Moment | None:
    """A written time as a moment; a missing year comes from a day near it."""
    told_zone = stamp.zone or zone
    tz = zone_named(told_zone) or UTC
    if stamp.day is None:
        if near is None or stamp.clock is None:
            return None
        day: date | None = near
    else:
        day = whole_day(stamp.day, near=near, day_first=day_first)
    if day is None:
        return None
    precision = "day" if stamp.day is None or stamp.day.day else "month"
    if stamp.clock is not None:
        precision = "around" if stamp.around else "second" if stamp.has_seconds else "minute"
    at = datetime.combine(day, stamp.clock or time(), tzinfo=tz)
    return Moment(at, precision, told_zone if zone_named(told_zone) else "", stamp.told)


def whole_day(day: Day, *, near: date | None, day_first: bool) -> date | None:
    """A written day with its year, or None where nothing says which."""
    day = day.exact(day_first=day_first)
    if day.year is None and near is None:
        return None
    years = [day.year] if day.year else [near.year, near.year - 1] if near else []
    for year in years:
        try:
            found = date(year, day.month, day.day or 1)
        except ValueError:
            continue
        if day.year or near is None or (found - near).days <= 31:
            return found
    return None


def day_in_name(path: str) -> date | None:
    """A date in a file's name ("2023-06-06-user-services-down.md")."""
    name = PurePosixPath(path.replace("\\", "/")).name
    match = re.search(r"(?<!\d)(20\d{2}|19\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)", name)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def days_in(text: str) -> list[tuple[Day, int, int]]:
    """Every day that a text names, with where it begins and ends."""
    found = []
    position = 0
    for match in re.finditer(r"(?<![\w./-])(?=[\dA-Z])", text):
        if match.start() < position:
            continue
        read = read_day(text, match.start())
        if read:
            found.append((read[0], match.start(), read[1]))
            position = read[1]
    return found
