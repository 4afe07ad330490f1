"""Statements written once.

Django takes longer to write a large statement than Postgres to answer it, and Postgres longer to plan it than to
run it. A page's own reads are therefore written on first use, with stand-ins for what varies, and prepared on each
connection: from then on only values travel.

    Kept(timeline_rows, values=(incident.pk,)).rows()

`write` is an ordinary function that returns a queryset. It is called once for each combination of what is `fixed`,
which is written into the statement, and never again: whatever else it looks at must not change.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined]
from django.db.models import Model, QuerySet
from django.utils import timezone
from psycopg.types.numeric import Int8

Row = TypeVar("Row", bound=Model)

AT_MOST = 512
"""So many statements are kept in a process; those longest unused are written anew."""


@dataclass(frozen=True)
class Kept(Generic[Row]):
    """What `write(*fixed, *values)` selects, asked without writing it again.

    A value is a number, a text, a day, a moment or a saved object, which gives its key alone to the statement.
    """

    write: Callable[..., "QuerySet[Row, Any]"]
    fixed: tuple[Hashable, ...] = ()
    values: tuple[Any, ...] = ()
    plan_anew: bool = False
    """Whether Postgres plans it for these values: where they are words, which may be in every row or in none."""

    def rows(self) -> list[Row]:
        """Return the objects; one query."""
        written = self._written()
        answer = _Answer(written.compiler, written.ask(self.values, plan_anew=self.plan_anew))
        queryset = SimpleNamespace(query=answer, db=connection.alias, _known_related_objects={})
        return list(written.iterable(queryset))

    def first(self) -> Row | None:
        """Return the first of the objects, or None; one query."""
        return next(iter(self.rows()), None)

    def tuples(self) -> list[tuple[Any, ...]]:
        """Return the rows as Postgres gives them, for a queryset of values; one query."""
        return self._written().ask(self.values, plan_anew=self.plan_anew)

    def sql(self) -> tuple[str, list[Any]]:
        """Return the statement and its values, to be part of a larger one."""
        written = self._written()
        return written.sql, [_bound(self.values[place]) for place in written.places]

    def _written(self) -> "_Written":
        kinds = tuple(value.__class__ for value in self.values)
        return _write(self.write, self.fixed, kinds, timezone.get_current_timezone_name())


def have_ready(of: Model, **related: Sequence[Model]) -> None:
    """Have `of.name.all()` answer with these rows, as prefetch_related does of those it has asked for."""
    known = of.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, rows in related.items():
        known[name] = getattr(of, name).all()
        known[name]._result_cache = list(rows)  # noqa: SLF001 - what Django itself does there
        known[name]._prefetch_done = True  # noqa: SLF001


# --- writing ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Written:
    """A statement with `%s` where a value varies, and which of the values stands at each."""

    sql: str
    places: tuple[int, ...]
    compiler: Any
    iterable: Any

    def ask(self, values: Sequence[Any], *, plan_anew: bool = False) -> list[tuple[Any, ...]]:
        if any(isinstance(value, int) and abs(value) >= 2**63 for value in values):
            return []  # an address with a number that no column holds
        with connection.cursor() if plan_anew else prepared_cursor() as cursor:
            cursor.execute(self.sql, [_bound(values[place]) for place in self.places])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@lru_cache(maxsize=AT_MOST)
def _write(
    write: Callable[..., "QuerySet[Any, Any]"], fixed: tuple[Hashable, ...], kinds: tuple[type, ...], _zone: str
) -> _Written:
    """Write a statement with stand-ins, and find them again in it. Days of moments are those of the reader's zone."""
    connection.ensure_connection()
    stand_ins = [_stand_in(kind, place) for place, kind in enumerate(kinds)]
    queryset = write(*fixed, *stand_ins)
    compiler = queryset.query.get_compiler(connection.alias)
    sql, params = compiler.as_sql()
    sought = [_bound(stand_in) for stand_in in stand_ins]
    places = [sought.index(param) if param in sought else None for param in params]
    if set(places) - {None} != set(range(len(sought))):
        raise ValueError(f"{write.__name__} changes a value before it asks, so its statement cannot be kept.")
    parts = ["%s" if place is not None else _literal(param) for place, param in zip(places, params, strict=True)]
    return _Written(
        sql=sql.replace("%%", "%%%%") % tuple(parts),
        places=tuple(place for place in places if place is not None),
        compiler=compiler,
        iterable=queryset._iterable_class,  # noqa: SLF001 - what makes objects of the rows
    )


