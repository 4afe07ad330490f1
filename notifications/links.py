"""Signed links with which mail can be turned down without signing in."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from notifications.choices import Subscription
from people.links import absolute
from people.models import User

PURPOSE = "notifications.unsubscribe"
LASTS = timedelta(days=400)  # mail programs show the button for as long as they keep the mail


def unsubscribe_link(person: User, subscription: Subscription) -> str:
    """Make the address at which this person turns down this kind of mail, and nothing else."""
    token = signing.dumps([person.pk, subscription.value], salt=PURPOSE)
    return absolute(reverse("notifications:unsubscribe", args=[token]))


def unsubscribe_headers(link: str) -> dict[str, str]:
    """Return the headers by which mail programs offer the link as a button (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read_unsubscribe_token(token: str) -> tuple[int, Subscription] | None:
    """Return the person's key and what they turn down; None for what is forged, too old or of another purpose."""
    try:
        pk, subscription = signing.loads(token, salt=PURPOSE, max_age=LASTS)
        return int(pk), Subscription(subscription)
    except (signing.BadSignature, ValueError, TypeError):
        return None
