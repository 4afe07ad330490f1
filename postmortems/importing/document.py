"""What a post-mortem from elsewhere becomes before anything is stored."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from incidents.timeline_text import ParsedEvent

COARSE = ("day", "month")
"""Precisions of what is told without a clock."""

MOMENTS = ("started_at", "detected_at", "mitigated_at", "ended_at")
"""The fields of a document that hold a moment of the whole incident, or None."""

SectionKind = Literal["summary", "impact", "timeline", "factors", "actions", "lessons", "prose"]


@dataclass(frozen=True)
class Moment:
    """A time with the precision and zone it was told in."""

    at: datetime
    precision: str
    zone: str
    told: str = ""

    def iso(self) -> str:
        """With offset where a zone was told, without where none was, a bare date for a day."""
        if self.precision in COARSE:
            return self.at.date().isoformat()
        moment = self.at if self.zone else self.at.replace(tzinfo=None)
        return moment.isoformat(timespec="seconds" if self.precision == "second" else "minutes")

    @property
    def day(self) -> date:
        """The day it was where it was told."""
        return self.at.date()


@dataclass(frozen=True)
class ImportedIncident:
    """One of several incidents told in one file."""

    title: str
    started_at: Moment | None


@dataclass(frozen=True)
class ImportedAction:
    """A thing listed as done or to be done. Owner and due date are text until a person settles them."""

    title: str
    details: str = ""
    owner: str = ""
    due: str = ""
    due_on: date | None = None
    status: Literal["open", "done", "closed"] = "open"
    ticket: str = ""
    ticked: bool | None = None  # a box that was ticked or not; None where there was no box
    listed: bool = True  # a point of a list, not a paragraph of its own
    source: str = ""  # the point of the list as written, without its bullet and box
    cells: tuple[tuple[str, str], ...] = ()  # a table row as written: (heading, cell), title included


@dataclass(frozen=True)
class Block:
    """A stretch of a section: prose, or events or actions `first` up to `last` of the document."""

    kind: Literal["prose", "events", "actions"]
    text: str = ""
    first: int = 0
    last: int = 0
    columns: tuple[str, ...] = ()


@dataclass
class ImportedSection:
    """One heading and what stands under it; an empty heading goes on from the section before."""

    heading: str
    level: int
    kind: SectionKind
    blocks: list[Block] = field(default_factory=list)
    mapped: bool = True

    @property
    def body(self) -> str:
        """The prose of the section, without its events and actions."""
        return "\n\n".join(block.text for block in self.blocks if block.kind == "prose")


@dataclass
class ImportedDocument:
    """A whole post-mortem as it was read."""

    path: str
    title: str = ""
    title_from: Literal["heading", "front matter", "first line", "file name"] = "file name"
    title_key: str = "title"  # what front matter calls it
    facts: list[tuple[str, str]] = field(default_factory=list)  # front matter as written
    started_at: Moment | None = None
    detected_at: Moment | None = None
    mitigated_at: Moment | None = None
    ended_at: Moment | None = None
    severity: str = ""
    zone: str = ""
    incidents: list[ImportedIncident] = field(default_factory=list)
    timeline: list[ParsedEvent] = field(default_factory=list)
    sections: list[ImportedSection] = field(default_factory=list)
    actions: list[ImportedAction] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def unmapped_headings(self) -> list[str]:
        """Headings that stayed under their own name because they are none of the kinds we know."""
        return [section.heading for section in self.sections if section.heading and not section.mapped]
