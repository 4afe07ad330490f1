"""What may be said of a month: its figures with their trends, the pile and the lists.

A closed month is told from what was kept of it, a running one from the tables. Both are the same for
everybody but for the incidents hidden from the reader today.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from actions.choices import Priority
from reviews.figures import NO_FIGURE, NONE_CLOSED, Figures, Taken, figures_kept, figures_now, kept_for_good
from reviews.listed import Listing
from reviews.listing import list_month
from reviews.measures import (
    KEPT_FROM_THE_FIRST,
    MEASURES,
    OF_READING,
    PILE,
    Definition,
    Measure,
    State,
    cohorts_before,
    read_figure,
)
from reviews.models import ClosedMonth, ReadingPolicy
from reviews.months import Month


@dataclass(frozen=True)
class Point:
    """One month of a trend; `measure` is None where nothing is known of it."""

    month: Month
    measure: Measure | None
    known_on: date | None = None
    """The day whose knowledge it is: when the month was closed, and of cohorts when this page's was."""


@dataclass(frozen=True)
class Told:
    """A measure with what it was before, and what it would be with what is known by now."""

    measure: Measure
    trend: list[Point]
    corrected: Measure | None = None


@dataclass(frozen=True)
class Facts:
    """What may be said of a month to one reader. A pure function of what is kept and of what is hidden from them."""

    month: Month
    closed: ClosedMonth | None
    listing: Listing
    measures: list[Told]
    pile: list[Measure]
    """Empty where nobody wrote down how it stood."""
    parts: list[Told]
    """What measures are made of, told on their own pages."""


def facts_of(taken: Taken, closed: ClosedMonth | None, *, hidden: Collection[int], at_most: int) -> Facts:
    """Tell a month with so many rows of a kind: a closed one as it was kept, with what the tables say by now."""
    if closed is None:
        return _facts_now(taken, hidden=hidden, at_most=at_most)
    return _corrected(facts_kept(closed, hidden=hidden, at_most=at_most), taken, hidden=hidden)


def facts_kept(closed: ClosedMonth, *, hidden: Collection[int], at_most: int | None = None) -> Facts:
    """Tell a closed month to somebody from whom these incidents are hidden, so many rows of a kind."""
    month = Month.of(closed.first_day)
    earlier = _closed_before(month, closed.circle_id, by=closed.closed_at)
    figures = figures_kept(closed.pk, tuple(one.pk for one in earlier.values()), tuple(hidden))
    itself = _Known(closed.pk, _measures_kept(closed.facts), closed_on(closed))
    knows = earlier | {month.first_day: itself}
    told = [_told(definition, figures, month, knows, is_over=True) for definition in MEASURES]
    return Facts(
        month=month,
        closed=closed,
        listing=Listing.from_json(closed.facts, hidden=hidden, at_most=at_most),
        measures=[one for one in told if not one.measure.definition.part_of],
        pile=_pile(figures, month, closed.facts.get("stale_after")) if closed.knows_pile else [],
        parts=[one for one in told if one.measure.definition.part_of],
    )


def reading_noted_since() -> datetime | None:
    """Since when it is noted which teams read; None where it is switched off."""
    return ReadingPolicy.objects.values_list("noted_since", flat=True).first()


def closed_on(closed: ClosedMonth) -> date:
    """The day on which a month was closed; days are those of UTC, as everywhere here."""
    return closed.closed_at.astimezone(UTC).date()


@dataclass(frozen=True)
class _Known:
    """What is known of one month of a trend: which measures, and since when. What still runs has no key."""

    pk: int | None
    keys: Collection[str]
    on: date


def _closed_before(month: Month, circle: int | None, *, by: datetime | None = None) -> dict[date, _Known]:
    """The closed months that a trend up to this one looks back on, oldest first, with the measures they kept.

    A closed month looks back on those closed `by` then: one that is closed later changes nothing of it.
    """
    first, *_ = cohorts_before(month.first_day)
    before = ClosedMonth.objects.filter(circle=circle, first_day__gte=first, first_day__lt=month.first_day)
    if by is not None:
        before = before.filter(closed_at__lte=by)
    months = list(before.order_by("first_day").only("first_day", "closed_at"))
    keys = _keys_kept(tuple(one.pk for one in months))
    return {one.first_day: _Known(one.pk, keys[one.pk], closed_on(one)) for one in months}


