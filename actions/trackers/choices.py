"""Vocabulary of trackers."""

from django.db import models


class TrackerKind(models.TextChoices):
    """Which API it speaks."""

    GITHUB = "github", "GitHub"
    GITLAB = "gitlab", "GitLab"
    JIRA = "jira", "Jira Cloud"
    LINEAR = "linear", "Linear"


class TicketState(models.TextChoices):
    """What a ticket's state means, whatever it is called there. How it was closed stays distinct."""

    OPEN = "open", "open"
    DONE = "done", "done"
    CANCELLED = "cancelled", "closed without being done"
    DUPLICATE = "duplicate", "closed as a duplicate"


class LinkState(models.TextChoices):
    """How an action and its ticket stand to each other."""

    WAITING = "waiting", "Waiting"
    IN_SYNC = "in_sync", "In step"
    DRIFTED = "drifted", "Differs"
    FAILING = "failing", "Cannot be reached"
