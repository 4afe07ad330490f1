"""Calendars of open actions: their secret addresses, and what calendar programs fetch from them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from actions.calendar_services import change_calendar_address, remove_calendar
from actions.calendars import calendar_of
from actions.links import hash_secret
from actions.permissions import calendar_for_bearer
from actions.queries import actions_in_calendar, calendars_of
from people.limits import count_try
from people.models import Team
from people.permissions import team_for_reader
from people.requests import SignedInRequest
from web.responses import answer_a_program, redirect_after_post, render_page

FETCHES = 60
WITHIN_SECONDS = 60 * 60


@require_safe
def calendars(request: SignedInRequest) -> HttpResponse:
    """Which calendars one has, and could have: one's own, and one for each of one's teams."""
    return render_page(request, "actions/calendars.html", {"rows": calendars_of(request.user)})


@require_POST
def change_calendar(request: SignedInRequest) -> HttpResponse:
    """Make an address, or change it: shown on this answer and never again."""
    team = _asked_team(request)
    secret = change_calendar_address(request.user, team=team)
    address = request.build_absolute_uri(reverse("actions:calendar", args=[secret]))
    context = {"rows": calendars_of(request.user), "address": address, "team": team}
    response = render_page(request, "actions/calendars.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def remove_address(request: SignedInRequest) -> HttpResponse:
    remove_calendar(request.user, team=_asked_team(request))
    messages.success(request, "The address has ended.")
    return redirect_after_post(request, "actions:calendars")


@login_not_required
@require_safe
def calendar(_request: HttpRequest, secret: str) -> HttpResponse:
    """What is open, for whoever holds the secret address. What its owner may not see any more is not in it."""
    feed = calendar_for_bearer(secret)
    if count_try("calendar", hash_secret(secret), seconds=WITHIN_SECONDS) > FETCHES:
        return HttpResponse("Too often: once in two hours is enough.\n", status=429, content_type="text/plain")
    name = f"Actions of {feed.team}" if feed.team else "My actions"
    body = calendar_of(actions_in_calendar(feed), name=name)
    response = answer_a_program(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="actions.ics"'
    return response


def _asked_team(request: SignedInRequest) -> Team | None:
    """Return the team whose calendar is asked for, among one's own; none means one's own actions."""
    slug = request.POST.get("team", "")
    if not slug:
        return None
    team = team_for_reader(slug)
    if not any(row.team == team for row in calendars_of(request.user)):
        raise Http404
    return team
