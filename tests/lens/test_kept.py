"""What expressions need is kept beside the rules, and is never older than they are."""

import json

import lens.kept
from lens.keep import as_text
from lens.kept import Needs, kept, kept_at
from lens.patterns import Conditions
from lens.rulebook import book


def test_what_is_kept_is_what_the_rules_need_now(monkeypatch):
    """`python -m lens.keep` keeps it after a change."""
    monkeypatch.setattr("lens.patterns.kept", lambda _language: None)
    fresh = Conditions("en")
    for rule in book().rules:
        for one in rule.patterns:
            fresh.expression(one.pattern)
    assert as_text("en", fresh.needs) == kept_at("en").read_text(encoding="utf-8")


def test_what_other_rules_needed_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(lens.kept, "HERE", tmp_path)
    folder = tmp_path / "xx"
    folder.mkdir()
    assert kept("xx") is None
    folder.joinpath("patterns.yaml").write_text("one: two\n")
    folder.joinpath("needed.json").write_text(as_text("xx", Needs({"a": [0]}, {"word": [0]}, {})))
    found = kept("xx")
    assert found is not None
    assert found.words == {"word": [0]}
    folder.joinpath("patterns.yaml").write_text("one: three\n")
    assert kept("xx") is None


def test_it_is_kept_a_line_for_each_word():
    text = as_text("en", Needs({"a": [1, 0]}, {"zeal": [1], "care": [0]}, {"mis": [1]}))
    assert json.loads(text)["needs"] == {
        "expressions": {"a": [1, 0]}, "words": {"care": [0], "zeal": [1]}, "beginnings": {"mis": [1]},
    }  # fmt: skip
    assert text.index('\n"care": [0],\n') < text.index('\n"zeal": [1]\n')
