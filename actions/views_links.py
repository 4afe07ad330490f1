"""The pages behind the links in reminders. Opened from a mail, by people and by mail scanners, without signing in.

A GET shows one action and asks for the one thing needed; only the form acts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actions.choices import LinkPurpose
from actions.forms import (
    CompleteForm,
    DeclineForm,
    LinkPolicyForm,
    NameReceiverForm,
    RefuseForm,
    RescheduleForm,
)
from actions.forms_reminders import SnoozeForm, VerifyForm
from actions.link_next import next_in_mail
from actions.link_rules import ASKS_SIGN_IN, MOVED_ON, LinkRefusal, is_undoable, link_refusal, undo_refusal
from actions.link_services import LinkRefused, change_link_policy, undo_link_use, use_link
from actions.links import OFFERED, MailLink, read_link, undo_link
from actions.models import Action
from actions.nudge_people import calendar_of
from actions.nudge_queries import longest_snooze
from actions.permissions import bearer_of_link, can_change_action
from actions.queries import (
    link_was_used,
    links_open_without_sign_in,
    possible_owners,
    use_of_undo_link,
)
from actions.services import (
    NotPossible,
    accept_hand_over,
    answer_verification,
    complete_action,
    decline_action,
    decline_hand_over,
    offer_hand_over,
    reschedule_action,
    snooze_action,
)
from people.limits import count_try
from people.models import User
from people.permissions import administrators_only
from people.requests import SignedInRequest
from web.responses import SeeOther, redirect_after_post, render_page

POSTS = 40  # by one person's links
WITHIN_SECONDS = 10 * 60
A_WEEK = timedelta(days=7)
SUGGESTED = "What stands here is a suggestion:"
TOO_MANY = LinkRefusal(
    "too_many", 429, "Too much at once", "Wait a few minutes, then send it again. Nothing was changed.", tells=False
)


@dataclass(frozen=True)
class Step:
    """What one purpose asks for, and does."""

    title: str
    button: str
    form: type[forms.Form]
    service: Callable[..., Action]
    page: str  # where the same is done after signing in
    lead: str = ""


STEPS: Mapping[LinkPurpose, Step] = {
    LinkPurpose.DONE: Step("It is done", "Mark as done", CompleteForm, complete_action, "complete"),
    LinkPurpose.NEW_DATE: Step(
        "A new date",
        "Set the new date",
        RescheduleForm,
        reschedule_action,
        "reschedule",
        "The earlier dates stay in sight on the action's page.",
    ),
    LinkPurpose.WONT_DO: Step(
        "We won't do this",
        "Close as won't do",
        DeclineForm,
        decline_action,
        "decline",
        "A respected result, as long as the next person can read why.",
    ),
    LinkPurpose.HAND_OVER: Step("Hand it over", "Offer it", NameReceiverForm, offer_hand_over, "hand_over"),
    LinkPurpose.SNOOZE: Step(
        "Remind me later",
        "Put it off",
        SnoozeForm,
        snooze_action,
        "snooze",
        "The action stays open, and its date as it is. The reason is shown.",
    ),
    LinkPurpose.VERIFY: Step(
        "Did it hold?",
        "Save",
        VerifyForm,
        answer_verification,
        "verify",
        "Done is when it is there; it has held when it did what it was for.",
    ),
    LinkPurpose.ACCEPT: Step(
        "Take it on", "Yes, it is mine now", forms.Form, accept_hand_over, "detail", "You are asked to own this action."
    ),
    LinkPurpose.REFUSE: Step("Say no", "Say no", RefuseForm, decline_hand_over, "refuse"),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, token: str) -> HttpResponse:
    """Settle an action through a link from a mail, or take that back."""
    link = read_link(token)
    if link is None:
        raise Http404
    try:
        person, action = bearer_of_link(link)
    except Http404:
        return _closed(request, None, None, status=404)
    if action.incident.is_restricted or not links_open_without_sign_in():
        return _ask_for_sign_in(request, link, action)
    if request.method == "POST" and count_try("mail-link", str(person.pk), seconds=WITHIN_SECONDS) > POSTS:
        return _closed(request, TOO_MANY, action)
    with timezone.override(person.zone):
        page = _undo if link.purpose == LinkPurpose.UNDO else _settle
        response = page(request, link, person, action)
        if isinstance(response, TemplateResponse):  # now, while the days are those of the person's zone
            response.render()
    return response


def _settle(request: HttpRequest, link: MailLink, person: User, action: Action) -> HttpResponse:
    """Ask for the one thing needed; when it is given, do it once and show what can be undone."""
    refusal = link_refusal(
        link,
        person,
        action,
        used=link_was_used(link),
        may_change=can_change_action(person, action),
        at=timezone.now(),
    )
    if refusal:
        return _closed(request, refusal, action)
    step = STEPS[link.purpose]
    form = _form(step, request, person, action)
    if request.method == "POST" and form.is_valid():
        try:
            use = use_link(
                link,
                person=person,
                act=lambda locked: step.service(locked, by=person, **form.cleaned_data),
            )
        except LinkRefused as refused:
            return _closed(request, refused.refusal, action)
        except NotPossible as error:
            for blocker in error.blockers:
                form.add_error(blocker.field if blocker.field in form.fields else None, blocker.message)
        else:
            return SeeOther(undo_link(use, at=timezone.now(), mail=link.about).path)
    offered = [other for other in OFFERED if other != link.purpose] if link.purpose in OFFERED else []
    context = {
        "action": action,
        "person": person,
        "step": step,
        "form": form,
        "others": [(other.label, link.instead(other).path) for other in offered],
        "refuse_path": link.instead(LinkPurpose.REFUSE).path if link.purpose == LinkPurpose.ACCEPT else "",
    }
    return render_page(request, "actions/from_mail.html", context, status=422 if form.errors else 200)


def _undo(request: HttpRequest, link: MailLink, person: User, action: Action) -> HttpResponse:
    """Show what was done through the other link; take it back when asked to."""
    use = use_of_undo_link(link)
    refusal = undo_refusal(link, use, at=timezone.now())
    if use is None or (refusal and (request.method == "POST" or is_undoable(use))):
        return _closed(request, refusal, action)
    if request.method == "POST":
        try:
            undo_link_use(link)
        except LinkRefused as refused:
            return _closed(request, refused.refusal, action)
        except NotPossible:
            return _closed(request, MOVED_ON, action)
        action.refresh_from_db()  # the page shows it as it is again, not as it was read before
    context = {
        "action": action,
        "person": person,
        "use": use,
        "undone": request.method == "POST",
        "undoable": is_undoable(use),
        "next": next_in_mail(person, link),
        "is_signed_in": request.user == person,
    }
    return render_page(request, "actions/from_mail_done.html", context)


def _form(step: Step, request: HttpRequest, person: User, action: Action) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if step.form is NameReceiverForm:
        return NameReceiverForm(data, owners=possible_owners(action.incident))
    if step.form not in {SnoozeForm, RescheduleForm}:
        return step.form(data)
    today, calendar = person.local_day(timezone.now()), calendar_of(person)
    suggested = calendar.working_day_from(today + A_WEEK)
    if step.form is RescheduleForm:
        form: forms.Form = RescheduleForm(data, initial={"due_on": suggested})
        form.fields["due_on"].help_text = f"{SUGGESTED} your first working day a week from now."
        return form
    longest = today + timedelta(days=longest_snooze(action.priority))
    until = min(suggested, calendar.last_working_day(after=today, until=longest))
    form = SnoozeForm(data, longest=longest, initial={"until": until})
    form.fields["until"].help_text = f"{SUGGESTED} a working day of yours. {form.fields['until'].help_text}"
    return form


def _ask_for_sign_in(request: HttpRequest, link: MailLink, action: Action) -> HttpResponse:
    """Lead to the page where the same is done after signing in; what was typed meanwhile is shown, to be kept."""
    if request.method == "POST":
        return _closed(request, ASKS_SIGN_IN, action)
    step = STEPS.get(link.purpose)
    return SeeOther(reverse(f"actions:{step.page if step else 'detail'}", args=[action.number]))


def _closed(
    request: HttpRequest, refusal: LinkRefusal | None, action: Action | None, *, status: int = 0
) -> HttpResponse:
    """Say why the link does nothing, with whatever was typed: none of it is lost."""
    typed = [text for name in request.POST if name != "csrfmiddlewaretoken" and (text := request.POST[name].strip())]
    context = {"refusal": refusal, "action": action, "typed": typed}
    return render_page(
        request, "actions/from_mail_closed.html", context, status=status or (refusal.status if refusal else 404)
    )


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def link_policy(request: SignedInRequest) -> HttpResponse:
    """Whether links in reminders open without sign-in."""
    form = LinkPolicyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change_link_policy(by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect_after_post(request, "people:administration")
    if not form.is_bound:
        form.initial = {"without_sign_in": links_open_without_sign_in()}
    return render_page(request, "actions/link_policy.html", {"form": form}, status=422 if form.errors else 200)
