"""What is transferable from a month: lessons and their answers, what is still true, and the months as a feed."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from actions.models import Action
from incidents.models import Incident
from people.models import Team, User
from postmortems.models import Postmortem
from reviews.choices import StillTrueAnswer
from reviews.models.meetings import Meeting


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Named selections of lessons."""

    def visible_to(self, user: User) -> Self:
        """Lessons from incidents this person may see."""
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def waiting_for(self, team: Team) -> Self:
        """Those that concern a team which has not answered yet."""
        answered = LessonAnswer.objects.filter(lesson=models.OuterRef("pk"), team=team)
        return self.filter(Q(concerns=team) | Q(concerns=None)).filter(~models.Exists(answered))


class Lesson(models.Model):
    """What is transferable from an incident to others. As visible as the incident."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="lessons")
    text = models.CharField(max_length=500)
    concerns: "models.ManyToManyField[Team, Any]" = models.ManyToManyField(
        Team, blank=True, related_name="lessons", help_text="No team means every team."
    )
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="lessons")

    objects = LessonQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(name="lesson_said", condition=~Q(text="")),)
        ordering = ("-told_at", "-pk")

    def __str__(self) -> str:
        return self.text


class LessonAnswer(models.Model):
    """What a team made of a lesson: an action of its own, or why it does not apply."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="answers")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["lesson", "team"], name="lesson_answered_once_by_a_team"),
            models.CheckConstraint(
                name="lesson_answer_is_action_or_reason",
                condition=Q(action__isnull=False, reason="") | (Q(action__isnull=True) & ~Q(reason="")),
            ),
        )
        ordering = ("team__name",)

    def __str__(self) -> str:
        return f"{self.team} on lesson {self.lesson_id}"


class ReviewFeed(models.Model):
    """The months as feed readers fetch them without signing in, as their owner sees them.

    The address holds a secret, shown once; only its hash is kept. Changing the address ends the one before.
    """

    person = models.OneToOneField(User, models.PROTECT, related_name="review_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Feed of {self.person}"


class StillTrue(models.Model):
    """What somebody answered when an old document came back. Answers are added and never changed."""

    postmortem = models.ForeignKey(Postmortem, models.PROTECT, related_name="still_true")
    answer = models.CharField(max_length=10, choices=StillTrueAnswer)
    word = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(name="still_true_answer_known", condition=Q(answer__in=StillTrueAnswer.values)),
            models.CheckConstraint(
                name="still_true_no_has_a_word", condition=Q(answer=StillTrueAnswer.YES) | ~Q(word="")
            ),
        )
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.answer} of post-mortem {self.postmortem_id}"
