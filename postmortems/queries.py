"""Reads that span models. None of them asks a door: hand in what came through one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, F, Func, Max, OuterRef, Q, QuerySet

from actions.choices import ActionStatus
from actions.models import Action
from collab.models import Room
from incidents.choices import RevenueKind
from incidents.models import Impact, Incident, Service, TimelineEvent
from incidents.queries import service_names_of
from incidents.wording.models import LensAnswer
from people.models import Team, User
from postmortems.choices import PostmortemStatus, ReviewAnswer, SectionKind
from postmortems.factors.models import PostmortemFactor
from postmortems.factors.queries import factors_in
from postmortems.models import (
    Edition,
    Postmortem,
    PostmortemEvent,
    PostmortemIncident,
    PostmortemQuerySet,
    Review,
    ReviewComment,
    Revision,
    Section,
    Template,
)
from postmortems.rules import (
    ActionFacts,
    AnsweredMark,
    Candidate,
    DocumentFacts,
    FactorFacts,
    MarkFacts,
    ReviewFacts,
    SectionFacts,
)
from postmortems.wording import marks_in
from web.statements import Kept


def room_of(postmortem: Postmortem) -> Room:
    """Return the room that holds the document's text."""
    return Room.objects.get(name=postmortem.room_name)


def incidents_of(postmortem: Postmortem) -> list[Incident]:
    """Return the incidents it tells of, the lead one first; one query."""
    found = Incident.objects.filter(pk__in=_told_by(postmortem))
    return sorted(found, key=lambda incident: (incident.pk != postmortem.lead_incident_id, incident.number))


def _told_by(postmortem: Postmortem) -> QuerySet[Any, Any]:
    return _told(postmortem.lead_incident_id, postmortem.pk)


def _told(lead: int, postmortem: int) -> QuerySet[Any, Any]:
    """Select its incidents as a union: "the lead one or one told of too" would have Postgres read every incident."""
    rows = Incident.objects.filter(pk=lead).order_by().values("pk")
    return rows.union(PostmortemIncident.objects.filter(postmortem=postmortem).values("incident"))


def facilitators_of(incidents: Collection[int]) -> dict[int, int]:
    """Return, for primary keys of incidents, who facilitates the document about each; two queries."""
    facilitated = Postmortem.objects.filter(facilitator__isnull=False)
    also = facilitated.filter(also_about__in=incidents).values_list("also_about", "facilitator_id")
    lead = facilitated.filter(lead_incident__in=incidents).values_list("lead_incident_id", "facilitator_id")
    return dict((*also, *lead))


def author_ids(postmortem: Postmortem) -> set[int]:
    """Return who wrote in it; whoever merely started it counts while nobody has."""
    written = Revision.objects.filter(section__postmortem=postmortem).values_list("by", flat=True)
    return set(written.distinct()) or {postmortem.created_by_id}


@dataclass(frozen=True)
class LoadedDocument:
    """A document with everything its page shows and its gate looks at."""

    postmortem: Postmortem
    incidents: Sequence[Incident]  # the lead one first
    service_names: Sequence[str]
    team_names: Sequence[str]
    sections: Sequence[Section]
    events: Sequence[TimelineEvent]
    actions: Sequence[Action]
    reviews: Sequence[Review]
    comments: Sequence[ReviewComment]
    author_ids: frozenset[int]
    factors: Sequence[PostmortemFactor] = ()

    @property
    def lead(self) -> Incident:
        """The incident it is about first of all."""
        return self.incidents[0]

    @property
    def impact(self) -> Impact | None:
        """What is known of the impact."""
        return getattr(self.lead, "impact", None)


