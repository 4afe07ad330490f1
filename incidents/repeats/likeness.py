"""How alike two incidents are, and why. Pure, and explained: every figure here is a reason that can be read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from incidents.choices import IncidentKind

ENOUGH = 8
SAME_SERVICE, FURTHER_SERVICE, SAME_TAG, SAME_WORD, SAME_KIND = 6, 2, 4, 3, 1
"""Weights. A service alone is not enough: what has been busy once would be like everything. Nor is a kind."""

_WORD = re.compile(r"[^\W_][\w.-]*[^\W_]", re.UNICODE)
_COUNTS = re.compile(r"[0-9]{1,2}|(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}|[0-9]+[.,][0-9.,]+|[0-9]+(?:ms|s|m|h|k|gb|mb|tb)")
"""Counts, clock times, years, days and amounts. Three figures and more stay: 502 says what it is about."""

_SAYS_LITTLE = frozenset((Path(__file__).parent / "says_little.txt").read_text().split())
"""Words of titles that are in many and say nothing of what failed: of time, of number, of going wrong at all."""


@dataclass(frozen=True)
class Traits:
    """What of an incident can be alike: names of its services and tags, its kind, and the words of its title."""

    title: str = ""
    kind: str = IncidentKind.UNKNOWN
    services: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """How alike, for the order; and why, for the reader."""

    weight: int
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """The reasons as one line."""
        return "; ".join(self.reasons)


@lru_cache(maxsize=4096)
def telling_words(title: str) -> Mapping[str, str]:
    """Return the words of a title that say what it is about, by their stem; a page compares a hundred titles with one."""
    words = (found.group() for found in _WORD.finditer(title))
    return {
        _stem(word.lower()): word
        for word in reversed(list(words))
        if len(word) > 2 and not _COUNTS.fullmatch(word) and word.lower() not in _SAYS_LITTLE
    }


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > 4 else word


def likeness(incident: Traits, earlier: Traits) -> Likeness | None:
    """Say how alike an earlier incident is, and why; None where it is not alike enough to be shown."""
    services = sorted(incident.services & earlier.services)
    tags = sorted(incident.tags & earlier.tags)
    mine, theirs = telling_words(incident.title), telling_words(earlier.title)
    words = sorted((theirs[stem] for stem in mine.keys() & theirs.keys()), key=str.lower)
    same_kind = incident.kind == earlier.kind and incident.kind not in {IncidentKind.UNKNOWN, IncidentKind.OTHER}
    weight = SAME_TAG * len(tags) + SAME_WORD * len(words) + SAME_KIND * same_kind
    weight += SAME_SERVICE + FURTHER_SERVICE * (len(services) - 1) if services else 0
    if weight < ENOUGH:
        return None
    reasons = []
    if services:
        reasons.append(f"same service{'s' if len(services) > 1 else ''} {_listed(services)}")
    if tags:
        reasons.append(f"both tagged {_listed(tags)}")
    if words:
        reasons.append(f"both titles say {_listed([f'“{word}”' for word in words])}")
    if same_kind:
        reasons.append(f"same kind, {IncidentKind(incident.kind).label.lower()}")
    return Likeness(weight, tuple(reasons))


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
