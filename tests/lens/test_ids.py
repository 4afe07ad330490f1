"""An answer hangs on its rule's id: ids stay, and who takes another's place is named."""

import lens
from lens import rulebook
from lens.lexicons import HERE
from lens.patterns import read_yaml

KEPT = read_yaml(HERE / "en" / "ids.yaml")


def test_every_rule_is_named_among_those_that_shipped_and_none_left_unnamed():
    shipped, retired = KEPT["shipped"], KEPT["retired"]
    now = {rule.id for rule in lens.rules()}
    assert len(shipped) == len(set(shipped))
    assert now == set(shipped) - set(retired), "a new rule is added to ids.yaml; one that goes is retired there"


def test_what_took_a_retired_rules_place_is_there():
    now = {rule.id for rule in lens.rules()}
    for gone in KEPT["retired"]:
        assert gone in KEPT["shipped"]
        assert lens.called_now(gone) in now


def test_ids_are_followed_from_one_to_the_next_and_never_in_a_circle(monkeypatch):
    monkeypatch.setattr(rulebook, "retired", lambda language="en": {"a": "b", "b": "c", "x": "y", "y": "x"})
    assert lens.called_now("a") == lens.called_now("b") == lens.called_now("c") == "c"
    assert lens.called_now("other") == "other"
    assert lens.called_now("x") in {"x", "y"}
