"""Owe the monthly digest."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notifications.choices import MessageKind
from notifications.services import enqueue_message
from people.models import User
from reviews.months import Month


@transaction.atomic
def send_digest(month: Month) -> int:
    """Owe everybody who wants it the digest of a month; returns to how many people it is owed.

    Each person's is owed once: calling again owes nothing new. What it says is decided by what its
    receiver may see when it is sent.
    """
    people = User.objects.active().filter(wants_digest=True)
    for person in people:
        enqueue_message(
            MessageKind.DIGEST,
            key=f"digest:{month}:{person.pk}",
            recipient=person,
            refers_to={"month": str(month)},
        )
    return len(people)


def month_for_digest(*, at: datetime | None = None) -> Month:
    """Return the month that is over."""
    return Month.of((at or timezone.now()).date()).previous
