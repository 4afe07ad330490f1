"""What a month was when it was closed, and what is transferable from it.

What is kept of a month is never changed: a trigger refuses it.
"""

from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from actions.models import Action
from incidents.models import Incident
from people.models import Team, User
from postmortems.models import Postmortem
from reviews.choices import StillTrueAnswer
from reviews.months import Month


class Circle(models.Model):
    """The teams that hold one monthly review together."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    teams: "models.ManyToManyField[Team, Any]" = models.ManyToManyField(Team, related_name="circles")
    chair = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                name="circle_name_once",
                violation_error_message="There is a circle of this name.",
            ),
        )
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ClosedMonth(models.Model):
    """The facts of one month, for one circle or (null) for everybody: ids, numbers and titles as of then.

    It holds facts about restricted incidents too. Whoever shows it takes out what the reader may not
    see today: see reviews.queries.
    """

    circle = models.ForeignKey(Circle, models.PROTECT, null=True, blank=True, related_name="closed_months")
    first_day = models.DateField(help_text="The first day of the month.")
    closed_at = models.DateTimeField(default=timezone.now)
    knows_pile = models.BooleanField(help_text="Whether it was closed in time to say how the pile of actions stood.")
    version = models.PositiveSmallIntegerField(help_text="Of the shape of the facts.")
    facts = models.JSONField(help_text="What was listed: documents, near misses, decisions, the pile.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first_day", "circle"], name="closed_month_once", nulls_distinct=False),
            models.CheckConstraint(name="closed_month_is_a_month", condition=Q(first_day__day=1)),
        )
        ordering = ("-first_day",)

    def __str__(self) -> str:
        return f"{Month.of(self.first_day)} of {self.circle or 'everybody'}"

    @property
    def name(self) -> str:
        """What the circle was called then; nothing for everybody."""
        return str(self.facts.get("circle", self.circle or ""))


class MonthFigure(models.Model):
    """What one incident, or an action or document of it, adds to one measure of a closed month.

    Kept apart for each incident because readers differ in what they may see: a reader's figure is
    the sum without what is hidden from them today.
    """

    closed = models.ForeignKey(ClosedMonth, models.PROTECT, related_name="figures")
    key = models.CharField(max_length=30)
    of_month = models.DateField(help_text="The month a cohort began in; elsewhere the closed one.")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+", db_index=False)  # see the indexes
    also: "ArrayField[list[int], list[int]]" = ArrayField(
        models.BigIntegerField(), default=list, help_text="Further incidents of the same document."
    )
    numerator = models.IntegerField()
    denominator = models.IntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["closed", "key"], name="month_figure_of_measure"),  # the rows behind a measure
            # what is taken out of the sums for a reader from whom an incident is hidden
            models.Index(fields=["incident", "closed"], name="month_figure_of_incident"),
            models.Index(fields=["closed"], name="month_figure_of_several", condition=~Q(also=[])),
        )

    def __str__(self) -> str:
        return f"{self.key} of {self.of_month:%Y-%m}: {self.numerator} of {self.denominator}"


class MonthSum(models.Model):
    """What all incidents together add to one measure of a closed month, so that nobody has to add it up again.

    Of a measure that takes the middle, one row says how many documents took so many days.
    """

    closed = models.ForeignKey(ClosedMonth, models.PROTECT, related_name="sums")
    key = models.CharField(max_length=30)
    of_month = models.DateField()
    days = models.IntegerField(null=True, blank=True)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["closed", "key", "of_month", "days"], name="month_sum_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} of {self.of_month:%Y-%m}: {self.numerator} of {self.denominator}"


class TeamReading(models.Model):
    """A team has read a document in a month. Who and when it was is written nowhere."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    first_day = models.DateField(help_text="The first day of the month.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["postmortem", "first_day", "team"], name="team_reading_once"),
            models.CheckConstraint(name="team_reading_of_a_month", condition=Q(first_day__day=1)),
        )

    def __str__(self) -> str:
        return f"Team {self.team_id} read document {self.postmortem_id} in {self.first_day:%Y-%m}"


class ReadingPolicy(models.Model):
    """One row: since when it is noted which teams read; empty where it is switched off."""

    noted_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="reading_policy_one_row", condition=Q(pk=1)),)

    def __str__(self) -> str:
        return f"Noted since {self.noted_since}" if self.noted_since else "Not noted"


