"""What a sentence has to hold for an expression to have a chance: worked out from the expression itself.

An expression is looked at only where every one of its conditions holds; a condition is a set of words and beginnings
of words of which one has to stand in the sentence. It can only say "no use in trying", never hide a match:
`tests/lens/test_needed.py` runs every expression with and without it.
"""

import re
from collections.abc import Iterable, Iterator
from re import _parser as parser  # type: ignore[attr-defined] # nothing public tells what an expression consists of
from typing import Any, NamedTuple

SIGNS = "NGSBR\ue00f"
_EDGE = "|"  # stands for a place where a word ends or begins
_MOST = 600
_TOKEN = re.compile(r"[a-z]+|[NGSBR\ue00f]")
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

    def share(self, pattern: str) -> str:
        """Return the sign that stands for a piece from here on."""
        sign = chr(0xE100 + len(self._shared))
        self._shared[sign] = self._sequence(parser.parse(pattern))
        return sign

    def conditions(self, pattern: str) -> tuple[Condition, ...]:
        """Return what has to hold for an expression to match anywhere; nothing where nothing can be said."""
        found = dict.fromkeys(_told_by(self._sequence(parser.parse(pattern))))
        kept: list[Condition] = []
        for one in sorted(found, key=lambda condition: condition.weight):
            if not any(other.words <= one.words and other.beginnings <= one.beginnings for other in kept):
                kept.append(one)
        return tuple(kept)

    def _sequence(self, items: Any, *, apart: bool = False) -> _Piece:
        """Read what follows one another: as texts if they can be listed, and with what has to hold.

        `apart`: a word has ended before it, so that what begins here is the beginning of a word.
        """
        found: list[Condition] = []
        live, listed = [_EDGE if apart else ""], True  # what this stretch can be, and whether that is all of it
        ends, empty = True, True  # whether a word ends here if one ended before it all; whether this can be nothing

        def close() -> None:
            if (one := _condition(live)) is not None:
                found.append(one)

        for item in _words(items):
            apart = all(text.endswith(_EDGE) for text in live)
            piece = _Piece((item,)) if isinstance(item, str) else self._item(item, apart=apart)
            ends = _ends(piece, before=ends)
            empty = empty and _may_be_empty(piece)
            if piece.texts is None or len(live) * len(piece.texts) > _MOST:
                close()
                listed = False
                found += piece.conditions
                if piece.texts is None:
                    apart = piece.ends_a_word and (apart or not piece.may_be_empty)
                fresh = _EDGE if apart else ""
                live = [fresh + text for text in piece.texts or ("",)]
                continue
            live = list(dict.fromkeys(text + more for text in live for more in piece.texts))
            if piece is _BETWEEN_WORDS and not listed:
                close()
                live = [_EDGE]
        if listed:
            return _Piece(tuple(live))
        close()
        return _Piece(None, tuple(found), ends, empty)

    def _item(self, item: Any, *, apart: bool) -> _Piece:  # noqa: C901, PLR0911 - one kind of part after the other
        kind, value = str(item[0]), item[1]
        if kind == "LITERAL":
            return self._letter(chr(value))
        if kind == "IN":
            return self._class(value)
        if kind == "AT":
            return _BETWEEN_WORDS if value is not parser.AT_NON_BOUNDARY else _NOTHING
        if kind in {"ASSERT_NOT", "GROUPREF"}:
            return _NOTHING if kind == "ASSERT_NOT" else _ANYTHING
        if kind == "ASSERT":
            return _NOTHING
        if kind == "SUBPATTERN":
            return self._sequence(value[-1], apart=apart)
        if kind == "ATOMIC_GROUP":
            return self._sequence(value, apart=apart)
        if kind == "BRANCH":
            return _branch([self._sequence(one, apart=apart) for one in value[1]])
        if kind in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            return self._repeat(*value, apart=apart)
        return _ANYTHING

    def _letter(self, char: str) -> _Piece:
        if char in self._shared:
            return self._shared[char]
        if char in SIGNS:
            return _Piece((_EDGE + char + _EDGE,))
        return _Piece((char,)) if "a" <= char <= "z" else _BETWEEN_WORDS

    def _class(self, parts: Any) -> _Piece:
        letters: list[str] = []
        for part in parts:
            kind, value = str(part[0]), part[1]
            if kind == "LITERAL" and chr(value) not in self._shared:
                letters.append(chr(value))
            elif kind == "CATEGORY" and value in {
                parser.CATEGORY_DIGIT,
                parser.CATEGORY_SPACE,
                parser.CATEGORY_NOT_WORD,
            }:
                letters.append(" ")
            else:
                return _ANYTHING
        return _Piece(tuple(dict.fromkeys(text for char in letters for text in self._letter(char).texts or ())))

    def _repeat(self, least: int, most: int, body: Any, *, apart: bool) -> _Piece:
        piece = self._sequence(body, apart=apart)
        if piece.texts is not None and set(piece.texts) <= {_EDGE}:
            return _BETWEEN_WORDS if least else _Piece((_EDGE, ""))
        if piece.texts is not None and least == 0 and most == 1:
            return _Piece(tuple(dict.fromkeys(("", *piece.texts))))
        if piece.texts is not None and least == most == 1:
            return piece
        if (
            piece.texts is not None
            and least
            and all(len(text.strip(_EDGE)) == 1 and text.strip(_EDGE) in SIGNS for text in piece.texts)
        ):
            return piece  # a row of one sign is one word
        empty = not least or _may_be_empty(piece)
        return _Piece(None, _told_by(piece) if least else (), _ends(piece, before=True), empty)


