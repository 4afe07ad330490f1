"""Vocabulary of the monthly review."""

from django.db import models


class StillTrueAnswer(models.TextChoices):
    """Whether what a document of a year ago says still holds."""

    YES = "yes", "Yes, still true"
    NO = "no", "No, not any more"
    CHANGED = "changed", "We changed it"


class WaitingKind(models.TextChoices):
    """What is asked of somebody for whom something waits; in the order of their own page."""

    OFFER = "offer", "you were asked to take it on"
    REVIEW = "review", "your review was asked for"
    ACTION = "action", "open"
    VERDICT = "verdict", "done: did it hold?"
    DRAFT = "draft", "a draft you facilitate"
