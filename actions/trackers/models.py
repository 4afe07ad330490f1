"""Connections to trackers, and the ticket of each action. Foreign keys are named by text: actions.models imports us."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from actions.trackers.choices import LinkState, TicketState, TrackerKind


class TrackerConnection(models.Model):
    """One project, repository or team of a tracker. Token and webhook secret are sealed, and never shown again."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=TrackerKind)
    base_url = models.URLField("address", max_length=300)
    project = models.CharField(max_length=200)
    account = models.CharField(max_length=200, blank=True)
    cancelled_words = models.CharField(max_length=300, blank=True)
    token_sealed = models.TextField(editable=False)
    webhook_secret_sealed = models.TextField(blank=True, editable=False)
    hook = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_active = models.BooleanField(default=True)
    paused_until = models.DateTimeField(null=True, blank=True, help_text="The tracker asked us to wait so long.")
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When its last webhook came.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(name="tracker_kind_known", condition=Q(kind__in=TrackerKind.values)),
            models.CheckConstraint(name="tracker_has_token", condition=~Q(token_sealed="")),
            models.UniqueConstraint(
                fields=["kind", "base_url", "project"],
                name="tracker_project_once",
                violation_error_message="There is a connection to this already.",
            ),
        )
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actions:tracker_edit", args=[self.pk])

    @property
    def is_paused(self) -> bool:
        """Whether the tracker has asked us to wait, and the time is not over."""
        return self.paused_until is not None and self.paused_until > timezone.now()


class TrackerLink(models.Model):
    """The ticket of one action: first the intent to have one, then what is known of it.

    The row is written before the tracker is asked, and `marker` goes into the ticket, so that a ticket
    that was made just before a crash is found again. `agreed` is the state both last stood in: whoever
    has moved away from it since has changed something.
    """

    action = models.OneToOneField("actions.Action", models.CASCADE, related_name="ticket")
    connection = models.ForeignKey(TrackerConnection, models.PROTECT, related_name="links")
    marker = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=100, blank=True)
    url = models.URLField(max_length=500, blank=True)
    create_begun_at = models.DateTimeField(null=True, blank=True, help_text="The tracker may have made it since.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=20, choices=LinkState, default=LinkState.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    agreed = models.CharField(max_length=20, choices=TicketState, blank=True)
    ticket_state = models.CharField(max_length=20, choices=TicketState, blank=True)
    ticket_words = models.CharField(max_length=100, blank=True)
    ticket_owner = models.CharField(max_length=200, blank=True)
    ticket_due_on = models.DateField(null=True, blank=True)
    ticket_updated_at = models.DateTimeField(null=True, blank=True)
    asks_for_reasoning = models.BooleanField(default=False)
    reopens_there = models.BooleanField(default=False, help_text="Somebody said that it stays open.")
    synced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["connection", "key"],
                name="tracker_link_ticket_once",
                condition=~Q(key=""),
                violation_error_message="Another action has this ticket.",
            ),
            models.CheckConstraint(name="tracker_link_state_known", condition=Q(state__in=LinkState.values)),
            models.CheckConstraint(
                name="tracker_link_ticket_state_known",
                condition=Q(ticket_state__in=["", *TicketState.values], agreed__in=["", *TicketState.values]),
            ),
            models.CheckConstraint(
                name="tracker_link_lease_whole",
                condition=Q(lease__isnull=True, leased_until__isnull=True)
                | Q(lease__isnull=False, leased_until__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["next_try_at"], name="tracker_link_due"),)  # the worker's claim

    def __str__(self) -> str:
        return self.key or f"a ticket in {self.connection_id}"

    @property
    def needs_somebody(self) -> bool:
        """Whether it stands still until a person says or does something."""
        return self.asks_for_reasoning or self.state in {LinkState.DRIFTED, LinkState.FAILING}


class TrackerEvent(models.Model):
    """A webhook that came, by the digest of its signed body: the same one again is known."""

    connection = models.ForeignKey(TrackerConnection, models.CASCADE, related_name="events")
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["connection", "digest"], name="tracker_event_once"),)

    def __str__(self) -> str:
        return self.digest[:12]
