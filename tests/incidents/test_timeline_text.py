from datetime import UTC, date, datetime, timedelta

import pytest

from incidents.timeline_text import parse_timeline, read_stamp, stated_zone, zone_named

MAY = date(2026, 5, 24)


def times(text, *, on=MAY, zone="UTC", **kwargs):
    """The events as `(ISO time, text)`, which is what most of these tests compare."""
    parsed = parse_timeline(text, on=on, zone=zone, **kwargs)
    return [(event.at.isoformat(timespec="minutes") if event.at else None, event.text) for event in parsed.events]


@pytest.mark.parametrize(
    ("line", "told", "rest"),
    [
        ("14:32 - First 5xx", "14:32", "First 5xx"),
        ("14:32 \u2014 First 5xx", "14:32", "First 5xx"),
        ("**14:32 UTC** \u2013 First 5xx", "14:32 UTC", "First 5xx"),
        ("[13:20] First 5xx", "13:20", "First 5xx"),
        ("`May 31` Deployed", "May 31", "Deployed"),
        ("**Friday, 21 March 2025**: Report", "Friday, 21 March 2025", "Report"),
        (
            "12:45 PM PST Saturday Oct 30th: First wave",
            "12:45 PM PST Saturday Oct 30th",
            "First wave",
        ),
        ("12:48 (6:48 PDT): Block", "12:48 (6:48 PDT)", "Block"),
        ("2022-02-02 1625: mail", "2022-02-02 1625", "mail"),
        ("**2020-08-27** to **2020-09-03** Fine", "2020-08-27 to 2020-09-03", "Fine"),
        ("14:32 - 5 pods fail", "14:32", "5 pods fail"),
        ("10:00-10:30 Checks", "10:00-10:30", "Checks"),
        (
            "14:59 - [a page](http://example.org)",
            "14:59",
            "[a page](http://example.org)",
        ),
        ("**14:32: Bold text** more", "14:32", "**Bold text** more"),
    ],
)
def test_a_stamp_is_told_as_written_and_the_rest_is_the_text(line, told, rest):
    stamp = read_stamp(line)
    assert stamp is not None
    assert (stamp.told, stamp.rest) == (told, rest)


@pytest.mark.parametrize(
    "line",
    [
        "2 of the 6 pods",
        "1.17 creates 2 rules",
        "Maybe later",
        "- 5 people",
        "v2.3.4 released",
    ],
)
def test_a_line_without_a_time_has_no_stamp(line):
    assert read_stamp(line) is None


def test_times_after_midnight_belong_to_the_next_day():
    assert times("23:50 - Alert\n00:10 - Answered\n00:40 - Done") == [
        ("2026-05-24T23:50+00:00", "Alert"),
        ("2026-05-25T00:10+00:00", "Answered"),
        ("2026-05-25T00:40+00:00", "Done"),
    ]


def test_a_row_slightly_out_of_order_keeps_its_place_and_is_asked_about():
    parsed = parse_timeline("10:00 - a\n12:00 - b\n11:55 - c\n12:10 - d", on=MAY, zone="UTC")
    assert [event.text for event in parsed.events] == ["a", "b", "c", "d"]
    assert {event.at.date() for event in parsed.events if event.at} == {MAY}
    assert [question.event for question in parsed.questions] == [2]


def test_a_day_out_of_order_keeps_its_place_and_is_asked_about():
    parsed = parse_timeline(
        "| Date | Event |\n|--|--|\n| 2021-12-01 | a |\n| 2021-01-28 | b |",
        on=None,
        zone="",
    )
    assert [(event.precision, event.told) for event in parsed.events] == [
        ("day", "2021-12-01"),
        ("day", "2021-01-28"),
    ]
    assert [question.event for question in parsed.questions] == [1]


def test_without_a_day_the_time_is_kept_as_told_and_none_is_invented():
    parsed = parse_timeline("14:32 - First 5xx\n14:40 - Second", on=None, zone="UTC")
    assert [(event.at, event.precision, event.told) for event in parsed.events] == [
        (None, None, "14:32"),
        (None, None, "14:40"),
    ]
    assert len(parsed.questions) == 1


def test_a_date_with_a_digit_too_many_is_read_and_asked_about():
    parsed = parse_timeline(
        "| Time | Event |\n|--|--|\n| 20202-01-16 12:00 | copied |\n| 2020-01-17 12:00 | ok |",
        on=None,
        zone="",
    )
    assert parsed.events[0].told == "20202-01-16 12:00"
    assert [event.at.date() for event in parsed.events if event.at] == [date(2020, 1, 16), date(2020, 1, 17)]
    assert [question.event for question in parsed.questions] == [0]


