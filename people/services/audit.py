"""The log of acts that change who may do or see what."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from people.choices import AuditKind
from people.models import AuditEntry, User


def record_act(
    kind: AuditKind,
    *,
    by: User | None,
    about: str = "",
    incident_number: int | None = None,
    details: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Write one row into the caller's transaction; `by` None means the system.

    `about` is a public number or a name, never an incident's title; `details` hold no secret. A row that
    carries an incident's number is shown only to those who may see that incident.
    """
    return AuditEntry.objects.create(
        kind=kind,
        by=by,
        about=about[:120],
        incident_number=incident_number,
        details=details or {},
        at=at or timezone.now(),
    )
