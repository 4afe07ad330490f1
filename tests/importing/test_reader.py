"""What the importer makes of the forms that people write, on documents made up for it."""

import subprocess
import sys
from datetime import date

import pytest

from postmortems.importing import as_markdown, read_document
from postmortems.importing.outline import kind_of
from tests.importing.score import told
from tests.importing.words import words

PLAIN = """# Checkout was slow on 24 May 2026

**Severity:** SEV-2 (major)

## Summary

Checkout was slow. See [the graph][g].

## Timeline

All times in CEST.

- **23:50** - First 5xx seen
- **00:10** - Rolled back
  - by the deploy role

It took twenty minutes.

## Root causes

1. A cache with no limit
2. An alert with no owner

## What went well

The rollback.

## Action items

| ID | Action | Owner | Due | Status | Ticket |
|----|--------|-------|-----|--------|--------|
| 1 | Limit the cache | Ana | 2026-06-01 | Done | OPS-12 |
| 2 | Give the alert an owner | | | | |

## Zebra

Something of its own.

[g]: https://example.org/graph
"""


def test_a_plain_document_becomes_its_parts():
    document = read_document("checkout.md", PLAIN)
    assert (document.title, document.severity, document.zone) == ("Checkout was slow on 24 May 2026", "SEV-2", "CEST")
    assert document.started_at
    assert document.started_at.iso() == "2026-05-24T23:50+02:00"
    assert [(told(event), event.text) for event in document.timeline] == [
        ("2026-05-24T23:50+02:00", "First 5xx seen"),
        ("2026-05-25T00:10+02:00", "Rolled back\n- by the deploy role"),
    ]
    assert [(section.heading, section.kind) for section in document.sections] == [
        ("", "prose"),
        ("Summary", "summary"),
        ("Timeline", "timeline"),
        ("Root causes", "factors"),
        ("What went well", "lessons"),
        ("Action items", "actions"),
        ("Zebra", "prose"),
    ]
    assert document.unmapped_headings == ["Zebra"]
    assert "[the graph](https://example.org/graph)" in document.sections[1].body


def test_a_table_of_actions_keeps_owner_date_status_and_ticket_as_written():
    first, second = read_document("checkout.md", PLAIN).actions
    assert (first.title, first.owner, first.due, first.due_on, first.status, first.ticket) == (
        "Limit the cache",
        "Ana",
        "2026-06-01",
        date(2026, 6, 1),
        "done",
        "OPS-12",
    )
    assert (second.title, second.owner, second.status) == ("Give the alert an owner", "", "open")


def test_prose_around_a_timeline_stays_in_its_place():
    blocks = read_document("checkout.md", PLAIN).sections[2].blocks
    assert [block.kind for block in blocks] == ["prose", "events", "prose"]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "---\ntitle: Slow\nauthors:\n  - ann\ndate: 2026-05-24\n---\n\nIt was slow.\n",
        "# A\n\n- [x] one\n- [ ] two\n\n## Follow-ups\n\n- [x] **Do** this ([#12](http://e.org/issues/12))\n- [ ] And that\n  - below\n",
        "Outage of the mail\n\nTimeline\n\n10:00 down\n10:10 up\n",
        "# Slow\n\n## Action items\n\nWe will write a runbook.\n\n**Action taken:** Raised the limit.\n\n- not an action\n",
        "# Slow\n\n## Timeline\n\n### 2026-05-24 10:00\n\nDown\n\n- very\n\n### 10:10 - Up\n\n```\nlog\n\n  indented\n```\n",
    ],
)
def test_an_export_has_the_same_words_and_is_read_back_equal(text):
    document = read_document("slow.md", text)
    again = read_document("slow.md", as_markdown(document))
    assert words(as_markdown(document)) == words(text)
    assert again.timeline == document.timeline
    assert again.actions == document.actions
    assert [(s.heading, s.kind, s.body) for s in again.sections] == [
        (s.heading, s.kind, s.body) for s in document.sections
    ]


def test_a_rule_at_the_top_is_not_front_matter():
    document = read_document("x.md", "---\n\n# Boot failure\n\nDate: 2026-06-10\nStatus: Resolved\n\nIt hung.\n\n---\n")
    assert (document.title, document.facts) == ("Boot failure", [])
    assert document.started_at
    assert document.started_at.iso() == "2026-06-10"


def test_a_time_may_stand_in_any_column():
    text = "# Drill on 2025\u201105\u201120\n\n## Timeline (UTC)\n\n| Event | Timestamp | Took |\n|---|---|---|\n| Broken | 17:51:57 | - |\n"
    document = read_document("x.md", text)
    assert [(told(event), event.text) for event in document.timeline] == [("2025-05-20T17:51:57+00:00", "Broken")]
    assert document.sections[0].blocks[0].columns == ("Timestamp", "Event Took")


