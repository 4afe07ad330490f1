"""Teams: a page for everybody, and their administration."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from people import queries
from people.forms import TeamForm, add_refusals
from people.permissions import administrators_only, team_for_reader
from people.requests import SignedInRequest
from people.rules import RefusedError
from people.services.teams import change_team, create_team
from web.responses import redirect_after_post, render_page


@require_safe
def team(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who belongs to it and who leads it; nothing is counted here."""
    found = team_for_reader(slug)
    return render_page(request, "people/team.html", {"team": found, "members": list(queries.members_of(found))})


@administrators_only
@require_safe
def teams(request: SignedInRequest) -> HttpResponse:
    return render_page(request, "people/teams.html", {"teams": list(queries.teams_list())})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_team(request: SignedInRequest) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_team(**form.cleaned_data, by=request.user)
        except RefusedError as error:
            add_refusals(form, error.reasons, fields={"name": "name"})
        else:
            messages.success(request, f"{made} is made.")
            return redirect_after_post(request, "people:teams")
    status = 422 if request.method == "POST" else 200
    return render_page(request, "people/edit_team.html", {"form": form}, status=status)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_team(request: SignedInRequest, slug: str) -> HttpResponse:
    form = TeamForm(request.POST or None, instance=team_for_reader(slug))
    if request.method == "POST" and form.is_valid():
        try:
            change_team(team_for_reader(slug), **form.cleaned_data, by=request.user)
        except RefusedError as error:
            add_refusals(form, error.reasons, fields={"name": "name"})
        else:
            messages.success(request, "Saved.")
            return redirect_after_post(request, "people:teams")
    status = 422 if request.method == "POST" else 200
    return render_page(request, "people/edit_team.html", {"form": form, "team": team_for_reader(slug)}, status=status)
