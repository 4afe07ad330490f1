"""The teams that hold a review together, and what a month was when it was closed.

What is kept of a month is never changed: a trigger refuses it.
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from incidents.models import Incident
from people.models import Team, User
from postmortems.models import Postmortem
from reviews.choices import WaitingKind
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


class MonthWaiting(models.Model):
    """Something that waited for somebody when a month was closed, as it was called then.

    It is shown to that person alone, in their digest: nothing counts or lists it for anybody else.
    """

    closed = models.ForeignKey(ClosedMonth, models.PROTECT, related_name="waiting", db_index=False)  # see the index
    person = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=WaitingKind)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+", db_index=False)
    also: "ArrayField[list[int], list[int]]" = ArrayField(
        models.BigIntegerField(), default=list, help_text="Further incidents of the same document."
    )
    number = models.PositiveBigIntegerField(help_text="The action's, else the incident's.")
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="month_waiting_kind_known", condition=Q(kind__in=WaitingKind.values)),
        )
        indexes = (
            models.Index(fields=["closed", "person"], name="month_waiting_of_person"),  # a person's digest
        )
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.number} waited for person {self.person_id}"


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
