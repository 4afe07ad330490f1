"""How allauth behaves here: nobody registers by themselves, and its mail goes through the outbox."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from people.models import User
from people.outgoing import enqueue

KINDS = {"account/email/password_reset_key": "password_reset"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed registration; messages carry references, their links are made while sending."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
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
