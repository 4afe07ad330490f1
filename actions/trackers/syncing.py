"""The worker's side: lease what is due, ask the tracker, bring both sides together, say how it went.

No transaction is open while the tracker is asked, and after each step the process may be killed. The
intent to make a ticket is kept (`create_begun_at`) before the request goes out; whoever comes next looks
for the marker before making another. What is written back at the end is written only by whoever still
holds the lease.
"""

import logging
import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from actions.services import NotPossible, complete_action, reopen_action
from actions.trackers.adapters import tracker_of, used_up
from actions.trackers.choices import LinkState, TicketState
from actions.trackers.models import TrackerConnection, TrackerLink
from actions.trackers.rules import Move, decide, pause_until_next, state_of
from actions.trackers.services import forget_old_events
from actions.trackers.ticket import Draft, Ticket, Tracker, TrackerError
from notifications.choices import MessageKind
from notifications.rules import LONGEST_PAUSE, pause_after
from notifications.services import enqueue_message
from people.links import absolute
from people.services.importer import trackers_account

logger = logging.getLogger(__name__)

BATCH = 10
LEASE = timedelta(minutes=5)
SETTLED_INDEX = timedelta(seconds=40)
"""After so long a ticket that was made is found by search: Jira's index is some seconds behind."""
AWAY = timedelta(minutes=1)
HEARS_FOR = timedelta(days=2)
"""A connection whose last webhook is younger than this is asked less often."""


class _Lost(Exception):
    """Another worker has the lease now."""


@dataclass
class Outcome:
    """What one run did, in numbers."""

    in_step: int = 0
    differs: int = 0
    failing: int = 0

    def __str__(self) -> str:
        return f"{self.in_step} in step, {self.differs} differ, {self.failing} could not be reached"


def sync_tickets(*, at: datetime | None = None) -> Outcome:
    """Look at every ticket whose time has come, batch after batch; any number of workers may do so at once."""
    outcome = Outcome()
    forget_old_events(at=at)
    while links := lease_links(at=at):
        for link in links:
            sync_link(link, outcome, at=at)
    return outcome


@transaction.atomic
def lease_links(*, limit: int = BATCH, at: datetime | None = None) -> list[TrackerLink]:
    """Take up to `limit` links for this worker; others pass over them. Paused connections rest."""
    now = at or timezone.now()
    free = Q(lease=None) | Q(leased_until__lte=now)
    awake = Q(connection__paused_until=None) | Q(connection__paused_until__lte=now)
    links = list(
        TrackerLink.objects.filter(free, awake, next_try_at__lte=now, connection__is_active=True)
        .order_by("next_try_at", "pk")
        .select_related("connection")
        .select_for_update(skip_locked=True, of=("self",))[:limit]
    )
    lease = uuid.uuid4()
    TrackerLink.objects.filter(pk__in=[link.pk for link in links]).update(lease=lease, leased_until=now + LEASE)
    for link in links:
        link.lease, link.leased_until = lease, now + LEASE
    return links


def sync_link(link: TrackerLink, outcome: Outcome, *, at: datetime | None = None) -> None:
    """Bring one leased link to its end. Raises nothing that is about this link."""
    now = at or timezone.now()
    connection = TrackerConnection.objects.get(pk=link.connection_id)
    if connection.paused_until and connection.paused_until > now:  # one before us in the batch was told to wait
        _settle(link)
        return
    try:
        _renew(link, now)
        tracker = tracker_of(connection)
        ticket = _ticket(link, tracker, now)
        facts = _bring_together(link, tracker, ticket, now)
    except _Lost:
        return
    except TrackerError as error:
        outcome.failing += _fail(link, error, now)
        return
    except Exception as error:  # noqa: BLE001 - one link must not hold up the others
        logger.error("link %s: %s", link.pk, type(error).__name__)  # noqa: TRY400 - its text may quote a title
        outcome.failing += _fail(link, TrackerError(f"Something of ours went wrong ({type(error).__name__})."), now)
        return
    _rest_if_used_up(connection, tracker)
    if _keep(link, facts):
        outcome.differs += facts["state"] == LinkState.DRIFTED
        outcome.in_step += facts["state"] == LinkState.IN_SYNC


