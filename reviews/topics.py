"""The agenda of a meeting: what is shown, one topic after the other. It builds itself from the month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import User
from reviews.listing import Listing
from reviews.models import Meeting
from reviews.queries import listing_of
from reviews.readings import readings_of


@dataclass(frozen=True)
class Topic:
    """One screen of the meeting."""

    key: str
    title: str
    template: str
    content: Any = None


# What is only talked about where the month has something of it.
WHERE_THERE_IS: tuple[tuple[Topic, Callable[[Listing], Any]], ...] = (
    (Topic("patterns", "What keeps happening", "patterns"), lambda month: month.patterns),
    (Topic("near-misses", "Near misses", "near_misses"), lambda month: month.near_misses),
    (Topic("held", "Did it hold?", "held"), lambda month: month.did_not_hold or month.held),
    (Topic("declined", "What we decided not to do", "declined"), lambda month: month.declined),
)
ORDER = (
    *("agreement", "published", "read", "patterns", "near-misses", "lessons", "held", "declined"),
    *("actions", "measures", "close"),
)


def agenda(user: User, meeting: Meeting, listing: Listing) -> list[Topic]:
    """What is to be talked about, in order; topics that have nothing are left out, those that ask for words stay."""
    found = [*_lasting(user, meeting), *(topic for topic, rows in WHERE_THERE_IS if rows(listing))]
    return sorted(found, key=lambda topic: ORDER.index("read" if topic.template == "reading" else topic.key))


def topic_on_the_wall(user: User, meeting: Meeting, *, today: date) -> Topic | None:
    """What the chair shows, None where this person has no such topic. The month is only asked where that decides."""
    topics = _lasting(user, meeting)
    if meeting.topic in {topic.key for topic, _ in WHERE_THERE_IS}:
        topics = agenda(user, meeting, listing_of(user, meeting.month, today=today, circle=meeting.circle))
    return next((topic for topic in topics if topic.key == meeting.topic), None)


def _lasting(user: User, meeting: Meeting) -> list[Topic]:
    """The topics that are there whatever the month held."""
    return [
        Topic("agreement", "How we talk here", "agreement"),
        Topic("published", "What came out", "published"),
        *(Topic(f"read-{reading.number}", reading.title, "reading", reading) for reading in readings_of(user, meeting)),
        Topic("lessons", "Lessons", "lessons"),
        Topic("actions", "Actions that wait for a word", "actions"),
        Topic("measures", "The month in figures", "measures"),
        Topic("close", "Who was here, and closing", "close"),
    ]