class Meeting(models.Model):
    """The review of one month, held by a circle or (null) by everybody.

    Once it is closed its minutes are kept for good: a trigger refuses every change.
    """

    circle = models.ForeignKey(Circle, models.PROTECT, null=True, blank=True, related_name="meetings")
    first_day = models.DateField(help_text="The first day of the month that is reviewed.")
    chair = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    topic = models.SlugField(max_length=40, default="agreement", help_text="What the chair shows.")
    topic_since = models.DateTimeField(default=timezone.now, help_text="When it was first shown, for the clock.")
    topic_extra = models.PositiveSmallIntegerField(default=0, help_text="Minutes it was given while it was shown.")
    minutes = models.JSONField(null=True, blank=True)
    teams: "models.ManyToManyField[Team, Any]" = models.ManyToManyField(Team, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first_day", "circle"], name="meeting_once", nulls_distinct=False),
            models.CheckConstraint(name="meeting_of_a_month", condition=Q(first_day__day=1)),
            models.CheckConstraint(
                name="meeting_closed_with_minutes",
                condition=Q(closed_at__isnull=True, minutes__isnull=True)
                | Q(closed_at__isnull=False, minutes__isnull=False),
            ),
        )
        ordering = ("-first_day",)

    def __str__(self) -> str:
        return f"Review of {self.month.words}"

    def get_absolute_url(self) -> str:
        return self.address("reviews:meeting" if self.is_open else "reviews:minutes")

    def address(self, name: str, *about: int | str, **query: str) -> str:
        """The address of one of its pages, about a number where that asks for one."""
        asked = ({"circle": self.circle.slug} if self.circle else {}) | {
            key: word for key, word in query.items() if word
        }
        return f"{reverse(name, args=[self.month, *about])}{'?' if asked else ''}{urlencode(asked)}"

    @property
    def addresses(self) -> dict[str, str]:
        """The addresses of all its pages, by their last word."""
        return {
            "meeting": self.address("reviews:meeting"),
            "plan": self.address("reviews:plan_meeting"),
            "close": self.address("reviews:close_meeting"),
            "minutes": self.address("reviews:minutes"),
            "minutes_pdf": self.address("reviews:minutes_pdf"),
        }

    def stories(self) -> "models.QuerySet[Story]":
        """What leaders offered to open it with, in the order they offered it."""
        return Story.objects.filter(circle=self.circle_id, first_day=self.first_day)

    def ends_by(self, minutes: int | None) -> datetime | None:
        """Until when the topic that is shown was planned, with what it was given since; None is no plan."""
        if minutes is None and not self.topic_extra:
            return None
        return self.topic_since + timedelta(minutes=(minutes or 0) + self.topic_extra)

    @property
    def month(self) -> Month:
        """The month that is reviewed."""
        return Month.of(self.first_day)

    @property
    def is_open(self) -> bool:
        """Whether it is being held."""
        return self.closed_at is None


class Reading(models.Model):
    """A post-mortem chosen to be read together."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="readings")
    postmortem = models.ForeignKey(Postmortem, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["meeting", "postmortem"], name="reading_once"),)
        ordering = ("position",)

    def __str__(self) -> str:
        return f"Reading {self.position} of meeting {self.meeting_id}"


class AgendaItem(models.Model):
    """The place of a topic on the agenda of a meeting, and the minutes planned for it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items")
    topic = models.SlugField(max_length=40, help_text="“read” stands for each document that is read.")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: as long as it takes.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["meeting", "topic"], name="agenda_item_once"),
            models.CheckConstraint(
                name="agenda_item_minutes_of_a_meeting",
                condition=Q(minutes__isnull=True) | Q(minutes__isnull=False, minutes__gte=1, minutes__lte=180),
            ),
        )
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.topic} at {self.position} of meeting {self.meeting_id}"


class Story(models.Model):
    """A leader's own story, offered to open a review. It is deleted when the meeting is closed.

    On the record its words are in the minutes from then on. Off the record they are the teller's alone: no
    page, mail, search or snapshot has them, and after the meeting nobody has.
    """

    circle = models.ForeignKey(Circle, models.PROTECT, null=True, blank=True, related_name="+")
    first_day = models.DateField(help_text="The first day of the month whose review it opens.")
    teller = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(max_length=5000)
    is_off_record = models.BooleanField(default=True)
    offered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["first_day", "circle", "teller"], name="story_once_a_teller", nulls_distinct=False
            ),
            models.CheckConstraint(name="story_said", condition=~Q(text="")),
            models.CheckConstraint(name="story_of_a_month", condition=Q(first_day__day=1)),
        )
        ordering = ("offered_at", "pk")

    def __str__(self) -> str:
        return f"A story of person {self.teller_id}"  # never its words


class Present(models.Model):
    """Somebody who said that they are there. Nobody is put down by others."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="present")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["meeting", "person"], name="present_once"),)

    def __str__(self) -> str:
        return f"Person {self.person_id} at meeting {self.meeting_id}"


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
