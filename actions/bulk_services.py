"""One change to many actions: each with a history row of its own, and a refusal of one stops none of the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from actions.models import Action
from actions.queries import possible_owners
from actions.rules import Blocker
from actions.services import NotPossible, ask_receiver, offer_one, reschedule_action
from people.models import User


@dataclass
class BulkOutcome:
    """What became of each."""

    done: list[Action] = field(default_factory=list)
    refused: list[tuple[Action, list[Blocker]]] = field(default_factory=list)


def reschedule_actions(
    actions: Iterable[Action], *, by: User, due_on: date, reason: str, at: datetime | None = None
) -> BulkOutcome:
    """Give each a new date, with one reason. Each in a transaction of its own."""
    return _each(actions, lambda action: reschedule_action(action, by=by, due_on=due_on, reason=reason, at=at))


@transaction.atomic
def offer_actions(
    actions: Iterable[Action], *, by: User, to: User, word: str = "", at: datetime | None = None
) -> BulkOutcome:
    """Offer each to one person, who is asked by one mail about them all. Locked in one order, whoever asks."""
    offers = []

    @transaction.atomic
    def offer(action: Action) -> Action:
        if action.incident.is_restricted and not possible_owners(action.incident).filter(pk=to.pk).exists():
            raise NotPossible([Blocker("not_named", f"{to} may not see it.", "to")])
        changed, offered = offer_one(action, by=by, to=to, word=word, at=at or timezone.now())
        offers.extend([offered] if offered else [])
        return changed

    outcome = _each(sorted(actions, key=lambda action: action.pk), offer)
    if offers:
        ask_receiver(offers)
    return outcome


def _each(actions: Iterable[Action], change: Callable[[Action], Action]) -> BulkOutcome:
    outcome = BulkOutcome()
    for action in actions:
        try:
            change(action)
        except NotPossible as error:
            outcome.refused.append((action, error.blockers))
        else:
            outcome.done.append(action)
    return outcome
