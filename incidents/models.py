"""Incidents and near misses, what they touched, and when what happened."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from incidents.choices import (
    DecisionKind,
    DocumentRequirement,
    EventKind,
    EventSource,
    HistoryKind,
    IncidentKind,
    KeyTime,
    Precision,
    RevenueKind,
    ReviewedBy,
    TagKind,
)
from people.models import Team, User, validate_time_zone
from web.addresses import address_of
from web.numbers import NextNumber


class Severity(models.Model):
    """One level of the severity policy: what it asks to be written, by when, and who approves."""

    level = models.PositiveSmallIntegerField(unique=True, help_text="1 is the gravest.")
    name = models.CharField(max_length=40)
    aliases = models.CharField(max_length=120, blank=True, help_text="Comma-separated, such as P1, critical.")
    description = models.CharField(max_length=300, blank=True)
    requires = models.CharField(max_length=20, choices=DocumentRequirement)
    template_key = models.SlugField(max_length=60, blank=True, help_text="The template offered first.")
    reviewed_by = models.CharField(max_length=20, choices=ReviewedBy, default=ReviewedBy.TEAM)
    draft_within = models.PositiveSmallIntegerField("working days to a draft in review", null=True, blank=True)
    publish_within = models.PositiveSmallIntegerField("working days to publication", null=True, blank=True)
    pattern_count = models.PositiveSmallIntegerField(
        "this many alike", null=True, blank=True, help_text="So many alike ask for one post-mortem over them all."
    )
    pattern_days = models.PositiveSmallIntegerField("within so many days", null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "severities"
        constraints = (
            models.UniqueConstraint(Lower("name"), name="severity_name_once"),
            models.CheckConstraint(
                name="severity_requires_known", condition=Q(requires__in=DocumentRequirement.values)
            ),
            models.CheckConstraint(name="severity_reviewed_by_known", condition=Q(reviewed_by__in=ReviewedBy.values)),
            models.CheckConstraint(
                name="severity_pattern_whole",
                condition=Q(pattern_count__isnull=True, pattern_days__isnull=True)
                # "Is not null" has to be said: a check that comes out as null holds.
                | Q(pattern_count__isnull=False, pattern_days__isnull=False, pattern_count__gte=2, pattern_days__gte=1),
                violation_error_message="A pattern needs both: how many alike (at least 2), within how many days.",
            ),
        )
        ordering = ("level",)

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """Something we run that incidents touch."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="services")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("name"), name="service_name_once", violation_error_message="There is a service of this name."
            ),
        )
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A word that finds incidents again, by system or by category."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=TagKind)
    # A use of it on an incident that everybody may see, if the database knows of one; see tags_visible_to.
    known_row = models.BigIntegerField(null=True, blank=True, editable=False)
    known_restricted = models.BooleanField(null=True, blank=True, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="tag_known_by_what_is_open",
                condition=Q(known_row__isnull=True, known_restricted__isnull=True)
                | Q(known_row__isnull=False, known_restricted__isnull=False, known_restricted=False),
            ),
            models.UniqueConstraint(
                Lower("name"), name="tag_name_once", violation_error_message="There is a tag of this name."
            ),
            models.CheckConstraint(name="tag_kind_known", condition=Q(kind__in=TagKind.values)),
        )
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Named selections of incidents."""

    def visible_to(self, user: User) -> Self:
        """Incidents this person may see: every open one, and the restricted ones that name them.

        The one policy of the house; everything that hangs on an incident asks it.
        """
        named = IncidentAccess.objects.filter(incident=models.OuterRef("pk"), user_id=user.pk)
        return self.filter(Q(is_restricted=False) | Q(models.Exists(named)))

    def hidden_from(self, user: User) -> Self:
        """The few that `visible_to` leaves out: what search subtracts, rather than adding up all the rest."""
        named = IncidentAccess.objects.filter(incident=models.OuterRef("pk"), user_id=user.pk)
        return self.filter(~models.Exists(named), is_restricted=True).order_by()

    def near_misses(self) -> Self:
        """Close calls."""
        return self.filter(kind=IncidentKind.NEAR_MISS)

    def with_list_facts(self) -> Self:
        """Load what a list row shows: severity joined, services, teams and tags prefetched (3 more queries)."""
        return self.select_related("severity").prefetch_related("services", "teams", "tags")


class Incident(models.Model):
    """Something that happened, or nearly did. Everything that hangs on it inherits its visibility."""

    number = models.PositiveBigIntegerField(unique=True, editable=False, db_default=NextNumber("incident_number"))
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=IncidentKind, default=IncidentKind.UNKNOWN)
    severity = models.ForeignKey(
        Severity, models.PROTECT, null=True, blank=True, related_name="incidents", help_text="Null: not known yet."
    )
    summary = models.TextField(blank=True)
    services: "models.ManyToManyField[Service, Any]" = models.ManyToManyField(
        Service, blank=True, related_name="incidents"
    )
    teams: "models.ManyToManyField[Team, Any]" = models.ManyToManyField(Team, blank=True, related_name="incidents")
    tags: "models.ManyToManyField[Tag, Any]" = models.ManyToManyField(Tag, blank=True, related_name="incidents")

    began_at = models.DateTimeField(null=True, blank=True)
    began_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    detected_at = models.DateTimeField(null=True, blank=True)
    detected_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    mitigated_at = models.DateTimeField(null=True, blank=True)
    mitigated_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_precision = models.CharField(max_length=10, choices=Precision, blank=True)
    time_zone = models.CharField(
        max_length=64, default="UTC", validators=[validate_time_zone], help_text="The zone times were told in."
    )

    is_restricted = models.BooleanField("restricted", default=False)
    people_with_access: "models.ManyToManyField[User, Any]" = models.ManyToManyField(
        User, through="IncidentAccess", through_fields=("incident", "user"), related_name="restricted_incidents"
    )
    actions_gated = models.BooleanField(
        default=False,
        editable=False,
        help_text="True from publication on: an action is then a proposal, or has an owner and a date.",
    )
    is_imported = models.BooleanField(default=False, editable=False)
    document_decision = models.CharField(max_length=20, choices=DecisionKind, blank=True)
    document_decision_reason = models.TextField(blank=True)

    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, help_text="Counts changes of facts, to notice a lost race.")
    happened_at = models.GeneratedField(
        expression=Coalesce("began_at", "detected_at", "recorded_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = (
            # Together with the foreign key of actions (SQL in the actions app's first migration) this
            # keeps the promise of the gate under concurrency: see docs/decisions.
            models.UniqueConstraint(fields=["id", "actions_gated"], name="incident_id_with_gate"),
            # what it touched follows these by foreign key: see incidents.touched
            models.UniqueConstraint(fields=["id", "happened_at", "is_restricted"], name="incident_id_with_moment"),
            models.CheckConstraint(name="incident_kind_known", condition=Q(kind__in=IncidentKind.values)),
            models.CheckConstraint(name="incident_title_said", condition=~Q(title="")),
            models.CheckConstraint(
                name="incident_decision_with_reason",
                condition=Q(document_decision="")
                | (Q(document_decision__in=DecisionKind.values) & ~Q(document_decision_reason="")),
                violation_error_message="A decision keeps its reason.",
            ),
            *(
                models.CheckConstraint(
                    name=f"incident_{key}_precision",
                    condition=Q(**{f"{key}_at__isnull": True, f"{key}_precision": ""})
                    | Q(**{f"{key}_at__isnull": False, f"{key}_precision__in": Precision.values}),
                )
                for key in KeyTime.values
            ),
        )
        indexes = (
            models.Index(fields=["-happened_at", "-id"], name="incident_newest"),  # the incident list
            models.Index(fields=["kind", "-happened_at"], name="incident_kind_newest"),  # near misses of a month
            # earlier incidents alike, by words of their titles
            GinIndex(SearchVector("title", config="english"), name="incident_title_words"),
            models.Index(fields=["id"], name="incident_restricted", condition=Q(is_restricted=True)),  # search
        )
        ordering = ("-happened_at", "-id")

    def __str__(self) -> str:
        return f"{self.public_number} {self.title}"

    def get_absolute_url(self) -> str:
        return address_of("incidents:detail", self.number)

    @property
    def public_number(self) -> str:
        """The number people say: INC-2891."""
        return f"INC-{self.number}"

    @property
    def is_near_miss(self) -> bool:
        """Whether nothing broke, but nearly did."""
        return self.kind == IncidentKind.NEAR_MISS

    def key_time(self, key: str) -> tuple[datetime | None, str]:
        """Return one of the five key times and its precision; no query."""
        return getattr(self, f"{key}_at"), getattr(self, f"{key}_precision")


class IncidentAccess(models.Model):
    """A person named on an incident: they see it also when it is restricted."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="accesses")
    user = models.ForeignKey(User, models.PROTECT, related_name="incident_accesses")
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "incident"], name="incident_access_once"),)

    def __str__(self) -> str:
        return f"{self.user} on incident {self.incident_id}"


