"""Addresses by the pattern are those that Django finds."""

from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from web.addresses import address_of


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("incidents:list", ()),
        ("incidents:detail", (12,)),
        ("incidents:detail", (2**40,)),
        ("postmortems:edit_section", (7, "what_happened")),
        ("postmortems:edition", (7, 2)),
    ],
)
def test_an_address_is_the_one_django_finds(name: str, args: tuple[Any, ...]) -> None:
    assert address_of(name, *args) == reverse(name, args=args) == address_of(name, *args)


@pytest.mark.parametrize("args", [(), (-1,), ("no number",), (1, 2)])
def test_what_django_finds_no_address_for_has_none_here(args: tuple[Any, ...]) -> None:
    with pytest.raises(NoReverseMatch):
        address_of("incidents:detail", *args)
