"""Text before any rule sees it: what is evidence is hidden, the rest is cut into sentences. Offsets always hold."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

LONGEST_SENTENCE = 600
OPAQUE = "\ue00f"  # stands for what was hidden but still is a thing in its sentence: code, a quotation, a link
PRIVATE = re.compile("[\ue000-\uf8ff]")

_NOT_A_BREAK = re.compile(r"[^\n]")
_FENCE = re.compile(r"^[ \t>]{0,12}(`{3,}|~{3,})", re.MULTILINE)
_CHAT_LINE = re.compile(r"^[ \t]*(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?[ \t]*)?<[^<>\n ]{1,40}>[ \t][^\n]*$", re.MULTILINE)
_CHAT_TIME = re.compile(r"[ \t]\[?\d{1,2}:\d\d[ \t]?[AaPp][Mm]\]?[ \t]*$", re.MULTILINE)
_CHAT_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:[ ][\w.'’()-]+){0,3}")
_REFERENCE = re.compile(r"^[ \t]{0,3}\[[^\]\n]{1,120}\]:[^\n]*$", re.MULTILINE)
_BLOCK_QUOTE = re.compile(r"^[ \t]{0,12}(?:&gt;|>)[^\n]*$", re.MULTILINE)
# Each looks ahead a bounded way, and begins with a mark that has to stand in the text for it to be tried at all.
_GONE, _THING = " ", OPAQUE
_INLINE: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("`", _THING, re.compile(r"(?<!`)(`{1,2})(?!`)[^\n]{1,300}?(?<!`)\1(?!`)")),
    ("<!--", _GONE, re.compile(r"<!--.{0,2000}?-->", re.DOTALL)),
    ("![", _GONE, re.compile(r"!\[[^\]\n]{0,200}\]\([^()\n]{0,500}\)")),
    ("](", _GONE, re.compile(r"(?<=\])\([^()\s]{1,500}(?:[ ]\"[^\"\n]{0,100}\")?\)")),
    ("][", _GONE, re.compile(r"(?<=\])\[[^\[\]\n]{0,80}\]")),
    ("://", _THING, re.compile(r"\b(?:https?|ftp|ssh|file)://[^\s<>\"')\]]{1,500}(?<![.,;:!?])")),
    ("www.", _THING, re.compile(r"\bwww\.[^\s<>\"')\]]{1,300}(?<![.,;:!?])")),
    ("<", _GONE, re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")),
    ('"', _THING, re.compile(r"\"[^\"\n]{1,400}\"")),
    ("“", _THING, re.compile(r"“[^“”\n]{1,400}”")),
    ("«", _THING, re.compile(r"«[^«»\n]{1,400}»")),
    ("„", _THING, re.compile(r"„[^„“”\n]{1,400}[“”]")),
    ("'", _THING, re.compile(r"(?<![\w'’])'(?=\S)[^'\n]{1,200}(?<=\S)'(?![\w'])")),
    ("‘", _THING, re.compile(r"(?<!\w)‘[^‘’\n]{1,200}’(?!\w)")),
)
_MARKERS = re.compile(r"\*+|~~|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|[\[\]](?!\w?\])|\\(?=\W)")
_LINE_START = re.compile(r"[ \t]*(?:(?:[-*+•–—]|\d{1,3}[.)]|#{1,6})[ \t]+)?(?:\[[ xX]?\][ \t]+)?")
_BREAK = re.compile(
    r"[.!?…]+[)\"'”’\]*_]*(?=[ \t]+[^a-z\s])"  # the end of a sentence
    r"|\n(?=[ \t]*\n)|\n(?=[ \t]*(?:[-*+•–—#>|]|\d{1,3}[.)])[ \t])|\n(?=[ \t]*\|)|(?<=\|)\n?"
    r"|(?<!\w)\|(?!\w)|[ \t]\|[ \t]",
)
_SHORTENED = frozenset(
    [
        "e.g",
        "i.e",
        "etc",
        "vs",
        "approx",
        "ca",
        "cf",
        "resp",
        "incl",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "fig",
    ]
)
_STAMP = re.compile(
    r"[ \t]*(?:[~≈(\[]?\d{4}-\d\d-\d\d[T, ]{0,2})?(?:[~≈(\[]?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:[ ]?[AaPp][Mm])?[)\]]?)"
    r"(?:[ ]?(?:UTC|GMT|BST|CET|CEST|EST|EDT|PST|PDT|IST|JST|Z)\b)?(?:[ ]?[-–—][ ]?\d{1,2}[:.]\d\d)?[ \t]*[-–—:,|]?[ \t]*"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place; `start` is after a bullet, a heading's marks or a time."""

    start: int
    end: int


