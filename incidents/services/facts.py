"""Recording an incident, and changing what is known of it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from incidents.changes import incident_changed
from incidents.choices import HistoryKind, IncidentKind, KeyTime
from incidents.models import Impact, Incident, IncidentAccess, IncidentHistory, IncidentLink, Service, Severity, Tag
from incidents.rules import Blocked, LostRace, decision_blockers, zone_named
from incidents.telling import Zones, conflict_over
from people.choices import AuditKind
from people.models import AuditEntry, Team, User

KnownTime = tuple[datetime, str] | None
"""A time and its precision, or None for "not known yet"."""

COLUMNS = ("title", "kind", "severity", "summary", "time_zone")
RELATIONS = ("services", "teams", "tags")


def locked(incident: Incident) -> Incident:
    """Return the incident's row, locked until the transaction ends."""
    return Incident.objects.select_for_update(of=("self",)).select_related("severity").get(pk=incident.pk)


def touch(incident: Incident, *, at: datetime, fields: Iterable[str] = ()) -> None:
    """Save `fields` of a locked incident, count the change, and tell who listens."""
    incident.version += 1
    incident.changed_at = at
    incident.save(update_fields=[*fields, "version", "changed_at"])
    incident_changed(incident.pk)


@transaction.atomic
def record_incident(
    *,
    title: str,
    by: User,
    kind: str = IncidentKind.UNKNOWN,
    severity: Severity | None = None,
    summary: str = "",
    services: Iterable[Service] = (),
    teams: Iterable[Team] = (),
    tags: Iterable[Tag] = (),
    times: Mapping[str, KnownTime] | None = None,
    time_zone: str = "",
    restricted: bool = False,
    named: Iterable[User] = (),
    imported: bool = False,
    at: datetime | None = None,
) -> Incident:
    """Put down that something happened; a title is enough, everything else is "not known yet".

    Whoever records it is named on it, so a restricted one is never without a reader. `times` maps a
    KeyTime to a moment and its precision.
    """
    at = at or timezone.now()
    incident = Incident(
        title=title,
        kind=kind,
        severity=severity,
        summary=summary,
        time_zone=time_zone or by.time_zone,
        is_restricted=restricted,
        is_imported=imported,
        recorded_by=by,
        recorded_at=at,
        changed_at=at,
    )
    for key, known in (times or {}).items():
        _set_time(incident, key, known)
    incident.save(force_insert=True)
    incident.refresh_from_db()
    incident.services.set(services)
    incident.teams.set(teams)
    incident.tags.set(tags)
    Impact.objects.create(incident=incident)
    people = {person.pk: person for person in [by, *named]}
    IncidentAccess.objects.bulk_create(
        IncidentAccess(incident=incident, user=person, given_by=by, given_at=at) for person in people.values()
    )
    kept = HistoryKind.IMPORTED if imported else HistoryKind.RECORDED
    IncidentHistory.objects.create(incident=incident, kind=kept, by=by, at=at, details={"version": incident.version})
    if restricted:
        AuditEntry.objects.create(
            kind=AuditKind.INCIDENT_RESTRICTED,
            by=by,
            at=at,
            about=incident.public_number,
            incident_number=incident.number,
            details={"people": sorted(people)},
        )
    incident_changed(incident.pk)
    return incident


@transaction.atomic
def change_facts(
    incident: Incident,
    *,
    by: User,
    changes: Mapping[str, Any],
    version: int | None = None,
    seen: Mapping[str, int] | None = None,
    at: datetime | None = None,
) -> Incident:
    """Change facts: columns, services, teams, tags, and key times as (moment, precision) or None.

    With the `version` the person's form began from, fields they left alone keep what others made of
    them meanwhile, and a field that both changed raises LostRace with both values. Changing nothing
    leaves no trace.
    """
    at = at or timezone.now()
    incident = locked(incident)
    now = {field: _fact(incident, field) for field in changes}
    wanted = {field: _plain(field, value) for field, value in changes.items()}
    changed = _merge(incident, now, wanted, version=version, seen=seen or {}, by=by)
    if not changed:
        return incident
    for field in changed:
        if field in RELATIONS:
            getattr(incident, field).set(changes[field])
        elif field in KeyTime.values:
            _set_time(incident, field, changes[field])
        else:
            setattr(incident, field, changes[field])
    keep_change(incident, HistoryKind.FACTS_CHANGED, now, wanted, changed, by=by, at=at)
    columns = [field for field in changed if field in COLUMNS]
    columns += [f"{field}_{part}" for field in changed if field in KeyTime.values for part in ("at", "precision")]
    touch(incident, at=at, fields=columns)
    return incident


