"""What must hold of an action. Pure: no query, no clock; each rule returns all it has to say."""

from dataclasses import dataclass
from datetime import date, timedelta

from actions.choices import SETTLED_STATUSES, ActionStatus
from actions.models import Action, HandOver
from people.models import User


@dataclass(frozen=True)
class Blocker:
    """One reason why something cannot be done, with the field that would mend it."""

    code: str
    message: str
    field: str = ""


def commit_blockers(*, owner: User | None, due_on: date | None) -> list[Blocker]:
    """What a commitment still lacks: a named person who is here, and a date."""
    missing = []
    if owner is None:
        missing.append(Blocker("no_owner", "A commitment has a named owner: a person, not a team.", "owner"))
    elif not owner.is_active:
        missing.append(Blocker("owner_left", f"{owner} has left. Name somebody who is here.", "owner"))
    if due_on is None:
        missing.append(Blocker("no_date", "A commitment has a date.", "due_on"))
    return missing


def settle_blockers(action: Action) -> list[Blocker]:
    """Why the action cannot be settled: it is settled already."""
    if action.status in SETTLED_STATUSES:
        return [Blocker("settled", f"{action.public_number} is settled already: {action.get_status_display()}.")]
    return []


def hand_over_blockers(action: Action, *, to: User, standing: HandOver | None) -> list[Blocker]:
    """Why the action cannot be offered to `to`, while `standing` is an offer nobody has answered yet."""
    if not to.is_active:
        return [*settle_blockers(action), Blocker("owner_left", f"{to} has left. Name somebody who is here.", "to")]
    if action.owner_id == to.pk:
        return [*settle_blockers(action), Blocker("same_owner", f"{to} owns it already.", "to")]
    if standing is not None and standing.to_id == to.pk:
        return [*settle_blockers(action), Blocker("offered", f"It is offered to {to} already.", "to")]
    return settle_blockers(action)


def answer_blockers(action: Action, offer: HandOver | None, *, by: User) -> list[Blocker]:
    """Why `by` cannot accept or decline: nothing is offered to them, or the offer has been overtaken."""
    if offer is None or offer.to_id != by.pk:
        return [Blocker("not_offered", f"{action.public_number} is not offered to you any more.")]
    if action.owner_id != offer.owner_id:
        return [Blocker("overtaken", f"{action.public_number} has got another owner since it was offered to you.")]
    return settle_blockers(action)


def reopen_blockers(action: Action) -> list[Blocker]:
    """Why a settled action cannot be opened again."""
    if action.status not in SETTLED_STATUSES:
        return [Blocker("open", f"{action.public_number} is open already.")]
    return []


def reschedule_blockers(action: Action, *, due_on: date) -> list[Blocker]:
    """Why the date cannot become `due_on`."""
    if not action.is_open:
        return [Blocker("not_open", f"{action.public_number} is not open, so it has no date to move.")]
    if action.due_on == due_on:
        return [Blocker("same_date", "That is the date it has already.", "due_on")]
    return []


def status_after_reopening(action: Action) -> ActionStatus:
    """A reopened commitment is to do again; what was never one, or lacks owner or date, is a proposal."""
    complete = action.owner_id is not None and action.due_on is not None
    return ActionStatus.TODO if action.committed_at is not None and complete else ActionStatus.PROPOSED


LATEST_LOOK = timedelta(days=3 * 366)


def look_again_blockers(look_again_on: date | None, *, today: date) -> list[Blocker]:
    """Why somebody cannot be asked on that day whether we still won't do it."""
    if look_again_on is None or today < look_again_on <= today + LATEST_LOOK:
        return []
    return [Blocker("look_again", "Choose a day ahead, within three years.", "look_again_on")]


def verify_blockers(action: Action) -> list[Blocker]:
    """Why it cannot be said that the action held."""
    if action.status != ActionStatus.DONE:
        return [Blocker("not_done", f"{action.public_number} is not done, so nothing can have held yet.")]
    if action.verified_at is not None:
        return [Blocker("verified", f"It was said already that {action.public_number} held.")]
    return []


def snooze_blockers(action: Action, *, until: date, today: date, longest: int) -> list[Blocker]:
    """Why the reminders cannot be put off until that day."""
    found = []
    if not action.is_open:
        found.append(Blocker("not_open", f"{action.public_number} is not open: nobody is reminded of it."))
    if not today < until <= today + timedelta(days=longest):
        words = f"Choose a day ahead, {longest} days at most: for longer, give it a new date."
        found.append(Blocker("out_of_bounds", words, "until"))
    return found
