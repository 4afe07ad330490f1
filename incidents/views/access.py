"""Who may see an incident."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from incidents.forms import AccessForm, RestrictForm
from incidents.permissions import incident_for_editor
from incidents.queries import people_named_on
from incidents.rules import Blocked, take_access_blockers
from incidents.services import give_access, restrict_incident
from incidents.services import lift_restriction as lift_restriction_service
from incidents.services import take_access as take_access_service
from people.requests import SignedInRequest
from web.responses import redirect_after_post, render_page

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def restrict(request: SignedInRequest, number: int) -> HttpResponse:
    """Hide it from everybody but the people named on it; asks first."""
    incident = incident_for_editor(request.user, number)
    is_post = request.method == "POST"
    form = RestrictForm(request.POST if is_post else None, incident=incident, by=request.user)
    if form.is_valid():
        restrict_incident(incident, by=request.user, named=form.cleaned_data["people"])
        messages.success(request, f"{incident.public_number} is restricted.")
        return redirect_after_post(request, reverse("incidents:access", args=[number]))
    context = {"incident": incident, "form": form, "named": people_named_on(incident)}
    return render_page(request, "incidents/restrict.html", context, status=422 if is_post else 200)


@require_http_methods(FORM_METHODS)
def lift_restriction(request: SignedInRequest, number: int) -> HttpResponse:
    """Show it to everybody; asks first."""
    incident = incident_for_editor(request.user, number)
    if request.method == "POST":
        lift_restriction_service(incident, by=request.user)
        messages.success(request, f"Everybody who signs in can see {incident.public_number} now.")
        return redirect_after_post(request, incident)
    return render_page(request, "incidents/lift_restriction.html", {"incident": incident})


@require_http_methods(FORM_METHODS)
def access(request: SignedInRequest, number: int) -> HttpResponse:
    """The people named on it, and one more."""
    incident = incident_for_editor(request.user, number)
    form = AccessForm(request.POST or None, incident=incident)
    if form.is_valid():
        give_access(incident, person=form.cleaned_data["person"], by=request.user)
        return redirect_after_post(request, reverse("incidents:access", args=[number]))
    status = 422 if request.method == "POST" else 200
    context = {"incident": incident, "form": form, "named": people_named_on(incident)}
    return render_page(request, "incidents/access.html", context, partials=["access-panel"], status=status)


@require_http_methods(FORM_METHODS)
def take_access(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Un-name a person; asks first, and refuses for the last one."""
    incident = incident_for_editor(request.user, number)
    named = people_named_on(incident)
    person = next((person for person in named if person.pk == pk), None)
    if person is None:
        raise Http404("Nobody of this number is named here.")
    blockers = take_access_blockers(incident, named_and_active=[one.pk for one in named], person_id=pk)
    if request.method == "POST":
        try:
            take_access_service(incident, person=person, by=request.user)
        except Blocked as blocked:
            blockers = blocked.blockers
        else:
            messages.success(request, f"{person} is not named on {incident.public_number} any more.")
            gone = person == request.user and incident.is_restricted
            return redirect_after_post(
                request, reverse("incidents:list" if gone else "incidents:access", args=[] if gone else [number])
            )
    context = {"incident": incident, "person": person, "blockers": blockers}
    return render_page(request, "incidents/take_access.html", context, status=422 if request.method == "POST" else 200)