# --- the lease ---------------------------------------------------------------------------------------
def _mine(link: TrackerLink) -> Any:
    return TrackerLink.objects.filter(pk=link.pk, lease=link.lease)


def _renew(link: TrackerLink, now: datetime, **facts: object) -> None:
    """Hold on for another while, keeping what has been learnt. Raises _Lost."""
    if not _mine(link).update(leased_until=now + LEASE, **facts):
        raise _Lost


def _settle(link: TrackerLink, **facts: Any) -> bool:
    """Let go, with what came of it. A wish to be looked at that came meanwhile stays."""
    if "next_try_at" in facts:
        then = Value(facts.pop("next_try_at"))
        facts["next_try_at"] = Case(When(next_try_at=link.next_try_at, then=then), default=F("next_try_at"))
    return bool(_mine(link).update(lease=None, leased_until=None, **facts) == 1)


@transaction.atomic
def _keep(link: TrackerLink, facts: dict[str, Any]) -> bool:
    """Let go with what came of it, and owe the owner a mail where the ticket begins to ask for the reasoning."""
    begins_to_ask = facts.get("asks_for_reasoning") and not link.asks_for_reasoning
    if not _settle(link, **facts):
        return False
    owner = Action.objects.select_related("owner").get(pk=link.action_id).owner if begins_to_ask else None
    if owner is not None and owner.is_active:
        enqueue_message(
            MessageKind.TICKET_ASKS,
            key=f"ticket-asks:{link.pk}:{facts['ticket_updated_at'].isoformat()}",
            recipient=owner,
            refers_to={"action": link.action_id},
        )
    return True


def _fail(link: TrackerLink, error: TrackerError, now: datetime) -> bool:
    """Keep the reason and the next try. What the tracker says to all goes for all of the connection."""
    pause = LONGEST_PAUSE if error.permanent else pause_after(link.attempts + 1, jitter=random.random())  # noqa: S311
    again = error.again_at or now + pause
    if error.again_at or error.away:
        TrackerConnection.objects.filter(pk=link.connection_id).update(paused_until=error.again_at or now + AWAY)
    return _settle(
        link,
        state=LinkState.FAILING,
        reason=error.reason[:300],
        attempts=min(link.attempts + 1, 1000),
        next_try_at=again,
    )


def _rest_if_used_up(connection: TrackerConnection, tracker: Tracker) -> None:
    """Stop asking once the tracker has said that nothing is left, before it has to refuse."""
    http = used_up(tracker)
    if http is not None and http.again_at is not None:
        TrackerConnection.objects.filter(pk=connection.pk).update(paused_until=http.again_at)


# --- the ticket --------------------------------------------------------------------------------------
def _ticket(link: TrackerLink, tracker: Tracker, now: datetime) -> Ticket:
    """Return the ticket as it is now, made first where there is none yet. Raises TrackerError."""
    if link.key:
        return tracker.fetch(link.key)
    action = Action.objects.select_related("incident").get(pk=link.action_id)
    draft = draft_of(action, link)
    ticket = None
    if link.create_begun_at is not None:
        if now < link.create_begun_at + SETTLED_INDEX:
            raise TrackerError("It may have been made already; we look for it before making another.")
        ticket = tracker.find(draft, since=link.create_begun_at)
    if ticket is None:
        begun = link.create_begun_at or now
        _renew(link, now, create_begun_at=begun)
        link.create_begun_at = begun
        ticket = tracker.create(draft)
    try:
        with transaction.atomic():
            _renew(link, now, key=ticket.key, url=ticket.url[:500])
    except IntegrityError:
        raise TrackerError("Another action has this ticket.", permanent=True) from None
    link.key = ticket.key
    return ticket


