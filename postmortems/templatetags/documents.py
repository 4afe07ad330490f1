"""What a document's templates need beside the tags of the house: plain values made into times again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from incidents.choices import Precision
from incidents.wording.sections import section_named
from postmortems.factors.telling import Node, tree_of
from postmortems.models import Section

register = template.Library()

COARSE = {Precision.DAY, Precision.MONTH}
WORTH_ASKING = timedelta(minutes=30)


@register.filter
def moment(value: str | None) -> datetime | None:
    """Read a time that was written into an edition."""
    return datetime.fromisoformat(value) if value else None


@register.filter
def without_full_stop(words: str) -> str:
    """Take the full stop off, where the sentence goes on with one of ours."""
    return words.rstrip(" .")


@register.filter
def day(value: str | None) -> date | None:
    """Read a day that was written into an edition."""
    return date.fromisoformat(value) if value else None


@register.filter
def factor_tree(factors: list[dict[str, Any]]) -> list[Node]:
    """Arrange factors as the tree that is drawn, from what nothing else rests on down to what made it possible."""
    return tree_of(factors)


@register.filter
def lens_section(section: Section) -> str:
    """Name the section as the lens does."""
    return section_named(section.heading, section.kind)


@register.filter
def span(seconds: float | None) -> timedelta | None:
    """Read a length of time that was written into an edition."""
    return None if seconds is None else timedelta(seconds=seconds)


@dataclass(frozen=True)
class TimelineRow:
    """One line of a timeline: a new day, a stretch with no entry, or an entry."""

    day: date | None = None
    gap: timedelta | None = None
    event: dict[str, Any] | None = None


@register.simple_tag
def timeline_rows(events: list[dict[str, Any]], *, ask: bool = False) -> list[TimelineRow]:
    """Set days between the entries, and with `ask` the stretches nobody has told of.

    Entries keep the order they were told in. A day that was told as a day stays that day.
    """
    rows: list[TimelineRow] = []
    last_day: date | None = None
    last_at: datetime | None = None
    for event in events:
        at = moment(event["at"])
        exact = at is not None and event["precision"] not in COARSE
        if at is not None and event["precision"] != Precision.MONTH:
            new_day = (timezone.localtime(at) if exact else at.astimezone(ZoneInfo(event["zone"]))).date()
            if new_day != last_day and exact:
                rows.append(TimelineRow(day=new_day))
            elif ask and exact and last_at is not None and at - last_at >= WORTH_ASKING:
                rows.append(TimelineRow(gap=at - last_at))
            last_day = new_day if exact else None
        last_at = at if exact else None
        rows.append(TimelineRow(event=event))
    return rows
