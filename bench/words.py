"""Text for the large organisation: sentences of the sample organisation among words nobody has ever said.

Word frequencies follow Zipf's law, as in writing: search costs what it would cost. Three words are planted
with a known share of the documents, so that a rare, a medium and a very common question can be asked.
"""

import random
import re
from itertools import accumulate
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "config" / "sample" / "incidents"
RARE, MEDIUM, COMMON = "obsidiate", "halyardine", "traffic"
"""In 0.2 % and 5 % of the documents, and in all of them (and every second action)."""

VOCABULARY, EXPONENT = 30_000, 1.07
SENTENCES_SHARE = 0.35

_BEGIN = ["b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z"]  # fmt: skip
_MIDDLE = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]
_END = ["", "b", "ck", "d", "l", "lt", "m", "n", "nd", "r", "rt", "st", "t", "x"]


def _vocabulary(rng: random.Random) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = rng.choice((1, 2, 2, 3, 3))
        words["".join(rng.choice(_BEGIN) + rng.choice(_MIDDLE) + rng.choice(_END) for _ in range(syllables))] = None
    return list(words)


def _sentences() -> list[str]:
    found: dict[str, None] = {}
    for path in sorted(SAMPLE.glob("*.yml")):
        text = re.sub(r"^\s*[\w-]+:|[|>#\"'*_`<&\[\]{}()]", " ", path.read_text(), flags=re.MULTILINE)
        for sentence in re.findall(r"[A-Z][^.?!:]{40,180}\.", re.sub(r"\s+", " ", text)):
            found[sentence] = None
    return list(found)


class Writer:
    """Writes the same prose for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self._words = _vocabulary(random.Random(1))
        self._weights = list(accumulate(1 / rank**EXPONENT for rank in range(1, VOCABULARY + 1)))
        self._told = _sentences()

    def some(self, count: int) -> list[str]:
        """Return so many words, common ones commonly."""
        return self.rng.choices(self._words, cum_weights=self._weights, k=count)

    def sentence(self, count: int = 13) -> str:
        """Return one sentence of about so many words."""
        text = " ".join(self.some(count))
        return f"{text[0].upper()}{text[1:]}."

    def title(self) -> str:
        """Return the title of an incident."""
        return f"{self.sentence(7)[:-1][:150]}"

    def paragraphs(self, size: int, planted: tuple[str, ...] = ()) -> str:
        """Return about `size` characters in paragraphs of four sentences, with the planted words in the first one."""
        rng, length = self.rng, 0
        sentences: list[str] = []
        if planted:
            sentences.append(self.sentence(6)[:-1] + " " + " ".join(planted) + ".")
        while length < size:
            told = rng.random() < SENTENCES_SHARE
            sentences.append(rng.choice(self._told) if told else self.sentence(rng.randint(9, 18)))
            length += len(sentences[-1]) + 1
        return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def html_of(paragraphs: str) -> str:
    """Return what our Markdown makes of such paragraphs: plain words need no more than this."""
    return "".join(f"<p>{part}</p>\n" for part in paragraphs.split("\n\n")) if paragraphs else ""
