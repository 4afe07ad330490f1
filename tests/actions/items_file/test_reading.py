"""Text in, rows with their lines out. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.items_file.reading import NotReadable, read_items

SEED = """\
# action-items.yml: yes, we track these in version control
action_items:
- id: PIR-2026-05-24-001
  title: Add JSON Schema validation to all service configs
  owner: "@alice"
  due: "2026-05-31"
  severity: high
  linked_incident: "INC-2891"
- id: PIR-2026-05-24-002
  title: Add startup smoke test to payment service CI pipeline
  owner: "@bob"
  due: 2026-06-07
  severity: critical
  linked_incident: "INC-2891"
"""


def test_the_form_of_the_article_is_read_with_its_lines():
    file = read_items(SEED)
    assert [item.line for item in file.items] == [3, 9]
    assert list(file.items[0].values) == ["id", "title", "owner", "due", "severity", "linked_incident"]
    assert file.items[1].values["due"] == "2026-06-07"
    assert (file.list_key, file.head) == ("action_items", {})


def test_words_that_old_yaml_takes_for_truths_and_days_stay_words():
    file = read_items("items:\n- {no: on, at: 12:30:00, day: 2026-01-01, n: 1.0, i: 7, t: true, e: ~}\nversion: 2\n")
    assert file.items[0].values == {
        "no": "on", "at": "12:30:00", "day": "2026-01-01", "n": 1.0, "i": 7, "t": True, "e": None,
    }  # fmt: skip
    assert (file.list_key, file.head) == ("items", {"version": 2})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "`action_items:`"),
        ("just words", "`action_items:`"),
        ("action_items: 3", "`action_items:`"),
        ("action_items:\n- [", "Line 2"),
        ("x: &a [1]\naction_items: [*a]", "Line 2: write out"),
        ("[" * 200, "nested too deeply"),
        (b"\xff\xfe", "UTF-8"),
        ("a" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(text, said):
    with pytest.raises(NotReadable, match=said):
        read_items(text)


def test_a_bad_row_keeps_no_other_out():
    file = read_items(
        '- {id: A-1}\n- words\n- {id: A, id: B}\n- {t: "\\0"}\n- {t: !!python/name:os.system x}\n- {id: A-2}\n'
    )
    assert [(item.line, bool(item.problem)) for item in file.items] == [
        (1, False), (2, True), (3, True), (4, True), (5, True), (6, False),
    ]  # fmt: skip
    assert file.items[2].problem == "`id` stands there twice."


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    try:
        read_items("action_items:\n" + text)
    except NotReadable as error:
        assert str(error)  # noqa: PT017 - either way is an answer
