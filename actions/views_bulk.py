"""One change to the actions that were chosen in a list: a new date, or somebody else, with one reason."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from actions.bulk_services import BulkOutcome, offer_actions, reschedule_actions
from actions.forms import HandOverForm, RescheduleForm
from actions.models import Action
from actions.permissions import actions_for_editor
from actions.rules import Blocker
from people.queries import active_people
from people.requests import SignedInRequest
from web.responses import redirect_after_post, render_page

AT_MOST = 100
NOT_CARRIED = Blocker("not_carried", "It is changed by its owner, their team, facilitators and administrators.")
VERBS = {
    "date": ("A new date for those chosen", "Set the new date"),
    "owner": ("Hand over those chosen", "Offer them"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: SignedInRequest) -> HttpResponse:
    """Ask once, change each. What is refused stays chosen, with why, and with what was typed."""
    asked = request.POST if request.method == "POST" else request.GET
    verb = asked.get("verb") if asked.get("verb") in VERBS else "date"
    numbers = [int(number) for number in asked.getlist("action") if number.isdecimal() and len(number) < 19]
    may, may_not = actions_for_editor(request.user, numbers[:AT_MOST])
    form = _form(str(verb), request)
    outcome = BulkOutcome()
    if request.method == "POST" and may and form.is_valid():
        outcome = _change(may, str(verb), request, form)
        if not outcome.refused and not may_not:
            messages.success(request, f"{len(outcome.done)} changed.")
            return redirect_after_post(request, "actions:list")
    refused = [*outcome.refused, *((action, [NOT_CARRIED]) for action in may_not)]
    title, button = VERBS[str(verb)]
    context = {
        "form": form,
        "verb": verb,
        "title": title,
        "button": button,
        "chosen": [] if outcome.done or outcome.refused else may,
        "done": outcome.done,
        "refused": refused,
        "left_out": max(len(numbers) - AT_MOST, 0),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "actions/bulk.html", context, status=status)


def _form(verb: str, request: SignedInRequest) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    return RescheduleForm(data) if verb == "date" else HandOverForm(data, owners=active_people())


def _change(actions: list[Action], verb: str, request: SignedInRequest, form: forms.Form) -> BulkOutcome:
    change = reschedule_actions if verb == "date" else offer_actions
    return change(actions, by=request.user, **form.cleaned_data)
