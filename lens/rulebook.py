"""The rules: read from `lens/<language>/rules/*.yaml`, checked, and compiled once in a process.

A pattern is an expression over the sentence in lower case, in which every person, group and known system has become a
row of one character each (see `lens.entities`). `{name}` stands for a pattern of `patterns.yaml`, `{list}` for any
word of a list, `{list:past}` for a form of a list's verbs. A space stands for any white space.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lens.findings import CATEGORIES, LEVELS, SECTIONS, Rule, Sample
from lens.lexicons import HERE, forms, lines, one_of

_PLAIN = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MACRO = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")
_SPACE = re.compile(r" (?![?*+{])")
# Words that the tagging has already turned into signs when a pattern sees them.
_TAGGED = re.compile(r"(?:(?<=\\b)|(?<![a-z\\]))(?:every|any|some)(?:one|body)\b|(?:(?<=\\b)|(?<![a-z\\]))people\b")
_WORD = re.compile(r"[a-z']+")
NOTHING, ANYBODY, PEOPLE = 0, 1, 2
_NEEDS_PEOPLE = re.compile(r"\^?\{(?:person|named|name|role|others|group|somebody)\}(?![?*])")
_NEEDS_ANYBODY = re.compile(r"\{(?:human|crowd|nobody)\}|\\bwe\b|\\bour\b")
Searcher = Callable[[str], re.Match[str] | None]
TEXTS = ("title", "message", "why", "bias", "source", "ask")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule with its expressions. `when`: words of which a sentence must hold one, or the rule is not tried."""

    rule: Rule
    order: int
    when: frozenset[str]
    patterns: tuple[tuple[int, Searcher], ...]  # with what each needs in the sentence
    unless: tuple[Searcher, ...]
    over: int


class BadRule(ValueError):
    """A rule file does not say what a rule has to say."""


def read_yaml(path: Path) -> Any:
    """Read a file in which every value is text: `no` and `on` are words here."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_PLAIN)  # noqa: S506 - builds nothing but texts


def _read(name: str, language: str) -> Any:
    return read_yaml(HERE / language / name)


@cache
def _shared(language: str) -> dict[str, str]:
    found: dict[str, str] = _read("patterns.yaml", language)
    return found


def expand(pattern: str, language: str) -> str:
    """Put lists and shared patterns in the place of their names."""

    def put(found: re.Match[str]) -> str:
        name, form = found.groups()
        if form:
            return _group(one_of(forms(name, form, language)))
        shared = _shared(language)
        if name in shared:
            return _group(expand(shared[name], language))
        return _group(one_of(lines(name, language)))

    return _MACRO.sub(put, pattern)


def _group(pattern: str) -> str:
    return f"(?:{pattern})"


def compiled_pattern(pattern: str, language: str) -> re.Pattern[str]:
    """Compile a pattern as it is written in a rule file."""
    whole = _SPACE.sub(" +", expand(pattern, language))
    return re.compile(_TAGGED.sub(lambda found: "B+" if found.group() != "people" else "(?:people|R+)", whole))


def _searcher(pattern: str, language: str) -> Searcher:
    """Return what looks for a pattern; one that can only stand at the beginning is tried nowhere else."""
    found = compiled_pattern(pattern, language)
    return found.match if pattern.startswith("^") and not _has_alternatives(pattern) else found.search


def _has_alternatives(pattern: str) -> bool:
    """Whether a pattern is several, with a bar outside of every bracket."""
    depth = 0
    for sign in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            return True
    return False


def _needs(pattern: str) -> int:
    """Return what has to stand in a sentence for a pattern: people, anybody at all (we, nobody), or nothing."""
    if _NEEDS_PEOPLE.match(pattern):
        return PEOPLE
    return ANYBODY if _NEEDS_ANYBODY.match(pattern) else NOTHING


def _when(entries: list[str], language: str) -> frozenset[str]:
    found: set[str] = set()
    for entry in entries:
        macro = _MACRO.fullmatch(entry)
        if macro and macro.group(2):
            found |= {form.split()[0] for form in forms(macro.group(1), macro.group(2), language)}
        elif macro:
            found |= {line.lower().split()[0] for line in lines(macro.group(1), language)}
        else:
            found.add(entry)
    return frozenset(first.group() for word in found if (first := _WORD.search(word)))


def _samples(entries: list[Any], section: str) -> tuple[Sample, ...]:
    return tuple(
        Sample(section, entry) if isinstance(entry, str) else Sample(entry["section"], entry["text"])
        for entry in entries
    )


def _rule(raw: dict[str, Any], category: dict[str, Any]) -> Rule:
    whole = {**category, **raw}
    missing = [name for name in (*TEXTS, "id", "category", "level", "match", "flag", "pass") if not whole.get(name)]
    missing += [] if "when" in whole else ["when"]
    if missing:
        raise BadRule(f"{whole.get('id', raw)}: nothing under {', '.join(missing)}")
    sections = tuple(whole.get("sections", SECTIONS))
    if whole["category"] not in CATEGORIES or whole["level"] not in LEVELS or set(sections) - set(SECTIONS):
        raise BadRule(f"{whole['id']}: an unknown category, level or section")
    if len(whole["flag"]) < 2 or len(whole["pass"]) < 2:
        raise BadRule(f"{whole['id']}: two examples each are the least")
    usual = whole.get("example_section", sections[0] if len(sections) == 1 else "causes")
    return Rule(
        id=whole["id"],
        category=whole["category"],
        level=whole["level"],
        **{name: " ".join(str(whole[name]).split()) for name in TEXTS},
        rewrite=whole.get("rewrite", ""),
        before=whole.get("before", ""),
        after=whole.get("after", ""),
        sections=sections,
        must_flag=_samples(whole["flag"], usual),
        must_pass=_samples(whole["pass"], usual),
    )


@cache
def compiled(language: str = "en") -> tuple[Compiled, ...]:
    """Read, check and compile every rule of a language."""
    categories: dict[str, dict[str, Any]] = _read("categories.yaml", language)
    found: list[Compiled] = []
    for path in sorted((HERE / language / "rules").glob("*.yaml")):
        for raw in read_yaml(path):
            category = categories[raw["category"]]
            rule = _rule(raw, category)
            if any(rule.id == other.rule.id for other in found):
                raise BadRule(f"{rule.id}: twice")
            found.append(
                Compiled(
                    rule=rule,
                    order=len(found),
                    when=_when(raw["when"], language),
                    patterns=tuple((_needs(pattern), _searcher(pattern, language)) for pattern in raw["match"]),
                    unless=tuple(_searcher(pattern, language) for pattern in raw.get("unless", ())),
                    over=int(raw.get("over", category["over"])),
                )
            )
    return tuple(found)


@cache
def rules(language: str = "en") -> tuple[Rule, ...]:
    """Return every rule that is shipped, in the order of its files."""
    return tuple(one.rule for one in compiled(language))
