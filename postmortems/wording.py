"""What the lens marks in a document: what the gate asks about, and what was answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from actions.models import Action
from incidents.choices import LensLevel
from incidents.models import Incident, TimelineEvent
from incidents.wording.knowing import Known, what_is_known
from incidents.wording.looking import Answers, answers_on, look_at
from incidents.wording.sections import section_named
from postmortems.factors.models import PostmortemFactor
from postmortems.importing import ImportedDocument
from postmortems.models import Section
from postmortems.rules import AnsweredMark, MarkFacts


@dataclass(frozen=True)
class Passage:
    """A text of the document, the incident its answers hang on, and the place where it is mended."""

    text: str
    section: str
    incident_id: int
    where: str
    url_name: str
    url_args: tuple[Any, ...]
    anchor: str


def passages_of(
    incidents: Sequence[Incident],
    sections: Sequence[Section],
    events: Sequence[TimelineEvent],
    actions: Sequence[Action],
    factors: Sequence[PostmortemFactor] = (),
) -> Iterator[Passage]:
    """Return every text that the lens reads, in the order of the page. `incidents` has the lead one first."""
    lead = incidents[0]
    numbers = {incident.pk: incident.number for incident in incidents}
    for incident in incidents:
        yield Passage(
            incident.title, "title", incident.pk, "the title", "incidents:facts", (incident.number,), "lens-id_title"
        )
    for section in sections:
        name = section_named(section.heading, section.kind)
        place = ("postmortems:edit_section", (lead.number, section.key), f"lens-{section.key}-text")
        yield Passage(section.body, name, lead.pk, f"“{section.heading}”", *place)
    for number, standing in enumerate(factors, 1):
        for text, name in ((standing.factor.text, "text"), (standing.why, "why")):
            args = (lead.number, standing.pk)
            where = f"factor F{number}"
            yield Passage(text, "causes", lead.pk, where, "postmortems:factor_edit", args, f"lens-id_{name}")
    for event in events:
        args = (numbers[event.incident_id], event.pk)
        yield Passage(
            event.text, "timeline", event.incident_id, "the timeline", "incidents:event_edit", args, "lens-id_text"
        )
    for action in actions:
        where = f"AI-{action.number}"
        yield Passage(
            action.title, "action", action.incident_id, where, "actions:edit", (action.number,), "lens-id_title"
        )


def told_apart(
    passages: Iterator[Passage], known: Known, answers: Answers
) -> tuple[list[MarkFacts], list[AnsweredMark]]:
    """Return the marks that ask, and those that were answered; hints and counts are not the gate's business."""
    asking: list[MarkFacts] = []
    answered: list[AnsweredMark] = []
    for passage in passages:
        place = (passage.url_name, passage.url_args, passage.anchor)
        for seen in look_at(
            passage.text, passage.section, incident_id=passage.incident_id, answers=answers, known=known
        ):
            if not seen.is_mark:
                continue
            if seen.answer is None:
                asking.append(MarkFacts(seen.quoted, passage.where, seen.finding.message, *place))
            else:
                reason = seen.answer.get_reason_display()
                answered.append(AnsweredMark(seen.quoted, passage.where, reason, seen.answer.note, *place))
    return asking, answered


def marks_in(
    incidents: Sequence[Incident],
    sections: Sequence[Section],
    events: Sequence[TimelineEvent],
    actions: Sequence[Action],
    factors: Sequence[PostmortemFactor] = (),
) -> tuple[list[MarkFacts], list[AnsweredMark]]:
    """Return the marks of a loaded document, those that ask and those that were answered; two queries."""
    answers = answers_on([incident.pk for incident in incidents])
    return told_apart(passages_of(incidents, sections, events, actions, factors), what_is_known(), answers)


def asked_about(document: ImportedDocument, known: Known) -> int:
    """Return how many passages of a document from elsewhere the lens would ask about; none is changed for it."""
    texts = [(document.title, "title")]
    texts += [(section.body, section_named(section.heading, section.kind)) for section in document.sections]
    texts += [(event.text, "timeline") for event in document.timeline]
    texts += [(action.title, "action") for action in document.actions]
    found = (one for text, section in texts for one in look_at(text, section, known=known))
    return sum(one.finding.level != LensLevel.COUNT for one in found)


def told_of_import(count: int) -> str:
    """Say it in the report, as a fact among others."""
    return f"The lens asks about {count} passage{'' if count == 1 else 's'}." if count else ""
