"""What a measure is: its words, what it is made of, and how a sum of rows becomes a figure with a state."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviews.scope import ACTIONS_IN_WORDS, INCIDENTS_IN_WORDS
from reviews.sources import Part

LEAST_FOR_EACH = 0.05
"""What is less than this would be rounded to nothing."""

COHORTS = 12
"""So many months of commitments are looked back on."""


class State(StrEnum):
    """How far a figure may be trusted."""

    RECORDED = "recorded"
    PENDING = "pending"
    NOT_APPLICABLE = "not applicable"
    CONTRADICTORY = "contradictory"
    NOT_KEPT = "nobody wrote it down"


class Shape(StrEnum):
    """How the rows of a measure become one figure."""

    RATE = "rate"  # the sum of the numerators of the sum of the denominators, in percent
    RATIO = "ratio"  # the same as a number: so many for each
    MEDIAN = "median"  # the middle one of the numerators
    COUNT = "count"  # the sum of the numerators; the denominators say of how many


@dataclass(frozen=True)
class Definition:
    """What a measure means.

    Its `parts` say which rows it counts, in SQL; what they add up to is its numerator and its denominator.
    """

    key: str
    name: str
    question: str
    formula: str
    left_out: str
    shape: Shape
    parts: tuple[Part, ...]
    unit: str = ""
    of: str = ""
    of_one: str = ""
    by_cohort: bool = False
    is_age: bool = False
    part_of: str = ""
    """The measure that this one is a part of: it is shown there."""

    actions_view: str = ""
    """The selection of the list of actions that shows what is counted, where there is one."""

    @property
    def of_circle(self) -> tuple[str, ...]:
        """What is counted on the page of a circle, in words: of its actions, of its incidents, or of both."""
        return tuple(dict.fromkeys(ACTIONS_IN_WORDS if part.source.team else INCIDENTS_IN_WORDS for part in self.parts))

    def row_words(self, numerator: int, denominator: int) -> str:
        """What one row adds: "1 of 2", "8 days", and "1 counted, 1 post-mortem" where they are told apart."""
        if self.shape == Shape.MEDIAN:
            days = f"{numerator} day{'' if numerator == 1 else 's'}"
            return days if numerator >= 0 else "its times contradict each other"
        if self.shape != Shape.RATIO:
            return f"{numerator} of {denominator}"
        of = f"{denominator} {self.of_one if denominator == 1 else self.of}"
        return ", ".join([*([f"{numerator} counted"] if numerator else []), *([of] if denominator else [])])


@dataclass(frozen=True)
class Figure:
    """The sum of a measure's rows, as one reader may see them."""

    numerator: int = 0
    denominator: int = 0
    rows: int = 0
    median: float | None = None
    impossible: int = 0


@dataclass(frozen=True)
class Measure:
    """One figure with everything one has to know to read it."""

    definition: Definition
    state: State
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    remark: str = ""

    @property
    def key(self) -> str:
        """The definition's."""
        return self.definition.key

    @property
    def name(self) -> str:
        """The definition's."""
        return self.definition.name

    @property
    def percent(self) -> int | None:
        """The rate as whole percent, None where there is nothing to divide by."""
        if self.definition.shape != Shape.RATE or self.numerator is None or not self.denominator:
            return None
        return round(100 * self.numerator / self.denominator)

    @property
    def counted(self) -> str:
        """What the denominator counts, in the number it has."""
        return self.definition.of_one if self.denominator == 1 else self.definition.of

    @property
    def words(self) -> str:
        """The figure as a sentence says it: "3 of 4", "8 days", "2.5 for each", "none for 4 incidents"."""
        if self.state in _WITHOUT_FIGURE:
            return _WITHOUT_FIGURE[self.state]
        if self.definition.shape == Shape.RATE:
            return f"{self.numerator} of {self.denominator}"
        if self.definition.shape == Shape.COUNT:
            return f"{self.numerator}"
        if self.is_scarce:
            return f"{self.numerator or 'none'} for {self.denominator} {self.counted}"
        number = f"{self.value:.1f}".removesuffix(".0")
        return f"{number} {self.unit}"

    @property
    def is_scarce(self) -> bool:
        """Whether there is so little that "0 for each" would stand there: it is told as none, or as so many in all."""
        return self.definition.shape == Shape.RATIO and self.value is not None and self.value < LEAST_FOR_EACH

    @property
    def unit(self) -> str:
        """The unit, in the number the value has."""
        return "day" if self.definition.unit == "days" and self.value == 1 else self.definition.unit


_WITHOUT_FIGURE = {
    State.NOT_APPLICABLE: "nothing to count",
    State.CONTRADICTORY: "the times contradict each other",
    State.NOT_KEPT: "nobody wrote it down",
}


def read_figure(definition: Definition, figure: Figure, *, is_over: bool) -> Measure:
    """Put a figure into the words of its measure.

    Not applicable: there is nothing to divide by. Contradictory: there are rows, and the times of all of
    them are impossible. Pending: the month still runs. A figure is never guessed.
    """
    counted = figure.rows - figure.impossible if definition.shape == Shape.MEDIAN else figure.denominator
    remark = f"without {figure.impossible} whose times contradict each other" if figure.impossible else ""
    if counted <= 0 and definition.shape != Shape.COUNT:
        state = State.CONTRADICTORY if figure.impossible else State.NOT_APPLICABLE
        return Measure(definition, state, denominator=0, remark=remark)
    state = State.RECORDED if is_over else State.PENDING
    if definition.shape == Shape.MEDIAN:
        return Measure(definition, state, denominator=counted, value=figure.median, remark=remark)
    value = figure.numerator / figure.denominator if definition.shape == Shape.RATIO else None
    return Measure(definition, state, figure.numerator, figure.denominator, value, remark)


def cohorts_before(month_begins: date) -> list[date]:
    """The first days of the `COHORTS` months that end with this one, oldest first."""
    total = month_begins.year * 12 + month_begins.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(total - COHORTS + 1, total + 1)]
