"""Taking over post-mortems that were written elsewhere, and letting go of them again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from actions.changes import action_changed
from actions.choices import ActionEventKind, ActionStatus
from actions.models import Action, ActionEvent
from collab.models import Room
from incidents.changes import incident_changed
from incidents.choices import HistoryKind, IncidentKind, KeyTime
from incidents.models import Incident, IncidentHistory, Severity
from incidents.repeats.models import Repeat
from incidents.rules import is_too_far_ahead
from incidents.services import NewEvent, add_events, record_incident
from incidents.timeline_text import ParsedEvent, region_for
from people.choices import AuditKind
from people.models import AuditEntry, User
from postmortems.changes import Change, postmortem_changed
from postmortems.choices import PostmortemEventKind, PostmortemStatus, SectionKind
from postmortems.document import build_content
from postmortems.factors.models import PostmortemFactor
from postmortems.imported_html import draw
from postmortems.importing import (
    Block,
    ImportedAction,
    ImportedDocument,
    ImportedIncident,
    ImportedSection,
    Moment,
    as_markdown,
)
from postmortems.importing.actions import plain_text
from postmortems.importing.document import MOMENTS
from postmortems.importing.stored import as_values
from postmortems.importing.writer import block_markdown
from postmortems.models import Edition, Postmortem, PostmortemEvent, SearchRow
from postmortems.queries import load_document
from postmortems.rules import Refused
from postmortems.services.drafting import NewSection, lay_sections

TITLE, TOLD, HEADING = 200, 80, 300
SUMMARY = 2000
OPENING = "Opening"
SECTION_KINDS = {
    "timeline": SectionKind.TIMELINE,
    "actions": SectionKind.ACTIONS,
    "factors": SectionKind.FACTORS,
}


@dataclass(frozen=True)
class Imported:
    """What an import made, or found there already."""

    postmortem: Postmortem
    incidents: list[Incident] = field(default_factory=list)
    created: bool = True


def digest_of(content: bytes) -> str:
    """What a file is known by: the same bytes are imported once."""
    return hashlib.sha256(content).hexdigest()


@transaction.atomic
def import_document(
    document: ImportedDocument,
    *,
    source_name: str,
    digest: str,
    by: User,
    as_draft: bool = False,
    people: Mapping[str, User] | None = None,
    at: datetime | None = None,
) -> Imported:
    """Make an incident, its timeline, its actions and a frozen edition of a document from elsewhere.

    The edition is the document as it was written, published from the start; no gate is asked, since
    its actions come in as proposals, or as done where the document says so. `as_draft` leaves it to
    be written further and published here. `people` maps names as written to people. Importing the
    same bytes again changes nothing and returns what is there.
    """
    at = at or timezone.now()
    with connection.cursor() as cursor:  # two imports of one file wait for each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])
    found = Postmortem.objects.filter(source_digest=digest).select_related("lead_incident").first()
    if found is not None:
        others = [row.incident for row in found.also.select_related("incident").order_by("incident__number")]
        return Imported(found, [found.lead_incident, *others], created=False)
    dated, ahead = without_the_future(document, now=at)
    lead, *others = _record_incidents(dated, by=by, at=at)
    add_events(lead, [_event(event) for event in dated.timeline], by=by, at=at)
    if not as_draft:
        _gate([lead, *others], by=by, at=at)
    _add_actions(lead, document.actions, gated=not as_draft, people=people or {}, by=by, at=at)
    postmortem = Postmortem.objects.create(
        lead_incident=lead,
        gated=not as_draft,
        status=PostmortemStatus.DRAFT if as_draft else PostmortemStatus.PUBLISHED,
        is_imported=True,
        source_name=source_name[-300:],
        source_digest=digest,
        created_by=by,
        created_at=at,
        published_at=None if as_draft else at,
        changed_at=at,
    )
    postmortem.also_about.add(*others)
    rows, keys = _sections(document)
    lay_sections(postmortem, rows, by=by, at=at)
    PostmortemEvent.objects.create(
        postmortem=postmortem,
        kind=PostmortemEventKind.IMPORTED,
        by=by,
        at=at,
        details={"source": source_name, "warnings": [*document.warnings, *ahead], "questions": document.questions},
    )
    if not as_draft:
        _freeze(postmortem, document, keys, by=by, at=at)
    for incident in (lead, *others):
        incident_changed(incident.pk)
    postmortem_changed(postmortem.pk, Change.STARTED if as_draft else Change.PUBLISHED)
    return Imported(postmortem, [lead, *others])


@transaction.atomic
def undo_import(postmortem: Postmortem, *, by: User, at: datetime | None = None) -> None:
    """Take an imported document out again with all it brought. Raises Refused once people have built on it."""
    at = at or timezone.now()
    postmortem = Postmortem.objects.select_for_update(of=("self",)).get(pk=postmortem.pk)
    incidents = Incident.objects.filter(
        pk__in=[postmortem.lead_incident_id, *postmortem.also.values_list("incident", flat=True)]
    )
    incidents = incidents.order_by("pk")
    ids = [incident.pk for incident in incidents.select_for_update(of=("self",))]
    reasons = undo_blockers(postmortem, ids)
    if reasons:
        raise Refused(" ".join(reasons))
    number = postmortem.lead_incident.number
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL second_story.undoing_import = 'on'")
    actions = Action.objects.filter(incident__in=ids)
    SearchRow.objects.filter(incident__in=ids).delete()
    ActionEvent.objects.filter(action__in=actions).delete()
    actions.delete()
    Edition.objects.filter(postmortem=postmortem).delete()
    room = postmortem.room_name
    postmortem.delete()
    Room.objects.filter(name=room).delete()
    Incident.objects.filter(pk__in=ids).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL second_story.undoing_import = 'off'")
    AuditEntry.objects.create(kind=AuditKind.IMPORT_UNDONE, by=by, at=at, about=f"INC-{number}")


def undo_blockers(postmortem: Postmortem, incident_ids: list[int]) -> list[str]:
    """Why an import may not be undone any more; empty if it may."""
    reasons = []
    if not postmortem.is_imported:
        reasons.append("It was not imported.")
    if postmortem.editions.count() > 1 or postmortem.amending:
        reasons.append("It has been amended here.")
    if Action.objects.filter(incident__in=incident_ids).exclude(is_imported=True, committed_at=None).exists():
        reasons.append("Somebody has committed to one of its actions here, or added one.")
    worked_out = Q(postmortem=postmortem) | Q(action__incident__in=incident_ids)
    if PostmortemFactor.objects.filter(worked_out).exists():
        reasons.append("Its factors have been worked out here, or one elsewhere ends in an action of its.")
    if Repeat.objects.filter(Q(incident__in=incident_ids) | Q(of__in=incident_ids)).exists():
        reasons.append("Its incident was confirmed as a repeat, or another one as a repeat of it.")
    if postmortem.comments.exists():
        reasons.append("There are comments on it.")
    told_elsewhere = Postmortem.objects.filter(also__incident__in=incident_ids).exclude(pk=postmortem.pk)
    if told_elsewhere.exists():
        reasons.append("Another post-mortem tells of its incident.")
    return reasons


def without_the_future(document: ImportedDocument, *, now: datetime) -> tuple[ImportedDocument, list[str]]:
    """The document with times that lie ahead of now kept as words only, and a line that counts them."""
    events = [
        replace(event, at=None, precision=None, told=event.told or str(event.iso()))
        if is_too_far_ahead(event.at, now=now)
        else event
        for event in document.timeline
    ]
    incidents = [
        replace(told, started_at=None) if told.started_at and is_too_far_ahead(told.started_at.at, now=now) else told
        for told in document.incidents
    ]
    ahead = [name for name in MOMENTS if (told := getattr(document, name)) and is_too_far_ahead(told.at, now=now)]
    kept = replace(document, timeline=events, incidents=incidents)
    for name in ahead:
        setattr(kept, name, None)
    if kept == document:
        return document, []
    count = sum(new is not old for new, old in zip(events, document.timeline, strict=True)) or len(ahead) or 1
    said = "1 time lies" if count == 1 else f"{count} times lie"
    return kept, [f"{said} more than a day ahead of now: kept as written, and not as a time."]


# -- the incident --------------------------------------------------------------------------------


def _record_incidents(document: ImportedDocument, *, by: User, at: datetime) -> list[Incident]:
    """The incidents of a document, the lead first: its own, or each of those it tells."""
    severity = _severity(document.severity)
    summary = next((s.body for s in document.sections if s.kind == "summary" and s.body.strip()), "")
    near_miss = "near miss" in f"{document.title} {document.severity}".lower().replace("-", " ")
    kind = IncidentKind.NEAR_MISS if near_miss else IncidentKind.UNKNOWN
    told = document.incidents[1:] if len(document.incidents) > 1 else []
    lead = record_incident(
        title=_clip(document.title, TITLE),
        by=by,
        kind=kind,
        severity=severity,
        summary=_clip(plain_text(summary), SUMMARY),
        times=_times(document),
        time_zone=_region(document.started_at, document.zone),
        imported=True,
        at=at,
    )
    return [lead, *(_other(incident, document, severity=severity, kind=kind, by=by, at=at) for incident in told)]


def _other(
    incident: ImportedIncident,
    document: ImportedDocument,
    *,
    severity: Severity | None,
    kind: str,
    by: User,
    at: datetime,
) -> Incident:
    known = incident.started_at
    return record_incident(
        title=_clip(incident.title, TITLE),
        by=by,
        kind=kind,
        severity=severity,
        times={KeyTime.BEGAN: (known.at, known.precision)} if known else None,
        time_zone=_region(known, document.zone),
        imported=True,
        at=at,
    )


def _times(document: ImportedDocument) -> dict[str, tuple[datetime, str] | None]:
    told = {
        KeyTime.BEGAN: document.started_at,
        KeyTime.DETECTED: document.detected_at,
        KeyTime.MITIGATED: document.mitigated_at,
        KeyTime.RESOLVED: document.ended_at,
    }
    return {key: (moment.at, moment.precision) for key, moment in told.items() if moment}


def _region(moment: Moment | None, zone: str) -> str:
    return region_for((moment and moment.zone) or zone or "UTC") or "UTC"


def _severity(written: str) -> Severity | None:
    """The level of our policy that a document's word for it names, by name or alias."""
    words = written.lower().replace("-", "").replace(" ", "")
    if not words:
        return None
    for severity in Severity.objects.filter(is_active=True):
        names = [severity.name, *severity.aliases.split(",")]
        if words in {name.lower().replace("-", "").replace(" ", "") for name in names}:
            return severity
    return None


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "\u2026"


