"""Owe the weekly "one to read"."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from actions.nudge_people import PeopleHere
from actions.nudges import may_be_disturbed
from notifications.choices import MessageKind
from notifications.models import Message
from notifications.services import create_message
from people.models import User
from reviews.one_to_read import candidates, choose, readers_of

MORNING_ENDS = 12


@transaction.atomic
def send_one_to_read(*, at: datetime | None = None) -> int:
    """Owe each who wants it one post-mortem for their week, on the first morning of it on which they work.

    Run as often as one likes: the key holds the person and their ISO week, so that no second is owed. What
    somebody was sent once does not come again. Returns how many were owed now.
    """
    at = at or timezone.now()
    wanting = list(User.objects.active().filter(wants_one_to_read=True))
    if not wanting:
        return 0
    calendars = PeopleHere()
    calendars.fetch(person.pk for person in wanting)
    mornings = {
        person: local
        for person in wanting
        if (local := at.astimezone(person.zone)).hour < MORNING_ENDS
        and (calendar := calendars.get(person.pk))
        and may_be_disturbed(calendar, local)
    }
    had, weeks = _sent_before([person.pk for person in mornings])
    waiting = [person for person, local in mornings.items() if _key(person, local) not in weeks]
    if not waiting:
        return 0
    found, readers = candidates(at=at), readers_of(waiting)
    owed = 0
    for person in waiting:
        chosen = choose(found, readers[person.pk], had=had[person.pk])
        if chosen is not None:
            message = create_message(
                MessageKind.ONE_TO_READ,
                key=_key(person, mornings[person]),
                recipient=person,
                refers_to={"postmortem": chosen.postmortem.pk},
            )
            owed += message is not None
    return owed


def _key(person: User, local: datetime) -> str:
    year, week, _ = local.isocalendar()
    return f"one-to-read:{year}-W{week:02d}:{person.pk}"


def _sent_before(people: list[int]) -> tuple[dict[int, set[int]], set[str]]:
    """What each was sent, and under which keys."""
    had: dict[int, set[int]] = defaultdict(set)
    keys = set()
    sent = Message.objects.filter(kind=MessageKind.ONE_TO_READ, recipient__in=people).order_by()
    for person, key, refers_to in sent.values_list("recipient", "key", "refers_to"):
        had[person].add(refers_to["postmortem"])
        keys.add(key)
    return had, keys
