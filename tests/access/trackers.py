"""Who may have tickets and their connections."""

from typing import Any

from actions.trackers.choices import TrackerKind
from actions.trackers.models import TrackerConnection, TrackerLink
from actions.trackers.sealing import seal
from tests.access.people import ADMINISTRATORS, MANAGED
from tests.access.world import World

CARRIED = {"alice": 200, "bob": 403, "charlie": 404, "anonymous": 302, "admin": 404}
POSTED = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302, "admin": 405}
BY_POST_ALONE = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 405, "admin": 405}


def furnish(world: World) -> None:
    """Connect a tracker in which the action has its ticket."""
    world.more["tracker"] = connection = TrackerConnection.objects.create(
        name="Shop on GitHub",
        kind=TrackerKind.GITHUB,
        base_url="https://api.github.com",
        project="acme/shop",
        token_sealed=seal("a token"),
        webhook_secret_sealed=seal("a secret"),
        created_by=world.admin,
    )
    TrackerLink.objects.create(
        action=world.action,
        connection=connection,
        key="17",
        url="https://github.com/acme/shop/issues/17",
        asked_by=world.alice,
        state="drifted",
        ticket_state="cancelled",
        ticket_words="closed as not planned",
        ticket_owner="octocat",
        asks_for_reasoning=True,
        reason="The ticket was closed as not planned. Won't do keeps its reasoning: say why, or keep it open.",
    )


def _action(world: World) -> dict[str, Any]:
    return {"number": world.action.number}


def _tracker(world: World) -> dict[str, Any]:
    return {"pk": world.more["tracker"].pk}


ACCESS = [
    ("actions:ticket", _action, CARRIED),
    *((f"actions:ticket_{verb}", _action, POSTED) for verb in ("unlink", "retry", "keep_open")),
    ("actions:trackers", None, ADMINISTRATORS),
    ("actions:tracker_add", None, ADMINISTRATORS),
    ("actions:tracker_edit", _tracker, ADMINISTRATORS),
    ("actions:tracker_check", _tracker, MANAGED),
    ("actions:tracker_hook", lambda world: {"hook": world.more["tracker"].hook}, BY_POST_ALONE),
]