def _event(event: ParsedEvent) -> NewEvent:
    told, text = event.told, event.text
    if len(told) > TOLD:
        told, text = "", f"{told} {text}".strip()
    return NewEvent(
        text=text,
        at=event.at,
        precision=event.precision or "",
        time_zone=region_for(event.zone) or "UTC",
        told=told,
        evidence_url=event.link if event.link.startswith(("http://", "https://")) and len(event.link) <= 1000 else "",
    )


def _gate(incidents: list[Incident], *, by: User, at: datetime) -> None:
    """Close the gate at once: it is published as it comes, and nothing of it is a commitment yet."""
    Incident.objects.filter(pk__in=[incident.pk for incident in incidents]).update(actions_gated=True)
    for incident in incidents:
        incident.actions_gated = True
    IncidentHistory.objects.bulk_create(
        IncidentHistory(incident=incident, kind=HistoryKind.ACTIONS_GATED, by=by, at=at) for incident in incidents
    )


# -- its actions ---------------------------------------------------------------------------------


def _add_actions(
    incident: Incident,
    actions: list[ImportedAction],
    *,
    gated: bool,
    people: Mapping[str, User],
    by: User,
    at: datetime,
) -> None:
    for action in actions:
        decision = _decision(action, people)
        settled = decision is None and action.status in ("done", "closed")
        row = Action.objects.create(
            incident=incident,
            gated=gated,
            title=_clip(action.title or action.ticket or plain_text(action.source), HEADING),
            details=_details(action),
            owner=people.get(action.owner),
            owner_as_written=action.owner[:200],
            due_on=action.due_on,
            settled_at=at if settled or decision else None,
            evidence=f"The imported document says it is {action.status}." if settled else "",
            is_imported=True,
            moved_at=at,
            created_by=by,
            created_at=at,
            **(decision or {"status": ActionStatus.DONE if settled else ActionStatus.PROPOSED}),
        )
        ActionEvent.objects.create(action=row, kind=ActionEventKind.IMPORTED, by=by, at=at)
        action_changed(row.pk)