def test_a_table_without_outer_pipes_states_its_zone_once():
    text = "All times in PT\n\nTime | Event\n--- | ---\n9:00 PM | one\n12:15 AM | two **b**"
    assert times(text, zone="") == [
        ("2026-05-24T21:00-07:00", "one"),
        ("2026-05-25T00:15-07:00", "two **b**"),
    ]


def test_rows_without_any_outer_pipes_or_rule_are_a_table():
    assert times("10:00 | one\n10:05 | two") == [
        ("2026-05-24T10:00+00:00", "one"),
        ("2026-05-24T10:05+00:00", "two"),
    ]


def test_date_and_time_may_stand_in_columns_of_their_own():
    text = (
        "| Day | Date | Time (UTC) | Who | Event |\n|--|--|--|--|--|\n"
        "| Fri | Jan 28 | 02:34 | Ann | first |\n| | | 02:40 | Bob | second |\n| Sat | Jan 29 | 01:00 | | third |"
    )
    parsed = parse_timeline(text, on=date(2022, 1, 27), zone="")
    assert [(event.told, event.text) for event in parsed.events] == [
        ("Fri Jan 28 02:34", "first \u2014 Ann"),
        ("02:40", "second \u2014 Bob"),
        ("Sat Jan 29 01:00", "third"),
    ]
    assert parsed.events[1].at == datetime(2022, 1, 28, 2, 40, tzinfo=UTC)
    assert parsed.parts[0].columns == ("Day Date Time (UTC)", "Who Event")


@pytest.mark.parametrize("head", ["### 2018-03-31", "**2018-03-31**", "2018-03-31:", "- 2018-03-31"])
def test_a_day_above_the_times_holds_until_the_next(head):
    inner = "  - " if head.startswith("- ") else "* "
    text = f"{head}\n\n{inner}10:00 one\n{inner}11:00 two\n\n{head.replace('31', '30')}\n\n{inner}09:00 three\n"
    assert times(text, on=None) == [
        ("2018-03-31T10:00+00:00", "one"),
        ("2018-03-31T11:00+00:00", "two"),
        ("2018-03-30T09:00+00:00", "three"),
    ]


def test_a_heading_for_each_event_keeps_all_that_stands_below_it():
    text = "### 2018-03-31 15:47\n\nSeen\n\n- a\n\n### 16:11 - Log\n\n```\n10:00 code\n```\n"
    assert times(text, on=None) == [
        ("2018-03-31T15:47+00:00", "Seen\n\n- a"),
        ("2018-03-31T16:11+00:00", "Log\n\n```\n10:00 code\n```"),
    ]


def test_lines_without_a_time_belong_to_the_event_above():
    text = "* [13:20] Merged\n          and deployed\n* [16:04] Slow\n  - very"
    assert [event for _, event in times(text)] == [
        "Merged\nand deployed",
        "Slow\n- very",
    ]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("14:32 - First 5xx\n14:40 second thing\n14:50 third", ["First 5xx", "second thing", "third"]),
        ("14:32 First\n14:40 - second\n14:50 third", ["First", "second", "third"]),
        (
            "23:41 - Alert fires\n23:47 first 5xx\n~23:55 Support asks\n00:10 - Rolled back",
            ["Alert fires", "first 5xx", "Support asks", "Rolled back"],
        ),
        ("- 14:32 - First\n- 14:40 second\n14:50 third", ["First", "second", "third"]),
        ("14:32 - First\n- ~14:40 second\n\u2022 14:50 third", ["First", "second", "third"]),
        ("14:32 - First\nmore of it\n14:40 second", ["First\nmore of it", "second"]),
        ("What we saw:\n14:32 First\n14:40 second", ["First", "second"]),
        ("2026-05-24 14:32 - First\n2026-05-24 14:40 second", ["First", "second"]),
        ("14:32 - First\n3pm second\nSun 15:10 third", ["First", "second", "third"]),
    ],
)
def test_a_line_that_begins_with_a_time_is_an_entry_whatever_separates_the_others(text, texts):
    assert [event for _, event in times(text)] == texts


@pytest.mark.parametrize(
    "text",
    [
        "14:32 - Errors go on from 14:20 until\n14:40 when the bundle is back",
        "14:32 - Errors come (first at 14:20,\n14:25 at the latest)",
        "- 14:32 - Errors between 14:20 and\n  14:40 in the second zone",
        "14:32 - Notes\n    14:40 as the chat says",
    ],
)
def test_a_time_at_the_head_of_a_wrapped_line_begins_no_entry(text):
    assert len(times(text)) == 1


def test_prose_around_a_list_is_kept_apart_from_its_events():
    parsed = parse_timeline(
        "Some words.\n\n- 10:00 one\n- 10:05 two\n\nIt took 5 minutes.",
        on=MAY,
        zone="UTC",
    )
    assert parsed.skipped == ["Some words.", "It took 5 minutes."]
    assert [part.text or (part.first, part.last) for part in parsed.parts] == [
        "Some words.",
        (0, 2),
        "It took 5 minutes.",
    ]


