"""What a link from a mail may still do. Pure: takes loaded rows and an instant, returns the one thing to say."""

from dataclasses import dataclass
from datetime import datetime

from actions.choices import SETTLED_STATUSES, ActionEventKind, LinkPurpose
from actions.links import NOBODY, MailLink
from actions.models import Action, LinkUse
from actions.rules import verify_blockers
from people.models import User


@dataclass(frozen=True)
class LinkRefusal:
    """Why a link does nothing, as a status and in words. `tells` says whether the page may name the action."""

    code: str
    status: int
    title: str
    words: str
    tells: bool = True


GONE_PERSON = LinkRefusal(
    "left",
    410,
    "This link does not work any more",
    "It was for somebody who is not here any more.",
    tells=False,
)
EXPIRED = LinkRefusal(
    "expired",
    410,
    "This link is too old",
    "Links in reminders work for two weeks. Sign in to settle the action on its page; the next reminder brings new "
    "links.",
    tells=False,
)
ASKS_SIGN_IN = LinkRefusal(
    "sign_in",
    409,
    "Sign in to go on",
    "This can be settled by those who are signed in only. Nothing was changed.",
    tells=False,
)
USED = LinkRefusal(
    "used",
    410,
    "This link was used already",
    "Each link works once. What became of it stands on the action's page.",
)


def link_refusal(  # noqa: PLR0911 - one line a reason
    link: MailLink, person: User | None, action: Action, *, used: bool, may_change: bool, at: datetime
) -> LinkRefusal | None:
    """Return why this link does nothing now, or None. Whether the person may see the action is asked before."""
    if person is None or not person.is_active:
        return GONE_PERSON
    if link.until <= at:
        return EXPIRED
    if used:
        return USED
    if overtaken := _overtaken(link, action):
        return overtaken
    if (action.owner_id or NOBODY) != link.owner:
        words = f"{action.public_number} has got another owner since this mail was written. Nothing was changed."
        return LinkRefusal("other_owner", 409, "It is somebody else's now", words)
    if not may_change and link.purpose not in {LinkPurpose.ACCEPT, LinkPurpose.REFUSE}:
        return LinkRefusal(
            "not_carried",
            409,
            "It is not yours to settle any more",
            f"{action.public_number} is settled by its owner, their team, and facilitators. Nothing was changed.",
        )
    return None


def _overtaken(link: MailLink, action: Action) -> LinkRefusal | None:
    """Return how the action's state has answered already what the link asks."""
    if link.purpose == LinkPurpose.VERIFY:
        if blockers := verify_blockers(action):
            words = f"{' '.join(blocker.message for blocker in blockers)} Nothing was changed."
            return LinkRefusal("not_asked", 409, "This is not asked any more", words)
    elif action.status in SETTLED_STATUSES:
        words = f"{action.public_number} is settled: {action.get_status_display().lower()}. Nothing was changed."
        return LinkRefusal("settled", 409, "This is settled already", words)
    return None


UNDOABLE = (LinkPurpose.DONE, LinkPurpose.WONT_DO, LinkPurpose.NEW_DATE, LinkPurpose.HAND_OVER, LinkPurpose.SNOOZE)


def is_undoable(use: LinkUse) -> bool:
    """Whether what was done can be taken back at all; whoever has got an action, hands it over instead."""
    return use.purpose in UNDOABLE and use.event.kind != ActionEventKind.OWNER_CHANGED


def undo_refusal(link: MailLink, use: LinkUse | None, *, at: datetime) -> LinkRefusal | None:
    """Return why what was done through a link cannot be taken back through this one."""
    if use is None or not use.person.is_active:
        return GONE_PERSON
    if link.until <= at:
        return EXPIRED
    if use.undone_at is not None:
        return LinkRefusal("undone", 410, "This is undone already", "It stands again as it did before.")
    if not is_undoable(use):
        return LinkRefusal("final", 409, "This cannot be undone", "Sign in and change it on the action's page.")
    return None


MOVED_ON = LinkRefusal(
    "moved_on",
    409,
    "It has moved on since",
    "The action was changed again after this, so it is left as it is. Sign in to change it on its page.",
)
