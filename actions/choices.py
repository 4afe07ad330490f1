"""Vocabulary of the actions app."""

from django.db import models


class ActionStatus(models.TextChoices):
    """A proposal is an idea; everything else is, or was, a commitment."""

    PROPOSED = "proposed", "Proposal"
    TODO = "todo", "To do"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    WONT_DO = "wont_do", "Won't do"


OPEN_STATUSES = [ActionStatus.TODO, ActionStatus.IN_PROGRESS]
SETTLED_STATUSES = [ActionStatus.DONE, ActionStatus.WONT_DO]


ALIAS_FORM = r"^[A-Z][A-Z0-9]{1,9}(-[A-Z0-9]{1,16}){1,5}$"
"""What a reference from outside may look like: PIR-2026-05-24-001, PM-17. Never AI-17 or INC-17, which are ours."""


class Priority(models.TextChoices):
    """How much it matters that this ships."""

    CRITICAL = "critical", "Critical"
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class ActionKind(models.TextChoices):
    """What the action changes about the next incident."""

    PREVENT = "prevent", "Prevent"
    DETECT = "detect", "Detect"
    MITIGATE = "mitigate", "Mitigate"
    RECOVER = "recover", "Recover"
    LEARN = "learn", "Learn"


class ActionEventKind(models.TextChoices):
    """What an action's history row tells."""

    PROPOSED = "proposed", "Proposed"
    COMMITTED = "committed", "Committed"
    STARTED = "started", "Started"
    DONE = "done", "Done"
    WONT_DO = "wont_do", "Won't do"
    REOPENED = "reopened", "Reopened"
    OWNER_CHANGED = "owner_changed", "Owner changed"
    DATE_CHANGED = "date_changed", "New date"
    DETAILS_CHANGED = "details_changed", "Details changed"
    NOTED = "noted", "Note added"
    OFFERED = "offered", "Hand-over offered"
    OFFER_DECLINED = "offer_declined", "Hand-over declined"
    OFFER_WITHDRAWN = "offer_withdrawn", "Hand-over withdrawn"
    IMPORTED = "imported", "Imported"
    SNOOZED = "snoozed", "Reminders put off"
    VERIFIED = "verified", "It held"
    QUESTIONED = "questioned", "Asked whether it held"
    STOOD_BY = "stood_by", "Still won't do"


class NudgeKind(models.TextChoices):
    """Why somebody is reminded."""

    DUE_SOON = "due_soon", "Due soon"
    OVERDUE = "overdue", "Past its date"
    STALE = "stale", "Nothing heard for a while"
    UNOWNED = "unowned", "Nobody owns it"
    ORPHANED = "orphaned", "Its owner has left"
    ESCALATED = "escalated", "Long past its date"
    VERIFY = "verify", "Did it hold?"
    LOOK_AGAIN = "look_again", "Time to look again"
    DRAFT_LATE = "draft_late", "Draft past its day"
    REVIEW_LATE = "review_late", "Review past its day"


class HandOverAnswer(models.TextChoices):
    """Where an offered hand-over stands."""

    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class LinkPurpose(models.TextChoices):
    """What a link in a mail is for, and all that it can do."""

    DONE = "done", "Done"
    NEW_DATE = "new_date", "New date"
    WONT_DO = "wont_do", "Won't do"
    HAND_OVER = "hand_over", "Hand over"
    SNOOZE = "snooze", "Remind me later"
    VERIFY = "verify", "Did it hold?"
    ACCEPT = "accept", "Accept it"
    REFUSE = "refuse", "Say no"
    UNDO = "undo", "Undo"
