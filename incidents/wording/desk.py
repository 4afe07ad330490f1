"""Looking at several fields of one page: what is known and what was answered is fetched once."""

from functools import cached_property

from django.http import HttpRequest

from incidents.choices import LensLevel
from incidents.models import Incident
from incidents.wording.knowing import Known, what_is_known
from incidents.wording.looking import Answers, Seen, answers_on, look_at


class Desk:
    """The lens over one page about one incident, or about none yet. Two queries, and none for empty fields."""

    def __init__(self, incident: Incident | None = None) -> None:
        self.incident = incident

    @cached_property
    def known(self) -> Known:
        """What the lens knows."""
        return what_is_known()

    @cached_property
    def answers(self) -> Answers:
        """The answers given on the incident."""
        return answers_on([self.incident.pk]) if self.incident else {}

    def look(self, text: str, section: str) -> list[Seen]:
        """Return the findings of one field."""
        if not text.strip():
            return []
        incident_id = self.incident.pk if self.incident else None
        found = look_at(text, section, known=self.known)
        if not found:
            return []
        return look_at(text, section, incident_id=incident_id, answers=self.answers, known=self.known)

    def asks(self, text: str, section: str) -> list[Seen]:
        """Return the marks and hints of one field that nobody has answered."""
        seen = self.look(text, section)
        return [one for one in seen if one.answer is None and one.finding.level != LensLevel.COUNT]


def desk_of(request: HttpRequest, incident: Incident | None) -> Desk:
    """Return the page's desk, the same one for each of its fields."""
    desks: dict[int, Desk] = request.__dict__.setdefault("lens_desks", {})
    return desks.setdefault(incident.pk if incident else 0, Desk(incident))
