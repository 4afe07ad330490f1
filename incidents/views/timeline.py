"""Entries of the timeline."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from incidents.dayless import dayless_among
from incidents.forms import EventForm, PasteForm, known_zones
from incidents.models import Incident, TimelineEvent
from incidents.paste_days import day_nearest, day_questions
from incidents.permissions import incident_for_editor
from incidents.queries import DATED, DELETED, event_of, history_row, incident_with_facts, timeline_of
from incidents.rules import LostRace, is_too_far_ahead
from incidents.services import (
    NewEvent,
    add_event,
    add_events,
    change_event,
    date_events,
    delete_event,
    fingerprint_of,
    move_event,
    order_timeline_by_time,
    restore_event,
    take_day_back,
)
from incidents.timeline_scale import told_day
from incidents.timeline_text import ParsedTimeline, parse_timeline, unfold_chat
from incidents.views.browse import day_form, detail_context, first_guess
from incidents.wording.desk import desk_of
from incidents.wording.looking import Seen
from incidents.wording.page import ASKED_FOR, address_with_wording
from incidents.wording.telling import tell_of_wording
from people.requests import SignedInRequest
from web.responses import answer_after_post, redirect_after_post, render_page

FORM_METHODS = ["GET", "HEAD", "POST"]
MOST_SAID = 3


@require_http_methods(FORM_METHODS)
def event_add(request: SignedInRequest, number: int) -> HttpResponse:
    """One entry."""
    incident = incident_for_editor(request.user, number)
    form = EventForm(request.POST or None, initial=first_guess(incident, request.user))
    if form.is_valid():
        event = add_event(incident, NewEvent(**form.facts()), by=request.user)
        where = reverse("incidents:event_edit", args=[number, event.pk])
        tell_of_wording(request, [(event.text, "timeline")], incident, where=where)
        return redirect_after_post(request, _place(incident, event))
    status = 422 if request.method == "POST" else 200
    context = {"incident": incident, "form": form, "zones": known_zones()}
    return render_page(request, "incidents/event_add.html", context, partials=["event-form"], status=status)


@require_http_methods(FORM_METHODS)
def event_edit(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Mend an entry."""
    incident = incident_for_editor(request.user, number)
    event = _event(incident, pk)
    form = EventForm.of(event, fingerprint_of(event), request.POST or None)
    wording = ASKED_FOR in request.GET or ASKED_FOR in request.POST
    context: dict[str, Any] = {"incident": incident, "event": event, "form": form, "zones": known_zones()}
    context |= {"seen": form["seen"].value(), "with_wording": wording}
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        try:
            change_event(event, by=request.user, changes=form.facts(event), seen=form.cleaned_data["seen"])
        except LostRace as race:
            context |= {"conflicts": race.conflicts, "seen": fingerprint_of(event)}
            status = 409
        else:
            tell_of_wording(request, [(form.cleaned_data["text"], "timeline")], incident, where=request.path)
            return redirect_after_post(request, _place(incident, event, wording=wording))
    return render_page(request, "incidents/event_edit.html", context, partials=["event-form"], status=status)


