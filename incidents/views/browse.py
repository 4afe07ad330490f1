"""The list, recording, one incident's page and its history."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from incidents.choices import KeyTime
from incidents.dayless import Dayless, day_to_offer, dayless_among
from incidents.first_steps import first_steps
from incidents.forms import DayForm, EventForm, FilterForm, LinkForm, RecordForm, known_zones
from incidents.models import Impact, Incident
from incidents.panels import load_panels
from incidents.permissions import incident_for_reader
from incidents.queries import (
    DATED,
    DELETED,
    filter_choices,
    history_of,
    incident_with_facts,
    incidents_to_list,
    list_order,
    pattern_around,
    people_named_on,
    timeline_of,
    undoable,
)
from incidents.rules import durations, impact_lines, policy_for, time_questions, times_in_timeline, zone_named
from incidents.services import record_incident
from incidents.telling import Zones, history_told, taken_away
from incidents.timeline_scale import scale_of, timeline_rows
from incidents.wording.page import ASKED_FOR, wording_of
from incidents.wording.telling import where_its_words_stand
from people.models import User
from people.requests import SignedInRequest
from web.pagination import page_of
from web.responses import redirect_after_post, render_page
from web.tidy_addresses import address_without_empty

RECENT, SHOWN = 24, 5


@require_safe
@address_without_empty
def list_(request: SignedInRequest) -> HttpResponse:
    """Incidents the person may see, newest first."""
    form = FilterForm(request.GET, choices=filter_choices(request.user))
    wanted = form.wanted()
    page = page_of(incidents_to_list(request.user, wanted), request.GET, order=list_order(wanted))
    steps = [] if wanted else first_steps(request.user)
    context = {"form": form, "is_filtered": bool(wanted), "page": page, "steps": steps}
    return render_page(request, "incidents/list.html", context, partials=["incident-list"])


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest) -> HttpResponse:
    """Put down that something happened, with its title alone if need be."""
    form = RecordForm(request.POST or None, initial={"time_zone": request.user.time_zone})
    if form.is_valid():
        incident = record_incident(**form.facts(), by=request.user)
        messages.success(request, f"{incident.public_number} is recorded. Add what you know, when you know it.")
        texts = [(incident.title, "title"), (incident.summary, "summary")]
        return redirect_after_post(request, where_its_words_stand(request, texts, incident))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "zones": known_zones()}
    return render_page(request, "incidents/record.html", context, partials=["record-form"], status=status)


@require_safe
def detail(request: SignedInRequest, number: int) -> HttpResponse:
    """All that is known of one incident; 11 queries at most, the panels' own, and two of the lens where it is asked."""
    incident = incident_with_facts(incident_for_reader(request.user, number))
    context = detail_context(request.user, incident, wording=ASKED_FOR in request.GET)
    return render_page(request, "incidents/detail.html", context, partials=["timeline", "links"])


def detail_context(user: User, incident: Incident, *, wording: bool = False) -> dict[str, Any]:
    """Gather what the page shows."""
    events = timeline_of(incident)
    dayless = dayless_among(events)
    recent = history_of(user, incident, limit=RECENT)
    told = history_told(recent, Zones(user.zone, zone_named(incident.time_zone)))
    taken = undoable(recent, user, DELETED)
    return {
        "incident": incident,
        "impact": impact_lines(getattr(incident, "impact", None) or Impact()),
        "policy": policy_for(incident),
        "pattern": pattern_around(user, incident),
        "durations": durations(incident),
        "time_questions": time_questions(incident),
        "times_proposed": [(KeyTime(key).label, event) for key, event in times_in_timeline(incident, events).items()],
        "rows": timeline_rows(events, user.zone),
        "scale": scale_of(incident, events),
        "day_form": day_form(incident, dayless) if dayless else None,
        "event_form": EventForm(auto_id="id_event_%s", initial=first_guess(incident, user)),
        "link_form": LinkForm(auto_id="id_link_%s"),
        "wording": wording_of(incident, events) if wording else None,
        "history": told[:SHOWN],
        "has_more_history": len(told) > SHOWN or len(recent) == RECENT,
        "undoable": taken,
        "undoable_day": undoable(recent, user, DATED),
        "taken_away": [gone for gone in taken_away(recent, user.zone) if gone.row != taken],
        "named": people_named_on(incident) if incident.is_restricted else [],
        "panels": load_panels(user, incident),
    }


def day_form(incident: Incident, dayless: Dayless, data: Mapping[str, Any] | None = None) -> DayForm:
    """Return the form that asks for the day of entries without one, with the day that puts them into the incident."""
    return DayForm(data, dayless=dayless, offered=day_to_offer(incident, dayless, now=timezone.now()))


def first_guess(incident: Incident, user: User) -> dict[str, Any]:
    """Return what a new entry's form starts with: the incident's zone, and the day it began on if known."""
    zone = incident.time_zone or user.time_zone
    began = incident.began_at or incident.detected_at
    return {"time_zone": zone, "at_day": began.astimezone(user.zone).date() if began else None}


@require_safe
def history(request: SignedInRequest, number: int) -> HttpResponse:
    """Every change, newest first."""
    incident = incident_for_reader(request.user, number)
    zones = Zones(request.user.zone, zone_named(incident.time_zone))
    rows = history_of(request.user, incident)
    context = {
        "incident": incident,
        "history": history_told(rows, zones),
        "taken_away": taken_away(rows, request.user.zone),
    }
    return render_page(request, "incidents/history.html", context)
