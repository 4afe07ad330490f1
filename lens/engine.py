"""Checking a text: hide what is evidence, tag who is who, run the rules, keep one finding a place."""

import re
from dataclasses import replace
from functools import cache

from lens.entities import tag
from lens.findings import Finding
from lens.rulebook import ANYBODY, NOTHING, PEOPLE, Compiled, compiled
from lens.text import Sentence, lowered, mask, sentences
from lens.vocabulary import Vocabulary

_WORD = re.compile(r"[a-z']+")
_PEOPLE = re.compile("[NGBR]")
_ANYBODY = frozenset(
    [
        "we",
        "i",
        "our",
        "my",
        "they",
        "he",
        "she",
        "us",
        "me",
        "nobody",
        "no",
        "none",
        "not",
        "i'd",
        "i've",
        "i'm",
        "we'd",
        "we've",
    ]
)
_NOBODY = Vocabulary()


@cache
def _index(language: str) -> tuple[dict[str, tuple[int, ...]], tuple[int, ...]]:
    """Return which rules each word calls for, and those that are always tried."""
    found: dict[str, list[int]] = {}
    always: list[int] = []
    for one in compiled(language):
        if not one.when:
            always.append(one.order)
        for word in one.when:
            found.setdefault(word, []).append(one.order)
    return {word: tuple(orders) for word, orders in found.items()}, tuple(always)


def check(
    text: str, *, section: str = "prose", vocabulary: Vocabulary | None = None, language: str = "en"
) -> list[Finding]:
    """Return what is worth another look in a text that stands in a section of a post-mortem, in reading order."""
    known = vocabulary or _NOBODY
    masked = mask(text)
    low = lowered(masked)
    shadow = tag(masked, low, known)
    book = [one for one in compiled(language) if section in one.rule.sections and one.rule.id not in known.off]
    tried = {one.order: one for one in book}
    index, always = _index(language)
    found: list[Finding] = []
    for sentence in sentences(masked, by_line=section in {"timeline", "action", "title"}):
        words = set(_WORD.findall(low, sentence.start, sentence.end))
        people = (
            PEOPLE if _PEOPLE.search(shadow, sentence.start, sentence.end) else ANYBODY if words & _ANYBODY else NOTHING
        )
        orders = set(always)
        for word in words:
            orders.update(index.get(word, ()))
        chosen = [tried[order] for order in sorted(orders) if order in tried]
        found += _findings(text, shadow, sentence, chosen, people, known)
    if any(one.category == "title_person" for one in found):
        found = [one for one in found if one.category == "title_person"]
    allowed = known.allowed_places(lowered(text))
    kept = [one for one in found if not any(one.start < end and start < one.end for start, end in allowed)]
    return _counted(kept)


def _findings(  # noqa: PLR0917 - one sentence with all that is known of it
    text: str, shadow: str, sentence: Sentence, book: list[Compiled], people: int, known: Vocabulary
) -> list[Finding]:
    """Run rules over a sentence; of what overlaps the weightiest stays, and one of each category."""
    piece = shadow[sentence.start : sentence.end]
    matches: list[tuple[int, int, int, Compiled]] = []
    for one in book:
        for needed, look in one.patterns:
            if needed <= people and (found := look(piece)):
                group = "mark" if "mark" in found.re.groupindex and found.group("mark") else 0
                start, end = found.span(group)
                if end > start and not any(unless(piece) for unless in one.unless):
                    matches.append((one.over, start, end, one))
                break
    matches.sort(key=lambda match: (match[0], match[1], match[1] - match[2]))
    kept: list[tuple[int, int, Compiled]] = []
    for _, start, end, one in matches:
        clash = any((start < e and s < end) or one.rule.category == other.rule.category for s, e, other in kept)
        if not clash:
            kept.append((start, end, one))
    return [
        _finding(text, sentence.start + start, sentence.start + end, one, known)
        for start, end, one in sorted(kept, key=lambda one: one[0])
    ]


def _finding(text: str, start: int, end: int, one: Compiled, known: Vocabulary) -> Finding:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    rule = one.rule
    return Finding(
        category=rule.category,
        level=known.levels.get(rule.id, rule.level),
        rule=rule.id,
        start=start,
        end=end,
        text=text[start:end],
        message=rule.message,
        ask=rule.ask,
        why=rule.why,
        source=rule.source,
        rewrite=rule.rewrite,
    )


def _counted(found: list[Finding]) -> list[Finding]:
    """Put all findings of level `count` of a rule into one, at its first place."""
    first: dict[str, int] = {}
    kept: list[Finding] = []
    for one in found:
        if one.level != "count":
            kept.append(one)
        elif one.category in first:
            place = first[one.category]
            kept[place] = replace(kept[place], places=(*kept[place].places, (one.start, one.end)))
        else:
            first[one.category] = len(kept)
            kept.append(replace(one, places=((one.start, one.end),)))
    return kept
