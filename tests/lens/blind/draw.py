"""Draw the sentences of the blind set from the corpus, before anybody has a rule.

Run as `python -m tests.lens.blind.draw /path/to/corpus /path/to/labelled`: the same corpus and the
same seed give the same sentences. The README beside this file says how and why.
"""

# ruff: noqa: T201

import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SEED = 20261121
RANDOM_SENTENCES = 110
WIDE_SENTENCES = 45
CLOSE_SENTENCES = 100
NEAR_SENTENCES = 45
MOST_PER_DOCUMENT = 3  # in each stratum

# Wide on purpose: who or what may be blamed, how failing is said, what is wished for.
CUES = re.compile(
    r"""\b(
    i|we|us|our|he|she|his|her|they|their|you|someone|somebody|nobody|no[ ]one|anyone|everyone|whoever|
    person|people|human|user|member|engineer|engineers|developer|developers|operator|admin|admins|
    administrator|maintainer|maintainers|reviewer|employee|staff|team|teams|colleague|colleagues|
    on-?call|lead|author|contributor|
    should|should've|shouldn't|could[ ]have|couldn't|would[ ]have|wouldn't|ought|must|need|needs|needed|
    had[ ]we|if[ ]we|supposed|
    error|errors|mistake|mistakes|mistakenly|mistaken|fault|faulty|fail|fails|failed|failing|failure|
    forgot|forgotten|forget|missed|missing|overlooked|oversight|ignored|neglected|wrong|wrongly|
    incorrect|incorrectly|accident|accidental|accidentally|unintended|unintentionally|inadvertently|
    careless|carelessly|rushed|assumed|assuming|assumption|misunderstood|misread|unaware|aware|blame|
    bad|poor|poorly|lack|lacked|lacking|insufficient|inadequate|improper|improperly|without|
    cause|caused|causes|root[ ]cause|due[ ]to|because|reason|result|led[ ]to|responsible|culprit|
    improve|improved|improving|better|more|ensure|make[ ]sure|consider|investigate|look[ ]into|review|
    update|document|documentation|training|careful|carefully|monitor|monitoring|alerting|process|
    clearly|obviously|obvious|simply|just|unfortunately|surprisingly|naturally|of[ ]course|apparently|
    hindsight|easily|basic|never|prevented|avoided|avoidable|earlier|sooner|learned|learnt
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Words nearer to fault, wish and hindsight: still most sentences that hold one are innocent.
CLOSE_CUES = re.compile(
    r"""\b(
    should|should've|shouldn't|could[ ]have|would[ ]have|ought|had[ ]we|if[ ]we[ ]had|supposed|
    (human|user|manual|operator|copy)[ -]\w*[ -]?(error|mistake|intervention)|
    mistake|mistakes|mistakenly|mistaken|fault|faulty|forgot|forgotten|missed|overlooked|oversight|
    ignored|neglected|wrong|wrongly|incorrect|incorrectly|accident|accidental|accidentally|
    unintended|unintentionally|inadvertently|careless|carelessly|rushed|assumed|assuming|assumption|
    misunderstood|misread|unaware|aware|blame|bad|badly|poor|poorly|lack|lacked|lacking|
    insufficient|inadequate|improper|improperly|properly|failed[ ]to|failure[ ]to|
    (we|he|she|they|i|engineer|team|nobody|no[ ]one)[ ](did[ ]not|didn't|had[ ]not|hadn't|were[ ]not|weren't)|
    root[ ]cause|culprit|responsible|due[ ]to|caused[ ]by|reason|
    improve|improved|improving|better|ensure|make[ ]sure|consider|investigate|look[ ]into|
    training|careful|carefully|clearly|obviously|obvious|simply|unfortunately|surprisingly|naturally|
    of[ ]course|apparently|hindsight|easily|basic|never|prevented|avoided|avoidable|earlier|sooner|
    nobody|someone|somebody|no[ ]one|whoever|team|teams|engineer|developer|employee|colleague
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Nearest: about half of these sentences deserve a mark, so that recall is measured on more than a handful.
NEAR_CUES = re.compile(
    r"""\b(
    should(n't|[ ]not)?[ ](also[ ]|never[ ]|not[ ])?have|should've|could[ ]have|would[ ]have|ought|had[ ](we|i|the[ ]team)|
    if[ ](we|i|he|she|they|someone|somebody|the[ ]\w+)[ ]had|
    human|mistake|mistakes|mistakenly|forgot|forgotten|overlooked|oversight|ignored|neglected|wrongly|
    incorrectly|accident|accidental|accidentally|unintentionally|inadvertently|careless|carelessly|rushed|
    (we|i|he|she|they|engineer|team|nobody|no[ ]one|you)[ ](did[ ]not|didn't|had[ ]not|hadn't|have[ ]not|haven't|failed|missed|assumed)|
    misunderstood|misread|unaware|not[ ]aware|blame|poor|poorly|badly|not[ ]followed|not[ ]properly|
    obviously|obvious|clearly|surprisingly|hindsight|simply|of[ ]course|avoidable|
    responsible|fault|root[ ]cause[ ](was|is|of)|because[ ](he|she|i|we|someone)
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# In a timeline a participle is a cue as well: who or what did it?
PARTICIPLE = re.compile(r"\b(was|were|been|is|are|being)\b|\b\w+ed\b", re.IGNORECASE)
TIMED = re.compile(r"^\W*(\d{4}-\d\d-\d\d|\d{1,2}[:.h]\d\d|\w{3,9} \d{1,2}\b)")
ACTION_HEADING = re.compile(r"action|follow.?up|next step|todo|to.do|improvement|remediation|prevent", re.IGNORECASE)
TIMELINE_HEADING = re.compile(r"timeline|time line|chronolog|what happened when|sequence of events", re.IGNORECASE)

SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]*_`]*\s+(?=[\"'“‘(\[*_`@]*[A-Z0-9])")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
BOLD_HEADING = re.compile(r"^\*\*([^*]{3,60})\*\*:?\s*$")
LIST_ITEM = re.compile(r"^\s*([-*+]|\d+[.)])\s+(\[[ xX]\]\s+)?")
FENCE = re.compile(r"^\s*(```|~~~)")
NOT_PROSE = re.compile(r"^\s*(<|!\[|\||\[[^\]]+\]:|[-=*_]{3,}\s*$|\{[{%])")


@dataclass(frozen=True)
class Sentence:
    path: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...]

    @property
    def timed(self) -> bool:
        return bool(TIMED.match(self.text)) or any(TIMELINE_HEADING.search(words) for words in self.headings)

    @property
    def cued(self) -> bool:
        if CUES.search(self.text) or (self.timed and PARTICIPLE.search(self.text)):
            return True
        return any(ACTION_HEADING.search(words) for words in self.headings[-1:])

    @property
    def closely_cued(self) -> bool:
        return bool(CLOSE_CUES.search(self.text))

    @property
    def nearly_cued(self) -> bool:
        return bool(NEAR_CUES.search(self.text))


def squeeze(text: str) -> str:
    return " ".join(text.split())


def units(text: str) -> Iterator[tuple[int, int, tuple[str, ...], bool]]:  # noqa: C901, PLR0912
    """Each paragraph, list item, table cell and first heading of a Markdown text: start, end, headings."""
    headings: list[tuple[int, str]] = []
    opened: tuple[int, int] | None = None
    fenced = matter = False
    at = 0

    def above() -> tuple[str, ...]:
        return tuple(words for _, words in headings)

    for number, line in enumerate(text.splitlines(keepends=True)):
        start, at = at, at + len(line)
        bare = line.rstrip()
        end = start + len(bare)
        if bare == "---" and (number == 0 or matter):
            matter = number == 0
            continue
        heading = HEADING.match(bare) or BOLD_HEADING.match(bare)
        fence = bool(FENCE.match(line))
        item = LIST_ITEM.match(line)
        ends = not bare.strip() or heading or fence or fenced or matter or item or NOT_PROSE.match(line)
        if opened and ends:
            yield (*opened, above(), False)
            opened = None
        if fence:
            fenced = not fenced
        elif fenced or matter or not bare.strip():
            continue
        elif heading:
            hashes = heading.re is HEADING
            level = len(heading[1]) if hashes else 7
            words = heading[2] if hashes else heading[1]
            headings = [(depth, name) for depth, name in headings if depth < level]
            headings.append((level, words))
            if level == 1:
                first = start + bare.index(words)
                yield first, first + len(words), ("(title)",), True
        elif item:
            opened = (start + item.end(), end)
        elif bare.lstrip().startswith("|"):
            cursor = start
            for cell in bare.split("|"):
                stripped = cell.strip()
                if stripped:
                    first = cursor + cell.index(stripped)
                    yield first, first + len(stripped), above(), False
                cursor += len(cell) + 1
        elif NOT_PROSE.match(line):
            continue
        else:
            opened = (opened[0], end) if opened else (start + len(line) - len(line.lstrip()), end)
    if opened:
        yield (*opened, above(), False)


def sentences_of(path: str, text: str) -> Iterator[Sentence]:
    for start, end, headings, title in units(text):
        cursor = start
        cuts = [] if title else [m.end() for m in SENTENCE_END.finditer(text, start, end)]
        for cut in [*cuts, end]:
            found = text[cursor:cut].rstrip()
            words = re.findall(r"[A-Za-z']{2,}", found)
            letters = sum(c.isalpha() or c.isspace() for c in found)
            if (len(words) >= 4 or (title and len(words) >= 3)) and letters >= 0.7 * len(found) and len(found) <= 600:
                yield Sentence(path, cursor, cursor + len(found), squeeze(found), headings)
            cursor = cut


def pick(pool: list[Sentence], wanted: int, dice: random.Random, taken: dict[str, int]) -> list[Sentence]:
    """`wanted` of the pool at random, at most a few of one document in the whole set."""
    order = sorted(pool, key=lambda sentence: (sentence.path, sentence.start))
    dice.shuffle(order)
    chosen: list[Sentence] = []
    for sentence in order:
        if len(chosen) == wanted:
            break
        if taken.get(sentence.path, 0) < MOST_PER_DOCUMENT:
            taken[sentence.path] = taken.get(sentence.path, 0) + 1
            chosen.append(sentence)
    return chosen


def draw(corpus: Path, labelled: Path) -> list[tuple[str, Sentence]]:
    seen = set()
    for file in sorted(labelled.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            seen.add(squeeze(json.loads(line)["text"]))
    every: list[Sentence] = []
    for file in sorted(corpus.glob("*/*.md")):
        if file.name != "SOURCE.md":
            text = file.read_bytes().decode("utf-8")
            every += sentences_of(file.relative_to(corpus).as_posix(), text)
    unseen: dict[str, Sentence] = {}
    for sentence in every:
        known = any(sentence.text in old or old in sentence.text for old in seen)
        if not known:
            unseen.setdefault(sentence.text, sentence)  # boilerplate counts once
    dice = random.Random(SEED)
    at_random = pick(list(unseen.values()), RANDOM_SENTENCES, dice, {})
    cued = [s for s in unseen.values() if s.cued and s not in at_random]
    wide = pick(cued, WIDE_SENTENCES, dice, {})
    closely = [s for s in unseen.values() if s.closely_cued and s not in at_random and s not in wide]
    close = pick(closely, CLOSE_SENTENCES, dice, {})
    drawn_already = {*at_random, *wide, *close}
    nearly = [s for s in unseen.values() if s.nearly_cued and s not in drawn_already]
    near = pick(nearly, NEAR_SENTENCES, dice, {})
    counts = f"{len(every)} sentences, {len(unseen)} unseen, {len(cued)} cued, {len(closely)} closely"
    print(counts, len(nearly), "nearly", file=sys.stderr)
    strata = {"random": at_random, "wide": wide, "close": close, "near": near}
    return [(name, sentence) for name, drawn in strata.items() for sentence in drawn]


if __name__ == "__main__":
    for number, (stratum, sentence) in enumerate(draw(Path(sys.argv[1]), Path(sys.argv[2]))):
        print(json.dumps({"n": number, "stratum": stratum, **sentence.__dict__}))
