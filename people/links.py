"""Links that carry a secret. They are made while a mail is sent or handed over, and never stored."""

from datetime import timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.urls import reverse

from people.models import Invitation, User

INVITATION_PURPOSE = "people.invitation"
INVITATION_LASTS = timedelta(days=14)


def absolute(path: str) -> str:
    """Put our own address in front of a path."""
    return f"{settings.SITE_URL}{path}"


def password_reset_link(person: User) -> str:
    """Make the link with which a person chooses a new password; it ends with its first use, or after a day."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return absolute(
        reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(person), "key": key},
        )
    )


def invitation_link(invitation: Invitation) -> str:
    """Make the link with which an invited person comes in, good for 14 days from now."""
    return absolute(reverse("people:accept", kwargs={"token": invitation_token(invitation)}))


def invitation_token(invitation: Invitation) -> str:
    """Sign the invitation for this purpose; the address is in it, so that a token is of one address only."""
    return signing.dumps([invitation.pk, invitation.email], salt=INVITATION_PURPOSE)


def read_invitation_token(token: str) -> tuple[int, str] | None:
    """Return the invitation's key and address, or None for what is forged, too old or of another purpose."""
    try:
        pk, email = signing.loads(token, salt=INVITATION_PURPOSE, max_age=INVITATION_LASTS)
        return int(pk), str(email)
    except (signing.BadSignature, ValueError, TypeError):
        return None