def load_document(postmortem: Postmortem) -> LoadedDocument:
    """Load it in six queries, whatever the number of rows; a seventh where it has a section for factors."""
    key = (postmortem.pk,)
    rows = Kept(_incidents_told, values=(postmortem.lead_incident_id, postmortem.pk)).rows()
    found = sorted(rows, key=lambda incident: (incident.pk != postmortem.lead_incident_id, incident.number))
    lead = found[0]
    ids = tuple(incident.pk for incident in found)
    sections = Kept(_sections, values=key).rows()
    authors = {person for section in sections for person in section.written_by}
    return LoadedDocument(
        postmortem=postmortem,
        incidents=found,
        service_names=lead.service_names,  # type: ignore[attr-defined]  # annotated above
        team_names=lead.team_names,  # type: ignore[attr-defined]
        sections=sections,
        events=Kept(_events, values=ids).rows(),
        actions=Kept(_actions, values=ids).rows(),
        reviews=Kept(_reviews, values=key).rows(),
        comments=Kept(_comments, values=key).rows(),
        author_ids=frozenset(authors or {postmortem.created_by_id}),
        factors=Kept(factors_in, values=key).rows() if _has_factors(sections) else (),
    )


def _has_factors(sections: Sequence[Section]) -> bool:
    return any(section.kind == SectionKind.FACTORS for section in sections)


def _incidents_told(lead: int, postmortem: int) -> QuerySet[Incident]:
    services = Service.objects.filter(incidents=OuterRef("pk")).order_by("name").values("name")
    teams = Team.objects.filter(incidents=OuterRef("pk")).order_by("name").values("name")
    return (
        Incident.objects.filter(pk__in=_told(lead, postmortem))
        .select_related("severity", "impact")
        .annotate(service_names=ArraySubquery(services), team_names=ArraySubquery(teams))
    )


def _sections(postmortem: int) -> QuerySet[Any]:
    written = Revision.objects.filter(section=OuterRef("pk")).order_by().values("by").distinct()
    rows = Section.objects.filter(postmortem=postmortem).order_by("position")
    return rows.annotate(written_by=ArraySubquery(written))


def _events(*incidents: int) -> QuerySet[TimelineEvent]:
    return TimelineEvent.objects.filter(incident__in=incidents).order_by("incident", "position")


def _actions(*incidents: int) -> QuerySet[Action]:
    return (
        Action.objects.filter(incident__in=incidents)
        .select_related("owner", "team", "risk_accepted_by")
        .order_by("number")
    )


def _reviews(postmortem: int) -> QuerySet[Review]:
    return Review.objects.filter(postmortem=postmortem).select_related("reviewer")


def _comments(postmortem: int) -> QuerySet[ReviewComment]:
    return ReviewComment.objects.filter(postmortem=postmortem).select_related("by", "resolved_by")


def factor_places(postmortem: Postmortem) -> list[Any]:
    """Return a document's factors in order, with their evidence's and their conditions' keys."""
    return Kept(factors_in, values=(postmortem.pk,)).rows()


def timeline_entries(incidents: Sequence[Incident]) -> list[TimelineEvent]:
    """Return the entries of these incidents, in the order they stand."""
    return Kept(_events, values=tuple(incident.pk for incident in incidents)).rows()


def action_statuses(postmortem: Postmortem) -> set[str]:
    """The statuses in which the actions of the incidents it tells of are; one query."""
    told = Q(incident=postmortem.lead_incident_id) | Q(incident__in=postmortem.also.values("incident"))
    return set(Action.objects.filter(told).order_by().values_list("status", flat=True).distinct())


def gate_facts(document: LoadedDocument) -> DocumentFacts:
    """Return what the gate looks at; two queries, for what the lens knows and what was answered."""
    severity = document.lead.severity
    marks, answered = marks_of(document)
    return DocumentFacts(
        number=document.lead.number,
        status=document.postmortem.status,
        amending=document.postmortem.amending,
        severity=severity.name if severity else "",
        reviewed_by=severity.reviewed_by if severity else "",
        is_near_miss=document.lead.is_near_miss,
        timeline_entries=len(document.events),
        sections=[SectionFacts(s.key, s.heading, s.kind, s.is_required, s.body) for s in document.sections],
        actions=[_action_facts(action) for action in document.actions],
        reviews=[_review_facts(review, document.sections) for review in document.reviews],
        author_ids=document.author_ids,
        open_comments=sum(comment.resolved_at is None for comment in document.comments),
        impact_known=_is_known(document.impact),
        marks=marks,
        answered=answered,
        factors=[FactorFacts(place.pk, place.factor.text, bool(place.ending)) for place in document.factors],
    )


