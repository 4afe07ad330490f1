"""Documents made up for this, in the forms that tools and habits give them, each beside what it says.

A time may be given two ways where both are right to a reader: `|` stands between them.
"""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from postmortems.importing import as_markdown, read_document
from tests.importing.score import begins, told
from tests.importing.words import words

INVENTED = Path(__file__).parent / "invented"
DOCUMENTS = sorted(path for path in INVENTED.iterdir() if path.suffix != ".yml")
# What a reader would take for an event or an action, and the importer does not yet.
NOT_YET = {
    "colon-times": {"actions": ["We will stage"]},  # a paragraph that promises, below a heading that only hints at it
    "relative-times": {"events": ["Deploy of web|T+0"]},
}


def is_same(found: str | None, wanted: str) -> bool:
    """Whether a time was read as it is told: a bare day is met by any time on it."""
    if found is None or len(wanted) == 10:
        return (found or "")[:10] == wanted
    return len(found) > 10 and datetime.fromisoformat(found) == datetime.fromisoformat(wanted)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_an_invented_document_says_is_read(path: Path) -> None:
    truth = yaml.safe_load(path.with_suffix(".yml").read_text())
    document = read_document(path.name, path.read_text())
    assert document.started_at is not None
    start = document.started_at.iso()
    assert any(is_same(start, wanted) for wanted in truth["started_at"].split("|")), start

    left = list(document.timeline)
    missing: dict[str, list[str]] = {"events": [], "actions": []}
    for at, beginnings in truth["events"]:
        found = next((event for event in left if is_same(told(event), at) and _begins(event.text, beginnings)), None)
        if found is None:
            missing["events"].append(beginnings)
        else:
            left.remove(found)
    titles = [action.title for action in document.actions]
    for beginnings in truth["actions"]:
        title = next((title for title in titles if _begins(title, beginnings)), None)
        if title is None:
            missing["actions"].append(beginnings)
        else:
            titles.remove(title)
    assert {kind: rows for kind, rows in missing.items() if rows} == NOT_YET.get(path.stem, {})
    assert ([event.text for event in left], titles) == ([], [])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_an_invented_document_keeps_its_words(path: Path) -> None:
    assert words(as_markdown(read_document(path.name, path.read_text()))) == words(path.read_text())


def _begins(text: str, beginnings: str) -> bool:
    return any(begins(text, words) for words in beginnings.split("|"))
