"""Background work of actions."""

from celery import shared_task

from actions import nudge_services
from actions.trackers import syncing


@shared_task
def plan_nudges() -> None:
    """Owe the reminders that are due. Running twice, or being lost, does no harm."""
    nudge_services.plan_nudges()


@shared_task
def sync_tickets() -> None:
    """Look at the tickets whose time has come. Running twice at once, or being lost, does no harm."""
    syncing.sync_tickets()
