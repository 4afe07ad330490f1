from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from actions.choices import ActionEventKind, ActionStatus
from actions.models import Action
from actions.services import (
    LostRace,
    NotPossible,
    add_action,
    change_action,
    commit_action,
    complete_action,
    decline_action,
    hand_over_action,
    note_on_action,
    reopen_action,
    reschedule_action,
    start_action,
)
from notifications.choices import MessageKind
from notifications.models import Message
from tests.factories import make_action, make_incident, make_user

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 3)


def kinds(action):
    return list(action.events.order_by("pk").values_list("kind", flat=True))


def test_a_commitment_on_a_draft_may_still_lack_its_owner():
    alice = make_user("Alice")
    action = add_action(make_incident(by=alice), title="Alert on queue age", by=alice, committed=True)
    assert action.status == ActionStatus.TODO
    assert action.owner is None
    assert kinds(action) == [ActionEventKind.COMMITTED]


def test_after_publication_a_new_action_is_complete_or_a_proposal():
    alice = make_user("Alice")
    incident = make_incident(by=alice, actions_gated=True)
    with pytest.raises(NotPossible) as refused:
        add_action(incident, title="Alert on queue age", by=alice, committed=True)
    assert [blocker.code for blocker in refused.value.blockers] == ["no_owner", "no_date"]
    assert add_action(incident, title="An idea", by=alice).gated
    assert add_action(incident, title="Alert", by=alice, committed=True, owner=alice, due_on=DUE).gated


def test_the_new_owner_is_told_at_once_and_only_if_somebody_else_said_so():
    alice, bob = make_user("Alice"), make_user("Bob")
    action = make_action(make_incident(by=alice), status=ActionStatus.PROPOSED)
    commit_action(action, by=alice, owner=alice, due_on=DUE)
    assert not Message.objects.exists()
    hand_over_action(action, by=alice, owner=bob)
    message = Message.objects.get()
    assert (message.kind, message.recipient) == (MessageKind.ACTION_HANDED, bob)


def test_committing_names_all_that_is_missing():
    action = make_action(status=ActionStatus.PROPOSED)
    with pytest.raises(NotPossible) as refused:
        commit_action(action, by=make_user(), owner=None, due_on=None)
    assert [blocker.code for blocker in refused.value.blockers] == ["no_owner", "no_date"]


def test_done_keeps_its_evidence_and_its_history():
    alice = make_user("Alice")
    action = make_action(owner=alice, due_on=DUE)
    action = start_action(action, by=alice)
    action = complete_action(action, by=alice, evidence="The drill paged after 58 s.")
    assert action.status == ActionStatus.DONE
    assert action.settled_at is not None
    assert action.evidence == "The drill paged after 58 s."
    assert kinds(action) == [ActionEventKind.STARTED, ActionEventKind.DONE]


def test_done_twice_is_refused_and_writes_nothing():
    alice = make_user("Alice")
    action = make_action(owner=alice, due_on=DUE)
    complete_action(action, by=alice, evidence="Shown.")
    with pytest.raises(NotPossible):
        complete_action(action, by=alice, evidence="Shown again.")
    assert kinds(action) == [ActionEventKind.DONE]


@pytest.mark.parametrize("reasoning", ["", "   "])
def test_wont_do_needs_its_reasoning(reasoning):
    with pytest.raises(NotPossible):
        decline_action(make_action(), by=make_user(), reasoning=reasoning)


def test_a_proposal_of_a_published_document_is_dropped_with_a_word_and_comes_back_as_one():
    alice = make_user("Alice")
    action = make_action(make_incident(by=alice, actions_gated=True), status=ActionStatus.PROPOSED)
    action = decline_action(action, by=alice, reasoning="The old queue is going.")
    assert action.status == ActionStatus.WONT_DO
    assert reopen_action(action, by=alice, reason="It stays after all.").status == ActionStatus.PROPOSED


def test_a_new_date_keeps_its_reason_and_counts_the_earlier_ones():
    alice = make_user("Alice")
    action = make_action(owner=alice, due_on=DUE)
    action = reschedule_action(action, by=alice, due_on=date(2026, 12, 10), reason="The vendor moved.")
    action = reschedule_action(action, by=alice, due_on=date(2026, 12, 17), reason="Again.")
    assert action.date_changes == 2
    newest = action.events.first()
    assert newest.reason == "Again."
    assert newest.details == {"before": "2026-12-10", "after": "2026-12-17"}


def test_a_lost_race_is_told_and_changes_nothing():
    alice = make_user("Alice")
    action = make_action(title="Before")
    words: dict[str, Any] = {"details": "", "outcome": "", "team": None, "priority": "high", "kind": ""}
    change_action(action, by=alice, version=action.version, title="Mine", **words)
    with pytest.raises(LostRace) as lost:
        change_action(action, by=alice, version=action.version, title="Yours", **words)
    assert lost.value.current.title == "Mine"
    assert Action.objects.get(pk=action.pk).title == "Mine"


def test_changing_nothing_writes_no_history():
    action = make_action(title="Same")
    change_action(
        action,
        by=make_user(),
        version=action.version,
        title="Same",
        details="",
        outcome="",
        team=None,
        priority=action.priority,
        kind="",
    )
    assert kinds(action) == []


def test_a_note_is_a_movement():
    action = make_action()
    before = action.moved_at
    assert note_on_action(action, by=make_user(), text="Half done.").moved_at > before


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"owner": None}, "action_gated_needs_owner_and_date"),
        ({"due_on": None}, "action_gated_needs_owner_and_date"),
        ({"gated": False}, "action_follows_gate"),
        ({"status": "lost"}, "action_status_known"),
        ({"priority": "urgent!"}, "action_priority_known"),
        ({"kind": "blame"}, "action_kind_known"),
        ({"title": ""}, "action_title_said"),
        ({"status": "done"}, "action_settled_iff_dated"),
        ({"committed_at": None}, "action_commitment_is_dated"),
    ],
)
def test_the_database_refuses_what_no_action_may_be(changes, constraint):
    alice = make_user("Alice")
    action = make_action(make_incident(by=alice, actions_gated=True), owner=alice, due_on=DUE)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**changes)


def test_the_database_refuses_wont_do_without_reasoning():
    alice = make_user("Alice")
    action = make_action(status=ActionStatus.WONT_DO, owner=alice)
    with pytest.raises(IntegrityError, match="action_wont_do_has_reasoning"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(reasoning="")


def test_an_action_stays_with_its_incident():
    action, other = make_action(), make_incident()
    with pytest.raises(IntegrityError, match="stays with its incident"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(incident=other)
