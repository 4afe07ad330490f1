"""A leader's own story that opens a review: theirs to offer, to take back, and to keep off the record."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from people.models import User
from reviews.models import Circle, Story
from reviews.months import Month
from reviews.permissions import held_meeting
from reviews.services.meetings import MeetingClosed, lock_open

KEPT_UNTOLD = timedelta(days=60)
"""So long after its month a story waits for a meeting that nobody held; then it is forgotten."""


@transaction.atomic
def offer_story(
    month: Month, *, circle: Circle | None, by: User, text: str, is_off_record: bool, at: datetime | None = None
) -> Story:
    """Offer a story of one's own, or change the one that was offered. Raises MeetingClosed."""
    meeting = held_meeting(month, circle)
    if meeting is not None and not meeting.is_open:
        raise MeetingClosed("This review has been closed.")
    story, _ = Story.objects.update_or_create(
        circle=circle,
        first_day=month.first_day,
        teller=by,
        defaults={"text": text, "is_off_record": is_off_record},
        create_defaults={"text": text, "is_off_record": is_off_record, "offered_at": at or timezone.now()},
    )
    return story


@transaction.atomic
def take_off_record(month: Month, *, circle: Circle | None, by: User) -> None:
    """Keep one's own story out of the minutes, until they are written. Raises MeetingClosed."""
    meeting = held_meeting(month, circle)
    if meeting is not None:
        lock_open(meeting)
    Story.objects.filter(circle=circle, first_day=month.first_day, teller=by).update(is_off_record=True)


@transaction.atomic
def withdraw_story(month: Month, *, circle: Circle | None, by: User) -> None:
    """Take one's own story back; nothing of it is kept."""
    Story.objects.filter(circle=circle, first_day=month.first_day, teller=by).delete()


@transaction.atomic
def forget_untold_stories(*, at: datetime | None = None) -> int:
    """Delete what was offered for a review that nobody held; returns how many there were."""
    before = Month.of(((at or timezone.now()) - KEPT_UNTOLD).date()).first_day
    return Story.objects.filter(first_day__lt=before).delete()[0]
