"""Minutes that write themselves: what was decided between opening and closing a meeting.

They are kept as plain values, each row with the incidents it tells of, so that a reader is shown the
rows they may see today. Nobody's name is in them but of those who said that they were there, and of whom an
action was handed or offered to.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from actions.choices import ActionEventKind
from actions.models import Action, ActionEvent
from reviews.listed import ListedFactor, shared_without
from reviews.models import Lesson, Meeting
from reviews.scope import actions_of

DECISIONS = {
    ActionEventKind.DATE_CHANGED: "new date",
    ActionEventKind.WONT_DO: "won't do",
    ActionEventKind.OWNER_CHANGED: "handed over to",
    ActionEventKind.OFFERED: "offered to",
    ActionEventKind.DONE: "done",
    ActionEventKind.COMMITTED: "committed",
}

PLACES_SHOWN = 6

WHAT_DECISIONS_ARE = "What became of actions between the opening and the closing, in the meeting or beside it."


@dataclass(frozen=True)
class Decision:
    """What became of one action."""

    incidents: tuple[int, ...]
    number: int
    title: str
    words: str
    reason: str
    before: str = ""
    after: str = ""

    @property
    def public_number(self) -> str:
        """The number people say."""
        return f"AI-{self.number}"

    @property
    def decided(self) -> str:
        """What became of it, with the dates where it was moved, and whom it was handed or offered to."""
        if not self.before:
            return f"{self.words} {_told(self.after)}".rstrip()
        return f"{self.words} from {_told(self.before)} to {_told(self.after)}"

    @property
    def told(self) -> str:
        """What became of it, and why."""
        return f"{self.decided}. {self.reason}" if self.reason else self.decided

    @property
    def url(self) -> str:
        """Where the action is read."""
        return reverse("actions:detail", args=[self.number])


def _told(kept: str) -> str:
    """Say a day as people write it, "27 Nov 2026"; a name as it is."""
    try:
        day = date.fromisoformat(kept)
    except ValueError:
        return kept
    return f"{day.day} {day:%b %Y}"


@dataclass(frozen=True)
class Read:
    """A post-mortem that was read together."""

    incidents: tuple[int, ...]
    number: int
    title: str

    @property
    def public_number(self) -> str:
        """The number people say."""
        return f"INC-{self.number}"

    @property
    def url(self) -> str:
        """Where it is read."""
        return reverse("postmortems:detail", args=[self.number])


@dataclass(frozen=True)
class Told:
    """A lesson, and whom it concerns."""

    incidents: tuple[int, ...]
    number: int
    text: str
    teams: tuple[str, ...]

    @property
    def public_number(self) -> str:
        """The number people say."""
        return f"INC-{self.number}"


@dataclass(frozen=True)
class Opening:
    """A leader's story that opened the meeting, told on the record."""

    teller: str
    text: str


