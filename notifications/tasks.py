"""Background work of the outbox."""

from celery import shared_task

from notifications import sending


@shared_task
def send_outbox() -> None:
    """Send what is owed. Running twice at once, or being lost, does no harm: what is owed stays in Postgres."""
    sending.send_outbox()
