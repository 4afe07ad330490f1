"""People, teams, invitations, the agreement, and the log of acts that change access."""

import zoneinfo
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from people.choices import AuditKind

MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5]
QUIET_FROM, QUIET_UNTIL = time(20, 0), time(7, 0)
NO_HOLIDAYS = "none"


def validate_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Write one such as Europe/Berlin.")


def monday_to_friday() -> list[int]:
    """Return the working days of a new person, as ISO weekdays."""
    return list(MONDAY_TO_FRIDAY)


def zone_named(name: str) -> zoneinfo.ZoneInfo:
    """Return a time zone, UTC where the name has since vanished."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


class UserQuerySet(models.QuerySet["User"]):
    """Named selections of people."""

    def active(self) -> "UserQuerySet":
        """People who can sign in and receive mail; see also User.is_active."""
        return self.filter(is_active=True)


class UserManager(BaseUserManager["User"]):
    """Finds people by mail address, whatever its case."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        """People who can sign in and receive mail."""
        return self.get_queryset().active()

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Addresses are kept in lower case: allauth looks for them so."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One person. The mail address is the name one signs in with.

    People are deactivated, never deleted: their words stay in documents and their
    open actions become orphaned, which somebody is told about.
    """

    email = models.EmailField("mail address", max_length=254, unique=True)
    display_name = models.CharField("name", max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    working_days: "ArrayField[list[int], list[int]]" = ArrayField(
        models.PositiveSmallIntegerField(),
        default=monday_to_friday,
        help_text="ISO weekdays, Monday is 1.",
    )
    is_active = models.BooleanField("can sign in", default=True)
    is_facilitator = models.BooleanField("facilitator", default=False)
    is_leadership = models.BooleanField("leadership", default=False)
    is_administrator = models.BooleanField("administrator", default=False)
    agreement_read_at = models.DateTimeField(null=True, blank=True)
    wants_digest = models.BooleanField("monthly digest by mail", default=True)
    wants_one_to_read = models.BooleanField("one to read a week by mail", default=False)
    nudges_weekly = models.BooleanField("reminders at most weekly", default=False)
    nudge_ahead = models.PositiveSmallIntegerField(
        "working days before a date", null=True, blank=True, help_text="Empty: as the organisation has it."
    )
    nudge_every = models.PositiveSmallIntegerField(
        "days between two reminders of the same", null=True, blank=True, help_text="Empty: as the organisation has it."
    )
    quiet_from = models.TimeField("no reminders from", default=QUIET_FROM)
    quiet_until = models.TimeField("until", default=QUIET_UNTIL)
    holiday_country = models.CharField(
        "public holidays of", max_length=6, blank=True, help_text="Empty: the organisation's; “none”: no holidays."
    )
    holiday_subdivision = models.CharField("state or region", max_length=10, blank=True)
    date_joined = models.DateTimeField(default=timezone.now)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody with this mail address is here already.",
            ),
            models.CheckConstraint(name="user_email_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_inactive_iff_dated",
                condition=Q(is_active=True, deactivated_at__isnull=True)
                | Q(is_active=False, deactivated_at__isnull=False),
            ),
            models.CheckConstraint(
                name="user_nudge_preferences_in_bounds",
                condition=(Q(nudge_ahead__isnull=True) | Q(nudge_ahead__gte=1))
                & (Q(nudge_every__isnull=True) | Q(nudge_every__gte=1)),
            ),
        )
        ordering = ("display_name", "pk")

    def __str__(self) -> str:
        return self.display_name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone, UTC where the stored name has since vanished."""
        return zone_named(self.time_zone)

    @property
    def roles(self) -> list[str]:
        """The words of the person's roles; everybody is at least a member."""
        named = [
            ("facilitator", self.is_facilitator),
            ("leadership", self.is_leadership),
            ("administrator", self.is_administrator),
        ]
        return [word for word, holds in named if holds] or ["member"]

    def local_day(self, at: datetime) -> date:
        """Return the calendar day it is for this person at the instant `at`."""
        return at.astimezone(self.zone).date()