def _decision(action: ImportedAction, people: Mapping[str, User]) -> dict[str, Any] | None:
    """What a table of ours says of an action we won't do; None where it says no such thing."""
    cells = {head: cell.replace("\\|", "|") for head, cell in action.cells}
    if cells.get("Status") != ActionStatus.WONT_DO.label or "Reasoning" not in cells:
        return None
    try:
        again = date.fromisoformat(cells.get("Look again", ""))
    except ValueError:
        again = None
    return {
        "status": ActionStatus.WONT_DO,
        "reasoning": cells["Reasoning"],
        "risk_accepted_by": people.get(cells.get("Risk accepted by", "")),
        "look_again_on": again,
        "reopen_if": cells.get("Opens it again", ""),
    }


def _details(action: ImportedAction) -> str:
    """What else the document says of an action: the rest of the point, or the other cells of its row."""
    if action.cells:
        cells = [f"{head}: {cell}" if head else cell for head, cell in action.cells if cell]
        return "  \n".join(cells)
    whole = action.source.strip()
    return "" if whole == action.title else whole


# -- its text ------------------------------------------------------------------------------------


def _sections(document: ImportedDocument) -> tuple[list[NewSection], list[str]]:
    """Sections to go on writing in, and for each section of the document the key of the one that took it up.

    The first timeline shows all entries, the first list of actions all actions. What goes on without a
    heading of its own belongs to the section above; what stands before any heading is the opening.
    """
    shown: set[str] = set()
    taken: set[str] = set()
    rows: list[NewSection] = []
    keys = []
    for section in document.sections:
        kind = _kind(section, shown)
        body = _body(document, section, shown)
        if not section.heading and rows and kind == SectionKind.PROSE:
            rows[-1] = replace(rows[-1], body="\n\n".join(text for text in (rows[-1].body, body) if text))
            keys.append("")
            continue
        heading = _clip(plain_text(section.heading), HEADING) or OPENING
        rows.append(
            NewSection(_fresh(slugify(heading)[:50].strip("-") or "section", taken), heading, kind=kind, body=body)
        )
        keys.append(rows[-1].key)
    if document.facts:
        facts = "\n".join(f"- {key}: {' '.join(value.split())}" for key, value in document.facts)
        rows.append(NewSection(_fresh("front-matter", taken), "Front matter of the source", body=facts))
    return rows, keys


