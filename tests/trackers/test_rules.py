"""Who moved, and what follows. No database."""

import pytest

from actions.choices import ActionStatus
from actions.trackers.choices import TicketState
from actions.trackers.rules import Move, decide, state_of

OPEN, DONE, CANCELLED, DUPLICATE = TicketState.OPEN, TicketState.DONE, TicketState.CANCELLED, TicketState.DUPLICATE


@pytest.mark.parametrize(
    ("agreed", "here", "there", "move"),
    [
        ("", OPEN, OPEN, Move.NOTHING),
        ("", OPEN, DONE, Move.DONE_HERE),
        ("", DONE, OPEN, Move.CLOSE_THERE),
        ("", DONE, CANCELLED, Move.CONFLICT),
        (OPEN, OPEN, DONE, Move.DONE_HERE),
        (OPEN, OPEN, CANCELLED, Move.ASK),
        (OPEN, OPEN, DUPLICATE, Move.ASK),
        (OPEN, CANCELLED, OPEN, Move.CLOSE_THERE),
        (OPEN, CANCELLED, DUPLICATE, Move.NOTHING),
        (OPEN, CANCELLED, DONE, Move.CONFLICT),
        (DONE, DONE, OPEN, Move.REOPEN_HERE),
        (DONE, OPEN, DONE, Move.REOPEN_THERE),
        (DONE, DONE, CANCELLED, Move.CONFLICT),
        (DONE, CANCELLED, DONE, Move.CLOSE_THERE),
        (DUPLICATE, CANCELLED, OPEN, Move.REOPEN_HERE),
        (CANCELLED, OPEN, DUPLICATE, Move.REOPEN_THERE),
        (CANCELLED, OPEN, DONE, Move.CONFLICT),
    ],
)
def test_who_has_left_what_was_agreed_leads(agreed, here, there, move):
    assert decide(agreed=agreed, here=here, there=there) is move


def test_following_it_once_brings_both_to_stand_alike():
    after = {
        Move.DONE_HERE: lambda here, there: (DONE, there),
        Move.REOPEN_HERE: lambda here, there: (OPEN, there),
        Move.CLOSE_THERE: lambda here, there: (here, here),
        Move.REOPEN_THERE: lambda here, there: (here, OPEN),
    }
    for agreed in TicketState.values:
        for here in (OPEN, DONE, CANCELLED):
            for there in TicketState:
                move = decide(agreed=agreed, here=here, there=there)
                if move in after:
                    here_now, there_now = after[move](here, there)
                    assert decide(agreed=there_now, here=here_now, there=there_now) is Move.NOTHING


def test_a_word_that_it_stays_open_opens_the_ticket():
    assert decide(agreed=OPEN, here=OPEN, there=CANCELLED, reopens_there=True) is Move.REOPEN_THERE
    assert decide(agreed=OPEN, here=CANCELLED, there=CANCELLED, reopens_there=True) is Move.NOTHING


@pytest.mark.parametrize("status", ActionStatus.values)
def test_every_status_has_a_state(status):
    assert state_of(status) in {OPEN, DONE, CANCELLED}
