"""Everything a month's page and its digest show to one reader.

A closed month is told from what was kept of it, a running one from the tables. Both are the same for
everybody but for the incidents hidden from the reader today.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from actions.choices import Priority
from actions.models import Action
from actions.permissions import actions_visible_to
from actions.rules import STALE_AFTER
from incidents.permissions import incident_ids_hidden_from, incidents_visible_to
from people.models import Team, User
from reviews.anniversary import Remembered, answers_of, remember, remembered_kept, worth_asking
from reviews.conditions import incidents_of
from reviews.figures import NO_FIGURE, NONE_CLOSED, Figures, Taken, figures_kept, figures_now, rows_behind, rows_kept
from reviews.listing import ListedIncident, Listing, list_month
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
from reviews.minutes import Minutes
from reviews.models import (
    Circle,
    ClosedMonth,
    Lesson,
    LessonAnswer,
    LessonQuerySet,
    Meeting,
    ReadingPolicy,
    StillTrue,
)
from reviews.months import Month
from reviews.permissions import lessons_visible_to
from web.statements import Kept

SHOWN = 15
"""So many actions of each list are shown; the page says how many there are and where the rest is."""

LESSONS_WAIT = timedelta(days=92)
"""So long before a month a lesson nobody has answered is brought up again."""

ROWS_SHOWN = 500
"""So many rows behind a figure are shown."""


@dataclass(frozen=True)
class Point:
    """One month of a trend; `measure` is None where nothing is known of it."""

    month: Month
    measure: Measure | None


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


@dataclass(frozen=True)
class WaitingActions:
    """Open commitments that wait for a word today. Each is in the first list it belongs to."""

    past: list[Action]
    nobodys: list[Action]
    """Without an owner, or with one who has left."""
    stale: list[Action]

    def __iter__(self) -> Iterator[Action]:
        return iter([*self.past, *self.nobodys, *self.stale])


@dataclass(frozen=True)
class MonthPage:
    """One month, as one reader may see it, and what of it can still be settled."""

    facts: Facts
    waiting: WaitingActions
    lessons: list[Lesson]
    older_lessons: list[Lesson]
    is_running: bool
    a_year_ago: Remembered | None = None
    answers: Sequence[StillTrue] = ()


@dataclass(frozen=True)
class Row:
    """One incident behind a figure."""

    number: int
    title: str
    url: str
    numerator: int
    denominator: int


def closed_month(month: Month, circle: Circle | None = None) -> ClosedMonth | None:
    """Return what was kept of a month, None where nothing was."""
    return ClosedMonth.objects.filter(first_day=month.first_day, circle=circle).first()


def month_page(user: User, month: Month, *, today: date, circle: Circle | None = None) -> MonthPage:
    """Gather the page of a month; its cost does not grow with what happened in it."""
    hidden = incident_ids_hidden_from(user)
    closed = closed_month(month, circle)
    running = Month.of(today) == month
    facts = (
        facts_kept(closed, hidden=hidden)
        if closed
        else _facts_now(Taken(month, today, circle), hidden=hidden, is_running=running)
    )
    if closed:
        facts = _corrected(facts, Taken(month, today, circle), hidden=hidden)
    kept = remembered_kept(closed) if closed else remember(month, circle=circle)
    remembered = worth_asking(kept, hidden=hidden)
    return MonthPage(
        facts,
        waiting_actions(user, today=today, circle=circle),
        *lessons_of(user, month, circle=circle),
        is_running=running,
        a_year_ago=remembered,
        answers=answers_of([remembered.row.number]) if remembered else (),
    )


def listing_of(user: User, month: Month, *, today: date, circle: Circle | None = None) -> Listing:
    """What a month lists for this person, without its figures; what was kept of it, else from the tables."""
    hidden = incident_ids_hidden_from(user)
    closed = closed_month(month, circle)
    if closed is not None:
        return Listing.from_json(closed.facts).without(hidden)
    return list_month(month, today=today, hidden=hidden, circle=circle)


def waiting_actions(user: User, *, today: date, circle: Circle | None = None) -> WaitingActions:
    """The actions to be settled together: past their date, nobody's, or not heard of for long; three statements."""
    commitments = actions_visible_to(user).select_related("incident", "owner", "team").open()
    if circle is not None:
        commitments = commitments.filter(Q(team__in=circle.teams.all()) | Q(incident__in=incidents_of(circle)))
    heard = datetime.combine(today - STALE_AFTER + timedelta(days=1), time(), UTC)
    past, nobodys = Q(due_on__lt=today), Q(owner__isnull=True) | Q(owner__is_active=False)
    ahead = commitments.filter(Q(due_on__isnull=True) | Q(due_on__gte=today))
    stale = ahead.filter(moved_at__lt=heard, owner__is_active=True)
    return WaitingActions(
        past=list(commitments.filter(past).order_by("due_on", "pk")[:SHOWN]),
        nobodys=list(ahead.filter(nobodys).order_by("moved_at", "pk")[:SHOWN]),
        stale=list(stale.order_by("moved_at", "pk")[:SHOWN]),
    )