def marks_of(document: LoadedDocument) -> tuple[list[MarkFacts], list[AnsweredMark]]:
    """Return the marks of the lens that ask, and those that were answered; two queries."""
    return marks_in(document.incidents, document.sections, document.events, document.actions, document.factors)


def answered_marks(postmortem: Postmortem) -> list[AnsweredMark]:
    """Return the marks of the lens that were answered; one query where there are no answers, else ten."""
    if not LensAnswer.objects.filter(incident__in=_told_by(postmortem)).exists():
        return []
    return marks_of(load_document(postmortem))[1]


def _is_known(impact: Impact | None) -> bool:
    if impact is None:
        return False
    figures = (impact.users_affected, impact.users_share, impact.error_budget_spent, impact.support_tickets)
    return (
        any(figure is not None for figure in figures)
        or impact.revenue_kind != RevenueKind.UNKNOWN
        or bool(impact.trust)
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
        is_open=action.is_open,
        owner_has_left=action.is_open and action.owner is not None and not action.owner.is_active,
    )


def _review_facts(review: Review, sections: Sequence[Section]) -> ReviewFacts:
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
    return {team for row in rows for team in row if team}


LIST_ORDER = ("-changed_at", "-id")
LIST_COLUMNS = (
    *("status", "is_imported", "amending", "changed_at", "lead_incident__number", "lead_incident__title"),
    *("lead_incident__is_restricted", "lead_incident__severity__level", "lead_incident__severity__name"),
)


def postmortems_listed(user: User, wanted: Mapping[str, Any]) -> PostmortemQuerySet:
    """Return the documents this person may see that fit the filters, with what a row shows."""
    rows = Postmortem.objects.visible_to(user).select_related("lead_incident__severity")
    if wanted.get("status"):
        rows = rows.filter(status=wanted["status"])
    for name in ("service", "team"):
        if wanted.get(name):
            through = {"service": Incident.services.through, "team": Incident.teams.through}[name]
            of_name = {f"{name}__slug": wanted[name]}
            rows = rows.filter(Exists(through.objects.filter(incident=OuterRef("lead_incident"), **of_name)))
    if wanted.get("year"):
        first, last = (datetime(int(wanted["year"]) + n, 1, 1, tzinfo=user.zone) for n in (0, 1))
        rows = rows.filter(lead_incident__happened_at__gte=first, lead_incident__happened_at__lt=last)
    return rows.only(*LIST_COLUMNS).annotate(service_names=service_names_of("lead_incident"))


def postmortems_to_list(user: User, wanted: Mapping[str, Any]) -> PostmortemQuerySet | Kept[Postmortem]:
    """Return the same for `page_of`; its statement is kept where the filters are choices among few."""
    if wanted.get("year"):
        return postmortems_listed(user, wanted)
    return Kept(_write_list, tuple(sorted(wanted.items())), (user,))


def _write_list(*parts: Any) -> PostmortemQuerySet:
    *wanted, user = parts
    return postmortems_listed(user, dict(wanted))


def latest_edition(postmortem: Postmortem) -> Edition | None:
    """Return what readers see of a published document."""
    return Kept(_latest_edition, values=(postmortem.pk,)).first()


def _latest_edition(postmortem: int) -> QuerySet[Edition]:
    return Edition.objects.filter(postmortem=postmortem).order_by("-number")[:1]


def editions_of(postmortem: Postmortem) -> list[Edition]:
    """Return its editions, without what is in them."""
    return Kept(_editions, values=(postmortem.pk,)).rows()


def _editions(postmortem: int) -> QuerySet[Edition]:
    return Edition.objects.filter(postmortem=postmortem).only("number", "note", "published_at", "postmortem")


