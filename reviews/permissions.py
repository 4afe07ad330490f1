"""The doors to circles and lessons. A month is open to everybody signed in; what it shows goes through the doors below."""

from collections.abc import Sequence

from django.http import Http404

from people.models import Team, User
from reviews.models import Circle, Lesson, LessonQuerySet


def circles_of_page() -> list[Circle]:
    """The circles one may choose from."""
    return list(Circle.objects.filter(is_active=True))


def circle_for_reader(circles: Sequence[Circle], slug: str) -> Circle | None:
    """Return the chosen circle, None for everybody. Raises Http404 for one there is not."""
    if not slug:
        return None
    for circle in circles:
        if circle.slug == slug:
            return circle
    raise Http404("No such circle.")


def lessons_visible_to(user: User) -> LessonQuerySet:
    """Every lesson from an incident this person may see."""
    return Lesson.objects.visible_to(user)


def lesson_for_reader(user: User, pk: int) -> Lesson:
    """Return the lesson with its incident. A hidden and a missing one raise the same Http404."""
    lesson = lessons_visible_to(user).select_related("incident").filter(pk=pk).first()
    if lesson is None:
        raise Http404("No such lesson.")
    return lesson


def teams_to_answer_for(user: User, lesson: Lesson) -> list[Team]:
    """The teams this person may answer a lesson for: their own, or any as a facilitator; without those that have."""
    teams = Team.objects.filter(is_active=True).exclude(pk__in=lesson.answers.values("team"))
    if not (user.is_facilitator or user.is_administrator):
        teams = teams.filter(memberships__user=user)
    return list(teams)
