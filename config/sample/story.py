"""Reads the sample organisation's files, and says what does not hold together; needs no database."""

import re
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

HERE = Path(__file__).resolve().parent

_CLOCK = re.compile(r"^(?:(?P<shift>[+-]\d+) )?(?P<around>~)?(?P<clock>\d\d:\d\d(?::\d\d)?)$")
_DAY = re.compile(r"^(?P<shift>[+-]\d+) day$")
_MENTION = re.compile(r"\[\[(?P<what>inc|ai):(?P<number>\d\d)(?:/(?P<key>[\w-]+))?\]\]")
_KNOWN_LATER = " [known later]"


class StoryError(ValueError):
    """A file of the sample cannot be read as one."""


@dataclass(frozen=True)
class Moment:
    """A time relative to an incident's day: how many days off, which clock time, how exactly known."""

    shift: int
    clock: time | None
    precision: str

    @classmethod
    def read(cls, told: str) -> "Moment":
        """Read `18:47`, `18:47:20`, `~18:45`, `+1 09:30` or `-2 day`."""
        if found := _DAY.match(told):
            return cls(int(found["shift"]), None, "day")
        found = _CLOCK.match(told)
        if found is None:
            raise StoryError(f"“{told}” is not a time.")
        exact = "minute" if len(found["clock"]) == len("00:00") else "second"
        return cls(
            int(found["shift"] or 0),
            time.fromisoformat(found["clock"]),
            "around" if found["around"] else exact,
        )

    def on(self, day: date, zone: ZoneInfo) -> datetime:
        """Return the instant, for an incident of that day in that zone; a bare day is its first moment."""
        return datetime.combine(day + timedelta(days=self.shift), self.clock or time(), zone)


@dataclass(frozen=True)
class Line:
    """One timeline entry of a file."""

    moment: Moment
    told: str
    kind: str
    source: str
    text: str
    known_later: bool

    @classmethod
    def read(cls, line: str) -> "Line":
        """Read `time | kind | source | text`."""
        cells = [cell.strip() for cell in line.split("|", 3)]
        if len(cells) != len(("time", "kind", "source", "text")):
            raise StoryError(f"“{line}” is not `time | kind | source | text`.")
        told, kind, source, text = cells
        return cls(
            Moment.read(told),
            told,
            kind,
            source,
            text.removesuffix(_KNOWN_LATER),
            text.endswith(_KNOWN_LATER),
        )


@dataclass(frozen=True)
class Note:
    """Something said about an action on a day."""

    days_ago: int
    text: str


@dataclass(frozen=True)
class EarlierDate:
    """A due date that was given up, and why."""

    due: int
    reason: str


