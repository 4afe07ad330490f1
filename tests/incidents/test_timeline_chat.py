"""Chat in a timeline: mixed into blocks, and in the forms in which it is copied out of its window."""

from datetime import date

import pytest

from incidents.timeline_text import parse_timeline, unfold_chat

DAY = date(2026, 3, 4)


def read(text: str) -> list[tuple[str, str]]:
    """Each event's time of day and text."""
    parsed = parse_timeline(unfold_chat(text), on=DAY, zone="UTC")
    assert not parsed.skipped
    return [(f"{event.at:%d %H:%M}" if event.at else "", event.text) for event in parsed.events]


def test_chat_between_lines_with_dashes_is_an_event_of_its_own() -> None:
    text = "23:52 - First 5xx\n23:58 alice: looking\n00:03 bob.k: the pool is full\n00:10 - Rolled back\nall green\n"
    assert read(text) == [
        ("04 23:52", "First 5xx"),
        ("04 23:58", "alice: looking"),
        ("05 00:03", "bob.k: the pool is full"),
        ("05 00:10", "Rolled back\nall green"),
    ]


def test_chat_between_points_of_a_list_is_an_event_of_its_own() -> None:
    assert read("- 14:32 - First 5xx\n14:35 alice: looking\n- 14:40 - Rolled back") == [
        ("04 14:32", "First 5xx"),
        ("04 14:35", "alice: looking"),
        ("04 14:40", "Rolled back"),
    ]


def test_a_time_in_brackets_before_the_speaker() -> None:
    assert read("[14:32] alice: looking\n[14:35] bob: found it") == [
        ("04 14:32", "alice: looking"),
        ("04 14:35", "bob: found it"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("alice  14:32", "Bob Kay  14:35"),
        ("alice [2:32 PM]", "Bob Kay [2:35 PM]"),
        ("alice  2:32 PM", "Bob Kay  2:35 PM"),
        ("alice\t14:32", "Bob Kay (SRE) 14:35"),
    ],
)
def test_who_and_when_on_one_line_and_what_on_the_next(first: str, second: str) -> None:
    for gap in ("", "\n"):
        text = f"{first}\nlooking at it\nand at the pool\n{gap}{second}\nfound it: the pool\n"
        who = second.split(" 14", maxsplit=1)[0].split("  2", maxsplit=1)[0].split(" [", maxsplit=1)[0]
        assert [(at, said.strip()) for at, said in read(text)] == [
            ("04 14:32", "alice: looking at it\nand at the pool"),
            ("04 14:35", f"{who.strip()}: found it: the pool"),
        ]


def test_chat_after_a_block_with_dashes() -> None:
    assert read("14:30 - First 5xx\n\nalice  14:32\nlooking\n") == [
        ("04 14:30", "First 5xx"),
        ("04 14:32", "alice: looking"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- 14:30 - First 5xx\n  We rolled back at 14:32\n  and waited",
        "14:30 - First 5xx\nNobody saw it until 14:32\nand then we did",
        "14:30 - Two pods died\n14:32 - Third one",
        "| Time | What |\n|---|---|\n| 14:30 | First |",
    ],
)
def test_what_is_no_chat_stays_as_it_is(text: str) -> None:
    assert unfold_chat(text) == text
