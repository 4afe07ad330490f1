"""The trend as a picture for mails, and in words."""

import struct
import zlib

import pytest

from reviews.charts import BAR, COLOURS, GAP, GROUNDS, HEIGHT, has_trend, trend_png, trend_words
from reviews.facts import Point
from reviews.measures import DEFINITIONS, Figure, read_figure
from reviews.months import Month

MONTHS = [Month(2026, number) for number in range(8, 11)]


def points(*figures, key="documented"):
    made = [read_figure(DEFINITIONS[key], Figure(*one), is_over=True) if one else None for one in figures]
    return [Point(month, measure) for month, measure in zip(MONTHS, made, strict=True)]


def pixels(png):
    """Read back what was drawn; no library of ours to trust."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + data)
        chunks[kind], at = data, at + 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = zlib.decompress(chunks[b"IDAT"])
    assert len(rows) == (width + 1) * height
    return [rows[n * (width + 1) + 1 : (n + 1) * (width + 1)] for n in range(height)]


def tall(rows, place):
    column = place * (BAR + GAP) + BAR // 2
    return sum(row[column] != 0 for row in rows)


def test_a_rate_is_drawn_of_the_whole_and_an_unknown_month_is_a_dot():
    rows = pixels(trend_png(points((1, 4, 4), None, (4, 4, 4))))
    assert (tall(rows, 0), tall(rows, 1), tall(rows, 2)) == (HEIGHT // 4, 6, HEIGHT)
    assert rows[-1][0] != rows[-1][-1]  # the last one is strong


def test_nothing_to_count_is_a_dot_and_none_of_many_is_a_line():
    rows = pixels(trend_png(points((0, 0, 0), (0, 3, 3), (3, 3, 3))))
    assert (tall(rows, 0), tall(rows, 1)) == (6, 3)


def test_the_same_figures_are_the_same_bytes():
    assert trend_png(points((1, 4, 4), None, (4, 4, 4))) == trend_png(points((1, 4, 4), None, (4, 4, 4)))


def test_words_begin_where_something_is_known():
    assert trend_words(points((0, 0, 0), (1, 2, 2), (3, 4, 4))) == "September to October 2026: 1 of 2, 3 of 4"
    assert trend_words(points((1, 2, 2), None, (0, 0, 0))) == (
        "August to October 2026: 1 of 2, not known, nothing to count"
    )
    assert trend_words(points(None, None, None)) == ""


def test_one_month_is_no_trend():
    assert not has_trend(points(None, (0, 0, 0), (1, 2, 2)))
    assert has_trend(points((1, 2, 2), (0, 0, 0), (1, 2, 2)))


def luminance(colour):
    parts = [part / 255 for part in colour]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", COLOURS[1:])
def test_bars_are_seen_by_day_and_by_night(colour, ground):
    (dark, light) = sorted((luminance(colour), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) >= 3
