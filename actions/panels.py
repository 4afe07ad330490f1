"""What the incident's page, and a person's own page, show of actions."""

from datetime import date
from typing import Any

from actions.permissions import changeable_by
from actions.queries import actions_of_incident, offers_to, open_actions_of, waiting_for_a_verdict, waiting_for_an_owner
from actions.trackers.queries import tickets_waiting_for
from incidents.models import Incident
from people.models import User

SHOWN = 50


def load_actions_panel(user: User, incident: Incident) -> dict[str, Any]:
    """Return the incident's actions; one query."""
    return {"actions": actions_of_incident(user, incident)}


def load_offers_mine(user: User, _today: date) -> dict[str, Any] | None:
    """Return the hand-overs offered to this person; one query."""
    offers = list(offers_to(user))
    return {"offers": offers} if offers else None


def load_actions_mine(user: User, today: date) -> dict[str, Any] | None:
    """Return the open actions this person owns, earliest date first; one query."""
    found = _some(list(open_actions_of(user)[: SHOWN + 1]), today)
    return found and {**found, "changeable": changeable_by(user, found["actions"])}


def load_verdicts_mine(user: User, today: date) -> dict[str, Any] | None:
    """Return what this person is asked whether it held; one query."""
    return _some(list(waiting_for_a_verdict(user, on=today)[: SHOWN + 1]), today)


def load_tickets_mine(user: User, _today: date) -> dict[str, Any] | None:
    """Return the tickets that need this person, with what differs; one query."""
    found = tickets_waiting_for(user)
    return {"links": found[:SHOWN], "more": len(found) > SHOWN} if found else None


def load_unowned_mine(user: User, today: date) -> dict[str, Any] | None:
    """Return the open actions nobody has of the teams this person leads; one query."""
    return _some(list(waiting_for_an_owner(user)[: SHOWN + 1]), today)


def _some(actions: list[Any], today: date) -> dict[str, Any] | None:
    return {"actions": actions[:SHOWN], "more": len(actions) > SHOWN, "today": today} if actions else None
