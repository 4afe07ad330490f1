"""What the incident's page shows of its document, and a person's own page of what waits for them."""

from datetime import date
from typing import Any

from incidents.choices import DocumentRequirement
from incidents.models import Incident
from people.models import User
from postmortems.permissions import postmortems_visible_to
from postmortems.queries import documents_telling_of, drafts_of, reviews_waiting_for


def load_document_panel(user: User, incident: Incident) -> dict[str, Any]:
    """Return the documents that tell of it, or that none does yet; one query."""
    wanted = incident.severity is None or incident.severity.requires != DocumentRequirement.NONE
    return {"documents": documents_telling_of(user, incident), "wanted": wanted}


def load_reviews_mine(user: User, _today: date) -> dict[str, Any] | None:
    """Return the reviews this person is asked for; one query."""
    reviews = list(reviews_waiting_for(user, among=postmortems_visible_to(user)))
    return {"reviews": reviews} if reviews else None


def load_drafts_mine(user: User, _today: date) -> dict[str, Any] | None:
    """Return the drafts this person facilitates, with how many comments are open; one query."""
    drafts = list(drafts_of(user, among=postmortems_visible_to(user)))
    return {"drafts": drafts} if drafts else None
