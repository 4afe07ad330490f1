"""Who moved, and what follows: a merge of two sides by the state they last agreed on. Pure."""

from datetime import timedelta
from enum import Enum

from actions.choices import ActionStatus
from actions.trackers.choices import TicketState

CLOSED_UNDONE = {TicketState.CANCELLED, TicketState.DUPLICATE}


class Move(Enum):
    """What a sync has to do."""

    NOTHING = "they stand alike"
    DONE_HERE = "the ticket was closed as done"
    REOPEN_HERE = "the ticket was opened again"
    ASK = "the ticket was closed without being done: the action asks for the reasoning"
    CLOSE_THERE = "the action was settled"
    REOPEN_THERE = "the action is open, and somebody has said so"
    CONFLICT = "both moved, and not to the same"


def state_of(status: str) -> TicketState:
    """Return the state of a ticket that an action of this status would have."""
    return {
        ActionStatus.DONE: TicketState.DONE,
        ActionStatus.WONT_DO: TicketState.CANCELLED,
    }.get(ActionStatus(status), TicketState.OPEN)


def alike(one: str, other: str) -> bool:
    """Whether two states mean the same on both sides: won't do here is cancelled or duplicate there."""
    return one == other or (one in CLOSED_UNDONE and other in CLOSED_UNDONE)


def decide(*, agreed: str, here: TicketState, there: TicketState, reopens_there: bool = False) -> Move:
    """Say what follows from where both stand now and what they last agreed on; new ones agreed on being open."""
    agreed = agreed or TicketState.OPEN
    if alike(here, there):
        return Move.NOTHING
    if reopens_there and here == TicketState.OPEN:
        return Move.REOPEN_THERE
    moved_here, moved_there = not alike(here, agreed), not alike(there, agreed)
    if moved_here != moved_there:
        return _follow(there) if moved_there and TicketState.OPEN in {here, there} else _lead(here, moved=moved_here)
    return Move.CONFLICT


def _follow(there: TicketState) -> Move:
    """What the ticket's move asks of the action, where one of the two is open."""
    if there == TicketState.OPEN:
        return Move.REOPEN_HERE
    return Move.ASK if there in CLOSED_UNDONE else Move.DONE_HERE


def _lead(here: TicketState, *, moved: bool) -> Move:
    """What the action's move asks of the ticket; none, where one was settled so and the other closed otherwise."""
    if not moved:
        return Move.CONFLICT
    return Move.REOPEN_THERE if here == TicketState.OPEN else Move.CLOSE_THERE


def pause_until_next(state: TicketState, *, hears: bool) -> timedelta:
    """How long a link in step is left alone: less where no webhook tells us."""
    if state != TicketState.OPEN:
        return timedelta(days=1)
    return timedelta(hours=2) if hears else timedelta(minutes=15)
