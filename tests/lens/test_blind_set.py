"""The blind set's own bookkeeping. What the lens says of it is measured once by hand, never held here."""

import json
import os
from pathlib import Path

import pytest

from tests.lens.blind import draw, score

CORPUS = Path(os.environ.get("SECOND_STORY_SHARED", "../shared")) / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")


def test_the_labels_keep_no_prose() -> None:
    for line in score.LABELS.read_text().splitlines():
        label = json.loads(line)
        assert set(label) == {"path", "start", "end", "sha", "stratum", "section", "flagged", "categories"}
        assert label["flagged"] == any(category != score.COUNTED for category in label["categories"])


@needs_corpus
def test_a_judge_who_agrees_with_every_label_scores_full_marks() -> None:
    truth = {text: label["categories"] for label, text in score.labelled_sentences(CORPUS)}

    def agrees(text: str, section: str | None) -> list[tuple[str, str]]:
        return [(category, "count" if category == score.COUNTED else "mark") for category in truth[text]]

    result = score.score(CORPUS, agrees)
    assert result.sentences >= 200
    assert result.flagged.precision == result.flagged.recall == 1.0
    assert result.clean_flagged == 0


@needs_corpus
def test_a_judge_who_cries_wolf_is_told_so() -> None:
    result = score.score(CORPUS, lambda text, section: [("hindsight", "hint")])
    assert result.clean_flagged == result.clean
    assert result.flagged.recall == 1.0


@needs_corpus
def test_the_same_seed_draws_the_labelled_sentences() -> None:
    drawn = [(s.path, s.start, s.end) for _, s in draw.draw(CORPUS, CORPUS.parent / "lens")]
    labelled = [(label["path"], label["start"], label["end"]) for label, _ in score.labelled_sentences(CORPUS)]
    assert drawn == labelled
