"""What the incident's page shows of its document."""

from typing import Any

from incidents.choices import DocumentRequirement
from incidents.models import Incident
from people.models import User
from postmortems.queries import documents_telling_of


def load_document_panel(user: User, incident: Incident) -> dict[str, Any]:
    """Return the documents that tell of it, or that none does yet; one query."""
    wanted = incident.severity is None or incident.severity.requires != DocumentRequirement.NONE
    return {"documents": documents_telling_of(user, incident), "wanted": wanted}