def test_html_becomes_markdown_with_the_same_words():
    text = (
        "<p>\n  The <b>proxy</b> was <a href='https://e.org'>down</a>.\n</p>\n<h2>Timeline</h2>\n"
        "<p>\n  <b>09:21 UTC</b> &ndash; Installed\n</p>\n<p><b>09:30 UTC</b> &ndash; Back</p>\n"
        "<ul>\n <li>one\n  two</li>\n</ul>\n<pre>\n  kept   as is\n</pre>\n"
    )
    document = read_document("2026-05-24-proxy.html", text)
    assert [told(event) for event in document.timeline] == ["2026-05-24T09:21+00:00", "2026-05-24T09:30+00:00"]
    assert "The **proxy** was [down](https://e.org)." in document.sections[0].body
    assert words(as_markdown(document)) == words(text)


def test_comments_that_no_reader_sees_are_left_out_and_said():
    document = read_document("a.md", "# Slow\n\n<!-- who did this? -->\n\nIt was slow.\n")
    assert "who did" not in as_markdown(document)
    assert document.warnings


def test_a_list_of_labels_is_sections():
    text = (
        "# Incident on 2023-06-06\n\n- **Key events**\n  - First detected: 2023-06-06 10:26\n  - Resolved 2023-06-06 11:21\n\n"
        "- **Impact**: Services were down\n\n- **Context**:\n  - 2023-06-06 10:23 - Reported\n  - 2023-06-06 10:30 - Back\n\n"
        "- **Resolution**:\n  - Restarted\n\n- **Review actions**:\n  - Write a runbook\n"
    )
    document = read_document("x.md", text)
    assert [(s.heading, s.kind) for s in document.sections] == [
        ("Key events", "timeline"),
        ("Impact", "impact"),
        ("Context", "timeline"),
        ("Resolution", "prose"),
        ("Review actions", "actions"),
    ]
    assert [told(event) for event in document.timeline] == ["2023-06-06T10:23", "2023-06-06T10:30"]
    assert document.detected_at
    assert document.detected_at.iso() == "2023-06-06T10:26"
    assert document.ended_at
    assert document.ended_at.iso() == "2023-06-06T11:21"
    assert [action.title for action in document.actions] == ["Write a runbook"]
    assert words(as_markdown(document)) == words(text)


def test_several_incidents_in_one_file_are_told_apart():
    text = (
        "# Outages in October 2025\n\n## October 21, 2025 - Cache overload\n\nSlow.\n\n**Timeline:**\n\n- **21:45 UTC** - Deploy\n\n"
        "## October 24, 2025 - Limits\n\nErrors.\n\n**Timeline:**\n\n- **18:00 UTC** - Deploy\n- **18:10 UTC** - Reports\n"
    )
    document = read_document("x.md", text)
    assert [(i.title, i.started_at and i.started_at.iso()) for i in document.incidents] == [
        ("October 21, 2025 - Cache overload", "2025-10-21"),
        ("October 24, 2025 - Limits", "2025-10-24"),
    ]
    assert [told(event) for event in document.timeline] == [
        "2025-10-21T21:45+00:00",
        "2025-10-24T18:00+00:00",
        "2025-10-24T18:10+00:00",
    ]


def test_pasted_chat_is_not_the_timeline():
    text = "# Slow on 24 May 2026\n\n## Appendix: chat log\n\n> ann [1:46 PM]\n> 1:47 PM hello\n\n10:00 bob: hi\n10:01 ann: hi\n"
    assert read_document("x.md", text).timeline == []


def test_actions_that_are_only_tickets_are_actions():
    text = "# Slow\n\n## Follow-up improvements\n\n- #2127\n- [OPS-7](https://jira.example.org/browse/OPS-7)\n"
    assert [(a.title, a.ticket) for a in read_document("x.md", text).actions] == [
        ("#2127", "#2127"),
        ("OPS-7", "https://jira.example.org/browse/OPS-7"),
    ]


def test_what_went_wrong_below_the_actions_is_no_action():
    text = "# Slow\n\n## Action items\n\n### What went wrong\n\n- Nobody knew\n\n### Process\n\n- Tell people\n"
    assert [action.title for action in read_document("x.md", text).actions] == ["Tell people"]


def test_a_section_that_only_hints_at_actions_takes_what_sounds_like_one():
    text = "# Slow\n\n## Prevention\n\n- The cache never had a limit.\n- We should add a limit.\n- Add an alert.\n"
    assert [action.title for action in read_document("x.md", text).actions] == [
        "We should add a limit.",
        "Add an alert.",
    ]