@dataclass(frozen=True)
class ActionStory:
    """An action as a file tells it."""

    title: str
    status: str
    priority: str
    kind: str = ""
    key: str = ""
    outcome: str = ""
    owner: str = ""
    team: str = ""
    due: int | None = None
    committed_days_ago: int | None = None
    started_days_ago: int | None = None
    settled: int | None = None
    evidence: str = ""
    reasoning: str = ""
    dates_before: tuple[EarlierDate, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a reviewer wrote, and whether it was an answer or a remark."""

    by: str
    days_ago: int
    answer: str
    body: str


@dataclass(frozen=True)
class FactorStory:
    """A condition of a document. The same text in another file is the same condition again.

    `because_of`, `evidence` and `action` count the document's factors, the timeline's lines and the file's actions
    from 1; `unshipped` is the `NN/key` of an earlier action.
    """

    text: str
    category: str
    why: str = ""
    because_of: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()
    action: int | None = None
    unshipped: str = ""
    accepted: str = ""


@dataclass(frozen=True)
class DocumentStory:
    """A post-mortem as a file tells it."""

    template: str
    state: str
    facilitator: str
    writers: tuple[str, ...]
    begun_days_ago: int
    sections: dict[str, str]
    published_days_ago: int | None = None
    in_month: str = ""
    also_about: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    factors: tuple[FactorStory, ...] = ()


@dataclass(frozen=True)
class RepeatStory:
    """That an incident repeats an earlier one; `held` answers what is asked of that one's actions then."""

    of: str
    note: str
    held: str = ""


@dataclass(frozen=True)
class IncidentStory:
    """One file: an incident with everything that hangs on it."""

    number: str
    title: str
    kind: str
    days_ago: int
    time_zone: str
    summary: str
    services: tuple[str, ...]
    teams: tuple[str, ...]
    tags: tuple[str, ...]
    recorded_by: str
    impact: dict[str, Any]
    severity: int | None = None
    began: str = ""
    detected: str = ""
    acknowledged: str = ""
    mitigated: str = ""
    resolved: str = ""
    restricted: bool = False
    access: tuple[str, ...] = ()
    links: tuple[dict[str, str], ...] = ()
    repeats: RepeatStory | None = None
    decision: dict[str, str] = field(default_factory=dict)
    timeline: tuple[Line, ...] = ()
    document: DocumentStory | None = None
    reviews: tuple[Said, ...] = ()
    actions: tuple[ActionStory, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone its times were told in."""
        return ZoneInfo(self.time_zone)

    def day(self, today: date) -> date:
        """The day its clock times belong to."""
        return today - timedelta(days=self.days_ago)

    def key_moments(self) -> dict[str, Moment]:
        """The key times that are known, in their order."""
        told = {
            "began": self.began,
            "detected": self.detected,
            "acknowledged": self.acknowledged,
            "mitigated": self.mitigated,
            "resolved": self.resolved,
        }
        return {name: Moment.read(text) for name, text in told.items() if text}

    def recorded_at(self, today: date) -> datetime:
        """When somebody wrote it down: some while after it was detected."""
        return Moment.read(self.detected).on(self.day(today), self.zone) + timedelta(minutes=35)

    def words(self) -> dict[str, str]:
        """Every prose text of the file, by where it stands."""
        texts = {
            "title": self.title,
            "summary": self.summary,
            "trust": self.impact.get("trust", ""),
        }
        if self.repeats is not None:
            texts |= {"repeat": self.repeats.note, "repeat held": self.repeats.held}
        texts |= {f"timeline {index}": line.text for index, line in enumerate(self.timeline, 1)}
        if self.document is not None:
            texts |= {f"section {key}": body for key, body in self.document.sections.items()}
            for index, factor in enumerate(self.document.factors, 1):
                texts |= {f"factor {index} {name}": getattr(factor, name) for name in ("text", "why", "accepted")}
        for index, action in enumerate(self.actions, 1):
            texts |= {
                f"action {index} {name}": getattr(action, name)
                for name in ("title", "outcome", "evidence", "reasoning")
            }
        return {where: text for where, text in texts.items() if text}


@dataclass(frozen=True)
class Story:
    """The sample organisation as its files tell it."""

    name: str
    mail_domain: str
    people: dict[str, dict[str, Any]]
    sign_ins: list[dict[str, str]]
    teams: dict[str, dict[str, str]]
    circles: dict[str, dict[str, Any]]
    services: dict[str, dict[str, str]]
    tags: dict[str, dict[str, str]]
    review: dict[str, Any]
    incidents: tuple[IncidentStory, ...]

    @cached_property
    def by_number(self) -> dict[str, IncidentStory]:
        """The incidents by the number of their file."""
        return {incident.number: incident for incident in self.incidents}

    def as_recorded(self, today: date) -> list[IncidentStory]:
        """The incidents in the order in which they were written down."""
        return sorted(self.incidents, key=lambda incident: incident.recorded_at(today))


def mentions(text: str) -> list[tuple[str, str, str]]:
    """Return what a text points at: `inc` or `ai`, the file's number, the action's key."""
    return [(found["what"], found["number"], found["key"] or "") for found in _MENTION.finditer(text)]


def with_numbers(text: str, numbers: dict[tuple[str, str, str], str]) -> str:
    """Put public numbers where a text points at an incident or an action."""
    return _MENTION.sub(lambda found: numbers[found["what"], found["number"], found["key"] or ""], text)


def _of(kind: type[Any], raw: dict[str, Any], where: str) -> Any:
    known = {each.name for each in fields(kind)}
    if strange := set(raw) - known:
        raise StoryError(f"{where}: unknown {', '.join(sorted(strange))}.")
    try:
        return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()})
    except TypeError as error:
        raise StoryError(f"{where}: {error}") from error


def _action(raw: dict[str, Any], where: str) -> ActionStory:
    raw = raw | {
        "dates_before": [EarlierDate(**each) for each in raw.get("dates_before", [])],
        "notes": [Note(**each) for each in raw.get("notes", [])],
    }
    action: ActionStory = _of(ActionStory, raw, where)
    return action


def read_incident(path: Path) -> IncidentStory:
    """Read one file. Raises StoryError where it is not in the form."""
    raw = _load(path)
    for key in ("began", "detected", "acknowledged", "mitigated", "resolved"):
        if not isinstance(raw.get(key, ""), str):
            raise StoryError(f"{path.name}: quote the time of {key}.")
    if "repeats" in raw:
        raw["repeats"] = _of(RepeatStory, raw["repeats"], f"{path.name}, repeats")
    if "document" in raw:
        told = [_of(FactorStory, each, f"{path.name}, factors") for each in raw["document"].get("factors", [])]
        raw["document"]["factors"] = told
        raw["document"] = _of(DocumentStory, raw["document"], f"{path.name}, document")
    raw["number"] = path.name[:2]
    raw["timeline"] = [Line.read(line) for line in raw.get("timeline", "").splitlines()]
    raw["reviews"] = [_of(Said, each, f"{path.name}, reviews") for each in raw.get("reviews", [])]
    raw["actions"] = [_action(each, f"{path.name}, actions") for each in raw.get("actions", [])]
    incident: IncidentStory = _of(IncidentStory, raw, path.name)
    return incident


def _load(path: Path) -> dict[str, Any]:
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # the safe one, written in C
    if not isinstance(loaded, dict):
        raise StoryError(f"{path.name} is not a mapping.")
    return loaded


def read_story(folder: Path = HERE) -> Story:
    """Read the organisation and every incident. Raises StoryError at the first file not in the form."""
    organisation = _load(folder / "organisation.yml")
    incidents = tuple(read_incident(path) for path in sorted((folder / "incidents").glob("*.yml")))
    story: Story = _of(Story, organisation | {"incidents": incidents}, "organisation.yml")
    return Story(
        **{
            **{each.name: getattr(story, each.name) for each in fields(Story)},
            "sign_ins": list(story.sign_ins),
        }
    )
