"""The gate: from a reviewed draft to a frozen edition, and from one edition to the next."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from collab.services import load_doc, lock_room, text_in
from incidents.changes import incident_changed
from incidents.choices import HistoryKind
from incidents.models import Incident, IncidentHistory
from notifications.choices import MessageKind
from notifications.services import enqueue_message
from people.choices import AuditKind
from people.models import AuditEntry, User
from postmortems.changes import Change, postmortem_changed
from postmortems.choices import PostmortemEventKind, PostmortemStatus
from postmortems.document import build_content, plain_text, render_html
from postmortems.models import Edition, Postmortem, PostmortemEvent, Section, SectionState
from postmortems.queries import author_ids, gate_facts, load_document, people_who_may_read, room_of
from postmortems.rules import Blocker, NotReady, Refused, publish_blockers
from web.markdown import render

GATE = "action_gated_needs_owner_and_date"


@transaction.atomic
def publish_postmortem(postmortem: Postmortem, *, by: User, at: datetime | None = None) -> Postmortem:
    """Freeze the first edition, and close the gate on the actions of every incident the document tells of.

    Raises NotReady with everything that is missing. Publishing twice is a no-op: same edition, no
    second event, no second message. Incidents are locked before the document, so that no action can
    be added to them between the check and the gate; an action that loses its owner or its date at the
    same moment is met by the database, and its refusal is a blocker like the others.
    """
    at = at or timezone.now()
    incidents, postmortem = _locked(postmortem)
    if postmortem.is_published:
        return postmortem
    sections = _projected(postmortem, at=at)
    _check(postmortem)
    _close_gate(postmortem, incidents, by=by, at=at)
    postmortem.status, postmortem.published_at, postmortem.changed_at = PostmortemStatus.PUBLISHED, at, at
    postmortem.save(update_fields=["status", "published_at", "changed_at"])
    _publish_edition(postmortem, incidents, sections, kind=PostmortemEventKind.PUBLISHED, note="", by=by, at=at)
    return postmortem


@transaction.atomic
def start_amendment(postmortem: Postmortem, *, by: User, at: datetime | None = None) -> Postmortem:
    """Open a published document for changes. The edition stays as it is, and is what readers see."""
    at = at or timezone.now()
    postmortem = Postmortem.objects.select_for_update(of=("self",)).get(pk=postmortem.pk)
    if not postmortem.is_published:
        raise Refused("It is not published yet: change the draft.")
    if postmortem.amending:
        return postmortem
    postmortem.amending, postmortem.changed_at = True, at
    postmortem.save(update_fields=["amending", "changed_at"])
    PostmortemEvent.objects.create(postmortem=postmortem, kind=PostmortemEventKind.AMENDMENT_STARTED, by=by, at=at)
    return postmortem


@transaction.atomic
def publish_amendment(postmortem: Postmortem, *, note: str, by: User, at: datetime | None = None) -> Postmortem:
    """Freeze a further edition, with a note on what it changes. The same gate; with nothing open, a no-op."""
    at = at or timezone.now()
    incidents, postmortem = _locked(postmortem)
    if not postmortem.is_published:
        raise Refused("It is not published yet.")
    if not postmortem.amending:
        return postmortem
    if not note.strip():
        raise Refused("Say in a line what this edition changes.")
    sections = _projected(postmortem, at=at)
    _check(postmortem)
    _close_gate(postmortem, incidents, by=by, at=at)
    postmortem.amending, postmortem.changed_at = False, at
    postmortem.save(update_fields=["amending", "changed_at"])
    _publish_edition(postmortem, incidents, sections, kind=PostmortemEventKind.AMENDED, note=note.strip(), by=by, at=at)
    return postmortem


def freeze_edition(postmortem: Postmortem, *, by: User, note: str = "", at: datetime | None = None) -> Edition:
    """Write the document as it stands as its next edition. Asks nothing: publication and import have."""
    content = build_content(load_document(postmortem))
    last = postmortem.editions.order_by("-number").values_list("number", flat=True).first() or 0
    return Edition.objects.create(
        postmortem=postmortem,
        number=last + 1,
        title=content["title"],
        content=content,
        html=render_html(content),
        text=plain_text(content),
        note=note,
        published_by=by,
        published_at=at or timezone.now(),
    )


def _locked(postmortem: Postmortem) -> tuple[list[Incident], Postmortem]:
    """Lock the incidents in order of number, then the document. Whoever adds an action waits for us."""
    ids = {postmortem.lead_incident_id, *postmortem.also.values_list("incident", flat=True)}
    incidents = list(Incident.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    return incidents, Postmortem.objects.select_for_update(of=("self",)).get(pk=postmortem.pk)


def _projected(postmortem: Postmortem, *, at: datetime) -> list[Section]:
    """Return the sections as the shared text reads now, which is the truth of a draft."""
    room = room_of(postmortem)
    lock_room(room)
    doc = load_doc(room)
    sections = list(postmortem.sections.order_by("position"))
    for section in sections:
        text = text_in(doc, section.text_key)
        if text != section.body:
            section.body, section.body_html = text, render(text)
            section.version, section.changed_at = section.version + 1, at
            section.save(update_fields=["body", "body_html", "version", "changed_at"])
    return sections


def _check(postmortem: Postmortem) -> None:
    blockers = publish_blockers(gate_facts(load_document(postmortem)))
    if blockers:
        raise NotReady(blockers)


def _close_gate(postmortem: Postmortem, incidents: list[Incident], *, by: User, at: datetime) -> None:
    """Close the gate of each incident; the database carries it to the actions, and may refuse."""
    still_open = [incident for incident in incidents if not incident.actions_gated]
    if not still_open:
        return
    try:
        with transaction.atomic():
            Incident.objects.filter(pk__in=[incident.pk for incident in still_open]).update(actions_gated=True)
    except IntegrityError as error:
        if constraint_name(error) != GATE:
            raise
        raise NotReady(publish_blockers(gate_facts(load_document(postmortem))) or [_meanwhile(postmortem)]) from error
    IncidentHistory.objects.bulk_create(
        IncidentHistory(incident=incident, kind=HistoryKind.ACTIONS_GATED, by=by, at=at) for incident in still_open
    )


def constraint_name(error: IntegrityError) -> str:
    """Return the name of the constraint the database refused by."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")