@pytest.mark.parametrize(
    ("point", "owner", "due", "status"),
    [
        ("Add a limit. Owner: @ana, due 2026-06-01", "@ana", "2026-06-01", "open"),
        ("\u2705 Add a limit", "", "", "done"),
        ("~~Add a limit~~", "", "", "done"),
        ("Add a limit (done)", "", "", "done"),
        ("Add a limit (won't do)", "", "", "closed"),
        ("Add a limit (@ana)", "@ana", "", "open"),
    ],
)
def test_owner_date_and_state_are_read_out_of_a_point(point, owner, due, status):
    action = read_document("x.md", f"# Slow\n\n## Actions\n\n- {point}\n").actions[0]
    assert (action.owner, action.due, action.status) == (owner, due, status)


def test_no_day_is_invented():
    document = read_document("x.md", "# Slow\n\n## Timeline\n\n- 10:00 down\n- 10:10 up\n")
    assert document.started_at is None
    assert [(event.at, event.told) for event in document.timeline] == [(None, "10:00"), (None, "10:10")]


def test_a_long_section_is_cut_between_paragraphs():
    long = "\n\n".join(f"Paragraph {n} " + "word " * 40 for n in range(10))
    document = read_document("x.md", f"# Slow\n\n## Summary\n\nShort.\n\n## Zebra\n\n{long}\n\n## Lessons\n\nFew.\n")
    assert [section.heading for section in document.sections] == ["Summary", "Zebra", "", "", "Lessons"]
    again = read_document("x.md", as_markdown(document))
    assert [s.body for s in again.sections] == [s.body for s in document.sections]


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("README.md", "# Hello", "not a post-mortem"),
        ("a/index.md", "# Hello", "not a post-mortem"),
        ("x.png", "PNG", "are not read"),
        ("x.md", "  \n", "empty"),
        ("x.md", b"\x00\x01\x02", "not a text file"),
        ("list.md", "# All\n\n" + "\n".join(f"- [n{n}](n{n}.md)" for n in range(6)), "list of other documents"),
    ],
)
def test_what_is_no_postmortem_is_skipped_with_a_reason(path, text, reason):
    assert reason in read_document(path, text).skipped


@pytest.mark.parametrize("path", ["x.md", "x.markdown", "x.qmd", "x.txt", "x.html", "x", "v1.2.3"])
def test_the_usual_endings_and_none_are_read(path):
    assert read_document(path, "# Slow\n\nIt was slow.\n").skipped == ""


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        (":seedling: Blameless root cause", "factors"),
        ("Lessons learnt", "lessons"),
        ("What Didn't Go So Well?", "lessons"),
        ("3. Corrective and Preventative Measures", "actions"),
        ("Short-term Improvements ([Follow along](https://e.org))", "actions"),
        ("Timeline (all times PST) 01/16/2024 - 02/28/2024", "timeline"),
        ("Incident Summary", "summary"),
        ("Customer impact", "impact"),
        ("Five Why's", "factors"),
        ("Attendees", "prose"),
        ("Preventive measures", "actions"),
        ("What's next?", "actions"),
        ("Proposed actions", "actions"),
        ("What we have done so far", "actions"),
        ("So that it does not happen again", "actions"),
        ("What happened to GitHub Actions", "summary"),
        ("Zebra", None),
    ],
)
def test_headings_are_known_by_their_words(heading, kind):
    assert kind_of(heading) == kind


@pytest.mark.parametrize(
    "text",
    [
        "#",
        "|",
        "---\n",
        "---\na: b\n---",
        "```\n# x",
        "<",
        "<p>",
        "</p></p>",
        "<ul><li>",
        "[a]: b",
        "- [ ]",
        "\x00",
        "\ufeff# a",
        "# \n\n## \n",
        "|a|\n|-|\n|",
        "<table><tr><td>1",
    ],
)
def test_odd_text_raises_nothing(text):
    as_markdown(read_document("x.md", text))


def test_reading_needs_no_django():
    """`python -m tests.importing.score` and whoever reads files elsewhere have no settings."""
    asks = "import sys, postmortems.importing; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    found = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("line", "owner", "due_on"),
    [
        ("- [ ] Alert on the depth of the spooler (@layla, due 2026-12-15)", "@layla", date(2026, 12, 15)),
        ("- [ ] Alert on the depth of the spooler (Priya, 2026-12-01)", "Priya", date(2026, 12, 1)),
        ("- Alert on the depth of the spooler (Priya Nair; by 1 Dec 2026).", "Priya Nair", date(2026, 12, 1)),
        ("- Alert on the depth of the spooler (EU only, see below)", "", None),
        ("- Alert on the depth of the spooler (Prometheus, 5 minutes)", "", None),
        ("- Move the spooler (owner: Ana Silva), due 2 Dec 2026", "Ana Silva", date(2026, 12, 2)),
        ("- Move the spooler - Ana Silva", "Ana Silva", None),
        ("- Move the spooler - Petra (SPO-12)", "Petra", None),
        ("- Move the spooler \u2014 R. Castillo, by March 1", "R. Castillo", date(2027, 3, 1)),
        ("- Move the spooler @Ana Silva 20 Nov 2026", "@Ana Silva", date(2026, 11, 20)),
        ("- Move the spooler @anna due 2026-12-10", "@anna", date(2026, 12, 10)),
        ("- Maya to move the spooler by 23 Jan", "Maya", date(2027, 1, 23)),
        ("- Move the spooler - Data Platform", "", None),
        ("- Alert the spooler's team \u2013 Grafana", "", None),
    ],
)
def test_who_has_an_action_and_for_when_may_stand_behind_it(line, owner, due_on):
    [action] = read_document("spooler.md", f"# Spooler full, 2026-11-12\n\n## Action items\n\n{line}\n").actions
    assert (action.owner, action.due_on) == (owner, due_on)
    assert "spooler" in action.title


