from datetime import date

import pytest

from actions.choices import ActionStatus
from actions.models import Action
from actions.rules import commit_blockers, reopen_blockers, reschedule_blockers, settle_blockers, status_after_reopening
from people.models import User

TODAY = date(2026, 11, 21)


def codes(blockers):
    return [blocker.code for blocker in blockers]


def test_a_commitment_lacks_owner_and_date_and_says_both():
    assert codes(commit_blockers(owner=None, due_on=None)) == ["no_owner", "no_date"]


def test_who_has_left_cannot_commit():
    assert codes(commit_blockers(owner=User(display_name="Ada", is_active=False), due_on=TODAY)) == ["owner_left"]


@pytest.mark.parametrize(
    ("status", "settled"),
    [
        (ActionStatus.PROPOSED, False),
        (ActionStatus.TODO, False),
        (ActionStatus.IN_PROGRESS, False),
        (ActionStatus.DONE, True),
        (ActionStatus.WONT_DO, True),
    ],
)
def test_only_what_is_open_is_settled_and_only_what_is_settled_reopened(status, settled):
    action = Action(number=3, status=status)
    assert bool(settle_blockers(action)) is settled
    assert bool(reopen_blockers(action)) is not settled


def test_a_date_moves_only_on_open_actions_and_only_to_another_day():
    action = Action(number=3, status=ActionStatus.TODO, due_on=TODAY)
    assert codes(reschedule_blockers(action, due_on=TODAY)) == ["same_date"]
    assert reschedule_blockers(action, due_on=date(2026, 12, 1)) == []
    action.status = ActionStatus.DONE
    assert codes(reschedule_blockers(action, due_on=date(2026, 12, 1))) == ["not_open"]


def test_a_dropped_idea_comes_back_as_an_idea():
    assert status_after_reopening(Action(status=ActionStatus.WONT_DO)) == ActionStatus.PROPOSED
