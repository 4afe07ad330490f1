"""Plan reminders: one mail for a person and their day, with every reason that is new."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from actions.models import Nudge
from actions.nudge_queries import actions_to_consider, not_said_yet, people_to_ask
from actions.nudges import OwedNudge, Person, owed_nudges
from notifications.choices import MessageKind
from notifications.services import create_message
from people.models import User


@dataclass
class Planned:
    """What one run planned, in numbers."""

    people: int = 0
    nudges: int = 0

    def __str__(self) -> str:
        return f"{self.nudges} reminders to {self.people} people"


def plan_nudges(*, at: datetime | None = None) -> Planned:
    """Owe every reminder that is due now, person by person, each in a transaction of its own.

    Run as often as one likes and in as many processes: the unique keys of messages and nudges see to
    it that nothing is planned twice. A run that is killed is made up for by the next.
    """
    at = at or timezone.now()
    planned = Planned()
    actions = actions_to_consider(at=at)
    if not actions:
        return planned
    people = people_to_ask(actions)
    owed = sorted(not_said_yet(owed_nudges(actions, people, at=at)), key=lambda nudge: nudge.person)
    for person, nudges in groupby(owed, key=lambda nudge: nudge.person):
        written = _plan_for(people[person], list(nudges), at=at)
        planned.nudges += written
        planned.people += bool(written)
    return planned


@transaction.atomic
def _plan_for(person: Person, owed: list[OwedNudge], *, at: datetime) -> int:
    """Write the day's message of one person and the reasons it carries; 0 where another process was first."""
    today = at.astimezone(person.zone).date()
    message = create_message(
        MessageKind.NUDGES,
        key=f"nudges:{person.id}:{today.isoformat()}",
        recipient=User(pk=person.id),
        local_day=today,
    )
    if message is None:
        return 0
    Nudge.objects.bulk_create(
        [
            Nudge(
                person_id=nudge.person,
                action_id=nudge.action,
                kind=nudge.kind,
                speaks_of=nudge.speaks_of,
                step=nudge.step,
                message=message,
            )
            for nudge in owed
        ],
        ignore_conflicts=True,
    )
    written = message.nudges.count()
    if not written:  # somebody else said all of it since we looked: no empty mail
        transaction.set_rollback(True)
    return written
