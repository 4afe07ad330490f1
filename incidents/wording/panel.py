"""What the panel beside a field shows."""

from dataclasses import dataclass
from functools import cached_property

from incidents.choices import AnswerReason, LensLevel
from incidents.models import Incident
from incidents.wording.looking import Seen


@dataclass(frozen=True)
class Panel:
    """The findings of one field, those that ask and those that are answered."""

    field_id: str
    section: str
    label: str
    incident: Incident | None
    seen: list[Seen]
    has_text: bool

    reasons = AnswerReason.choices

    @property
    def is_one_line(self) -> bool:
        """Whether its field holds a line, which cannot be underlined: the passage is shown in the line instead."""
        return self.section in {"title", "action", "timeline"}

    @cached_property
    def asking(self) -> list[Seen]:
        """Marks and hints without an answer."""
        return [one for one in self.seen if one.answer is None and one.finding.level != LensLevel.COUNT]

    @cached_property
    def counted(self) -> list[Seen]:
        """What is said once for all its places."""
        return [one for one in self.seen if one.answer is None and one.finding.level == LensLevel.COUNT]

    @cached_property
    def answered(self) -> list[Seen]:
        """What stays quiet while its sentence stands."""
        return [one for one in self.seen if one.answer is not None]

    @property
    def told(self) -> str:
        """What a screen reader hears when it changes."""
        count = len(self.asking)
        return "No findings" if not count else "1 finding" if count == 1 else f"{count} findings"