def _literal(param: Any) -> str:
    """Write a value that never varies into the statement: a partial index is only used where Postgres sees it."""
    found: str = connection.ops.compose_sql("%s", [param])  # type: ignore[attr-defined]  # Postgres has it
    return found.replace("%", "%%")


def _stand_in(kind: type, place: int) -> Any:
    """Return a value of this kind that nothing has. An object knows its key alone: anything else of it is an error."""
    number = 2**62 + place
    if issubclass(kind, Model):
        return kind.from_db(connection.alias, [kind._meta.pk.attname], [number])  # noqa: SLF001 - Django's documented name
    if issubclass(kind, datetime):
        return datetime(1, 2, 3, 4, 5, 6, 789, tzinfo=UTC) + timedelta(days=place)
    if issubclass(kind, date):
        return date(1, 2, 3) + timedelta(days=place)
    if issubclass(kind, str):
        return f"\x01stand-in {place}"
    if issubclass(kind, int) and not issubclass(kind, bool):
        return number
    raise TypeError(f"A kept statement takes no {kind.__name__}: hand it in as fixed.")


def _bound(value: Any) -> Any:
    """Return what travels to Postgres. Numbers do in one size: each combination of types is prepared apart."""
    if isinstance(value, Model):
        value = value.pk
    return Int8(value) if isinstance(value, int) else value


# --- asking ----------------------------------------------------------------------------------------


def plan_once(connection: Any, **_sender: Any) -> None:
    """Tell a new connection how to plan: a prepared statement once, and pages of memory at what they cost.

    Left alone, Postgres plans each of the first five askings anew, and one whose plan it believes to depend on the
    values for ever. Ours do not: what a plan depends on stands in the statement as it is. And it takes a page found by
    an index to cost four of those read in a row, as on a turning disk: it then reads whole tables for twenty-five rows.
    For these it would also lay out a memory of what it looked up that has room for all the rows there are.
    """
    connection.connection.execute(PLANNING)


PLANNING = "SET plan_cache_mode = force_generic_plan; SET random_page_cost = 1.1; SET enable_memoize = off"


class _PreparingCursor(ServerBindingCursor):  # type: ignore[misc]
    """Prepares what it executes, so that Postgres plans it once a connection."""

    def execute(self, query: Any, params: Any = None, **extra: Any) -> Any:
        return super().execute(query, params, **(extra | {"prepare": True}))


@contextmanager
def prepared_cursor() -> Iterator[Any]:
    """Open one of Django's cursors that prepares: for a statement whose words are always the same."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = _PreparingCursor(connection.connection)
    with connection._prepare_cursor(cursor) as wrapped:  # type: ignore[attr-defined]  # noqa: SLF001 - logs and counts as ever
        yield wrapped


class _Answer:
    """Stands where a queryset's query does, with the rows at hand: Django makes objects of them as ever."""

    def __init__(self, compiler: Any, rows: list[tuple[Any, ...]]) -> None:
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map
        self._compiler, self._rows = compiler, rows

    def get_compiler(self, **_using: Any) -> "_Answer":
        return self

    def execute_sql(self, **_how: Any) -> list[list[tuple[Any, ...]]]:
        return [self._rows]

    def results_iter(self, results: Any) -> Any:
        return self._compiler.results_iter(results)
