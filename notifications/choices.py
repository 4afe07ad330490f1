"""Vocabulary of the outbox."""

from django.db import models


class MessageKind(models.TextChoices):
    """Why a message goes out."""

    NUDGES = "nudges", "Reminder of actions"
    DIGEST = "digest", "Monthly digest"
    MINUTES = "minutes", "Minutes of a monthly review"
    ONE_TO_READ = "one_to_read", "One to read"
    INVITATION = "invitation", "Invitation"
    PASSWORD_RESET = "password_reset", "Password reset"
    REVIEW_ASKED = "review_asked", "Review asked"
    REVIEW_ANSWERED = "review_answered", "Review answered"
    PUBLISHED = "published", "Post-mortem published"
    ACTION_HANDED = "action_handed", "Action handed over"
    HAND_OVER_OFFERED = "hand_over_offered", "Action offered to you"
    HAND_OVER_ANSWERED = "hand_over_answered", "Hand-over answered"
    LINK_USED = "link_used", "Settled through your mail"
    TICKET_ASKS = "ticket_asks", "Ticket closed without being done"
    ACCOUNT = "account", "About your account"


class MessageState(models.TextChoices):
    """Where a message is. Every state is visible to its receiver and to the operator."""

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    SKIPPED = "skipped", "Skipped"


NO_SERVER = "No mail server is set up."  # the reason of messages that rest until there is one
RESTING = "It waits for the receiver's next working hours."  # looked at again when these change


class Subscription(models.TextChoices):
    """What a person may turn down with one click in a mail."""

    NUDGES = "nudges", "Reminders"
    DIGEST = "digest", "Monthly digest"
    ONE_TO_READ = "one_to_read", "One to read, weekly"
