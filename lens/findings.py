"""What the lens says: the findings, and the rules that they come from."""

from dataclasses import dataclass, field

CATEGORIES = (
    "person_fault",
    "counterfactual",
    "human_error",
    "single_cause",
    "agentless_passive",
    "vague_action",
    "hindsight",
    "title_person",
)
LEVELS = ("mark", "hint", "count")
SECTIONS = ("title", "summary", "impact", "timeline", "causes", "lessons", "action", "prose")


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage worth another look. `start` and `end` point into the text that was checked.

    An agentless passive is said once for a timeline: `start` and `end` are its first place, `places` are all of them.
    """

    category: str
    level: str
    rule: str
    start: int
    end: int
    text: str
    message: str
    ask: str
    why: str
    source: str
    rewrite: str = ""
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence that a rule has to flag, or that no rule may flag, and the section it stands in."""

    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as a reader meets it: what it points at, why, and what to ask instead."""

    id: str
    category: str
    level: str
    title: str
    message: str
    why: str
    bias: str
    source: str
    ask: str
    rewrite: str = ""
    before: str = ""
    after: str = ""
    sections: tuple[str, ...] = SECTIONS
    must_flag: tuple[Sample, ...] = field(default=(), repr=False)
    must_pass: tuple[Sample, ...] = field(default=(), repr=False)
