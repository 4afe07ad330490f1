"""The sender: lease what is owed, write it, hand it to the mail server, mark it.

Between those steps there is no open transaction, and after each of them the process may be killed:

- after leasing, or anywhere before the server has accepted: the lease expires, another worker sends it;
- after the server has accepted and before our mark: another worker sends it again with the same
  Message-ID, by which mail programs know it for the same. Nothing that speaks SMTP can do better.
"""

import contextlib
import logging
import random
import traceback
import uuid
from dataclasses import dataclass
from datetime import timedelta
from email.mime.image import MIMEImage
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from notifications.choices import NO_SERVER, MessageState
from notifications.composing import Composed, Later, Skip, compose, one_line
from notifications.models import Message
from notifications.rules import MAX_ATTEMPTS, Failure, failure_of, pause_after

logger = logging.getLogger(__name__)

BATCH = 20
UNSETTLED = [MessageState.WAITING, MessageState.SENDING]


@dataclass
class Outcome:
    """What one run did, in numbers."""

    sent: int = 0
    kept: int = 0
    skipped: int = 0
    later: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return (
            f"{self.sent} sent, {self.kept} kept for want of a mail server, {self.skipped} skipped, "
            f"{self.later} to be tried again, {self.failed} failed"
        )


def send_outbox() -> Outcome:
    """Send everything that may go out now, batch after batch; any number of workers may do so at once."""
    outcome = Outcome()
    with _Mailer() as mailer:
        while not mailer.server_is_away and (messages := lease_messages()):
            for message in messages:
                _send_one(message, mailer, outcome)
    return outcome


# --- leasing --------------------------------------------------------------------------------------
@transaction.atomic
def lease_messages(*, limit: int = BATCH) -> list[Message]:
    """Take up to `limit` messages for this worker and return them; others pass over them.

    Owed are those whose time has come, those whose last worker's lease has run out, and, from the
    moment there is a mail server, those that were kept for want of one. Until then these rest, with
    the words they were given.
    """
    now = timezone.now()
    due = Q(state=MessageState.WAITING, send_after__lte=now)
    abandoned = Q(state=MessageState.SENDING, leased_until__lte=now)
    kept = Q(state=MessageState.WAITING, reason=NO_SERVER)
    owed = due | abandoned | kept if settings.EMAIL_CONNECTION else (due & ~kept) | abandoned
    messages = list(
        Message.objects.filter(owed, state__in=UNSETTLED)
        .order_by("send_after", "pk")
        .select_related("recipient")
        .select_for_update(skip_locked=True, of=("self",))[:limit]
    )
    if not messages:
        return []
    lease, until = uuid.uuid4(), now + _lease_length()
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(
        state=MessageState.SENDING, lease=lease, leased_until=until, attempts=F("attempts") + 1
    )
    for message in messages:
        message.state, message.lease, message.leased_until = MessageState.SENDING, lease, until
        message.attempts += 1
    return messages


def _lease_length() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _settle(message: Message, **facts: object) -> bool:
    """End our hold on the message. Writes nothing where the lease has passed to somebody else."""
    mine = Message.objects.filter(pk=message.pk, lease=message.lease)
    return mine.update(lease=None, leased_until=None, **facts) == 1


# --- one message ----------------------------------------------------------------------------------
def _send_one(message: Message, mailer: "_Mailer", outcome: Outcome) -> None:
    """Bring one leased message to its end, or back to waiting. Raises nothing that is about this message."""
    if message.attempts > MAX_ATTEMPTS:
        _give_up(message, Failure("Its worker ended in the middle each time."), outcome)
        return
    try:
        composed = compose(message)
    except Exception as error:  # noqa: BLE001 - one message that cannot be written must not hold up the others
        where = "".join(traceback.format_tb(error.__traceback__))  # no message: it may quote what nobody else may read
        logger.error("message %s (%s): %s\n%s", message.pk, message.kind, type(error).__name__, where)  # noqa: TRY400
        _try_later(message, Failure(f"It could not be written ({type(error).__name__})."), outcome)
        return
    match composed:
        case Skip(reason=reason, keeps_words=keeps_words):
            words = {} if keeps_words else {"subject": "", "text_body": "", "html_body": ""}
            outcome.skipped += _settle(message, state=MessageState.SKIPPED, reason=reason[:300], **words)
        case Later(until=until, reason=reason):
            waits = {"state": MessageState.WAITING, "send_after": until, "attempts": message.attempts - 1}
            outcome.later += _settle(message, reason=reason[:300], **waits)
        case Composed():
            _hand_over(message, composed, mailer, outcome)


