"""What the incident's page shows of lessons."""

from typing import Any

from incidents.models import Incident
from people.models import User
from reviews.queries import lessons_listed


def load_lessons_panel(user: User, incident: Incident) -> dict[str, Any]:
    """Return the incident's lessons with their answers; one query where there are none, else up to four."""
    return {"lessons": lessons_listed(user).filter(incident=incident)}
