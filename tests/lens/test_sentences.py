"""The lens on labelled sentences: ours, which it was taught on, and those beside the repository where they are."""

import pytest

from tests.lens.scoring import SHARED, ours, score, theirs

needs_shared = pytest.mark.skipif(
    not (SHARED / "lens" / "labelled-dev.jsonl").is_file(),
    reason="the labelled sentences beside the repository (../shared/lens) are not here",
)


@pytest.mark.parametrize(
    "name",
    [
        "sentences.psv",
        "sentences_later.psv",
        "sentences_last.psv",
        "sentences_wires.psv",
        "sentences_desks.psv",
        "sentences_ships.psv",
        "sentences_trains.psv",
        "sentences_trades.psv",
        "sentences_yards.psv",
        "sentences_guests.psv",
        "sentences_voices.psv",
    ],
)
def test_our_own_sentences(name):
    found = score(ours(name))
    assert found.precision >= 0.98
    assert found.recall >= 0.94
    assert found.clean_flagged <= 0.01


def test_drafts_in_many_voices_are_flagged_or_not():
    found = score(ours("sentences_drafts.psv"))
    assert found.precision >= 0.98
    assert found.recall >= 0.95
    assert found.clean_flagged <= 0.02


def test_drafts_that_nobody_tuned_on_are_flagged_or_not():
    found = score(ours("held_out.psv"))
    assert found.precision >= 0.95
    assert found.recall >= 0.87
    assert found.clean_flagged <= 0.03


@needs_shared
def test_the_labelled_sentences_by_category():
    sentences = theirs("labelled-dev.jsonl")
    found = score(sentences)
    assert found.clean_flagged <= 0.02
    weak = {name: pair for name, pair in found.by_category.items() if pair[0] < 0.95 or pair[1] < 0.90}
    assert not weak


@needs_shared
def test_real_sentences_are_flagged_or_not():
    found = score(theirs("real-dev.jsonl"), levels=("mark", "hint"))
    assert found.precision >= 0.90
    assert found.recall >= 0.80
