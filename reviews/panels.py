"""What the incident's page shows of lessons."""

from datetime import UTC
from typing import Any

from django.db.models import prefetch_related_objects

from incidents.models import Incident
from people.models import User
from postmortems.models import Postmortem
from reviews.models import LessonQuerySet
from reviews.months import Month
from reviews.queries import ANSWERED, lessons_listed, team_names_noted
from web.statements import Kept


def load_lessons_panel(user: User, incident: Incident) -> dict[str, Any]:
    """Return the incident's lessons with their answers; one query where there are none, else up to four."""
    lessons = Kept(_lessons, values=(user, incident.pk)).rows()
    prefetch_related_objects(lessons, *ANSWERED)
    return {"lessons": lessons}


def _lessons(user: User, incident: int) -> LessonQuerySet:
    return lessons_listed(user).filter(incident=incident)


def load_month_note(_user: User, postmortem: Postmortem) -> dict[str, Any] | None:
    """Say which month's page a document came out on; None for what was imported. No query."""
    if postmortem.is_imported or postmortem.published_at is None:
        return None
    return {"month": Month.of(postmortem.published_at.astimezone(UTC).date())}


def load_reading_note(user: User, _postmortem: Postmortem) -> dict[str, Any] | None:
    """Say for which teams a reading is noted; None for who has none, or where it is switched off. One query."""
    teams = team_names_noted(user)
    return {"words": f"{', '.join(teams[:-1])} and {teams[-1]}" if teams[1:] else teams[0]} if teams else None
