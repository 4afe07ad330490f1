"""Which incidents a reader of the audit log may know of. The doors stand above people, so they register here."""

from collections.abc import Callable, Iterable
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


def name_people_in(entries: Iterable[AuditEntry]) -> None:
    """Let rows of the log say the names of those they speak of. One query for all of them."""
    entries = list(entries)
    wanted = {pk for entry in entries for pk in entry.people_named}
    names = dict(User.objects.filter(pk__in=wanted).values_list("pk", "display_name")) if wanted else {}
    for entry in entries:
        entry.details = entry.details | {
            key: _named(entry.details[key], names) for key in ("people", "person") if key in entry.details
        }


def _named(said: Any, names: dict[int, str]) -> Any:
    return [names.get(pk, pk) for pk in said] if isinstance(said, list) else names.get(said, said)
