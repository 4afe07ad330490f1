"""The review as a meeting: one topic a screen, each person's own screen beside the projected one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms import DeclineForm, HandOverForm, RescheduleForm
from actions.permissions import action_for_editor, action_for_reader
from actions.queries import possible_owners
from actions.services import NotPossible, decline_action, offer_hand_over, reschedule_action
from incidents.permissions import incident_for_reader
from people.queries import agreement_in_force
from people.requests import SignedInRequest
from reviews.forms import CloseForm, LessonForm, OpenForm
from reviews.minutes import Minutes, as_markdown
from reviews.models import Meeting
from reviews.months import Month
from reviews.permissions import (
    circle_for_reader,
    circles_of_page,
    held_meeting,
    may_chair,
    meeting_for_reader,
)
from reviews.queries import lessons_of, listing_of, minutes_for, month_page, waiting_actions, worth_reading
from reviews.services import (
    MeetingClosed,
    close_meeting,
    open_meeting,
    say_present,
    show_topic,
    tell_lesson,
)
from reviews.topics import agenda, topic_on_the_wall
from web.responses import redirect_after_post, render_page

VERBS = {"reschedule": RescheduleForm, "decline": DeclineForm, "hand-over": HandOverForm}


@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: SignedInRequest, chosen: Month) -> HttpResponse:
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    held = held_meeting(chosen, circle)
    if held is not None:
        return redirect_after_post(request, held)
    if not may_chair(request.user, circle):
        raise PermissionDenied
    listing = listing_of(request.user, chosen, today=timezone.now().date(), circle=circle)
    team_names = [team.name for team in circle.teams.all()] if circle else []
    suggested = [(row.number, why) for row, why in worth_reading(listing, team_names)]
    form = OpenForm(request.POST or None, user=request.user, listing=listing, suggested=suggested)
    if request.method == "POST" and form.is_valid():
        meeting = open_meeting(chosen, by=request.user, circle=circle, readings=form.cleaned_data["readings"])
        return redirect_after_post(request, meeting)
    context = {"form": form, "month": chosen, "circle": circle}
    return render_page(request, "reviews/open_meeting.html", context, status=422 if form.errors else 200)


@require_safe
def meeting(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    if not found.is_open:
        return redirect_after_post(request, found)
    return _screen(request, found, request.GET.get("topic", found.topic))


@require_safe
def now(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """What the chair shows, for those who follow."""
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    shown = topic_on_the_wall(request.user, found, today=timezone.now().date())
    return render_page(request, "reviews/_shown.html", {"meeting": found, "shown": shown})


@require_POST
def show(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    if not may_chair(request.user, found.circle):
        raise PermissionDenied
    topic = request.POST.get("topic", "")[:40]
    return _write(request, found, lambda: show_topic(found, topic=topic), topic)


@require_POST
def present(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    here = request.POST.get("present") == "yes"
    return _write(request, found, lambda: say_present(found, person=request.user, present=here), "close")


@require_POST
def lesson(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    number = request.POST.get("number", "")
    incident = incident_for_reader(request.user, int(number) if number.isdecimal() else 0)
    form = LessonForm(request.POST)
    topic = f"read-{incident.number}"
    if not form.is_valid():
        return _screen(request, found, topic, status=422, lesson_form=form)
    try:
        tell_lesson(incident, by=request.user, meeting=found, **form.cleaned_data)
    except MeetingClosed:
        told = tell_lesson(incident, by=request.user, **form.cleaned_data)
        messages.warning(
            request,
            f"The meeting was closed while you wrote. Your lesson stands beside {incident.public_number}, where teams "
            "can take it up; the minutes were written without it.",
        )
        return redirect_after_post(request, f"{incident.get_absolute_url()}#lesson-{told.pk}")
    return redirect_after_post(request, _address(found, topic))


@require_POST
def settle(request: SignedInRequest, chosen: Month, number: int, verb: str) -> HttpResponse:
    """Settle one action that waited, as decided in the meeting: the chair puts it down, or who may change it anyway."""
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    chairs = may_chair(request.user, found.circle)
    action = (action_for_reader if chairs else action_for_editor)(request.user, number)
    form: Any = VERBS[verb](
        request.POST, **({"owners": possible_owners(action.incident)} if verb == "hand-over" else {})
    )
    if form.is_valid():
        try:
            if verb == "reschedule":
                reschedule_action(action, by=request.user, **form.cleaned_data)
            elif verb == "decline":
                decline_action(action, by=request.user, **form.cleaned_data)
            else:
                offer_hand_over(action, by=request.user, **form.cleaned_data)
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            if not found.is_open:
                words = "is put down, but not in the minutes: the meeting was closed before."
                messages.warning(request, f"{action.public_number} {words}")
                return redirect_after_post(request, action)
            messages.success(request, f"{action.public_number}: put down.")
            return redirect_after_post(request, f"{_address(found, 'actions')}#triage")
    return _screen(request, found, "actions", status=422, refused={"number": number, "verb": verb, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    if not may_chair(request.user, found.circle):
        raise PermissionDenied
    form = CloseForm(request.POST or None, initial={"teams": found.teams.all()})
    if request.method == "POST" and form.is_valid():
        return _write(request, found, lambda: close_meeting(found, teams=form.cleaned_data["teams"]), "close")
    return render_page(request, "reviews/close_meeting.html", {"meeting": found, "form": form})


@require_safe
def minutes(request: SignedInRequest, chosen: Month) -> HttpResponse:
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    told = minutes_for(request.user, found)
    if told is None:
        return redirect_after_post(request, found)
    if request.GET.get("format") == "markdown":
        return _as_file(found, told)
    return render_page(request, "reviews/minutes.html", {"meeting": found, "minutes": told})


def _as_file(found: Meeting, told: Minutes) -> HttpResponse:
    response = HttpResponse(as_markdown(told, title=str(found)), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="review-{found.month}.md"'
    return response


def _address(found: Meeting, topic: str) -> str:
    address = found.address("reviews:meeting")
    return f"{address}{'&' if '?' in address else '?'}topic={topic}"


def _write(request: SignedInRequest, found: Meeting, act: Any, topic: str) -> HttpResponse:
    """Do it and show the topic; a meeting that was closed meanwhile leads to its minutes."""
    try:
        act()
    except MeetingClosed as error:
        messages.warning(request, str(error))
    found.refresh_from_db()
    return redirect_after_post(request, _address(found, topic) if found.is_open else found)


def _screen(request: SignedInRequest, found: Meeting, key: str, *, status: int = 200, **more: Any) -> HttpResponse:
    today = timezone.now().date()
    listing = listing_of(request.user, found.month, today=today, circle=found.circle)
    topics = agenda(request.user, found, listing)
    place = next((place for place, topic in enumerate(topics) if topic.key == key), 0)
    topic = topics[place]
    context: dict[str, Any] = {
        "meeting": found,
        "listing": listing,
        "topics": topics,
        "topic": topic,
        "body": f"reviews/topics/{topic.template}.html",
        "before": topics[place - 1] if place else None,
        "after": topics[place + 1] if place + 1 < len(topics) else None,
        "may_chair": may_chair(request.user, found.circle),
        "shown": next((one for one in topics if one.key == found.topic), None),
        **more,
    }
    if topic.template == "agreement":
        context["agreement"] = agreement_in_force()
    elif topic.template == "reading":
        context.setdefault("lesson_form", LessonForm())
    elif topic.template == "actions":
        waiting = waiting_actions(request.user, today=today, circle=found.circle)
        context["triage"] = _triage([*waiting], more.get("refused"))
    elif topic.template == "lessons":
        context["lessons"], context["older_lessons"] = lessons_of(request.user, found.month, circle=found.circle)
    elif topic.template == "measures":
        context["page"] = month_page(request.user, found.month, today=today, circle=found.circle)
    elif topic.template == "close":
        context["is_present"] = found.present.filter(person=request.user).exists()
        context["people_present"] = found.present.count()
    return render_page(request, "reviews/meeting.html", context, status=status)


def _triage(actions: list[Any], refused: dict[str, Any] | None) -> list[tuple[Any, list[tuple[str, str, forms.Form]]]]:
    """Each action with the forms of the three verbs; the one that was refused keeps what was typed."""
    rows = []
    for action in actions:
        made: list[tuple[str, str, forms.Form]] = []
        for verb, words in (("reschedule", "New date"), ("decline", "Won't do"), ("hand-over", "Hand over")):
            kwargs: dict[str, Any] = {"owners": possible_owners(action.incident)} if verb == "hand-over" else {}
            form = VERBS[verb](prefix=None, auto_id=f"id_{action.number}_{verb}_%s", **kwargs)
            if refused and (refused["number"], refused["verb"]) == (action.number, verb):
                form = refused["form"]
            made.append((verb, words, form))
        rows.append((action, made))
    return rows
