"""The words of a mail on a page."""

import re

from django import template
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NAMED_LINK = re.compile(r"(?P<indent> +)(?P<words>[^:]{1,40}): (?P<address>https?://\S+)")


@register.filter
def mail_text(text: str) -> SafeString:
    """Show the plain words of a mail: a line that names an address becomes a link of that name, as long as it is signed."""
    return mark_safe("\n".join(_line(line) for line in text.splitlines()))  # noqa: S308 - each line is escaped


def _line(line: str) -> str:
    named = NAMED_LINK.fullmatch(line)
    if named is None:
        return urlize(line, nofollow=True, autoescape=True)
    return format_html('{}<a href="{}" rel="nofollow">{}</a>', named["indent"], named["address"], named["words"])
