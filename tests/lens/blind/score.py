"""What the lens says of the blind set: `python -m tests.lens.blind.score /path/to/corpus`.

Run once on a finished engine and written down; whoever tunes on these sentences has spent them. The
sentences are read from the corpus at their offsets and compared with their hashes: no prose is kept here.
"""

# ruff: noqa: T201

import hashlib
import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LABELS = Path(__file__).with_name("labels.jsonl")
COUNTED = "agentless_passive"  # a quiet count in timelines; neither flags nor clears a sentence
Judge = Callable[[str, str | None], Iterable[tuple[str, str]]]  # (text, section) -> (category, level)s


@dataclass
class Tally:
    hit: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, *, said: bool, meant: bool) -> None:
        self.hit += said and meant
        self.extra += said and not meant
        self.missed += meant and not said

    @property
    def precision(self) -> float | None:
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else None

    @property
    def recall(self) -> float | None:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else None


@dataclass
class Score:
    sentences: int = 0
    clean: int = 0
    clean_flagged: int = 0
    flagged: Tally = field(default_factory=Tally)
    strata: dict[str, Tally] = field(default_factory=dict)
    categories: dict[str, Tally] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def labelled_sentences(corpus: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each label with its sentence, spaces squeezed; refuses a corpus that is not the one labelled."""
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        source = (corpus / label["path"]).read_bytes().decode("utf-8")
        text = " ".join(source[label["start"] : label["end"]].split())
        if hashlib.sha256(text.encode()).hexdigest()[:12] != label["sha"]:
            raise ValueError(f"{label['path']} at {label['start']} is not the text that was labelled.")
        yield label, text


def score(corpus: Path, judge: Judge) -> Score:
    result = Score()
    for label, text in labelled_sentences(corpus):
        said = dict(judge(text, label["section"]))
        loud = {category for category, level in said.items() if level != "count"}
        result.sentences += 1
        result.clean += not label["flagged"]
        result.clean_flagged += bool(loud) and not label["flagged"]
        result.flagged.add(said=bool(loud), meant=label["flagged"])
        stratum = result.strata.setdefault(label["stratum"], Tally())
        stratum.add(said=bool(loud), meant=label["flagged"])
        if bool(loud) != label["flagged"]:
            result.wrong.append(f"{label['path']}:{label['start']} meant {label['categories']} said {sorted(loud)}")
        for category in {*said, *label["categories"]}:
            tally = result.categories.setdefault(category, Tally())
            tally.add(said=category in said, meant=category in label["categories"])
    return result


def the_lens(text: str, section: str | None) -> Iterator[tuple[str, str]]:
    for finding in importlib.import_module("lens").check(text, section=section or "prose"):
        yield str(finding.category), str(finding.level)


def told(name: str, tally: Tally) -> str:
    def share(value: float | None) -> str:
        return "   –" if value is None else f"{value:.2f}"

    counts = f"{tally.hit:3} right {tally.extra:3} extra {tally.missed:3} missed"
    return f"{name:18} precision {share(tally.precision)}  recall {share(tally.recall)}  ({counts})"


def main(arguments: list[str]) -> int:
    result = score(Path(arguments[0]), the_lens)
    print(f"{result.sentences} sentences, {result.clean} clean, {result.clean_flagged} of them flagged", end=" ")
    print(f"({result.clean_flagged / result.clean:.1%})")
    print(told("marks and hints", result.flagged))
    for name, tally in result.strata.items():
        print(told(f"  {name}", tally))
    for name, tally in sorted(result.categories.items()):
        print(told(name, tally))
    if "--wrong" in arguments:  # reading these is spending the set
        print(*result.wrong, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
