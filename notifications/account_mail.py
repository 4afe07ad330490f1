"""The words of mails about accounts: invitations, password links, and notices. Links are made here, while sending."""

from typing import Any

from django.template.loader import render_to_string

from notifications.composing import Composed, Composer, Skip
from notifications.models import Message
from people.links import INVITATION_LASTS, absolute, invitation_link, password_reset_link
from people.models import Invitation


def compose_invitation(message: Message) -> Composed | Skip:
    """Invite, as long as the invitation is open; one link is made for each attempt to send."""
    invitation = (
        Invitation.objects.select_related("invited_by", "team")
        .filter(pk=message.refers_to.get("invitation"), accepted_at=None, withdrawn_at=None)
        .first()
    )
    if invitation is None:
        return Skip("The invitation was accepted or withdrawn meanwhile.")
    context = {
        "invitation": invitation,
        "link": invitation_link(invitation),
        "days": INVITATION_LASTS.days,
        "subject": f"{invitation.invited_by} invites you to Second Story",
    }
    return _written("invitation", context, secret=True)


def compose_password_reset(message: Message) -> Composed | Skip:
    """Send the link for a new password."""
    if message.recipient is None:
        return Skip("Its receiver is not here.")
    context = {
        "person": message.recipient,
        "link": password_reset_link(message.recipient),
        "subject": "Choose a new password",
    }
    return _written("password_reset", context, secret=True)


def compose_account(message: Message) -> Composed | Skip:
    """Tell somebody what happened to their account; a notice that we have no words for is not sent."""
    if message.recipient is None or message.refers_to.get("notice") != "password_changed":
        return Skip("There is nothing to tell about this.")
    context = {
        "person": message.recipient,
        "link": absolute("/account/password/reset/"),
        "at": f"{message.created_at.astimezone(message.recipient.zone):%-d %B %Y, %H:%M %Z}",
        "subject": "Your password was changed",
    }
    return _written("password_changed", context, secret=False)


COMPOSERS: dict[str, Composer] = {
    "invitation": compose_invitation,
    "password_reset": compose_password_reset,
    "account": compose_account,
}


def _written(template: str, context: dict[str, Any], *, secret: bool) -> Composed:
    text = render_to_string(f"emails/{template}.txt", context)
    html = render_to_string(f"emails/{template}.html", context)
    return Composed(subject=context["subject"], text=text, html=html, secret=secret)
