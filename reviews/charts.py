"""Draws a trend for a mail: a small PNG of bars, and the same in words.

Mail programs draw no SVG. Bars need no drawing library: a picture of four colours is a few rows of numbers, and the
same rows are the same bytes. The ground is transparent and the colours are seen on paper white and on night alike
(3:1 at least on both), since no mail program says to a picture which of them it is shown on.
"""

import struct
import zlib
from collections.abc import Sequence

from reviews.facts import Point
from reviews.measures import Measure, Shape, State
from reviews.months import Month

BAR, GAP, HEIGHT = 16, 4, 56
"""In pixels; shown at half the size, for screens that draw two for one."""

NOTHING, EARLIER, NOW = range(3)
GROUNDS = ((255, 255, 255), (26, 31, 38))
COLOURS = ((0, 0, 0), (133, 143, 158), (47, 130, 184))


def heights_of(points: Sequence[Point]) -> list[float | None]:
    """How tall each month's bar is, between 0 and 1; None where nothing is known of it."""
    values = [_value(point.measure) for point in points]
    top = max((value for value in values if value is not None), default=0) or 1
    if any(point.measure and point.measure.definition.shape == Shape.RATE for point in points):
        top = 100
    return [None if value is None else value / top for value in values]


def has_trend(points: Sequence[Point]) -> bool:
    """Whether there are two months to compare."""
    return sum(_value(point.measure) is not None for point in points) > 1


def trend_words(points: Sequence[Point]) -> str:
    """Say the figures from the first month that has one on: "August to October 2026: 2 of 4, not known, 3 of 4"."""
    first = next((place for place, point in enumerate(points) if _value(point.measure) is not None), None)
    if first is None:
        return ""
    told = points[first:]
    said = ", ".join(point.measure.words if point.measure else "not known" for point in told)
    return f"{_span(told[0].month, told[-1].month)}: {said}"


def trend_png(points: Sequence[Point]) -> bytes:
    """One bar a month, the last one strong; a month of which nothing is known is a dot on the line."""
    heights = heights_of(points)
    width = len(points) * (BAR + GAP) - GAP
    picture = [bytearray(width) for _ in range(HEIGHT)]
    for place, height in enumerate(heights):
        left = place * (BAR + GAP)
        right, tall = left + BAR, max(round((height or 0) * HEIGHT), 3)
        if height is None:
            left, right, tall = left + BAR // 2 - 3, left + BAR // 2 + 3, 6
        colour = NOW if place == len(points) - 1 else EARLIER
        for row in picture[HEIGHT - tall :]:
            row[left:right] = bytes([colour]) * (right - left)
    return _png(picture, width)


def shown_size(points: Sequence[Point]) -> tuple[int, int]:
    """Width and height at which it is shown."""
    return (len(points) * (BAR + GAP) - GAP) // 2, HEIGHT // 2


def _value(measure: Measure | None) -> float | None:
    if measure is None or measure.state not in {State.RECORDED, State.PENDING}:
        return None
    if measure.definition.shape == Shape.RATE:
        return float(measure.percent or 0)
    if measure.definition.shape == Shape.COUNT:
        return float(measure.numerator or 0)
    return measure.value


def _span(first: Month, last: Month) -> str:
    if first == last:
        return last.words
    return f"{first.first_day:%B}{'' if first.year == last.year else f' {first.year}'} to {last.words}"


def _png(picture: Sequence[bytearray], width: int) -> bytes:
    """Write an indexed picture of eight bits a pixel (RFC 2083); the first colour is nothing at all."""
    rows = b"".join(b"\0" + bytes(row) for row in picture)  # each row says first how it is filtered: not at all
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(picture), 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for colour in COLOURS for part in colour)),
            _chunk(b"tRNS", bytes([0])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
