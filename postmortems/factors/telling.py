"""Factors as plain values: what a draft draws and an edition freezes, as a tree to be drawn, and as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incidents.models import Incident, TimelineEvent
from postmortems.choices import FactorEnding
from postmortems.factors.rules import walk

NOT_FOR_ALL = "an action of an incident that is not open to everybody"


def factor_values(
    factors: Sequence[Any], events: Sequence[TimelineEvent], incidents: Sequence[Incident]
) -> list[dict[str, Any]]:
    """Return factors as values that can be written down; no query. An action of a hidden incident is not named."""
    here = {incident.pk for incident in incidents}
    told = {event.pk: event for event in events}
    refs = {place.pk: f"F{number}" for number, place in enumerate(factors, 1)}
    return [
        {
            "ref": refs[place.pk],
            "key": place.pk,
            "text": place.factor.text,
            "category": place.factor.get_category_display(),
            "why": place.why,
            "evidence": [moment_of(told[pk]) for pk in place.evidence_ids if pk in told],
            "because_of": [refs[pk] for pk in place.condition_ids if pk in refs],
            "ending": place.ending,
            "ending_label": FactorEnding(place.ending).label if place.ending else "",
            "action": _action(place.action, here) if place.action else None,
            "accepted_because": place.accepted_because,
        }
        for place in factors
    ]


def moment_of(event: TimelineEvent) -> dict[str, Any]:
    """When an entry of the timeline was, as exact as it was told, and what it says."""
    return {
        "at": event.at.isoformat() if event.at else None,
        "precision": event.precision,
        "zone": event.time_zone,
        "told": event.told,
        "text": event.text,
    }


def _action(action: Any, here: set[int]) -> dict[str, Any]:
    if action.incident_id not in here and action.incident.is_restricted:
        return {"number": None, "title": NOT_FOR_ALL}
    return {"number": action.number, "title": action.title}


@dataclass
class Node:
    """A factor in the tree that a graph is drawn as. What several rest on is drawn once, and named again elsewhere."""

    factor: Mapping[str, Any]
    again: bool = False
    children: list["Node"] = field(default_factory=list)


def tree_of(factors: Sequence[Mapping[str, Any]]) -> list[Node]:
    """Return the graph as a forest, from what nothing else rests on down to what made it possible."""
    number = {factor["ref"]: place for place, factor in enumerate(factors)}
    links = {
        (number[factor["ref"]], number[ref]) for factor in factors for ref in factor["because_of"] if ref in number
    }
    roots: list[Node] = []
    open_nodes: list[Node] = []
    for line in walk(range(len(factors)), links):
        node = Node(factors[line.place], line.again)
        del open_nodes[line.depth :]
        (open_nodes[-1].children if open_nodes else roots).append(node)
        open_nodes.append(node)
    return roots


def factors_markdown(factors: Sequence[Mapping[str, Any]]) -> str:
    """The graph as an indented list, for the document's text, its export and the comparison of editions."""
    return "\n".join(line for node in tree_of(factors) for line in _lines(node, 0))


def _lines(node: Node, depth: int) -> list[str]:
    pad, factor = "  " * depth, node.factor
    if node.again:
        return [f"{pad}- {factor['ref']}, as above: {factor['text']}"]
    said = [f"- {factor['ref']}: {factor['text']} ({factor['category']})"]
    if factor["why"]:
        said.append(f"  Why that was possible: {' '.join(factor['why'].split())}")
    if factor["evidence"]:
        shown = "; ".join(" ".join(event["text"].split()) for event in factor["evidence"])
        said.append(f"  What shows it: {shown}")
    if factor["ending"]:
        said.append(f"  How it ends: {ending_words(factor)}")
    if node.children:
        said.append("  Made possible by:")
    lines = [pad + line for line in said]
    return [*lines, *(line for child in node.children for line in _lines(child, depth + 1))]


def ending_words(factor: Mapping[str, Any]) -> str:
    """How a factor ends, in a line."""
    if factor["ending"] == FactorEnding.ACCEPTED:
        return f"{FactorEnding.ACCEPTED.label}: {' '.join(factor['accepted_because'].split())}"
    action = factor["action"]
    name = f"AI-{action['number']} {action['title']}" if action["number"] else action["title"]
    return f"{factor['ending_label']}: {name}"
