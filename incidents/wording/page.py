"""What the lens asks about on an incident's own page, each finding where its words stand. Shown to who asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.models import Incident, TimelineEvent
from incidents.wording.desk import Desk
from incidents.wording.looking import Seen

ASKED_FOR = "wording"
"""The parameter by which a page shows it."""


@dataclass(frozen=True)
class PageWording:
    """Marks and hints without an answer."""

    title: list[Seen]
    summary: list[Seen]
    entries: dict[int, list[Seen]]
    """By the entry's key; entries without any are left out."""

    @property
    def has_any(self) -> bool:
        """Whether it asks about anything at all."""
        return bool(self.title or self.summary or self.entries)


def wording_of(incident: Incident, events: Iterable[TimelineEvent], desk: Desk | None = None) -> PageWording:
    """Look at an incident's words and its timeline; two queries at most, however many entries there are."""
    desk = desk or Desk(incident)
    found = {event.pk: desk.asks(event.text, "timeline") for event in events}
    return PageWording(
        desk.asks(incident.title, "title"),
        desk.asks(incident.summary, "summary"),
        {pk: seen for pk, seen in found.items() if seen},
    )


def address_with_wording(incident: Incident, anchor: str = "") -> str:
    """Return the incident's page with what the lens asks about on it."""
    return f"{incident.get_absolute_url()}?{ASKED_FOR}=yes{f'#{anchor}' if anchor else ''}"
