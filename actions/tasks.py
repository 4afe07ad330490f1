"""Background work of actions."""

from celery import shared_task

from actions import nudge_services


@shared_task
def plan_nudges() -> None:
    """Owe the reminders that are due. Running twice, or being lost, does no harm."""
    nudge_services.plan_nudges()
