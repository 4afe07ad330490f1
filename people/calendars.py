"""Public holidays by country and region, from the `holidays` library. Reads no database."""

import unicodedata
from collections.abc import Container
from datetime import date
from functools import cache

import holidays
from holidays.registry import COUNTRIES

from people.models import NO_HOLIDAYS


class NoHolidays:
    """The calendar of who has none."""

    def __contains__(self, day: object) -> bool:
        return False


_WRITTEN = {
    "aland_islands": "Åland Islands",
    "bonaire_sint_eustatius_and_saba": "Bonaire, Sint Eustatius and Saba",
    "curacao": "Curaçao",
    "dr_congo": "DR Congo",
    "guinea_bissau": "Guinea-Bissau",
    "heard_island_and_mcdonald_islands": "Heard Island and McDonald Islands",
    "reunion": "Réunion",
    "saint_barthelemy": "Saint Barthélemy",
    "saint_helena_ascension_and_tristan_da_cunha": "Saint Helena, Ascension and Tristan da Cunha",
    "sao_tome_and_principe": "São Tomé and Príncipe",
    "syrian_arab_republic": "Syria",
    "timor_leste": "Timor-Leste",
    "turkey": "Türkiye",
}
"""Names that the library's own words for its modules do not spell."""


def _name_of(module: str) -> str:
    words = module.replace("_", " ").title()
    for small in ("And", "Of", "The"):
        words = words.replace(f" {small} ", f" {small.lower()} ")
    return _WRITTEN.get(module, words)


@cache
def countries() -> dict[str, str]:
    """Return every country the library knows: its code and its name, by name."""
    known = holidays.list_supported_countries()
    named = {facts[1]: _name_of(key) for key, facts in COUNTRIES.items() if facts[1] in known}
    return dict(sorted(named.items(), key=lambda item: unicodedata.normalize("NFD", item[1]).encode("ascii", "ignore")))


@cache
def subdivisions(country: str) -> list[str]:
    """Return the codes of the regions of a country that have holidays of their own; none for an unknown one."""
    return list(holidays.list_supported_countries().get(country, []))


@cache
def holidays_of(country: str, subdivision: str = "") -> Container[date]:
    """Return the public holidays of a place, reckoned year by year as they are asked for.

    A place that the library does not know (any more) has none: somebody is then reminded on a holiday, which
    is better than not at all.
    """
    if not country or country == NO_HOLIDAYS:
        return NoHolidays()
    try:
        return holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError:
        return holidays_of(country) if subdivision else NoHolidays()


def place_of(country: str, subdivision: str, *, default: tuple[str, str]) -> tuple[str, str]:
    """Return whose holidays count for somebody: their own choice, else the organisation's."""
    return (country, subdivision) if country else default
