"""Whom and what an organisation knows by name: made once when its directory changes, and kept."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol


class _Names(NamedTuple):
    """The names that begin with one word, and how many words the longest has."""

    names: frozenset[tuple[str, ...]]
    longest: int


class Word(Protocol):
    """What a vocabulary needs to know of a word in a text."""

    @property
    def base(self) -> str:
        """Return the word in lower case, without a possessive ending."""


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
    def _people(self) -> Mapping[str, _Names]:
        return _by_first(self.people)

    @cached_property
    def _things(self) -> Mapping[str, _Names]:
        return _by_first((*self.services, *self.systems))

    @cached_property
    def _teams(self) -> frozenset[str]:
        return frozenset(name.strip().lower() for name in self.teams)

    @cached_property
    def telling(self) -> frozenset[str]:
        """Return the words in lower case with which a name of this organisation begins."""
        return frozenset(self._people) | frozenset(self._things) | self._teams

    def person_at(self, tokens: Sequence["Word"], place: int) -> int:
        """Return how many words from here on are somebody's name; a first name is enough."""
        names = self._people.get(tokens[place].base.lstrip("@"))
        if not names:
            return 0
        return max(1, _longest(names, tokens, place))

    def service_at(self, tokens: Sequence["Word"], place: int) -> int:
        """Return how many words from here on name a service or a system."""
        names = self._things.get(tokens[place].base)
        return _longest(names, tokens, place) if names else 0

    def is_team(self, word: str) -> bool:
        """Whether a word in lower case is the name of a team."""
        return word in self._teams

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


def _by_first(names: Iterable[str]) -> Mapping[str, _Names]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        parts = tuple(name.lower().replace("’", "'").lstrip("@").split())
        if parts:
            found.setdefault(parts[0], []).append(parts)
    return {first: _Names(frozenset(whole), max(map(len, whole))) for first, whole in found.items()}


def _longest(names: "_Names", tokens: "Sequence[Word]", place: int) -> int:
    for length in range(min(names.longest, len(tokens) - place), 0, -1):
        if tuple(token.base for token in tokens[place : place + length]) in names.names:
            return length
    return 0
