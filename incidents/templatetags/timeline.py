"""An entry of the timeline, written in Python: a page holds dozens, each with three forms, and they were a third of it."""

from html import escape

from django import template
from django.template.context import Context
from django.template.defaultfilters import date as written
from django.template.defaultfilters import linebreaksbr, truncatechars, urlize
from django.utils.safestring import SafeString

from incidents.models import TimelineEvent
from incidents.templatetags.wording import wording_asked
from incidents.timeline_scale import Row
from incidents.wording.page import ASKED_FOR, PageWording
from web.addresses import address_of
from web.templatetags.web import duration, icon, when

register = template.Library()


@register.simple_tag(takes_context=True)
def timeline_entry(context: Context, row: Row) -> SafeString:
    """Write one entry with what it asks and what can be done with it, after the silence and the day it begins."""
    event, number = row.event, context["incident"].number
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(str(context["csrf_token"]))}">'
    wording: PageWording | None = context.get("wording")
    if wording:  # what is done with an entry leaves the lens where it is
        token += f'<input type="hidden" name="{ASKED_FOR}" value="yes">'
    silence = day = ""
    if row.silence:
        silence = f'<li class="timeline-gap"><p>{duration(row.silence)} with no entry. What was known then?</p></li>'
    if row.starts_day:
        day = f'<li class="timeline-day">{when(row.day)}</li>'
    told = f' title="told as {escape(event.told)}"' if event.told else ""
    later = " timeline-hindsight" if event.known_later else ""
    kind, text = escape(event.kind), linebreaksbr(urlize(event.text, autoescape=True), autoescape=False)
    return SafeString(
        f"""{silence}{day}<li class="timeline-event{later}" data-kind="{kind}" id="event-{event.pk}">
    <div class="timeline-time"{told}>{_time(row)}</div>
    <div class="timeline-body">
      <p>{text}</p>
      {_facts(event)}
      {"".join(_question(question, number, token) for question in row.questions)}
      {wording_asked(wording.entries.get(event.pk, ())) if wording else ""}
    </div>
    <div class="timeline-actions">{_acts(row, number, token, asked=f"?{ASKED_FOR}=yes" if wording else "")}</div>
  </li>"""
    )


def _time(row: Row) -> str:
    event = row.event
    if not event.at:
        return f'<span class="unknown">{escape(event.told) or "no time yet"}</span>'
    if event.precision == "month":
        return written(row.day, "F Y")
    if event.precision == "day":
        return '<span class="muted">that day</span>'
    return when(event.at, event.precision, "clock")


def _facts(event: TimelineEvent) -> str:
    """Say what sort of entry it is and how we know."""
    parts = []
    if event.kind:
        parts.append(f"<span>{event.get_kind_display()}</span>")
    if event.source:
        parts.append(f'<span class="tag">{escape(event.get_source_display())}</span>')
    if event.known_later:
        parts.append(f"<span>{icon('undo-2')}known later</span>")
    if event.evidence_url:
        address = escape(event.evidence_url)
        parts.append(f'<a href="{address}" rel="noopener noreferrer nofollow">{icon("link")}evidence</a>')
    return f'<div class="timeline-facts">{"".join(parts)}</div>' if parts else ""


def _form(address: str, token: str, content: str, *, classes: str = "") -> str:
    """Write a form that changes the timeline, which is made anew in its place."""
    named = f' class="{classes}"' if classes else ""
    where = escape(address)
    asked = f'method="post" action="{where}" hx-post="{where}" hx-target="#timeline" hx-swap="outerMorph"'
    return f"<form{named} {asked}>{token}{content}</form>"


def _question(question: str, number: int, token: str) -> str:
    words = f'<span>{escape(question)} <button class="link-button">Order by time</button></span>'
    address = address_of("incidents:timeline_order", number)
    return _form(address, token, f"{icon('circle-help')}{words}", classes="timeline-question")


def _acts(row: Row, number: int, token: str, *, asked: str) -> str:
    """Write what can be done with an entry, each button said whole to those who listen."""
    event, address = row.event, escape(address_of("incidents:event_edit", number, row.event.pk) + asked)
    said = f'<span class="visually-hidden">: {escape(truncatechars(event.text, 60))}</span>'
    ways = [
        f'<button class="timeline-act" id="{way}-{event.pk}" name="to" value="{way}">{words}{said}</button>'
        for way, words, at_end in (("up", "Up", row.is_first), ("down", "Down", row.is_last))
        if not at_end
    ]
    move = _form(address_of("incidents:event_move", number, event.pk), token, "".join(ways)) if ways else ""
    delete = f'<button class="timeline-act">Delete{said}</button>'
    remove = _form(address_of("incidents:event_delete", number, event.pk), token, delete)
    return f'<a class="timeline-act" href="{address}">Edit{said}</a>{move}{remove}'
