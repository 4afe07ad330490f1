"""What repeats mean to actions: what was done is asked after anew, and what has not shipped is shown."""

from collections.abc import Collection

from actions.choices import ActionStatus
from actions.models import Action, ActionQuerySet
from actions.permissions import actions_visible_to
from actions.services import question_again
from incidents.repeats.models import Repeat
from incidents.repeats.unshipped import Unshipped
from people.models import User
from web.statements import Kept


def hear_of_repeat(repeat: Repeat) -> None:
    """Ask at once of every done action of the earlier incident whether it held.

    Who sees the action may not see the later incident, now or one day: its number is not written down here.
    The earlier incident's page names it to those who may.
    """
    reason = f"{repeat.of.public_number} came back: its page says where."
    if repeat.incident.is_restricted:
        reason = "Does it still hold?"
    for action in Action.objects.filter(incident=repeat.of, status=ActionStatus.DONE).order_by("pk"):
        question_again(action, reason=reason, by=repeat.confirmed_by, at=repeat.confirmed_at)


def unshipped_lines(user: User, incident_ids: Collection[int]) -> dict[int, list[Unshipped]]:
    """Return, for incidents, their commitments that have not shipped: open, or won't do; one query."""
    lines: dict[int, list[Unshipped]] = {}
    for action in Kept(_not_shipped, values=(user, *sorted(incident_ids))).rows():
        assert action.committed_at is not None  # as selected
        line = Unshipped(
            *(action.public_number, action.title, action.get_absolute_url(), action.status),
            committed_at=action.committed_at,
            due_on=action.due_on if action.is_open else None,
        )
        lines.setdefault(action.incident_id, []).append(line)
    return lines


def _not_shipped(user: User, *incidents: int) -> ActionQuerySet:
    commitments = actions_visible_to(user).filter(incident__in=incidents, committed_at__isnull=False)
    actions = commitments.exclude(status=ActionStatus.DONE)
    return actions.only("number", "title", "status", "incident_id", "committed_at", "due_on").order_by("number")
