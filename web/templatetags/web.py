"""Our own tags, built into every template. /styleguide/ shows each of them.

Tags that a list repeats per row (icon, when, state_chip, severity_mark) are plain functions: an include
per row would cost more than the query that fetched it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.static import static
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from web import markdown as web_markdown
from web.addresses import address_of
from web.returning import way_back, with_way_back

register = template.Library()

NOT_KNOWN = SafeString('<span class="unknown">not known yet</span>')

# What each state looks like: tone (a pair of tokens), icon, word. States describe documents and
# promises, never people; none of them is red but what the system itself failed to do.
STATES: dict[str, tuple[str, str, str]] = {
    # post-mortems
    "draft": ("drafting", "file-pen", "Draft"),
    "drafting": ("drafting", "file-pen", "Draft"),
    "in_review": ("review", "message-square", "In review"),
    "reviewed": ("reviewed", "circle-check", "Reviewed"),
    "published": ("reviewed", "book-open", "Published"),
    "imported": ("paused", "download", "Imported"),
    "missing": ("drafting", "circle-dashed", "Not begun"),
    # reviews
    "asked": ("drafting", "hourglass", "Asked"),
    "waiting": ("drafting", "hourglass", "Waiting"),
    "approve": ("reviewed", "check", "Approved"),
    "approved": ("reviewed", "check", "Approved"),
    "changes": ("follow-up", "pencil", "Changes asked for"),
    "changes_requested": ("follow-up", "pencil", "Changes asked for"),
    "comment": ("review", "message-square", "Commented"),
    # actions
    "proposed": ("paused", "lightbulb", "Proposal"),
    "todo": ("drafting", "circle", "To do"),
    "in_progress": ("review", "circle-dot", "In progress"),
    "done": ("reviewed", "circle-check", "Done"),
    "wont_do": ("drafting", "circle-x", "Won't do"),
    # the rest
    "follow_up": ("follow-up", "flag", "Follow-up open"),
    "paused": ("paused", "circle-pause", "Paused"),
    "restricted": ("paused", "lock", "Restricted"),
    "near_miss": ("review", "shield-check", "Near miss"),
    "failed": ("attention", "triangle-alert", "Not delivered"),
    "sent": ("reviewed", "send", "Sent"),
    "kept": ("drafting", "inbox", "Kept here"),
    "pending": ("drafting", "clock", "Waiting"),
}


@cache
def _icon_source(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"Not the name of an icon: {name!r}")
    path = Path(settings.BASE_DIR) / "static" / "icons" / f"{name}.svg"
    shapes = re.sub(r"<!--.*?-->|<svg[^>]*>|</svg>", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "", shapes).replace(" />", "/>")


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Draw an icon of static/icons. It is decoration: the words beside it carry the meaning."""
    return _icon(name, classes)


@cache
def _icon(name: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" {classes}" if classes else "",
        SafeString(_icon_source(name)),
    )


# --- times -----------------------------------------------------------------------------------


@register.simple_tag
def when(
    value: datetime | date | None,
    precision: str = "minute",
    style: str = "full",
    zone: str = "UTC",
) -> SafeString:
    """Write a time as exactly as it is known, in the reader's zone.

    Styles: "full" (3 Dec 2026, 14:32 CET), "short" (3 Dec, 14:32), "clock" (14:32), "date". A day or a month
    belongs to the `zone` it was told in: moving midnight to another zone would make it another day.
    """
    if value is None or value == "":
        return NOT_KNOWN
    if not isinstance(value, datetime):
        return _time(value.isoformat(), _day(value, style))
    if precision in {"day", "month"}:
        told = value.astimezone(ZoneInfo(zone)).date()
        day = precision == "day"
        return _time(told.isoformat(), _day(told, style)) if day else _time(f"{told:%Y-%m}", f"{told:%B %Y}")
    machine = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _time(machine, _moment(timezone.localtime(value), precision, style))


def _moment(local: datetime, precision: str, style: str) -> str:
    clock = local.strftime("%H:%M:%S" if precision == "second" else "%H:%M")
    if precision == "around":
        clock = f"around {clock}"
    if style == "clock":
        return clock
    if style == "date":
        return _day(local.date(), "full")
    words = f"{_day(local.date(), style)}, {clock}"
    return f"{words} {local.tzname()}" if style == "full" else words