def lessons_of(user: User, month: Month, *, circle: Circle | None = None) -> tuple[list[Lesson], list[Lesson]]:
    """The lessons told in a month, and those of the months before it that a team they concern has not answered."""
    lessons = lessons_listed(user)
    answers = LessonAnswer.objects.filter(lesson=OuterRef("pk"))
    concerned = Lesson.concerns.through.objects.filter(lesson=OuterRef("pk"))
    answered = LessonAnswer.objects.filter(lesson=OuterRef("lesson"))
    unanswered = (~Exists(concerned) & ~Exists(answers)) | Exists(concerned.exclude(team__in=answered.values("team")))
    if circle is not None:
        lessons = lessons.filter(Q(concerns=None) | Q(concerns__in=circle.teams.all())).distinct()
    older = lessons.filter(told_at__gte=month.begins - LESSONS_WAIT, told_at__lt=month.begins).filter(unanswered)
    told = lessons.filter(told_at__gte=month.begins, told_at__lt=month.ends)
    return list(told), list(older[:SHOWN])


def facts_kept(closed: ClosedMonth, *, hidden: Collection[int]) -> Facts:
    """Tell a closed month to somebody from whom these incidents are hidden."""
    month = Month.of(closed.first_day)
    earlier = _closed_before(month, closed.circle_id)
    figures = figures_kept(closed.pk, tuple(pk for pk, _ in earlier.values()), tuple(hidden))
    knows = {day: keys for day, (_, keys) in earlier.items()} | {month.first_day: _measures_kept(closed.facts)}
    told = [_told(definition, figures, month, knows, is_over=True) for definition in MEASURES]
    return Facts(
        month=month,
        closed=closed,
        listing=Listing.from_json(closed.facts).without(hidden),
        measures=[one for one in told if not one.measure.definition.part_of],
        pile=_pile(figures, month, closed.facts.get("stale_after")) if closed.knows_pile else [],
        parts=[one for one in told if one.measure.definition.part_of],
    )


def rows_of(user: User, definition: Definition, of: Month, month: Month, *, today: date) -> list[Row]:
    """The incidents behind one figure that this person may see, newest first."""
    hidden = incident_ids_hidden_from(user)
    closed = closed_month(month)
    rows = (
        rows_kept(closed, definition.key, of.first_day, hidden=hidden, limit=ROWS_SHOWN)
        if closed
        else rows_behind(definition, of.first_day, Taken(month, today), hidden=hidden, limit=ROWS_SHOWN)
    )
    found = incidents_visible_to(user).in_bulk([incident for incident, _, _ in rows])
    return [
        Row(found[pk].number, found[pk].title, found[pk].get_absolute_url(), numerator, denominator)
        for pk, numerator, denominator in rows
        if pk in found
    ]


def circles_listed() -> list[Circle]:
    """Every circle with its teams, for administrators; two queries."""
    return list(Circle.objects.select_related("chair").prefetch_related("teams"))


def reading_noted_since() -> datetime | None:
    """Since when it is noted which teams read; None where it is switched off."""
    return ReadingPolicy.objects.values_list("noted_since", flat=True).first()


def team_names_noted(user: User) -> list[str]:
    """The teams of a person for which a reading is noted; none while it is switched off. One query, always the same."""
    return [name for (name,) in Kept(_team_names_noted, values=(user.pk,)).tuples()]


def _team_names_noted(user: int) -> "QuerySet[Team, Any]":
    is_noted = ReadingPolicy.objects.filter(noted_since__isnull=False)
    teams = Team.objects.filter(Exists(is_noted), memberships__user=user, is_active=True)
    return teams.order_by("name").values_list("name")


ANSWERED = ("concerns", "answers__team", "answers__action")
"""What a lesson is shown with."""


