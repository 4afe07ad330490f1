"""Pages of a list found by key: as quick far in the past as at the start, and steady while rows arrive.

No count and no offset: a page is the rows after (or before) a place in the order, one more than shown so
that we know whether there are others.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from web.statements import Kept

Row = TypeVar("Row", bound=Model)
AFTER, BEFORE = "after", "before"


@dataclass(frozen=True)
class Key:
    """One column of the order. Empty values, where there can be any, come last in both directions."""

    name: str
    descending: bool
    nullable: bool

    def order(self, *, backwards: bool) -> OrderBy:
        """Say how to sort by this column, or by its mirror image."""
        column = F(self.name)
        downwards = self.descending != backwards
        first, last = (
            (self.nullable and backwards) or None,
            (self.nullable and not backwards) or None,
        )
        return OrderBy(column, descending=downwards, nulls_first=first, nulls_last=last)

    def beyond(self, value: Any, *, backwards: bool) -> Q:
        """Say what lies strictly further on than `value`."""
        if value is None:
            return Q((f"{self.name}__isnull", False)) if backwards else Q(pk__in=[])
        further = Q((f"{self.name}__{'lt' if self.descending != backwards else 'gt'}", value))
        return further | Q((f"{self.name}__isnull", True)) if self.nullable and not backwards else further

    def bound(self, value: Any, *, backwards: bool) -> Q:
        """Say what is not before `value`: what an index can start from."""
        return Q((f"{self.name}__{'lte' if self.descending != backwards else 'gte'}", value))

    def same(self, value: Any) -> Q:
        """Say what lies level with `value`."""
        return Q((f"{self.name}__isnull", True)) if value is None else Q((self.name, value))

    def value_in(self, row: Model) -> Any:
        """Read this column from a row, through relations where the name says so."""
        found: Any = row
        for part in self.name.split("__"):
            found = getattr(found, part) if found is not None else None
        return found


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursors of the pages on both sides (empty where there is none)."""

    rows: list[Row]
    newer: str
    older: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(
    source: QuerySet[Row] | Kept[Row],
    query: Mapping[str, str],
    *,
    order: Sequence[str],
    nulls_last: Sequence[str] = (),
    size: int = 25,
) -> Page[Row]:
    """Cut the page that `?after=` or `?before=` asks for, in `order` ("-began_at", "-id").

    The last name must be unique. Name the columns that can be empty in `nulls_last`. A cursor that is not
    ours, or is another list's, shows the first page. A kept source is written once for all pages.
    """
    keys = [Key(name.lstrip("-"), name.startswith("-"), name.lstrip("-") in nulls_last) for name in order]
    salt = "web.pagination:" + ",".join(order)
    place = _read(query.get(BEFORE, ""), salt)
    if place is not None:
        rows = _fetch(source, keys, place, size=size, backwards=True)
        if len(rows) > size:
            rows = rows[:size][::-1]
            return Page(
                rows,
                newer=_write(rows[0], keys, salt),
                older=_write(rows[-1], keys, salt),
            )
        place = None  # No more than a page is newer than that: we are back at the start.
    else:
        place = _read(query.get(AFTER, ""), salt)
    rows = _fetch(source, keys, place, size=size, backwards=False)
    more, rows = len(rows) > size, rows[:size]
    return Page(
        rows,
        newer=_write(rows[0], keys, salt) if place is not None and rows else "",
        older=_write(rows[-1], keys, salt) if more else "",
    )


def _fetch(
    source: QuerySet[Row] | Kept[Row],
    keys: Sequence[Key],
    place: list[Any] | None,
    *,
    size: int,
    backwards: bool,
) -> list[Row]:
    """Fetch one row more than a page from `place` on.

    Where the first column can be empty, its empty and its filled rows are asked for one after the other:
    "smaller, or empty" in one condition would have Postgres walk the index from its very start.
    """
    cut = Cut(tuple(keys), backwards, size + 1)
    rows: list[Row] = []
    for zone in cut.zones(place):
        if len(rows) <= size:
            rows += cut.rows_of(source, zone, place or [])[: size + 1 - len(rows)]
    return rows


@dataclass(frozen=True)
class Cut:
    """How a page is cut out of a list: in which order, which way, and how many rows at most."""

    keys: tuple[Key, ...]
    backwards: bool
    limit: int

    def zones(self, place: list[Any] | None) -> list[str]:
        """Name what is asked for one after the other: "all", "on" from the place, "empty" or "filled" rows."""
        if place is None:
            return ["all"]
        if place[0] is None:
            return ["level", "filled"] if self.backwards else ["level"]
        return ["on", "empty"] if self.keys[0].nullable and not self.backwards else ["on"]

    def rows_of(self, source: QuerySet[Row] | Kept[Row], zone: str, place: list[Any]) -> list[Row]:
        """Fetch the rows of a zone."""
        if isinstance(source, QuerySet):
            return list(self.narrow(source, zone, place))
        place = place if zone in {"on", "level"} else []  # the others are wherever we stand
        known = tuple(value is not None for value in place)
        fixed = (source.write, source.fixed, len(source.values), (self, zone, known))
        values = (*source.values, *(value for value in place if value is not None))
        return Kept(_write_zone, fixed, values).rows()

    def narrow(self, rows: QuerySet[Row], zone: str, place: list[Any]) -> QuerySet[Row]:
        """Select the rows of a zone."""
        rows = rows.order_by(*(key.order(backwards=self.backwards) for key in self.keys))
        if zone != "all":
            rows = rows.filter(self._condition(zone, place))
        return rows[: self.limit]

    def _condition(self, zone: str, place: list[Any]) -> Q:
        first, backwards = self.keys[0], self.backwards
        if zone in {"empty", "filled"}:
            return Q((f"{first.name}__isnull", zone == "empty"))
        level = first.same(place[0]) & _beyond(self.keys[1:], place[1:], backwards=backwards)
        if zone == "level":
            return level
        strictly = Q((f"{first.name}__{'lt' if first.descending != backwards else 'gt'}", place[0]))
        return first.bound(place[0], backwards=backwards) & (strictly | level)


def _write_zone(
    write: Callable[..., QuerySet[Any]],
    fixed: tuple[Hashable, ...],
    count: int,
    part: tuple[Cut, str, tuple[bool, ...]],
    *values: Any,
) -> QuerySet[Any]:
    """Write the statement of a zone: the list's own `count` values come first, then those of the place."""
    cut, zone, known = part
    of_place = iter(values[count:])
    place = [next(of_place) if is_known else None for is_known in known]
    return cut.narrow(write(*fixed, *values[:count]), zone, place)


def _beyond(keys: Sequence[Key], place: Sequence[Any], *, backwards: bool) -> Q:
    if not keys:
        return Q(pk__in=[])
    key, value = keys[0], place[0]
    level = key.same(value) & _beyond(keys[1:], place[1:], backwards=backwards)
    return key.beyond(value, backwards=backwards) | level


def _write(row: Model, keys: Sequence[Key], salt: str) -> str:
    """Put a row's place into a signed cursor: nobody else's values ever reach a query."""
    values = [_pack(key.value_in(row)) for key in keys]
    return signing.Signer(salt=salt).sign_object(values)


def _read(cursor: str, salt: str) -> list[Any] | None:
    try:
        values = signing.Signer(salt=salt).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        return None
    return [_unpack(value) for value in values]


def _pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        moment = value.get("moment")
        return datetime.fromisoformat(moment) if moment else date.fromisoformat(value["day"])
    return value
