"""What the incident's page shows of its actions."""

from typing import Any

from actions.queries import actions_of_incident
from incidents.models import Incident
from people.models import User


def load_actions_panel(user: User, incident: Incident) -> dict[str, Any]:
    """Return the incident's actions; one query."""
    return {"actions": actions_of_incident(user, incident)}
