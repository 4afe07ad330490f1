"""Nothing that either side wrote may be lost. No database: rooms have their own tests."""

import random
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from collab.merging import (
    apply_edits,
    beside,
    edits_between,
    seams,
    tidy,
    without_deletions,
)

WORDS = st.lists(
    st.sampled_from(["naïve", "🙂", "queue", "retry", "the", "the", ".", "\n", "日本"]),
    max_size=30,
)


def as_text(words: list[str]) -> str:
    return " ".join(words)


def carry(base: str, live: str, submitted: str) -> str:
    """What a document reads in which one side wrote `live` and a form then brings `submitted`."""
    seed = Doc(client_id=1, skip_gc=True)
    seed.get("t", type=Text).insert(0, base)
    first, second = Doc(client_id=2, skip_gc=True), Doc(client_id=3, skip_gc=True)
    for doc in (first, second):
        doc.apply_update(seed.get_update())
    theirs = edits_between(base, live)
    apply_edits(first.get("t", type=Text), base, theirs)
    apply_edits(second.get("t", type=Text), base, beside(theirs, edits_between(base, submitted)))
    first.apply_update(second.get_update())
    text = first.get("t", type=Text)
    apply_edits(text, str(text), seams(str(text), base, live, submitted))
    return str(text)


@given(WORDS, WORDS)
def test_edits_lead_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    doc = Doc()
    text = doc.get("t", type=Text)
    text.insert(0, as_text(old))
    apply_edits(text, as_text(old), edits_between(as_text(old), as_text(new)))
    assert str(text) == as_text(new)


@st.composite
def two_hands(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """A text, and what two people make of it; every added word is somebody's own."""
    base = draw(st.lists(st.sampled_from([f"base{n}" for n in range(40)]), max_size=20, unique=True))
    sides = []
    for name in ("anna", "ben🙂"):
        side = list(base)
        for n in range(draw(st.integers(0, 6))):
            place = draw(st.integers(0, len(side)))
            match draw(st.sampled_from(["add", "add", "line", "drop"])):
                case "add":
                    side.insert(place, f"{name}{n}x")
                case "line":
                    side.insert(place, f"\n{name}{n}x")
                case "drop" if side:
                    del side[min(place, len(side) - 1)]
        sides.append(side)
    return base, sides[0], sides[1]


@settings(max_examples=400)
@given(two_hands())
def test_no_word_is_lost_unless_its_own_side_or_the_other_deleted_it(
    hands: tuple[list[str], list[str], list[str]],
) -> None:
    base, live, submitted = hands
    merged = carry(as_text(base), as_text(live), as_text(submitted)).split()
    was = {word.strip() for word in base}
    one, two = {word.strip() for word in live}, {word.strip() for word in submitted}
    for word in one | two:
        kept_by_both = word in one and word in two
        if word not in was or kept_by_both:
            assert word in merged
        if word not in was:
            assert merged.count(word) == 1


@pytest.mark.parametrize(
    ("base", "live", "submitted", "merged"),
    [
        ("a b c", "a b c", "a x c", "a x c"),
        (
            "one\ntwo\n",
            "one\ntwo\nthree\n",
            "zero\none\ntwo\n",
            "zero\none\ntwo\nthree\n",
        ),
        (
            "naïve 🙂 end",
            "naïve 🙂 the end",
            "so naïve 🙂 end!",
            "so naïve 🙂 the end!",
        ),
        ("", "written by one", "written by one and more", "written by one and more"),
        ("same", "same again", "same again", "same again"),
        (
            "It was recieved.",
            "It was received.",
            "It was sent.",
            "It was received sent.",
        ),
        ("", "left", "right", "left right"),
        ("Mine.\n", "Mine.\nTheirs.", "Mine!\n", "Mine!\nTheirs."),
        ("one two three", "one two and three", "one two", "one two and "),
        ("", "It began early.", "One pod died.", "It began early. One pod died."),
        ("We saw it.", "We saw it. Early.", "We saw it. One pod.", "We saw it. Early. One pod."),
        ("", "- first", "- second", "- first\n- second"),
        ("", "Prose.", "## Heading", "Prose.\n## Heading"),
        ("", "Two\nlines.", "One line.", "Two\nlines.\nOne line."),
        ("It began", "It began early", "It began.", "It began early."),
        ("Seen: .", "Seen: (early).", "Seen: [link](x).", "Seen: (early) [link](x)."),
    ],
)
def test_two_texts_become_one(base: str, live: str, submitted: str, merged: str) -> None:
    assert carry(base, live, submitted) == merged


@pytest.mark.parametrize(
    ("one", "other"), [("It began early.", "One pod died."), ("- first", "- second"), ("a\nb", "c")]
)
@pytest.mark.parametrize("base", ["", "Before.\n", "Before. "])
def test_whoever_saves_first_both_texts_stand_apart_and_saving_again_adds_nothing(
    base: str, one: str, other: str
) -> None:
    for first, second in [(one, other), (other, one)]:
        merged = carry(base, base + first, base + second)
        seam = merged.removeprefix(base).removeprefix(first).removesuffix(second)
        assert seam in {" ", "\n"}
        assert carry(base + first, merged, base + first) == merged
        assert carry(merged, merged, merged) == merged


def test_sixty_thousand_characters_take_less_than_two_hundred_milliseconds() -> None:
    dice = random.Random(4)
    words = ["".join(dice.choices(string.ascii_lowercase, k=dice.randint(2, 9))) for _ in range(800)]
    lines = [" ".join(dice.choices(words, k=12)) for _ in range(900)]
    base = "\n".join(lines)
    mine, theirs = list(lines), list(lines)
    for n in range(0, 900, 30):
        mine[n] += " and this"
        theirs[n + 7] = "Rewritten: " + theirs[n + 7][10:]
    assert len(base) > 60_000
    began = time.process_time()
    merged = carry(base, "\n".join(theirs), "\n".join(mine))
    assert time.process_time() - began < 0.2
    assert merged.count("and this") == 30
    assert merged.count("Rewritten") == 30


def test_one_enormous_line_rewritten_does_not_take_for_ever() -> None:
    dice = random.Random(5)
    old = " ".join(dice.choice("abcdefgh") for _ in range(20_000))
    new = " ".join(dice.choice("abcdefgh") for _ in range(20_000))
    began = time.process_time()
    assert carry(old, old, new) == new
    assert time.process_time() - began < 2


def test_additions_alone_delete_nothing() -> None:
    doc = Doc()
    text = doc.get("t", type=Text)
    text.insert(0, "kept words")
    apply_edits(
        text,
        "kept words",
        without_deletions(edits_between("kept words", "other words entirely")),
    )
    assert str(text).startswith("kept")
    assert "words" in str(text)
    assert "entirely" in str(text)


def test_a_text_area_speaks_in_one_kind_of_line_ending() -> None:
    assert tidy("a\r\nb\rc\x00") == "a\nb\nc"
