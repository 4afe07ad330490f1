"""Signed links with which an action is settled from a mail: for one person, one action, one purpose, and a while.

A link is made while its mail is sent and is stored nowhere. It opens a page; only that page's form acts, once.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.urls import reverse

from actions.choices import LinkPurpose
from actions.models import Action, LinkUse
from people.links import absolute
from people.models import User

SALT = "actions.mail-link"
LASTS = timedelta(days=14)
NOBODY = 0

OFFERED = (
    LinkPurpose.DONE,
    LinkPurpose.NEW_DATE,
    LinkPurpose.WONT_DO,
    LinkPurpose.HAND_OVER,
    LinkPurpose.SNOOZE,
)
"""What every item of a reminder about an open action offers, in this order."""


@dataclass(frozen=True)
class MailLink:
    """What a link says. `about` is the message it stands in, or the use that it undoes.

    `mail` is the message whose link has just been used, on the way from there to the page that undoes it; no mail
    holds a link with it, so that one which merely tells of a use leads to nothing but that.
    """

    person: int
    action: int
    purpose: LinkPurpose
    about: int
    owner: int  # whose the action was when the mail was written
    until: datetime
    mail: int = 0

    @property
    def nonce(self) -> str:
        """What makes it this link; it works once."""
        return f"{self.about}:{self.action}:{self.purpose}"

    @property
    def token(self) -> str:
        """The link's secret part."""
        told = [self.person, self.action, self.purpose.value, self.about, self.owner, int(self.until.timestamp())]
        return signing.dumps([*told, self.mail] if self.mail else told, salt=SALT)

    @property
    def path(self) -> str:
        """The page it opens."""
        return reverse("actions:settle", args=[self.token])

    @property
    def address(self) -> str:
        """The page it opens, as a mail names it."""
        return absolute(self.path)

    def instead(self, purpose: LinkPurpose) -> "MailLink":
        """Return the link of the same mail for another purpose; it lasts no longer than this one."""
        return replace(self, purpose=purpose)


def mail_link(person: User, action: Action, purpose: LinkPurpose, *, message: int, at: datetime) -> MailLink:
    """Make the link that stands in this message."""
    return MailLink(person.pk, action.pk, purpose, message, action.owner_id or NOBODY, at + LASTS)


def undo_link(use: LinkUse, *, at: datetime, mail: int = 0) -> MailLink:
    """Make the link that takes back what was done through another; `mail` where one comes from there just now."""
    return MailLink(use.person_id, use.action_id, LinkPurpose.UNDO, use.pk, NOBODY, at + LASTS, mail)


def read_link(token: str) -> MailLink | None:
    """Return what a link says; None for what is forged or of another purpose. An old one is read, and says so."""
    try:
        person, action, purpose, about, owner, until, *mail = signing.loads(token, salt=SALT)
        return MailLink(
            int(person),
            int(action),
            LinkPurpose(purpose),
            int(about),
            int(owner),
            datetime.fromtimestamp(int(until), tz=UTC),
            *(int(message) for message in mail[:1]),
        )
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret. It is drawn at random and long, so a plain hash hides it."""
    return hashlib.sha256(secret.encode()).hexdigest()