def mask(text: str) -> str:
    """Hide code, links, quotations and quoted chat, character for character; line breaks stay."""
    text = PRIVATE.sub(" ", text)
    text = _hide_fences(text)
    for mark, pattern in ((">", _BLOCK_QUOTE), ("]:", _REFERENCE), ("<", _CHAT_LINE)):
        if mark in text or (mark == ">" and "&gt;" in text):
            text = pattern.sub(lambda found: " " * len(found.group()), text)
    text = _hide_chat(text)
    for mark, sign, pattern in _INLINE:
        if mark in text:
            text = pattern.sub(lambda found, sign=sign: _NOT_A_BREAK.sub(sign, found.group()), text)  # type: ignore[misc]
    return _MARKERS.sub(lambda found: " " * len(found.group()), text)


def _hide_fences(text: str) -> str:
    pieces: list[str] = []
    place, opened = 0, ""
    for found in _FENCE.finditer(text):
        marks = found.group(1)
        if not opened:
            pieces.append(text[place : found.start()])
            place, opened = found.start(), marks
        elif marks[0] == opened[0] and len(marks) >= len(opened):
            end = text.find("\n", found.end())
            end = len(text) if end < 0 else end
            pieces.append(re.sub(r"[^\n]", " ", text[place:end]))
            place, opened = end, ""
    rest = text[place:]
    pieces.append(re.sub(r"[^\n]", " ", rest) if opened else rest)
    return "".join(pieces)


def _hide_chat(text: str) -> str:
    """Hide pasted chat: a line with a name and a time of day, and what follows up to an empty line."""
    pieces: list[str] = []
    place = 0
    for found in _CHAT_TIME.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        who = text[start : found.start()].strip()
        if start < place or not 0 < len(who) <= 40 or not _CHAT_NAME.fullmatch(who):
            continue
        end = text.find("\n\n", found.end())
        end = len(text) if end < 0 else end
        pieces += [text[place:start], re.sub(r"[^\n]", " ", text[start:end])]
        place = end
    return "".join([*pieces, text[place:]])


def sentences(masked: str, *, by_line: bool = False) -> list[Sentence]:
    """Cut masked text into sentences; an endless one is cut at a space. `by_line`: each line stands alone."""
    places: list[int] = []
    for found in _BREAK.finditer(masked):
        if found.group()[:1] == "." and _is_shortened(masked, found.start()):
            continue
        places.append(found.end())
    if by_line:
        places += [place + 1 for place, char in enumerate(masked) if char == "\n"]
        places.sort()
    found_sentences: list[Sentence] = []
    start = 0
    for end in [*places, len(masked)]:
        _add(masked, start, end, found_sentences)
        start = max(start, end)
    return found_sentences


def _is_shortened(masked: str, place: int) -> bool:
    before = masked[max(0, place - 8) : place].lower()
    word = re.split(r"[\s(]", before)[-1]
    return word in _SHORTENED or (len(word) == 1 and word.isalpha() and word != "i")


def _add(masked: str, start: int, end: int, found: list[Sentence]) -> None:
    while start < end:
        stop = end
        if end - start > LONGEST_SENTENCE:
            space = masked.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
            stop = space if space > 0 else start + LONGEST_SENTENCE
        first = begin_of(masked, start, stop)
        last = stop
        while last > first and masked[last - 1] in " \t\n|":
            last -= 1
        if last > first:
            found.append(Sentence(first, last))
        start = stop


def begin_of(masked: str, start: int, end: int) -> int:
    """Return where the words begin, past spaces, a bullet, a heading's marks and a time."""
    while start < end and masked[start] in " \t\n|":
        start += 1
    found = _LINE_START.match(masked, start, end)
    place = found.end() if found else start
    stamp = _STAMP.match(masked, place, end)
    return stamp.end() if stamp else place


def lowered(text: str) -> str:
    """Return the text in lower case, as long as it was, with plain apostrophes, dashes and spaces."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return low.translate(_PLAIN)


_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\n": " ", "\t": " ", "\r": " ", "–": "-", "—": "-"}
)


def sentence_at(text: str, start: int, end: int) -> str:
    """Name the sentence around a passage, so that an answer to a finding holds while the sentence stands.

    Case, spacing, emphasis, a bullet and a time before it do not matter; any other change gives another name.
    """
    masked = mask(text)
    # A quotation inside the sentence belongs to it, so only its place is taken from what is masked.
    around = [s for s in sentences(masked) if s.start < max(end, start + 1) and s.end > start]
    whole = text[around[0].start : around[-1].end] if around else text[start:end]
    plain = re.sub(r"[^\w']+", " ", unicodedata.normalize("NFKC", whole).lower().replace("’", "'")).strip()
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:32]
