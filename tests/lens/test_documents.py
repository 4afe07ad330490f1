"""Which part of a document is which section."""

from lens.documents import check_document, pieces

DOCUMENT = """# Dave drops the users table

Some words. Improve monitoring.

## Timeline (UTC)
- 14:02 The service was restarted.
- 14:10 The flag was turned off.

## Root cause
The root cause was a full disk.

### Details
We should have noticed.

## Action items

These came out of the review. Improve monitoring.

- [ ] Improve monitoring
- Alert at 80% disk usage on all database hosts.

| action | owner |
|---|---|
| Investigate options | Dave |

## What went well
```
# not a heading
Dave forgot to check.
```
"""


def test_headings_say_what_stands_below_them():
    sections = {}
    for piece in pieces(DOCUMENT):
        for line in DOCUMENT[piece.start : piece.end].splitlines():
            sections[line.strip("-[] ")] = piece.section
    assert sections["Dave drops the users table"] == "title"
    assert sections["14:02 The service was restarted."] == "timeline"
    assert sections["The root cause was a full disk."] == "causes"
    assert sections["We should have noticed."] == "causes"
    assert sections["These came out of the review. Improve monitoring."] == "prose"
    assert sections["Improve monitoring"] == "action"
    assert sections["| Investigate options | Dave |"] == "action"
    assert sections["# not a heading"] == "lessons"


def test_findings_of_a_document_point_into_it():
    found = check_document(DOCUMENT)
    assert [(one.category, one.text) for one in found] == [
        ("title_person", "Dave"),
        ("agentless_passive", "was restarted"),
        ("single_cause", "The root cause was"),
        ("counterfactual", "should have noticed"),
        ("vague_action", "Improve"),
        ("vague_action", "Investigate options"),
    ]
    assert all(DOCUMENT[one.start : one.end] == one.text for one in found)
    [steps] = [one for one in found if one.level == "count"]
    assert [DOCUMENT[start:end] for start, end in steps.places] == ["was restarted", "was turned off"]


def test_a_title_may_stand_in_front_matter():
    text = '---\ntitle: "Dave drops the table"\nroot: yes\n---\n\n# Summary\n\nIt broke.\n'
    assert [(one.category, one.text) for one in check_document(text)] == [("title_person", "Dave")]


def test_a_bare_heading_is_no_claim():
    assert check_document("# Checkout slow\n\n## Root cause\n\n## Blameless root cause\n") == []
