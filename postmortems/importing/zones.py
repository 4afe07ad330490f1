"""The zone of times that state none, once somebody has said it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from incidents.timeline_text import ParsedEvent
from postmortems.importing.document import COARSE, MOMENTS, ImportedDocument, Moment

UNSTATED = "UTC"
"""What times without a zone are read in, until somebody says otherwise."""


def states_no_zone(document: ImportedDocument) -> bool:
    """Whether a clock time is told and no zone is, neither for it nor for all of them."""
    moments = (getattr(document, name) for name in MOMENTS)
    told: list[Moment | ParsedEvent] = [*(moment for moment in moments if moment), *document.timeline]
    clocks = [one for one in told if one.at and one.precision not in COARSE]
    return bool(clocks) and not any(one.zone for one in clocks)


def in_zone(document: ImportedDocument, zone: str) -> ImportedDocument:
    """The document with its times read in a zone of the database, such as "Europe/Berlin", where it states none.

    What the clock showed stays as it is told; a day stays that day. A document that states a zone is returned as it
    is, and so is any where nothing else than `UNSTATED` is said.
    """
    if zone in ("", UNSTATED) or not states_no_zone(document):
        return document
    kept = replace(
        document,
        zone=zone,
        timeline=[replace(event, at=_in(event.at, zone), zone=zone) for event in document.timeline],
        incidents=[replace(told, started_at=_moment(told.started_at, zone)) for told in document.incidents],
        warnings=[*document.warnings, f"No zone is stated: its times were read as {zone}."],
    )
    for name in MOMENTS:
        setattr(kept, name, _moment(getattr(document, name), zone))
    return kept


def _moment(moment: Moment | None, zone: str) -> Moment | None:
    return replace(moment, at=moment.at.replace(tzinfo=ZoneInfo(zone)), zone=zone) if moment else None


def _in(at: datetime | None, zone: str) -> datetime | None:
    return at.replace(tzinfo=ZoneInfo(zone)) if at else None
