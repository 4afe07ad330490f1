"""The measures of a month as a table to take along."""

from datetime import date

from reviews.facts import Facts, closed_on
from reviews.measures import Measure, Shape
from reviews.months import Month

COLUMNS = (
    *("measure", "name", "row", "month", "state", "numerator", "denominator", "value", "unit", "remark"),
    *("question", "left out", "as known on"),
)

FIGURE, CORRECTED, TREND, PILE = "figure", "since corrected", "trend", "pile"


def measure_rows(facts: Facts, *, today: date) -> list[tuple[object, ...]]:
    """Each figure, what became known later, its trend and the pile; what nobody wrote down has a state and no number.

    Each says whose day's knowledge it is: a month is told otherwise by its own page than by the trend of a later one
    where something was done in between.
    """
    rows = []
    of_month = closed_on(facts.closed) if facts.closed else today
    for told in (*facts.measures, *facts.parts):
        rows.append(_row(told.measure, FIGURE, facts.month, of_month))
        if told.corrected:
            rows.append(_row(told.corrected, CORRECTED, facts.month, today))
        for point in told.trend:
            if point.measure and point.known_on:
                rows.append(_row(point.measure, TREND, point.month, point.known_on))
            else:
                unknown = ("not known", *[""] * 8)
                rows.append((told.measure.key, told.measure.name, TREND, str(point.month), *unknown))
    return [*rows, *(_row(measure, PILE, facts.month, of_month) for measure in facts.pile)]


def _row(measure: Measure, kind: str, month: Month, known_on: date) -> tuple[object, ...]:
    definition = measure.definition
    return (
        measure.key,
        measure.name,
        kind,
        str(month),
        measure.state.value,
        "" if measure.numerator is None else measure.numerator,
        "" if measure.denominator is None else measure.denominator,
        _value(measure),
        "share" if definition.shape == Shape.RATE else definition.unit,
        measure.remark,
        definition.question if kind == FIGURE else "",
        definition.left_out if kind == FIGURE else "",
        known_on.isoformat(),
    )


def _value(measure: Measure) -> object:
    """The figure as a number: a share of one for a rate; nothing where there is nothing to count."""
    if measure.definition.shape == Shape.RATE:
        return (
            f"{measure.numerator / measure.denominator:.4f}"
            if measure.numerator is not None and measure.denominator
            else ""
        )
    if measure.definition.shape == Shape.COUNT:
        return "" if measure.numerator is None else measure.numerator
    return "" if measure.value is None else f"{measure.value:.2f}"
