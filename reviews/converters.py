"""Months in addresses."""

from reviews.months import Month


class MonthConverter:
    """`2026-11` in a path; anything else is no such page."""

    regex = r"2\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month) -> str:
        return str(value)


class VerbConverter:
    """How an action is settled in a meeting."""

    regex = "reschedule|decline|hand-over"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
