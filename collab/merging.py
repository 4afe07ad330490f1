"""What changed between two texts, and how such a change is carried into a shared text.

Pure: knows neither rooms nor rows. Positions of an `Edit` count characters; a shared text counts the
bytes of UTF-8, which is why nothing but `apply_edits` touches one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pycrdt import Text

WORD = re.compile(r"\w+")
LONGEST_WORD = 120  # longer ones are pasted keys, not two words grown together
BLOCK = re.compile(r"(?:[-*+]|\d+[.)]|#{1,6}|>|\|)(?:\s|$)")  # what begins a list, a heading, a quotation, a table
OPENING = "([{<\"'«“‘`*_"
TOKENS = re.compile(r"\w+|[^\S\n]+|\n|[^\w\s]")


@dataclass(frozen=True)
class Edit:
    """Put `inserted` in the place of the characters from `start` up to `end`."""

    start: int
    end: int
    inserted: str


def tidy(submitted: str) -> str:
    """Return what a form's text area meant: one kind of line ending, nothing a database refuses."""
    return submitted.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def edits_between(old: str, new: str) -> list[Edit]:
    """Return the edits that lead from one text to the other, in order.

    Lines first, then tokens within the lines that differ: comparing characters takes half a minute
    where this takes milliseconds.
    """
    if old == new:
        return []
    edits: list[Edit] = []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    offset, done = 0, 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old_lines, new_lines).get_opcodes():
        if tag == "equal":
            continue
        offset += sum(map(len, old_lines[done:i1]))
        done = i1
        edits += _token_edits("".join(old_lines[i1:i2]), "".join(new_lines[j1:j2]), offset)
    return _joined(edits)


def _token_edits(old: str, new: str, offset: int) -> list[Edit]:
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    starts = [offset]
    for token in before:
        starts.append(starts[-1] + len(token))
    return [
        Edit(starts[first], starts[last], "".join(inserted))
        for tag, i1, i2, j1, j2 in SequenceMatcher(str.isspace, before, after).get_opcodes()
        if tag != "equal"
        for first, last, inserted in [_trimmed(before, i1, i2, after[j1:j2])]
    ]


def _trimmed(before: Sequence[str], first: int, last: int, inserted: Sequence[str]) -> tuple[int, int, Sequence[str]]:
    """Leave out what is the same at both ends: spaces are no anchors, so the comparison may have passed them by."""
    while first < last and inserted and before[first] == inserted[0]:
        first, inserted = first + 1, inserted[1:]
    while first < last and inserted and before[last - 1] == inserted[-1]:
        last, inserted = last - 1, inserted[:-1]
    return first, last, inserted


def _joined(edits: Sequence[Edit]) -> list[Edit]:
    """Join edits that touch, so that a place is changed once."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].end == edit.start:
            joined[-1] = Edit(joined[-1].start, edit.end, joined[-1].inserted + edit.inserted)
        else:
            joined.append(edit)
    return joined


def beside(theirs: Sequence[Edit], mine: Sequence[Edit]) -> list[Edit]:
    """Return my edits as they can stand beside theirs, both being made to the same text.

    What both put in the same place is kept once: a form sent again after a lost answer repeats itself.
    """
    same_place = {(other.start, other.end): other for other in theirs}
    fitted = [_beside_one(same_place.get((edit.start, edit.end)), edit) for edit in mine]
    return [edit for edit in fitted if edit.inserted or edit.end > edit.start]


def _beside_one(other: Edit | None, edit: Edit) -> Edit:
    if other is None or not other.inserted:
        return edit
    if edit.inserted.startswith(other.inserted):
        return replace(edit, inserted=edit.inserted[len(other.inserted) :])
    if other.inserted.startswith(edit.inserted):
        return replace(edit, inserted="")
    return edit


def seams(merged: str, base: str, now: str, submitted: str) -> list[Edit]:
    """Return the spaces and line breaks that are missing where what two hands wrote has grown together.

    That is where an addition of one stands against an addition of the other ("early.One"), and inside
    a word that stands in none of the texts that were merged while its parts do.
    """
    places = {edit.start: edit for edit in _seams_in_words(merged, base, now, submitted)}
    places |= {edit.start: edit for edit in _seams_at_joints(merged, base, now)}
    return [places[start] for start in sorted(places)]


def _seams_in_words(merged: str, *sources: str) -> list[Edit]:
    known = {word for source in sources for word in WORD.findall(source)}
    return [
        Edit(found.start() + split, found.start() + split, " ")
        for found in WORD.finditer(merged)
        if len(found.group()) <= LONGEST_WORD and found.group() not in known
        for split in _splits(found.group(), known)
    ]


def _seams_at_joints(merged: str, base: str, now: str) -> list[Edit]:
    """Return what is missing where my addition (what `merged` has more than `now`) meets one of theirs."""
    theirs, found, grown = list(_added(edits_between(base, now))), [], 0
    for mine in edits_between(now, merged):
        start, end = mine.start + grown, mine.start + grown + len(mine.inserted)
        grown += len(mine.inserted) - (mine.end - mine.start)
        for first, last in theirs:
            if mine.inserted and last == mine.start:
                found.append((start, _seam(now[first:last], mine.inserted)))
            if mine.inserted and first == mine.end:
                found.append((end, _seam(mine.inserted, now[first:last])))
    return [Edit(place, place, seam) for place, seam in found if seam]


def _added(edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Yield from where to where each addition stands in the text that the edits lead to."""
    grown = 0
    for edit in edits:
        if edit.inserted:
            yield edit.start + grown, edit.start + grown + len(edit.inserted)
        grown += len(edit.inserted) - (edit.end - edit.start)


def _seam(left: str, right: str) -> str:
    """Return what keeps two additions apart: a line break between blocks, a space in prose, nothing at a mark."""
    if left[-1].isspace() or right[0].isspace():
        return ""
    if BLOCK.match(left) or BLOCK.match(right) or "\n" in left or "\n" in right:
        return "\n"
    return "" if left[-1] in OPENING or not (right[0].isalnum() or right[0] in OPENING) else " "


def _splits(word: str, known: set[str]) -> list[int]:
    """Return where to cut a word so that every part is known; nothing if there is no such way."""
    ways: dict[int, list[int]] = {0: []}
    for end in range(1, len(word) + 1):
        begins = [start for start in ways if word[start:end] in known]
        if begins:
            ways[end] = [*ways[begins[0]], begins[0]]
    return [cut for cut in ways.get(len(word), []) if cut]


def without_deletions(edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that only add: for a text whose beginning nobody remembers, so that nothing is lost."""
    return [Edit(edit.end, edit.end, edit.inserted) for edit in edits if edit.inserted]


def apply_edits(text: Text, base: str, edits: Sequence[Edit]) -> None:
    """Make the edits in a shared text that reads `base`, the last one first so that places stay true."""
    for edit in reversed(edits):
        start = len(base[: edit.start].encode())
        end = start + len(base[edit.start : edit.end].encode())
        if end > start:
            del text[start:end]
        if edit.inserted:
            text.insert(start, edit.inserted)
