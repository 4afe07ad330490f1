"""How allauth behaves here: nobody registers by themselves, and its mail goes through the outbox."""

import uuid
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from people.models import User
from people.outgoing import enqueue
from people.services.profile import change_password

KINDS = {"account/email/password_reset_key": "password_reset"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed registration; messages carry references, their links are made while sending."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This mail address and password do not go together.",
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """Save a password chosen with a reset link; the audit log and a mail to its owner say so."""
        changed = change_password(user, password, by=user)
        user.password = changed.password

    def send_mail(self, template_prefix: str, email: str, _context: dict[str, Any]) -> None:
        """Enqueue what allauth wants to say.

        Notices for addresses nobody has here are not sent at all: nobody can sign up, so there is
        nothing to tell them, and the page answers alike in both cases.
        """
        person = User.objects.active().filter(email__iexact=email).first()
        if person is None:
            return
        enqueue(
            KINDS.get(template_prefix, "account"),
            key=f"account:{uuid.uuid4()}",
            recipient=person,
            refers_to={"notice": template_prefix.rpartition("/")[2]},
        )