class Team(models.Model):
    """People who own services and actions together."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    lead = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teams_led",
        verbose_name="team lead",
    )
    members: "models.ManyToManyField[User, Any]" = models.ManyToManyField(
        User, through="Membership", related_name="teams"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                name="team_name_once",
                violation_error_message="There is a team of this name.",
            ),
        )
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["team", "user"], name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"


class TeamDeparture(models.Model):
    """Somebody left a team: what they own of it and have not touched since is somebody's to take over."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="departures")
    user = models.ForeignKey(User, models.PROTECT, related_name="departures")
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["team", "user"], name="team_departure_once"),)

    def __str__(self) -> str:
        return f"{self.user} left {self.team}"


class Absence(models.Model):
    """Days on which somebody is away, first and last included. They say it themselves, and need not say why."""

    person = models.ForeignKey(User, models.CASCADE, related_name="absences")
    from_on = models.DateField("first day")
    until_on = models.DateField("last day")
    stand_in = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who looks after it meanwhile"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=Q(until_on__gte=models.F("from_on")),
                violation_error_message="The last day is not before the first.",
            ),
            models.CheckConstraint(
                name="absence_stand_in_is_somebody_else",
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=models.F("person")),
                violation_error_message="Somebody else looks after it.",
            ),
        )
        ordering = ("from_on", "pk")

    def __str__(self) -> str:
        return f"Away from {self.from_on} to {self.until_on}"


class WorkCalendar(models.Model):
    """The organisation's public holidays, for everybody who has not chosen others. One row at most."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    country = models.CharField("public holidays of", max_length=6, blank=True)
    subdivision = models.CharField("state or region", max_length=10, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(name="work_calendar_is_one_row", condition=Q(only=True)),)

    def __str__(self) -> str:
        return self.country or "no public holidays"


class Invitation(models.Model):
    """An open door for one mail address. The link is signed when it is sent, and never stored."""

    email = models.EmailField("mail address", max_length=254)
    display_name = models.CharField("name", max_length=120)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="invitations")
    is_facilitator = models.BooleanField("facilitator", default=False)
    is_leadership = models.BooleanField("leadership", default=False)
    is_administrator = models.BooleanField("administrator", default=False)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="invitations_made")
    created_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    person = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="came_by_invitation")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open_per_address",
                violation_error_message="An invitation for this address is open already.",
            ),
            models.CheckConstraint(
                name="invitation_accepted_iff_person",
                condition=Q(accepted_at__isnull=True, person__isnull=True)
                | Q(accepted_at__isnull=False, person__isnull=False),
            ),
        )
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"Invitation for {self.email}"


class Agreement(models.Model):
    """One version of the agreement: how this organisation treats people in incidents.

    The newest row is the one in force; earlier ones stay, so that nobody can say it was always so.
    """

    body = models.TextField()
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-changed_at", "-pk")
        get_latest_by = ("changed_at", "pk")

    def __str__(self) -> str:
        return f"The agreement of {self.changed_at:%Y-%m-%d}"


class AuditEntry(models.Model):
    """An act that changed who may do or see what. Append-only; `by` null means the system."""

    kind = models.CharField(max_length=40, choices=AuditKind)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    about = models.CharField(max_length=120, blank=True, help_text="Public number or name, never a title.")
    incident_number = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="Readers of this row must be able to see that incident.",
    )
    details = models.JSONField(default=dict)

    class Meta:
        constraints = (models.CheckConstraint(name="audit_kind_known", condition=Q(kind__in=AuditKind.values)),)
        indexes = (models.Index(fields=["-at", "-id"], name="audit_newest"),)  # the audit page
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.about}".strip()

    @property
    def people_named(self) -> set[int]:
        """The ids of the people whom the details speak of."""
        said = [*self.details.get("people", []), self.details.get("person")]
        return {pk for pk in said if isinstance(pk, int)}

    @property
    def headline(self) -> str:
        """What was done: "Team changed", or "Team created" where it is new."""
        done = str(self.get_kind_display())
        if not self.details.get("created"):
            return done
        return "Created" if self.kind == AuditKind.SETTINGS_CHANGED else done.replace("changed", "created")

    @property
    def detail_lines(self) -> list[str]:
        """The details in words: "joined: Payments, Search"."""
        lines = []
        for key, value in self.details.items():
            if key == "created":
                continue  # the headline says so
            words = ", ".join(str(part) for part in value) if isinstance(value, list) else value
            if words is True:
                lines.append(key.replace("_", " "))
            elif words:
                lines.append(f"{key.replace('_', ' ')}: {words}".replace("is_", ""))
        return lines
