"""Lets the sample's documents be drafted, reviewed and published, each step at its own time.

First texts and reviews are laid down as rows, as the services would have written them one by one; later
drafts of a section are merged, and publications go through the gate, by the services that people use.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from actions.models import Action
from config.sample.calendar import Calendar
from config.sample.story import DocumentStory, FactorStory, Said
from incidents.choices import AnswerReason
from incidents.models import Incident
from incidents.wording.knowing import what_is_known
from incidents.wording.looking import look_at
from incidents.wording.services import answer_finding
from people.models import User
from postmortems.choices import FactorEnding, PostmortemEventKind, PostmortemStatus, ReviewAnswer
from postmortems.factors.models import Factor, FactorLink, PostmortemFactor
from postmortems.models import (
    Postmortem,
    PostmortemEvent,
    PostmortemIncident,
    Review,
    ReviewComment,
    Template,
    TemplateSection,
)
from postmortems.queries import load_document
from postmortems.services import NewSection, lay_sections, publish_postmortem, save_section
from postmortems.wording import passages_of

ANSWERS = {"approve": ReviewAnswer.APPROVED, "changes": ReviewAnswer.CHANGES}
WRITTEN_TWICE = {"factors", "possible"}  # in recent documents, so that there are two versions to compare
RECENT = timedelta(days=31)
A_WHILE = timedelta(minutes=45)


@dataclass
class Plan:
    """One document to be written: what its file says, with the rows it refers to."""

    told_of: str
    told: DocumentStory
    said: tuple[Said, ...]
    incident: Incident
    also_about: list[Incident]
    template: Template
    texts: dict[str, str]
    unshipped: dict[str, Action]
    action_titles: list[str]
    begun: datetime
    published: datetime | None


@dataclass
class Desk:
    """Everything that all documents have in common, and the rows that are written together at the end."""

    people: dict[str, User]
    calendar: Calendar
    events: list[PostmortemEvent] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    comments: list[ReviewComment] = field(default_factory=list)
    factors: dict[str, Factor] = field(default_factory=dict)


def write_documents(plans: list[Plan], *, people: dict[str, User], calendar: Calendar) -> list[tuple[Postmortem, Plan]]:
    """Begin every document and have it reviewed, in the order of their beginnings; none is published yet."""
    desk = Desk(people, calendar)
    written = [(_start(plan, desk), plan) for plan in sorted(plans, key=lambda plan: plan.begun)]
    for postmortem, plan in written:
        _lay_factors(postmortem, plan, desk)
    for postmortem, plan in written:
        if plan.told.state != PostmortemStatus.DRAFT and plan.said:
            _review(postmortem, plan, desk)
    Review.objects.bulk_create(desk.reviews)
    ReviewComment.objects.bulk_create(desk.comments)
    PostmortemEvent.objects.bulk_create(desk.events)
    return written


def publish_document(postmortem: Postmortem, *, by: User, at: datetime) -> None:
    """Let the facilitator answer what the lens marks, and publish."""
    _answer_marks(postmortem, by=by, at=at)
    publish_postmortem(postmortem, by=by, at=at)


def _answer_marks(postmortem: Postmortem, *, by: User, at: datetime) -> None:
    """Let what the lens marks stand, as the facilitator would who has read it with the people it speaks of."""
    document = load_document(postmortem)
    known = what_is_known()
    for passage in passages_of(
        document.incidents, document.sections, document.events, document.actions, document.factors
    ):
        for seen in look_at(passage.text, passage.section, incident_id=passage.incident_id, known=known):
            if seen.is_mark:
                answer_finding(
                    next(incident for incident in document.incidents if incident.pk == passage.incident_id),
                    rule=seen.finding.rule,
                    sentence=seen.sentence,
                    reason=AnswerReason.NEEDED,
                    by=by,
                    at=at,
                )


def _start(plan: Plan, desk: Desk) -> Postmortem:
    """Make the draft and write its sections."""
    writers = [desk.people[key] for key in plan.told.writers]
    in_review = plan.told.state != PostmortemStatus.DRAFT and plan.said
    written = plan.begun + A_WHILE
    postmortem = Postmortem.objects.create(
        lead_incident=plan.incident,
        template=plan.template,
        status=PostmortemStatus.IN_REVIEW if in_review else PostmortemStatus.DRAFT,
        facilitator=desk.people[plan.told.facilitator],
        created_by=writers[0],
        created_at=plan.begun,
        review_asked_at=written + A_WHILE if in_review else None,
        changed_at=written,
    )
    PostmortemIncident.objects.bulk_create(
        PostmortemIncident(postmortem=postmortem, incident=other) for other in plan.also_about
    )
    recent = desk.calendar.now - plan.begun < RECENT
    twice = {key for key in plan.texts if recent and key in WRITTEN_TWICE}
    sections = lay_sections(
        postmortem,
        [_new_section(shape, plan.texts, twice) for shape in plan.template.sections.order_by("position")],
        by=writers[0],
        at=plan.begun,
    )
    for section in sections:
        if section.key in twice:
            text = plan.texts[section.key]
            save_section(section, submitted=text, base_version=section.version, by=writers[-1], at=written)
    details: dict[str, object] = {"template": plan.template.key}
    desk.events.append(_event(postmortem, PostmortemEventKind.STARTED, writers[0], plan.begun, details))
    return postmortem


def _lay_factors(postmortem: Postmortem, plan: Plan, desk: Desk) -> None:
    """Put the factors down, one told in another document already as the same condition again."""
    if not plan.told.factors:
        return
    by, at = desk.people[plan.told.writers[0]], plan.begun + A_WHILE
    events = list(plan.incident.timeline.order_by("position"))
    actions = list(plan.incident.actions.filter(title__in=plan.action_titles))
    actions.sort(key=lambda action: plan.action_titles.index(action.title))
    places = []
    for position, told in enumerate(plan.told.factors):
        factor = desk.factors.get(told.text)
        if factor is None:
            factor = Factor.objects.create(text=told.text, category=told.category, created_by=by, created_at=at)
            desk.factors[told.text] = factor
        ours = actions[told.action - 1] if told.action else None
        place = PostmortemFactor.objects.create(
            postmortem=postmortem,
            factor=factor,
            position=position,
            why=told.why,
            ending=_ending(told),
            action=ours or plan.unshipped.get(told.unshipped),
            accepted_because=told.accepted,
            added_by=by,
            added_at=at,
        )
        place.evidence.set(events[line - 1] for line in told.evidence)
        desk.events.append(_event(postmortem, PostmortemEventKind.FACTOR_ADDED, by, at, {"factor": told.text}))
        places.append((place, told))
    FactorLink.objects.bulk_create(
        FactorLink(postmortem=postmortem, effect=place, condition=places[number - 1][0])
        for place, told in places
        for number in told.because_of
    )


def _ending(told: FactorStory) -> str:
    if told.action:
        return FactorEnding.ACTION
    if told.unshipped:
        return FactorEnding.UNSHIPPED
    return FactorEnding.ACCEPTED if told.accepted else ""


def _new_section(shape: TemplateSection, texts: dict[str, str], twice: set[str]) -> NewSection:
    text = texts.get(shape.key, "")
    body = _first_half(text) if shape.key in twice else text
    return NewSection(shape.key, shape.heading, shape.guidance, shape.kind, shape.is_required, body)


def _first_half(text: str) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[: (len(paragraphs) + 1) // 2])


def _event(
    postmortem: Postmortem, kind: PostmortemEventKind, by: User, at: datetime, details: dict[str, object]
) -> PostmortemEvent:
    return PostmortemEvent(postmortem=postmortem, kind=kind, by=by, at=at, details=details)


def _review(postmortem: Postmortem, plan: Plan, desk: Desk) -> None:
    """Ask the reviewers, and let each say what they say, in the order of the days."""
    in_order = sorted(plan.said, key=lambda said: -said.days_ago)
    facilitator = desk.people[plan.told.facilitator]
    asked_at = plan.begun + 2 * A_WHILE
    answering = (said.by for said in in_order if said.answer in ANSWERS)
    reviews = {
        key: Review(postmortem=postmortem, reviewer=desk.people[key], asked_by=facilitator, asked_at=asked_at)
        for key in chain(plan.told.reviewers, answering)
    }
    ids = sorted(review.reviewer_id for review in reviews.values())
    desk.events.append(_event(postmortem, PostmortemEventKind.REVIEW_ASKED, facilitator, asked_at, {"reviewers": ids}))
    at = asked_at
    for said in in_order:
        at = desk.calendar.at_work(said.days_ago, 10, after=at)
        if plan.published is not None:
            at = min(at, plan.published - A_WHILE)
        by = desk.people[said.by]
        comment = ReviewComment(postmortem=postmortem, by=by, at=at, body=said.body)
        if plan.published is not None:
            comment.resolved_at, comment.resolved_by = plan.published - timedelta(minutes=20), facilitator
        desk.comments.append(comment)
        if said.answer in ANSWERS:
            review = reviews[said.by]
            review.answer, review.answered_at = ANSWERS[said.answer], at
            details: dict[str, object] = {"answer": review.answer}
            desk.events.append(_event(postmortem, PostmortemEventKind.REVIEW_ANSWERED, by, at, details))
    desk.reviews += reviews.values()