def _time(machine: str, words: str) -> SafeString:
    return SafeString(f'<time datetime="{machine}">{escape(words)}</time>')


def _day(day: date, style: str) -> str:
    year = "" if style == "short" and day.year == timezone.localdate().year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


@register.filter
def ago(value: datetime | date | None) -> str:
    """Say how far a day is from today in words: "5 days ago", "today", "in 3 weeks"."""
    if value is None or value == "":
        return "not known yet"
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    days = (day - timezone.localdate()).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    size = abs(days)
    unit, length = next(
        (unit, length)
        for least, unit, length in (
            (730, "years", 365),
            (61, "months", 30),
            (14, "weeks", 7),
            (0, "days", 1),
        )
        if size >= least
    )
    words = f"{size // length} {unit}"
    return f"in {words}" if days > 0 else f"{words} ago"


HEADING_LINE = re.compile(r"^#{1,6} +(.*)$", re.MULTILINE)


@register.filter
def with_headings(text: str) -> SafeString:
    """Show the heading lines of Markdown as headings within a difference; the rest stays as it was written."""
    return SafeString(HEADING_LINE.sub(r"<b>\1</b>", escape(text)))


@register.filter
def planned(value: date | None) -> SafeString:
    """Say when something is planned for. A date that has passed is a fact, not an alarm."""
    if not value:
        return SafeString('<span class="unknown">no date yet</span>')
    return format_html("planned for {} · {}", when(value, style="short"), ago(value))


@register.filter
def duration(value: timedelta | None) -> str:
    """Write a length of time with its two largest units: "46 min", "2 h 5 min", "3 d 4 h"."""
    if value is None:
        return "not known yet"
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


# --- addresses ---------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Give the current query string with some parameters changed; None takes one away.

    A change of filter starts at the first page again, so cursors go unless they are what changes.
    """
    parameters = context["request"].GET.copy()
    for cursor in ("after", "before"):
        parameters.pop(cursor, None)
    for name, value in changes.items():
        parameters.pop(name, None)
        if isinstance(value, (list, tuple)):
            parameters.setlist(name, [str(part) for part in value])
        elif value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag
def leading_back(url: str, back: str) -> str:
    """Give an address from which a person who mends something there finds back to `back`."""
    return with_way_back(url, back)


@register.simple_tag(takes_context=True)
def carry(context: Context, name: str, *args: Any) -> str:
    """Give the address of a URL name, with the way back of this page if it has one."""
    url, back = address_of(name, *args), returning_from(context)
    return with_way_back(url, back[0]) if back else url


@register.simple_tag(takes_context=True)
def return_link(context: Context) -> SafeString:
    """Write the way back, on a page that was reached from a list of things to mend."""
    back = returning_from(context)
    if not back:
        return SafeString("")
    return format_html(
        '<p class="way-back"><a class="button button-small" href="{}">{}{}</a></p>',
        back[0],
        icon("arrow-left"),
        back[1],
    )


@register.simple_tag(takes_context=True)
def return_field(context: Context) -> SafeString:
    """Carry the way back on in a form."""
    back = returning_from(context)
    return format_html('<input type="hidden" name="next" value="{}">', back[0]) if back else SafeString("")


def returning_from(context: Context) -> tuple[str, str] | None:
    """Where the page was reached from; None where it is drawn without a request."""
    request = context.get("request")
    return way_back(request) if request else None


@register.simple_tag
def safe_url(name: str, *args: Any) -> str:
    """Give the address of a URL name, or nothing while no page answers to it."""
    try:
        return address_of(name, *args)
    except NoReverseMatch:
        return ""


class _URLNode(URLNode):
    """Django's `url`, by the pattern."""

    def render(self, context: Context) -> str:
        if self.kwargs:
            return super().render(context)
        name, args = self.view_name.resolve(context), [arg.resolve(context) for arg in self.args]
        if self.asvar:
            context[self.asvar] = safe_url(name, *args)
            return ""
        return conditional_escape(address_of(name, *args))


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """Write the address of a page, as Django's tag of this name does."""
    node = django_url(parser, token)
    return _URLNode(node.view_name, node.args, node.kwargs, node.asvar)


