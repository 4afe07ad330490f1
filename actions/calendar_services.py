"""Secret addresses of calendars: made, changed and taken away by their owner."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from actions.links import hash_secret
from actions.models import CalendarFeed
from people.models import Team, User


@transaction.atomic
def change_calendar_address(person: User, *, team: Team | None, at: datetime | None = None) -> str:
    """Give the calendar a new address and return its secret, this once. The address before ends with it."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        person=person,
        team=team,
        defaults={"secret_hash": hash_secret(secret), "changed_at": at or timezone.now()},
    )
    return secret


def remove_calendar(person: User, *, team: Team | None) -> None:
    """End a calendar's address. Removing one that is not there is a no-op."""
    CalendarFeed.objects.filter(person=person, team=team).delete()