@transaction.atomic
def change_impact(
    incident: Incident,
    *,
    by: User,
    changes: Mapping[str, Any],
    version: int | None = None,
    seen: Mapping[str, int] | None = None,
    at: datetime | None = None,
) -> Incident:
    """Change what is known of the impact; None is "not known yet". Lost races as in change_facts."""
    at = at or timezone.now()
    incident = locked(incident)
    impact, _ = Impact.objects.select_for_update().get_or_create(incident=incident)
    now = {field: _plain(field, getattr(impact, field)) for field in changes}
    wanted = {field: _plain(field, value) for field, value in changes.items()}
    changed = _merge(incident, now, wanted, version=version, seen=seen or {}, by=by)
    if not changed:
        return incident
    for field in changed:
        setattr(impact, field, changes[field])
    impact.save(update_fields=changed)
    keep_change(incident, HistoryKind.IMPACT_CHANGED, now, wanted, changed, by=by, at=at)
    touch(incident, at=at)
    return incident


@transaction.atomic
def decide_document(
    incident: Incident, *, decision: str, reason: str, by: User, at: datetime | None = None
) -> Incident:
    """Say what is written about this incident, and why. Raises Blocked where the policy leaves no choice."""
    at = at or timezone.now()
    incident = locked(incident)
    blockers = decision_blockers(incident)
    if blockers:
        raise Blocked(blockers)
    incident.document_decision = decision
    incident.document_decision_reason = reason
    IncidentHistory.objects.create(
        incident=incident, kind=HistoryKind.DECIDED, by=by, at=at, details={"decision": decision, "reason": reason}
    )
    touch(incident, at=at, fields=["document_decision", "document_decision_reason"])
    return incident


@transaction.atomic
def add_link(incident: Incident, *, url: str, label: str = "", by: User, at: datetime | None = None) -> IncidentLink:
    """Keep a page elsewhere. The same address twice is one link, with the newer words."""
    at = at or timezone.now()
    incident = locked(incident)
    link, _ = IncidentLink.objects.update_or_create(incident=incident, url=url, defaults={"label": label})
    _keep_link(incident, "added", link, by=by, at=at)
    return link


@transaction.atomic
def remove_link(link: IncidentLink, *, by: User, at: datetime | None = None) -> None:
    """Take a link away; history keeps its address."""
    at = at or timezone.now()
    incident = locked(link.incident)
    _keep_link(incident, "removed", link, by=by, at=at)
    link.delete()


def _keep_link(incident: Incident, what: str, link: IncidentLink, *, by: User, at: datetime) -> None:
    IncidentHistory.objects.create(
        incident=incident,
        kind=HistoryKind.FACTS_CHANGED,
        by=by,
        at=at,
        details={"link": what, "url": link.url, "label": link.label},
    )
    touch(incident, at=at)


# --- what changed, in words that history keeps --------------------------------------------------


def keep_change(
    incident: Incident,
    kind: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    changed: Iterable[str],
    *,
    by: User,
    at: datetime,
) -> None:
    """Leave a history row with each changed field's old and new value, and the version it made."""
    IncidentHistory.objects.create(
        incident=incident,
        kind=kind,
        by=by,
        at=at,
        details={
            "version": incident.version + 1,
            "changes": {field: {"from": before[field], "to": after[field]} for field in changed},
        },
    )


def _merge(
    incident: Incident,
    now: Mapping[str, Any],
    wanted: Mapping[str, Any],
    *,
    version: int | None,
    seen: Mapping[str, int],
    by: User,
) -> list[str]:
    """Return the fields to write. Raises LostRace where both sides changed one."""
    zones = Zones(by.zone, zone_named(incident.time_zone))
    versions = {field: seen.get(field, version or incident.version) for field in now}
    base = dict(now)
    if min(versions.values(), default=incident.version) < incident.version:
        base |= _values_at(incident, versions)
    mine = [field for field in wanted if wanted[field] not in (base[field], now[field])]
    conflicts = [
        conflict_over(field, yours=wanted[field], theirs=now[field], zones=zones)
        for field in mine
        if now[field] != base[field]
    ]
    if conflicts:
        raise LostRace(conflicts)
    return mine


def _values_at(incident: Incident, versions: Mapping[str, int]) -> dict[str, Any]:
    """Read out of history what each field was at an earlier version."""
    rows = IncidentHistory.objects.filter(incident=incident, details__version__gt=min(versions.values()))
    values: dict[str, Any] = {}
    for row in rows.order_by("pk"):
        for field, change in row.details.get("changes", {}).items():
            if field in versions and row.details["version"] > versions[field]:
                values.setdefault(field, change["from"])
    return values


def _fact(incident: Incident, field: str) -> Any:
    if field in KeyTime.values:
        at, precision = incident.key_time(field)
        return _plain(field, (at, precision) if at else None)
    if field in RELATIONS:
        return _plain(field, getattr(incident, field).all())
    return _plain(field, getattr(incident, field))


def _plain(field: str, value: Any) -> Any:
    """Put a value into the form that history keeps: words, numbers, lists of words."""
    if field in KeyTime.values and value is not None:
        moment, precision = value
        return {"at": moment.astimezone(UTC).isoformat(), "precision": str(precision)}
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if field in RELATIONS:
        return sorted(str(row) for row in value)
    return str(value) if isinstance(value, str) else value


def _set_time(incident: Incident, key: str, known: KnownTime) -> None:
    moment, precision = known or (None, "")
    setattr(incident, f"{key}_at", moment)
    setattr(incident, f"{key}_precision", precision)