@require_http_methods(FORM_METHODS)
def event_day(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """The day of entries that were told without one: of the first of them, and the others follow."""
    incident = incident_for_editor(request.user, number)
    event = _event(incident, pk)
    dayless = dayless_among(timeline_of(incident), first=event.pk)
    if dayless is None:
        messages.info(request, "These entries have their day already.")
        return redirect_after_post(request, _place(incident, event))
    form = day_form(incident, dayless, request.POST or None)
    if form.is_valid():
        dated = date_events(incident, event.pk, form.cleaned_data["day"], by=request.user)
        messages.success(
            request, "The entry has its day." if len(dated) == 1 else f"{len(dated)} entries have their day."
        )
        return redirect_after_post(request, _place(incident))  # where it is taken back, if it was the wrong one
    status = 422 if request.method == "POST" else 200
    context = {"incident": incident, "day_form": form}
    return render_page(request, "incidents/event_day.html", context, status=status)


@require_POST
def day_take_back(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Take back the day that entries have just got."""
    incident = incident_for_editor(request.user, number)
    dating = history_row(incident, pk, DATED)
    if dating is None:
        raise Http404("No such day.")
    take_day_back(dating, by=request.user)
    return _timeline(request, incident)


@require_POST
def event_delete(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Take an entry away; the page then offers to bring it back."""
    incident = incident_for_editor(request.user, number)
    delete_event(_event(incident, pk), by=request.user)
    return _timeline(request, incident)


@require_POST
def event_restore(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Bring back an entry that was taken away."""
    incident = incident_for_editor(request.user, number)
    deletion = history_row(incident, pk, DELETED)
    if deletion is None:
        raise Http404("No such entry.")
    return _timeline(request, incident, restore_event(deletion, by=request.user))


@require_POST
def event_move(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Swap an entry with the one above it, or below."""
    incident = incident_for_editor(request.user, number)
    event = _event(incident, pk)
    move_event(event, up=request.POST.get("to") == "up", by=request.user)
    return _timeline(request, incident, event)


@require_POST
def timeline_order(request: SignedInRequest, number: int) -> HttpResponse:
    """Put the entries into the order of time."""
    incident = incident_for_editor(request.user, number)
    if not order_timeline_by_time(incident, by=request.user):
        messages.info(request, "The entries stand in the order of time already.")
    return _timeline(request, incident)


@require_http_methods(FORM_METHODS)
def timeline_paste(request: SignedInRequest, number: int) -> HttpResponse:
    """Many entries from a told block: first what was understood, then kept as such."""
    incident = incident_for_editor(request.user, number)
    guess = first_guess(incident, request.user)
    form = PasteForm(request.POST or None, initial={"time_zone": guess["time_zone"]})
    context: dict[str, Any] = {"incident": incident, "form": form, "zones": known_zones()}
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        read = partial(understood, form.cleaned_data["block"], zone=form.cleaned_data["time_zone"])
        day = form.cleaned_data["day"] or day_nearest(incident, read, now=timezone.now())
        parsed = read(day)
        if blockers := paste_blockers(parsed, now=timezone.now()):
            form.add_error("block", blockers)
        elif "keep" in request.POST:
            events = add_events(incident, _new_events(parsed, form.cleaned_data["time_zone"]), by=request.user)
            messages.success(request, "1 entry added." if len(events) == 1 else f"{len(events)} entries added.")
            desk = desk_of(request, incident)
            asked = any(desk.asks(event.text, "timeline") for event in events)
            return redirect_after_post(request, _place(incident, wording=asked))
        else:
            form.say_day(day)
            parsed = replace(parsed, questions=[*parsed.questions, *day_questions(incident, read, day)])
            shown = _asked(request, incident, parsed, form.cleaned_data["time_zone"])
            context |= {"parsed": parsed, "asked": shown}
            status = 200
    return render_page(request, "incidents/timeline_paste.html", context, partials=["paste-panel"], status=status)


def paste_blockers(parsed: ParsedTimeline, *, now: datetime) -> list[str]:
    """Say why a block cannot be kept as it was read."""
    if not parsed.events:
        return ["No times were found in it. Each entry needs one, at least a day."]
    return [
        f"“{event.told}” would be {event.at:%-d %B %Y}, more than a day ahead of now. Are day and year right?"
        for event in parsed.events
        if event.at and is_too_far_ahead(event.at, now=now)
    ][:MOST_SAID]


def understood(block: str, day: date | None, *, zone: str) -> ParsedTimeline:
    """Read the block, with the form's day and zone where it does not say them."""
    return parse_timeline(unfold_chat(block), on=day, zone=zone)


def _new_events(parsed: ParsedTimeline, zone: str) -> list[NewEvent]:
    return [
        NewEvent(
            text=event.text,
            at=event.at,
            precision=event.precision or "",
            time_zone=(event.zone or parsed.zone or zone)[:64],
            told=event.told[:80],
            evidence_url=event.link if event.link.startswith(("http://", "https://")) else "",
        )
        for event in parsed.events
    ]


@dataclass(frozen=True)
class Understood:
    """An entry as it would be kept, with what is asked about it."""

    event: TimelineEvent
    questions: list[str]
    day: date | None
    """As told, where only a day is known."""
    wording: list[Seen]


def _asked(request: SignedInRequest, incident: Incident, parsed: ParsedTimeline, zone: str) -> list[Understood]:
    """Put each question beside the entry it is about, and what the lens asks about its words."""
    desk = desk_of(request, incident)
    rows = []
    for event, new in zip(parsed.events, _new_events(parsed, zone), strict=True):
        row = TimelineEvent(**asdict(new))
        questions = [question.text for question in parsed.questions if question.event == event.order]
        rows.append(Understood(row, questions, told_day(row), desk.asks(row.text, "timeline")))
    return rows


def _event(incident: Incident, pk: int) -> TimelineEvent:
    event = event_of(incident, pk)
    if event is None:
        raise Http404("No such entry.")
    return event


def _timeline(request: SignedInRequest, incident: Incident, event: TimelineEvent | None = None) -> HttpResponse:
    """Show the timeline as it is now: alone to htmx, else on the incident's page; with the lens if it was there."""
    wording = ASKED_FOR in request.POST

    def load() -> dict[str, Any]:
        context = detail_context(request.user, incident_with_facts(incident), wording=wording)
        return context | {"taken_away_open": "listed" in request.POST}  # one of several may be brought back next

    to = _place(incident, event, wording=wording)
    return answer_after_post(request, to, "incidents/detail.html", load, partials=["timeline"])


def _place(incident: Incident, event: TimelineEvent | None = None, *, wording: bool = False) -> str:
    anchor = f"event-{event.pk}" if event else "timeline"
    return address_with_wording(incident, anchor) if wording else f"{incident.get_absolute_url()}#{anchor}"
