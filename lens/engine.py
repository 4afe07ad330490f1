"""Checking a text: hide what is evidence, tag who is who, run the rules, keep one finding a place."""

from dataclasses import replace
from operator import itemgetter

from lens.entities import tag
from lens.findings import Finding
from lens.rulebook import Compiled, Try, book, tries
from lens.text import lowered, mask, sentences
from lens.vocabulary import Vocabulary

_NOBODY = Vocabulary()
_FIRST = itemgetter(0)


def check(
    text: str, *, section: str = "prose", vocabulary: Vocabulary | None = None, language: str = "en"
) -> list[Finding]:
    """Return what is worth another look in a text that stands in a section of a post-mortem, in reading order."""
    known = vocabulary or _NOBODY
    masked = mask(text)
    low = lowered(masked)
    shadow = tag(masked, low, known)
    everything = tries(language, section)
    conditions = book(language).conditions
    found: list[Finding] = []
    for sentence in sentences(masked, by_line=section in {"timeline", "action", "title"}):
        piece = shadow[sentence.start : sentence.end]
        met, numbers = conditions.met_by(piece)
        chosen = [one for one in everything[None] if one[2].needs & met == one[2].needs]
        for number in numbers:
            chosen += [one for one in everything.get(number, ()) if one[2].needs & met == one[2].needs]
        if known.off:
            chosen = [one for one in chosen if one[1].rule.id not in known.off]
        chosen.sort(key=_FIRST)
        found += _findings(text, piece, sentence.start, chosen, known)
    if any(one.category == "title_person" for one in found):
        found = [one for one in found if one.category == "title_person"]
    allowed = known.allowed_places(lowered(text))
    kept = [one for one in found if not any(one.start < end and start < one.end for start, end in allowed)]
    return _counted(kept)


def _findings(text: str, piece: str, at: int, tried: list[Try], known: Vocabulary) -> list[Finding]:
    """Run rules over a sentence; of what overlaps the weightiest stays, and one of each category."""
    matches: list[tuple[int, int, int, Compiled]] = []
    last = None
    for _, one, pattern in tried:
        if one is last or not (found := pattern.search(piece)):
            continue  # the first of a rule's expressions that fits speaks for it
        last = one
        group = "mark" if "mark" in found.re.groupindex and found.group("mark") else 0
        start, end = found.span(group)
        if end > start and not any(unless.search(piece) for unless in one.unless):
            matches.append((one.over, start, end, one))
    matches.sort(key=lambda match: (match[0], match[1], match[1] - match[2]))
    kept: list[tuple[int, int, Compiled]] = []
    for _, start, end, one in matches:
        clash = any((start < e and s < end) or one.rule.category == other.rule.category for s, e, other in kept)
        if not clash:
            kept.append((start, end, one))
    return [
        _finding(text, at + start, at + end, one, known) for start, end, one in sorted(kept, key=lambda one: one[0])
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
