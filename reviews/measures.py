"""The measures of a month: what each asks, what it divides by what, and what it leaves out.

Pure. Nothing here is counted by person, and nothing ranks teams.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from statistics import median


class State(StrEnum):
    """How far a figure may be trusted."""

    RECORDED = "recorded"
    PENDING = "pending"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Measure:
    """One figure with everything one has to know to read it."""

    key: str
    name: str
    question: str
    state: State
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    unit: str = ""
    remark: str = ""

    @property
    def percent(self) -> int | None:
        """The rate as whole percent, None where there is nothing to divide by."""
        if self.numerator is None or not self.denominator:
            return None
        return round(100 * self.numerator / self.denominator)


@dataclass(frozen=True)
class CommitmentFacts:
    """What the rates need to know of one commitment."""

    status: str
    due_on: date | None
    settled_on: date | None


def completion_rate(commitments: Sequence[CommitmentFacts], *, first: date, end: date, today: date) -> Measure:
    """Of the commitments planned for the month, how many are done.

    Numerator: done. Denominator: due date in [first, end), without those closed as won't do.
    Pending while the month runs.
    """
    planned = [c for c in commitments if c.due_on is not None and first <= c.due_on < end]
    declined = sum(c.status == "wont_do" for c in planned)
    counted = [c for c in planned if c.status != "wont_do"]
    done = sum(c.status == "done" for c in counted)
    return Measure(
        "completion",
        "Actions completed",
        "Of what we planned for this month, how much is done?",
        _state(bool(counted), today=today, end=end),
        done,
        len(counted),
        remark=f"without {declined} closed as won't do" if declined else "",
    )


def on_time_rate(commitments: Sequence[CommitmentFacts], *, first: date, end: date, today: date) -> Measure:
    """Of the commitments planned for the month, how many were done by their (last) date.

    A date moved with its reason counts as the date. Denominator as in `completion_rate`.
    """
    counted = [c for c in commitments if c.due_on is not None and first <= c.due_on < end and c.status != "wont_do"]
    on_time = sum(
        c.status == "done" and c.settled_on is not None and c.due_on is not None and c.settled_on <= c.due_on
        for c in counted
    )
    return Measure(
        "on_time",
        "Actions completed by their date",
        "How well do our dates tell what will happen?",
        _state(bool(counted), today=today, end=end),
        on_time,
        len(counted),
        remark="a moved date counts as the new one",
    )


def near_misses_told(*, near_misses: int, incidents: int, today: date, end: date) -> Measure:
    """Near misses recorded in the month, beside all incidents and near misses recorded for it.

    More is better: a close call that is told costs nothing.
    """
    return Measure(
        "near_misses",
        "Near misses told",
        "Do close calls reach us before they become incidents?",
        _state(bool(incidents), today=today, end=end),
        near_misses,
        incidents,
    )


def documented_rate(*, published: int, required: int, today: date, end: date) -> Measure:
    """Of the month's incidents whose severity asks for a post-mortem, how many have one published."""
    return Measure(
        "documented",
        "Post-mortems published",
        "Of the incidents that ask for a post-mortem, how many can be read?",
        _state(bool(required), today=today, end=end),
        published,
        required,
        remark="without near misses, imports, and severities that leave it open",
    )


def days_to_publication(pairs: Sequence[tuple[datetime, datetime]], *, today: date, end: date) -> Measure:
    """Median of whole days from the incident to its publication, over documents published in the month."""
    spans = [(published - happened).days for happened, published in pairs if published >= happened]
    return Measure(
        "days_to_publication",
        "Days from incident to publication",
        "How fresh is what we read?",
        _state(bool(spans), today=today, end=end),
        value=float(median(spans)) if spans else None,
        denominator=len(spans),
        unit="days, median",
        remark="without imports",
    )


def _state(has_rows: bool, *, today: date, end: date) -> State:  # noqa: FBT001 - a fact, not a switch
    if not has_rows:
        return State.NOT_APPLICABLE
    return State.RECORDED if today >= end else State.PENDING
