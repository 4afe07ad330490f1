"""Reads that span models. None of them asks a door: hand in what came through one."""

from collections.abc import Iterable

from django.db.models import Count, Max, Q, QuerySet

from actions.choices import ActionStatus
from actions.models import Action
from collab.models import Room
from incidents.choices import RevenueKind
from incidents.models import Impact, Incident, TimelineEvent
from people.models import User
from postmortems.models import Postmortem, Review, Revision, Section
from postmortems.rules import ActionFacts, Candidate, DocumentFacts, ReviewFacts, SectionFacts


def room_of(postmortem: Postmortem) -> Room:
    """Return the room that holds the document's text."""
    return Room.objects.get(name=postmortem.room_name)


def incidents_of(postmortem: Postmortem) -> list[Incident]:
    """Return the incidents it tells of, the lead one first; one query."""
    found = Incident.objects.filter(Q(pk=postmortem.lead_incident_id) | Q(told_in__postmortem=postmortem))
    return sorted(found.distinct(), key=lambda incident: (incident.pk != postmortem.lead_incident_id, incident.number))


def author_ids(postmortem: Postmortem) -> set[int]:
    """Return who wrote in it; whoever merely started it counts while nobody has."""
    written = Revision.objects.filter(section__postmortem=postmortem).values_list("by", flat=True)
    return set(written.distinct()) or {postmortem.created_by_id}


def document_facts(postmortem: Postmortem, sections: Iterable[Section] | None = None) -> DocumentFacts:
    """Load what the gate looks at; eight queries, whatever the number of rows."""
    incident = Incident.objects.select_related("severity").get(pk=postmortem.lead_incident_id)
    ids = [incident.pk, *postmortem.also.values_list("incident", flat=True)]
    sections = list(postmortem.sections.order_by("position") if sections is None else sections)
    actions = Action.objects.filter(incident__in=ids).select_related("owner").order_by("number")
    reviews = list(postmortem.reviews.select_related("reviewer"))
    return DocumentFacts(
        number=incident.number,
        status=postmortem.status,
        amending=postmortem.amending,
        severity=incident.severity.name if incident.severity else "",
        reviewed_by=incident.severity.reviewed_by if incident.severity else "",
        is_near_miss=incident.is_near_miss,
        timeline_entries=TimelineEvent.objects.filter(incident__in=ids).count(),
        sections=[SectionFacts(s.key, s.heading, s.kind, s.is_required, s.body) for s in sections],
        actions=[_action_facts(action) for action in actions],
        reviews=[_review_facts(review, sections) for review in reviews],
        author_ids=author_ids(postmortem),
        open_comments=postmortem.comments.filter(resolved_at__isnull=True).count(),
        impact_known=Impact.objects.filter(incident=incident)
        .exclude(
            users_affected__isnull=True,
            users_share__isnull=True,
            error_budget_spent__isnull=True,
            support_tickets__isnull=True,
            revenue_kind=RevenueKind.UNKNOWN,
            trust="",
        )
        .exists(),
    )


def _action_facts(action: Action) -> ActionFacts:
    never = action.committed_at is None and (
        action.status == ActionStatus.WONT_DO or (action.status == ActionStatus.DONE and action.is_imported)
    )
    return ActionFacts(
        number=action.number,
        title=action.title,
        is_proposal=action.is_proposal,
        was_never_committed=never,
        has_owner=action.owner_id is not None,
        has_date=action.due_on is not None,
        has_outcome=bool(action.outcome.strip()),
        owner_has_left=action.is_open and action.owner is not None and not action.owner.is_active,
    )


def _review_facts(review: Review, sections: list[Section]) -> ReviewFacts:
    return ReviewFacts(
        reviewer_id=review.reviewer_id,
        name=review.reviewer.display_name,
        is_leadership=review.reviewer.is_leadership,
        answer=review.answer,
        is_stale=review.answered_at is not None and any(s.changed_at > review.answered_at for s in sections),
    )


def people_who_may_read(postmortem: Postmortem) -> QuerySet[User]:
    """Return the active people who may see every incident it tells of: who can be asked anything about it."""
    people = User.objects.active()
    for incident in incidents_of(postmortem):
        if incident.is_restricted:
            people = people.filter(incident_accesses__incident=incident)
    return people


def facilitators_in_turn(postmortem: Postmortem) -> list[Candidate]:
    """Load who may facilitate and when each was last asked: for taking turns, and for nothing else."""
    people = (
        people_who_may_read(postmortem)
        .filter(is_facilitator=True)
        .annotate(
            last_asked_at=Max("postmortems_facilitated__created_at", filter=~Q(postmortems_facilitated=postmortem.pk))
        )
        .prefetch_related("memberships")
    )
    return [
        Candidate(
            person.pk, frozenset(membership.team_id for membership in person.memberships.all()), person.last_asked_at
        )
        for person in people
    ]


def teams_involved(postmortem: Postmortem) -> set[int]:
    """Return the teams the incidents name, and those of the services they touched."""
    incidents = incidents_of(postmortem)
    rows = Incident.objects.filter(pk__in=[incident.pk for incident in incidents]).values_list(
        "teams", "services__team"
    )
    return {team for row in rows for team in row if team is not None}


def open_comment_counts(postmortem: Postmortem) -> dict[int | None, int]:
    """Return how many open comments each section has."""
    rows = postmortem.comments.filter(resolved_at__isnull=True).values_list("section").annotate(n=Count("pk"))
    return dict(rows.order_by("section"))
