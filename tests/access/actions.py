"""Who gets what at the addresses of actions. See tests/access/world.py."""

from tests.access.world import World

VERBS = ("edit", "commit", "complete", "decline", "reschedule", "hand_over", "reopen")


def action(world: World) -> dict[str, int]:
    return {"number": world.action.number}


def incident(world: World) -> dict[str, int]:
    return {"number": world.incident.number}


def alias(world: World) -> dict[str, str]:
    return {"alias": "PIR-2026-05-24-001"}


def furnish(world: World) -> None:
    """Give the action a reference."""
    world.action.alias = "PIR-2026-05-24-001"
    world.action.save(update_fields=["alias"])


ACCESS = [
    ("actions:import_items", None, {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}),
    ("actions:export_items", incident, {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}),
    ("actions:by_alias", alias, {"alice": 302, "bob": 302, "charlie": 404, "anonymous": 302}),
    ("actions:list", None, {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}),
    ("actions:detail", action, {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}),
    ("actions:note", action, {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}),
    ("actions:add", incident, {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}),
    ("actions:start", action, {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}),
    *((f"actions:{verb}", action, {"alice": 200, "bob": 403, "charlie": 404, "anonymous": 302}) for verb in VERBS),
]