def _meanwhile(postmortem: Postmortem) -> Blocker:
    words = "An action lost its owner or its date at this very moment."
    number = postmortem.lead_incident.number
    return Blocker("action_changed_meanwhile", words, "incidents:detail", (number,), mend="Look again")


def _publish_edition(
    postmortem: Postmortem,
    incidents: list[Incident],
    sections: list[Section],
    *,
    kind: str,
    note: str,
    by: User,
    at: datetime,
) -> None:
    edition = freeze_edition(postmortem, by=by, note=note, at=at)
    PostmortemEvent.objects.create(
        postmortem=postmortem, kind=kind, by=by, at=at, details={"edition": edition.number, "note": note}
    )
    lead = next(incident for incident in incidents if incident.pk == postmortem.lead_incident_id)
    AuditEntry.objects.create(
        kind=AuditKind.PUBLISHED,
        by=by,
        at=at,
        about=lead.public_number,
        incident_number=lead.number,
        details={"edition": edition.number},
    )
    # Forms opened before this edition are as good as forgotten; what they began from need not be kept.
    SectionState.objects.filter(section__in=sections).exclude(
        pk__in=[state.pk for state in _newest_states(sections)]
    ).delete()
    involved = author_ids(postmortem) | {postmortem.created_by_id, postmortem.facilitator_id} - {None}
    involved |= set(postmortem.reviews.values_list("reviewer", flat=True))
    for person in people_who_may_read(postmortem).filter(pk__in=involved - {by.pk}):
        enqueue_message(
            MessageKind.PUBLISHED,
            key=f"published:{edition.pk}:{person.pk}",
            recipient=person,
            refers_to={"postmortem": postmortem.pk, "edition": edition.number},
        )
    postmortem_changed(postmortem.pk, Change.PUBLISHED)
    for incident in incidents:
        incident_changed(incident.pk)


def _newest_states(sections: list[Section]) -> list[SectionState]:
    kept = []
    for section in sections:
        state = section.states.filter(version=section.version).first()
        if state is not None:
            kept.append(state)
    return kept
