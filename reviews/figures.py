"""Sums the measures' rows for one reader, from the live tables or from what a closed month kept."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import Case, Sum, When

from actions.nudge_queries import days_until_stale
from reviews.conditions import as_array, without
from reviews.measures import DEFINITIONS, MEASURES, PILE, Definition, Figure, Shape, cohorts_before
from reviews.models import Circle, ClosedMonth
from reviews.months import Month
from reviews.sources import Part, Source

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

Figures = dict[tuple[str, date], Figure]
"""By key of the measure and first day of the month it is told of."""

NO_FIGURE = Figure()
_SUMMED = ("incident", "numerator__sum", "denominator__sum")
_MEDIANS = [key for key, definition in DEFINITIONS.items() if definition.shape == Shape.MEDIAN]
NONE_CLOSED = 0
"""Stands for a month that still runs, where a closed one is asked for."""

_SUMS_OF_SOURCE = """
SELECT v.key, s.of_month, v.numerator, v.denominator, v.median, v.impossible
FROM (SELECT {of_month} AS of_month, {columns} FROM {rows} WHERE {where} AND {unseen}{scope} GROUP BY 1) s
CROSS JOIN LATERAL (VALUES {measures}) v (key, numerator, denominator, median, impossible)"""

_ROWS_OF_SOURCE = """
SELECT v.key, s.incident, s.also, s.of_month, v.numerator, v.denominator
FROM (
    SELECT {incident} AS incident, {also} AS also, {of_month} AS of_month, {columns}
    FROM {rows} WHERE {where}{scope} GROUP BY 1, 2, 3
) s
CROSS JOIN LATERAL (VALUES {measures}) v (key, numerator, denominator)
WHERE v.numerator <> 0 OR v.denominator <> 0"""

_KEEP = """
INSERT INTO reviews_monthfigure (closed_id, key, incident_id, also, of_month, numerator, denominator)
SELECT %(closed)s, f.key, f.incident, f.also, f.of_month, f.numerator, f.denominator
FROM ({rows}) f
WHERE f.numerator <> 0 OR f.key <> ALL(%(counts)s)"""

_ADD_UP = """
INSERT INTO reviews_monthsum (closed_id, key, of_month, days, numerator, denominator, rows)
SELECT closed_id, key, of_month, CASE WHEN key = ANY(%(medians)s) THEN numerator END,
       sum(numerator), sum(denominator), count(*)
