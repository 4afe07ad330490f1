"""The post-mortems a meeting reads together, as each person there may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from people.models import User
from postmortems.models import Edition
from postmortems.permissions import postmortems_visible_to
from reviews.models import Lesson, Meeting
from reviews.permissions import with_what_is_to_answer
from reviews.queries import ANSWERED


@dataclass(frozen=True)
class OpenReading:
    """One document on the screen, with the lessons told from it so far."""

    number: int
    title: str
    url: str
    summary: str
    """The opening of its newest edition as HTML: what was published, not what the incident says by now."""
    lessons: list[Lesson]


def readings_of(user: User, meeting: Meeting) -> list[OpenReading]:
    """The chosen documents that this person may see, as their newest editions tell them; eight statements."""
    visible = postmortems_visible_to(user).filter(pk__in=meeting.readings.values("postmortem"))
    places = dict(meeting.readings.values_list("postmortem", "position"))
    documents = sorted(
        visible.select_related("lead_incident"),
        key=lambda document: places[document.pk],
    )
    editions = {
        postmortem: (title, sections or [])
        for postmortem, title, sections in Edition.objects.filter(postmortem__in=documents)
        .order_by("postmortem", "-number")
        .distinct("postmortem")
        .values_list("postmortem", "title", "content__sections")
    }
    lessons = lessons_told(user, [document.lead_incident_id for document in documents])
    return [
        OpenReading(
            document.lead_incident.number,
            editions.get(document.pk, (document.lead_incident.title, []))[0],
            document.get_absolute_url(),
            _opening(editions.get(document.pk, ("", []))[1]),
            lessons[document.lead_incident_id],
        )
        for document in documents
    ]


def lessons_told(user: User, incidents: Collection[int]) -> dict[int, list[Lesson]]:
    """The lessons of these incidents, newest first; the caller has asked whether they may be seen. Four statements."""
    lessons: dict[int, list[Lesson]] = {incident: [] for incident in incidents}
    told = with_what_is_to_answer(user, Lesson.objects.filter(incident__in=incidents)).prefetch_related(*ANSWERED)
    for lesson in told.order_by("-told_at", "-pk"):
        lessons[lesson.incident_id].append(lesson)
    return lessons


def _opening(sections: list[dict[str, Any]]) -> str:
    """The summary of an edition, else the first section that has words; its HTML was made safe when it was frozen."""
    written = [section for section in sections if section.get("html")]
    summary = [section for section in written if section["key"] == "summary"]
    return next((str(section["html"]) for section in [*summary, *written]), "")
