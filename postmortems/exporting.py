"""Documents as Markdown that `import_postmortems` reads back equal."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from actions.choices import ActionStatus
from incidents.choices import KeyTime, Precision
from incidents.models import TimelineEvent
from incidents.timeline_text import ParsedEvent
from postmortems.choices import SectionKind
from postmortems.factors.telling import factor_values, factors_markdown
from postmortems.importing import Block, ImportedAction, ImportedDocument, ImportedSection, as_markdown
from postmortems.models import Postmortem
from postmortems.queries import LoadedDocument, load_document

COLUMNS = ("Action", "Owner", "Due", "Status", "Outcome to check")
DECISION = ("Reasoning", "Risk accepted by", "Look again", "Opens it again")
"""The columns of a table that holds something we won't do."""
STATUS = {
    ActionStatus.PROPOSED: "Proposal",
    ActionStatus.TODO: "To do",
    ActionStatus.IN_PROGRESS: "In progress",
    ActionStatus.DONE: "Done",
    ActionStatus.WONT_DO: "Won't do",
}
FACT_OF = {
    KeyTime.BEGAN: "started_at",
    KeyTime.DETECTED: "detected_at",
    KeyTime.ACKNOWLEDGED: "acknowledged_at",
    KeyTime.MITIGATED: "mitigated_at",
    KeyTime.RESOLVED: "ended_at",
}


def file_name(postmortem: Postmortem) -> str:
    """What the file is called: number and title."""
    incident = postmortem.lead_incident
    return "-".join(part for part in (incident.public_number, slugify(incident.title)[:60].strip("-")) if part) + ".md"


def markdown_of(postmortem: Postmortem) -> str:
    """The document as Markdown: an import as it came, anything else as it stands now."""
    edition = postmortem.editions.order_by("-number").first()
    if edition is not None and "imported" in edition.content and not postmortem.amending:
        return edition.text
    return as_markdown(_as_document(load_document(postmortem)))


def _as_document(loaded: LoadedDocument) -> ImportedDocument:
    document = ImportedDocument(path="", title=loaded.lead.title, title_from="heading", facts=_facts(loaded))
    document.timeline = [_event(event, number) for number, event in enumerate(loaded.events)]
    columns = COLUMNS + (DECISION if any(action.status == ActionStatus.WONT_DO for action in loaded.actions) else ())
    document.actions = [_action(action, columns) for action in loaded.actions]
    factors = factor_values(loaded.factors, loaded.events, loaded.incidents)
    for section in loaded.sections:
        blocks = [Block("prose", text=section.body.strip("\n"))] if section.body.strip() else []
        if section.kind == SectionKind.FACTORS and factors:
            blocks.append(Block("prose", text=factors_markdown(factors)))
            factors = []  # one graph, in the first of its sections
        if section.kind == SectionKind.TIMELINE and document.timeline:
            blocks.append(Block("events", first=0, last=len(document.timeline)))
        if section.kind == SectionKind.ACTIONS and document.actions:
            blocks.append(Block("actions", first=0, last=len(document.actions), columns=columns))
        document.sections.append(ImportedSection(section.heading, 2, "prose", blocks))
    return document


def _facts(loaded: LoadedDocument) -> list[tuple[str, str]]:
    lead = loaded.lead
    facts = [("incident", lead.public_number), ("kind", lead.get_kind_display())]
    if lead.severity:
        facts.append(("severity", lead.severity.name))
    for key, name in FACT_OF.items():
        at, precision = lead.key_time(key)
        if at is not None:
            facts.append((name, told_as(at, precision, lead.time_zone)))
    facts += [("services", ", ".join(loaded.service_names)), ("teams", ", ".join(loaded.team_names))]
    return [(key, value) for key, value in facts if value]


def told_as(at: datetime, precision: str, zone: str) -> str:
    """A time written so that it is read back exactly."""
    local = at.astimezone(ZoneInfo(zone))
    if precision == Precision.MONTH:
        return f"{local:%Y-%m}"
    if precision == Precision.DAY:
        return f"{local:%Y-%m-%d}"
    offset = f"{local:%z}"
    clock = f"{local:%H:%M:%S}" if precision == Precision.SECOND else f"{local:%H:%M}"
    about = "~" if precision == Precision.AROUND else ""
    return f"{about}{local:%Y-%m-%d} {clock} " + ("UTC" if offset == "+0000" else f"{offset[:3]}:{offset[3:]}")


def _event(event: TimelineEvent, number: int) -> ParsedEvent:
    told = told_as(event.at, event.precision, event.time_zone) if event.at else (event.told or "time not known")
    return ParsedEvent(event.at, event.precision or None, event.time_zone, told, event.text, number, event.evidence_url)


def _action(action: Any, columns: tuple[str, ...]) -> ImportedAction:
    owner = action.owner.display_name if action.owner else action.owner_as_written
    due = action.due_on.isoformat() if action.due_on else ""
    values = [action.title, owner, due, STATUS[action.status], action.outcome]
    if len(columns) > len(COLUMNS):
        declined = action.status == ActionStatus.WONT_DO
        accepted = str(action.risk_accepted_by) if action.risk_accepted_by else ""
        again = action.look_again_on.isoformat() if action.look_again_on else ""
        values += [action.reasoning if declined else "", accepted, again, action.reopen_if]
    return ImportedAction(
        title=action.title, cells=tuple(zip(columns, (_cell(value) for value in values), strict=True))
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