FROM reviews_monthfigure WHERE closed_id = %(closed)s GROUP BY 1, 2, 3, 4"""

_KEPT = """
SELECT k.key, k.of_month, k.days, sum(k.numerator), sum(k.denominator), sum(k.rows)
FROM (
    SELECT key, of_month, days, numerator, denominator, rows FROM reviews_monthsum
    WHERE closed_id = %(closed)s OR (closed_id = ANY(%(earlier)s) AND key = ANY(%(looked_back)s))
    UNION ALL
    SELECT key, of_month, CASE WHEN key = ANY(%(medians)s) THEN numerator END, -numerator, -denominator, -1
    FROM reviews_monthfigure
    WHERE (closed_id = %(closed)s OR (closed_id = ANY(%(earlier)s) AND key = ANY(%(looked_back)s)))
      AND (incident_id = ANY(%(hidden)s::bigint[]) OR (also <> '{{}}' AND also && %(hidden)s::bigint[]))
) k
GROUP BY 1, 2, 3"""

_ROWS_OF_ONE = """
SELECT f.incident, sum(f.numerator), sum(f.denominator)
FROM ({rows}) f
WHERE NOT f.incident = ANY(%(hidden)s::bigint[]) AND NOT f.also && %(hidden)s::bigint[] AND f.of_month = %(of_month)s
GROUP BY 1
ORDER BY CASE WHEN sum(f.numerator) >= %(counts_from)s THEN 0 WHEN sum(f.denominator) > 0 THEN 1 ELSE 2 END, 1 DESC
LIMIT %(limit)s"""


Told = TypeVar("Told")
_FORGET: list[Callable[[], None]] = []


def kept_for_good(*, maxsize: int) -> Callable[[Callable[..., Told]], "_lru_cache_wrapper[Told]"]:
    """Remember in this process what is told of closed months by their primary keys: what was kept never changes."""

    def remembering(tell: Callable[..., Told]) -> "_lru_cache_wrapper[Told]":
        told = lru_cache(maxsize=maxsize)(tell)
        _FORGET.append(told.cache_clear)
        return told

    return remembering


def forget_kept() -> None:
    """Forget all of it: tests undo what they keep, and use its keys again."""
    for forget in _FORGET:
        forget()


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
            "teams": list(self.circle.teams.values_list("pk", flat=True)) if self.circle else [],
        }


def figures_now(taken: Taken, *, hidden: Iterable[int], definitions: Iterable[Definition]) -> Figures:
    """Sum what the tables hold now, without the incidents hidden from the reader; one statement.

    Each source is looked at once, whatever the number of measures that count its rows.
    """
    definitions = list(definitions)
    statement = "\nUNION ALL\n".join(
        _of_source(_SUMS_OF_SOURCE, source, counted, taken, unseen=True) for source, counted in _by_source(definitions)
    )
    figures: Figures = {}
    with connection.cursor() as cursor:
        cursor.execute(
            statement, taken.parameters() | quiet_since(taken.today, definitions) | {"hidden": as_array(hidden)}
        )
        for key, of_month, *numbers in cursor.fetchall():
            numerator, denominator, median, impossible = numbers
            found = figures.get((key, of_month), NO_FIGURE)
            figures[key, of_month] = Figure(
                found.numerator + int(numerator),
                found.denominator + int(denominator),
                found.rows + int(denominator),
                None if median is None else float(median),
                int(impossible),
            )
    return figures


@kept_for_good(maxsize=64)
def figures_kept(closed: int, earlier: tuple[int, ...], hidden: tuple[int, ...]) -> Figures:
    """Tell what closed months kept: all of `closed`, and of the `earlier` ones what a trend shows; one statement.

    The sums are kept too: what is hidden is taken out of them, incident by incident. It never changes, so it is
    told once to all readers from whom the same is hidden.
    """
    parameters: dict[str, Any] = {
        "closed": closed,
        "earlier": list(earlier),
        "hidden": as_array(hidden),
        "medians": _MEDIANS,
        "looked_back": [definition.key for definition in MEASURES if not definition.by_cohort],
    }
    figures: Figures = {}
    days: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(), parameters)
        for key, of_month, in_days, numerator, denominator, rows in cursor.fetchall():
            if in_days is not None:
                days[key, of_month].append((in_days, int(rows)))
            elif rows:
                figures[key, of_month] = Figure(int(numerator), int(denominator), int(rows))
    return figures | {place: middle_of(counted) for place, counted in days.items()}


def middle_of(counted: Iterable[tuple[int, int]]) -> Figure:
    """The middle of numbers of days, each told with how many have it; what is below zero is impossible."""
    told = sorted((days, rows) for days, rows in counted if rows > 0)
    impossible = sum(rows for days, rows in told if days < 0)
    possible = [(days, rows) for days, rows in told if days >= 0]
    of = sum(rows for _, rows in possible)

    def at(place: int) -> int:
        for days, rows in possible:
            if place < rows:
                return days
            place -= rows
        raise IndexError(place)

    median = (at((of - 1) // 2) + at(of // 2)) / 2 if of else None
    return Figure(0, of + impossible, of + impossible, median, impossible)


def keep_figures(closed: ClosedMonth, taken: Taken) -> int:
    """Write every measure's rows down with the month that is being closed, and their sums; returns how many rows."""
    definitions = (*MEASURES, *PILE) if closed.knows_pile else MEASURES
    counts = [definition.key for definition in PILE]
    with connection.cursor() as cursor:
        parameters = taken.parameters() | quiet_since(taken.today, definitions)
        parameters |= {"closed": closed.pk, "counts": counts, "medians": _MEDIANS}
        cursor.execute(_KEEP.format(rows=_rows_of(definitions, taken)), parameters)
        kept = int(cursor.rowcount)
        cursor.execute(_ADD_UP, parameters)
    return kept