@register.simple_tag(takes_context=True)
def nav_link(context: Context, name: str, words: str, icon_name: str = "") -> SafeString:
    """Write an entry of a navigation, or nothing while no page answers to the URL name."""
    url = safe_url(name)
    if not url:
        return SafeString("")
    request = context.get("request")
    path = request.path if request else ""
    current = SafeString(' aria-current="page"') if path == url or (url != "/" and path.startswith(url)) else ""
    return _nav_link(url, current, words, icon_name)


@cache
def _nav_link(url: str, current: SafeString, words: str, icon_name: str) -> SafeString:
    drawing = icon(icon_name) if icon_name else ""
    return format_html('<a class="nav-link" href="{}"{}>{}<span>{}</span></a>', url, current, drawing, words)


class _SameForAll(template.Node):
    """What stands in it, written once."""

    def __init__(self, nodes: NodeList) -> None:
        self.nodelist = nodes
        self._written: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Write it, or what was written before; another set of static files has other addresses."""
        files = static("favicon.svg")
        if files not in self._written:
            self._written[files] = self.nodelist.render(context)
        return self._written[files]


@register.tag
def same_for_all(parser: Parser, _token: Token) -> _SameForAll:
    """Write what stands in it once and keep it: for parts that hold addresses of static files and icons alone."""
    nodes = parser.parse(("end_same_for_all",))
    parser.delete_first_token()
    return _SameForAll(nodes)


# --- marks ---------------------------------------------------------------------------------------


@register.simple_tag
def state_chip(state: str, words: str = "") -> SafeString:
    """Write a state as an icon and a word. Colour never says it alone."""
    return _chip(str(state), str(words))


@cache
def _chip(state: str, words: str) -> SafeString:
    tone, drawing, word = STATES.get(state, ("drafting", "circle", state.replace("_", " ").capitalize()))
    return format_html('<span class="chip chip-{}">{}{}</span>', tone, icon(drawing), words or word)


@register.simple_tag
def severity_mark(level: int | None, name: str = "") -> SafeString:
    """Draw a severity as filled marks on a neutral scale; level 1 fills all four."""
    return _severity(level, str(name))


@cache
def _severity(level: int | None, name: str) -> SafeString:
    if level is None:
        return SafeString('<span class="severity"><span class="unknown">severity not known yet</span></span>')
    filled = max(0, min(4, 5 - int(level)))
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="4" r="3"{}/>',
        ((4 + 8 * place, SafeString(' class="on"' if place < filled else "")) for place in range(4)),
    )
    drawing = format_html(
        '<svg class="severity-dots" viewBox="0 0 32 8" aria-hidden="true">{}</svg>',
        dots,
    )
    return format_html('<span class="severity">{}{}</span>', drawing, name or f"SEV-{level}")


# --- blocks and fields -----------------------------------------------------------------------------


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, anchor: str = "") -> SafeString:
    """Frame what is inside; with a title it is a section of its own."""
    place = format_html(' id="{}"', anchor) if anchor else ""
    if not title:
        return format_html('<div class="card"{}>{}</div>', place, content)
    return format_html(
        '<section class="card"{}><h{} class="card-title">{}</h{}>{}</section>',
        place,
        level,
        title,
        level,
        content,
    )


@register.simple_tag
def field(bound: BoundField, hint: str = "", label: str = "", classes: str = "") -> SafeString:
    """Write a form field with its label, help and errors, tied together for those who listen."""
    widget, errors = bound.field.widget, bound.errors
    grouped = isinstance(widget, (RadioSelect, CheckboxSelectMultiple))
    help_text = hint or bound.help_text
    described = " ".join(
        f"{bound.auto_id}_{what}" for what, there in (("helptext", help_text), ("error", errors)) if there
    )
    attrs: dict[str, str | bool] = {}
    if described and not grouped:
        attrs["aria-describedby"] = described
    if errors and not grouped:
        attrs["aria-invalid"] = "true"
    control = bound.as_widget(attrs=attrs)
    if bound.is_hidden:
        return control
    words = label or bound.label or ""
    optional = not (bound.field.required or getattr(bound.field, "asked", False))
    beside = [_field_help(bound.auto_id, str(help_text)) if help_text else "", _field_error(bound) if errors else ""]
    if isinstance(widget, CheckboxInput):
        parts = ("field-inline", control, _field_label(bound.id_for_label, words, optional=False), *beside)
        return format_html('<div class="field {} {}">\n  {}{}\n  {}{}</div>\n', parts[0], classes, *parts[1:])
    if grouped:
        legend = format_html("<legend>{}{}</legend>", words, _OPTIONAL if optional else "")
        tied = format_html(' aria-describedby="{}"', described) if described else ""
        parts = (classes, tied, legend, *beside, control)
        return format_html('<fieldset class="field field-group {}"{}>\n  {}\n  {}{}\n  {}\n</fieldset>\n', *parts)
    named = _field_label(bound.id_for_label, words, optional=optional)
    return SafeString(
        f'<div class="field {escape(classes)}">\n  {named}\n  {beside[0]}{control}\n  {beside[1]}</div>\n'
    )


_OPTIONAL = SafeString(' <span class="field-optional">optional</span>')


@lru_cache(maxsize=512)
def _field_label(place: str, words: str, *, optional: bool) -> SafeString:
    return format_html('<label class="field-label" for="{}">{}{}</label>', place, words, _OPTIONAL if optional else "")


def _field_help(auto_id: str, words: str) -> SafeString:
    return format_html('<div class="field-help" id="{}_helptext">{}</div>\n  ', auto_id, SafeString(words))


def _field_error(bound: BoundField) -> SafeString:
    words = " ".join(str(error) for error in bound.errors)
    mark = icon("triangle-alert")
    return format_html('<div class="field-error" id="{}_error">{}<span>{}</span></div>\n', bound.auto_id, mark, words)


@register.filter
def marks(parts: Sequence[tuple[str, bool]]) -> SafeString:
    """Write a text in (part, is marked): what a search looked for is marked in its answers."""
    return SafeString("".join(f"<mark>{escape(words)}</mark>" if marked else escape(words) for words, marked in parts))


@register.filter
def markdown(text: str | None, below: int = 2) -> SafeString:
    """Render Markdown safely. Store rendered text where a page shows much of it.

    `text|markdown:0` where the text is the whole page and its headings stand directly below the page's.
    """
    return web_markdown.render(text or "", below=below)


# --- figures ---------------------------------------------------------------------------------------


@register.simple_tag
def bar_chart(
    points: Sequence[tuple[str, float]],
    title: str,
    description: str = "",
    unit: str = "",
) -> SafeString:
    """Draw labelled bars as SVG. The page should hold the same numbers as a table below."""
    width, height, base = 640, 200, 168
    top = max((value for _, value in points), default=0) or 1
    step = width / max(len(points), 1)
    bars = format_html_join(
        "",
        '<g class="bar"><rect x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text class="bar-value" x="{}" y="{}">{}</text><text class="bar-label" x="{}" y="190">{}</text></g>',
        (
            (
                round(place * step + step * 0.18, 1),
                round(base - 140 * value / top, 1),
                round(step * 0.64, 1),
                round(140 * value / top, 1),
                round((place + 0.5) * step, 1),
                round(base - 140 * value / top - 6, 1),
                f"{value:g}{unit}",
                round((place + 0.5) * step, 1),
                label,
            )
            for place, (label, value) in enumerate(points)
        ),
    )
    name = re.sub(r"\W+", "-", title.lower()).strip("-")
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="chart-{}-title chart-{}-desc">'
        '<title id="chart-{}-title">{}</title><desc id="chart-{}-desc">{}</desc>'
        '<line class="axis" x1="0" y1="{}" x2="{}" y2="{}"/>{}</svg>',
        *(width, height, name, name, name, title),
        *(
            name,
            description or "; ".join(f"{label}: {value:g}{unit}" for label, value in points),
        ),
        *(base, width, base, bars),
    )
