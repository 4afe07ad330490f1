"""The agenda of a meeting: what is shown, one topic after the other. It builds itself from the month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import User
from reviews.models import Meeting
from reviews.queries import MonthPage, month_page
from reviews.readings import readings_of


@dataclass(frozen=True)
class Topic:
    """One screen of the meeting."""

    key: str
    title: str
    template: str
    content: Any = None


DECLINED = Topic("declined", "What we decided not to do", "declined")
NEAR_MISSES = Topic("near-misses", "Near misses", "near_misses")


def agenda(user: User, meeting: Meeting, page: MonthPage) -> list[Topic]:
    """What is to be talked about, in order; topics that have nothing are left out, those that ask for words stay."""
    listing = page.facts.listing
    *opening, measures, close = _lasting(user, meeting)
    found = [(DECLINED, listing.declined), (NEAR_MISSES, listing.near_misses)]
    return [*opening, *(topic for topic, rows in found if rows), measures, close]


def topic_on_the_wall(user: User, meeting: Meeting, *, today: date) -> Topic | None:
    """What the chair shows, None where this person has no such topic. The month is only asked where that decides."""
    topics = _lasting(user, meeting)
    if meeting.topic in {DECLINED.key, NEAR_MISSES.key}:
        topics = agenda(user, meeting, month_page(user, meeting.month, today=today, circle=meeting.circle))
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
