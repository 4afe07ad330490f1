"""The reminders that the sample's people had this morning, so that there is one to read at whatever hour one looks."""

from datetime import datetime, timedelta

from django.conf import settings

from actions.nudge_people import calendar_of
from actions.nudge_services import plan_nudges
from actions.nudges import may_be_disturbed
from notifications.choices import NO_SERVER, MessageKind
from notifications.composing import Composed, preview
from notifications.models import Message
from people.models import User


def write_reminders(person: User, *, now: datetime) -> None:
    """Owe what was due on this person's last working morning, and keep its words where nothing can be sent.

    The mails are those of their day: whoever has one from today is sent no second today.
    """
    at = last_working_morning(person, before=now)
    plan_nudges(at=at)
    written = Message.objects.filter(kind=MessageKind.NUDGES)
    written.update(created_at=at, send_after=at)
    if settings.EMAIL_CONNECTION:
        return
    for message in written.select_related("recipient"):
        if isinstance(words := preview(message), Composed):
            Message.objects.filter(pk=message.pk).update(reason=NO_SERVER, **words.kept())


def last_working_morning(person: User, *, before: datetime) -> datetime:
    """Return the last instant, soon after nine where the person lives, at which a reminder may have reached them."""
    known = calendar_of(person)
    morning = before.astimezone(known.zone).replace(hour=9, minute=10, second=0, microsecond=0)
    while morning > before or not may_be_disturbed(known, morning):
        morning -= timedelta(days=1)
    return morning
