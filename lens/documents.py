"""A post-mortem kept as a Markdown file: which part of it is which section, and what the lens says of each."""

import re
from dataclasses import dataclass, replace

from lens.engine import check
from lens.findings import Finding
from lens.vocabulary import Vocabulary

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_FENCE = re.compile(r"^[ \t]{0,12}(`{3,}|~{3,})")
_BULLET = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)]|\|)[ \t]?")
_LABEL = re.compile(
    r"owners?\b|authors?\b|involved\b|date\b|status\b|attendees\b|participants\b|level\b", re.IGNORECASE
)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.IGNORECASE)
# The first that fits a heading says what stands below it.
_SECTIONS = (
    (
        "timeline",
        re.compile(
            r"timeline|chronolog|sequence of events|course of events|^log$|incident log|event log", re.IGNORECASE
        ),
    ),
    (
        "action",
        re.compile(
            r"action|next steps|remediation|follow[- ]?ups?\b|to[- ]?dos?\b|corrective|preventi|prevention|"
            r"process improvements|technical improvements|documentation improvements|tasks\b|improvements$",
            re.IGNORECASE,
        ),
    ),
    (
        "lessons",
        re.compile(
            r"lesson|learn|went (?:well|wrong|badly|poorly)|go so well|lucky|takeaway|retro|better in", re.IGNORECASE
        ),
    ),
    ("causes", re.compile(r"cause|contributing|factor|trigger|why|analysis|diagnos|what went|fault", re.IGNORECASE)),
    ("impact", re.compile(r"impact|affected|damage|stats|severity|customers", re.IGNORECASE)),
    ("summary", re.compile(r"summary|overview|tl;?dr|abstract|what happened|introduction|background", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document that stands in one section."""

    start: int
    end: int
    section: str


def pieces(text: str) -> list[Piece]:
    """Cut a document at its headings and lists; the first heading, or the title of its front matter, is its title."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Piece] = []
        self.above: list[tuple[int, str]] = []  # the headings around this place, with their sections
        self.titled = False

    def read(self) -> list[Piece]:
        place = self._front_matter()
        fence = ""
        while place < len(self.text):
            end = self.text.find("\n", place) + 1 or len(self.text)
            line = self.text[place:end].rstrip("\n")
            mark = _FENCE.match(line)
            if mark and (not fence or mark.group(1).startswith(fence)):
                fence = "" if fence else mark.group(1)
            heading = None if fence or mark else _HEADING.match(line)
            if heading:
                self._heading(place, heading)
            else:
                self._line(place, end, line, listed=not fence and not mark)
            place = end
        return self.found

    def _front_matter(self) -> int:
        if not self.text.startswith("---\n"):
            return 0
        end = self.text.find("\n---", 3)
        if end < 0:
            return 0
        place = 4
        for line in self.text[4:end].split("\n"):
            title = _TITLE.match(line)
            if title and title.group(1):
                self.found.append(Piece(place + title.start(1), place + title.end(1), "title"))
                self.titled = True
            place += len(line) + 1
        return min(len(self.text), end + 4)

    def _heading(self, place: int, heading: re.Match[str]) -> None:
        depth, words = len(heading.group(1)), heading.group(2)
        while self.above and self.above[-1][0] >= depth:
            self.above.pop()
        section = next((name for name, pattern in _SECTIONS if pattern.search(words)), "")
        first = depth == 1 or not self.text[:place].strip()
        if first and not self.titled and not section and not _LABEL.match(words):
            self.titled = True
            self.found.append(Piece(place + heading.start(2), place + heading.end(2), "title"))
        self.above.append((depth, section or (self.above[-1][1] if self.above else "prose")))

    def _line(self, start: int, end: int, line: str, *, listed: bool) -> None:
        section = self.above[-1][1] if self.above else "prose"
        if section == "action" and not (listed and _BULLET.match(line)):
            # What is written around a list of actions is prose; a line below a bullet goes on with it.
            last = self.found[-1] if self.found else None
            going_on = (
                last is not None and last.end == start and last.section == "action" and line.startswith((" ", "\t"))
            )
            section = "action" if going_on and line.strip() else "prose"
        if self.found and self.found[-1].end == start and self.found[-1].section == section:
            self.found[-1] = replace(self.found[-1], end=end)
        else:
            self.found.append(Piece(start, end, section))


def check_document(text: str, *, vocabulary: Vocabulary | None = None, language: str = "en") -> list[Finding]:
    """Return what is worth another look in a whole document, with places in the whole document."""
    found: list[Finding] = []
    for piece in pieces(text):
        for one in check(
            text[piece.start : piece.end], section=piece.section, vocabulary=vocabulary, language=language
        ):
            places = tuple((start + piece.start, end + piece.start) for start, end in one.places)
            found.append(replace(one, start=one.start + piece.start, end=one.end + piece.start, places=places))
    return found
