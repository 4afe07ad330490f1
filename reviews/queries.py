"""Everything a month's page and its digest show to one reader."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from actions.models import Action
from actions.permissions import actions_visible_to
from incidents.permissions import incident_ids_hidden_from, incidents_visible_to
from people.models import Team, User
from reviews.anniversary import Remembered, answers_of, remember, remembered_kept, worth_asking
from reviews.conditions import owned_by_nobody_here
from reviews.facts import Facts, facts_of
from reviews.figures import Taken, rows_behind, rows_kept
from reviews.listed import ListedFactor, ListedIncident, Listing
from reviews.listing import LISTED, list_month
from reviews.measures import Definition
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
from reviews.permissions import lessons_visible_to, with_what_is_to_answer
from reviews.scope import actions_of
from web.statements import Kept

SHOWN = 15
"""So many actions of each list are shown; the page says how many there are and where the rest is."""

DOCUMENTS_SHOWN = 40
"""So many documents, and so many near misses, are shown on the page of a month; the lists have all of them."""

LESSONS_WAIT = timedelta(days=92)
"""So long before a month a lesson nobody has answered is brought up again."""

ROWS_SHOWN = 500
"""So many rows behind a figure are shown."""


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
    words: str
    """What it adds to the figure."""


def closed_month(month: Month, circle: Circle | None = None, *, bare: bool = False) -> ClosedMonth | None:
    """Return what was kept of a month, None where nothing was; `bare` leaves the facts, which are many, where they are."""
    months = ClosedMonth.objects.filter(first_day=month.first_day, circle=circle)
    return (months.defer("facts") if bare else months).first()


def month_page(
    user: User, month: Month, *, today: date, circle: Circle | None = None, at_most: int = LISTED
) -> MonthPage:
    """Gather the page of a month with so many rows of a kind; its cost does not grow with what happened in it."""
    hidden = incident_ids_hidden_from(user)
    closed = closed_month(month, circle)
    kept = remembered_kept(closed) if closed else remember(month, circle=circle)
    remembered = worth_asking(kept, hidden=hidden)
    return MonthPage(
        facts_of(Taken(month, today, circle), closed, hidden=hidden, at_most=at_most),
        waiting_actions(user, today=today, circle=circle),
        *lessons_of(user, month, circle=circle),
        is_running=Month.of(today) == month,
        a_year_ago=remembered,
        answers=answers_of([remembered.row.number]) if remembered else (),
    )


def month_figures(user: User, month: Month, *, today: date, circle: Circle | None = None) -> Facts:
    """The figures of a month with their trends and the pile, and no lists."""
    hidden = incident_ids_hidden_from(user)
    return facts_of(Taken(month, today, circle), closed_month(month, circle), hidden=hidden, at_most=0)


def listing_of(user: User, month: Month, *, today: date, circle: Circle | None = None) -> Listing:
    """What a month lists for this person, without its figures; what was kept of it, else from the tables."""
    hidden = incident_ids_hidden_from(user)
    closed = closed_month(month, circle)
    if closed is not None:
        return Listing.from_json(closed.facts, hidden=hidden)
    return list_month(month, today=today, hidden=hidden, circle=circle)


def waiting_actions(user: User, *, today: date, circle: Circle | None = None) -> WaitingActions:
    """The actions to be settled together: past their date, nobody's, or not heard of for long; three statements."""
    commitments = actions_visible_to(user).select_related("incident", "owner", "team").open()
    if circle is not None:
        commitments = commitments.filter(actions_of(circle))
    past = Q(due_on__lt=today)
    ahead = commitments.filter(Q(due_on__isnull=True) | Q(due_on__gte=today))
    stale = ahead.quiet(on=today).filter(owner__is_active=True)
    return WaitingActions(
        past=list(commitments.filter(past).order_by("due_on", "pk")[:SHOWN]),
        nobodys=list(ahead.filter(owned_by_nobody_here()).order_by("moved_at", "pk")[:SHOWN]),
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


def rows_of(
    user: User, definition: Definition, of: Month, month: Month, *, today: date, circle: Circle | None = None
) -> list[Row]:
    """The incidents behind one figure that this person may see: those that count first, the newest first among them."""
    hidden = incident_ids_hidden_from(user)
    closed = closed_month(month, circle, bare=True)
    rows = (
        rows_kept(closed, definition, of.first_day, hidden=hidden, limit=ROWS_SHOWN)
        if closed
        else rows_behind(definition, of.first_day, Taken(month, today, circle), hidden=hidden, limit=ROWS_SHOWN)
    )
    found = incidents_visible_to(user).in_bulk([incident for incident, _, _ in rows])
    return [
        Row(
            found[pk].number,
            found[pk].title,
            found[pk].get_absolute_url(),
            numerator,
            denominator,
            definition.row_words(numerator, denominator),
        )
        for pk, numerator, denominator in rows
        if pk in found
    ]


def circles_listed() -> list[Circle]:
    """Every circle with its teams, for administrators; two queries."""
    return list(Circle.objects.select_related("chair").prefetch_related("teams"))


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
    lessons = with_what_is_to_answer(user, lessons_visible_to(user).select_related("incident"))
    if waiting:
        unanswered = Q(pk__in=[])
        for team in user.teams.filter(is_active=True):
            unanswered |= Q(pk__in=Lesson.objects.waiting_for(team).values("pk"))
        lessons = lessons.filter(unanswered)
    return lessons.prefetch_related(*ANSWERED)


def factors_of_month(month: Month, *, today: date, circle: Circle | None = None) -> tuple[ListedFactor, ...]:
    """The conditions several teams met, with all that is hidden from anybody: for keeping, not for showing."""
    closed = closed_month(month, circle)
    listing = Listing.from_json(closed.facts) if closed else list_month(month, today=today, circle=circle)
    return listing.factors


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
