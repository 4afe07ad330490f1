"""The rules: read from `lens/<language>/rules/*.yaml`, checked, and compiled once in a process.

What a pattern may say is told in `lens.patterns`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from lens.findings import CATEGORIES, LEVELS, SECTIONS, Rule, Sample
from lens.lexicons import HERE
from lens.patterns import Conditions, Expression, read_yaml

TEXTS = ("title", "message", "why", "bias", "source", "ask")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule with its expressions, each with the bits of the conditions that a sentence has to meet for it."""

    rule: Rule
    patterns: tuple[Expression, ...]
    unless: tuple[Expression, ...]
    over: int


@dataclass(frozen=True, slots=True)
class Book:
    """All rules of a language, compiled, and the conditions that they share."""

    rules: tuple[Compiled, ...]
    conditions: Conditions


class BadRule(ValueError):
    """A rule file does not say what a rule has to say."""


def _read(name: str, language: str) -> Any:
    return read_yaml(HERE / language / name)


def _samples(entries: list[Any], section: str) -> tuple[Sample, ...]:
    return tuple(
        Sample(section, entry) if isinstance(entry, str) else Sample(entry["section"], entry["text"])
        for entry in entries
    )


def _rule(raw: dict[str, Any], category: dict[str, Any]) -> Rule:
    whole = {**category, **raw}
    missing = [name for name in (*TEXTS, "id", "category", "level", "match", "flag", "pass") if not whole.get(name)]
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
def book(language: str = "en") -> Book:
    """Read, check and compile every rule of a language."""
    categories: dict[str, dict[str, Any]] = _read("categories.yaml", language)
    shared = Conditions(language)
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
                    patterns=tuple(map(shared.expression, raw["match"])),
                    unless=tuple(Expression(pattern, language) for pattern in raw.get("unless", ())),
                    over=int(raw.get("over", category["over"])),
                )
            )
    return Book(tuple(found), shared)


Try = tuple[int, Compiled, Expression]


@cache
def tries(language: str, section: str) -> dict[int | None, tuple[Try, ...]]:
    """Return what may be tried in a section, by the condition that tells most; a number says who is tried first."""
    found: dict[int | None, list[Try]] = {None: []}
    for one in book(language).rules:
        if section in one.rule.sections:
            for pattern in one.patterns:
                found.setdefault(pattern.first, []).append((sum(map(len, found.values())), one, pattern))
    return {first: tuple(there) for first, there in found.items()}


def prepare(language: str = "en") -> None:
    """Compile everything now: for whoever begins other processes with a copy of it."""
    for one in book(language).rules:
        for pattern in (*one.patterns, *one.unless):
            pattern.prepared()


@cache
def rules(language: str = "en") -> tuple[Rule, ...]:
    """Return every rule that is shipped, in the order of its files."""
    return tuple(one.rule for one in book(language).rules)


@cache
def retired(language: str = "en") -> dict[str, str]:
    """Return the rules that have gone, each with the one that took its place."""
    found: dict[str, str] = _read("ids.yaml", language)["retired"]
    return found


def called_now(rule: str, language: str = "en") -> str:
    """Return the id under which what was said of a rule is to be found today."""
    gone = retired(language)
    for _ in gone:
        if rule not in gone:
            break
        rule = gone[rule]
    return rule
