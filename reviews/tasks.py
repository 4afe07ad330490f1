"""The digest, in the background."""

from celery import shared_task

from reviews.services import month_for_digest, send_digest


@shared_task
def send_digest_of_last_month() -> int:
    """Owe everybody the digest of the month that is over."""
    return send_digest(month_for_digest())
