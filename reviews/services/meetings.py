"""Hold a review: open it, show one topic after the other, say who is there, close it with its minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notifications.choices import MessageKind
from notifications.services import enqueue_message
from people.models import Team, User
from postmortems.models import Postmortem
from postmortems.permissions import postmortems_visible_to
from reviews.minutes import write_minutes
from reviews.models import AgendaItem, Circle, Meeting, Present, Reading
from reviews.months import Month
from reviews.queries import factors_of_month

LONGEST = 180
"""Minutes; nothing on an agenda takes longer."""


@dataclass(frozen=True)
class Planned:
    """A topic with the minutes it is to take; None is as long as it takes."""

    topic: str
    minutes: int | None


class MeetingClosed(ValueError):
    """The meeting has been closed; its minutes stand."""


@transaction.atomic
def open_meeting(
    month: Month,
    *,
    by: User,
    circle: Circle | None = None,
    readings: Sequence[Postmortem] = (),
    planned: Sequence[Planned] = (),
    at: datetime | None = None,
) -> Meeting:
    """Open the review of a month with what will be read, in the planned order; again returns the one that is there."""
    at = at or timezone.now()
    meeting, is_new = Meeting.objects.get_or_create(
        circle=circle, first_day=month.first_day, defaults={"chair": by, "opened_at": at, "topic_since": at}
    )
    if is_new:
        _keep_plan(meeting, readings, planned)
        meeting.teams.set(circle.teams.all() if circle else [])
    return meeting


@transaction.atomic
def plan_meeting(meeting: Meeting, *, by: User, readings: Sequence[Postmortem], planned: Sequence[Planned]) -> Meeting:
    """Read something else, or go through the topics in another order. Raises MeetingClosed.

    A reading that this person may not see stays: somebody chose it who may.
    """
    meeting = lock_open(meeting)
    meeting.readings.filter(postmortem__in=postmortems_visible_to(by)).delete()
    meeting.agenda_items.all().delete()
    _keep_plan(meeting, readings, planned)
    return meeting


@transaction.atomic
def show_topic(meeting: Meeting, *, topic: str, at: datetime | None = None) -> Meeting:
    """Show a topic to everybody who follows; its clock begins anew."""
    meeting = lock_open(meeting)
    if meeting.topic != topic:
        meeting.topic, meeting.topic_since, meeting.topic_extra = topic, at or timezone.now(), 0
        meeting.save(update_fields=["topic", "topic_since", "topic_extra"])
    return meeting


@transaction.atomic
def give_time(meeting: Meeting, *, minutes: int) -> Meeting:
    """Give the topic that is shown more time, up to three hours. Raises MeetingClosed."""
    meeting = lock_open(meeting)
    meeting.topic_extra = min(meeting.topic_extra + minutes, LONGEST)
    meeting.save(update_fields=["topic_extra"])
    return meeting


@transaction.atomic
def say_present(meeting: Meeting, *, person: User, present: bool) -> None:
    """Put oneself down as being there, or take it back."""
    meeting = lock_open(meeting)
    if present:
        Present.objects.get_or_create(meeting=meeting, person=person)
    else:
        Present.objects.filter(meeting=meeting, person=person).delete()


@transaction.atomic
def close_meeting(meeting: Meeting, *, teams: Iterable[Team], at: datetime | None = None) -> Meeting:
    """Close it: the minutes are written, kept for good, and owed to those who did not say that they were there.

    A story that opened it is in them or gone.
    """
    at = at or timezone.now()
    meeting = lock_open(meeting)
    meeting.teams.set(teams)
    factors = factors_of_month(meeting.month, today=at.date(), circle=meeting.circle)
    meeting.minutes = write_minutes(meeting, at=at, factors=factors).as_json()
    if not meeting.minutes["stories"]:
        meeting.agenda_items.filter(topic="story").delete()  # off the record: not even that one was told
    meeting.stories().delete()
    meeting.closed_at = at
    meeting.save(update_fields=["minutes", "closed_at"])
    there = meeting.present.values("person")
    absent = User.objects.active().filter(wants_digest=True).exclude(pk__in=there)
    if meeting.circle is not None:
        absent = absent.filter(teams__in=meeting.circle.teams.all()).distinct()
    for person in absent:
        enqueue_message(
            MessageKind.MINUTES,
            key=f"minutes:{meeting.pk}:{person.pk}",
            recipient=person,
            refers_to={"meeting": meeting.pk},
        )
    return meeting


def _keep_plan(meeting: Meeting, readings: Sequence[Postmortem], planned: Sequence[Planned]) -> None:
    Reading.objects.bulk_create(
        Reading(meeting=meeting, postmortem=postmortem, position=place) for place, postmortem in enumerate(readings)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, topic=item.topic, position=place, minutes=item.minutes)
        for place, item in enumerate(planned)
    )


def lock_open(meeting: Meeting) -> Meeting:
    """Take the meeting for the rest of the transaction. Raises MeetingClosed."""
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("circle").get(pk=meeting.pk)
    if not locked.is_open:
        raise MeetingClosed("This meeting has been closed; its minutes stand.")
    return locked
