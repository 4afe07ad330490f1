"""Every write to the outbox but those of the sender itself (notifications.sending)."""

import json
import logging
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from notifications.choices import RESTING, MessageState, Subscription
from notifications.models import Message
from notifications.tasks import send_outbox
from people.models import User

logger = logging.getLogger(__name__)


def create_message(
    kind: str,
    *,
    key: str,
    recipient: User | None = None,
    address: str = "",
    refers_to: dict[str, Any] | None = None,
    local_day: date | None = None,
    send_after: datetime | None = None,
) -> Message | None:
    """Write one owed message into the current transaction; None where that message is there already.

    Two processes that try at once are put in order by the unique key: the later waits for the
    earlier one's commit and then gets None. A lost wake-up of the sender loses nothing, since it
    looks at the table every minute.
    """
    now = timezone.now()
    message_id = new_message_id()
    Message.objects.bulk_create(
        [
            Message(
                kind=kind,
                key=key,
                recipient=recipient,
                address=address,
                refers_to=refers_to or {},
                local_day=local_day,
                created_at=now,
                send_after=send_after or now,
                message_id=message_id,
            )
        ],
        ignore_conflicts=True,
    )
    message = Message.objects.filter(message_id=message_id).first()
    if message and message.send_after <= now:
        transaction.on_commit(wake_sender, robust=True)
    return message


@dataclass(frozen=True)
class NewMessage:
    """One of many messages that are to be made at once."""

    key: str
    recipient_id: int
    local_day: date | None = None
    refers_to: dict[str, Any] = field(default_factory=dict)


def create_messages(kind: str, wanted: Sequence[NewMessage]) -> dict[str, int]:
    """Write many owed messages into the current transaction; those that are there already are left out.

    Returns the primary key of each that was made, by its key. See create_message, which does the same for one.
    """
    rows = [
        {"key": new.key, "person": new.recipient_id, "day": new.local_day, "refers_to": new.refers_to} for new in wanted
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_message (kind, key, recipient_id, local_day, message_id, created_at, send_after,"
            " state, attempts, address, refers_to, reason, subject, text_body, html_body)"
            " SELECT %s, key, person, day, '<' || gen_random_uuid() || %s, now, now, %s, 0, '', refers_to, '', '', '', ''"
            " FROM jsonb_to_recordset(%s::jsonb) AS w (key text, person bigint, day date, refers_to jsonb),"
            " CAST(%s AS timestamptz) now"
            " ON CONFLICT DO NOTHING RETURNING key, id",
            [kind, f"@{_host()}>", MessageState.WAITING, json.dumps(rows, default=str), timezone.now()],
        )
        found = dict(cursor.fetchall())
    if found:
        transaction.on_commit(wake_sender, robust=True)
    return found


def withdraw_messages(messages: Collection[int]) -> None:
    """Take back messages that the current transaction has made and nobody has seen."""
    if messages:
        Message.objects.filter(pk__in=messages, state=MessageState.WAITING, attempts=0).delete()


def enqueue_message(
    kind: str,
    *,
    key: str,
    recipient: User | None = None,
    address: str = "",
    refers_to: dict[str, Any] | None = None,
    local_day: date | None = None,
    send_after: datetime | None = None,
) -> Message:
    """Write one owed message into the current transaction, or return the one that has this key already.

    `refers_to` holds ids that the kind's composer understands (see notifications.composing), never
    a link, a token or a title.
    """
    message = create_message(
        kind,
        key=key,
        recipient=recipient,
        address=address,
        refers_to=refers_to,
        local_day=local_day,
        send_after=send_after,
    )
    return message or Message.objects.get(key=key)


def new_message_id() -> str:
    """Return a Message-ID nobody else has. It is drawn once for a message and kept through every attempt."""
    return f"<{uuid.uuid4()}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def wake_sender() -> None:
    """Ask a worker to look at the outbox now. Fails soon and quietly where the broker is away."""
    try:
        send_outbox.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; the outbox is looked at when it is back.")


def look_again_at_resting(person: User | None) -> None:
    """Let the sender ask now, and not at the hour told before, whether mail that rests may go out.

    Of one person, or of everybody. In the current transaction; where the hour has not come, it rests on until the new one.
    """
    now = timezone.now()
    resting = Message.objects.filter(state=MessageState.WAITING, reason=RESTING, send_after__gt=now)
    if person is not None:
        resting = resting.filter(recipient=person)
    if resting.update(send_after=now):
        transaction.on_commit(wake_sender, robust=True)


@transaction.atomic
def retry_message(message: Message, *, at: datetime | None = None) -> Message:
    """Owe a failed message again, from its first attempt. Does nothing in any other state."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state != MessageState.FAILED:
        return message
    message.state = MessageState.WAITING
    message.attempts = 0
    message.reason = ""
    message.send_after = at or timezone.now()
    message.save(update_fields=["state", "attempts", "reason", "send_after"])
    transaction.on_commit(wake_sender, robust=True)
    return message


# Where a person keeps it, and what stands there while it is wanted.
_KEPT_AS = {
    Subscription.DIGEST: ("wants_digest", True),
    Subscription.ONE_TO_READ: ("wants_one_to_read", True),
    Subscription.NUDGES: ("nudges_weekly", False),
}


def is_subscribed(person_id: int, subscription: Subscription) -> bool | None:
    """Whether this kind of mail comes as usual, and is not turned down; None where there is no such person. One query."""
    column, wanted = _KEPT_AS[subscription]
    found = User.objects.get_queryset().filter(pk=person_id).values_list(column, flat=True).first()
    return None if found is None else found is wanted


@transaction.atomic
def change_subscription(person_id: int, subscription: Subscription, *, wanted: bool) -> User | None:
    """Turn the digest or "one to read" off or on; reminders, which owners cannot do without, to weekly at most or back.

    Asking again changes nothing. Returns the person, or None where there is none.
    """
    person = User.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        return None
    column, while_wanted = _KEPT_AS[subscription]
    setattr(person, column, wanted is while_wanted)
    person.save(update_fields=[column])
    return person
