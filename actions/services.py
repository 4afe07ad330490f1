"""Every write to actions: lock the row, ask the rule, save the named fields, keep a history row."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from actions.changes import action_changed
from actions.choices import ActionEventKind, ActionStatus, HandOverAnswer, Priority
from actions.models import Action, ActionEvent, HandOver
from actions.nudge_queries import longest_snooze, weeks_until_verified
from actions.rules import (
    Blocker,
    answer_blockers,
    commit_blockers,
    hand_over_blockers,
    look_again_blockers,
    reopen_blockers,
    reschedule_blockers,
    settle_blockers,
    snooze_blockers,
    status_after_reopening,
    verify_blockers,
)
from incidents.models import Incident
from notifications.choices import MessageKind
from notifications.services import enqueue_message
from people.models import Team, User


class NotPossible(Exception):
    """A rule says no. Carries every reason."""

    def __init__(self, blockers: Iterable[Blocker]) -> None:
        self.blockers = list(blockers)
        super().__init__(" ".join(blocker.message for blocker in self.blockers))


class LostRace(Exception):
    """Somebody changed the action since the form was opened. Carries the row as it is now."""

    def __init__(self, current: Action) -> None:
        self.current = current
        super().__init__("Somebody else changed this action meanwhile.")


SNOOZE = ["snoozed_until", "snooze_reason"]
RISK = ["risk_accepted_by", "look_again_on", "reopen_if"]
VERIFICATION = ["verify_on", "verified_at", "verified_by", "verification"]


def _end_snooze(action: Action) -> None:
    action.snoozed_until, action.snooze_reason = None, ""


def _forget_verification(action: Action) -> None:
    action.verify_on, action.verified_at, action.verified_by, action.verification = None, None, None, ""


def _risk_in_words(action: Action) -> dict[str, str]:
    """Say for the history what a decision not to do it holds beside its reasoning."""
    told = {
        "risk_accepted_by": str(action.risk_accepted_by or ""),
        "look_again_on": action.look_again_on.isoformat() if action.look_again_on else "",
        "reopen_if": action.reopen_if,
    }
    return {name: words for name, words in told.items() if words}


def _lock_action(action: Action) -> Action:
    """Lock and reload the row; joins nothing, so that only this table is locked."""
    return Action.objects.select_for_update(no_key=True).get(pk=action.pk)


def _refuse_if(blockers: list[Blocker]) -> None:
    if blockers:
        raise NotPossible(blockers)


def _keep(
    action: Action,
    kind: ActionEventKind,
    fields: Iterable[str],
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Action:
    """Save the fields that changed and the history row, and tell the listeners."""
    action.moved_at = at
    action.version += 1
    action.save(update_fields=[*fields, "moved_at", "version"])
    ActionEvent.objects.create(action=action, kind=kind, by=by, at=at, reason=reason, details=details or {})
    action_changed(action.pk)
    return action


def _tell_new_owner(action: Action, *, by: User) -> None:
    """Owe the new owner a mail at once, unless they took it themselves."""
    if action.owner_id is not None and action.owner_id != by.pk:
        enqueue_message(
            MessageKind.ACTION_HANDED,
            key=f"action-handed:{action.pk}:{action.owner_id}:{action.version}",
            recipient=action.owner,
            refers_to={"action": action.pk, "by": by.pk},
        )


@transaction.atomic
def add_action(
    incident: Incident,
    *,
    title: str,
    by: User,
    committed: bool = False,
    owner: User | None = None,
    due_on: date | None = None,
    team: Team | None = None,
    priority: str = Priority.MEDIUM,
    kind: str = "",
    outcome: str = "",
    details: str = "",
    at: datetime | None = None,
) -> Action:
    """Add an action to an incident, as a commitment or as a proposal.

    While the post-mortem is a draft, a commitment may still lack its owner or date: the gate will
    name it. From publication on it raises NotPossible with all that is missing.
    """
    at = at or timezone.now()
    # Waits for a publication under way, so that the flag copied below is the one that counts.
    gated = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk).actions_gated
    if committed and gated:
        _refuse_if(commit_blockers(owner=owner, due_on=due_on))
    action = Action.objects.create(
        incident=incident,
        gated=gated,
        title=title,
        details=details,
        outcome=outcome,
        owner=owner,
        team=team,
        due_on=due_on,
        priority=priority,
        kind=kind,
        status=ActionStatus.TODO if committed else ActionStatus.PROPOSED,
        committed_at=at if committed else None,
        moved_at=at,
        created_by=by,
        created_at=at,
    )
    action.refresh_from_db(fields=["number"])
    event = ActionEventKind.COMMITTED if committed else ActionEventKind.PROPOSED
    ActionEvent.objects.create(action=action, kind=event, by=by, at=at)
    if committed:
        _tell_new_owner(action, by=by)
    action_changed(action.pk)
    return action


@transaction.atomic
def change_action(
    action: Action,
    *,
    by: User,
    version: int,
    title: str,
    details: str,
    outcome: str,
    team: Team | None,
    priority: str,
    kind: str,
    at: datetime | None = None,
) -> Action:
    """Change what the action says; owner, date and status have verbs of their own.

    Raises LostRace where the row is no longer at `version`. Changing nothing writes nothing.
    """
    action = _lock_action(action)
    if action.version != version:
        raise LostRace(action)
    wanted: dict[str, Any] = {
        "title": title,
        "details": details,
        "outcome": outcome,
        "team": team,
        "priority": priority,
        "kind": kind,
    }
    changed = {name: value for name, value in wanted.items() if getattr(action, name) != value}
    if not changed:
        return action
    before = {name: str(getattr(action, name) or "") for name in changed}
    for name, value in changed.items():
        setattr(action, name, value)
    return _keep(
        action,
        ActionEventKind.DETAILS_CHANGED,
        changed,
        by=by,
        at=at or timezone.now(),
        details={"before": before, "after": {name: str(value or "") for name, value in changed.items()}},
    )


@transaction.atomic
def commit_action(
    action: Action,
    *,
    by: User,
    owner: User | None,
    due_on: date | None,
    outcome: str = "",
    at: datetime | None = None,
) -> Action:
    """Make a proposal a commitment, or complete one on a draft: a person, a date, an outcome to check.

    Raises NotPossible with all that is missing.
    """
    at = at or timezone.now()
    action = _lock_action(action)
    _refuse_if(settle_blockers(action) + commit_blockers(owner=owner, due_on=due_on))
    action.owner, action.due_on, action.outcome = owner, due_on, outcome
    if action.is_proposal:
        action.status = ActionStatus.TODO
    action.committed_at = action.committed_at or at
    _keep(
        action,
        ActionEventKind.COMMITTED,
        ["owner", "due_on", "outcome", "status", "committed_at"],
        by=by,
        at=at,
        details={"owner": str(owner), "due_on": str(due_on)},
    )
    _tell_new_owner(action, by=by)
    return action


@transaction.atomic
def start_action(action: Action, *, by: User, at: datetime | None = None) -> Action:
    """Say that work has begun. Starting twice is a no-op. Raises NotPossible for proposals and settled ones."""
    action = _lock_action(action)
    if action.status == ActionStatus.IN_PROGRESS:
        return action
    if action.status != ActionStatus.TODO:
        raise NotPossible([Blocker("not_todo", "Only a commitment that is to do can be started.")])
    action.status = ActionStatus.IN_PROGRESS
    return _keep(action, ActionEventKind.STARTED, ["status"], by=by, at=at or timezone.now())


@transaction.atomic
def complete_action(action: Action, *, by: User, evidence: str, at: datetime | None = None) -> Action:
    """Say that it is done, with what shows it. Raises NotPossible where it is settled or never was committed."""
    at = at or timezone.now()
    action = _lock_action(action)
    _refuse_if(settle_blockers(action))
    if action.is_proposal:
        raise NotPossible([Blocker("proposal", "Commit to it first: who did it, by when.", "owner")])
    if not evidence.strip():
        raise NotPossible([Blocker("no_evidence", "Say what shows that it is done.", "evidence")])
    weeks = weeks_until_verified(action.kind)
    action.status, action.evidence, action.settled_at = ActionStatus.DONE, evidence, at
    action.verify_on = at.astimezone(UTC).date() + timedelta(weeks=weeks) if weeks else None
    _end_snooze(action)
    fields = ["status", "evidence", "settled_at", "verify_on", *SNOOZE]
    return _keep(action, ActionEventKind.DONE, fields, by=by, at=at, reason=evidence)


@transaction.atomic
def decline_action(
    action: Action,
    *,
    by: User,
    reasoning: str,
    risk_accepted_by: User | None = None,
    look_again_on: date | None = None,
    reopen_if: str = "",
    at: datetime | None = None,
) -> Action:
    """Close it as won't do, or drop a proposal: a respected result, with its reasoning.

    It keeps who accepts what may happen, on which day to look at it again, when somebody is asked, and what
    would open it again.
    """
    at = at or timezone.now()
    action = _lock_action(action)
    _refuse_if(settle_blockers(action) + look_again_blockers(look_again_on, today=at.date()))
    if not reasoning.strip():
        raise NotPossible([Blocker("no_reasoning", "Won't do keeps its reasoning: say why.", "reasoning")])
    action.status, action.reasoning, action.settled_at = ActionStatus.WONT_DO, reasoning, at
    action.risk_accepted_by, action.look_again_on, action.reopen_if = risk_accepted_by, look_again_on, reopen_if
    _end_snooze(action)
    return _keep(
        action,
        ActionEventKind.WONT_DO,
        ["status", "reasoning", "settled_at", *RISK, *SNOOZE],
        by=by,
        at=at,
        reason=reasoning,
        details=_risk_in_words(action),
    )


@transaction.atomic
def stand_by_decision(
    action: Action, *, by: User, reason: str, look_again_on: date | None = None, at: datetime | None = None
) -> Action:
    """Look again at what we won't do, and leave it so, until another day or for good."""
    at = at or timezone.now()
    action = _lock_action(action)
    if action.status != ActionStatus.WONT_DO:
        raise NotPossible([Blocker("not_declined", "Only what we won't do can be left so.")])
    _refuse_if(look_again_blockers(look_again_on, today=at.date()))
    if not reason.strip():
        raise NotPossible([Blocker("no_reason", "Say why the reasoning still holds.", "reason")])
    action.look_again_on = look_again_on
    details = _risk_in_words(action)
    return _keep(action, ActionEventKind.STOOD_BY, ["look_again_on"], by=by, at=at, reason=reason, details=details)


