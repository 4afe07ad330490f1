import pytest
from holidays.registry import COUNTRIES

from people.calendars import _WRITTEN, countries
from people.queries import compare_texts
from people.rules import invitation_refusals, leaving_administration_refusals


@pytest.mark.parametrize(
    ("is_administrator", "others", "codes"),
    [(True, 0, ["last_administrator"]), (True, 1, []), (False, 0, []), (False, 3, [])],
)
def test_somebody_is_always_left_who_can_let_people_in(is_administrator: bool, others: int, codes: list[str]) -> None:
    refusals = leaving_administration_refusals(is_administrator=is_administrator, other_administrators=others)
    assert [refusal.code for refusal in refusals] == codes


@pytest.mark.parametrize(
    ("known", "active", "open_already", "codes"),
    [
        (False, False, False, []),
        (True, True, False, ["known"]),
        (True, False, True, ["deactivated"]),
        (False, False, True, ["open"]),
    ],
)
def test_an_address_is_invited_once(known: bool, active: bool, open_already: bool, codes: list[str]) -> None:
    refusals = invitation_refusals(known=known, known_is_active=active, open_already=open_already)
    assert [refusal.code for refusal in refusals] == codes


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("a b c", "a b c", [("same", "a b c")]),
        ("a b c", "a x c", [("same", "a "), ("removed", "b "), ("added", "x "), ("same", "c")]),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
    ],
)
def test_texts_are_compared_word_by_word(before: str, after: str, parts: list[tuple[str, str]]) -> None:
    assert compare_texts(before, after) == parts


def test_a_comparison_holds_both_texts_whole() -> None:
    before, after = "We ask.\n\nWe listen  twice.", "We listen  first.\n\nWe ask."
    parts = compare_texts(before, after)
    assert "".join(text for kind, text in parts if kind != "added") == before
    assert "".join(text for kind, text in parts if kind != "removed") == after


def test_countries_are_named_as_people_write_them() -> None:
    names = countries()
    assert (names["BA"], names["IM"], names["CI"], names["ST"]) == (
        "Bosnia and Herzegovina",
        "Isle of Man",
        "Ivory Coast",
        "São Tomé and Príncipe",
    )
    assert [*names.values()].index("Åland Islands") < [*names.values()].index("Bahrain")  # under A, not after Z
    assert set(_WRITTEN) <= set(COUNTRIES)  # whatever the library renames is noticed here