class IncidentLink(models.Model):
    """A page elsewhere that belongs to the incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="links")
    url = models.URLField(max_length=1000)
    label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["incident", "url"], name="incident_link_once"),)
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.label or self.url


class Impact(models.Model):
    """What it meant for users and for us. Null is "not known yet", which is not zero."""

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="impact")
    users_affected = models.PositiveBigIntegerField("users affected", null=True, blank=True)
    users_share = models.DecimalField(
        "share of users, percent",
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    error_budget_spent = models.DecimalField(
        "error budget spent, percent of the month's",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    revenue_kind = models.CharField("revenue", max_length=20, choices=RevenueKind, default=RevenueKind.UNKNOWN)
    revenue_amount = models.DecimalField("amount", max_digits=14, decimal_places=2, null=True, blank=True)
    revenue_currency = models.CharField("currency", max_length=3, blank=True)
    support_tickets = models.PositiveIntegerField("support tickets", null=True, blank=True)
    trust = models.TextField("trust", blank=True, help_text="What people said, and where.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="impact_revenue_whole",
                condition=Q(revenue_kind=RevenueKind.AMOUNT, revenue_amount__isnull=False) & ~Q(revenue_currency="")
                | Q(
                    revenue_kind__in=[RevenueKind.UNKNOWN, RevenueKind.NEGLIGIBLE],
                    revenue_amount__isnull=True,
                    revenue_currency="",
                ),
                violation_error_message="An amount needs its figure and its currency; otherwise leave both empty.",
            ),
            models.CheckConstraint(
                name="impact_share_is_percent",
                condition=Q(users_share__isnull=True) | Q(users_share__gte=0, users_share__lte=100),
            ),
        )

    def __str__(self) -> str:
        return f"Impact of incident {self.incident_id}"


class TimelineEvent(models.Model):
    """One thing that happened, when it is said to have happened, and how we know.

    Rows keep the order they were told in where times do not decide.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="timeline")
    position = models.PositiveIntegerField()
    at = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", help_text="The zone the time was told in.")
    told = models.CharField("time as told", max_length=80, blank=True)
    text = models.TextField()
    kind = models.CharField(max_length=20, choices=EventKind, blank=True)
    source = models.CharField(max_length=20, choices=EventSource, blank=True)
    evidence_url = models.URLField("evidence", max_length=1000, blank=True)
    known_later = models.BooleanField("known only later", default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["incident", "position"],
                name="timeline_event_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="timeline_event_precision",
                condition=Q(at__isnull=True, precision="") | Q(at__isnull=False, precision__in=Precision.values),
            ),
            models.CheckConstraint(
                name="timeline_event_kind_known", condition=Q(kind="") | Q(kind__in=EventKind.values)
            ),
            models.CheckConstraint(
                name="timeline_event_source_known", condition=Q(source="") | Q(source__in=EventSource.values)
            ),
        )
        ordering = ("incident", "position")

    def __str__(self) -> str:
        return f"{self.told} {self.text}"[:80]


class IncidentHistory(models.Model):
    """What changed on an incident. Append-only; `by` null means the system.

    A row that speaks of an `other` incident too is read only by those who may see that one as well.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="history")
    other = models.ForeignKey(Incident, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=30, choices=HistoryKind)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.CheckConstraint(name="incident_history_kind_known", condition=Q(kind__in=HistoryKind.values)),
        )
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        verbose_name_plural = "incident history"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%Y-%m-%d %H:%M})"


# Told here, so that Django finds them: they are of this app.
import incidents.repeats.models  # noqa: E402
import incidents.touched  # noqa: E402
import incidents.wording.models  # noqa: E402, F401
