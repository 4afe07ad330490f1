"""What a written timeline was read as: its events, what is unsure about them, and the prose between them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ParsedEvent:
    """One row of a timeline: when it was, as far as that is told, and what happened."""

    at: datetime | None
    precision: str | None  # second, minute, around, day, month; None where `at` is None
    zone: str  # as it was told ("PST", "+02:00", "Europe/Berlin"); "" where none was
    told: str  # the time exactly as written
    text: str
    order: int
    link: str = ""  # where the written time linked to

    def iso(self) -> str | None:
        """The time with offset where a zone was told, without where none was; a bare date for a day."""
        if self.at is None:
            return None
        if self.precision in ("day", "month"):
            return self.at.date().isoformat()
        moment = self.at if self.zone else self.at.replace(tzinfo=None)
        return moment.isoformat(timespec="seconds" if self.precision == "second" else "minutes")


@dataclass(frozen=True)
class Question:
    """Something only a person can settle. `event` is the order of the event it is about."""

    text: str
    event: int | None = None


@dataclass(frozen=True)
class Part:
    """A stretch of the text: prose as it stood, or a run of events (`first` up to `last`)."""

    text: str = ""
    first: int = 0
    last: int = 0
    columns: tuple[str, ...] = ()  # a table's own headings: those of its times, those of its text

    @property
    def is_events(self) -> bool:
        """Whether this stretch stands for events instead of prose."""
        return self.last > self.first


@dataclass(frozen=True)
class ParsedTimeline:
    """The events of a text, in its order, and what of it was not an event."""

    events: list[ParsedEvent]
    questions: list[Question]
    skipped: list[str]
    parts: list[Part]
    zone: str
