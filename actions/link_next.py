"""What else a mail asked for: offered once one of its actions is settled, to who came with a link of that mail."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from actions.choices import LinkPurpose, Priority
from actions.links import LASTS, NOBODY, MailLink
from actions.models import Action, LinkUse, Nudge
from actions.permissions import actions_visible_to, changeable_by
from notifications.choices import MessageKind
from notifications.models import Message
from people.models import User

SHOWN = 25
"""So many actions are named in a reminder. Of one that had more we cannot tell which, and offer none."""


@dataclass(frozen=True)
class NextInMail:
    """The next action of the mail, and where it is settled."""

    action: Action
    path: str
    more: int
    """How many there are after it."""


def next_in_mail(person: User, link: MailLink) -> NextInMail | None:
    """Return what of the mail behind an undo link still waits, the most important first; four queries at most.

    No more than the mail itself told and could do: its own actions, as far as the person may see and change them
    still, with links that last no longer than the mail's. Of restricted incidents a mail tells nothing.
    """
    message = (
        Message.objects.filter(pk=link.mail, recipient=person, kind=MessageKind.NUDGES).first() if link.mail else None
    )
    if message is None:
        return None
    told = Nudge.objects.filter(message=message, person=person, action__isnull=False).values("action")
    touched = LinkUse.objects.filter(nonce__startswith=f"{message.pk}:").values("action")
    seen = actions_visible_to(person).filter(pk__in=told, incident__is_restricted=False).exclude(pk=link.action)
    found = list(seen.exclude(pk__in=touched).select_related("incident", "owner")[: SHOWN + 1])
    keys = changeable_by(person, found) if len(found) <= SHOWN else set()
    written = message.sent_at or message.created_at
    today = person.local_day(timezone.now())
    waiting = sorted(
        (
            (_gravity(action), action, purpose)
            for action in found
            if action.pk in keys
            and (action.owner_id == person.pk or action.moved_at <= written)
            and (purpose := _purpose_for(action, today)) is not None
        ),
        key=lambda each: each[0],
    )
    if not waiting:
        return None
    _, action, purpose = waiting[0]
    there = replace(
        link,
        action=action.pk,
        purpose=purpose,
        about=message.pk,
        owner=action.owner_id or NOBODY,
        until=min(link.until, written + LASTS),
        mail=0,
    )
    return NextInMail(action, there.path, len(waiting) - 1)


def _purpose_for(action: Action, today: date) -> LinkPurpose | None:
    """Return what is asked of an action first; None where nothing is, now."""
    if action.is_open:
        is_put_off = action.snoozed_until is not None and action.snoozed_until > today
        return None if is_put_off else LinkPurpose.DONE
    return LinkPurpose.VERIFY if action.verify_on else None


def _gravity(action: Action) -> tuple[int, date, int]:
    return list(Priority.values).index(action.priority), action.due_on or date.max, action.number
