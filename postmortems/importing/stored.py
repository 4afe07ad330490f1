"""An imported document as plain values, for an edition to keep, and back again."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from incidents.timeline_text import ParsedEvent
from postmortems.importing.document import (
    MOMENTS,
    Block,
    ImportedAction,
    ImportedDocument,
    ImportedIncident,
    ImportedSection,
    Moment,
)


def as_values(document: ImportedDocument) -> dict[str, Any]:
    """The document as values that JSON can hold."""
    return {key: _plain(value) for key, value in asdict(document).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def from_values(values: dict[str, Any]) -> ImportedDocument:
    """The document that was kept as these values."""
    document = ImportedDocument(path=values["path"])
    for key in ("title", "title_from", "severity", "zone", "questions", "warnings", "skipped"):
        setattr(document, key, values[key])
    document.title_key = values.get("title_key", document.title_key)  # not kept of the first imports
    for key in MOMENTS:
        setattr(document, key, _moment(values[key]))
    document.facts = [(key, value) for key, value in values["facts"]]
    document.incidents = [ImportedIncident(row["title"], _moment(row["started_at"])) for row in values["incidents"]]
    document.timeline = [ParsedEvent(**row | {"at": _time(row["at"])}) for row in values["timeline"]]
    document.actions = [
        ImportedAction(
            **row
            | {
                "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None,
                "cells": tuple((head, cell) for head, cell in row["cells"]),
            }
        )
        for row in values["actions"]
    ]
    document.sections = [
        ImportedSection(
            row["heading"],
            row["level"],
            row["kind"],
            [Block(**block | {"columns": tuple(block["columns"])}) for block in row["blocks"]],
            row["mapped"],
        )
        for row in values["sections"]
    ]
    return document


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _moment(value: dict[str, Any] | None) -> Moment | None:
    return Moment(**value | {"at": datetime.fromisoformat(value["at"])}) if value else None
