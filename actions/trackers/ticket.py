"""What a tracker is to us. Each of the four speaks its own API and answers in these words."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

from actions.trackers.choices import TicketState


class TrackerError(Exception):
    """It did not work; the text is ours, shown on the action, and holds neither token nor title.

    `again_at`: the tracker said when to come back, with anything. `away`: nobody answered, so nobody
    need ask again just now. `permanent`: asking again soon would give the same answer. `missing`: there
    is no such thing.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        again_at: datetime | None = None,
        away: bool = False,
        missing: bool = False,
    ) -> None:
        self.reason, self.permanent, self.again_at = reason, permanent, again_at
        self.away, self.missing = away, missing
        super().__init__(reason)


class BadWebhook(Exception):
    """Not signed by who it says it is from, or too old."""


@dataclass(frozen=True)
class Draft:
    """What a new ticket says."""

    title: str
    body: str
    marker: UUID
    due_on: date | None = None

    @property
    def label(self) -> str:
        """The marker as a word that labels may be."""
        return f"second-story-{self.marker.hex}"

    @property
    def marked_body(self) -> str:
        """The body with the marker where readers do not see it."""
        return f"{self.body}\n\n<!-- {self.label} -->"


@dataclass(frozen=True)
class Ticket:
    """A ticket as it stands there. `words` is what its state is called there."""

    key: str
    url: str
    state: TicketState
    words: str
    updated_at: datetime
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Event:
    """What a webhook speaks of."""

    key: str
    updated_at: datetime | None = None


class Tracker(Protocol):
    """The small interface. Every method but the last three asks the tracker, and may raise TrackerError."""

    def check(self) -> str:
        """Return what the token opens, in words: the test button."""

    def create(self, draft: Draft) -> Ticket:
        """Make a ticket. May have made one even where it raises."""

    def find(self, draft: Draft, *, since: datetime) -> Ticket | None:
        """Return the ticket that an earlier `create` of this draft, begun at `since`, has made; None if it has not."""

    def fetch(self, key: str) -> Ticket:
        """Return the ticket as it is now."""

    def close(self, key: str, state: TicketState) -> Ticket:
        """Close it as done or as cancelled."""

    def reopen(self, key: str) -> Ticket:
        """Open it again."""

    def comment(self, key: str, text: str) -> None:
        """Say something on it."""

    def parse_url(self, url: str) -> str | None:
        """Return the key of a ticket of this connection, None of anything else."""

    def verify_webhook(self, headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> None:
        """Raise BadWebhook unless the tracker has signed this."""

    def parse_webhook(self, payload: Mapping[str, Any]) -> Event | None:
        """Return which ticket it speaks of; None where it is not one of this connection."""


def verify_hmac(body: bytes, *, secret: str, given: str, prefix: str = "") -> None:
    """Compare an HMAC-SHA256 in hex, in constant time. Raises BadWebhook."""
    wanted = prefix + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    if not secret or not hmac.compare_digest(wanted.encode(), given.strip().encode()):
        raise BadWebhook("The signature is not right.")


def moment(text: Any) -> datetime:
    """Return the instant that an API's time says. Raises TrackerError for what is none."""
    try:
        at = datetime.fromisoformat(str(text).replace(" UTC", "+00:00"))
    except ValueError:
        raise TrackerError("The tracker answered with a time that we cannot read.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def day(text: Any) -> date | None:
    """Return the date an API says, None where there is none."""
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
