"""The importer against real documents. Skipped where they are not beside the project."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from postmortems.imported_html import draw as draw_document
from postmortems.importing import as_markdown, read_document
from postmortems.importing.stored import as_values, from_values
from tests.importing.draw import corpus_documents, draw
from tests.importing.score import TRUTH, score, told
from tests.importing.words import words, words_on_page


@pytest.fixture(scope="module")
def documents(corpus):
    """Every document of the corpus, read once."""
    return {path: read_document(path, (corpus / path).read_bytes()) for path in corpus_documents(corpus)}


def facts(document):
    """What has to survive an export."""
    return (
        document.title,
        document.facts,
        document.severity,
        [
            getattr(document, name) and getattr(document, name).iso()
            for name in ("started_at", "detected_at", "ended_at")
        ],
        [(told(event), event.told, event.precision, event.text) for event in document.timeline],
        [(section.heading, section.kind, section.body) for section in document.sections],
        [(a.title, a.details, a.status, a.owner, a.due, a.ticket, a.ticked, a.cells) for a in document.actions],
    )


def test_every_document_is_read(documents):
    assert len(documents) == 209
    assert [path for path, document in documents.items() if document.skipped] == []
    assert [path for path, document in documents.items() if not document.title] == []


def test_files_about_the_others_are_skipped_with_a_reason(corpus):
    for path in [corpus / "INDEX.md", *corpus.glob("*/SOURCE.md")]:
        assert "not a post-mortem" in read_document(path.name, path.read_bytes()).skipped


def test_the_export_shows_the_words_of_the_source_and_no_others(documents, corpus):
    differing = [
        path
        for path, document in documents.items()
        if words((corpus / path).read_text()) != words(as_markdown(document))
    ]
    assert differing == []


def test_the_page_shows_the_words_of_the_source_and_no_others(documents, corpus):
    differing = []
    for path, document in documents.items():
        title = Counter() if document.title_from == "file name" else words(document.title)
        if words((corpus / path).read_text()) != words_on_page(draw_document(document)) + title:
            differing.append(path)
    assert differing == []


def test_an_export_is_read_back_equal(documents):
    differing = [
        path
        for path, document in documents.items()
        if facts(document) != facts(read_document(path, as_markdown(document)))
    ]
    assert differing == []


def test_a_document_survives_being_kept_as_values(documents):
    differing = [p for p, d in documents.items() if from_values(json.loads(json.dumps(as_values(d)))) != d]
    assert differing == []


def test_no_section_holds_more_than_two_fifths_of_a_document_with_headings(documents):
    large = []
    for path, document in documents.items():
        total = sum(words(as_markdown(document)).values())
        if sum(bool(section.heading) for section in document.sections) >= 3:
            large += [(path, s.heading) for s in document.sections if sum(words(s.body).values()) > 0.4 * total]
    assert large == []


def test_the_documents_with_a_truth_are_those_drawn(corpus):
    halves = draw(corpus_documents(corpus))
    for half, paths in halves.items():
        assert sorted(yaml.safe_load((Path(TRUTH) / f"{half}.yml").read_text())) == sorted(paths)


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_the_facts_read_by_hand_are_found(half, corpus):
    found = score(half, corpus)
    assert found.right_day >= 0.95 * found.stated, found.misses
    assert found.right_events >= 0.90 * found.events, found.misses
    assert found.extra_events <= 0.10 * found.events, found.misses
    assert found.right_actions >= 0.85 * found.actions, found.misses
    assert found.extra_actions <= 0.15 * found.actions, found.misses
