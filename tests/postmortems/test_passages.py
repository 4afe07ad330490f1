"""Passages are found where the pattern would find them, only quicker."""

import pytest

from postmortems.search.passages import Sought, passage_of


@pytest.mark.parametrize(
    ("beginnings", "text"),
    [
        (("traffic",), "Traffic fell. No traffic-shaping; subtraffic, _traffic and trafficking."),
        (("retr", "re"), "Retry, retries, and a restart; the core stayed."),
        (("traffic", "time"), "Überlast — TRAFFIC rose, détraffic did not; Time… timé over time."),
        (("(half",), "a word(half) and (half) alone"),
        (("über", "ß"), "Überlast über alles, Maß und ßa"),
        (("i",), "İstanbul is in it"),
        ((), "nothing is sought"),
    ],
)
def test_places_are_those_of_the_pattern(beginnings: tuple[str, ...], text: str) -> None:
    sought = Sought(beginnings)
    found = [(match.start(), match.group().lower()[:6]) for match in sought.pattern.finditer(text)]
    assert set(found) <= set(sought.places(text))
    assert {word for _, word in sought.places(text)} == {word for _, word in found}


def test_the_passage_with_most_of_the_words_is_shown() -> None:
    text = (
        "The queue stood. "
        + "Nothing else. " * 40
        + "The queue and its workers stopped when memory ran out. "
        + "x " * 200
    )
    shown = passage_of(text, Sought(("worker", "queue", "memor")))
    assert [words for words, is_marked in shown if is_marked] == ["queue", "workers", "memory"]
