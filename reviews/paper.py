"""The page of a month to take along: what it carries, section by section, for the PDF and for Markdown alike."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format

from actions.models import Action
from postmortems.choices import PostmortemStatus
from reviews.facts import Told
from reviews.listed import ListedAction, ListedFactor, ListedIncident, ListedPattern, Listing
from reviews.models import Circle, Lesson, StillTrue
from reviews.queries import MonthPage
from reviews.telling import planned_words, waiting_facts
from web.addresses import address_of

MARKS = re.compile(r"([\\`*_\[\]<>|#])")
PILE_UNKNOWN = "How the pile stood cannot be known: nobody wrote it down when this month ended."


@dataclass(frozen=True)
class Line:
    """One row: its reference, what it is called, what is said of it in small, and where it is read."""

    ref: str
    text: str
    facts: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True)
class Section:
    """One heading with its rows. `empty` is said where there are none."""

    title: str
    lines: tuple[Line, ...] = ()
    note: str = ""
    empty: str = ""
    level: int = 2


def sections_of(page: MonthPage) -> list[Section]:
    """Everything the page of the month lists, in its order; sections that may be missing there are missing here."""
    listing = page.facts.listing
    return [
        Section("Post-mortems published", _documents(listing.published), empty="None came out."),
        *_a_year_ago(page),
        *_unless_empty("Still being written or reviewed", _writing(listing.writing)),
        *_unless_empty("Not begun yet", _unwritten(listing.unwritten)),
        *_unless_empty("What came back", _repeats(listing), note="Should the earlier review have prevented this?"),
        *_patterns(listing.patterns),
        *_factors(listing.factors),
        Section("Lessons", _lessons(page.lessons), empty="None were told."),
        *_unless_empty(
            "From before, and not answered by every team they concern", _lessons(page.older_lessons), level=3
        ),
        *_actions(page),
        Section("Near misses told", _incidents(listing.near_misses), empty="None were told."),
    ]


MONTHS_BEFORE = (
    "The months before: what was committed to as known at the moment this page speaks of, everything else as known when "
    "each of them was closed."
)


def spoken_of(page: MonthPage) -> str:
    """Of which moment the page of the month speaks."""
    if page.facts.closed:
        day = date_format(page.facts.closed.closed_at, "j M Y")
        return (
            f"Closed on {day}: figures and lists are what was known then. "
            "Lessons with their answers, and what waits, are of today."
        )
    if page.is_running:
        return "The month is still running."
    return "Nobody closed this month: it is told from what is known today."


def on_paper(page: MonthPage, circle: Circle | None) -> dict[str, object]:
    """What the template of the PDF is given."""
    return {"page": page, "circle": circle, "sections": sections_of(page), "spoken_of": spoken_of(page)}


def month_markdown(page: MonthPage, *, circle: Circle | None = None) -> str:
    """The same as a document of its own, with its figures; links lead to this site."""
    month = page.facts.month.words
    lines = [f"# {month}{f', {_plain(circle.name)}' if circle else ''}", "", spoken_of(page)]
    lines += ["", "## The month in figures", "", "| Measure | Figure | The months before |", "|---|---|---|"]
    lines += [_figure(told) for told in page.facts.measures]
    lines += ["", MONTHS_BEFORE]
    for section in sections_of(page):
        lines += ["", f"{'#' * section.level} {_plain(section.title)}"]
        lines += ["", _plain(section.note)] if section.note else []
        lines += ["", *(_line(line) for line in section.lines)] if section.lines else []
        lines += ["", section.empty] if section.empty and not section.lines else []
    return "\n".join(lines) + "\n"


def _unless_empty(title: str, lines: Iterable[Line], *, note: str = "", level: int = 2) -> Iterator[Section]:
    if found := tuple(lines):
        yield Section(title, found, note, level=level)


def _a_year_ago(page: MonthPage) -> Iterator[Section]:
    if page.a_year_ago is not None:
        row = page.a_year_ago.row
        facts = (page.a_year_ago.why, *(_answered(answer) for answer in page.answers[:3]))
        yield Section("A year ago: still true?", (Line(row.public_number, row.title, facts, row.document_url),))


def _answered(answer: StillTrue) -> str:
    return f"{answer.get_answer_display()}: {answer.word}" if answer.word else answer.get_answer_display()


def _documents(rows: Iterable[ListedIncident]) -> tuple[Line, ...]:
    return tuple(
        Line(row.public_number, row.title, _known(row.severity, *row.services), row.document_url) for row in rows
    )


def _incidents(rows: Iterable[ListedIncident]) -> tuple[Line, ...]:
    return tuple(Line(row.public_number, row.title, row.services, row.url) for row in rows)


def _writing(rows: Iterable[ListedIncident]) -> Iterator[Line]:
    for row in rows:
        yield Line(row.public_number, row.title, _known(_state(row), _planned(row)), row.document_url)


def _unwritten(rows: Iterable[ListedIncident]) -> Iterator[Line]:
    return (Line(row.public_number, row.title, _known(row.severity, _planned(row)), row.url) for row in rows)


def _state(row: ListedIncident) -> str:
    return PostmortemStatus(row.status).label.lower() if row.status else ""


def _planned(row: ListedIncident) -> str:
    return planned_words(row.planned_on) if row.planned_on else ""


def _repeats(listing: Listing) -> Iterator[Line]:
    for row in listing.repeats:
        then = f"its actions: {row.then}" if row.then else "it had no action"
        facts = _known(f"like INC-{row.of_number} {row.of_title}", row.note, then)
        yield Line(f"INC-{row.number}", row.title, facts, row.url)


def _patterns(patterns: Sequence[ListedPattern]) -> Iterator[Section]:
    if patterns:
        yield Section("What keeps happening")
    for one in patterns:
        title = f"{one.service}: {one.words}, {len(one.alike)} within {one.days} days"
        yield Section(
            title, tuple(Line(row.public_number, row.title, row.teams, row.url) for row in one.alike), level=3
        )


def _factors(factors: Sequence[ListedFactor]) -> Iterator[Section]:
    if factors:
        yield Section("Met by several teams", note="Contributing factors that stand in documents of several teams.")
    for one in factors:
        lines = (Line(row.public_number, row.title, row.teams, row.document_url) for row in one.documents)
        yield Section(one.condition, tuple(lines), note=", ".join(one.teams), level=3)


def _lessons(lessons: Iterable[Lesson]) -> tuple[Line, ...]:
    return tuple(_lesson(lesson) for lesson in lessons)


def _lesson(lesson: Lesson) -> Line:
    teams = ", ".join(team.name for team in lesson.concerns.all()) or "every team"
    answers = (
        f"{answer.team}: {answer.action.public_number}"
        if answer.action
        else f"{answer.team}: not for us, “{answer.reason}”"
        for answer in lesson.answers.all()
    )
    number = lesson.incident.public_number
    return Line(number, lesson.text, (f"for {teams}", *answers), address_of("incidents:detail", lesson.incident.number))


def _actions(page: MonthPage) -> Iterator[Section]:
    listing, waiting = page.facts.listing, page.waiting
    title = "Actions, as they stood when the month was closed" if page.facts.closed else "Actions"
    pile = tuple(Line("", f"{figure.name}: {figure.numerator}") for figure in page.facts.pile)
    yield Section(title, pile, empty=PILE_UNKNOWN)
    yield from _unless_empty("Decided not to do this month", _said(listing.declined), level=3)
    yield from _unless_empty("Open again, because it did not hold", _said(listing.did_not_hold), level=3)
    yield from _unless_empty("It held, and something shows it", _said(listing.held), level=3)
    yield from _unless_empty("Past their date today", _waiting(waiting.past), level=3)
    yield from _unless_empty("Nobody's today, of those not past their date", _waiting(waiting.nobodys), level=3)
    yield from _unless_empty("Nothing heard for long by today, of the others", _waiting(waiting.stale), level=3)


def _said(rows: Iterable[ListedAction]) -> Iterator[Line]:
    return (Line(row.public_number, row.title, _known(row.reasoning), row.url) for row in rows)


def _waiting(actions: Iterable[Action]) -> Iterator[Line]:
    for one in actions:
        facts = (*waiting_facts(one), planned_words(one.due_on))
        yield Line(one.public_number, one.title, facts, address_of("actions:detail", one.number))


def _known(*facts: str) -> tuple[str, ...]:
    return tuple(fact for fact in facts if fact)


def _figure(told: Told) -> str:
    measure, percent = told.measure, "" if told.measure.percent is None else f" ({told.measure.percent} %)"
    corrected = f", since corrected: {told.corrected.words}" if told.corrected else ""
    before = (point.measure.words if point.measure else "not known" for point in told.trend[-2:-5:-1])
    return f"| {measure.name} | {measure.words}{percent}{corrected} | {', '.join(before)} |"


def _line(line: Line) -> str:
    ref = f"[{line.ref}]({settings.SITE_URL}{line.path}) " if line.path else ""
    facts = f" ({_plain('; '.join(line.facts))})" if line.facts else ""
    return f"- {ref}{_plain(line.text)}{facts}"


def _plain(text: str) -> str:
    """Words as they are: one line, and no mark of Markdown that somebody did not mean."""
    return MARKS.sub(r"\\\1", " ".join(text.split()))