@transaction.atomic
def reschedule_action(action: Action, *, by: User, due_on: date, reason: str, at: datetime | None = None) -> Action:
    """Give it a new date with the reason; how many earlier dates there were stays in sight."""
    action = _lock_action(action)
    _refuse_if(reschedule_blockers(action, due_on=due_on))
    if not reason.strip():
        raise NotPossible([Blocker("no_reason", "A new date keeps its reason.", "reason")])
    before, action.due_on = action.due_on, due_on
    action.date_changes += before is not None
    _end_snooze(action)
    return _keep(
        action,
        ActionEventKind.DATE_CHANGED,
        ["due_on", "date_changes", *SNOOZE],
        by=by,
        at=at or timezone.now(),
        reason=reason,
        details={"before": str(before or ""), "after": str(due_on)},
    )


@transaction.atomic
def move_date_back(action: Action, *, by: User, to: date | None, reason: str, at: datetime | None = None) -> Action:
    """Undo a new date: the one before holds again, and the undone one does not count as an earlier date.

    Raises NotPossible where a commitment would be left without a date.
    """
    action = _lock_action(action)
    if to is None and action.gated:
        raise NotPossible(commit_blockers(owner=action.owner, due_on=None))
    undone, action.due_on = action.due_on, to
    action.date_changes = max(action.date_changes - (to is not None), 0)
    return _keep(
        action,
        ActionEventKind.DATE_CHANGED,
        ["due_on", "date_changes"],
        by=by,
        at=at or timezone.now(),
        reason=reason,
        details={"before": str(undone or ""), "after": str(to or "")},
    )


