"""Who gets what at the addresses of actions. See tests/access/world.py."""

from django.utils import timezone

from actions.calendar_services import change_calendar_address
from actions.choices import LinkPurpose
from actions.links import mail_link
from tests.access.people import ADMINISTRATORS, EVERYBODY, POSTED, PUBLIC
from tests.access.world import World
from tests.factories import make_action

VERBS = (
    *("edit", "commit", "complete", "decline", "reschedule", "hand_over", "reopen"),
    *("snooze", "verify", "stand_by"),
)
BY_POST = {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}


def token(world: World) -> dict[str, str]:
    """Whoever has the mail may open its links."""
    link = mail_link(world.alice, world.more["open action"], LinkPurpose.DONE, message=1, at=timezone.now())
    return {"token": link.token}


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
    world.more["calendar secret"] = change_calendar_address(world.alice, team=None)
    world.more["open action"] = make_action(title="Alert on the queue's age", owner=world.alice)


ACCESS = [
    ("actions:import_items", None, {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}),
    ("actions:export_items", incident, {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}),
    ("actions:by_alias", alias, {"alice": 302, "bob": 302, "charlie": 404, "anonymous": 302}),
    ("actions:list", None, {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}),
    ("actions:detail", action, {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}),
    ("actions:note", action, {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}),
    ("actions:add", incident, {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}),
    ("actions:start", action, BY_POST),
    ("actions:accept", action, BY_POST),
    ("actions:withdraw", action, BY_POST),
    ("actions:refuse", action, {"alice": 200, "bob": 200, "charlie": 404, "anonymous": 302}),
    ("actions:settle", token, PUBLIC),
    ("actions:export_csv", None, EVERYBODY),
    ("actions:team", lambda world: {"slug": world.more["team"].slug}, EVERYBODY),
    ("actions:bulk", None, EVERYBODY),
    ("actions:calendars", None, EVERYBODY),
    ("actions:change_calendar", None, POSTED),
    ("actions:remove_calendar", None, POSTED),
    ("actions:calendar", lambda world: {"secret": world.more["calendar secret"]}, PUBLIC),
    ("actions:link_policy", None, ADMINISTRATORS),
    *((f"actions:{verb}", action, {"alice": 200, "bob": 403, "charlie": 404, "anonymous": 302}) for verb in VERBS),
    ("actions:reminders", None, {"alice": 200, "bob": 200, "charlie": 200, "anonymous": 302}),
    ("actions:add_absence", None, {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}),
    ("actions:end_absence", lambda _world: {"pk": 1}, {"alice": 405, "bob": 405, "charlie": 405, "anonymous": 302}),
    ("actions:nudge_policy", None, {"alice": 403, "bob": 403, "charlie": 403, "anonymous": 302, "admin": 200}),
]
