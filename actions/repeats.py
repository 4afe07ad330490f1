"""What a confirmed repeat means to actions: what was done about the earlier incident is asked after anew."""

from actions.choices import ActionStatus
from actions.models import Action
from actions.services import question_again
from incidents.repeats.models import Repeat


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