@transaction.atomic
def hand_over_action(action: Action, *, by: User, owner: User, reason: str = "", at: datetime | None = None) -> Action:
    """Make somebody the owner without asking them: oneself, or where nobody is there to accept.

    The new owner is told at once. People hand over by `offer_hand_over`. Raises NotPossible for settled ones
    and who has left.
    """
    action = _lock_action(action)
    missing = [blocker for blocker in commit_blockers(owner=owner, due_on=None) if blocker.field == "owner"]
    _refuse_if(settle_blockers(action) + missing)
    if action.owner_id == owner.pk:
        raise NotPossible([Blocker("same_owner", f"{owner} owns it already.", "owner")])
    at = at or timezone.now()
    _withdraw_standing(action, at=at)
    action = _change_owner(action, by=by, owner=owner, reason=reason, at=at)
    _tell_new_owner(action, by=by)
    return action


@transaction.atomic
def offer_hand_over(action: Action, *, by: User, to: User, word: str = "", at: datetime | None = None) -> Action:
    """Offer an action to somebody, who is asked at once. It stays where it is until they accept.

    An offer to somebody else that nobody has answered ends with this one. What one offers to oneself is
    accepted already. Raises NotPossible.
    """
    action, offer = offer_one(action, by=by, to=to, word=word, at=at or timezone.now())
    if offer is not None:
        ask_receiver([offer])
    return action


