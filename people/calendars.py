"""Public holidays by country and region, from the `holidays` library. Reads no database."""

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


@cache
def countries() -> dict[str, str]:
    """Return every country the library knows: its code and its name, by name."""
    known = holidays.list_supported_countries()
    named = {facts[1]: key.replace("_", " ").title() for key, facts in COUNTRIES.items() if facts[1] in known}
    return dict(sorted(named.items(), key=lambda item: item[1]))


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
