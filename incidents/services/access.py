"""Restricting an incident, and naming the people who see it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from incidents.choices import HistoryKind
from incidents.models import Incident, IncidentAccess, IncidentHistory
from incidents.rules import Blocked, take_access_blockers
from incidents.services.facts import locked, touch
from people.choices import AuditKind
from people.models import AuditEntry, User


@transaction.atomic
def restrict_incident(
    incident: Incident, *, by: User, named: Iterable[User] = (), at: datetime | None = None
) -> Incident:
    """Hide the incident, and all that hangs on it, from everybody but the people named on it.

    Whoever restricts it is named too. Restricting twice is a no-op.
    """
    at = at or timezone.now()
    incident = locked(incident)
    if incident.is_restricted:
        return incident
    incident.is_restricted = True
    for person in {person.pk: person for person in [by, *named]}.values():
        IncidentAccess.objects.get_or_create(incident=incident, user=person, defaults={"given_by": by, "given_at": at})
    people = sorted(IncidentAccess.objects.filter(incident=incident).values_list("user_id", flat=True))
    _keep(incident, HistoryKind.RESTRICTED, AuditKind.INCIDENT_RESTRICTED, by=by, at=at, details={"people": people})
    touch(incident, at=at, fields=["is_restricted"])
    return incident


@transaction.atomic
def lift_restriction(incident: Incident, *, by: User, at: datetime | None = None) -> Incident:
    """Show the incident to everybody who is signed in. Lifting twice is a no-op."""
    at = at or timezone.now()
    incident = locked(incident)
    if not incident.is_restricted:
        return incident
    incident.is_restricted = False
    _keep(incident, HistoryKind.OPENED, AuditKind.INCIDENT_OPENED, by=by, at=at, details={})
    touch(incident, at=at, fields=["is_restricted"])
    return incident


@transaction.atomic
def give_access(incident: Incident, *, person: User, by: User, at: datetime | None = None) -> IncidentAccess:
    """Name a person on the incident. Naming twice is a no-op."""
    at = at or timezone.now()
    incident = locked(incident)
    access, is_new = IncidentAccess.objects.get_or_create(
        incident=incident, user=person, defaults={"given_by": by, "given_at": at}
    )
    if is_new:
        details = {"person": person.pk}
        _keep(incident, HistoryKind.ACCESS_GIVEN, AuditKind.ACCESS_GIVEN, by=by, at=at, details=details)
        touch(incident, at=at)
    return access


@transaction.atomic
def take_access(incident: Incident, *, person: User, by: User, at: datetime | None = None) -> Incident:
    """Un-name a person. Raises Blocked for the last active one of a restricted incident."""
    at = at or timezone.now()
    incident = locked(incident)
    accesses = IncidentAccess.objects.filter(incident=incident)
    active = accesses.filter(user__is_active=True).values_list("user_id", flat=True)
    blockers = take_access_blockers(incident, named_and_active=active, person_id=person.pk)
    if blockers:
        raise Blocked(blockers)
    gone, _ = accesses.filter(user=person).delete()
    if gone:
        details = {"person": person.pk}
        _keep(incident, HistoryKind.ACCESS_TAKEN, AuditKind.ACCESS_TAKEN, by=by, at=at, details=details)
        touch(incident, at=at)
    return incident


def _keep(
    incident: Incident, history: str, audit: str, *, by: User, at: datetime, details: Mapping[str, object]
) -> None:
    IncidentHistory.objects.create(incident=incident, kind=history, by=by, at=at, details=details)
    AuditEntry.objects.create(
        kind=audit, by=by, at=at, about=incident.public_number, incident_number=incident.number, details=details
    )
