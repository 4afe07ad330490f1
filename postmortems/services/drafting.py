"""Starting a document and writing in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from collab.models import Room
from collab.services import Merged, create_room, load_doc, lock_room, merge_form_text, state_of
from incidents.models import Incident
from people.models import User
from postmortems.changes import Change, postmortem_changed
from postmortems.choices import PostmortemEventKind, SectionKind
from postmortems.models import Postmortem, PostmortemEvent, Revision, Section, SectionState, Template
from postmortems.queries import facilitators_in_turn, people_who_may_read, room_of, teams_involved
from postmortems.rules import Refused, folds, may_be_written, propose_facilitator
from web.markdown import render


@dataclass(frozen=True)
class NewSection:
    """A section to be laid into a new document, with its first text if there is one."""

    key: str
    heading: str
    guidance: str = ""
    kind: str = SectionKind.PROSE
    is_required: bool = False
    body: str = ""


@dataclass(frozen=True)
class Saved:
    """What became of somebody's text."""

    section: Section
    merged_changes: int

    @property
    def note(self) -> str:
        """What the page says about it."""
        if not self.merged_changes:
            return "Saved."
        changes = "1 change" if self.merged_changes == 1 else f"{self.merged_changes} changes"
        return f"Merged with {changes} by somebody else. Please read it once."


@transaction.atomic
def start_postmortem(
    incident: Incident,
    *,
    template: Template,
    by: User,
    also_about: Sequence[Incident] = (),
    at: datetime | None = None,
) -> Postmortem:
    """Make the draft of an incident's document, with the template's sections and an empty shared text.

    Starting a second one is a no-op: the one that is there is returned. A facilitator from another
    team is proposed by rotation.
    """
    at = at or timezone.now()
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    existing = Postmortem.objects.filter(lead_incident=incident).first()
    if existing is not None:
        return existing
    postmortem = Postmortem.objects.create(
        lead_incident=incident,
        gated=incident.actions_gated,
        template=template,
        created_by=by,
        created_at=at,
        changed_at=at,
    )
    others = [other for other in also_about if other.pk != incident.pk]
    postmortem.also_about.add(*others)
    shapes = template.sections.order_by("position")
    lay_sections(
        postmortem,
        [NewSection(s.key, s.heading, s.guidance, s.kind, s.is_required) for s in shapes],
        by=by,
        at=at,
    )
    PostmortemEvent.objects.create(
        postmortem=postmortem, kind=PostmortemEventKind.STARTED, by=by, at=at, details={"template": template.key}
    )
    postmortem.facilitator_id = propose_facilitator(
        facilitators_in_turn(postmortem), teams_involved=teams_involved(postmortem), involved={by.pk}
    )
    postmortem.save(update_fields=["facilitator"])
    postmortem_changed(postmortem.pk, Change.STARTED)
    return postmortem


@transaction.atomic
def lay_sections(
    postmortem: Postmortem, sections: Sequence[NewSection], *, by: User, at: datetime | None = None
) -> list[Section]:
    """Make a new document's sections and seed its shared text, once, in the transaction that creates it."""
    at = at or timezone.now()
    rows = Section.objects.bulk_create(
        Section(
            postmortem=postmortem,
            key=section.key,
            position=position,
            heading=section.heading,
            guidance=section.guidance,
            kind=section.kind,
            is_required=section.is_required,
            body=section.body,
            body_html=render(section.body) if section.body else "",
            changed_at=at,
        )
        for position, section in enumerate(sections)
    )
    room = create_room(postmortem.room_name, {row.text_key: row.body for row in rows}, at=at)
    state = state_of(load_doc(room))
    SectionState.objects.bulk_create(SectionState(section=row, version=row.version, state=state) for row in rows)
    Revision.objects.bulk_create(
        Revision(section=row, version=row.version, body=row.body, by=by, began_at=at, saved_at=at)
        for row in rows
        if row.body
    )
    return rows


