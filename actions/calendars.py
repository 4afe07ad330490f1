"""Open actions as a calendar. Pure: takes what its reader may see, returns the file."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vDuration

from actions.models import Action
from people.links import absolute

REFRESH = timedelta(hours=2)


def calendar_of(actions: Iterable[Action], *, name: str) -> bytes:
    """Write one all-day entry for each action with a date. Of a restricted incident it says the number alone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Second Story//Actions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    for action in actions:
        if action.due_on is not None:
            calendar.add_component(_entry(action))
    return bytes(calendar.to_ical())


def _entry(action: Action) -> Event:
    assert action.due_on is not None
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    entry = Event()
    entry.add("uid", f"{action.public_number}@{host}")
    entry.add("dtstamp", action.moved_at)
    entry.add("last-modified", action.moved_at)
    entry.add("sequence", action.version)
    entry.add("dtstart", action.due_on)
    entry.add("dtend", action.due_on + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("url", absolute(action.get_absolute_url()))
    if action.incident.is_restricted:
        entry.add("summary", action.public_number)
        entry.add("class", "PRIVATE")
        return entry
    entry.add("summary", f"{action.public_number} {action.title}")
    told = [f"{action.incident.public_number} {action.incident.title}"]
    if action.outcome:
        told.append(f"To be seen in the end: {action.outcome}")
    entry.add("description", "\n".join([*told, absolute(action.get_absolute_url())]))
    return entry