def rows_behind(
    definition: Definition, of_month: date, taken: Taken, *, hidden: Iterable[int], limit: int
) -> list[tuple[int, int, int]]:
    """The incidents behind a figure as it is now: primary key, numerator, denominator.

    First what counts, then what it is only taken of, then the rest; the newest first among them.
    """
    statement = _ROWS_OF_ONE.format(rows=_rows_of([definition], taken))
    with connection.cursor() as cursor:
        parameters = quiet_since(taken.today, [definition])
        parameters |= {"hidden": as_array(hidden), "of_month": of_month, "limit": limit}
        parameters["counts_from"] = counts_from(definition)
        cursor.execute(statement, taken.parameters() | parameters)
        return [(int(incident), int(top), int(bottom)) for incident, top, bottom in cursor.fetchall()]


def rows_kept(
    closed: ClosedMonth, definition: Definition, of_month: date, *, hidden: Collection[int], limit: int
) -> list[tuple[int, int, int]]:
    """The same of a closed month, as it was kept."""
    rows = without(closed.figures.filter(key=definition.key, of_month=of_month), "incident", hidden)
    rows = rows.exclude(also__overlap=list(hidden)) if hidden else rows
    # of a measure with two parts an incident may have two rows
    by_incident = rows.order_by().values("incident").annotate(Sum("numerator"), Sum("denominator"))
    counts = When(numerator__sum__gte=counts_from(definition), then=0)
    in_order = by_incident.order_by(Case(counts, When(denominator__sum__gt=0, then=1), default=2), "-incident")
    return list(in_order.values_list(*_SUMMED)[:limit])


def counts_from(definition: Definition) -> int:
    """From which numerator on a row counts: days may be none, and are left out where they are less."""
    return 0 if definition.shape == Shape.MEDIAN else 1


def quiet_since(today: date, definitions: Iterable[Definition]) -> dict[str, Any]:
    """From which day on back nothing was heard for long, by priority; one query where a measure of the pile asks."""
    if not any(definition in PILE for definition in definitions):
        return {}
    return {f"quiet_{priority}": today - timedelta(days=days) for priority, days in days_until_stale().items()}


def _rows_of(definitions: Iterable[Definition], taken: Taken) -> str:
    return "\nUNION ALL\n".join(
        _of_source(_ROWS_OF_SOURCE, source, counted, taken, unseen=False) for source, counted in _by_source(definitions)
    )


def _by_source(definitions: Iterable[Definition]) -> Iterable[tuple[Source, list[tuple[str, Part]]]]:
    found: dict[Source, list[tuple[str, Part]]] = defaultdict(list)
    for definition in definitions:
        for part in definition.parts:
            found[part.source].append((definition.key, part))
    return found.items()


def _of_source(
    template: str, source: Source, counted: Sequence[tuple[str, Part]], taken: Taken, *, unseen: bool
) -> str:
    """Write the statement that looks at a source once for all that counts its rows; its words are ours alone."""
    columns, measures = [], []
    for place, (key, part) in enumerate(counted):
        names = _columns(part, unseen=unseen)
        columns += [f"{expression} AS c{place}_{name}" for name, expression in names.items()]
        measures.append(f"('{key}', {', '.join(f's.c{place}_{name}' for name in names)})")
    return template.format(
        of_month=source.of_month,
        incident=source.incident,
        also=source.also,
        rows=source.rows,
        where=source.where,
        unseen=source.unseen,
        scope=f" AND {source.of_circle}" if taken.circle else "",
        columns=", ".join(columns),
        measures=", ".join(measures),
    )


def _columns(part: Part, *, unseen: bool) -> dict[str, str]:
    of = f"count(*) FILTER (WHERE {part.of})"
    if not unseen:  # row by row: the days of a document are its numerator
        top = (
            f"coalesce(min({part.days}) FILTER (WHERE {part.of}), 0)"
            if part.days
            else f"count(*) FILTER (WHERE {part.counted})"
        )
        return {"numerator": top, "denominator": of}
    if not part.days:
        counted = f"count(*) FILTER (WHERE {part.counted})"
        return {"numerator": counted, "denominator": of, "median": "NULL::float", "impossible": "0::bigint"}
    return {
        "numerator": "0::bigint",
        "denominator": of,
        "median": f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {part.days}) FILTER (WHERE {part.of} AND {part.days} >= 0)",
        "impossible": f"count(*) FILTER (WHERE {part.of} AND {part.days} < 0)",
    }