@transaction.atomic
def save_section(section: Section, *, submitted: str, base_version: int, by: User, at: datetime | None = None) -> Saved:
    """Merge what somebody typed into the shared text, and say how much of others' it met there.

    Nothing is lost: see collab.services.merge_form_text. One person's saves within ten minutes fold
    into one revision, unless somebody else's came between. Raises Refused once it is published.
    """
    at = at or timezone.now()
    postmortem, section, room = _locked(section)
    base = SectionState.objects.filter(section=section, version=base_version).first()
    merged = merge_form_text(
        room,
        section.text_key,
        base_state=bytes(base.state) if base else None,
        submitted=submitted,
        by_id=by.pk,
        at=at,
    )
    _project(postmortem, section, merged, by=by, at=at)
    return Saved(section, merged.merged_changes)


@transaction.atomic
def restore_revision(revision: Revision, *, by: User, at: datetime | None = None) -> Section:
    """Bring an earlier text back as a new change; what stood meanwhile stays in the history."""
    at = at or timezone.now()
    postmortem, section, room = _locked(revision.section)
    merged = merge_form_text(
        room,
        section.text_key,
        base_state=state_of(load_doc(room)),
        submitted=revision.body,
        by_id=by.pk,
        at=at,
    )
    if merged.changed:
        _project(postmortem, section, merged, by=by, at=at, note=f"Brought back version {revision.version}")
        PostmortemEvent.objects.create(
            postmortem=postmortem,
            kind=PostmortemEventKind.SECTION_RESTORED,
            by=by,
            at=at,
            details={"section": section.key, "version": revision.version},
        )
    return section


def _locked(section: Section) -> tuple[Postmortem, Section, Room]:
    """Lock a document, one of its sections and the room, in the one order everybody uses."""
    postmortem = Postmortem.objects.select_for_update(of=("self",)).get(pk=section.postmortem_id)
    if not may_be_written(status=postmortem.status, amending=postmortem.amending):
        raise Refused("It is published. Start an amendment to change it; the edition stays as it is.")
    section = Section.objects.select_for_update(of=("self",)).get(pk=section.pk)
    room = room_of(postmortem)
    lock_room(room)
    return postmortem, section, room


def _project(
    postmortem: Postmortem, section: Section, merged: Merged, *, by: User, at: datetime, note: str = ""
) -> None:
    """Write what the shared text now reads beside it: the section's body, a version, a revision."""
    if merged.text == section.body:
        return
    section.body = merged.text
    section.body_html = render(merged.text)
    section.version += 1
    section.changed_at = at
    section.save(update_fields=["body", "body_html", "version", "changed_at"])
    SectionState.objects.create(section=section, version=section.version, state=merged.state)
    _keep_revision(section, by=by, at=at, note=note)
    postmortem.changed_at = at
    postmortem.save(update_fields=["changed_at"])
    postmortem_changed(postmortem.pk, Change.TYPED)


def _keep_revision(section: Section, *, by: User, at: datetime, note: str) -> None:
    last = section.revisions.order_by("-version").first()
    if (
        last
        and not note
        and folds(same_person=last.by_id == by.pk, noted=bool(last.note), began_at=last.began_at, at=at)
    ):
        last.body, last.version, last.saved_at = section.body, section.version, at
        last.save(update_fields=["body", "version", "saved_at"])
        return
    Revision.objects.create(
        section=section, version=section.version, body=section.body, by=by, began_at=at, saved_at=at, note=note
    )


@transaction.atomic
def set_facilitator(
    postmortem: Postmortem, *, facilitator: User | None, by: User, at: datetime | None = None
) -> Postmortem:
    """Name the neutral person who drafts with the others and runs the review, or nobody."""
    postmortem = Postmortem.objects.select_for_update(of=("self",)).get(pk=postmortem.pk)
    if postmortem.facilitator_id == (facilitator.pk if facilitator else None):
        return postmortem
    if facilitator and not people_who_may_read(postmortem).filter(pk=facilitator.pk).exists():
        raise Refused("This person cannot see the incident.")
    postmortem.facilitator = facilitator
    postmortem.save(update_fields=["facilitator"])
    PostmortemEvent.objects.create(
        postmortem=postmortem,
        kind=PostmortemEventKind.FACILITATOR_CHANGED,
        by=by,
        at=at or timezone.now(),
        details={"facilitator": facilitator.pk if facilitator else None},
    )
    return postmortem
