"""Tell lessons, and answer them: a team takes one up as an action of its own, or says why it does not apply."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from actions.services import add_action
from incidents.models import Incident
from people.models import Team, User
from reviews.models import Lesson, LessonAnswer, Meeting
from reviews.services.meetings import lock_open


class AlreadyAnswered(ValueError):
    """The team has answered meanwhile."""

    def __init__(self, answer: LessonAnswer) -> None:
        super().__init__(f"{answer.team} has answered already.")
        self.answer = answer


@transaction.atomic
def tell_lesson(
    incident: Incident,
    *,
    by: User,
    text: str,
    concerns: Iterable[Team] = (),
    meeting: Meeting | None = None,
    at: datetime | None = None,
) -> Lesson:
    """Write down what is transferable from an incident, and to which teams; to none in particular means to all.

    Raises MeetingClosed where it is told in a meeting that has been closed: its minutes stand.
    """
    if meeting is not None:
        lock_open(meeting)
    lesson = Lesson.objects.create(
        incident=incident, text=text, told_by=by, told_at=at or timezone.now(), meeting=meeting
    )
    lesson.concerns.set(concerns)
    return lesson


@transaction.atomic
def take_lesson_up(
    lesson: Lesson,
    *,
    team: Team,
    by: User,
    title: str,
    owner: User,
    due_on: date,
    outcome: str = "",
    at: datetime | None = None,
) -> LessonAnswer:
    """Make the lesson an action of the team, with an owner and a date.

    It belongs to the incident the lesson came from, so it is as visible as that. Raises AlreadyAnswered.
    """
    _refuse_second_answer(lesson, team)
    action = add_action(
        lesson.incident,
        title=title,
        by=by,
        committed=True,
        owner=owner,
        due_on=due_on,
        team=team,
        outcome=outcome,
        details=f"Taken up by {team} from a lesson: {lesson.text}",
        at=at,
    )
    return LessonAnswer.objects.create(lesson=lesson, team=team, action=action, by=by, at=at or timezone.now())


@transaction.atomic
def decline_lesson(lesson: Lesson, *, team: Team, by: User, reason: str, at: datetime | None = None) -> LessonAnswer:
    """Say why the lesson does not apply to the team. Raises AlreadyAnswered."""
    _refuse_second_answer(lesson, team)
    return LessonAnswer.objects.create(lesson=lesson, team=team, reason=reason, by=by, at=at or timezone.now())


def _refuse_second_answer(lesson: Lesson, team: Team) -> None:
    Lesson.objects.select_for_update().get(pk=lesson.pk)
    answer = lesson.answers.filter(team=team).first()
    if answer is not None:
        raise AlreadyAnswered(answer)
