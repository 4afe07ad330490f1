"""An expression is tried only where a sentence can hold it; that saves time and may never hide anything."""

import re

import pytest

import lens
from lens.entities import tag
from lens.needed import Reader
from lens.rulebook import book, prepare
from lens.text import lowered, mask
from tests.lens.scoring import ours


def told(pattern: str) -> list[tuple[set[str], set[str]]]:
    return [(set(one.words), set(one.beginnings)) for one in Reader().conditions(pattern)]


@pytest.mark.parametrize(
    ("pattern", "conditions"),
    [
        (r"\b(?:obviously|of course)\b", [({"obviously", "course"}, set())]),
        (r"N+ (?:\w+ )?forgot\b", [({"forgot"}, set()), ({"N"}, set())]),
        (r"\bavoid\w*", [(set(), {"avoid"})]),
        (r"\bmistakes?\b", [({"mistake", "mistakes"}, set())]),
        (r"\w+ly done", [(set(), {"done"})]),
        (r"did(?:n't| not) check", [(set(), {"check"})]),
        (r"(?:really )?x?", []),
        (r"\bfoo|bar", []),
        (r".*", []),
        (r"(?:^|, )naturally,", [({"naturally"}, set())]),
        (r"N+ (?:had|has) ", [({"had", "has"}, set()), ({"N"}, set())]),
        (r"\breali[sz]ed\b", [({"realised", "realized"}, set())]),
        (r"(?<!not )\bwith(?!out)(?: \S+){2,3}? haste\b", [({"haste"}, set()), (set(), {"with"})]),
    ],
)
def test_what_an_expression_needs_is_read_from_it(pattern, conditions):
    assert told(pattern) == conditions


@pytest.mark.parametrize("pattern", ["(?:foo", "foo)", "foo(?!bar"])
def test_an_expression_with_a_bracket_too_many_is_not_read(pattern):
    with pytest.raises(ValueError, match="bracket"):
        Reader().conditions(pattern)


def test_no_expression_matches_where_it_is_not_tried():
    whole = book()
    texts = [sample.text for rule in lens.rules() for sample in (*rule.must_flag, *rule.must_pass)]
    texts += [one.text for one in ours("sentences_last.psv")[::3]]
    expressions = {one.pattern: one for rule in whole.rules for one in (*rule.patterns, *rule.unless)}
    hidden = []
    for text in texts:
        masked = mask(text)
        piece = tag(masked, lowered(masked), lens.Vocabulary())
        met, _ = whole.conditions.met_by(piece)
        hidden += [
            (one.pattern, text) for one in expressions.values() if one.needs & met != one.needs and one.search(piece)
        ]
    assert hidden == []


def test_most_expressions_are_not_tried_on_a_plain_sentence():
    whole = book()
    met, _ = whole.conditions.met_by(
        "the queue grew for an hour, and the replica fell behind while the disks were slow."
    )
    tried = [one for rule in whole.rules for one in rule.patterns if one.needs & met == one.needs]
    assert len(tried) < len([one for rule in whole.rules for one in rule.patterns]) / 20


def test_a_word_in_a_list_of_its_own_is_found_by_its_sign():
    reader = Reader()
    sign = reader.share("(?:f(?:orgot|ailed)|missed)")
    assert re.fullmatch("[\ue100-\uf8ff]", sign)
    assert [set(one.words) for one in reader.conditions(rf"\b{sign}\b")] == [{"forgot", "failed", "missed"}]


def test_every_expression_compiles():
    prepare()