@transaction.atomic
def accept_hand_over(action: Action, *, by: User, at: datetime | None = None) -> Action:
    """Take what was offered: from now on it is one's own, and the giver is told. Raises NotPossible."""
    action = _lock_action(action)
    offer = _answer_offer(action, by=by, answer=HandOverAnswer.ACCEPTED, at=at or timezone.now())
    action = _change_owner(
        action, by=by, owner=by, reason=offer.word, at=at or timezone.now(), details={"offered_by": str(offer.by)}
    )
    _tell_giver(offer)
    return action


@transaction.atomic
def decline_hand_over(action: Action, *, by: User, reply: str, at: datetime | None = None) -> Action:
    """Say no to an offer, with a word to the giver, with whom it stays. Raises NotPossible."""
    action = _lock_action(action)
    if not reply.strip():
        raise NotPossible([Blocker("no_reply", "Say a word to who offered it.", "reply")])
    offer = _answer_offer(action, by=by, answer=HandOverAnswer.DECLINED, at=at or timezone.now(), reply=reply)
    action = _keep(action, ActionEventKind.OFFER_DECLINED, [], by=by, at=at or timezone.now(), reason=reply)
    _tell_giver(offer)
    return action


@transaction.atomic
def withdraw_hand_over(action: Action, *, by: User, at: datetime | None = None) -> Action:
    """Take an offer back before it is answered. Raises NotPossible where there is none."""
    action = _lock_action(action)
    at = at or timezone.now()
    offer = _withdraw_standing(action, at=at)
    if offer is None:
        raise NotPossible([Blocker("not_offered", f"{action.public_number} is not offered to anybody.")])
    return _keep(action, ActionEventKind.OFFER_WITHDRAWN, [], by=by, at=at, details={"to": str(offer.to)})


def _change_owner(
    action: Action, *, by: User, owner: User, reason: str, at: datetime, details: dict[str, Any] | None = None
) -> Action:
    before, action.owner = action.owner, owner
    told = {"before": str(before or ""), "after": str(owner), **(details or {})}
    _end_snooze(action)
    fields = ["owner", *SNOOZE]
    return _keep(action, ActionEventKind.OWNER_CHANGED, fields, by=by, at=at, reason=reason, details=told)


def _standing_offer(action: Action) -> HandOver | None:
    """Return the offer nobody has answered; the action's row is locked, so no other can come meanwhile."""
    return action.hand_overs.filter(answer=HandOverAnswer.OFFERED).select_related("by", "to").first()


def _withdraw_standing(action: Action, *, at: datetime) -> HandOver | None:
    offer = _standing_offer(action)
    if offer is not None:
        _end_offer(offer, HandOverAnswer.WITHDRAWN, at=at)
    return offer


def _end_offer(offer: HandOver, answer: HandOverAnswer, *, at: datetime, reply: str = "") -> None:
    offer.answer, offer.answered_at, offer.reply = answer, at, reply
    offer.save(update_fields=["answer", "answered_at", "reply"])


def offer_one(action: Action, *, by: User, to: User, word: str, at: datetime) -> tuple[Action, HandOver | None]:
    """Write the offer and its history row, without asking; None where one takes it oneself."""
    action = _lock_action(action)
    standing = _standing_offer(action)
    _refuse_if(hand_over_blockers(action, to=to, standing=standing))
    if standing is not None:
        _end_offer(standing, HandOverAnswer.WITHDRAWN, at=at)
    if to.pk == by.pk:
        return _change_owner(action, by=by, owner=to, reason=word, at=at), None
    offer = HandOver.objects.create(action=action, owner_id=action.owner_id, by=by, to=to, word=word, offered_at=at)
    details = {"to": str(to), "hand_over": offer.pk}
    return _keep(action, ActionEventKind.OFFERED, [], by=by, at=at, reason=word, details=details), offer


def _answer_offer(action: Action, *, by: User, answer: HandOverAnswer, at: datetime, reply: str = "") -> HandOver:
    offer = _standing_offer(action)
    blockers = answer_blockers(action, offer, by=by)
    if blockers or offer is None:
        raise NotPossible(blockers)
    _end_offer(offer, answer, at=at, reply=reply)
    return offer


def ask_receiver(offers: list[HandOver]) -> None:
    """Owe the receiver one mail about all that is offered to them in one go."""
    enqueue_message(
        MessageKind.HAND_OVER_OFFERED,
        key=f"hand-over-offered:{offers[0].pk}",
        recipient=offers[0].to,
        refers_to={"offers": [offer.pk for offer in offers]},
    )


def _tell_giver(offer: HandOver) -> None:
    enqueue_message(
        MessageKind.HAND_OVER_ANSWERED,
        key=f"hand-over-answered:{offer.pk}",
        recipient=offer.by,
        refers_to={"offer": offer.pk},
    )


