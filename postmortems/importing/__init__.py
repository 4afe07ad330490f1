"""Reading post-mortems that were written elsewhere: Markdown, HTML in Markdown, or plain text.

Pure Python. `read_document` turns a file's text into an `ImportedDocument`; `as_markdown` writes one
out again. Every word of the source is in exactly one place of the document: its title, its facts,
an event, an action, or the prose of a section.
"""

from postmortems.importing.document import (
    Block,
    ImportedAction,
    ImportedDocument,
    ImportedIncident,
    ImportedSection,
    Moment,
)
from postmortems.importing.reader import read_document
from postmortems.importing.writer import as_markdown
from postmortems.importing.zones import UNSTATED, in_zone, states_no_zone

__all__ = [
    "UNSTATED",
    "Block",
    "ImportedAction",
    "ImportedDocument",
    "ImportedIncident",
    "ImportedSection",
    "Moment",
    "as_markdown",
    "in_zone",
    "read_document",
    "states_no_zone",
]
