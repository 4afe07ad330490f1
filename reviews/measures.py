"""The measures of a month: what each asks, what it divides by what, and what it leaves out.

Each stands in one place. Its `rows` say what every incident adds to it, so that a figure can be told
to each reader without what they may not see, and so that the rows behind it can be shown. Nothing here
is counted by person, and nothing ranks teams.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

COHORTS = 12
"""So many months of commitments are looked back on."""


class State(StrEnum):
    """How far a figure may be trusted."""

    RECORDED = "recorded"
    PENDING = "pending"
    NOT_APPLICABLE = "not applicable"
    CONTRADICTORY = "contradictory"


class Shape(StrEnum):
    """How the rows of a measure become one figure."""

    RATE = "rate"  # the sum of the numerators of the sum of the denominators, in percent
    RATIO = "ratio"  # the same as a number: so many for each
    MEDIAN = "median"  # the middle one of the numerators
    COUNT = "count"  # the sum of the numerators; the denominators say of how many


@dataclass(frozen=True)
class Definition:
    """What a measure means.

    `rows` is SQL that gives `incident, also, of_month, numerator, denominator` (`also`: further incidents
    of the same document). It may use the parameters `begins` and `ends` (the month, instants), `looks_back`
    (the first instant of the oldest cohort), `today` (the day on which the figure is taken) and `quiet_since`
    (of what moved on that day or before, nothing was heard for long).
    """

    key: str
    name: str
    question: str
    formula: str
    left_out: str
    shape: Shape
    rows: str
    unit: str = ""
    of: str = ""
    of_one: str = ""
    by_cohort: bool = False


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
        """The figure as a sentence says it: "3 of 4", "8 days", "2.5 for each"."""
        if self.state in {State.NOT_APPLICABLE, State.CONTRADICTORY}:
            return "nothing to count" if self.state == State.NOT_APPLICABLE else "the times contradict each other"
        if self.definition.shape == Shape.RATE:
            return f"{self.numerator} of {self.denominator}"
        if self.definition.shape == Shape.COUNT:
            return f"{self.numerator}"
        number = f"{self.value:.1f}".removesuffix(".0")
        return f"{number} {self.unit}"

    @property
    def unit(self) -> str:
        """The unit, in the number the value has."""
        return "day" if self.definition.unit == "days" and self.value == 1 else self.definition.unit


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


# What was imported counts in no measure of writing; an imported action counts once somebody here has committed it.
_COMMITTED = """
SELECT a.incident_id AS incident, '{{}}'::bigint[] AS also,
       date_trunc('month', a.committed_at AT TIME ZONE 'UTC')::date AS of_month,
       count(*) FILTER (WHERE {numerator}) AS numerator, count(*) AS denominator
FROM actions_action a
WHERE a.committed_at >= %(looks_back)s AND a.committed_at < %(ends)s AND a.status <> 'wont_do' AND {denominator}
GROUP BY 1, 3"""

_OPEN = """
SELECT a.incident_id AS incident, '{{}}'::bigint[] AS also, %(begins)s::date AS of_month,
       count(*) FILTER (WHERE {numerator}) AS numerator, count(*) AS denominator
FROM actions_action a{joins}
WHERE a.status IN ('todo', 'in_progress')
GROUP BY 1"""

_DOCUMENTS = """
SELECT d.lead_incident_id AS incident,
       ARRAY(SELECT o.incident_id FROM postmortems_postmortemincident o WHERE o.postmortem_id = d.id)::bigint[] AS also,
       %(begins)s::date AS of_month, {numerator} AS numerator, {denominator} AS denominator
FROM postmortems_postmortem d
JOIN incidents_incident i ON i.id = d.lead_incident_id
LEFT JOIN incidents_severity s ON s.id = i.severity_id
WHERE NOT d.is_imported AND d.{at} >= %(begins)s AND d.{at} < %(ends)s AND {condition}"""

_IMPROVED = """
SELECT a.incident_id AS incident, '{}'::bigint[] AS also, %(begins)s::date AS of_month,
       count(*) AS numerator, 0 AS denominator