def lessons_listed(user: User, *, waiting: bool = False) -> LessonQuerySet:
    """Lessons with their answers; `waiting` keeps those that a team of this person has not answered."""
    lessons = lessons_visible_to(user).select_related("incident")
    if waiting:
        unanswered = Q(pk__in=[])
        for team in user.teams.filter(is_active=True):
            unanswered |= Q(pk__in=Lesson.objects.waiting_for(team).values("pk"))
        lessons = lessons.filter(unanswered)
    return lessons.prefetch_related(*ANSWERED)


def minutes_for(user: User, meeting: Meeting) -> Minutes | None:
    """The minutes of a closed meeting as this person may read them today; None while it is open."""
    if meeting.minutes is None:
        return None
    return Minutes.from_json(meeting.minutes).without(incident_ids_hidden_from(user))


def worth_reading(listing: Listing, team_names: Collection[str]) -> list[tuple[ListedIncident, str]]:
    """The two documents most worth reading for somebody of these teams, each with why.

    First what touched a service or team of theirs, then what touched several teams, then the graver.
    """

    def why(row: ListedIncident) -> tuple[int, str]:
        ours = sorted(set(team_names) & set(row.teams))
        if ours:
            return 2, f"it concerns {ours[0]}"
        if len(row.teams) > 1:
            return 1, f"{len(row.teams)} teams were part of it"
        return 0, f"it was a {row.severity}" if row.severity else "it came out this month"

    ranked = sorted(listing.published, key=lambda row: (-why(row)[0], row.level or 9, -row.number))
    return [(row, why(row)[1]) for row in ranked[:2]]


def _closed_before(month: Month, circle: int | None) -> dict[date, tuple[int, Collection[str]]]:
    """The closed months that a trend up to this one looks back on, oldest first, with the measures they kept."""
    first, *_ = cohorts_before(month.first_day)
    before = ClosedMonth.objects.filter(circle=circle, first_day__gte=first, first_day__lt=month.first_day)
    rows = before.order_by("first_day").values_list("first_day", "pk", "facts__measures")
    return {day: (pk, keys or KEPT_FROM_THE_FIRST) for day, pk, keys in rows}


def _measures_kept(facts: Mapping[str, Any]) -> Collection[str]:
    return facts.get("measures") or KEPT_FROM_THE_FIRST


def measures_known(month: Month) -> list[str]:
    """The measures that can be taken of a month: which teams read is known from the day it is noted; one query."""
    since = reading_noted_since()
    is_noted = since is not None and since < month.ends
    return [definition.key for definition in MEASURES if is_noted or definition.key not in OF_READING]


def _facts_now(taken: Taken, *, hidden: Collection[int], is_running: bool) -> Facts:
    month = taken.month
    definitions = (*MEASURES, *PILE) if is_running else MEASURES
    earlier = _closed_before(month, taken.circle.pk if taken.circle else None)
    kept = figures_kept(NONE_CLOSED, tuple(pk for pk, _ in earlier.values()), tuple(hidden)) if earlier else {}
    figures = kept | figures_now(taken, hidden=hidden, definitions=definitions)
    is_over = taken.today >= month.ends.date()
    knows = {day: keys for day, (_, keys) in earlier.items()} | {month.first_day: measures_known(month)}
    told = [_told(one, figures, month, knows, is_over=is_over) for one in MEASURES]
    return Facts(
        month=month,
        closed=None,
        listing=list_month(month, today=taken.today, hidden=hidden, circle=taken.circle),
        measures=[one for one in told if not one.measure.definition.part_of],
        pile=_pile(figures, month, None) if is_running else [],
        parts=[one for one in told if one.measure.definition.part_of],
    )


def _told(
    definition: Definition, figures: Figures, month: Month, knows: Mapping[date, Collection[str]], *, is_over: bool
) -> Told:
    """A measure and its trend; `knows` says of which months something is known, and which measures."""

    def at(day: date) -> Measure:
        figure = figures.get((definition.key, day), NO_FIGURE)
        return read_figure(definition, figure, is_over=is_over or day < month.first_day)

    is_kept = definition.key in knows[month.first_day]
    known = {day for day, keys in knows.items() if definition.key in keys}
    if definition.by_cohort and is_kept:
        known = set(cohorts_before(month.first_day))
    trend = [Point(Month.of(day), at(day) if day in known else None) for day in cohorts_before(month.first_day)]
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
    policy = ", ".join(f"{Priority(priority).label.lower()} {days}" for priority, days in stale_after.items())
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
