"""The passage of a text that answers a question, with its words marked. In Python: Postgres would parse the text anew."""

import re

from postmortems.search.words import Question, Term

Marked = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether it is marked."""


def pattern_of(question: Question, terms: list[Term]) -> re.Pattern[str]:
    """Build what to mark: words that begin as a lexeme does (`retri` is in `retry`)."""
    beginnings = set()
    for part in (part for term in terms for parts in term.lexemes for part in parts):
        beginnings.add(re.escape(part[:-1] if len(part) > 4 and part.endswith("i") else part))
    for phrase in question.phrases:
        beginnings.add(re.escape(phrase))
    longest_first = sorted(beginnings, key=len, reverse=True) or ["(?!)"]
    return re.compile(rf"\b(?:{'|'.join(longest_first)})[\w-]{{0,12}}", re.IGNORECASE)


def without_signs(text: str) -> str:
    """Leave out the signs of Markdown and the times machines write: a passage is read, not rendered."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)\s]*\)", r"\1", text)
    text = re.sub(r"\*\*|__|`|\b\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?", "", text)
    return re.sub(r"(?m)^\s*(?:#{1,6}|[-*+>]|\|)\s+|\s\|(?=\s|$)|^[-|: ]{5,}$", " ", text)


def passage_of(text: str, pattern: re.Pattern[str], *, width: int = 240) -> Marked:
    """Return the stretch of about `width` characters with most different marked words, in marked parts."""
    found = [(match.start(), match.group().lower()[:6]) for match in pattern.finditer(text)][:400]
    if not found:
        return marked(" ".join(without_signs(text[:width]).split()) + ("…" if len(text) > width else ""), pattern)
    best, best_count, right = 0, 0, 0
    for left, (start, _) in enumerate(found):
        while right < len(found) and found[right][0] < start + width - 40:
            right += 1
        count = len({word for _, word in found[left:right]})
        if count > best_count:
            best, best_count = start, count
    begin = max(0, best - 40)
    if begin:
        begin = text.find(" ", begin, best) + 1 or begin
    cut = text[begin : begin + width]
    end = cut.rfind(" ") if begin + width < len(text) else -1
    cut = cut[:end] if end > width // 2 else cut
    words = ("…" if begin else "") + " ".join(without_signs(cut).split()) + ("…" if begin + width < len(text) else "")
    return marked(words, pattern)


def marked(text: str, pattern: re.Pattern[str]) -> Marked:
    """Split a text into (part, is marked)."""
    parts: list[tuple[str, bool]] = []
    last = 0
    for match in pattern.finditer(text):
        if match.start() > last:
            parts.append((text[last : match.start()], False))
        parts.append((match.group(), True))
        last = match.end()
    if last < len(text):
        parts.append((text[last:], False))
    return tuple(parts)
