"""The little world in which every address is asked who may have it.

An incident that is restricted: Alice recorded it, Bob is named on it, Charlie is a colleague who is
not, and the administrator is not either. Each module beside this one has a list

    ACCESS = [(url_name, kwargs_of_world or None, {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}), …]

with the status of a GET by each of them ("admin" too, where it differs from Charlie).
tests/test_access.py asks them all, and fails for an address that no list names.
"""

from dataclasses import dataclass, field
from typing import Any

from actions.models import Action
from incidents.models import Incident
from people.models import User
from tests.factories import make_action, make_incident, make_user


@dataclass
class World:
    """What the addresses need. Modules may add what is theirs to `more` by a `furnish(world)` function."""

    alice: User
    bob: User
    charlie: User
    admin: User
    incident: Incident
    action: Action
    more: dict[str, Any] = field(default_factory=dict)


def make_world() -> World:
    """Make the people and the restricted incident; six inserts or so."""
    alice, bob, charlie = make_user("Alice"), make_user("Bob"), make_user("Charlie")
    admin = make_user("Ada", is_administrator=True)
    incident = make_incident("Key found in a public log", by=alice, named=[bob], is_restricted=True)
    action = make_action(incident, owner=alice)
    return World(alice, bob, charlie, admin, incident, action)
