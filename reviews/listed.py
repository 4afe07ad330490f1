"""The rows a month lists, as plain values that can be kept: ids, numbers and titles as they were called then.

What is kept holds everything; `Listing.without` and `Listing.from_json` take out what a reader may not see.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from web.addresses import address_of


@dataclass(frozen=True)
class ListedIncident:
    """One incident, or the document about it, as it was called then."""

    incidents: tuple[int, ...]
    number: int
    title: str
    level: int | None
    severity: str
    services: tuple[str, ...]
    teams: tuple[str, ...]
    at: str
    status: str = ""
    team_ids: tuple[int, ...] = ()
    """In the order of their names; unknown in what was kept in version 1."""
    planned: str = ""
    """The day its next step was planned for, where it is not out yet."""

    @property
    def public_number(self) -> str:
        """The number people say."""
        return f"INC-{self.number}"

    @property
    def moment(self) -> datetime:
        """When a document came out, else when it happened."""
        return datetime.fromisoformat(self.at)

    @property
    def planned_on(self) -> date | None:
        """The day its next step was planned for."""
        return date.fromisoformat(self.planned) if self.planned else None

    @property
    def url(self) -> str:
        """Where the incident is read."""
        return address_of("incidents:detail", self.number)

    @property
    def document_url(self) -> str:
        """Where the document is read."""
        return address_of("postmortems:detail", self.number)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "ListedIncident":
        """Read one that was kept."""
        return cls(**_tuples(told))


@dataclass(frozen=True)
class ListedAction:
    """One action, as it was called then."""

    incidents: tuple[int, ...]
    number: int
    title: str
    reasoning: str
    due_on: str = ""

    @property
    def public_number(self) -> str:
        """The number people say."""
        return f"AI-{self.number}"

    @property
    def url(self) -> str:
        """Where it is read."""
        return address_of("actions:detail", self.number)


Row = TypeVar("Row", "ListedIncident", "ListedAction", "ListedRepeat")


@dataclass(frozen=True)
class ListedPattern:
    """Incidents alike at one service, none of which would be talked about by itself."""

    service: str
    words: str
    least: int
    days: int
    alike: tuple[ListedIncident, ...]


@dataclass(frozen=True)
class ListedFactor:
    """A condition that stands in several teams' documents, one of which came out in the month."""

    condition: str
    since: str
    """When the month began."""
    documents: tuple[ListedIncident, ...]
    """The newest first."""

    @property
    def teams(self) -> tuple[str, ...]:
        """Whose documents they are."""
        return tuple(sorted({team for row in self.documents for team in row.teams}))

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "ListedFactor":
        """Read one that was kept."""
        return cls(**{**told, "documents": tuple(ListedIncident.from_json(row) for row in told["documents"])})

    def without(self, gone: frozenset[int]) -> "ListedFactor":
        """The same without the documents that tell of one of these incidents."""
        return replace(self, documents=_seen(self.documents, gone))

    @property
    def is_shared(self) -> bool:
        """Whether these documents alone are reason to tell it in that month."""
        lately = any(row.moment >= datetime.fromisoformat(self.since) for row in self.documents)
        return lately and len(self.documents) > 1 and len(self.teams) > 1


@dataclass(frozen=True)
class ListedRepeat:
    """An incident that we have had before, by somebody's word, and what had been done about the earlier one."""

    incidents: tuple[int, ...]
    number: int
    title: str
    of_number: int
    of_title: str
    note: str
    then: str
    """How the earlier one's actions stood: "1 done, 2 open"."""

    @property
    def url(self) -> str:
        """Where the later incident is read."""
        return address_of("incidents:detail", self.number)

    @property
    def of_url(self) -> str:
        """Where the earlier one is read."""
        return address_of("incidents:detail", self.of_number)


@dataclass(frozen=True)
class Listing:
    """Everything a month lists."""

    published: tuple[ListedIncident, ...] = ()
    writing: tuple[ListedIncident, ...] = ()
    near_misses: tuple[ListedIncident, ...] = ()
    declined: tuple[ListedAction, ...] = ()
    unwritten: tuple[ListedIncident, ...] = ()
    """Asked for by the policy, past the day of the draft, and not begun."""
    patterns: tuple[ListedPattern, ...] = ()
    held: tuple[ListedAction, ...] = ()
    did_not_hold: tuple[ListedAction, ...] = ()
    repeats: tuple[ListedRepeat, ...] = ()
    factors: tuple[ListedFactor, ...] = ()

    def without(self, hidden: Collection[int]) -> "Listing":
        """The same without everything that tells of one of these incidents."""
        if not hidden:
            return self
        gone = frozenset(hidden)
        fewer = (replace(one, alike=_seen(one.alike, gone)) for one in self.patterns)
        return Listing(
            published=_seen(self.published, gone),
            writing=_seen(self.writing, gone),
            near_misses=_seen(self.near_misses, gone),
            declined=_seen(self.declined, gone),
            unwritten=_seen(self.unwritten, gone),
            # What is left has to be a pattern by itself: else its being here would tell of the rest.
            patterns=tuple(one for one in fewer if len(one.alike) >= one.least),
            held=_seen(self.held, gone),
            did_not_hold=_seen(self.did_not_hold, gone),
            repeats=_seen(self.repeats, gone),
            factors=shared_without(self.factors, gone),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep."""
        return asdict(self)

    @classmethod
    def from_json(
        cls, told: Mapping[str, Any], *, hidden: Collection[int] = (), at_most: int | None = None
    ) -> "Listing":
        """Read what `as_json` wrote, as for somebody from whom these incidents are hidden, so many of a kind.

        A month kept by an earlier version lacks what was not listed then.
        """
        gone = frozenset(hidden)

        def rows(found: list[dict[str, Any]]) -> tuple[ListedIncident, ...]:
            return tuple(ListedIncident.from_json(row) for row in found)

        def kept(name: str) -> list[dict[str, Any]]:
            return [row for row in told.get(name, []) if gone.isdisjoint(row["incidents"])][:at_most]

        def incidents(name: str) -> tuple[ListedIncident, ...]:
            return rows(kept(name))

        def actions(name: str) -> tuple[ListedAction, ...]:
            return tuple(ListedAction(**_tuples(row)) for row in kept(name))

        return cls(
            published=incidents("published"),
            writing=incidents("writing"),
            near_misses=incidents("near_misses"),
            declined=actions("declined"),
            unwritten=incidents("unwritten"),
            patterns=tuple(ListedPattern(**row | {"alike": rows(row["alike"])}) for row in told.get("patterns", [])),
            factors=tuple(ListedFactor.from_json(row) for row in told.get("factors", [])),
            held=actions("held"),
            did_not_hold=actions("did_not_hold"),
            repeats=tuple(ListedRepeat(**_tuples(row)) for row in kept("repeats")),
        ).without(gone)


def shared_without(factors: Iterable[ListedFactor], gone: frozenset[int]) -> tuple[ListedFactor, ...]:
    """The conditions that are several teams' still, without the documents that tell of one of these incidents."""
    return tuple(fewer for fewer in (one.without(gone) for one in factors) if fewer.is_shared)


def _seen(rows: Iterable[Row], gone: frozenset[int]) -> tuple[Row, ...]:
    return tuple(row for row in rows if gone.isdisjoint(row.incidents))


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