FROM actions_action a
WHERE a.status = 'done' AND a.committed_at IS NOT NULL AND a.settled_at >= %(begins)s AND a.settled_at < %(ends)s
  AND a.kind IN ('prevent', 'detect', 'mitigate', 'recover')
GROUP BY 1"""

# Monday to Friday after the day of the incident, up to and with the day it was done; holidays are not known here.
_WORKING_DAYS = """(SELECT count(*) FROM generate_series((i.happened_at AT TIME ZONE 'UTC')::date + 1,
    (d.{at} AT TIME ZONE 'UTC')::date, interval '1 day') day WHERE extract(isodow FROM day) < 6)"""

_INCIDENTS = """
SELECT i.id AS incident, '{{}}'::bigint[] AS also, %(begins)s::date AS of_month,
       ({numerator})::int AS numerator, ({denominator})::int AS denominator
FROM incidents_incident i{joins}
WHERE NOT i.is_imported AND i.happened_at >= %(begins)s AND i.happened_at < %(ends)s AND {condition}"""

_DAYS = "floor(extract(epoch FROM d.{at} - i.happened_at) / 86400)::int"
_AGE = "%(today)s - (a.committed_at AT TIME ZONE 'UTC')::date"


def _aged(key: str, name: str, condition: str) -> Definition:
    return Definition(
        key,
        name,
        "Does the pile grow older?",
        f"Commitments that are {name.lower()} after they were made.",
        "Proposals; what is done or closed as won't do.",
        Shape.COUNT,
        _OPEN.format(numerator=condition, joins=""),
        of="open actions",
        of_one="open action",
    )


def _pile(key: str, name: str, formula: str, condition: str, joins: str = "") -> Definition:
    return Definition(
        key,
        name,
        "What waits for a word from us?",
        formula,
        "Proposals; what is done or closed as won't do.",
        Shape.COUNT,
        _OPEN.format(numerator=condition, joins=joins),
        of="open actions",
        of_one="open action",
    )


MEASURES = (
    Definition(
        "completion",
        "Actions completed",
        "Of what we committed to, how much is done?",
        "Of the commitments made in a month: those done by now, of all of them. By the month they were committed in, "
        "so that an old pile cannot hide behind a new one.",
        "Proposals, and commitments closed as won't do: they are listed with their reasoning.",
        Shape.RATE,
        _COMMITTED.format(numerator="a.status = 'done'", denominator="true"),
        of="commitments made in the month",
        of_one="commitment made in the month",
        by_cohort=True,
    ),
    Definition(
        "on_time",
        "Actions completed by their date",
        "How well do our dates tell what will happen?",
        "Of the commitments made in a month whose date has come: those done on their date or before.",
        "What is closed as won't do, and what is not due yet. A moved date counts as the new one.",
        Shape.RATE,
        _COMMITTED.format(
            numerator="a.status = 'done' AND (a.settled_at AT TIME ZONE 'UTC')::date <= a.due_on",
            denominator="a.due_on < %(today)s",
        ),
        of="commitments made in the month and due by now",
        of_one="commitment made in the month and due by now",
        by_cohort=True,
    ),
    Definition(
        "documented",
        "Post-mortems published",
        "Of the incidents that ask for a post-mortem, how many can be read?",
        "Of the month's incidents whose severity asks for a post-mortem: those with a published one.",
        "Near misses, imports, incidents of unknown severity, and severities that leave it open.",
        Shape.RATE,
        _INCIDENTS.format(
            numerator="EXISTS (SELECT 1 FROM postmortems_postmortem d WHERE d.status = 'published' AND "
            "(d.lead_incident_id = i.id OR d.id IN "
            "(SELECT o.postmortem_id FROM postmortems_postmortemincident o WHERE o.incident_id = i.id)))",
            denominator="true",
            joins=" JOIN incidents_severity s ON s.id = i.severity_id",
            condition="i.kind <> 'near_miss' AND s.requires IN ('full', 'light')",
        ),
        of="incidents that ask for one",
        of_one="incident that asks for one",
    ),
    Definition(
        "days_to_draft",
        "Days from incident to draft",
        "How soon is it written down?",
        "The median of whole days from the incident to the day its draft went into review.",
        "Imports, and documents whose times contradict each other.",
        Shape.MEDIAN,
        _DOCUMENTS.format(
            numerator=_DAYS.format(at="review_asked_at"), denominator="1", at="review_asked_at", condition="true"
        ),
        unit="days",
        of="drafts that went into review",
        of_one="draft that went into review",
    ),
    Definition(
        "days_to_publication",
        "Days from incident to publication",
        "How fresh is what we read?",
        "The median of whole days from the incident to its publication, over the documents published in the month.",
        "Imports, and documents whose times contradict each other.",
        Shape.MEDIAN,
        _DOCUMENTS.format(
            numerator=_DAYS.format(at="published_at"), denominator="1", at="published_at", condition="true"
        ),
        unit="days",
        of="post-mortems",
        of_one="post-mortem",
    ),
    Definition(
        "published_in_time",
        "Published within the policy",
        "Does our policy ask for what we can do?",
        "Of the documents published in the month whose severity names a time: those published within so many working "
        "days (Monday to Friday) of the incident.",
        "Imports; severities that name no time. Holidays are not known here.",
        Shape.RATE,
        _DOCUMENTS.format(
            numerator=f"({_WORKING_DAYS.format(at='published_at')} <= s.publish_within)::int",
            denominator="1",
            at="published_at",
            condition="s.publish_within IS NOT NULL",
        ),
        of="post-mortems with a time in the policy",
        of_one="post-mortem with a time in the policy",
    ),
    Definition(
        "improvements",
        "System improvements for each post-mortem",
        "Does writing change the system?",
        "Actions done in the month that prevent, detect, mitigate or recover, for each post-mortem published in it.",
        "Actions that are there to learn, and those of no kind. Imports that nobody here committed to.",
        Shape.RATIO,
        _IMPROVED
        + "\nUNION ALL"
        + _DOCUMENTS.format(numerator="0", denominator="1", at="published_at", condition="true"),
        unit="for each",
        of="post-mortems",
        of_one="post-mortem",
    ),
    Definition(
        "near_misses",
        "Near misses told for each incident",
        "Do close calls reach us before they become incidents?",
        "Near misses of the month, for each incident of it. More is better: a close call that is told costs nothing.",
        "Imports.",
        Shape.RATIO,
        _INCIDENTS.format(
            numerator="i.kind = 'near_miss'", denominator="i.kind <> 'near_miss'", joins="", condition="true"
        ),
        unit="for each",
        of="incidents",
        of_one="incident",
    ),
)

PILE = (
    _aged("open_month", "Open less than 30 days", f"{_AGE} < 30"),
    _aged("open_quarter", "Open 30 to 89 days", f"{_AGE} BETWEEN 30 AND 89"),
    _aged("open_half", "Open 90 to 179 days", f"{_AGE} BETWEEN 90 AND 179"),
    _aged("open_longer", "Open 180 days or more", f"{_AGE} >= 180"),
    _pile("past", "Past their date", "Open commitments planned for a day before.", "a.due_on < %(today)s"),
    _pile(
        "stale",
        "With nothing heard for three weeks",
        "Open commitments of which nothing was heard for three weeks.",
        "(a.moved_at AT TIME ZONE 'UTC')::date <= %(quiet_since)s",
    ),
    _pile(
        "unowned",
        "Without an owner who is here",
        "Open commitments that nobody owns, or whose owner has left.",
        "a.owner_id IS NULL OR NOT p.is_active",
        " LEFT JOIN people_user p ON p.id = a.owner_id",
    ),
)
"""How the pile stands at one moment. It cannot be known afterwards: only a closed month has it for the past."""

DEFINITIONS = {definition.key: definition for definition in (*MEASURES, *PILE)}
