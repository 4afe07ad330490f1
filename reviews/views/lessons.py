"""Lessons: told from an incident, taken up by teams or answered with why not."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from actions.queries import possible_owners
from actions.services import NotPossible
from incidents.permissions import incident_for_reader
from incidents.wording.telling import tell_of_wording
from people.requests import SignedInRequest
from reviews.forms import LessonForm, NotForUsForm, TakeUpForm
from reviews.models import Lesson
from reviews.permissions import lesson_for_reader, teams_to_answer_for
from reviews.queries import lessons_listed
from reviews.services import AlreadyAnswered, decline_lesson, take_lesson_up, tell_lesson
from web.pagination import page_of
from web.responses import redirect_after_post, render_page


@require_safe
def lessons(request: SignedInRequest) -> HttpResponse:
    waiting = request.GET.get("view") == "waiting"
    page = page_of(lessons_listed(request.user, waiting=waiting), request.GET, order=["-told_at", "-id"])
    return render_page(request, "reviews/lessons.html", {"page": page, "waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: SignedInRequest, number: int) -> HttpResponse:
    incident = incident_for_reader(request.user, number)
    form = LessonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tell_lesson(incident, by=request.user, **form.cleaned_data)
        tell_of_wording(request, [(form.cleaned_data["text"], "lessons")])
        messages.success(request, "The lesson is told.")
        return redirect_after_post(request, incident)
    context = {"form": form, "incident": incident}
    return render_page(request, "reviews/tell.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    lesson = lesson_for_reader(request.user, pk)
    teams = teams_to_answer_for(request.user, lesson)
    owners = possible_owners(lesson.incident)
    form = TakeUpForm(request.POST or None, teams=teams, owners=owners, initial={"owner": request.user})
    if request.method == "POST" and form.is_valid():
        try:
            answer = take_lesson_up(lesson, by=request.user, **form.cleaned_data)
        except AlreadyAnswered as error:
            form.add_error("team", str(error))
        except NotPossible as error:
            for blocker in error.blockers:
                form.add_error(blocker.field if blocker.field in form.fields else None, blocker.message)
        else:
            assert answer.action is not None
            tell_of_wording(request, [(form.cleaned_data["title"], "action")])
            messages.success(request, f"Taken up as {answer.action.public_number}.")
            return redirect_after_post(request, answer.action)
    return _answer_page(request, lesson, form, "Take it up", "Take it up as an action")


@require_http_methods(["GET", "HEAD", "POST"])
def not_for_us(request: SignedInRequest, pk: int) -> HttpResponse:
    lesson = lesson_for_reader(request.user, pk)
    form = NotForUsForm(request.POST or None, teams=teams_to_answer_for(request.user, lesson))
    if request.method == "POST" and form.is_valid():
        try:
            decline_lesson(lesson, by=request.user, **form.cleaned_data)
        except AlreadyAnswered as error:
            form.add_error("team", str(error))
        else:
            messages.success(request, "Kept beside the lesson.")
            return redirect_after_post(request, "reviews:lessons")
    return _answer_page(request, lesson, form, "It does not apply to us", "Keep this answer")


def _answer_page(request: SignedInRequest, lesson: Lesson, form: forms.Form, title: str, button: str) -> HttpResponse:
    context = {"lesson": lesson, "form": form, "title": title, "button": button}
    return render_page(request, "reviews/answer_lesson.html", context, status=422 if form.errors else 200)
