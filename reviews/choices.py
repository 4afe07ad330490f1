"""Vocabulary of the monthly review."""

from django.db import models


class StillTrueAnswer(models.TextChoices):
    """Whether what a document of a year ago says still holds."""

    YES = "yes", "Yes, still true"
    NO = "no", "No, not any more"
    CHANGED = "changed", "We changed it"
