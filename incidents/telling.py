"""What history keeps, told to a person: fields as they are called, values in words, times in the reader's zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from incidents.choices import DecisionKind, EventKind, EventSource, IncidentKind, KeyTime, Precision, RevenueKind
from incidents.models import IncidentHistory
from incidents.rules import COARSE, Conflict, zone_named

FIELDS = {
    **{str(key): str(key.label) for key in KeyTime},
    "time_zone": "Zone its times were told in",
    "users_share": "Share of users",
    "revenue_kind": "Revenue",
    "revenue_amount": "Revenue, amount",
    "revenue_currency": "Revenue, currency",
    # entries of the timeline
    "at": "Time",
    "precision": "How exactly the time is known",
    "told": "Time as told",
    "text": "What happened",
    "source": "How we know",
    "evidence_url": "Evidence",
    "known_later": "Known only later",
}
"""Fields whose name is not what people call them."""

CHOICES: dict[str, dict[str, str]] = {
    "kind": {**dict(IncidentKind.choices), **dict(EventKind.choices)},
    "source": dict(EventSource.choices),
    "revenue_kind": dict(RevenueKind.choices),
    "precision": dict(Precision.choices),
}
PERCENT = {"users_share", "error_budget_spent"}


@dataclass(frozen=True)
class Zones:
    """Whose clock a time is told by: the reader's; days belong to the zone they were told in."""

    reader: tzinfo
    told: tzinfo


IN_UTC = Zones(ZoneInfo("UTC"), ZoneInfo("UTC"))


def field_word(field: str) -> str:
    """A field as a person calls it."""
    return FIELDS.get(field) or field.replace("_", " ").capitalize()


def in_words(value: Any, field: str = "", zones: Zones = IN_UTC) -> str:
    """Say a value that history keeps."""
    if value in (None, "", []):
        return "not known yet"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict):
        return _moment(datetime.fromisoformat(value["at"]), value["precision"], zones)
    if isinstance(value, datetime):
        return _moment(value, Precision.MINUTE, zones)
    return _plain(value, field)


def _plain(value: Any, field: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if field in PERCENT:
        return f"{value} %"
    return CHOICES.get(field, {}).get(str(value), str(value))


def _moment(at: datetime, precision: str, zones: Zones) -> str:
    if precision in COARSE:
        return at.astimezone(zones.told).strftime("%B %Y" if precision == Precision.MONTH else "%-d %b %Y")
    local = at.astimezone(zones.reader)
    shape = "%-d %b %Y, %H:%M:%S" if precision == Precision.SECOND else "%-d %b %Y, %H:%M"
    words = f"{local.strftime(shape)} {local.tzname()}"
    return f"around {words}" if precision == Precision.AROUND else words


def conflict_over(field: str, *, yours: Any, theirs: Any, zones: Zones) -> Conflict:
    """A field that two people changed at once, told to the one who was later."""
    return Conflict(field, in_words(yours, field, zones), in_words(theirs, field, zones), label=field_word(field))


def history_lines(row: IncidentHistory, zones: Zones) -> list[str]:
    """Say what a history row changed, a line each."""
    details = row.details
    if "changes" in details:
        return [
            f"{field_word(field)}: {in_words(change['from'], field, zones)} → {in_words(change['to'], field, zones)}"
            for field, change in details["changes"].items()
        ]
    if "link" in details:
        return [f"Link {details['link']}: {details['label'] or details['url']}"]
    if "repeat" in details:
        said = "A repeat of" if details["repeat"] == "repeats" else "Came back in"
        return [f"{said} {details['other']}{'. ' if details['word'] else ''}{details['word']}"]
    if "decision" in details:
        return [f"{DecisionKind(details['decision']).label}. {details['reason']}"]
    return _timeline_lines(details)


def _timeline_lines(details: dict[str, Any]) -> list[str]:
    if "deleted" in details:
        return [f"Entry taken away: “{details['deleted']['text'][:120]}”"]
    if "fields" in details:
        return [f"Entry changed: {', '.join(field_word(field).lower() for field in details['fields'])}"]
    if details.get("added", 0) > 1:
        return [f"{details['added']} entries added"]
    if "dated" in details:
        return ["An entry got its day" if details["dated"] == 1 else f"{details['dated']} entries got their day"]
    if "undated" in details:
        return ["The day was taken back"]
    said = {
        "added": "Entry added",
        "restored": "Entry brought back",
        "moved": "Entry moved",
        "ordered": "Put into the order of time",
    }
    return [words for key, words in said.items() if key in details]


@dataclass
class Told:
    """Changes that one person made one after the other, said once."""

    row: IncidentHistory
    lines: list[str]
    times: int = 1


def history_told(rows: Iterable[IncidentHistory], zones: Zones = IN_UTC) -> list[Told]:
    """Say history newest first, its times in the reader's zone; the same line by the same person again and again is said once, with its count."""
    told: list[Told] = []
    for row in rows:
        lines = history_lines(row, zones)
        last = told[-1] if told else None
        if last and lines and (last.lines, last.row.by_id, last.row.kind) == (lines, row.by_id, row.kind):
            last.times += 1
        else:
            told.append(Told(row, lines))
    return told


@dataclass(frozen=True)
class TakenAway:
    """An entry of the timeline that was taken away, whole."""

    row: IncidentHistory  # its deletion, by which it is brought back
    text: str
    time: str  # in words; empty where none is known


def taken_away(rows: Iterable[IncidentHistory], reader: tzinfo) -> list[TakenAway]:
    """Tell which entries these changes took away and nobody has brought back, in the order of the changes.

    An entry is brought back after it was taken away, so an incident's newest changes alone are enough to tell.
    """
    rows = list(rows)
    restored = {row.details.get("restored") for row in rows}
    return [
        TakenAway(row, row.details["deleted"]["text"], _time_of_entry(row.details["deleted"], reader))
        for row in rows
        if "deleted" in row.details and row.pk not in restored
    ]


def _time_of_entry(entry: dict[str, Any], reader: tzinfo) -> str:
    if not entry.get("at"):
        return str(entry.get("told", ""))
    return in_words(entry, zones=Zones(reader, zone_named(entry["time_zone"])))
