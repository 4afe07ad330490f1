"""Who may have the pages about people."""

from typing import Any

from people.links import invitation_token
from people.models import Agreement, Invitation
from tests.access.world import World
from tests.factories import make_team

EVERYBODY = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302, "admin": 200}
ADMINISTRATORS = {
    "alice": 403,
    "bob": 403,
    "charlie": 403,
    "anonymous": 302,
    "admin": 200,
}
POSTED = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302, "admin": 405}
PUBLIC = {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 200, "admin": 200}
ENTRANCE = {"alice": 302, "bob": 302, "charlie": 302, "anonymous": 200, "admin": 302}
GONE = {"alice": 404, "bob": 404, "charlie": 404, "anonymous": 404, "admin": 404}

MANAGED = {"alice": 403, "bob": 403, "charlie": 403, "anonymous": 302, "admin": 405}


def furnish(world: World) -> None:
    """Add a team and an invitation that is open."""
    world.more["team"] = make_team("Payments", members=[world.alice, world.bob])
    world.more["invitation"] = Invitation.objects.create(
        email="dora@example.org", display_name="Dora", invited_by=world.admin
    )


def _person(world: World) -> dict[str, Any]:
    return {"pk": world.charlie.pk}


def _team(world: World) -> dict[str, Any]:
    return {"slug": world.more["team"].slug}


def _invitation(world: World) -> dict[str, Any]:
    return {"pk": world.more["invitation"].pk}


def _token(world: World) -> dict[str, Any]:
    return {"token": invitation_token(world.more["invitation"])}


ACCESS = [
    ("people:first_run", None, GONE),
    ("people:accept", _token, PUBLIC),
    ("people:mine", None, EVERYBODY),
    ("people:profile", None, EVERYBODY),
    ("people:password", None, EVERYBODY),
    ("people:team", _team, EVERYBODY),
    ("people:administration", None, ADMINISTRATORS),
    ("people:people", None, ADMINISTRATORS),
    ("people:person", _person, ADMINISTRATORS),
    ("people:deactivate", _person, MANAGED),
    ("people:reactivate", _person, MANAGED),
    ("people:hand_over_reset", _person, MANAGED),
    ("people:invitations", None, ADMINISTRATORS),
    ("people:send_invitation_again", _invitation, MANAGED),
    ("people:withdraw_invitation", _invitation, MANAGED),
    ("people:hand_over_invitation", _invitation, MANAGED),
    ("people:teams", None, ADMINISTRATORS),
    ("people:new_team", None, ADMINISTRATORS),
    ("people:edit_team", _team, ADMINISTRATORS),
    ("people:audit_log", None, ADMINISTRATORS),
    ("people:agreement", None, EVERYBODY),
    ("people:read_agreement", None, POSTED),
    ("people:edit_agreement", None, ADMINISTRATORS),
    ("people:agreement_versions", None, EVERYBODY),
    (
        "people:agreement_version",
        lambda _world: {"pk": Agreement.objects.latest().pk},
        EVERYBODY,
    ),
    ("account_login", None, ENTRANCE),
    ("account_logout", None, EVERYBODY),
    ("account_inactive", None, PUBLIC),
    ("account_reset_password", None, PUBLIC),
    ("account_reset_password_done", None, PUBLIC),
    (
        "account_reset_password_from_key",
        lambda _world: {"uidb36": "1", "key": "not-a-key"},
        PUBLIC,
    ),
    ("account_reset_password_from_key_done", None, PUBLIC),
]
