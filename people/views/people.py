"""The administration of people."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import queries
from people.forms import PeopleFilterForm, PersonForm, add_refusals
from people.leaving import left_behind_by
from people.models import User
from people.permissions import administrators_only, person_for_administrator
from people.requests import SignedInRequest
from people.rules import RefusedError
from people.services import people as services
from people.services.people import change_person
from people.visibility import audit_entries_visible_to, name_people_in
from web.pagination import page_of
from web.responses import redirect_after_post, render_page
from web.tidy_addresses import address_without_empty

CARDS = [
    ("people:people", "People", "users", "Who is here, their roles, and who is not here any more."),
    ("people:invitations", "Invitations", "mail", "Let somebody in."),
    ("people:teams", "Teams", "users-round", "Who belongs together, and who leads."),
    ("reviews:circles", "Circles", "calendar-days", "Which teams review their month together."),
    ("reviews:reading_policy", "Which teams read", "book-open", "How far a post-mortem travels, without names."),
    ("people:edit_agreement", "The agreement", "handshake", "How you treat people in incidents."),
    ("incidents:services", "Services", "server", "What can break, and whose it is."),
    ("incidents:tags", "Tags", "tag", "Words by which incidents are found again."),
    ("incidents:severities", "Severities", "scale", "What each level asks for, and by when."),
    ("actions:nudge_policy", "Reminders", "bell", "How soon, how often, and who hears of it next."),
    ("postmortems:templates", "Templates", "file-text", "The questions that a post-mortem asks."),
    ("postmortems:import_upload", "Import", "download", "Bring the post-mortems you have."),
    ("actions:link_policy", "Links in reminders", "link", "Whether they open without sign-in."),
    ("incidents:lens_settings", "The lens", "eye", "What it points at, and what your people say of it."),
    ("actions:trackers", "Trackers", "git-branch", "Where actions have their tickets."),
    ("notifications:outbox", "Outbox", "send", "What went out, and what waits."),
    ("people:audit_log", "Audit log", "history", "Who changed what anybody may do or see."),
]


@administrators_only
@require_safe
def administration(request: SignedInRequest) -> HttpResponse:
    return render_page(request, "people/administration.html", {"cards": CARDS})


@administrators_only
@require_safe
@address_without_empty
def people(request: SignedInRequest) -> HttpResponse:
    form = PeopleFilterForm(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    found = queries.people_list(
        words=told.get("words", ""),
        role=told.get("role", ""),
        team=told.get("team"),
        active=told.get("show") != "deactivated",
    )
    page = page_of(found, request.GET, order=["display_name", "id"], size=50)
    return render_page(request, "people/people.html", {"form": form, "page": page})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    subject = person_for_administrator(pk)
    form = PersonForm(request.POST or None, instance=subject)
    if request.method == "POST" and form.is_valid():
        try:
            change_person(subject, by=request.user, **form.cleaned_data)
        except RefusedError as error:
            add_refusals(form, error.reasons, fields={"last_administrator": "is_administrator"})
        else:
            messages.success(request, "Saved.")
            return redirect_after_post(request, "people:people")
    status = 422 if request.method == "POST" else 200
    return render_page(request, "people/person.html", _person_context(request, pk, form), status=status)


@administrators_only
@require_POST
def deactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    subject = person_for_administrator(pk)
    try:
        services.deactivate_person(subject, by=request.user)
    except RefusedError as error:
        context = _person_context(request, pk, PersonForm(instance=subject)) | {"refusals": error.reasons}
        return render_page(request, "people/person.html", context, status=422)
    messages.success(request, f"{subject} cannot sign in any more.")
    return redirect_after_post(request, "people:people")


@administrators_only
@require_POST
def reactivate(request: SignedInRequest, pk: int) -> HttpResponse:
    subject = services.reactivate_person(person_for_administrator(pk), by=request.user)
    messages.success(request, f"{subject} can sign in again.")
    return redirect_after_post(request, "people:people")


@administrators_only
@never_cache
@require_POST
def hand_over_reset(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the link on the answer to this very request, and nowhere else."""
    subject = person_for_administrator(pk)
    try:
        link = services.hand_over_reset(subject, by=request.user)
    except RefusedError as error:
        context = _person_context(request, pk, PersonForm(instance=subject)) | {"refusals": error.reasons}
        return render_page(request, "people/person.html", context, status=422)
    context = {"link": link, "whom": subject.display_name, "days": 1, "back": "people:people"}
    return render_page(request, "people/handed_over.html", context)


@administrators_only
@require_safe
def audit_log(request: SignedInRequest) -> HttpResponse:
    page = page_of(audit_entries_visible_to(request.user), request.GET, order=["-at", "-id"], size=50)
    name_people_in(page.rows)
    return render_page(request, "people/audit_log.html", {"page": page})


def _person_context(request: SignedInRequest, pk: int, form: PersonForm) -> dict[str, object]:
    """The person as stored: the form has put what was typed onto its own copy."""
    subject: User = person_for_administrator(pk)
    left = left_behind_by(subject, reader=request.user)
    return {"subject": subject, "form": form, "led": list(subject.teams_led.all()), "left_behind": left}
