"""The agenda of a meeting: what is shown, one topic after the other. It builds itself from the month."""

from dataclasses import dataclass
from typing import Any

from people.models import User
from reviews.models import Meeting
from reviews.queries import MonthPage
from reviews.readings import readings_of


@dataclass(frozen=True)
class Topic:
    """One screen of the meeting."""

    key: str
    title: str
    template: str
    content: Any = None


def agenda(user: User, meeting: Meeting, page: MonthPage) -> list[Topic]:
    """What is to be talked about, in order; topics that have nothing are left out, those that ask for words stay."""
    listing = page.facts.listing
    topics = [
        Topic("agreement", "How we talk here", "agreement"),
        Topic("published", "What came out", "published"),
        *(Topic(f"read-{reading.number}", reading.title, "reading", reading) for reading in readings_of(user, meeting)),
        Topic("lessons", "Lessons", "lessons"),
        Topic("actions", "Actions that wait for a word", "actions"),
    ]
    if listing.declined:
        topics.append(Topic("declined", "What we decided not to do", "declined"))
    if listing.near_misses:
        topics.append(Topic("near-misses", "Near misses", "near_misses"))
    topics += [
        Topic("measures", "The month in figures", "measures"),
        Topic("close", "Who was here, and closing", "close"),
    ]
    return topics
