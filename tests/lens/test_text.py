"""Hiding and cutting: every offset holds."""

import pytest

from lens.text import OPAQUE, lowered, mask, sentences


def pieces(text: str, *, by_line: bool = False) -> list[str]:
    return [text[one.start : one.end] for one in sentences(mask(text), by_line=by_line)]


def test_masking_keeps_every_place():
    text = "See `a b` and [the page](https://example.org/x) or https://example.org/y, **now**."
    masked = mask(text)
    assert len(masked) == len(text)
    assert masked.replace(OPAQUE, " ").split() == ["See", "and", "the", "page", "or", ",", "now", "."]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- Dave forgot -->",
        "```sh\nDave forgot\n```",
        "~~~\nDave forgot\n~~~",
        "> Dave forgot",
        "![Dave forgot](x.png)",
    ],
)
def test_what_is_not_prose_is_gone(text):
    assert mask(text).strip() == ""


def test_a_fence_that_is_never_closed_hides_the_rest():
    assert mask("Text.\n```\nDave forgot\n").split() == ["Text."]


def test_apostrophes_are_not_quotations():
    assert "check the engineers' notes" in mask("Dave didn't check the engineers' notes and it's late.")


def test_sentences_end_where_they_end():
    assert pieces("We use e.g. Redis. It failed at 14.05 UTC! Why? Nobody knows") == [
        "We use e.g. Redis.",
        "It failed at 14.05 UTC!",
        "Why?",
        "Nobody knows",
    ]


def test_a_wrapped_line_goes_on_and_a_bullet_begins_anew():
    assert pieces("Dave forgot\nto check.\n- one\n- [ ] two\n\n## Three\nfour") == [
        "Dave forgot\nto check.", "one", "two", "Three\nfour",
    ]  # fmt: skip


def test_times_and_bullets_are_no_part_of_a_sentence():
    assert pieces("- 14:05 UTC - @dave forgot it", by_line=True) == ["@dave forgot it"]
    assert pieces("2024-03-01 09:31 – @priya left", by_line=True) == ["@priya left"]


def test_an_endless_sentence_is_cut():
    assert max(len(piece) for piece in pieces("word " * 5000)) <= 600
    assert max(len(piece) for piece in pieces("x" * 5000)) <= 600


def test_lower_case_is_as_long_as_the_text():
    text = "İstanbul ẞ ﬁ Σ ǅ"
    assert len(lowered(text)) == len(text)
