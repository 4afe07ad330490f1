"""Days as people write them: in numbers of either order, with names of months, without a year."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero", "february feb februar février febrero",
            "march mar märz maerz mars marzo", "april apr avril abril", "may mai mayo", "june jun juni juin junio",
            "july jul juli juillet julio", "august aug août agosto",
            "september sept sep septembre septiembre", "october oct oktober okt octobre octubre",
            "november nov novembre noviembre", "december dec dezember dez décembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-zé])\.?"
_ORDINAL = r"(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:19|20)\d{2}(?!\d|:\d)"

_ISO_DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:T(?=\d))?")
BROKEN_DATE = re.compile(r"\d{5,8}-\d{1,2}-\d{1,2}(?!\d)")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-(?:\?\?|xx|XX)|(?![-\d:./]))")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![./-]?\d)")
_SHORT_NUMBERS = re.compile(r"(\d{1,2})([/.])(\d{1,2})(?:(?<=\.\d)|(?<=\.\d\d)|)\.?(?=,?\s+\d{1,2}:\d{2})")
_MONTH_DAY = re.compile(
    rf"({_MONTH})\s+(\d{{1,2}}){_ORDINAL}(?!\d|:\d|\s*[ap]\.?m)(?:,?\s+({_YEAR}))?",
    re.IGNORECASE,
)
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}}){_ORDINAL}[\s-]+(?:of\s+)?({_MONTH})(?:(?:,?\s+|-)({_YEAR}))?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"({_MONTH}),?\s+({_YEAR})", re.IGNORECASE)
_DAYS_BETWEEN = re.compile(
    rf"({_MONTH})\s+(\d{{1,2}}){_ORDINAL}\s*(?:[-\u2013\u2014]|to)\s*(?:{_MONTH}\s+)?\d{{1,2}}{_ORDINAL}(?![\d:])(?:,?\s+({_YEAR}))?",
    re.IGNORECASE,
)
_DAYS_BETWEEN_REVERSED = re.compile(
    rf"(\d{{1,2}}){_ORDINAL}\s*(?:[-\u2013\u2014]|to)\s*\d{{1,2}}{_ORDINAL}\s+(?:of\s+)?({_MONTH})(?:,?\s+({_YEAR}))?",
    re.IGNORECASE,
)

# Blanks and hyphens that do not break, as typesetters put them into dates; one character for one.
TYPESET = {0xA0: " ", 0x202F: " ", 0x2007: " ", 0x2010: "-", 0x2011: "-"}


@dataclass(frozen=True)
class Day:
    """A day as written: numbers that may be in either order, a year that may be missing."""

    year: int | None
    month: int
    day: int | None
    either_order: bool = False  # 05/06/2024: `month` and `day` hold the numbers as they stand

    def exact(self, *, day_first: bool) -> "Day":
        """The same day with its order settled."""
        if not self.either_order or self.day is None:
            return self
        month, day = (self.day, self.month) if day_first else (self.month, self.day)
        if month > 12:
            month, day = day, month
        return Day(self.year, month, day)


def _month_number(word: str) -> int:
    return MONTHS[word.rstrip(".").lower()]


def _year_number(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def is_possible(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return year is None or 1980 <= year <= 2100


def read_day(text: str, position: int = 0) -> tuple[Day, int] | None:
    """The day written at this place, and where it ends."""
    text = text[: position + 60].translate(TYPESET)
    if match := _ISO_DATE.match(text, position):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        return (Day(year, month, day), match.end()) if is_possible(year, month, day) else None
    if match := _NUMBERS.match(text, position):
        first, second, year = int(match[1]), int(match[3]), _year_number(match[4])
        if not (is_possible(year, first, second) or is_possible(year, second, first)):
            return None
        if match[2] == ".":  # dotted dates are day-first wherever they are used
            numbers = Day(year, second, first) if second <= 12 else Day(year, first, second)
        elif first > 12:
            numbers = Day(year, second, first)
        elif second > 12:
            numbers = Day(year, first, second)
        else:
            numbers = Day(year, first, second, either_order=first != second)
        return numbers, match.end()
    for pattern, month_at, day_at in (
        (_DAYS_BETWEEN, 1, 2),
        (_DAYS_BETWEEN_REVERSED, 2, 1),
        (_MONTH_DAY, 1, 2),
        (_DAY_MONTH, 2, 1),
    ):
        if match := pattern.match(text, position):
            year_found = int(match[3]) if match[3] else None
            month, number = _month_number(match[month_at]), int(match[day_at])
            if is_possible(year_found, month, number):
                return Day(year_found, month, number), match.end()
    if match := _MONTH_YEAR.match(text, position):
        return Day(int(match[2]), _month_number(match[1]), None), match.end()
    if (match := _ISO_MONTH.match(text, position)) and is_possible(int(match[1]), int(match[2]), 1):
        return Day(int(match[1]), int(match[2]), None), match.end()
    if (match := _SHORT_NUMBERS.match(text, position)) and is_possible(None, int(match[1]), int(match[3])):
        first, second = int(match[1]), int(match[3])
        if match[2] == ".":
            return Day(None, second, first), match.end()
        return Day(
            None,
            first,
            second,
            either_order=first != second and first <= 12 and second <= 12,
        ), match.end()
    return None


def day_order(text: str) -> bool | None:
    """Whether the text's own dates prove day-first (True) or month-first (False)."""
    for match in re.finditer(r"(?<![\d./-])(\d{1,2})([/-])(\d{1,2})\2(?:\d{4}|\d{2})(?![./-]?\d)", text):
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second:
            return True
        if second > 12 >= first:
            return False
    return None
