"""The outbox: one row for everything we send, written in the transaction that causes it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from notifications.choices import NO_SERVER, MessageKind, MessageState
from people.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    """Named selections of messages."""

    def to_person(self, user: User) -> Self:
        """What was sent, or is waiting, for this person; only they may read the bodies."""
        return self.filter(recipient=user)


class Message(models.Model):
    """One mail to one address, from the moment it is owed until it is delivered, failed or skipped.

    `refers_to` holds references (ids), never secrets: a composer registered by the app that caused
    the message turns them into subject and text while sending, with the links made then and there.
    The composed text is kept for its receiver unless the kind carries a secret.
    """

    kind = models.CharField(max_length=30, choices=MessageKind)
    recipient = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="messages")
    address = models.EmailField(max_length=254, blank=True, help_text="For people who are not here yet.")
    refers_to = models.JSONField(default=dict)
    key = models.CharField(
        max_length=200, unique=True, help_text="What makes it this message; a second of the same is not made."
    )
    local_day = models.DateField(null=True, blank=True, help_text="The receiver's day, for one nudge mail a day.")

    state = models.CharField(max_length=20, choices=MessageState, default=MessageState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    send_after = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True, help_text="Which worker's attempt holds it.")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=300, blank=True, help_text="Why it failed or was skipped; never a title or an address."
    )

    message_id = models.CharField(max_length=255, unique=True, help_text="The same at every attempt.")
    subject = models.CharField(max_length=300, blank=True)
    text_body = models.TextField(blank=True)
    html_body = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "local_day"],
                condition=Q(kind=MessageKind.NUDGES),
                name="message_one_nudge_mail_a_day",
            ),
            models.CheckConstraint(name="message_kind_known", condition=Q(kind__in=MessageKind.values)),
            models.CheckConstraint(name="message_state_known", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(
                name="message_has_one_receiver",
                condition=Q(recipient__isnull=False, address="") | (Q(recipient__isnull=True) & ~Q(address="")),
            ),
            models.CheckConstraint(
                name="message_nudges_have_a_day",
                condition=~Q(kind=MessageKind.NUDGES) | Q(recipient__isnull=False, local_day__isnull=False),
            ),
            models.CheckConstraint(
                name="message_sending_iff_leased",
                condition=Q(state=MessageState.SENDING, leased_until__isnull=False, lease__isnull=False)
                | (~Q(state=MessageState.SENDING) & Q(leased_until__isnull=True, lease__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_sent_iff_dated",
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
            ),
        )
        indexes = (
            # the worker's claim of what may go out now
            models.Index(
                fields=["send_after", "id"],
                name="message_owed",
                condition=Q(state__in=[MessageState.WAITING, MessageState.SENDING]),
            ),
            # a person's own page of messages
            models.Index(fields=["recipient", "-id"], name="message_of_person"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"

    @property
    def listed_subject(self) -> str:
        """What a list may call it: its subject once it has gone out; before, its receiver's rights may still change."""
        return self.subject if self.state == MessageState.SENT else ""

    @property
    def is_kept(self) -> bool:
        """Whether it rests, readable by its receiver, until there is a mail server."""
        return self.state == MessageState.WAITING and self.reason == NO_SERVER