def draft_of(action: Action, link: TrackerLink) -> Draft:
    """Return what the ticket says; of a restricted incident the number and a link, and no more."""
    address = absolute(action.get_absolute_url())
    if action.incident.is_restricted:
        return Draft(action.public_number, address, link.marker)
    parts = [action.details, f"Done when: {action.outcome}" if action.outcome else ""]
    parts.append(f"{action.public_number} of {action.incident.public_number} in Second Story: {address}")
    return Draft(action.title[:250], "\n\n".join(part for part in parts if part), link.marker, action.due_on)


def _bring_together(link: TrackerLink, tracker: Tracker, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """Do what follows from where both stand, and return what the link says then."""
    if link.ticket_updated_at and ticket.updated_at < link.ticket_updated_at:
        # an answer from a copy that lags behind: what we knew is newer
        return {"state": link.state, "next_try_at": now + AWAY}
    reopens = TrackerLink.objects.values_list("reopens_there", flat=True).get(pk=link.pk)
    action = Action.objects.select_related("incident").get(pk=link.action_id)
    move = decide(agreed=link.agreed, here=state_of(action.status), there=ticket.state, reopens_there=reopens)
    reason = ""
    if move is Move.CLOSE_THERE:
        ticket, reason = _close_there(action, link, tracker)
    elif move is Move.REOPEN_THERE:
        ticket = tracker.reopen(link.key)
    elif move in {Move.DONE_HERE, Move.REOPEN_HERE}:
        reason = _move_here(action, link, ticket, move)
    elif move is Move.ASK:
        reason = f"The ticket was {ticket.words}. Won't do keeps its reasoning: say why, or keep it open."
    elif move is Move.CONFLICT:
        reason = f"Both moved: here it is {action.get_status_display().lower()}, there {ticket.words}."
    differs = move in {Move.ASK, Move.CONFLICT} or (move is Move.DONE_HERE and reason)
    connection = link.connection
    hears = connection.heard_at is not None and connection.heard_at > now - HEARS_FOR
    return {
        "state": LinkState.DRIFTED if differs else LinkState.IN_SYNC,
        "reason": reason[:300],
        "attempts": 0,
        "next_try_at": now + pause_until_next(ticket.state, hears=hears),
        "agreed": link.agreed or TicketState.OPEN if differs else ticket.state,
        "ticket_state": ticket.state,
        "ticket_words": ticket.words[:100],
        "ticket_owner": ticket.owner[:200],
        "ticket_due_on": ticket.due_on,
        "ticket_updated_at": ticket.updated_at,
        "asks_for_reasoning": move is Move.ASK,
        "reopens_there": False,
        "synced_at": now,
    }


def _close_there(action: Action, link: TrackerLink, tracker: Tracker) -> tuple[Ticket, str]:
    """Close the ticket, then say why on it; a comment that does not come through is no reason to close it again."""
    ticket = tracker.close(link.key, state_of(action.status))
    words = "Done" if action.status == ActionStatus.DONE else "Won't do"
    said = action.evidence if action.status == ActionStatus.DONE else action.reasoning
    address = absolute(action.get_absolute_url())
    text = f"{action.public_number}: {address}" if action.incident.is_restricted else f"{words}: {said}\n\n{address}"
    try:
        tracker.comment(link.key, text)
    except TrackerError:
        return ticket, "It was closed there, without our comment."
    return ticket, ""


def _move_here(action: Action, link: TrackerLink, ticket: Ticket, move: Move) -> str:
    """Settle or reopen the action because the ticket was; return why that is not possible, if it is not."""
    by = trackers_account()
    said = f"{link.connection.name} {ticket.key}: {ticket.words}."
    try:
        if move is Move.DONE_HERE:
            complete_action(action, by=by, evidence=f"{said} {ticket.url}")
        else:
            reopen_action(action, by=by, reason=said)
    except NotPossible as error:
        return f"The ticket was {ticket.words}. {error}"
    return ""