@kept_for_good(maxsize=64)
def _keys_kept(closed: tuple[int, ...]) -> dict[int, Collection[str]]:
    """Which measures these closed months kept. It stands among their facts, and those take a while to unpack."""
    rows = ClosedMonth.objects.filter(pk__in=closed).values_list("pk", "facts__measures")
    return {pk: keys or KEPT_FROM_THE_FIRST for pk, keys in rows}


def _measures_kept(facts: Mapping[str, Any]) -> Collection[str]:
    return facts.get("measures") or KEPT_FROM_THE_FIRST


def measures_known(month: Month) -> list[str]:
    """The measures that can be taken of a month: which teams read is known from the day it is noted; one query."""
    since = reading_noted_since()
    is_noted = since is not None and since < month.ends
    return [definition.key for definition in MEASURES if is_noted or definition.key not in OF_READING]


def _facts_now(taken: Taken, *, hidden: Collection[int], at_most: int) -> Facts:
    month, today = taken.month, taken.today
    is_running = Month.of(today) == month
    definitions = (*MEASURES, *PILE) if is_running else MEASURES
    earlier = _closed_before(month, taken.circle.pk if taken.circle else None)
    kept = figures_kept(NONE_CLOSED, tuple(one.pk for one in earlier.values()), tuple(hidden)) if earlier else {}
    figures = kept | figures_now(taken, hidden=hidden, definitions=definitions)
    is_over = today >= month.ends.date()
    knows = earlier | {month.first_day: _Known(None, measures_known(month), today)}
    told = [_told(one, figures, month, knows, is_over=is_over) for one in MEASURES]
    return Facts(
        month=month,
        closed=None,
        listing=list_month(month, today=today, hidden=hidden, circle=taken.circle, at_most=at_most)
        if at_most
        else Listing(),
        measures=[one for one in told if not one.measure.definition.part_of],
        pile=_pile(figures, month, None) if is_running else [],
        parts=[one for one in told if one.measure.definition.part_of],
    )


def _told(
    definition: Definition, figures: Figures, month: Month, knows: Mapping[date, _Known], *, is_over: bool
) -> Told:
    """A measure and its trend; `knows` says of which months something is known, and which measures."""

    def at(day: date) -> Measure:
        figure = figures.get((definition.key, day), NO_FIGURE)
        return read_figure(definition, figure, is_over=is_over or day < month.first_day)

    itself = knows[month.first_day]
    is_kept = definition.key in itself.keys
    known = {day: one.on for day, one in knows.items() if definition.key in one.keys}
    if definition.by_cohort and is_kept:
        known = dict.fromkeys(cohorts_before(month.first_day), itself.on)
    trend = [
        Point(Month.of(day), at(day) if day in known else None, known.get(day))
        for day in cohorts_before(month.first_day)
    ]
    return Told(at(month.first_day) if is_kept else Measure(definition, State.NOT_KEPT), trend)


def _pile(figures: Figures, month: Month, stale_after: Mapping[str, int] | None) -> list[Measure]:
    found = {definition: figures.get((definition.key, month.first_day), NO_FIGURE) for definition in PILE}
    # Each open action has one age; a closed month keeps no row of what adds nothing.
    everything = sum(figure.numerator for definition, figure in found.items() if definition.is_age)
    measures = [
        read_figure(definition, replace(figure, denominator=everything), is_over=True)
        for definition, figure in found.items()
    ]
    if not stale_after:
        return measures
    policy = ", ".join(f"{one.label.lower()} {stale_after[one]}" for one in Priority if one in stale_after)
    return [
        replace(one, remark=f"the policy then, in days: {policy}") if one.key == "stale" else one for one in measures
    ]


def _corrected(facts: Facts, taken: Taken, *, hidden: Collection[int]) -> Facts:
    """Add what the tables say of the month by now, where that is something else."""
    lasting = [definition for definition in MEASURES if not definition.by_cohort]
    figures = figures_now(taken, hidden=hidden, definitions=lasting)

    def now(told: Told) -> Told:
        kept = told.measure
        if kept.definition not in lasting or kept.state == State.NOT_KEPT:
            return told
        measure = read_figure(kept.definition, figures.get((kept.key, taken.month.first_day), NO_FIGURE), is_over=True)
        return replace(told, corrected=measure if measure.words != kept.words else None)

    return replace(facts, measures=[now(one) for one in facts.measures], parts=[now(one) for one in facts.parts])
