"""The post-mortems a meeting reads together, as each person there may see them."""

from dataclasses import dataclass

from incidents.models import Incident
from people.models import User
from postmortems.permissions import postmortems_visible_to
from reviews.models import Lesson, Meeting


@dataclass(frozen=True)
class OpenReading:
    """One document on the screen, with the lessons told from it so far."""

    number: int
    title: str
    url: str
    incident: Incident
    lessons: list[Lesson]


def readings_of(user: User, meeting: Meeting) -> list[OpenReading]:
    """The chosen documents that this person may see; four statements."""
    visible = postmortems_visible_to(user).filter(pk__in=meeting.readings.values("postmortem"))
    places = dict(meeting.readings.values_list("postmortem", "position"))
    documents = sorted(
        visible.select_related("lead_incident__severity").prefetch_related("lead_incident__services"),
        key=lambda document: places[document.pk],
    )
    lessons: dict[int, list[Lesson]] = {document.lead_incident_id: [] for document in documents}
    for lesson in Lesson.objects.filter(incident__in=lessons).prefetch_related("concerns").order_by("told_at", "pk"):
        lessons[lesson.incident_id].append(lesson)
    return [
        OpenReading(
            document.lead_incident.number,
            document.lead_incident.title,
            document.get_absolute_url(),
            document.lead_incident,
            lessons[document.lead_incident_id],
        )
        for document in documents
    ]
