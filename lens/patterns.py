"""The language of the rules: expressions with lists and shared pieces in them, and when one is worth trying.

A pattern is an expression over a sentence in lower case, in which every person, group and known system has become a
row of one character each (see `lens.entities`). `{name}` stands for a pattern of `patterns.yaml`, `{list}` for any
word of a list, `{list:past}` for a form of a list's verbs. A space stands for any white space.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lens.kept import Needs, kept
from lens.lexicons import HERE, forms, lines, one_of
from lens.needed import SIGNS, Condition, Reader

_PLAIN = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MACRO = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")
_SPACE = re.compile(r" (?![?*+{])")
# Words that the tagging has already turned into signs when a pattern sees them.
_TAGGED = re.compile(r"(?:(?<=\\b)|(?<![a-z\\]))(?:every|any|some)(?:one|body)\b|(?:(?<=\\b)|(?<![a-z\\]))people\b")
_WORD = re.compile(r"[a-z]+")
_REMEMBERED = 50_000
Searcher = Callable[[str], re.Match[str] | None]


def read_yaml(path: Path) -> Any:
    """Read a file in which every value is text: `no` and `on` are words here."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_PLAIN)  # noqa: S506 - builds nothing but texts


@cache
def _shared(language: str) -> dict[str, str]:
    found: dict[str, str] = read_yaml(HERE / language / "patterns.yaml")
    return found


def _piece(name: str, form: str | None, language: str) -> str:
    """Return what stands behind a name in braces: a list, a form of a list's verbs, or a shared pattern."""
    if form:
        return one_of(forms(name, form, language))
    return _shared(language).get(name) or one_of(lines(name, language))


def expand(pattern: str, language: str) -> str:
    """Put lists and shared patterns in the place of their names."""

    def put(found: re.Match[str]) -> str:
        name, form = found.groups()
        return _group(expand(_piece(name, form, language), language))

    return _MACRO.sub(put, pattern)


def _group(pattern: str) -> str:
    return f"(?:{pattern})"


def _spaced(pattern: str) -> str:
    """Let a space stand for any, and words for people for the signs that they have become."""
    whole = _SPACE.sub(" +", pattern)
    return _TAGGED.sub(lambda found: "B+" if found.group() != "people" else "(?:people|R+)", whole)


@cache
def compiled_pattern(pattern: str, language: str) -> re.Pattern[str]:
    """Compile a pattern as it is written in a rule file."""
    return re.compile(_spaced(expand(pattern, language)))


class Expression:
    """A pattern of a rule: compiled when a sentence first meets its conditions, which most never do."""

    __slots__ = ("_language", "_look", "first", "needs", "pattern")

    def __init__(self, pattern: str, language: str, needs: int = 0, first: int | None = None) -> None:
        self.pattern, self.needs = pattern, needs
        self.first = first  # the number of the condition that tells most, if there is one
        self._language = language
        self._look: Searcher | None = None

    def search(self, piece: str) -> re.Match[str] | None:
        """Look for it in a sentence; one that can only stand at the beginning is tried nowhere else."""
        return (self._look or self.prepared())(piece)

    def prepared(self) -> Searcher:
        """Return what looks for it, compiled."""
        found = compiled_pattern(self.pattern, self._language)
        first = self.pattern.startswith("^") and not _has_alternatives(self.pattern)
        self._look = found.match if first else found.search
        return self._look


def _has_alternatives(pattern: str) -> bool:
    """Whether a pattern is several, with a bar outside of every bracket."""
    depth = 0
    for sign in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            return True
    return False


class Conditions:
    """Every condition of a language's expressions as one bit, and which of them a sentence meets."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.needs = kept(language) or Needs()
        self._reader = Reader()
        self._signs: dict[str, str] = {}
        self._numbers: dict[Condition, int] = {}
        self._first: set[int] = set()
        self._met: dict[str, tuple[int, frozenset[int]]] = {}
        self._lengths: frozenset[int] = frozenset()

    def expression(self, pattern: str) -> Expression:
        """Return a pattern with the bits of its conditions."""
        key = hashlib.sha256(pattern.encode()).hexdigest()[:10]
        numbers = self.needs.expressions.get(key)
        if numbers is None:
            conditions = self._reader.conditions(_spaced(self._marked(pattern)))
            numbers = self.needs.expressions[key] = [self._number(one) for one in conditions]
        self._first.update(numbers[:1])
        bits = sum(1 << number for number in numbers)
        return Expression(pattern, self._language, bits, numbers[0] if numbers else None)

    def _number(self, condition: Condition) -> int:
        number = self._numbers.get(condition)
        if number is None:
            number = self._numbers[condition] = len(self._numbers)
            for word in condition.words:
                self.needs.words.setdefault(word, []).append(number)
            for start in condition.beginnings:
                self.needs.beginnings.setdefault(start, []).append(number)
        return number

    def _marked(self, pattern: str) -> str:
        """Put one sign in the place of each list and shared pattern, which are then read once."""

        def put(found: re.Match[str]) -> str:
            name = found.group()
            if name not in self._signs:
                inner = _spaced(self._marked(_piece(found.group(1), found.group(2), self._language)))
                self._signs[name] = self._reader.share(inner)
            return self._signs[name]

        return _MACRO.sub(put, pattern)

    def met_by(self, piece: str) -> tuple[int, set[int]]:
        """Return what a sentence meets, by its words and by the signs in it: as bits; and as numbers, those that tell most."""
        bits, numbers, known = 0, set[int](), self._met
        words = set(_WORD.findall(piece))
        words.update(sign for sign in SIGNS if sign in piece)
        for word in words:
            met = known.get(word) or self._meets(word)
            if met[0]:
                bits |= met[0]
                numbers |= met[1]
        return bits, numbers

    def _meets(self, word: str) -> tuple[int, frozenset[int]]:
        numbers = set(self.needs.words.get(word, ()))
        self._lengths = self._lengths or frozenset(map(len, self.needs.beginnings))
        for length in self._lengths:
            numbers.update(self.needs.beginnings.get(word[:length], ()))
        if len(self._met) >= _REMEMBERED:
            self._met.clear()
        self._met[word] = sum(1 << number for number in numbers), frozenset(numbers & self._first)
        return self._met[word]