def test_quoted_chat_is_not_the_timeline():
    assert times("> ann [1:46 PM]\n> 14:00 hello\n") == []


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("10:00:05 x", "second"),
        ("10:00 x", "minute"),
        ("~10:00 - x", "around"),
        ("around 10:00: x", "around"),
        ("2020-11-17 10:45~ | x\n2020-11-17 10:46 | y", "around"),
        ("2026-05-24: x", "day"),
        ("May 2026: x", "month"),
    ],
)
def test_precision_is_what_the_words_say(text, precision):
    assert parse_timeline(text, on=MAY, zone="UTC").events[0].precision == precision


def test_times_called_approximate_are_around():
    parsed = parse_timeline("All times are approximate.\n\n- 10:00 x\n- 2026-05-25: y", on=MAY, zone="UTC")
    assert [event.precision for event in parsed.events] == ["around", "day"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2:05 pm x", "2026-05-24T14:05+00:00"),
        ("12:05am - x", "2026-05-24T00:05+00:00"),
        ("8:20 - 9:00 PM: x", "2026-05-24T20:20+00:00"),
        ("9am: x", "2026-05-24T09:00+00:00"),
        ("24:00 - x", "2026-05-25T00:00+00:00"),
        ("14:05 +02:00 - x", "2026-05-24T14:05+02:00"),
        ("14:05 UTC+2 - x", "2026-05-24T14:05+02:00"),
        ("14:05 CEST - x", "2026-05-24T14:05+02:00"),
        ("14:05 Europe/Berlin - x", "2026-05-24T14:05+02:00"),
        ("14:05 PST - x", "2026-05-24T14:05-08:00"),
        ("14:05 PT - x", "2026-05-24T14:05-07:00"),
        ("2026-05-24T14:05:00Z x", "2026-05-24T14:05+00:00"),
        ("24.05.2026 14.05 Uhr - x", "2026-05-24T14:05+00:00"),
        ("24th of May 2026 at 14:05 - x", "2026-05-24T14:05+00:00"),
        ("Sunday, May 24th, 14:05: x", "2026-05-24T14:05+00:00"),
    ],
)
def test_a_time_is_read_in_the_zone_it_was_told_in(text, at):
    assert times(text)[0][0] == at


def test_numbers_in_either_order_follow_what_proves_them():
    assert [at for at, _ in times("- 05/06/2026 - a\n- 25/06/2026 - b")] == [
        "2026-06-05T00:00+00:00",
        "2026-06-25T00:00+00:00",
    ]
    assert [at for at, _ in times("- 05/06/2026 - a\n- 05/25/2026 - b")] == [
        "2026-05-06T00:00+00:00",
        "2026-05-25T00:00+00:00",
    ]
    assert times("- 05/06/2026 - a", zone="PST")[0][0] == "2026-05-06T00:00-08:00"
    assert times("- 05/06/2026 - a", zone="BST")[0][0] == "2026-06-05T00:00+01:00"


def test_a_year_is_taken_from_the_days_around_it():
    text = "- December 31: a\n- January 1: b"
    assert [at for at, _ in times(text, on=date(2025, 12, 30))] == [
        "2025-12-31T00:00+00:00",
        "2026-01-01T00:00+00:00",
    ]
    assert [at for at, _ in times(text, on=None)] == [None, None]


def test_letters_not_in_force_on_the_day_are_asked_about():
    parsed = parse_timeline("All times in PST\n\n- 2026-07-01 10:00 x", on=None, zone="")
    assert parsed.events[0].at
    assert parsed.events[0].at.utcoffset() == timedelta(hours=-8)
    assert any("PST" in question.text for question in parsed.questions)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("All times in UTC.", "UTC"),
        ("## Timeline (all times PST) 01/16/2024", "PST"),
        ("## Timeline (CEST)", "CEST"),
        ("Times are given in CET", "CET"),
        ("## Timeline (times in BST)", "BST"),
        ("All times are Pacific", "Pacific"),
        ("Times in Europe/Berlin", "Europe/Berlin"),
        ("We met some time in the EST office", "EST"),
        ("No zone here", ""),
    ],
)
def test_the_zone_stated_for_all_times_is_found(text, zone):
    assert stated_zone(text) == zone


def test_an_unknown_zone_is_no_zone():
    assert zone_named("XYZ") is None
    assert zone_named("+19:00") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "|",
        "|||",
        "```\n10:00",
        "- ",
        "#",
        "12:99 x",
        "| a |\n|--|",
        "2026-13-45 x",
    ],
)
def test_odd_text_raises_nothing(text):
    parse_timeline(text, on=None, zone="")
