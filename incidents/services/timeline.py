"""Entries of the timeline: added, changed, moved, taken away and brought back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from incidents.choices import HistoryKind
from incidents.dayless import dayless_among
from incidents.models import Incident, IncidentHistory, TimelineEvent
from incidents.rules import LostRace, zone_named
from incidents.services.facts import locked, touch
from incidents.telling import Zones, conflict_over
from people.models import User

FIELDS = ("at", "precision", "time_zone", "told", "text", "kind", "source", "evidence_url", "known_later")


@dataclass(frozen=True)
class NewEvent:
    """An entry that is not there yet."""

    text: str
    at: datetime | None = None
    precision: str = ""
    time_zone: str = "UTC"
    told: str = ""
    kind: str = ""
    source: str = ""
    evidence_url: str = ""
    known_later: bool = False


@transaction.atomic
def add_event(incident: Incident, event: NewEvent, *, by: User, at: datetime | None = None) -> TimelineEvent:
    """Add one entry: where its time puts it if the entries stand in the order of time, else at the end."""
    at = at or timezone.now()
    incident = locked(incident)
    rows = list(TimelineEvent.objects.filter(incident=incident))
    place = _place_by_time(rows, event.at)
    created = TimelineEvent.objects.create(
        incident=incident, position=_next_position(rows), added_by=by, added_at=at, **_facts(event)
    )
    if place < len(rows):
        _renumber([*rows[:place], created, *rows[place:]])
    _keep(incident, {"added": 1, "event": created.pk}, by=by, at=at)
    return created


@transaction.atomic
def add_events(
    incident: Incident, events: Sequence[NewEvent], *, by: User, at: datetime | None = None
) -> list[TimelineEvent]:
    """Add a told block at the end, in the order it was told in."""
    at = at or timezone.now()
    incident = locked(incident)
    first = _next_position(list(TimelineEvent.objects.filter(incident=incident)))
    created = TimelineEvent.objects.bulk_create(
        TimelineEvent(incident=incident, position=first + n, added_by=by, added_at=at, **_facts(event))
        for n, event in enumerate(events)
    )
    if created:
        _keep(incident, {"added": len(created)}, by=by, at=at)
    return created


@transaction.atomic
def change_event(
    event: TimelineEvent,
    *,
    by: User,
    changes: Mapping[str, Any],
    seen: str | None = None,
    at: datetime | None = None,
) -> TimelineEvent:
    """Change an entry. With `seen` (its fingerprint when the form was shown) a lost race raises LostRace."""
    at = at or timezone.now()
    incident = locked(event.incident)
    event = TimelineEvent.objects.select_for_update().get(pk=event.pk)
    changed = [field for field, value in changes.items() if getattr(event, field) != value]
    if not changed:
        return event
    if seen is not None and seen != fingerprint_of(event):
        zones = Zones(by.zone, zone_named(event.time_zone))
        raise LostRace(
            [conflict_over(field, yours=changes[field], theirs=getattr(event, field), zones=zones) for field in changed]
        )
    before = {field: _plain(getattr(event, field)) for field in changed}
    for field in changed:
        setattr(event, field, changes[field])
    event.save(update_fields=changed)
    after = {field: _plain(changes[field]) for field in changed}
    kept = {field: {"from": before[field], "to": after[field]} for field in changed}
    _keep(incident, {"changed": event.pk, "fields": kept}, by=by, at=at)
    return event


@transaction.atomic
def date_events(
    incident: Incident, first: int, day: date, *, by: User, at: datetime | None = None
) -> list[TimelineEvent]:
    """Give a day to entries told without one: `first` and those kept with it, in order and past midnight.

    Their words as told stay. Where they have got a day meanwhile nothing is written, and the list is empty.
    """
    at = at or timezone.now()
    incident = locked(incident)
    rows = TimelineEvent.objects.select_for_update().filter(incident=incident)
    dayless = dayless_among(list(rows), first=first)
    if dayless is None or dayless.first.pk != first:
        return []
    dated = []
    for event, read in zip(dayless.events, dayless.on(day), strict=True):
        if read.at is not None:
            event.at, event.precision = read.at, read.precision or ""
            dated.append(event)
    TimelineEvent.objects.bulk_update(dated, ["at", "precision"])
    times = {str(event.pk): _plain(event.at) for event in dated}
    _keep(incident, {"dated": len(dated), "first_day": day.isoformat(), "times": times}, by=by, at=at)
    return dated


@transaction.atomic
def take_day_back(dating: IncidentHistory, *, by: User, at: datetime | None = None) -> int:
    """Take a day from the entries that got it so, and return how many; those with another time since keep theirs."""
    at = at or timezone.now()
    incident = locked(dating.incident)
    times = dating.details.get("times", {})
    rows = TimelineEvent.objects.select_for_update().filter(incident=incident, pk__in=[int(pk) for pk in times])
    undated = [event for event in rows if event.at == datetime.fromisoformat(times[str(event.pk)])]
    for event in undated:
        event.at, event.precision = None, ""
    if undated:
        TimelineEvent.objects.bulk_update(undated, ["at", "precision"])
        _keep(incident, {"undated": len(undated)}, by=by, at=at)
    return len(undated)


@transaction.atomic
def delete_event(event: TimelineEvent, *, by: User, at: datetime | None = None) -> IncidentHistory:
    """Take an entry away. The history row holds all of it, so that restore_event can bring it back."""
    at = at or timezone.now()
    incident = locked(event.incident)
    event = TimelineEvent.objects.select_for_update().get(pk=event.pk)
    details = {
        "deleted": {field: _plain(getattr(event, field)) for field in FIELDS},
        "position": event.position,
        "added_by": event.added_by_id,
        "added_at": event.added_at.isoformat(),
    }
    event.delete()
    return _keep(incident, details, by=by, at=at)


@transaction.atomic
def restore_event(deletion: IncidentHistory, *, by: User, at: datetime | None = None) -> TimelineEvent | None:
    """Bring a deleted entry back to where it stood. Bringing it back twice is a no-op and returns None."""
    at = at or timezone.now()
    incident = locked(deletion.incident)
    again = IncidentHistory.objects.filter(incident=incident, details__restored=deletion.pk)
    if "deleted" not in deletion.details or again.exists():
        return None
    facts = dict(deletion.details["deleted"])
    facts["at"] = datetime.fromisoformat(facts["at"]) if facts["at"] else None
    rows = list(TimelineEvent.objects.filter(incident=incident))
    event = TimelineEvent.objects.create(
        incident=incident,
        position=_next_position(rows),
        added_by_id=deletion.details["added_by"],
        added_at=datetime.fromisoformat(deletion.details["added_at"]),
        **facts,
    )
    place = sum(row.position < deletion.details["position"] for row in rows)
    _renumber([*rows[:place], event, *rows[place:]])
    _keep(incident, {"restored": deletion.pk, "event": event.pk}, by=by, at=at)
    return event


@transaction.atomic
def move_event(event: TimelineEvent, *, up: bool, by: User, at: datetime | None = None) -> bool:
    """Swap an entry with its neighbour; False where there is none."""
    at = at or timezone.now()
    incident = locked(event.incident)
    rows = list(TimelineEvent.objects.select_for_update().filter(incident=incident))
    place = next(n for n, row in enumerate(rows) if row.pk == event.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    _renumber(rows)
    _keep(incident, {"moved": event.pk, "up": up}, by=by, at=at)
    return True


@transaction.atomic
def order_timeline_by_time(incident: Incident, *, by: User, at: datetime | None = None) -> bool:
    """Put the entries into the order of time; those without one stay behind the entry they followed."""
    at = at or timezone.now()
    incident = locked(incident)
    rows = list(TimelineEvent.objects.select_for_update().filter(incident=incident))
    runs: list[list[TimelineEvent]] = []
    for row in rows:
        if row.at is not None or not runs:
            runs.append([row])
        else:
            runs[-1].append(row)
    leading = [runs.pop(0)] if runs and runs[0][0].at is None else []
    runs.sort(key=lambda run: run[0].at or at)
    ordered = [row for run in [*leading, *runs] for row in run]
    if ordered == rows:
        return False
    _renumber(ordered)
    _keep(incident, {"ordered": True}, by=by, at=at)
    return True


def fingerprint_of(event: TimelineEvent) -> str:
    """Return a short word that changes whenever the entry does; forms carry it to notice a lost race."""
    kept = json.dumps([_plain(getattr(event, field)) for field in FIELDS])
    return hashlib.sha256(kept.encode()).hexdigest()[:16]


def _facts(event: NewEvent) -> dict[str, Any]:
    return {field: getattr(event, field) for field in FIELDS}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _next_position(rows: Sequence[TimelineEvent]) -> int:
    return rows[-1].position + 1 if rows else 0


def _place_by_time(rows: Sequence[TimelineEvent], at: datetime | None) -> int:
    """Return the index a new entry belongs at: the end, unless time has ordered all the others."""
    times = [row.at for row in rows if row.at is not None]
    if at is None or times != sorted(times):
        return len(rows)
    return next((n for n, row in enumerate(rows) if row.at is not None and row.at > at), len(rows))


def _renumber(rows: Sequence[TimelineEvent]) -> None:
    """Give the rows the positions 0, 1, 2…; the unique constraint looks only when the transaction ends."""
    for position, row in enumerate(rows):
        row.position = position
    TimelineEvent.objects.bulk_update(rows, ["position"])


def _keep(incident: Incident, details: dict[str, Any], *, by: User, at: datetime) -> IncidentHistory:
    row = IncidentHistory.objects.create(
        incident=incident, kind=HistoryKind.TIMELINE_CHANGED, by=by, at=at, details=details
    )
    touch(incident, at=at)
    return row
