"""The ticket of an action, the connections for administrators, and the door that webhooks knock at."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.permissions import action_for_editor
from actions.services import NotPossible
from actions.trackers.forms import ConnectionForm, CreateTicketForm, LinkTicketForm
from actions.trackers.models import TrackerConnection
from actions.trackers.queries import (
    connection_for_administrator,
    connection_for_hook,
    connections_for_administrator,
    connections_in_use,
)
from actions.trackers.services import (
    check_connection,
    create_ticket,
    keep_ticket_open,
    link_ticket,
    receive_webhook,
    retry_ticket,
    save_connection,
    unlink_ticket,
)
from actions.trackers.ticket import BadWebhook, TrackerError
from people.limits import count_try
from people.links import absolute
from people.permissions import administrators_only
from people.requests import SignedInRequest
from web.responses import redirect_after_post, render_page

FORM_METHODS = ["GET", "HEAD", "POST"]
LARGEST_HOOK = 2_000_000
HOOKS_A_MINUTE = 600


@require_http_methods(FORM_METHODS)
def ticket(request: SignedInRequest, number: int) -> HttpResponse:
    """Two forms: a new ticket, or one that is there already."""
    action = action_for_editor(request.user, number)
    connections = connections_in_use()
    restricted = action.incident.is_restricted
    makes = request.method == "POST" and "create" in request.POST
    links = request.method == "POST" and not makes
    create = CreateTicketForm(request.POST if makes else None, connections=connections, restricted=restricted)
    link = LinkTicketForm(request.POST if links else None)
    form = create if makes else link
    if request.method == "POST" and form.is_valid():
        try:
            if makes:
                create_ticket(action, by=request.user, **create.cleaned_data)
            else:
                link_ticket(action, by=request.user, url=link.cleaned_data["url"])
        except NotPossible as error:
            for blocker in error.blockers:
                form.add_error(blocker.field if blocker.field in form.fields else None, blocker.message)
        else:
            messages.success(request, "The ticket is asked for." if makes else "The ticket is linked.")
            return redirect_after_post(request, action)
    context = {"action": action, "create": create, "link": link, "connections": connections}
    return render_page(request, "actions/ticket.html", context, status=422 if form.errors else 200)


@require_POST
def ticket_unlink(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    unlink_ticket(action, by=request.user)
    messages.success(request, "No longer linked; the ticket stays as it is there.")
    return redirect_after_post(request, action)


@require_POST
def ticket_retry(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    retry_ticket(action)
    messages.success(request, "The tracker is asked now.")
    return redirect_after_post(request, action)


@require_POST
def ticket_keep_open(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    keep_ticket_open(action, by=request.user)
    messages.success(request, "It stays open; the ticket is opened again.")
    return redirect_after_post(request, action)


# --- administration ----------------------------------------------------------------------------------
@administrators_only
@require_safe
def trackers(request: SignedInRequest) -> HttpResponse:
    """Every connection."""
    context = {"connections": connections_for_administrator()}
    return render_page(request, "actions/trackers.html", context)


@administrators_only
@require_http_methods(FORM_METHODS)
def tracker_add(request: SignedInRequest) -> HttpResponse:
    """A new connection."""
    return _edit(request, TrackerConnection(is_active=True))


@administrators_only
@require_http_methods(FORM_METHODS)
def tracker_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another name, another token, or not in use any more."""
    return _edit(request, connection_for_administrator(pk))


def _edit(request: SignedInRequest, connection: TrackerConnection) -> HttpResponse:
    form = ConnectionForm(request.POST or None, instance=connection)
    if request.method == "POST" and form.is_valid():
        secrets = {name: form.cleaned_data[name] for name in ("token", "webhook_secret")}
        saved = save_connection(form.save(commit=False), by=request.user, **secrets)
        messages.success(request, "Saved. Test it, so that you know it works.")
        return redirect_after_post(request, saved)
    hook = absolute(reverse("actions:tracker_hook", args=[connection.hook])) if connection.pk else ""
    status = 422 if form.errors else 200
    return render_page(
        request, "actions/tracker_edit.html", {"form": form, "connection": connection, "hook": hook}, status=status
    )


@administrators_only
@require_POST
def tracker_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the tracker now, and say what it said."""
    connection = connection_for_administrator(pk)
    try:
        messages.success(request, check_connection(connection))
    except TrackerError as error:
        messages.warning(request, error.reason)
    return redirect_after_post(request, connection)


@csrf_exempt
@login_not_required
@require_POST
def tracker_hook(request: HttpRequest, hook: UUID) -> HttpResponse:
    """A tracker says that something changed. Told apart by its address, believed by its signature."""
    connection = connection_for_hook(hook)
    if count_try("tracker-hook", str(hook), seconds=60) > HOOKS_A_MINUTE:
        return HttpResponse(status=429)
    if int(request.headers.get("Content-Length") or 0) > LARGEST_HOOK:
        return HttpResponse(status=413)
    try:
        heard = receive_webhook(connection, headers=request.headers, body=request.body)
    except BadWebhook as error:
        return HttpResponse(str(error), status=401, content_type="text/plain")
    return HttpResponse("Heard." if heard else "Nothing new.", status=202 if heard else 200, content_type="text/plain")
