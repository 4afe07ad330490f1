"""Everything a month's page shows to one reader, through the doors of the apps below."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from actions.choices import ActionStatus
from actions.models import Action, ActionQuerySet
from actions.permissions import actions_visible_to
from actions.rules import STALE_AFTER
from incidents.choices import DocumentRequirement, IncidentKind
from incidents.models import Incident
from incidents.permissions import incidents_visible_to
from people.models import User
from postmortems.choices import PostmortemStatus
from postmortems.models import Postmortem
from postmortems.permissions import postmortems_visible_to
from reviews.measures import (
    CommitmentFacts,
    Measure,
    completion_rate,
    days_to_publication,
    documented_rate,
    near_misses_told,
    on_time_rate,
)
from reviews.months import Month

SHOWN = 15
"""So many rows of each list are shown; the page says how many there are and where the rest is."""


@dataclass(frozen=True)
class OpenActions:
    """How the pile of commitments stands on the day of reading, or at the end of a past month."""

    open: int
    past: int
    stale: int
    unowned: int


@dataclass(frozen=True)
class MonthPage:
    """One month, as one reader may see it."""

    month: Month
    published: list[Postmortem]
    waiting: list[Postmortem]
    near_misses: list[Incident]
    incidents: int
    open_actions: OpenActions
    past_actions: list[Action]
    stale_actions: list[Action]
    declined: list[Action]
    measures: list[Measure]


def month_page(user: User, month: Month, *, today: date) -> MonthPage:
    """Gather the page of a month; eleven statements, whatever the number of rows."""
    documents = postmortems_visible_to(user).written_here().select_related("lead_incident__severity")
    in_month = Q(published_at__gte=month.begins, published_at__lt=month.ends)
    published = list(
        documents.filter(in_month, status=PostmortemStatus.PUBLISHED)
        .prefetch_related("lead_incident__services")
        .order_by("-published_at", "-pk")
    )
    waiting = list(
        documents.exclude(status=PostmortemStatus.PUBLISHED).order_by("status", "lead_incident__happened_at")[:SHOWN]
    )
    happened = incidents_visible_to(user).filter(happened_at__gte=month.begins, happened_at__lt=month.ends)
    told = happened.filter(is_imported=False)
    near_misses = list(
        told.filter(kind=IncidentKind.NEAR_MISS).prefetch_related("services").order_by("-happened_at", "-pk")
    )
    ours = actions_visible_to(user).filter(Q(is_imported=False) | Q(committed_at__isnull=False))
    commitments = ours.select_related("incident", "owner", "team")
    quiet_since = today - STALE_AFTER + timedelta(days=1)
    past = commitments.past_their_date(on=today).order_by("due_on", "pk")
    stale = (
        commitments.open().filter(moved_at__date__lt=quiet_since).exclude(due_on__lt=today).order_by("moved_at", "pk")
    )
    declined = commitments.filter(
        status=ActionStatus.WONT_DO, settled_at__gte=month.begins, settled_at__lt=month.ends
    ).order_by("-settled_at", "-pk")
    counts = told.aggregate(
        all=Count("pk"),
        asked=Count("pk", filter=_asks_for_document()),
        answered=Count("pk", filter=_asks_for_document() & Q(postmortem__status=PostmortemStatus.PUBLISHED)),
    )
    return MonthPage(
        month=month,
        published=published,
        waiting=waiting,
        near_misses=near_misses,
        incidents=counts["all"],
        open_actions=_open_actions(ours, today=today),
        past_actions=list(past[:SHOWN]),
        stale_actions=list(stale[:SHOWN]),
        declined=list(declined[:SHOWN]),
        measures=_measures(ours, published, near_misses, counts, month, today=today),
    )


def _asks_for_document() -> Q:
    asked = [DocumentRequirement.FULL, DocumentRequirement.LIGHT]
    return Q(severity__requires__in=asked) & ~Q(kind=IncidentKind.NEAR_MISS)


def _open_actions(actions: ActionQuerySet, *, today: date) -> OpenActions:
    counts = actions.open().aggregate(
        open=Count("pk"),
        past=Count("pk", filter=Q(due_on__lt=today)),
        stale=Count("pk", filter=Q(moved_at__date__lt=today - STALE_AFTER + timedelta(days=1))),
        unowned=Count("pk", filter=Q(owner__isnull=True) | Q(owner__is_active=False)),
    )
    return OpenActions(**counts)


def _measures(
    actions: ActionQuerySet,
    published: list[Postmortem],
    near_misses: list[Incident],
    counts: dict[str, int],
    month: Month,
    *,
    today: date,
) -> list[Measure]:
    first, end = month.first_day, month.next.first_day
    planned = actions.commitments().filter(due_on__gte=first, due_on__lt=end)
    facts = [CommitmentFacts(*row) for row in planned.values_list("status", "due_on", TruncDate("settled_at"))]
    spans = [
        (document.lead_incident.happened_at, document.published_at)
        for document in published
        if document.published_at is not None
    ]
    return [
        completion_rate(facts, first=first, end=end, today=today),
        on_time_rate(facts, first=first, end=end, today=today),
        documented_rate(published=counts["answered"], required=counts["asked"], today=today, end=end),
        days_to_publication(spans, today=today, end=end),
        near_misses_told(near_misses=len(near_misses), incidents=counts["all"], today=today, end=end),
    ]
