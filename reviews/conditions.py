"""Conditions that the review's lists share: what the reader may not see, and what is nobody's."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value

from people.models import User
from postmortems.models import PostmortemIncident

Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")


class _Among(Func):
    """`column = ANY(array)`: one value, however many it holds. Django writes `IN` number by number."""

    template = "(%(expressions)s::bigint[]))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def without(rows: Rows, column: str, hidden: Collection[int]) -> Rows:
    """Leave out the rows whose `column` names one of these incidents."""
    if not hidden:
        return rows
    found: Rows = rows.exclude(_among(column, hidden))
    return found


def documents_without(rows: Rows, hidden: Collection[int]) -> Rows:
    """Leave out the documents that tell of one of these incidents, as their own or as one more."""
    if not hidden:
        return rows
    told = PostmortemIncident.objects.filter(_among("incident", hidden))
    found: Rows = without(rows, "lead_incident", hidden).exclude(pk__in=told.values("postmortem"))
    return found


def _among(column: str, incidents: Collection[int]) -> _Among:
    return _Among(F(column), Value(as_array(incidents), output_field=TextField()))


def owned_by_nobody_here() -> Q:
    """The actions nobody owns, or whose owner has left: few, and found by their owner."""
    gone = ArraySubquery(User.objects.filter(is_active=False).order_by().values("pk"))
    return Q(owner__isnull=True) | Q(_Among(F("owner"), gone))


def as_array(numbers: Iterable[int]) -> str:
    """Write numbers as a statement holds an array of them, in one go: the driver would write each by itself."""
    return f"{{{','.join(map(str, numbers))}}}"
