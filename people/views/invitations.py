"""Inviting, and coming in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people import queries
from people.forms import AcceptForm, InvitationForm, add_refusals
from people.permissions import administrators_only, invitation_for_administrator, invitation_for_bearer
from people.requests import SignedInRequest
from people.rules import RefusedError
from people.services import invitations as services
from people.services.invitations import InvitationClosedError, accept_invitation, create_invitation
from web.pagination import page_of
from web.responses import redirect_after_post, render_page

CLOSED = "This invitation is closed already."


def _what_now(name: str) -> str:
    """Say that the mail goes out, or who has to carry the link where no mail does."""
    if settings.EMAIL_CONNECTION:
        return f"The invitation for {name} is on its way."
    return f"{name} is invited. No mail server is set up, so hand the link over from the list below."


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: SignedInRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_invitation(**form.cleaned_data, by=request.user)
        except RefusedError as error:
            add_refusals(form, error.reasons, fields=dict.fromkeys(("known", "deactivated", "open"), "email"))
        else:
            messages.success(request, _what_now(form.cleaned_data["display_name"]))
            return redirect_after_post(request, "people:invitations")
    page = page_of(queries.invitations_list(), request.GET, order=["-created_at", "-id"])
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "page": page, "mail_goes_out": bool(settings.EMAIL_CONNECTION)}
    return render_page(request, "people/invitations.html", context, status=status)


@administrators_only
@require_POST
def send_invitation_again(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = invitation_for_administrator(pk)
    try:
        services.send_invitation_again(invitation, by=request.user)
    except InvitationClosedError:
        messages.error(request, CLOSED)
    else:
        messages.success(request, _what_now(invitation.display_name))
    return redirect_after_post(request, "people:invitations")


@administrators_only
@require_POST
def withdraw_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = invitation_for_administrator(pk)
    try:
        services.withdraw_invitation(invitation, by=request.user)
    except InvitationClosedError:
        messages.error(request, CLOSED)
    else:
        messages.success(request, f"The invitation for {invitation.display_name} is withdrawn.")
    return redirect_after_post(request, "people:invitations")


@administrators_only
@never_cache
@require_POST
def hand_over_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the link on the answer to this very request, and nowhere else."""
    invitation = invitation_for_administrator(pk)
    try:
        link = services.hand_over_invitation(invitation, by=request.user)
    except InvitationClosedError:
        messages.error(request, CLOSED)
        return redirect_after_post(request, "people:invitations")
    context = {"link": link, "whom": invitation.display_name, "days": 14, "back": "people:invitations"}
    return render_page(request, "people/handed_over.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_for_bearer(token)
    if invitation is None:
        return render_page(request, "people/invitation_closed.html", {}, status=404)
    initial = {"display_name": invitation.display_name, "time_zone": invitation.invited_by.time_zone}
    form = AcceptForm(request.POST or None, initial=initial, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            person = accept_invitation(token, **form.cleaned_data)
        except InvitationClosedError:
            return render_page(request, "people/invitation_closed.html", {}, status=404)
        login(request, person)
        return redirect_after_post(request, "people:agreement")
    status = 422 if request.method == "POST" else 200
    return render_page(request, "people/accept.html", {"form": form, "invitation": invitation}, status=status)