def actions_today(postmortem: Postmortem) -> list[Action]:
    """Return the actions of the document's incidents as they stand now."""
    return Kept(_actions_today, values=(postmortem.lead_incident_id, postmortem.pk)).rows()


def _actions_today(lead: int, postmortem: int) -> QuerySet[Action]:
    return Action.objects.filter(incident__in=_told(lead, postmortem)).select_related("owner").order_by("number")


def open_comments(postmortem: Postmortem) -> list[ReviewComment]:
    """Return what was said and is not resolved."""
    return Kept(_open_comments, values=(postmortem.pk,)).rows()


def _open_comments(postmortem: int) -> QuerySet[ReviewComment]:
    return _comments(postmortem).filter(resolved_at=None)


def revisions_of(postmortem: Postmortem, *, limit: int = 100) -> list[Revision]:
    """Return who left which section how, newest first, without the texts."""
    rows = Revision.objects.filter(section__postmortem=postmortem).select_related("section", "by")
    return list(rows.defer("body", "section__body", "section__body_html").order_by("-saved_at", "-pk")[:limit])


def events_of(postmortem: Postmortem) -> list[PostmortemEvent]:
    """Return what happened to the document, newest first."""
    return list(postmortem.events.select_related("by"))


def text_of_version(section: Section, version: int) -> str | None:
    """Return a section's text at a version; empty before its first one, None where there is no such version."""
    if version <= 1 and not section.revisions.filter(version=1).exists():
        return ""
    return section.revisions.filter(version=version).values_list("body", flat=True).first()


def templates_offered() -> list[Template]:
    """Return the templates a document can begin with, with their sections."""
    return list(Template.objects.filter(is_active=True).prefetch_related("sections"))


def keys_and_names_offered() -> list[tuple[str, str]]:
    """Return key and name of each template a document can begin with."""
    return list(Template.objects.filter(is_active=True).values_list("key", "name"))


def all_templates() -> list[Template]:
    """Return every template, for administrators."""
    return list(Template.objects.prefetch_related("sections"))


def documents_telling_of(user: User, incident: Incident) -> list[Postmortem]:
    """Return the documents about an incident that this person may see; one query.

    The few there are come first, as an array: as one OR, or joined to whom they may be shown, Postgres read every
    document and every incident there is.
    """
    rows = Kept(_telling_of, values=(user, incident.pk)).rows()
    return sorted(rows, key=lambda postmortem: postmortem.lead_incident_id != incident.pk)


def _telling_of(user: User, incident: int) -> PostmortemQuerySet:
    leading = Postmortem.objects.filter(lead_incident=incident).order_by().values("pk")
    about = leading.union(PostmortemIncident.objects.filter(incident=incident).order_by().values("postmortem"))
    among = Func(
        F("pk"), ArraySubquery(about), arg_joiner=" = ANY(", template="%(expressions)s)", output_field=BooleanField()
    )
    return Postmortem.objects.visible_to(user).filter(among).select_related("lead_incident", "facilitator")


def reviews_waiting_for(user: User, *, among: PostmortemQuerySet) -> QuerySet[Review]:
    """The reviews somebody is asked for and has not answered, longest waiting first."""
    in_review = among.filter(status=PostmortemStatus.IN_REVIEW)
    asked = Review.objects.filter(reviewer=user, answer=ReviewAnswer.ASKED, postmortem__in=in_review)
    return asked.select_related("postmortem__lead_incident", "asked_by").order_by("asked_at", "pk")


def drafts_of(user: User, *, among: PostmortemQuerySet) -> PostmortemQuerySet:
    """The documents somebody facilitates that are not published, with how many comments are open."""
    open_comments = Count("comments", filter=Q(comments__resolved_at=None))
    drafts = among.exclude(status=PostmortemStatus.PUBLISHED).filter(facilitator=user)
    return drafts.annotate(open_comments=open_comments).select_related("lead_incident").order_by("created_at", "pk")