def _kind(section: ImportedSection, shown: set[str]) -> str:
    """What the section shows beside its text; entries and actions are shown once."""
    kind = SECTION_KINDS.get(section.kind, SectionKind.PROSE)
    wanted = {SectionKind.TIMELINE: "events", SectionKind.ACTIONS: "actions"}.get(kind)
    if wanted is None:
        return kind
    if wanted in shown or all(block.kind != wanted for block in section.blocks):
        return SectionKind.PROSE
    shown.add(wanted)
    return kind


def _body(document: ImportedDocument, section: ImportedSection, shown: set[str]) -> str:
    """Prose as it stands; entries and actions only where no section shows them."""

    def written(block: Block) -> str:
        return "" if block.kind in shown else block_markdown(document, block)

    return "\n\n".join(text for block in section.blocks if (text := written(block)))


def _fresh(stem: str, taken: set[str]) -> str:
    key = next(name for n in range(len(taken) + 1) if (name := stem if not n else f"{stem}-{n + 1}") not in taken)
    taken.add(key)
    return key


def _freeze(postmortem: Postmortem, document: ImportedDocument, keys: list[str], *, by: User, at: datetime) -> None:
    content = build_content(load_document(postmortem))
    headed = {key for key, section in zip(keys, document.sections, strict=True) if section.heading}
    content["sections"] = [
        section for section in content["sections"] if section["key"] in headed
    ]  # what the outline lists
    Edition.objects.create(
        postmortem=postmortem,
        number=1,
        title=_clip(document.title, TITLE),
        content=content | {"imported": as_values(document)},
        html=draw(document, keys),
        text=as_markdown(document),
        note=f"As imported from {postmortem.source_name}"[:300],
        published_by=by,
        published_at=at,
    )
