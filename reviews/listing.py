"""What a month lists, from the tables.

The same functions list a running month for a reader and a month that is being closed for keeping; then
nothing is hidden, and what is kept is filtered for each reader when it is shown (`Listing.without`).
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from actions.choices import ActionEventKind, ActionStatus
from actions.models import Action, ActionEvent, ActionQuerySet
from incidents.choices import DecisionKind, DocumentRequirement, IncidentKind
from incidents.models import Incident
from incidents.repeats.models import Repeat
from incidents.rules import policy_for
from postmortems.choices import PostmortemStatus
from postmortems.factors.queries import SharedPlace, factors_of_several_teams
from postmortems.models import Postmortem, PostmortemIncident
from reviews.conditions import documents_without, without
from reviews.listed import ListedAction, ListedFactor, ListedIncident, ListedPattern, ListedRepeat, Listing
from reviews.models import Circle
from reviews.months import Month
from reviews.patterns import find_patterns
from reviews.scope import actions_of, incidents_of

LISTED = 400
"""So many of a kind are kept at most."""

FURTHER = 4

VERSION = 4
"""Of the shape below; a closed month says which it was written with."""

UNWRITTEN_FOR = timedelta(days=90)
"""What happened longer ago and was never written is not asked about any more."""


def list_month(
    month: Month,
    *,
    today: date,
    hidden: Collection[int] = (),
    circle: Circle | None = None,
    at_most: int = LISTED,
) -> Listing:
    """List a month from the tables as they are now, so many of a kind; 22 statements, whatever the number of rows.

    What is ordered by the day that was planned is looked through further: that day is not in the tables.
    """
    happened = without(Incident.objects.filter(is_imported=False), "pk", hidden)
    documents = documents_without(Postmortem.objects.written_here(), hidden)
    actions = without(Action.objects.all(), "incident", hidden)
    if circle is not None:
        happened = happened.filter(pk__in=incidents_of(circle))
        documents = documents.filter(lead_incident__in=incidents_of(circle))
        actions = actions.filter(actions_of(circle))
    documents = documents.select_related("lead_incident__severity").prefetch_related("also_about")
    in_month = {"at__gte": month.begins, "at__lt": month.ends}
    published = documents.filter(**{f"published_{key}": value for key, value in in_month.items()}).prefetch_related(
        "lead_incident__services", "lead_incident__teams"
    )
    writing = documents.exclude(status=PostmortemStatus.PUBLISHED).filter(created_at__lt=month.ends)
    near_misses = happened.filter(
        kind=IncidentKind.NEAR_MISS, **{f"happened_{key}": value for key, value in in_month.items()}
    )
    declined = actions.filter(
        Q(is_imported=False) | Q(committed_at__isnull=False),
        status=ActionStatus.WONT_DO,
        **{f"settled_{key}": value for key, value in in_month.items()},
    )
    return Listing(
        published=tuple(listed_document(one) for one in published.order_by("-published_at", "-pk")[:at_most]),
        writing=tuple(
            sorted(
                (
                    listed_document(one, names=False)
                    for one in writing.order_by("lead_incident__happened_at", "pk")[: at_most * FURTHER]
                ),
                key=lambda row: row.planned or "9",
            )[:at_most]
        ),
        near_misses=tuple(_incident(one) for one in _named(near_misses).order_by("-happened_at", "-pk")[:at_most]),
        declined=tuple(
            ListedAction((one.incident_id,), one.number, one.title, one.reasoning)
            for one in declined.order_by("-settled_at", "-pk")[:at_most]
        ),
        unwritten=_unwritten(happened, month, today=today, at_most=at_most),
        patterns=_patterns(month, hidden=hidden, circle=circle),
        repeats=_repeats(month, hidden=hidden, happened=happened, at_most=at_most),
        factors=_factors(documents, month),
        held=_asked_whether_held(actions, Q(kind=ActionEventKind.VERIFIED), in_month, at_most),
        did_not_hold=_asked_whether_held(
            actions, Q(kind=ActionEventKind.REOPENED, details__did_not_hold=True), in_month, at_most
        ),
    )


def _unwritten(happened: QuerySet[Incident], month: Month, *, today: date, at_most: int) -> tuple[ListedIncident, ...]:
    told = PostmortemIncident.objects.filter(incident=OuterRef("pk"))
    asked = Q(severity__requires__in=[DocumentRequirement.FULL, DocumentRequirement.LIGHT]) | Q(
        document_decision__in=[DecisionKind.POSTMORTEM, DecisionKind.BRIEF_NOTE]
    )
    rows = happened.filter(
        ~Exists(told), asked, severity__isnull=False, happened_at__lt=month.ends, postmortem__isnull=True
    ).filter(happened_at__gte=month.ends - UNWRITTEN_FOR)
    as_of = min(today, month.ends.date())
    late = []
    for incident in rows.select_related("severity").order_by("happened_at", "pk")[: at_most * FURTHER]:
        policy = policy_for(incident)
        if policy.wants_document and policy.draft_on and policy.draft_on < as_of:
            late.append(replace(_incident(incident, names=False), planned=policy.draft_on.isoformat()))
    return tuple(late[:at_most])


def _repeats(
    month: Month, *, hidden: Collection[int], happened: QuerySet[Incident], at_most: int
) -> tuple[ListedRepeat, ...]:
    """What was confirmed to be a repeat in the month; two statements."""
    rows = without(Repeat.objects.standing(), "of", hidden).filter(
        confirmed_at__gte=month.begins, confirmed_at__lt=month.ends, incident__in=happened
    )
    rows = rows.select_related("incident", "of").prefetch_related(Prefetch("of__actions", Action.objects.commitments()))
    return tuple(
        ListedRepeat(
            (row.incident_id, row.of_id),
            row.incident.number,
            row.incident.title,
            row.of.number,
            row.of.title,
            row.note,
            _how_they_stood(row.of.actions.all()),
        )
        for row in rows.order_by("-confirmed_at", "-pk")[:at_most]
    )


def _how_they_stood(actions: Iterable[Action]) -> str:
    states = [action.status for action in actions]
    done, declined = states.count(ActionStatus.DONE), states.count(ActionStatus.WONT_DO)
    counted = ((done, "done"), (len(states) - done - declined, "still open"), (declined, "decided against"))
    return ", ".join(f"{count} {words}" for count, words in counted if count)


def _patterns(month: Month, *, hidden: Collection[int], circle: Circle | None) -> tuple[ListedPattern, ...]:
    found = find_patterns(month, hidden=hidden, circle=circle)
    numbers = {pk for one in found for pk in one.incidents}
    rows = {row.pk: row for row in _named(Incident.objects.filter(pk__in=numbers))} if numbers else {}
    return tuple(
        ListedPattern(one.service, one.words, one.least, one.days, tuple(_incident(rows[pk]) for pk in one.incidents))
        for one in found
    )


def _factors(documents: QuerySet[Postmortem], month: Month) -> tuple[ListedFactor, ...]:
    """The conditions that several teams met; two statements at most."""
    since = month.begins.isoformat()
    return tuple(
        ListedFactor(one.factor.text, since, tuple(_place(place) for place in one.places))
        for one in factors_of_several_teams(documents, since=month.begins, until=month.ends)
    )


def _place(place: SharedPlace) -> ListedIncident:
    incident, at = place.postmortem.lead_incident, place.postmortem.published_at
    return ListedIncident(
        place.incidents, incident.number, incident.title, None, "", (), place.teams, at.isoformat() if at else ""
    )


def _asked_whether_held(
    actions: ActionQuerySet, which: Q, in_month: dict[str, datetime], at_most: int
) -> tuple[ListedAction, ...]:
    said = ActionEvent.objects.filter(which, **in_month).filter(action__in=actions).select_related("action")
    return tuple(
        ListedAction((event.action.incident_id,), event.action.number, event.action.title, event.reason)
        for event in said.order_by("-at", "-pk")[:at_most]
    )


def listed_document(postmortem: Postmortem, *, names: bool = True) -> ListedIncident:
    """One document with what it is called today; its incident's names and further incidents are loaded already."""
    at = postmortem.published_at or postmortem.lead_incident.happened_at
    also = tuple(sorted(incident.pk for incident in postmortem.also_about.all()))
    told = _incident(postmortem.lead_incident, names=names)
    policy = policy_for(postmortem.lead_incident)
    planned = {PostmortemStatus.DRAFT: policy.draft_on, PostmortemStatus.IN_REVIEW: policy.publish_on}
    day = planned.get(PostmortemStatus(postmortem.status))
    return replace(
        told,
        incidents=(*told.incidents, *also),
        at=at.isoformat(),
        status=postmortem.status,
        planned=day.isoformat() if day else "",
    )


def _incident(incident: Incident, *, names: bool = True) -> ListedIncident:
    return ListedIncident(
        incidents=(incident.pk,),
        number=incident.number,
        title=incident.title,
        level=incident.severity.level if incident.severity else None,
        severity=incident.severity.name if incident.severity else "",
        services=tuple(service.name for service in incident.services.all()) if names else (),
        teams=tuple(team.name for team in incident.teams.all()) if names else (),
        at=incident.happened_at.isoformat(),
        team_ids=tuple(team.pk for team in incident.teams.all()) if names else (),
    )


def _named(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    return incidents.select_related("severity").prefetch_related("services", "teams")