@dataclass(frozen=True)
class Minutes:
    """What a meeting came to."""

    opened_at: str
    closed_at: str
    teams: tuple[str, ...]
    people: tuple[str, ...]
    read: tuple[Read, ...]
    lessons: tuple[Told, ...]
    decisions: tuple[Decision, ...]
    stories: tuple[Opening, ...] = ()
    factors: tuple[ListedFactor, ...] = ()
    """Conditions that several teams met: they stood on the agenda."""

    @property
    def what_decisions_are(self) -> str:
        """Said above them, so that nobody takes them for what the people present alone decided."""
        return WHAT_DECISIONS_ARE

    @property
    def opened(self) -> datetime:
        """When it began."""
        return datetime.fromisoformat(self.opened_at)

    def without(self, hidden: Collection[int]) -> "Minutes":
        """The same without everything that tells of one of these incidents."""
        gone = frozenset(hidden)
        return Minutes(
            self.opened_at,
            self.closed_at,
            self.teams,
            self.people,
            read=tuple(row for row in self.read if gone.isdisjoint(row.incidents)),
            lessons=tuple(row for row in self.lessons if gone.isdisjoint(row.incidents)),
            decisions=tuple(row for row in self.decisions if gone.isdisjoint(row.incidents)),
            stories=self.stories,
            factors=shared_without(self.factors, gone),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Minutes":
        """Read what `as_json` wrote."""

        def rows(name: str) -> list[dict[str, Any]]:
            found = told.get(name, [])  # what was written before there were stories or conditions has none
            return [{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()} for row in found]

        return cls(
            told["opened_at"],
            told["closed_at"],
            tuple(told["teams"]),
            tuple(told["people"]),
            read=tuple(Read(**row) for row in rows("read")),
            lessons=tuple(Told(**row) for row in rows("lessons")),
            decisions=tuple(Decision(**row) for row in rows("decisions")),
            stories=tuple(Opening(**row) for row in rows("stories")),
            factors=tuple(ListedFactor.from_json(row) for row in told.get("factors", [])),
        )


def write_minutes(meeting: Meeting, *, at: datetime, factors: Sequence[ListedFactor] = ()) -> Minutes:
    """Gather what happened from the opening of the meeting until `at`, and what stood on its agenda; seven statements."""
    readings = meeting.readings.select_related("postmortem__lead_incident").prefetch_related("postmortem__also_about")
    lessons = Lesson.objects.filter(meeting=meeting).select_related("incident").prefetch_related("concerns")
    return Minutes(
        opened_at=meeting.opened_at.isoformat(),
        closed_at=at.isoformat(),
        teams=tuple(team.name for team in meeting.teams.all()),
        people=tuple(meeting.present.order_by("person__display_name").values_list("person__display_name", flat=True)),
        read=tuple(_read(reading.postmortem) for reading in readings),
        lessons=tuple(
            Told(
                (lesson.incident_id,),
                lesson.incident.number,
                lesson.text,
                tuple(team.name for team in lesson.concerns.all()),
            )
            for lesson in lessons.order_by("told_at", "pk")
        ),
        decisions=_decisions(meeting, at=at),
        stories=tuple(
            Opening(story.teller.display_name, story.text)
            for story in meeting.stories().filter(is_off_record=False).select_related("teller")
        ),
        factors=tuple(factors),
    )


def as_markdown(minutes: Minutes, *, title: str) -> str:
    """The minutes as a document of their own."""
    lines = [f"# {title}", "", f"Held on {minutes.opened.day} {minutes.opened:%B %Y}."]
    if minutes.teams:
        lines += ["", f"Teams: {', '.join(minutes.teams)}"]
    if minutes.people:
        lines += ["", f"There, by their own word: {', '.join(minutes.people)}"]
    for story in minutes.stories:
        lines += ["", f"## A story from {story.teller}", "", story.text]
    lines += _section("Read together", [f"{row.public_number} {row.title}" for row in minutes.read])
    if minutes.factors:
        lines += _section("Met by several teams", [_met(factor) for factor in minutes.factors])
    lines += _section(
        "Lessons",
        [f"{row.text} ({row.public_number}, for {', '.join(row.teams) or 'every team'})" for row in minutes.lessons],
    )
    lines += _section("Decisions", [_decided(row) for row in minutes.decisions], note=WHAT_DECISIONS_ARE)
    return "\n".join(lines) + "\n"


def _met(factor: ListedFactor) -> str:
    where = ", ".join(row.public_number for row in factor.documents[:PLACES_SHOWN])
    return f"{factor.condition} ({', '.join(factor.teams)}: {where})"


def _decided(row: Decision) -> str:
    return f"{row.public_number} {row.title}: {row.told}"


def _section(heading: str, rows: list[str], *, note: str = "") -> list[str]:
    said = [note, ""] if note and rows else []
    return ["", f"## {heading}", "", *said, *([f"- {row}" for row in rows] or ["None."])]


def _read(postmortem: Any) -> Read:
    lead = postmortem.lead_incident
    also = sorted(incident.pk for incident in postmortem.also_about.all())
    return Read((lead.pk, *also), lead.number, lead.title)


def _decisions(meeting: Meeting, *, at: datetime) -> tuple[Decision, ...]:
    events = ActionEvent.objects.filter(kind__in=DECISIONS, at__gte=meeting.opened_at, at__lt=at)
    if meeting.circle is not None:
        events = events.filter(action__in=Action.objects.filter(actions_of(meeting.circle)))
    rows = []
    for event in events.select_related("action").order_by("at", "pk"):
        before, after = _what_changed(event)
        reason = event.action.reasoning if event.kind == ActionEventKind.WONT_DO else event.reason
        rows.append(
            Decision(
                (event.action.incident_id,),
                event.action.number,
                event.action.title,
                DECISIONS[ActionEventKind(event.kind)],
                reason,
                before,
                after,
            )
        )
    return tuple(rows)


def _what_changed(event: ActionEvent) -> tuple[str, str]:
    """Return the two days of a moved date, or nothing and whom the action was handed or offered to."""
    told = {name: str(event.details.get(name) or "") for name in ("before", "after", "to")}
    if event.kind == ActionEventKind.DATE_CHANGED:
        return told["before"], told["after"]
    if event.kind == ActionEventKind.OWNER_CHANGED:
        return "", told["after"] or "somebody"
    return "", told["to"] or "somebody" if event.kind == ActionEventKind.OFFERED else ""
