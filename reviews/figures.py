"""Sums the measures' rows for one reader, from the live tables or from what a closed month kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from django.db import connection

from actions.rules import STALE_AFTER
from reviews.measures import DEFINITIONS, MEASURES, PILE, Definition, Figure, Shape, cohorts_before
from reviews.models import Circle, ClosedMonth
from reviews.months import Month

Figures = dict[tuple[str, date], Figure]
"""By key of the measure and first day of the month it is told of."""

NO_FIGURE = Figure()
NONE_CLOSED = 0
"""Stands for a month that still runs, where a closed one is asked for."""

_SUM = """
SELECT f.key, f.of_month, sum(f.numerator), sum(f.denominator), count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY f.numerator) FILTER (WHERE f.key = ANY(%(medians)s) AND f.numerator >= 0),
       count(*) FILTER (WHERE f.key = ANY(%(medians)s) AND f.numerator < 0)
FROM ({rows}) f
WHERE NOT f.incident = ANY(%(hidden)s::bigint[]) AND NOT f.also && %(hidden)s::bigint[]{scope}
GROUP BY 1, 2"""

_IN_CIRCLE = """
  AND f.incident IN (SELECT t.incident_id FROM incidents_incident_teams t WHERE t.team_id = ANY(%(teams)s))"""

_KEPT = """
SELECT key, incident_id AS incident, also, of_month, numerator, denominator
FROM reviews_monthfigure
WHERE closed_id = %(closed)s OR (closed_id = ANY(%(earlier)s) AND key = ANY(%(looked_back)s))"""

_KEEP = """
INSERT INTO reviews_monthfigure (closed_id, key, incident_id, also, of_month, numerator, denominator)
SELECT %(closed)s, f.key, f.incident, f.also, f.of_month, f.numerator, f.denominator
FROM ({rows}) f
WHERE true{scope}"""

_ROWS_OF_ONE = """
SELECT f.incident, sum(f.numerator), sum(f.denominator)
FROM ({rows}) f
WHERE NOT f.incident = ANY(%(hidden)s::bigint[]) AND NOT f.also && %(hidden)s::bigint[] AND f.of_month = %(of_month)s{scope}
GROUP BY 1
ORDER BY 1 DESC
LIMIT %(limit)s"""


@dataclass(frozen=True)
class Taken:
    """When, of which month and of whose incidents figures are taken."""

    month: Month
    today: date
    circle: Circle | None = None

    def parameters(self) -> dict[str, Any]:
        """What the measures' rows ask for."""
        oldest = cohorts_before(self.month.first_day)[0]
        return {
            "begins": self.month.begins,
            "ends": self.month.ends,
            "looks_back": datetime.combine(oldest, time(), UTC),
            "today": self.today,
            "quiet_since": self.today - STALE_AFTER,
            "medians": [key for key, definition in DEFINITIONS.items() if definition.shape == Shape.MEDIAN],
            "teams": list(self.circle.teams.values_list("pk", flat=True)) if self.circle else [],
        }

    @property
    def scope(self) -> str:
        """The condition that keeps to the circle."""
        return _IN_CIRCLE if self.circle else ""


def figures_now(taken: Taken, *, hidden: Iterable[int], definitions: Iterable[Definition]) -> Figures:
    """Sum what the tables hold now, without the incidents hidden from the reader; one statement."""
    statement = _SUM.format(rows=_union(definitions), scope=taken.scope)
    return _asked(statement, taken.parameters() | {"hidden": list(hidden)})


@lru_cache(maxsize=64)
def figures_kept(closed: int, earlier: tuple[int, ...], hidden: tuple[int, ...]) -> Figures:
    """Sum what closed months kept: all of `closed`, and of the `earlier` ones what a trend shows; one statement.

    What is kept never changes, so it is added up once for all readers from whom the same is hidden.
    """
    statement = _SUM.format(rows=_KEPT, scope="")
    medians = [key for key, definition in DEFINITIONS.items() if definition.shape == Shape.MEDIAN]
    looked_back = [definition.key for definition in MEASURES if not definition.by_cohort]
    return _asked(
        statement,
        {
            "closed": closed,
            "earlier": list(earlier),
            "hidden": list(hidden),
            "medians": medians,
            "looked_back": looked_back,
        },
    )


def keep_figures(closed: ClosedMonth, taken: Taken) -> int:
    """Write every measure's rows down with the month that is being closed; returns how many."""
    statement = _KEEP.format(rows=_union((*MEASURES, *PILE) if closed.knows_pile else MEASURES), scope=taken.scope)
    with connection.cursor() as cursor:
        cursor.execute(statement, taken.parameters() | {"closed": closed.pk})
        return int(cursor.rowcount)


def rows_behind(
    definition: Definition, of_month: date, taken: Taken, *, hidden: Iterable[int], limit: int
) -> list[tuple[int, int, int]]:
    """The incidents behind a figure as it is now, newest first: primary key, numerator, denominator."""
    statement = _ROWS_OF_ONE.format(rows=_union([definition]), scope=taken.scope)
    with connection.cursor() as cursor:
        parameters = {"hidden": list(hidden), "of_month": of_month, "limit": limit}
        cursor.execute(statement, taken.parameters() | parameters)
        return [(int(incident), int(top), int(bottom)) for incident, top, bottom in cursor.fetchall()]


def rows_kept(
    closed: ClosedMonth, key: str, of_month: date, *, hidden: Iterable[int], limit: int
) -> list[tuple[int, int, int]]:
    """The same of a closed month, as it was kept."""
    rows = closed.figures.filter(key=key, of_month=of_month).exclude(incident__in=list(hidden))
    rows = rows.exclude(also__overlap=list(hidden)).order_by("-incident")
    return list(rows.values_list("incident_id", "numerator", "denominator")[:limit])


def _union(definitions: Iterable[Definition]) -> str:
    # The definitions are ours, none of their text comes from outside.
    return "\nUNION ALL\n".join(
        f"SELECT '{one.key}' AS key, incident, also, of_month, numerator, denominator FROM ({one.rows}) r_{one.key}"  # noqa: S608
        for one in definitions
    )


def _asked(statement: str, parameters: dict[str, Any]) -> Figures:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {
            (key, of_month): Figure(
                int(numerator), int(denominator), int(rows), None if median is None else float(median), int(impossible)
            )
            for key, of_month, numerator, denominator, rows, median, impossible in cursor.fetchall()
        }
