"""Closing months and owing digests, in the background."""

from celery import shared_task
from django.utils import timezone

from reviews.services import (
    close_last_month,
    forget_untold_stories,
    is_before_installation,
    is_day_for_digest,
    month_for_digest,
    send_digest,
    send_one_to_read,
)


@shared_task
def close_months() -> int:
    """Keep the facts of the month that is over, and forget stories whose review nobody held."""
    forget_untold_stories()
    return len(close_last_month())


@shared_task
def send_digest_of_last_month() -> int:
    """Owe everybody the digest of the month that is over, from its first working day on."""
    month = month_for_digest()
    if is_before_installation(month) or not is_day_for_digest(timezone.now().date()):
        return 0
    return send_digest(month)


@shared_task
def send_one_to_read_a_week() -> int:
    """Owe what is due this hour of the weekly "one to read"."""
    return send_one_to_read()
