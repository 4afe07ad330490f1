"""The agenda of a meeting: what is shown, one topic after the other. It builds itself from the month."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from people.models import User
from reviews.listed import Listing
from reviews.models import Meeting, Story
from reviews.queries import listing_of
from reviews.readings import readings_of


@dataclass(frozen=True)
class Topic:
    """One screen of the meeting."""

    key: str
    title: str
    template: str
    content: Any = None
    minutes: int | None = None
    """Planned for it; None is as long as it takes."""

    @property
    def slot(self) -> str:
        """What plans call it: each document is planned as one that is read."""
        return "read" if self.template == "reading" else self.key


# What is only talked about where the month has something of it.
WHERE_THERE_IS: tuple[tuple[Topic, Callable[[Listing], Any]], ...] = (
    (Topic("repeats", "What came back", "repeats"), lambda month: month.repeats),
    (Topic("patterns", "What keeps happening", "patterns"), lambda month: month.patterns),
    (Topic("factors", "Met by several teams", "factors"), lambda month: month.factors),
    (Topic("near-misses", "Near misses", "near_misses"), lambda month: month.near_misses),
    (Topic("held", "Did it hold?", "held"), lambda month: month.did_not_hold or month.held),
    (Topic("declined", "What we decided not to do", "declined"), lambda month: month.declined),
)
ORDER = (
    *("agreement", "story", "published", "read", "repeats", "patterns", "factors", "near-misses", "lessons"),
    *("held", "declined", "actions", "measures", "close"),
)


def agenda(user: User, meeting: Meeting, listing: Listing) -> list[Topic]:
    """What is to be talked about, in order; topics that have nothing are left out, those that ask for words stay."""
    found = [*_lasting(user, meeting), *(topic for topic, rows in WHERE_THERE_IS if rows(listing))]
    return in_order(found, {item.topic: (item.position, item.minutes) for item in meeting.agenda_items.all()})


def in_order(topics: Iterable[Topic], planned: Mapping[str, tuple[int, int | None]]) -> list[Topic]:
    """Put topics as planned. What nobody planned follows what it usually follows; the agreement and the close are fixed."""
    usual = sorted(topics, key=lambda topic: ORDER.index(topic.slot))
    places: dict[str, float] = {}
    last = -1.0
    for topic in usual:
        last = planned[topic.slot][0] if topic.slot in planned else last
        places[topic.slot] = last
    fixed = dict(zip(FIXED, (-3.0, -2.0, math.inf), strict=True))
    ordered = sorted(usual, key=lambda topic: fixed.get(topic.slot, places[topic.slot]))
    return [replace(topic, minutes=planned[topic.slot][1]) if topic.slot in planned else topic for topic in ordered]


def slots_of(listing: Listing, *, has_story: bool = False) -> list[tuple[str, str]]:
    """What can be planned of a month: the names of topics, in their usual order."""
    sometimes = {"story", *(topic.key for topic, _ in WHERE_THERE_IS)}
    there = {topic.key for topic, rows in WHERE_THERE_IS if rows(listing)} | ({"story"} if has_story else set())
    return [(slot, TITLES[slot]) for slot in ORDER if slot in there or slot not in sometimes]


TITLES = {topic.key: topic.title for topic, _ in WHERE_THERE_IS} | {
    "agreement": "How we talk here",
    "story": "A story of our own",
    "published": "What came out",
    "read": "Each post-mortem that is read",
    "lessons": "Lessons",
    "actions": "Actions that wait for a word",
    "measures": "The month in figures",
    "close": "Who was here, and closing",
}
FIXED = {"agreement": "first", "story": "second", "close": "last"}
"""The agreement heads every meeting, a leader's own story opens it, and closing ends it."""

FOR_EACH_READING = {"read"}
"""What is planned once and takes place once for each document that is read."""

USUAL_MINUTES = {"agreement": 2, "read": 15, "actions": 10, "close": 3}
"""What is suggested for a topic, five minutes for every other."""


def topic_on_the_wall(user: User, meeting: Meeting, *, today: date) -> Topic | None:
    """What the chair shows, None where this person has no such topic. The month is only asked where that decides."""
    topics = _lasting(user, meeting)
    if meeting.topic in {topic.key for topic, _ in WHERE_THERE_IS}:
        topics = agenda(user, meeting, listing_of(user, meeting.month, today=today, circle=meeting.circle))
    return next((topic for topic in topics if topic.key == meeting.topic), None)


def _lasting(user: User, meeting: Meeting) -> list[Topic]:
    """The topics that are there whatever the month held."""
    stories = list(meeting.stories().select_related("teller"))
    fixed = ("agreement", *(["story"] if stories else []), "published", "lessons", "actions", "measures", "close")
    reading = (
        Topic(f"read-{reading.number}", reading.title, "reading", reading) for reading in readings_of(user, meeting)
    )
    contents = {"story": [_as_told(story, user) for story in stories]}
    return [*(Topic(key, TITLES[key], key, contents.get(key)) for key in fixed), *reading]


@dataclass(frozen=True)
class ToldStory:
    """A leader's story as one person may see it; off the record its words are on the teller's own screen alone."""

    teller: str
    text: str
    is_off_record: bool
    is_mine: bool


def stories_on_record(user: User, meeting: Meeting) -> list[ToldStory]:
    """The stories whose words will stand in the minutes; one statement."""
    return [_as_told(story, user) for story in meeting.stories().filter(is_off_record=False).select_related("teller")]


def _as_told(story: Story, user: User) -> ToldStory:
    is_mine = story.teller_id == user.pk
    text = "" if story.is_off_record and not is_mine else story.text
    return ToldStory(story.teller.display_name, text, story.is_off_record, is_mine)
