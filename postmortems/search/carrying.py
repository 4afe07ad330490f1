"""All that carries a service, a tag, a severity…, where nothing is typed: newest first, by key, as lists are.

With no words there is nothing to rank, so nothing is capped either: every row is reached, a page at a time.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery

from incidents.models import Incident
from incidents.touched import Touched, TouchedService, TouchedTag, TouchedTeam
from people.models import User
from postmortems.choices import SearchKind
from postmortems.models import SearchRow
from postmortems.search.finding import PAGE, Filters, Hit, fetch_hits
from postmortems.search.words import Question
from web.pagination import Page, page_of

ORDER = ("-at", "-id")


def page_carrying(user: User, filters: Filters, query: Mapping[str, str]) -> tuple[Page[SearchRow], list[Hit]]:
    """Return the page that `query` asks for, and its rows as answers; two statements."""
    rows = rows_carrying(user, filters).only("pk", "at")
    page = page_of(rows, query, order=ORDER, size=PAGE)
    return page, fetch_hits([row.pk for row in page], Question(), [])


def rows_carrying(user: User, filters: Filters) -> QuerySet[SearchRow]:
    """Return the search rows this person may see that fit the filters; a document stands for its incident.

    A row carries what its incident touched, so that is asked of the incident: those tables are walked by index.
    """
    hidden = Incident.objects.hidden_from(user).values("pk")
    rows = SearchRow.objects.exclude(incident__in=hidden).exclude(also_incident_ids__overlap=ArraySubquery(hidden))
    columns = {
        "kind": filters.kind,
        "severity_level": filters.severity,
        "incident_kind": filters.incident_kind,
    }
    rows = rows.filter(**{name: value for name, value in columns.items() if value not in (None, "")})
    touched: tuple[tuple[type[Touched], str, int | None], ...] = (
        (TouchedService, "service", filters.service),
        (TouchedTag, "tag", filters.tag),
        (TouchedTeam, "team", filters.team),
    )
    for table, what, key in touched:
        if key is not None:
            rows = rows.filter(incident__in=table.objects.filter(**{what: key}).values("incident"))
    if filters.year is not None:
        first, last = (datetime(filters.year + n, 1, 1, tzinfo=UTC) for n in (0, 1))
        rows = rows.filter(at__gte=first, at__lt=last)
    if filters.kind:
        return rows
    told = SearchRow.objects.filter(incident=OuterRef("incident"), kind=SearchKind.POSTMORTEM)
    told = told.exclude(also_incident_ids__overlap=ArraySubquery(hidden)).order_by()
    # As a value, row by row: of a mere "is there any" Postgres would gather every document first.
    rows = rows.alias(told=Subquery(told.values("pk")[:1]))
    return rows.filter(~Q(kind=SearchKind.INCIDENT) | Q(told__isnull=True))
