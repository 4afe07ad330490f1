"""Times that were kept as they were told, read again once somebody knows their day."""

from collections.abc import Sequence
from datetime import date

from incidents.timeline_text.events import ParsedEvent
from incidents.timeline_text.lines import WrittenEvent
from incidents.timeline_text.resolving import resolve_events
from incidents.timeline_text.stamps import Stamp, read_stamp


def lacks_only_a_day(told: str) -> bool:
    """Whether a time as told says all but its day, or all but the year of it."""
    stamp = _stamp(told)
    return stamp is not None and not stamp.broken and (stamp.clock is not None or stamp.day is not None)


def resolve_told(told: Sequence[tuple[str, str]], on: date) -> list[ParsedEvent]:
    """Read (time as told, its zone) in order, the first of them on this day, and past midnight as a pasted block is."""
    written = [WrittenEvent(_stamp(words) or Stamp(words, ""), "plain", zone=zone) for words, zone in told]
    items = resolve_events(written, on=on, zone="UTC", approximate=False, day_first=False)
    return [item for item in items if isinstance(item, ParsedEvent)]


def _stamp(told: str) -> Stamp | None:
    return read_stamp(f"{told} - ") or read_stamp(told)
