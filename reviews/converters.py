"""Months in addresses."""

from reviews.months import Month


class MonthConverter:
    """`2026-11` in a path; anything else is no such page."""

    regex = r"2\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month) -> str:
        return str(value)
