"""Which drafts and reviews are past a day of the severity policy, and what a reminder says of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from actions.choices import NudgeKind
from actions.mails import Row, dated
from actions.models import Nudge
from actions.nudges import LateDocument
from incidents.models import Incident, IncidentAccess
from incidents.rules import policy_for
from people.links import absolute
from people.models import User
from postmortems.choices import PostmortemStatus, ReviewAnswer
from postmortems.models import Postmortem, PostmortemIncident, Review
from postmortems.permissions import postmortems_visible_to
from web.statements import Kept

UNWRITTEN_FOR = timedelta(days=120)
"""So long after an incident somebody is reminded that nothing is written yet. By then it is no oversight any more."""


@dataclass(frozen=True)
class _Late:
    incident: Incident
    document: Postmortem | None
    kind: NudgeKind
    due_on: date


def late_documents(at: datetime) -> list[LateDocument]:
    """Return every draft and review past its day at this instant; two statements, two more where there are any.

    A draft is its facilitator's to move on, else whoever began it; where nothing is written, whoever recorded
    the incident; a review those who have not answered.
    """
    late = _late(at)
    if not late:
        return []
    waiting: dict[int, list[int]] = {}
    asked = Review.objects.filter(postmortem__in=[each.document.pk for each in late if each.document])
    for document, reviewer in asked.filter(answer=ReviewAnswer.ASKED).values_list("postmortem_id", "reviewer_id"):
        waiting.setdefault(document, []).append(reviewer)
    readers = _readers(late)
    return [
        LateDocument(
            each.incident.pk,
            each.kind,
            each.due_on,
            _asked(each, waiting),
            readers.get(each.incident.pk),
        )
        for each in late
    ]


def _late(at: datetime, only: Collection[int] | None = None) -> list[_Late]:
    """Return what is late; `only` names incidents."""
    if only is None:
        documents = Kept(_unfinished).rows()
        unwritten = Kept(_unwritten, values=(at - UNWRITTEN_FOR,)).rows()
    else:
        documents = list(_unfinished().filter(lead_incident__in=only))
        unwritten = list(_unwritten(at - UNWRITTEN_FOR).filter(pk__in=only))
    found = [(document.lead_incident, document) for document in documents]
    today = at.astimezone(UTC).date()
    late = []
    for incident, document in [*found, *((incident, None) for incident in unwritten)]:
        policy = policy_for(incident)
        in_review = document is not None and document.status == PostmortemStatus.IN_REVIEW
        due_on = policy.publish_on if in_review else policy.draft_on
        if due_on is None or due_on >= today or (policy.wants_document is False and document is None):
            continue
        late.append(_Late(incident, document, NudgeKind.REVIEW_LATE if in_review else NudgeKind.DRAFT_LATE, due_on))
    return late


def _unfinished() -> QuerySet[Postmortem]:
    unfinished = Postmortem.objects.filter(status__in=[PostmortemStatus.DRAFT, PostmortemStatus.IN_REVIEW])
    return unfinished.select_related("lead_incident__severity").order_by()


def _unwritten(since: datetime) -> QuerySet[Incident]:
    told = PostmortemIncident.objects.filter(incident=OuterRef("pk"))
    recent = Incident.objects.filter(happened_at__gte=since, is_imported=False, severity__isnull=False)
    return recent.filter(~Exists(told), postmortem__isnull=True).select_related("severity").order_by()


def _asked(late: _Late, waiting: Mapping[int, list[int]]) -> tuple[int, ...]:
    document = late.document
    if document is None:
        return (late.incident.recorded_by_id,)
    carer = document.facilitator_id or document.created_by_id
    reviewers = waiting.get(document.pk, []) if late.kind == NudgeKind.REVIEW_LATE else []
    return tuple(reviewers) or (carer,)


def _readers(late: Iterable[_Late]) -> dict[int, set[int]]:
    """Return who may know of each that not everybody may know of: whoever may see all its incidents."""
    told: dict[int, set[int]] = {each.incident.pk: {each.incident.pk} for each in late}
    documents = {each.document.pk: each.incident.pk for each in late if each.document}
    for document, incident in PostmortemIncident.objects.filter(postmortem__in=documents).values_list(
        "postmortem_id", "incident_id"
    ):
        told[documents[document]].add(incident)
    every = {pk for incidents in told.values() for pk in incidents}
    restricted = set(Incident.objects.filter(pk__in=every, is_restricted=True).order_by().values_list("pk", flat=True))
    named: dict[int, set[int]] = {pk: set() for pk in restricted}
    for incident, user in IncidentAccess.objects.filter(incident__in=restricted).values_list("incident_id", "user_id"):
        named[incident].add(user)
    return {
        lead: set.intersection(*(named[pk] for pk in incidents & restricted))
        for lead, incidents in told.items()
        if incidents & restricted
    }


def document_rows(person: User, nudges: Iterable[Nudge], today: date) -> dict[int, Row]:
    """Write the rows of a reminder about documents: by incident, those that are late still and the person may see."""
    wanted = {nudge.incident_id: nudge.kind for nudge in nudges if nudge.incident_id}
    late = [each for each in _late(timezone.now(), wanted) if wanted[each.incident.pk] == each.kind]
    seen = set(
        postmortems_visible_to(person)
        .filter(pk__in=[each.document.pk for each in late if each.document])
        .values_list("pk", flat=True)
    )
    hidden = set(_readers(late))
    return {
        each.incident.pk: _row(each, today, bare=each.incident.pk in hidden)
        for each in late
        if each.document is None or each.document.pk in seen
    }


def _row(late: _Late, today: date, *, bare: bool) -> Row:
    incident = late.incident
    page = "postmortems:detail" if late.document else "incidents:detail"
    href = absolute(reverse(page, args=[incident.number]))
    if bare:
        return Row(incident.public_number, href)
    if late.kind == NudgeKind.REVIEW_LATE:
        what, words, button = "Review", "What is missing before it can come out?", "See the review"
    elif late.document:
        what, words, button = "Draft", "What does it wait for? Somebody may help.", "Go on writing"
    else:
        what, words, button = "Post-mortem", "Nothing is written yet. Who begins, or was it decided otherwise?", "Begin"
    return Row(
        ref=incident.public_number,
        href=href,
        title=incident.title,
        incident=what,
        facts=dated("planned for", late.due_on, today),
        words=words,
        button=button,
    )
