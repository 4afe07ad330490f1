"""Secret addresses of the feed of months: made, changed and taken away by their owner."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from actions.links import hash_secret
from people.models import User
from reviews.models import ReviewFeed


@transaction.atomic
def change_feed_address(person: User, *, at: datetime | None = None) -> str:
    """Give the feed a new address and return its secret, this once. The address before ends with it."""
    secret = secrets.token_urlsafe(32)
    ReviewFeed.objects.update_or_create(
        person=person, defaults={"secret_hash": hash_secret(secret), "changed_at": at or timezone.now()}
    )
    return secret


def end_feed(person: User) -> None:
    """End the feed's address. Ending one that is not there is a no-op."""
    ReviewFeed.objects.filter(person=person).delete()
