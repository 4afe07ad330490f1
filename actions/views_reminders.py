"""Pages around reminders: the policy, one's own preferences and absences, and the verbs a reminder asks for."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from actions.forms_reminders import (
    AbsenceForm,
    PaceForm,
    PlaceForm,
    ReminderForm,
    SnoozeForm,
    StandByForm,
    VerificationForm,
    VerifyForm,
)
from actions.nudge_queries import longest_snooze, paces, verification_weeks
from actions.permissions import action_for_editor
from actions.policy_services import change_pace, change_verification
from actions.rules import snooze_blockers, verify_blockers
from actions.services import NotPossible, answer_verification, snooze_action, stand_by_decision
from actions.views import VerbPage, show_blockers, verb_page
from notifications.permissions import reminders_waiting_for
from people import queries
from people.forms import add_refusals
from people.permissions import absence_for_person, administrators_only
from people.requests import SignedInRequest
from people.rules import RefusedError
from people.services.calendar import add_absence as add_absence_service
from people.services.calendar import change_work_calendar
from people.services.calendar import end_absence as end_absence_service
from people.services.profile import update_profile
from web.responses import redirect_after_post, render_page

FORM_METHODS = ["GET", "HEAD", "POST"]
WAITING_SHOWN = 5


# --- oneself ----------------------------------------------------------------------------------------
@require_http_methods(FORM_METHODS)
def reminders(request: SignedInRequest) -> HttpResponse:
    """One's own reminders: when, how often, on which days not."""
    person = request.user
    place = {"country": person.holiday_country, "subdivision": person.holiday_subdivision}
    empty, none = f"As the organisation has it ({queries.work_calendar()})", "No public holidays"
    form = ReminderForm(request.POST or None, instance=person)
    place_form = PlaceForm(request.POST or None, initial=place, empty=empty, none=none)
    if request.method == "POST" and form.is_valid() & place_form.is_valid():
        chosen = {f"holiday_{name}": value for name, value in place_form.cleaned_data.items()}
        update_profile(person, by=person, **form.cleaned_data, **chosen)
        messages.success(request, "Your reminders are set.")
        return redirect_after_post(request, "actions:reminders")
    failed = request.method == "POST"
    if failed:
        person.refresh_from_db()  # the form has put what was typed onto it
    return _reminders_page(request, form, place_form, status=422 if failed else 200)


@require_POST
def add_absence(request: SignedInRequest) -> HttpResponse:
    form = AbsenceForm(request.POST, others=queries.people_but(request.user))
    if form.is_valid():
        try:
            today = request.user.local_day(timezone.now())
            add_absence_service(request.user, today=today, **form.cleaned_data)
        except RefusedError as error:
            add_refusals(form, error.reasons, fields={"stand_in": "stand_in"})
        else:
            messages.success(request, "Noted. Enjoy it.")
            return redirect_after_post(request, "actions:reminders")
    return _reminders_page(request, None, None, absence_form=form, status=422)


@require_POST
def end_absence(request: SignedInRequest, pk: int) -> HttpResponse:
    absence = absence_for_person(request.user, pk)
    end_absence_service(absence, today=request.user.local_day(timezone.now()))
    messages.success(request, "Taken back.")
    return redirect_after_post(request, "actions:reminders")


def _reminders_page(
    request: SignedInRequest,
    form: ReminderForm | None,
    place_form: PlaceForm | None,
    *,
    absence_form: AbsenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person = request.user
    place = {"country": person.holiday_country, "subdivision": person.holiday_subdivision}
    empty = f"As the organisation has it ({queries.work_calendar()})"
    context = {
        "form": form or ReminderForm(instance=person),
        "place_form": place_form or PlaceForm(initial=place, empty=empty, none="No public holidays"),
        "absence_form": absence_form or AbsenceForm(others=queries.people_but(person)),
        "absences": queries.absences_of(person, since=person.local_day(timezone.now())),
        "paces": paces(),
        "waiting": reminders_waiting_for(person)[:WAITING_SHOWN],
    }
    return render_page(request, "actions/reminders.html", context, status=status)


# --- the policy ---------------------------------------------------------------------------------------
@administrators_only
@require_http_methods(FORM_METHODS)
def nudge_policy(request: SignedInRequest) -> HttpResponse:
    """How soon and how often people are reminded, by priority; when we ask whether it held; the holidays."""
    found = paces()
    forms = [PaceForm(request.POST or None, instance=pace, prefix=pace.priority) for pace in found]
    verification = VerificationForm(request.POST or None, weeks=verification_weeks())
    calendar = queries.work_calendar()
    place = PlaceForm(request.POST or None, initial={"country": calendar.country, "subdivision": calendar.subdivision})
    errors = [form.errors for form in (*forms, verification, place)]  # all of them, to be shown at once
    if request.method == "POST" and not any(errors):
        for form, pace in zip(forms, found, strict=True):
            change_pace(pace, by=request.user, **form.cleaned_data)
        change_verification(weeks=verification.weeks, by=request.user)
        change_work_calendar(by=request.user, **place.cleaned_data)
        messages.success(request, "The policy of reminders is saved. It counts from the next run on.")
        return redirect_after_post(request, "actions:nudge_policy")
    context = {"forms": forms, "verification": verification, "place": place}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "actions/nudge_policy.html", context, status=status)


# --- what a reminder asks --------------------------------------------------------------------------------
@require_http_methods(FORM_METHODS)
def snooze(request: SignedInRequest, number: int) -> HttpResponse:
    """Put the reminders of one action off."""
    action = action_for_editor(request.user, number)
    today, days = request.user.local_day(timezone.now()), longest_snooze(action.priority)
    form = SnoozeForm(request.POST or None, longest=today + timedelta(days=days))
    blockers = snooze_blockers(action, until=today + timedelta(days=1), today=today, longest=days)
    words = VerbPage(
        "Put reminders off", "Put off", "The action stays open, and its date as it is. The reason is shown."
    )
    return verb_page(request, action, form, snooze_action, words, blockers=blockers)


@require_http_methods(FORM_METHODS)
def verify(request: SignedInRequest, number: int) -> HttpResponse:
    """Say whether what was done held."""
    action = action_for_editor(request.user, number)
    form = VerifyForm(request.POST or None)
    blockers = verify_blockers(action)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data["evidence"]
        try:
            answer_verification(action, by=request.user, held=form.cleaned_data["held"], evidence=told)
        except NotPossible as error:
            show_blockers(form, error)
        else:
            messages.success(request, f"{action.public_number}: saved.")
            return redirect_after_post(request, action)
    words = VerbPage("Did it hold?", "Save", "Done is when it is there; it has held when it did what it was for.")
    context = {"form": form, "action": action, "words": words, "blockers": blockers}
    return render_page(request, "actions/verb.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM_METHODS)
def stand_by(request: SignedInRequest, number: int) -> HttpResponse:
    """Look again at what we won't do, and leave it so."""
    action = action_for_editor(request.user, number)
    words = VerbPage("We still won't do this", "Leave it so", "Looked at again, and decided the same. Or reopen it.")
    return verb_page(request, action, StandByForm(request.POST or None), stand_by_decision, words)
