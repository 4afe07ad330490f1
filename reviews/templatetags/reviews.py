"""Draws a trend. The numbers stand in a table beside it; the picture is for the eye alone."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reviews.charts import heights_of
from reviews.facts import Point
from reviews.telling import waiting_facts

register = template.Library()
register.filter("waiting_facts", waiting_facts)

WIDTH, HEIGHT, GAP = 12, 40, 3
QUIET, STRONG = "#858f9e", "#2f82b8"
"""For paper, where no style sheet of ours reaches into a picture; on pages the classes say the colour."""


@register.simple_tag
def trend(points: list[Point]) -> SafeString:
    """Draw one bar a month, the last one strong; a month of which nothing is known is a dot on the line."""
    heights = heights_of(points)
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1.5" fill="{}"/>',
        (_bar(place, height, is_last=place == len(points) - 1) for place, height in enumerate(heights)),
    )
    size = len(points) * (WIDTH + GAP) - GAP
    return format_html(
        '<svg class="trend" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" focusable="false">{}</svg>',
        size,
        HEIGHT,
        size,
        HEIGHT,
        bars,
    )


def _bar(place: int, height: float | None, *, is_last: bool) -> tuple[Any, ...]:
    x = place * (WIDTH + GAP)
    if height is None:
        return "trend-unknown", x + WIDTH / 2 - 1.5, HEIGHT - 3, 3, 3, QUIET
    tall = max(round(height * HEIGHT, 1), 1.5)
    return ("trend-now" if is_last else "trend-bar"), x, HEIGHT - tall, WIDTH, tall, STRONG if is_last else QUIET
