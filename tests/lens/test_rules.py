"""The examples of the rules are their tests: what a rule has to flag, and what no rule may."""

import pytest

import lens
from lens.findings import CATEGORIES, LEVELS, Rule, Sample
from lens.lexicons import HERE, forms, inflect, lines
from lens.patterns import compiled_pattern
from lens.rulebook import BadRule, book

RULES = lens.rules()
TO_FLAG = [(rule, sample) for rule in RULES for sample in rule.must_flag]
TO_PASS = [(rule, sample) for rule in RULES for sample in rule.must_pass]


@pytest.mark.parametrize(("rule", "sample"), TO_FLAG, ids=lambda part: getattr(part, "id", None))
def test_what_a_rule_must_flag_it_flags(rule: Rule, sample: Sample):
    assert rule.id in {found.rule for found in lens.check(sample.text, section=sample.section)}


@pytest.mark.parametrize(("rule", "sample"), TO_PASS, ids=lambda part: getattr(part, "id", None))
def test_what_must_pass_passes_all_rules(rule: Rule, sample: Sample):
    assert lens.check(sample.text, section=sample.section) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_a_reader_needs(rule: Rule):
    assert rule.title
    assert rule.message
    assert rule.why
    assert rule.bias
    assert rule.source
    assert rule.rewrite
    assert rule.ask.rstrip(".").endswith("?") or "?" in rule.ask
    assert len(rule.must_flag) >= 2
    assert len(rule.must_pass) >= 2
    section = rule.must_flag[0].section
    assert lens.check(rule.before, section=section), "the example before is one that is flagged"
    assert not lens.check(rule.after, section=section), "the example after is not"


def test_every_category_and_level_has_a_rule():
    assert {rule.category for rule in RULES} == set(CATEGORIES)
    assert {rule.level for rule in RULES} == set(LEVELS)


def test_a_list_says_where_it_comes_from():
    for path in sorted((HERE / "en" / "lexicons").glob("*.txt")):
        head = "".join(path.read_text().splitlines(keepends=True)[:4])
        assert head.startswith("#"), path.name
        assert "Apache-2.0" in head, path.name


def test_no_list_has_an_entry_twice():
    for path in sorted((HERE / "en" / "lexicons").glob("*.txt")):
        entries = lines(path.stem)
        assert len(entries) == len(set(entries)), path.name


@pytest.mark.parametrize(
    ("verb", "past", "ing"),
    [
        ("forget forgot forgotten", "forgot", "forgetting"),
        ("skip", "skipped", "skipping"),
        ("edit", "edited", "editing"),
        ("open", "opened", "opening"),
        ("commit", "committed", "committing"),
        ("panic panicked", "panicked", "panicking"),
        ("verify", "verified", "verifying"),
        ("deploy", "deployed", "deploying"),
        ("mess + up", "messed up", "messing up"),
        ("oversee oversaw overseen", "oversaw", "overseeing"),
    ],
)
def test_verbs_are_inflected(verb, past, ing):
    assert (inflect(verb)["past"], inflect(verb)["ing"]) == (past, ing)


def test_a_rule_without_its_examples_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "xx" / "rules"
    folder.mkdir(parents=True)
    (tmp_path / "xx" / "categories.yaml").write_text("person_fault: {over: 1, level: mark}\n")
    (tmp_path / "xx" / "patterns.yaml").write_text("nothing: x\n")
    (folder / "one.yaml").write_text("- {id: one, category: person_fault, match: [x]}\n")
    monkeypatch.setattr("lens.rulebook.HERE", tmp_path)
    with pytest.raises(BadRule, match=r"one: nothing under title, message"):
        book("xx")


def test_a_space_in_a_pattern_is_any_space_and_a_list_is_any_of_its_words():
    pattern = compiled_pattern("{fail_verbs:past} it", "en")
    assert pattern.search("forgot   it")
    assert not pattern.search("kept it")
    assert "forgot" in forms("fail_verbs", "past")
