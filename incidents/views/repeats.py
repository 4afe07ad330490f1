"""Saying that an incident is a repeat of an earlier one, and taking that back."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from incidents.forms import RepeatForm, WithdrawRepeatForm
from incidents.permissions import incident_for_editor, repeat_for_editor
from incidents.repeats.services import confirm_repeat, withdraw_repeat
from incidents.rules import Blocked
from people.requests import SignedInRequest
from web.responses import redirect_after_post, render_page

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def repeat_confirm(request: SignedInRequest, number: int) -> HttpResponse:
    """Confirm that it repeats an earlier incident: one that was shown as alike, or one whose number is typed."""
    incident = incident_for_editor(request.user, number)
    form = RepeatForm(request.POST or None, incident=incident, by=request.user)
    if form.is_valid():
        repeat = confirm_repeat(incident, **form.cleaned_data, by=request.user)
        words = f"{incident.public_number} counts as a repeat of {repeat.of.public_number}."
        messages.success(request, f"{words} What was done about it then is asked after once more.")
        return redirect_after_post(request, _panel(number))
    status = 422 if request.method == "POST" else 200
    context = {"incident": incident, "form": form}
    return render_page(request, "incidents/repeat_confirm.html", context, partials=["repeat-form"], status=status)


@require_http_methods(FORM_METHODS)
def repeat_withdraw(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Say that it is no repeat after all, with a word why."""
    repeat = repeat_for_editor(request.user, number, pk)
    form = WithdrawRepeatForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        try:
            withdraw_repeat(repeat, because=form.cleaned_data["because"], by=request.user)
        except Blocked as blocked:
            form.add_error(None, [blocker.message for blocker in blocked.blockers])
        else:
            messages.success(request, f"{repeat.incident.public_number} does not count as a repeat any more.")
            return redirect_after_post(request, _panel(number))
    context = {"incident": repeat.incident, "repeat": repeat, "number": number, "form": form}
    return render_page(request, "incidents/repeat_withdraw.html", context, partials=["withdraw-form"], status=status)


def _panel(number: int) -> str:
    return f"{reverse('incidents:detail', args=[number])}#panel-seen-before"