def _words(items: Any) -> Iterator[Any]:
    """Return the parts one after the other, the letters of a word as one text."""
    letters = ""
    for item in items:
        char = chr(item[1]) if item[0] is parser.LITERAL else ""
        if "a" <= char <= "z":
            letters += char
            continue
        if letters:
            yield letters
            letters = ""
        yield item
    if letters:
        yield letters


def _condition(texts: Iterable[str]) -> Condition | None:
    """Return one word for each of the texts, or nothing if there is one without a word."""
    words: set[str] = set()
    beginnings: set[str] = set()
    for text in texts:
        best: tuple[int, str, bool] | None = None
        for found in _TOKEN.finditer(text):
            token, sign = found.group(), found.group() in SIGNS
            starts = sign or (found.start() > 0)
            whole = sign or found.end() < len(text)
            if not starts or (not whole and len(token) < 2):
                continue
            told = (2 if sign or token in _DULL else 10) + min(len(token), 8) - (0 if whole else 3)
            if best is None or told > best[0]:
                best = (told, token, whole)
        if best is None:
            return None
        (words if best[2] else beginnings).add(best[1])
    return Condition(frozenset(words), frozenset(beginnings)) if words or beginnings else None


def _branch(ways: list[_Piece]) -> _Piece:
    if all(way.texts is not None for way in ways):
        texts = tuple(dict.fromkeys(text for way in ways for text in way.texts or ()))
        if len(texts) <= _MOST:
            return _Piece(texts)
    best: list[Condition] = []
    for way in ways:
        one = min(_told_by(way), key=lambda condition: condition.weight, default=None)
        if one is None:
            best = []
            break
        best.append(one)
    ends, empty = all(_ends(way, before=True) for way in ways), any(map(_may_be_empty, ways))
    if not best:
        return _Piece(None, (), ends, empty)
    whole = Condition(
        frozenset[str]().union(*(one.words for one in best)), frozenset[str]().union(*(one.beginnings for one in best))
    )
    return _Piece(None, (whole,), ends, empty)


def _told_by(piece: _Piece) -> tuple[Condition, ...]:
    """Return what has to hold for a piece to match."""
    if piece.texts is None:
        return piece.conditions
    one = _condition(piece.texts)
    return (one,) if one else ()


def _ends(piece: _Piece, *, before: bool) -> bool:
    """Whether no word goes on behind a piece, where that is so (or not) in front of it."""
    if piece.texts is None:
        return piece.ends_a_word and (before or not piece.may_be_empty)
    return all(text.endswith(_EDGE) if text else before for text in piece.texts)


def _may_be_empty(piece: _Piece) -> bool:
    return piece.may_be_empty if piece.texts is None else any(not text.strip(_EDGE) for text in piece.texts)