def _hand_over(message: Message, composed: Composed, mailer: "_Mailer", outcome: Outcome) -> None:
    """Give the written message to the mail server, or keep it where there is none."""
    kept = composed.kept()
    if not settings.EMAIL_CONNECTION:
        outcome.kept += _settle(message, state=MessageState.WAITING, reason=NO_SERVER, attempts=0, **kept)
        return
    # The time to send one message starts now; where the lease ran out meanwhile, it is another worker's.
    mine = Message.objects.filter(pk=message.pk, lease=message.lease, leased_until__gt=timezone.now())
    if not mine.update(leased_until=timezone.now() + _lease_length(), **kept):
        return
    try:
        mailer.send(_mail(message, composed))
    except Exception as error:  # noqa: BLE001 - sorted by rules.failure_of
        failure = failure_of(error)
        logger.warning("message %s (%s): %s", message.pk, message.kind, failure.reason)
        _try_later(message, failure, outcome)
        return
    # Accepted is accepted: marked even if the lease has run out, so that it goes out no third time.
    outcome.sent += Message.objects.filter(pk=message.pk, state__in=UNSETTLED).update(
        state=MessageState.SENT, sent_at=timezone.now(), reason="", lease=None, leased_until=None
    )


def _try_later(message: Message, failure: Failure, outcome: Outcome) -> None:
    if failure.permanent or message.attempts >= MAX_ATTEMPTS:
        _give_up(message, failure, outcome)
        return
    again = timezone.now() + pause_after(message.attempts, jitter=random.random())  # noqa: S311 - not a secret
    outcome.later += _settle(message, state=MessageState.WAITING, reason=failure.reason[:300], send_after=again)


def _give_up(message: Message, failure: Failure, outcome: Outcome) -> None:
    tries = "" if failure.permanent else f" Given up after {min(message.attempts, MAX_ATTEMPTS)} attempts."
    outcome.failed += _settle(message, state=MessageState.FAILED, reason=f"{failure.reason}{tries}"[:300])


class _Mail(EmailMultiAlternatives):
    """Keeps pictures with the two texts they belong to (RFC 2387), where attachments would come after them."""

    mixed_subtype = "related"

    def message(self) -> Any:
        built = super().message()
        if self.attachments:
            built.set_param("type", "multipart/alternative")
        return built


def _mail(message: Message, composed: Composed) -> EmailMultiAlternatives:
    """Put the mail together: the text, the same as HTML beside it, its pictures, and the headers."""
    mail = _Mail(
        subject=one_line(composed.subject),
        body=composed.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient.email if message.recipient else message.address],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",  # no holiday notices back
            **composed.headers,
        },
    )
    if composed.html:
        mail.attach_alternative(composed.html, "text/html")
    for place, (content_id, png) in enumerate(composed.pictures.items(), 1):
        picture = MIMEImage(png, "png")
        picture.add_header("Content-ID", f"<{content_id}>")
        picture.add_header("Content-Disposition", "inline", filename=f"picture-{place}.png")
        mail.attach(picture)
    return mail


class _Mailer:
    """One connection to the mail server for a run, opened with the first message that needs it.

    A server that cannot be reached is not asked again for each message.
    """

    def __init__(self) -> None:
        self._backend: EmailBackend | None = None
        self._away: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    @property
    def server_is_away(self) -> bool:
        """Whether this run has found that there is nobody to hand mail to."""
        return self._away is not None

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Hand over one mail. Raises what smtplib raises; the connection is then made anew for the next."""
        if self._away:
            raise self._away
        try:
            self._open().send_messages([mail])
        except Exception as error:
            self._close()
            if failure_of(error).server_is_away:
                self._away = error
            raise

    def _open(self) -> EmailBackend:
        if self._backend is None:
            options: dict[str, Any] = settings.EMAIL_CONNECTION
            backend = EmailBackend(**options)
            backend.open()
            self._backend = backend
        return self._backend

    def _close(self) -> None:
        backend, self._backend = self._backend, None
        if backend:
            with contextlib.suppress(Exception):  # everything it accepted is marked already
                backend.close()
