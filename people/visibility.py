"""Which incidents a reader of the audit log may know of. The doors stand above people, so they register here."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from people.models import AuditEntry, User

VisibleNumbers = Callable[[User], QuerySet[Any, Any]]

_registered: list[VisibleNumbers] = []


def register_incident_filter(visible_numbers: VisibleNumbers) -> None:
    """Name the function that gives the numbers of the incidents a person may see, as a queryset of one column."""
    _registered[:] = [visible_numbers]


def audit_entries_visible_to(user: User) -> QuerySet[AuditEntry]:
    """Every row of the log that this person may read. While no door is registered, none about an incident."""
    visible = Q(incident_number=None)
    if _registered:
        visible |= Q(incident_number__in=_registered[0](user))
    return AuditEntry.objects.filter(visible).select_related("by")
