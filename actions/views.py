"""Pages of actions. Every verb has its own address: a page with one form, which posts to itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms import (
    ActionForm,
    AddActionForm,
    CommitForm,
    CompleteForm,
    DecideForm,
    FilterForm,
    HandOverForm,
    NoteForm,
    RefuseForm,
    ReopenForm,
    RescheduleForm,
)
from actions.models import Action
from actions.permissions import action_for_editor, action_for_reader, can_change_action, changeable_by
from actions.queries import VIEWS, ActionFilters, actions_to_list, possible_owners, standing_offer
from actions.removes import removed_by
from actions.rules import Blocker, commit_blockers
from actions.services import (
    LostRace,
    NotPossible,
    accept_hand_over,
    add_action,
    change_action,
    commit_action,
    complete_action,
    decline_action,
    decline_hand_over,
    note_on_action,
    offer_hand_over,
    reopen_action,
    reschedule_action,
    start_action,
    withdraw_hand_over,
)
from actions.trackers.queries import differences, ticket_of
from incidents.permissions import incident_for_editor
from incidents.queries import filter_choices
from incidents.wording.telling import tell_of_wording
from people.requests import SignedInRequest
from web.pagination import page_of
from web.responses import close_dialog_after_post, redirect_after_post, render_page
from web.tidy_addresses import address_without_empty

IN_DIALOG = ["verb-dialog-form"]  # of actions/verb.html, for lists and boards


@dataclass(frozen=True)
class VerbPage:
    """The words around one verb's form."""

    title: str
    button: str
    lead: str = ""
    quiet: bool = False


def asked_filters(request: SignedInRequest) -> tuple[FilterForm, ActionFilters]:
    """Read what a list is asked for from its address."""
    form = FilterForm(request.GET, choices=filter_choices(request.user, ("services", "teams"), value="pk"))
    form.is_valid()
    wanted = form.cleaned_data
    view = request.GET.get("view", "open")
    return form, ActionFilters(
        view=view if view in VIEWS else "open",
        service=wanted.get("service"),
        team=wanted.get("team"),
        priority=wanted.get("priority", ""),
        text=wanted.get("q", ""),
    )


@require_safe
@address_without_empty
def list_(request: SignedInRequest) -> HttpResponse:
    today = request.user.local_day(timezone.now())
    form, filters = asked_filters(request)
    by_date = filters.view not in {"settled", "proposals"}
    page = page_of(
        actions_to_list(request.user, filters, on=today),
        request.GET,
        order=["due_on", "id"] if by_date else ["-moved_at", "-id"],
        nulls_last=["due_on"] if by_date else [],
    )
    changeable = changeable_by(request.user, page.rows)
    context = {
        "page": page,
        "views": VIEWS,
        "view": filters.view,
        "form": form,
        "today": today,
        "changeable": changeable,
    }
    return render_page(request, "actions/list.html", context, partials=["action-list"])


