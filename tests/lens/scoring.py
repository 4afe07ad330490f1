"""How well the lens does on labelled sentences."""

import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import lens

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("SECOND_STORY_SHARED", HERE.parent.parent.parent / "shared"))
LETTERS = dict(zip("pcesavht", (
    "person_fault", "counterfactual", "human_error", "single_cause",
    "agentless_passive", "vague_action", "hindsight", "title_person",
), strict=True))  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    text: str
    section: str
    labels: frozenset[str]


def ours(name: str) -> list[Labelled]:
    found = []
    for line in (HERE / name).read_text().splitlines():
        if line and not line.startswith("#"):
            letters, section, text = line.split("|", 2)
            labels = frozenset(LETTERS[letter] for letter in letters.split(",") if letter != "-")
            found.append(Labelled(text, section, labels))
    return found


def theirs(name: str) -> list[Labelled]:
    rows = [json.loads(line) for line in (SHARED / "lens" / name).read_text().splitlines()]
    return [
        Labelled(row["text"], row.get("section", "prose"), frozenset(row.get("labels", ["blame"] * row.get("flag", 0))))
        for row in rows
    ]


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float
    clean_flagged: float
    by_category: dict[str, tuple[float, float]]


def score(sentences: list[Labelled], *, levels: tuple[str, ...] = ("mark", "hint", "count")) -> Score:
    right, wrong, missed = Counter(), Counter(), Counter()
    flagged_of = {True: [0, 0], False: [0, 0]}
    for one in sentences:
        got = {found.category for found in lens.check(one.text, section=one.section) if found.level in levels}
        right.update(got & one.labels)
        wrong.update(got - one.labels)
        missed.update(one.labels - got)
        flagged_of[bool(one.labels)][bool(got)] += 1
    (missing, hit), (quiet, false) = flagged_of[True], flagged_of[False]
    return Score(
        precision=hit / max(1, hit + false),
        recall=hit / max(1, hit + missing),
        clean_flagged=false / max(1, false + quiet),
        by_category={
            name: (
                right[name] / max(1, right[name] + wrong[name]),
                right[name] / max(1, right[name] + missed[name]),
            )
            for name in LETTERS.values()
        },
    )
