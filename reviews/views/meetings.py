"""The review as a meeting: planned, opened, led from topic to topic, closed with its minutes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.requests import SignedInRequest
from reviews.choosing import choices_to_read
from reviews.forms import CloseForm, PlanForm
from reviews.minutes import Minutes, as_markdown
from reviews.models import Circle, Meeting
from reviews.months import Month
from reviews.permissions import (
    circle_for_reader,
    circles_of_page,
    has_story,
    held_meeting,
    may_chair,
    meeting_for_reader,
)
from reviews.queries import listing_of, minutes_for
from reviews.readings import readings_of
from reviews.services import (
    MeetingClosed,
    close_meeting,
    give_time,
    open_meeting,
    plan_meeting,
    say_present,
    show_topic,
)
from reviews.topics import slots_of
from reviews.views.months import month_address
from reviews.views.screens import said_before_closing, screen_of
from web.responses import redirect_after_post, render_page

MORE_MINUTES = 5


@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """Choose what is read, order and time the topics, and open the meeting."""
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    held = held_meeting(chosen, circle)
    if held is not None:
        return redirect_after_post(request, held)
    if not may_chair(request.user, circle):
        raise PermissionDenied
    form = _plan_form(request, chosen, circle)
    if request.method == "POST" and form.is_valid():
        meeting = open_meeting(chosen, by=request.user, circle=circle, **form.cleaned_plan)
        return redirect_after_post(request, meeting)
    context = {"form": form, "month": chosen, "circle": circle, "month_url": month_address(chosen, circle)}
    return render_page(request, "reviews/open_meeting.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """Change what is read, in which order and how long, while the meeting runs."""
    found = _to_lead(request, chosen)
    if not found.is_open:
        return redirect_after_post(request, found)
    form = _plan_form(request, chosen, found.circle, found)
    if request.method == "POST" and form.is_valid():
        return _write(request, found, lambda: plan_meeting(found, by=request.user, **form.cleaned_plan), found.topic)
    context = {"form": form, "month": chosen, "circle": found.circle, "meeting": found}
    return render_page(request, "reviews/open_meeting.html", context, status=422 if form.errors else 200)


@require_POST
def show(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = _to_lead(request, chosen)
    topic = request.POST.get("topic", "")[:40]
    return _write(request, found, lambda: show_topic(found, topic=topic), topic)


@require_POST
def more_time(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """Give what is shown five minutes more."""
    found = _to_lead(request, chosen)
    return _write(request, found, lambda: give_time(found, minutes=MORE_MINUTES), found.topic)


@require_POST
def present(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    here = request.POST.get("present") == "yes"
    return _write(request, found, lambda: say_present(found, person=request.user, present=here), "close")


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = _to_lead(request, chosen)
    form = CloseForm(request.POST or None, initial={"teams": found.teams.all()})
    if request.method == "POST" and form.is_valid():
        return _write(request, found, lambda: close_meeting(found, teams=form.cleaned_data["teams"]), "close")
    context = {"meeting": found, "form": form, **said_before_closing(request, screen_of(request, found))}
    return render_page(request, "reviews/close_meeting.html", context)


@require_safe
def minutes(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    told = minutes_for(request.user, found)
    if told is None:
        return redirect_after_post(request, found)
    if request.GET.get("format") == "markdown":
        return _as_file(found, told)
    return render_page(request, "reviews/minutes.html", {"meeting": found, "minutes": told})


def _to_lead(request: SignedInRequest, chosen: Month) -> Meeting:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    if not may_chair(request.user, found.circle):
        raise PermissionDenied
    return found


def _plan_form(
    request: SignedInRequest, month: Month, circle: Circle | None, meeting: Meeting | None = None
) -> PlanForm:
    listing = listing_of(request.user, month, today=timezone.now().date(), circle=circle)
    team_names = [team.name for team in circle.teams.all()] if circle else []
    choices, suggested = choices_to_read(request.user, month, listing, team_names=team_names)
    chosen = [choice.row.number for choice in choices[:suggested]]
    planned: dict[str, tuple[int, int | None]] = {}
    if meeting is not None:
        chosen = [reading.number for reading in readings_of(request.user, meeting)]
        planned = {item.topic: (item.position, item.minutes) for item in meeting.agenda_items.all()}
    return PlanForm(
        request.POST or None,
        user=request.user,
        choices=[(choice.row.number, choice.row.public_number, choice.row.title, choice.why) for choice in choices],
        chosen=chosen,
        slots=slots_of(listing, has_story=has_story(month, circle)),
        planned=planned,
    )


def _as_file(found: Meeting, told: Minutes) -> HttpResponse:
    response = HttpResponse(as_markdown(told, title=str(found)), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="review-{found.month}.md"'
    return response


def _write(request: SignedInRequest, found: Meeting, act: Callable[[], Any], topic: str) -> HttpResponse:
    """Do it and show the topic; a meeting that was closed meanwhile leads to its minutes."""
    try:
        act()
    except MeetingClosed as error:
        messages.warning(request, str(error))
    found.refresh_from_db()
    return redirect_after_post(request, screen_of(request, found).address(topic) if found.is_open else found)
