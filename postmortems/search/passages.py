"""The passage of a text that answers a question, with its words marked. In Python: Postgres would parse the text anew."""

import re
from dataclasses import dataclass
from functools import cached_property

from postmortems.search.words import Question, Term

Marked = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether it is marked."""


MOST = 400
"""So many places of a text are looked at."""

SAME = 6
"""Words that begin with so many letters alike are one word."""

_ALSO_ASCII = "İıſ\N{KELVIN SIGN}"
"""Letters beyond ASCII that are i, s or k where capitals do not count."""

_REST = re.compile(rf"[\w-]{{0,{SAME}}}")
_SIGNS = re.compile(r"[\[*_`|#>+]|-[\s-]|::|\dT\d")


@dataclass(frozen=True)
class Sought:
    """What is marked: words that begin so, the longest first, in small letters."""

    beginnings: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All of them, for texts as short as a passage."""
        words = "|".join(re.escape(beginning) for beginning in self.beginnings) or "(?!)"
        return re.compile(rf"\b(?:{words})[\w-]{{0,12}}", re.IGNORECASE)

    def places(self, text: str, *, at_most: int = MOST) -> list[tuple[int, str]]:
        """Find where they stand in a long text, and the beginning of each word: quicker than the pattern by far."""
        small = self._in_small_letters(text)
        if len(small) != len(text):  # a letter that is two small ones would move all that follow
            return [(match.start(), match.group().lower()[:SAME]) for match in self.pattern.finditer(text)][:at_most]
        found: dict[int, str] = {}
        for beginning in self.beginnings:
            at = small.find(beginning)
            most = len(found) + at_most
            while at >= 0 and len(found) < most:
                if at not in found and (at == 0 or _in_word(text[at - 1]) != _in_word(beginning[0])):
                    rest = _REST.match(text, at + len(beginning))
                    found[at] = (beginning + (rest.group().lower() if rest else ""))[:SAME]
                at = small.find(beginning, at + 1)
        return sorted(found.items())[:at_most]

    def _in_small_letters(self, text: str) -> str:
        """Write a text in small letters: forty times as quick where all of them are ASCII, so others are put aside."""
        plain = text.isascii() or not all(beginning.isascii() for beginning in self.beginnings)
        if not plain and not any(letter in text for letter in _ALSO_ASCII):
            return text.encode("ascii", "replace").decode("ascii").lower()
        return text.lower()


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def sought_by(question: Question, terms: list[Term]) -> Sought:
    """Return what to mark: words that begin as a lexeme does (`retri` is in `retry`), and phrases."""
    beginnings = set(question.phrases)
    for part in (part for term in terms for parts in term.lexemes for part in parts):
        beginnings.add(part[:-1] if len(part) > 4 and part.endswith("i") else part)
    return Sought(tuple(sorted({beginning.lower() for beginning in beginnings}, key=len, reverse=True)))


def without_signs(text: str) -> str:
    """Leave out the signs of Markdown and the times machines write: a passage is read, not rendered."""
    if not _SIGNS.search(text):
        return text
    text = re.sub(r"!?\[([^\]]*)\]\([^)\s]*\)", r"\1", text)
    text = re.sub(r"\*\*|__|`|\b\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?", "", text)
    return re.sub(r"(?m)^\s*(?:#{1,6}|[-*+>]|\|)\s+|\s\|(?=\s|$)|^[-|: ]{5,}$", " ", text)


def passage_of(text: str, sought: Sought, *, width: int = 240) -> Marked:
    """Return the stretch of about `width` characters with most different marked words, in marked parts."""
    # of one word, any place is as good as the first
    found = sought.places(text, at_most=MOST if len(sought.beginnings) > 1 else 1)
    if not found:
        return marked(" ".join(without_signs(text[:width]).split()) + ("…" if len(text) > width else ""), sought)
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
    return marked(words, sought)


def marked(text: str, sought: Sought) -> Marked:
    """Split a text into (part, is marked)."""
    parts: list[tuple[str, bool]] = []
    last = 0
    for match in sought.pattern.finditer(text):
        if match.start() > last:
            parts.append((text[last : match.start()], False))
        parts.append((match.group(), True))
        last = match.end()
    if last < len(text):
        parts.append((text[last:], False))
    return tuple(parts)