def test_a_table_of_html_is_one_table_however_its_source_is_broken_into_lines():
    rows = "".join(f"<tr>\n<td>{n}</td>\n<td>Limit &ndash; it</td></tr>\n" for n in (1, 2))
    html = f"<h1>Slow</h1>\n<h2>Actions</h2>\n<table>\n<tr><th>No</th><th>Action</th></tr>\n{rows}</table>\n"
    assert [action.title for action in read_document("x.html", html).actions] == ["Limit \u2013 it"] * 2


@pytest.mark.parametrize(("heading", "title"), [("<h1>Slow</h1>", "Slow"), ("", "Slow · Wiki")])
def test_the_name_of_a_tab_is_the_title_only_where_there_is_no_other(heading, title):
    text = (
        f"<html><head><title>Slow · Wiki</title></head><body>{heading}<h2>Summary</h2><p>It was slow.</p></body></html>"
    )
    document = read_document("x.html", text)
    assert document.title == title
    assert "Wiki" not in "".join(section.body for section in document.sections)
    assert words(as_markdown(document)) == words(text)


def test_what_stands_behind_a_timeline_of_plain_lines_is_no_part_of_its_last_entry():
    text = "# Slow on 2026-05-24\n\n## Timeline\n\n10:00 slow\n10:05 paged\n\nIt was a long morning.\n"
    document = read_document("x.md", text)
    assert [event.text for event in document.timeline] == ["slow", "paged"]
    assert "It was a long morning." in document.sections[-1].body


def test_a_priority_in_brackets_hides_no_action_below_a_heading_that_only_hints_at_them():
    text = "# Slow\n\n## Action items\n\n### Prevent\n\n- [P1] Pin the library (owner: Sam)\n"
    assert [action.owner for action in read_document("x.md", text).actions] == ["Sam"]


def test_the_order_of_a_due_date_is_that_of_the_document():
    lines = "- Limit it (due: 11/02/2026)\n- Page on it (due: 10/20/2026)\n"
    actions = read_document("x.md", f"# Slow\n\n## Actions\n\n{lines}").actions
    assert [action.due_on for action in actions] == [date(2026, 11, 2), date(2026, 10, 20)]


def test_the_only_zone_that_is_named_is_asked_about():
    text = "# Slow on 2026-05-24\n\nUsers wrote at 10:20 CEST.\n\n## Timeline\n\n- 10:00 slow\n- 10:05 paged\n"
    document = read_document("x.md", text)
    assert [told(event) for event in document.timeline] == ["2026-05-24T10:00+02:00", "2026-05-24T10:05+02:00"]
    assert document.questions == ["All times are read in CEST, the only zone named. Is that right?"]


@pytest.mark.parametrize("wrap", ["<p>{}</p>", "<div><p>{}</p></div>", '<div class="content-wrapper">{}</div>'])
def test_paragraphs_in_the_cells_of_a_table_leave_its_rows_whole(wrap):
    rows = "".join(
        f"<tr><td>{wrap.format(at)}</td><td>{wrap.format(text)}</td></tr>"
        for at, text in (("06:00", "Certificate expires"), ("06:20", "First ticket"), ("08:02", "Certificate renewed"))
    )
    text = (
        "<h1>Login unavailable on 24.12.2025</h1><h2>Timeline</h2><table><tbody>"
        f"<tr><th>{wrap.format('Time (CET)')}</th><th>{wrap.format('Event')}</th></tr>{rows}</tbody></table>"
    )
    document = read_document("login.html", text)
    assert [(told(event), event.text.strip()) for event in document.timeline] == [
        ("2025-12-24T06:00+01:00", "Certificate expires"),
        ("2025-12-24T06:20+01:00", "First ticket"),
        ("2025-12-24T08:02+01:00", "Certificate renewed"),
    ]
    assert words(as_markdown(document)) == words(text)