@transaction.atomic
def reopen_action(
    action: Action, *, by: User, reason: str, at: datetime | None = None, details: dict[str, Any] | None = None
) -> Action:
    """Open a settled action again; what was only ever an idea comes back as a proposal."""
    action = _lock_action(action)
    _refuse_if(reopen_blockers(action))
    if not reason.strip():
        raise NotPossible([Blocker("no_reason", "Say what opened it again.", "reason")])
    action.status, action.settled_at = status_after_reopening(action), None
    action.risk_accepted_by, action.look_again_on, action.reopen_if = None, None, ""
    _forget_verification(action)
    return _keep(
        action,
        ActionEventKind.REOPENED,
        ["status", "settled_at", *RISK, *VERIFICATION],
        by=by,
        at=at or timezone.now(),
        reason=reason,
        details=details or {},
    )


@transaction.atomic
def verify_action(action: Action, *, by: User, evidence: str, at: datetime | None = None) -> Action:
    """Say that what was done held, with what shows it. Nobody is asked again unless the question comes up anew."""
    at = at or timezone.now()
    action = _lock_action(action)
    _refuse_if(verify_blockers(action))
    if not evidence.strip():
        raise NotPossible([Blocker("no_evidence", "Say what shows that it held.", "evidence")])
    action.verify_on, action.verified_at, action.verified_by, action.verification = None, at, by, evidence
    return _keep(action, ActionEventKind.VERIFIED, VERIFICATION, by=by, at=at, reason=evidence)


def question_again(action: Action, *, reason: str, by: User | None = None, at: datetime | None = None) -> Action:
    """Ask at once whether it held, though it was said that it did: what it should have changed has come back.

    For whoever confirms that an incident is a repeat. Asks nothing of an action that is not done.
    """
    at = at or timezone.now()
    with transaction.atomic():
        action = _lock_action(action)
        today = at.astimezone(UTC).date()
        if action.status != ActionStatus.DONE or action.verify_on == today:
            return action
        _forget_verification(action)
        action.verify_on = today
        return _keep(action, ActionEventKind.QUESTIONED, VERIFICATION, by=by, at=at, reason=reason)


@transaction.atomic
def snooze_action(action: Action, *, by: User, until: date, reason: str, at: datetime | None = None) -> Action:
    """Put the reminders of one open action off, with a reason that stays in sight. No movement: it may still go stale.

    Raises NotPossible beyond what the policy of its priority allows.
    """
    at = at or timezone.now()
    action = _lock_action(action)
    today, longest = at.astimezone(UTC).date(), longest_snooze(action.priority)
    _refuse_if(snooze_blockers(action, until=until, today=today, longest=longest))
    if not reason.strip():
        raise NotPossible([Blocker("no_reason", "Say what it waits for.", "reason")])
    action.snoozed_until, action.snooze_reason = until, reason.strip()[:300]
    action.version += 1
    action.save(update_fields=["snoozed_until", "snooze_reason", "version"])
    details = {"until": until.isoformat()}
    ActionEvent.objects.create(
        action=action, kind=ActionEventKind.SNOOZED, by=by, at=at, reason=reason, details=details
    )
    action_changed(action.pk)
    return action


@transaction.atomic
def answer_verification(action: Action, *, by: User, held: bool, evidence: str, at: datetime | None = None) -> Action:
    """Say whether what was done held: yes keeps what shows it, no opens it again. Raises NotPossible."""
    if held:
        return verify_action(action, by=by, evidence=evidence, at=at)
    return reopen_action(action, by=by, reason=evidence, details={"did_not_hold": True}, at=at)


@transaction.atomic
def end_snooze(action: Action, *, by: User, reason: str, at: datetime | None = None) -> Action:
    """Let reminders come again as if they had not been put off. No movement."""
    action = _lock_action(action)
    _end_snooze(action)
    action.version += 1
    action.save(update_fields=[*SNOOZE, "version"])
    ActionEvent.objects.create(
        action=action,
        kind=ActionEventKind.SNOOZED,
        by=by,
        at=at or timezone.now(),
        reason=reason,
        details={"until": ""},
    )
    action_changed(action.pk)
    return action


@transaction.atomic
def note_on_action(action: Action, *, by: User, text: str, at: datetime | None = None) -> Action:
    """Say how it stands, which is a movement: the action is not stale any more."""
    action = _lock_action(action)
    if not text.strip():
        raise NotPossible([Blocker("nothing_said", "Write a word on how it stands.", "text")])
    return _keep(action, ActionEventKind.NOTED, [], by=by, at=at or timezone.now(), reason=text)
