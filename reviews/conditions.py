"""Conditions that the review's lists share: what the reader may not see, and whom a circle holds."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, Value

from incidents.models import Incident
from postmortems.models import PostmortemIncident
from reviews.models import Circle

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
    return _Among(F(column), Value(list(incidents), output_field=ArrayField(BigIntegerField())))


def incidents_of(circle: Circle) -> "QuerySet[Any, Any]":
    """The incidents that teams of a circle were part of, as a subquery."""
    parts: QuerySet[Any, Any] = Incident.teams.through.objects.filter(team__in=circle.teams.order_by().values("pk"))
    return parts.values("incident")