@require_safe
def detail(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_reader(request.user, number)
    link, today = ticket_of(action), request.user.local_day(timezone.now())
    context = {
        "action": action,
        "link": link,
        "differences": differences(action, link) if link else [],
        "may_change": can_change_action(request.user, action),
        "asked_whether_it_held": action.verify_on is not None and action.verify_on <= today,
        "missing": commit_blockers(owner=action.owner, due_on=action.due_on) if action.is_open else [],
        "events": action.events.select_related("by", "link_use"),
        "offer": standing_offer(action) if action.is_open else None,
        "removes": removed_by(request.user, action),
        "note_form": NoteForm(),
    }
    return render_page(request, "actions/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, number: int) -> HttpResponse:
    incident = incident_for_editor(request.user, number)
    form = AddActionForm(request.POST or None, owners=possible_owners(incident))
    if request.method == "POST" and form.is_valid():
        wanted = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            action = add_action(incident, by=request.user, **wanted)
        except NotPossible as error:
            show_blockers(form, error)
        else:
            where = reverse("actions:edit", args=[action.number])
            tell_of_wording(request, _words_of(wanted), incident, where=where)
            messages.success(request, f"{action.public_number} added.")
            return redirect_after_post(request, incident if "another" not in request.POST else request.path)
    context = {"form": form, "incident": incident}
    return render_page(request, "actions/add.html", context, status=422 if form.errors else 200)


def _words_of(wanted: dict[str, Any]) -> list[tuple[str, str]]:
    """What the lens reads of an action that somebody has just written."""
    return [(wanted["title"], "action"), (wanted["outcome"], "prose"), (wanted["details"], "prose")]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    form = ActionForm(request.POST or None, instance=action)
    current = None
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        version = wanted.pop("version") or 0
        try:
            change_action(action, by=request.user, version=version, **wanted)
        except LostRace as error:
            current = error.current
            form = _with_newest_version(form, current)
        else:
            tell_of_wording(request, _words_of(wanted), action.incident, where=request.path)
            messages.success(request, "Saved.")
            return redirect_after_post(request, action)
    context = {"form": form, "action": action, "current": current}
    status = 409 if current else 422 if form.errors else 200
    return render_page(request, "actions/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def commit(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    form = CommitForm(
        request.POST or None,
        owners=possible_owners(action.incident),
        initial={"owner": action.owner, "due_on": action.due_on, "outcome": action.outcome},
    )
    words = VerbPage(
        "Commit to this",
        "Commit",
        "A commitment is one person's promise with a date. The person may ask others for help; "
        "the date may move, with a reason.",
    )
    return verb_page(request, action, form, commit_action, words)


@require_POST
def start(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    try:
        start_action(action, by=request.user)
    except NotPossible as error:
        messages.warning(request, str(error))
    return redirect_after_post(request, action)


@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    return verb_page(
        request, action, CompleteForm(request.POST or None), complete_action, VerbPage("It is done", "Mark as done")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    words = VerbPage(
        "Drop this proposal" if action.is_proposal else "We won't do this",
        "Drop it" if action.is_proposal else "Close as won't do",
        "A respected result, as long as the next person can read why.",
    )
    form = DecideForm(
        request.POST or None,
        people=possible_owners(action.incident),
        initial={"look_again_on": request.user.local_day(timezone.now()) + timedelta(days=180)},
    )
    return verb_page(request, action, form, decline_action, words)


@require_http_methods(["GET", "HEAD", "POST"])
def reschedule(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    words = VerbPage("A new date", "Set the new date", "The earlier dates stay in sight on the action's page.")
    return verb_page(request, action, RescheduleForm(request.POST or None), reschedule_action, words)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    form = HandOverForm(request.POST or None, owners=possible_owners(action.incident))
    words = VerbPage("Hand it over", "Offer it", "It stays where it is until the other person has accepted it.")
    return verb_page(request, action, form, offer_hand_over, words)


@require_POST
def accept(request: SignedInRequest, number: int) -> HttpResponse:
    """Whoever may read an action may take it on, if it is offered to them."""
    action = action_for_reader(request.user, number)
    try:
        accept_hand_over(action, by=request.user)
    except NotPossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{action.public_number} is yours now.")
    return redirect_after_post(request, action)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_reader(request.user, number)
    words = VerbPage("Say no to this hand-over", "Say no", "It stays with whoever offered it, who reads your word.")
    return verb_page(request, action, RefuseForm(request.POST or None), decline_hand_over, words)


@require_POST
def withdraw(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    try:
        withdraw_hand_over(action, by=request.user)
    except NotPossible as error:
        messages.warning(request, str(error))
    return redirect_after_post(request, action)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: SignedInRequest, number: int) -> HttpResponse:
    action = action_for_editor(request.user, number)
    return verb_page(
        request, action, ReopenForm(request.POST or None), reopen_action, VerbPage("Open it again", "Reopen")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: SignedInRequest, number: int) -> HttpResponse:
    """Whoever may read an action may say something about it."""
    action = action_for_reader(request.user, number)
    words = VerbPage("How it stands", "Add note")
    return verb_page(request, action, NoteForm(request.POST or None), note_on_action, words)


def verb_page(
    request: SignedInRequest,
    action: Action,
    form: forms.Form,
    service: Callable[..., Action],
    words: VerbPage,
    *,
    blockers: Sequence[Blocker] = (),
) -> HttpResponse:
    """Show the verb's form, or do it and go back to the action; a refusal shows every reason with 422."""
    if request.method == "POST" and form.is_valid():
        try:
            service(action, by=request.user, **form.cleaned_data)
        except NotPossible as error:
            show_blockers(form, error)
        else:
            messages.success(request, f"{action.public_number}: saved.")
            return close_dialog_after_post(request, action, partials=IN_DIALOG)
    context: dict[str, Any] = {"form": form, "action": action, "words": words, "blockers": blockers}
    return render_page(request, "actions/verb.html", context, partials=IN_DIALOG, status=422 if form.errors else 200)


def show_blockers(form: forms.BaseForm, error: NotPossible) -> None:
    """Put each reason beside the field that would mend it."""
    for blocker in error.blockers:
        form.add_error(blocker.field if blocker.field in form.fields else None, blocker.message)


def _with_newest_version(form: ActionForm, current: Action) -> ActionForm:
    """Keep what was typed, and let the next save be over what is there now."""
    typed = {name: form.data.get(name, "") for name in form.fields}
    return ActionForm(typed | {"version": current.version}, instance=current)
