"""A review held as a meeting: what is read, in which order, who is there, and a leader's own story."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from people.models import Team, User
from postmortems.models import Postmortem
from reviews.models.months import Circle
from reviews.months import Month


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
