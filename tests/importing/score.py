"""How the importer does against the facts read by hand.

python -m tests.importing.score tuning ../shared/corpus [-v]
"""

import re
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import yaml

from incidents.timeline_text import ParsedEvent
from postmortems.importing import read_document

TRUTH = Path(__file__).parent / "truth"


@dataclass
class Score:
    """Counts over one half of the drawn documents."""

    stated: int = 0
    right_day: int = 0
    right_start: int = 0
    events: int = 0
    right_events: int = 0
    extra_events: int = 0
    actions: int = 0
    right_actions: int = 0
    extra_actions: int = 0
    misses: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The score in one line."""
        return (
            f"start day {self.right_day}/{self.stated} (to the minute {self.right_start}), "
            f"events {self.right_events}/{self.events} (+{self.extra_events} too many), "
            f"actions {self.right_actions}/{self.actions} (+{self.extra_actions} too many)"
        )


def told(event: ParsedEvent) -> str | None:
    """An event's time as the truth writes it."""
    return event.iso()


def same_time(one: str | None, other: str | None) -> bool:
    """Whether two ISO times say the same, a bare day only equal to a bare day."""
    if one is None or other is None or len(one) == 10 or len(other) == 10:
        return one == other
    return datetime.fromisoformat(one) == datetime.fromisoformat(other) and ("+" in one[10:] or "-" in one[10:]) == (
        "+" in other[10:] or "-" in other[10:]
    )


def begins(text: str, words: str) -> bool:
    """Whether a text begins with these words, markup and punctuation aside."""

    def bare(value: str) -> str:
        return "".join(re.findall(r"[^\W_]+", re.sub(r"\]\([^)]*\)", "]", value).casefold()))

    return bare(text).startswith(bare(words))


def score(half: str, corpus: Path) -> Score:
    """Reads each document of a half and compares."""
    result = Score()
    truth = yaml.safe_load((TRUTH / f"{half}.yml").read_text())
    for path, facts in truth.items():
        document = read_document(path, (corpus / path).read_bytes())
        if facts["started_at"]:
            result.stated += 1
            found = document.started_at.iso() if document.started_at else None
            result.right_day += (found or "")[:10] == facts["started_at"][:10]
            result.right_start += same_time(found, facts["started_at"])
            if not same_time(found, facts["started_at"]):
                result.misses.append(f"{path}: start {found} instead of {facts['started_at']}")
        _events(path, facts["events"], document.timeline, result)
        _actions(path, facts["actions"], [action.title for action in document.actions], result)
    return result


def _events(path: str, facts: list[list[str]], events: list[ParsedEvent], result: Score) -> None:
    left = list(events)
    for at, words in facts:
        found = next((event for event in left if same_time(told(event), at) and begins(event.text, words)), None)
        result.events += 1
        if found:
            left.remove(found)
            result.right_events += 1
        else:
            result.misses.append(f"{path}: no event {at} {words}")
    extra = max(0, len(events) - len(facts))
    result.extra_events += extra
    if extra:
        result.misses += [f"{path}: event too many {told(event)} {event.told} {event.text[:50]!r}" for event in left]


def _actions(path: str, facts: list[str], titles: list[str], result: Score) -> None:
    left = list(titles)
    for words in facts:
        found = next((title for title in left if begins(title, words)), None)
        result.actions += 1
        if found is not None:
            left.remove(found)
            result.right_actions += 1
        else:
            result.misses.append(f"{path}: no action {words}")
    extra = max(0, len(titles) - len(facts))
    result.extra_actions += extra
    if extra:
        result.misses += [f"{path}: action too many {title[:60]!r}" for title in left]


if __name__ == "__main__":
    outcome = score(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.write("\n".join([outcome.line(), *(outcome.misses if "-v" in sys.argv else [])]) + "\n")
