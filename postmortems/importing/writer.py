"""A document as Markdown that `read_document` reads back equal."""

import re

from incidents.timeline_text import ParsedEvent
from postmortems.importing.document import Block, ImportedAction, ImportedDocument


def as_markdown(document: ImportedDocument) -> str:
    """The whole document: front matter, title, sections in order with their events and actions."""
    pieces = []
    facts = list(document.facts)
    if document.title_from == "front matter":
        facts.insert(0, (document.title_key, '"' + document.title.replace('"', '\\"') + '"'))
    if facts:
        pieces.append(
            "---\n" + "\n".join(f"{key}: {value}".replace(": \n", ":\n").rstrip() for key, value in facts) + "\n---"
        )
    if document.title_from == "heading":
        pieces.append(f"# {document.title}")
    elif document.title_from == "first line":
        pieces.append(document.title)
    for section in document.sections:
        if section.heading:
            pieces.append(f"{'#' * section.level} {section.heading}")
        pieces += [block_markdown(document, block) for block in section.blocks]
    return "\n\n".join(pieces) + "\n"


def block_markdown(document: ImportedDocument, block: Block) -> str:
    """One block of a section."""
    if block.kind == "prose":
        return block.text
    if block.kind == "events":
        events = document.timeline[block.first : block.last]
        return _event_table(events, block.columns) if block.columns else _event_list(events)
    actions = document.actions[block.first : block.last]
    return _action_table(actions, block.columns) if block.columns else _action_list(actions)


_BLOCK = re.compile(r"^\s*(?:[-*+>|#]|\d+[.)]\s|```|~~~|(?:\*\*)?[:.\u2013\u2014])")


def indented(lines: list[str]) -> list[str]:
    """Lines that go on below a list's point."""
    return [f"  {line}" if line.strip() else "" for line in lines]


def _event_list(events: list[ParsedEvent]) -> str:
    lines = []
    for event in events:
        told = f"[{event.told}]({event.link})" if event.link else event.told
        first, *rest = event.text.split("\n")
        if not first or _BLOCK.match(first):
            lines.append(f"- **{told}**")
            rest = [first, *rest] if first else rest
        else:
            lines.append(f"- **{told}** - {first}")
        lines += indented(rest)
    return "\n".join(lines)


def _event_table(events: list[ParsedEvent], columns: tuple[str, ...]) -> str:
    rows = [f"| {columns[0]} | {columns[1]} |", "| --- | --- |"]
    rows += [f"| {event.told} | {cell(event.text)} |" for event in events]
    return "\n".join(rows)


def cell(text: str) -> str:
    """Text in one line of a table."""
    return re.sub(r"\s*\n\s*", "<br>", text.strip())


def _action_list(actions: list[ImportedAction]) -> str:
    lines = []
    for action in actions:
        if not action.listed:
            lines += ["", action.source, ""]
            continue
        box = "" if action.ticked is None else "[x] " if action.ticked else "[ ] "
        first, *rest = action.source.split("\n")
        lines.append(f"- {box}{first}")
        lines += indented(rest)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _action_table(actions: list[ImportedAction], columns: tuple[str, ...]) -> str:
    rows = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    rows += ["| " + " | ".join(cell(text) for _, text in action.cells) + " |" for action in actions]
    return "\n".join(rows)
