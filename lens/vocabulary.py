"""Whom and what an organisation knows by name: made once when its directory changes, and kept."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """An organisation's own words, names and choices.

    `people` are names and handles; `services`, `teams` and `systems` are names. `allowed` are phrases that are never
    flagged, in which `*` stands for anything within a sentence. `off` and `levels` speak of rules by their id.
    Two vocabularies with the same content are equal; `key` names that content.
    """

    people: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()
    levels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("people", "services", "teams", "systems", "allowed"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "off", frozenset(self.off))
        object.__setattr__(self, "levels", dict(self.levels))

    @cached_property
    def key(self) -> str:
        """Return a short name for the content, fit for a cache."""
        parts: list[Any] = [sorted(set(names)) for names in (self.people, self.services, self.teams, self.systems)]
        parts += [sorted(self.allowed), sorted(self.off), sorted(self.levels.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]

    @cached_property
    def _first_names(self) -> frozenset[str]:
        return frozenset(word for name in self.people for word in name.lower().split())

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is a part of somebody's name."""
        return word in self._first_names

    @cached_property
    def _allowed(self) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(r"[^.!?\n]{0,80}?".join(re.escape(part) for part in phrase.lower().split("*")))
            for phrase in self.allowed
            if phrase.strip(" *")
        )

    def allowed_places(self, low: str) -> list[tuple[int, int]]:
        """Return where a text in lower case holds an allowed phrase."""
        return [found.span() for pattern in self._allowed for found in pattern.finditer(low)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def words_of(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Split names into lower-case words."""
    return [tuple(name.lower().split()) for name in names if name.strip()]
