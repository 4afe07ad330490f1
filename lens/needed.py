"""What a sentence has to hold for an expression to have a chance: worked out from the expression itself.

An expression is looked at only where every one of its conditions holds; a condition is a set of words and beginnings
of words of which one has to stand in the sentence. It can only say "no use in trying", never hide a match:
`tests/lens/test_needed.py` runs every expression with and without it.

Only what the rules are written in is read: words, classes, groups, alternatives, repetition and looking around.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

SIGNS = "NGSBR\ue00f"
_SIGNS = frozenset(SIGNS)
_EDGE = "|"  # stands for a place where a word ends or begins
_MOST = 2000  # texts, from which on they are not listed any more
_LONG = 60
# The parts of an expression; the last letter of a word stands alone where it is repeated.
_PART = re.compile(
    r"[a-z]+(?![a-z*+?{])|\\.|\[\^?(?:\\.|[^\]\\])+\]|\(\?(?:P<\w+>|<?[!=]|[:>])|[?*+][?+]?|\{\d*,?\d*\}[?+]?|.",
    re.DOTALL,
)
_LOOKS = frozenset(["(?=", "(?!", "(?<=", "(?<!"])
_MORE = {"?": (0, 1), "*": (0, None), "+": (1, None)}
_NOT_A_LETTER = frozenset([r"\b", r"\s", r"\d", r"\W", "^", "$"])
# Words that stand in nearly every sentence tell little: where there is a choice, another is taken.
_DULL = frozenset(
    [
        *("the", "a", "an", "to", "of", "in", "on", "at", "by", "for", "with", "and", "or", "is", "was", "were", "are"),
        *(
            "be",
            "been",
            "had",
            "has",
            "have",
            "it",
            "this",
            "that",
            "we",
            "not",
            "t",
            "s",
            "did",
            "as",
            "from",
            "no",
            "i",
        ),
    ]
)


class Condition(NamedTuple):
    """Words of which one has to stand in the sentence, or a word that begins like one of the beginnings."""

    words: frozenset[str]
    beginnings: frozenset[str]

    @property
    def weight(self) -> int:
        """Return how little it tells: many and dull words tell little."""
        return sum(100 if word in SIGNS else 40 if word in _DULL else 1 for word in self.words) + sum(
            400 // len(start) ** 2 for start in self.beginnings
        )


class _Piece(NamedTuple):
    """What one part of an expression can be: some texts, or something that cannot be listed."""

    texts: tuple[str, ...] | None
    conditions: tuple[Condition, ...] = ()
    ends_a_word: bool = False  # where it cannot be listed: whether no word goes on behind it
    may_be_empty: bool = False  # where it cannot be listed


_NOTHING = _Piece(("",))
_ANYTHING = _Piece(None)
_BETWEEN_WORDS = _Piece((_EDGE,))


class Reader:
    """Reads expressions in which a piece that many share is one sign of its own, so that it is read once."""

    def __init__(self) -> None:
        self._shared: dict[str, _Piece] = {}
        self._parts: list[str] = []
        self._at = 0

    def share(self, pattern: str) -> str:
        """Return the sign that stands for a piece from here on."""
        sign = chr(0xE100 + len(self._shared))
        self._shared[sign] = self._read(pattern)
        return sign

    def conditions(self, pattern: str) -> tuple[Condition, ...]:
        """Return what has to hold for an expression to match anywhere; nothing where nothing can be said."""
        found = dict.fromkeys(_told_by(self._read(pattern)))
        kept: list[Condition] = []
        for one in sorted(found, key=lambda condition: condition.weight):
            if not any(other.words <= one.words and other.beginnings <= one.beginnings for other in kept):
                kept.append(one)
        return tuple(kept)

    def _read(self, pattern: str) -> _Piece:
        self._parts, self._at = [*_PART.findall(pattern), ""], 0
        found = self._alternatives(apart=False)
        if self._parts[self._at]:
            raise ValueError(f"a bracket too many: {pattern}")
        return found

    def _alternatives(self, *, apart: bool) -> _Piece:
        """Read up to the end of a bracket, or of everything.

        `apart`: a word has ended before it, so that what begins here is the beginning of a word.
        """
        ways = [self._sequence(apart=apart)]
        while self._parts[self._at] == "|":
            self._at += 1
            ways.append(self._sequence(apart=apart))
        return ways[0] if len(ways) == 1 else _branch(ways)

    def _sequence(self, *, apart: bool) -> _Piece:
        """Read what follows one another: as texts if they can be listed, and with what has to hold."""
        found: list[Condition] = []
        live, listed = [_EDGE if apart else ""], True  # what this stretch can be, and whether that is all of it
        ends, empty = True, True  # whether a word ends here if one ended before it all; whether this can be nothing
        while self._parts[self._at] not in {"", "|", ")"}:
            apart = all(text.endswith(_EDGE) for text in live)
            piece = self._repeated(apart=apart)
            ends = _ends(piece, before=ends)
            empty = empty and _may_be_empty(piece)
            if piece.texts is None or _too_many(live, piece.texts, apart=apart):
                found += _conditions(live)
                listed = False
                found += piece.conditions
                if piece.texts is None:
                    apart = piece.ends_a_word and (apart or not piece.may_be_empty)
                fresh = _EDGE if apart else ""
                live = [_joined(fresh, text) for text in piece.texts or ("",)]
                continue
            live = list(dict.fromkeys(_joined(text, more) for text in live for more in piece.texts))
            if piece is _BETWEEN_WORDS and not listed:
                found += _conditions(live)
                live = [_EDGE]
        if listed:
            return _Piece(tuple(live))
        found += _conditions(live)
        return _Piece(None, tuple(found), ends, empty)

    def _repeated(self, *, apart: bool) -> _Piece:
        """Read one part, and how often it may stand there."""
        piece = self._part(apart=apart)
        after = self._parts[self._at]
        if not after or after[0] not in "?*+{":
            return piece
        self._at += 1
        return _repeat(piece, *_often(after))

    def _part(self, *, apart: bool) -> _Piece:
        part = self._parts[self._at]
        self._at += 1
        if part in _LOOKS:
            self._pass_by()
            return _NOTHING
        if part[0] == "(":
            piece = self._alternatives(apart=apart)
            if self._parts[self._at] != ")":
                raise ValueError(f"a bracket is never closed: {''.join(self._parts)}")
            self._at += 1
            return piece
        if part[0] == "[":
            return self._class(part[1:-1])
        if part in self._shared:
            return self._shared[part]
        return _letters(part)

    def _pass_by(self) -> None:
        """Go to the end of a look around: what has to stand there, or may not, is not looked at."""
        depth = 1
        while depth:
            part = self._parts[self._at]
            if not part:
                raise ValueError(f"a bracket is never closed: {''.join(self._parts)}")
            depth += (part[:1] == "(") - (part == ")")
            self._at += 1

    def _class(self, inside: str) -> _Piece:
        if inside[0] == "^" or any(char in self._shared for char in inside) or re.search(r"\w-\w|\\[wSD]", inside):
            return _ANYTHING
        found = dict.fromkeys(text for part in _PART_OF_A_CLASS.findall(inside) for text in _letters(part).texts or ())
        return _Piece(tuple(found))


_PART_OF_A_CLASS = re.compile(r"\\.|.", re.DOTALL)


def _letters(part: str) -> _Piece:
    """Read a word, or what stands for one sign."""
    if "a" <= part[0] <= "z":
        return _Piece((part,))
    if part in SIGNS:
        return _Piece((_EDGE + part + _EDGE,))
    if part == r"\B":
        return _NOTHING
    if part == "." or (part[0] == "\\" and part[1].isalnum() and part not in _NOT_A_LETTER):
        return _ANYTHING
    return _BETWEEN_WORDS


def _often(sign: str) -> tuple[int, int | None]:
    """Return the least and the most that a repetition allows."""
    if sign[0] != "{":
        return _MORE[sign[0]]
    least, comma, most = sign[1 : sign.index("}")].partition(",")
    return int(least or 0), (int(most) if most else None) if comma else int(least)


def _repeat(piece: _Piece, least: int, most: int | None) -> _Piece:
    if piece.texts is not None:
        if set(piece.texts) <= {_EDGE}:
            return _BETWEEN_WORDS if least else _Piece((_EDGE, ""))
        if least == 0 and most == 1:
            return _Piece(tuple(dict.fromkeys(("", *piece.texts))))
        if least == most == 1:
            return piece
        if least and all(len(text.strip(_EDGE)) == 1 and text.strip(_EDGE) in SIGNS for text in piece.texts):
            return piece  # a row of one sign is one word
    empty = not least or _may_be_empty(piece)
    return _Piece(None, _told_by(piece) if least else (), _ends(piece, before=True), empty)


def _too_many(live: list[str], more: tuple[str, ...], *, apart: bool) -> bool:
    """Whether a stretch ends before a part: a long list at the beginning of a word tells more if it stands alone."""
    return len(live) * len(more) > _MOST or (apart and len(more) > _LONG and live != [_EDGE])


def _joined(text: str, more: str) -> str:
    """Put one text behind the other; two edges that meet are one."""
    return text + more[1:] if text.endswith(_EDGE) and more.startswith(_EDGE) else text + more


@cache
def _best(text: str, *, sign: bool) -> tuple[str, bool] | None:
    """Return the word, or the sign, of a text that tells most, and whether it is a whole one; or nothing."""
    best, most = None, 0
    words = text.split(_EDGE)
    for place, word in enumerate(words):
        whole = place < len(words) - 1
        if not word or (word in SIGNS) != sign or not place or (not whole and len(word) < 2):
            continue  # where a word has not begun at an edge, any letters can stand before it
        told = (2 if word in _DULL else 10) + min(len(word), 8) - (0 if whole else 3)
        if told > most:
            best, most = (word, whole), told
    return best


def _conditions(texts: Iterable[str]) -> tuple[Condition, ...]:
    """Return a condition with a word for each of the texts, and one with a sign for each, where all have one."""
    return tuple(one for sign in (False, True) if (one := _condition(texts, sign=sign)))


def _condition(texts: Iterable[str], *, sign: bool) -> Condition | None:
    words: set[str] = set()
    beginnings: set[str] = set()
    for text in texts:
        best = _best(text, sign=sign) or _best(text, sign=not sign)
        if best is None:
            return None
        (words if best[1] else beginnings).add(best[0])
    return Condition(frozenset(words), frozenset(beginnings)) if words or beginnings else None


def _branch(ways: list[_Piece]) -> _Piece:
    if all(way.texts is not None for way in ways):
        texts = tuple(dict.fromkeys(text for way in ways for text in way.texts or ()))
        if len(texts) <= _MOST:
            return _Piece(texts)
    ends, empty = all(_ends(way, before=True) for way in ways), any(map(_may_be_empty, ways))
    told = [_told_by(way) for way in ways]
    if not all(told):
        return _Piece(None, (), ends, empty)
    found = [_any_of([min(one, key=lambda condition: condition.weight) for one in told])]
    signs = [[condition for condition in one if condition.words <= _SIGNS and not condition.beginnings] for one in told]
    if all(signs):
        found.append(_any_of([one[0] for one in signs]))
    return _Piece(None, tuple(found), ends, empty)


def _any_of(conditions: list[Condition]) -> Condition:
    return Condition(
        frozenset[str]().union(*(one.words for one in conditions)),
        frozenset[str]().union(*(one.beginnings for one in conditions)),
    )


def _told_by(piece: _Piece) -> tuple[Condition, ...]:
    """Return what has to hold for a piece to match."""
    if piece.texts is None:
        return piece.conditions
    return _conditions(piece.texts)


def _ends(piece: _Piece, *, before: bool) -> bool:
    """Whether no word goes on behind a piece, where that is so (or not) in front of it."""
    if piece.texts is None:
        return piece.ends_a_word and (before or not piece.may_be_empty)
    return all(text.endswith(_EDGE) if text else before for text in piece.texts)


def _may_be_empty(piece: _Piece) -> bool:
    return piece.may_be_empty if piece.texts is None else any(not text.strip(_EDGE) for text in piece.texts)
