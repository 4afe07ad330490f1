"""What the lens says of a text, with the answers its findings have. The one place that asks the lens."""

from bisect import bisect
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import lens
from incidents.choices import LensLevel
from incidents.wording.knowing import Known, what_is_known
from incidents.wording.models import LensAnswer
from lens import Finding
from lens.text import mask

OWN = "own-words"
KEPT_TEXTS = 2048
BESIDE = 40
"""How many characters of its line a passage is shown with, on each side."""

Answers = Mapping[tuple[int, str, str], LensAnswer]  # (incident, rule, sentence)


@dataclass(frozen=True)
class Seen:
    """A finding in its place, and the answer it has, if any."""

    finding: Finding
    sentence: str
    line: int
    place: tuple[int, int]  # start and end as a browser counts, which takes two for some characters
    answer: LensAnswer | None = None
    around: tuple[str, str] = ("", "")  # what stands before and behind it in its line

    @property
    def key(self) -> str:
        """What an answer's form calls it."""
        return f"{self.finding.rule}:{self.sentence}"

    @property
    def is_mark(self) -> bool:
        """Whether it has to be mended or answered before publishing."""
        return self.finding.level == LensLevel.MARK

    @property
    def quoted(self) -> str:
        """The passage, short enough to be quoted."""
        words = " ".join(self.finding.text.split())
        return words if len(words) <= 90 else f"{words[:88].rstrip()}…"

    @property
    def has_page(self) -> bool:
        """Whether the rule is one of the shipped ones, which have a page each."""
        return self.finding.rule != OWN

    @property
    def places(self) -> int:
        """How many places a count stands for."""
        return len(self.finding.places) or 1


def look_at(
    text: str,
    section: str,
    *,
    incident_id: int | None = None,
    answers: Answers | None = None,
    known: Known | None = None,
) -> list[Seen]:
    """Return all findings in a text, in reading order. One query where `known` is not handed in."""
    text = text.replace("\r\n", "\n")
    if not text.strip():
        return []
    known = known or what_is_known()
    wide = [place for place, character in enumerate(text) if character > "\uffff"]
    return [
        Seen(
            finding,
            sentence,
            text.count("\n", 0, finding.start) + 1,
            (finding.start + bisect(wide, finding.start - 1), finding.end + bisect(wide, finding.end - 1)),
            (answers or {}).get((incident_id or 0, finding.rule, sentence)),
            _around(text, finding),
        )
        for finding, sentence in _found(text, section, known)
    ]


def _around(text: str, finding: Finding) -> tuple[str, str]:
    """Return some words before and behind a passage in its line, so that its place is seen without the text."""
    begin, end = text.rfind("\n", 0, finding.start) + 1, text.find("\n", finding.end)
    before, behind = text[begin : finding.start], text[finding.end : end if end >= 0 else len(text)]
    if len(before) > BESIDE:
        before = "…" + before[-BESIDE:].partition(" ")[2]
    if len(behind) > BESIDE:
        behind = behind[:BESIDE].rpartition(" ")[0] + "…"
    return before, behind


@lru_cache(maxsize=KEPT_TEXTS)
def _found(text: str, section: str, known: Known) -> tuple[tuple[Finding, str], ...]:
    """Ask the lens once for a text that is shown again and again: in its form, on the page, at the gate."""
    found = [*lens.check(text, section=section, vocabulary=known.vocabulary), *_own_words(text, known)]
    found.sort(key=lambda finding: (finding.start, finding.end))
    return tuple((finding, _sentence_of(text, finding)) for finding in found)


def _sentence_of(text: str, finding: Finding) -> str:
    """Name the finding's sentence from its paragraph alone, so that a long text with many findings stays cheap."""
    first = text.rfind("\n\n", 0, finding.start) + 1
    last = text.find("\n\n", finding.end)
    paragraph = text[first : last if last >= 0 else len(text)]
    return lens.sentence_at(paragraph, finding.start - first, finding.end - first)


def _own_words(text: str, known: Known) -> list[Finding]:
    masked = mask(text) if known.own else text
    return [
        Finding(
            category="hindsight",
            level=word.level,
            rule=OWN,
            start=found.start(),
            end=found.end(),
            text=text[found.start() : found.end()],
            message="A word that your organisation wants to think about twice.",
            ask=word.ask or "What would you say instead?",
            why="Your administrators added it.",
            source="",
        )
        for word in known.own
        for found in word.pattern.finditer(masked)
    ]


def answers_on(incidents: Collection[int]) -> dict[tuple[int, str, str], LensAnswer]:
    """Return the answers given on these incidents; one query."""
    rows = LensAnswer.objects.filter(incident__in=incidents).select_related("by")
    return {(row.incident_id, lens.called_now(row.rule), row.sentence): row for row in rows}
