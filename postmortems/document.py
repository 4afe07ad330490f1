"""A document with the facts it shows, as plain values: what a draft's page draws, and what an edition freezes.

An edition names roles and teams, not people: neither authors, nor reviewers, nor owners are in it.
Who owns an action today stands beside the edition, on the page that shows it, and changes with the action.
"""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from incidents.choices import KeyTime, RevenueKind
from incidents.models import Impact, Incident, TimelineEvent
from incidents.rules import durations
from postmortems.choices import SectionKind
from postmortems.factors.telling import factor_values, factors_markdown, moment_of
from postmortems.models import Section
from postmortems.queries import LoadedDocument
from web.markdown import render

UNKNOWN = "not known yet"


def build_content(document: LoadedDocument) -> dict[str, Any]:
    """Return everything the document shows, as values that can be written down; no query."""
    lead = document.lead
    return {
        "number": lead.number,
        "title": lead.title,
        "kind": lead.get_kind_display(),
        "is_near_miss": lead.is_near_miss,
        "severity": {"level": lead.severity.level, "name": lead.severity.name} if lead.severity else None,
        "services": list(document.service_names),
        "teams": list(document.team_names),
        "time_zone": lead.time_zone,
        "times": [_key_time(lead, key) for key in KeyTime],
        "durations": [
            {
                "label": span.label.lower(),
                "seconds": span.value.total_seconds() if span.value is not None else None,
                "is_rough": span.is_rough,
            }
            for span in durations(lead)
        ],
        "impact": _impact(document.impact),
        "also_about": [{"number": other.number, "title": other.title} for other in document.incidents[1:]],
        "timelines": [
            {
                "number": incident.number,
                "title": incident.title,
                "events": [_event(event) for event in document.events if event.incident_id == incident.pk],
            }
            for incident in document.incidents
        ],
        "sections": [_section(section) for section in document.sections],
        "factors_at": next((s.key for s in document.sections if s.kind == SectionKind.FACTORS), ""),
        "factors": factor_values(document.factors, document.events, document.incidents),
        "actions": [_action(action) for action in document.actions],
        "imported_from": document.postmortem.source_name if document.postmortem.is_imported else "",
    }


def _key_time(incident: Incident, key: KeyTime) -> dict[str, Any]:
    at, precision = incident.key_time(key)
    return {"key": str(key), "label": str(key.label), "at": at.isoformat() if at else None, "precision": precision}


def _impact(impact: Impact | None) -> list[dict[str, Any]]:
    if impact is None:
        return []
    revenue = {
        RevenueKind.UNKNOWN.value: None,
        RevenueKind.NEGLIGIBLE.value: "negligible",
        RevenueKind.AMOUNT.value: f"{impact.revenue_amount:,} {impact.revenue_currency}"
        if impact.revenue_amount is not None
        else None,
    }[impact.revenue_kind]
    return [
        {"label": "Users affected", "value": _figure(impact.users_affected)},
        {"label": "Share of users", "value": _figure(impact.users_share, " %")},
        {"label": "Error budget spent", "value": _figure(impact.error_budget_spent, " % of the month's")},
        {"label": "Revenue", "value": revenue},
        {"label": "Support tickets", "value": _figure(impact.support_tickets)},
        {"label": "Trust", "value": impact.trust or None},
    ]


def _figure(value: Any, unit: str = "") -> str | None:
    if value is None:
        return None
    figure = f"{value:,}"
    if "." in figure:
        figure = figure.rstrip("0").rstrip(".")
    return figure + unit


def _event(event: TimelineEvent) -> dict[str, Any]:
    return {
        **moment_of(event),
        "kind": event.kind,
        "kind_label": event.get_kind_display() if event.kind else "",
        "source_label": event.get_source_display() if event.source else "",
        "evidence_url": event.evidence_url,
        "known_later": event.known_later,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "heading": section.heading,
        "guidance": section.guidance,
        "kind": section.kind,
        "is_required": section.is_required,
        "body": section.body,
        "html": section.body_html or render(section.body),
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "number": action.number,
        "title": action.title,
        "details": action.details,
        "outcome": action.outcome,
        "kind": action.get_kind_display() if action.kind else "",
        "priority": action.get_priority_display(),
        "team": action.team.name if action.team else "",
        "due_on": action.due_on.isoformat() if action.due_on else None,
        "status": action.status,
        "status_label": action.get_status_display(),
        **_decision(action),
    }


def _decision(action: Action) -> dict[str, Any]:
    """Why it won't be done, until when, and what would change that. Not who decided it."""
    if action.status != ActionStatus.WONT_DO:
        return {}
    look_again = action.look_again_on.isoformat() if action.look_again_on else None
    return {"reasoning": action.reasoning, "look_again_on": look_again, "reopen_if": action.reopen_if}


def grouped_sections(sections: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the sections in groups: columns that follow each other stand side by side, all else alone."""
    groups: list[list[dict[str, Any]]] = []
    for section in sections:
        if groups and section["kind"] == SectionKind.COLUMN == groups[-1][-1]["kind"]:
            groups[-1].append(section)
        else:
            groups.append([section])
    return groups


def render_html(content: dict[str, Any]) -> str:
    """Draw an edition as it will stand for ever, its times in the zone they were told in."""
    with timezone.override(content["time_zone"]):
        return render_to_string(
            "postmortems/edition_body.html", {"content": content, "groups": grouped_sections(content["sections"])}
        )


def plain_text(content: dict[str, Any]) -> str:
    """Return the words of the document, for search and for comparing two editions."""
    lines = [content["title"], ""]
    for section in content["sections"]:
        lines += [f"## {section['heading']}", "", *_told_beside(section, content)]
        if section["body"].strip():
            lines += [section["body"].strip(), ""]
    return "\n".join(lines).strip() + "\n"


def _told_beside(section: dict[str, Any], content: dict[str, Any]) -> list[str]:
    """Return the lines that a section shows before its own text."""
    if section["kind"] == SectionKind.IMPACT:
        return [*(f"{fact['label']}: {fact['value']}" for fact in content["impact"] if fact["value"]), ""]
    if section["kind"] == SectionKind.TIMELINE:
        return [*(line for timeline in content["timelines"] for line in _timeline_lines(timeline, content)), ""]
    if section["kind"] == SectionKind.ACTIONS:
        return [*(_action_line(action) for action in content["actions"]), ""]
    if section["key"] == content.get("factors_at") and content["factors"]:  # editions from before have none
        return [factors_markdown(content["factors"]), ""]
    return []


def _timeline_lines(timeline: dict[str, Any], content: dict[str, Any]) -> list[str]:
    title = [f"INC-{timeline['number']} {timeline['title']}"] if len(content["timelines"]) > 1 else []
    return [*title, *(f"{event['told'] or event['at'] or UNKNOWN} {event['text']}" for event in timeline["events"])]


def _action_line(action: dict[str, Any]) -> str:
    facts = [action["status_label"], action["team"], action["due_on"] or ""]
    outcome = f" {action['outcome']}" if action["outcome"] else ""
    decision = "".join(
        f" {words} {action[key]}."
        for key, words in (("reasoning", "Why not:"), ("look_again_on", "Looked at again:"), ("reopen_if", "Opens it:"))
        if action.get(key)  # editions from before have none of these
    )
    return f"AI-{action['number']} {action['title']} ({', '.join(fact for fact in facts if fact)}).{outcome}{decision}"
