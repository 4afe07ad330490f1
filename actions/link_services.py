"""Writes through links from mails: once for each link, told in the next mail, and undoable."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from actions.choices import ActionEventKind, HandOverAnswer, LinkPurpose
from actions.link_rules import MOVED_ON, LinkRefusal, link_refusal, undo_refusal
from actions.links import MailLink
from actions.models import Action, ActionEvent, LinkPolicy, LinkUse
from actions.nudge_people import calendar_of
from actions.nudges import next_opening
from actions.permissions import can_change_action
from actions.services import end_snooze, move_date_back, reopen_action, withdraw_hand_over
from notifications.choices import MessageKind, MessageState
from notifications.models import Message
from notifications.services import enqueue_message
from people.choices import AuditKind
from people.models import User
from people.services.audit import record_act

TOLD_AT = time(9, 0)  # on the person's clock, the working day after; a reminder that goes out before tells it instead
UNDONE = "Undone: it was done through a link from a mail."


class LinkRefused(Exception):
    """The link does nothing any more. Carries why."""

    def __init__(self, refusal: LinkRefusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.words)


@transaction.atomic
def use_link(link: MailLink, *, person: User, act: Callable[[Action], Action], at: datetime | None = None) -> LinkUse:
    """Do through a link what `act` does to the action, and owe the person a word about it.

    The action's row is locked first, so that of two who post the same form at once the second is told that the
    link was used. Raises LinkRefused, or whatever `act` raises: nothing is written then.
    """
    at = at or timezone.now()
    action = Action.objects.select_for_update(no_key=True).get(pk=link.action)
    refusal = link_refusal(
        link,
        person,
        action,
        used=LinkUse.objects.filter(nonce=link.nonce).exists(),
        may_change=can_change_action(person, action),
        at=at,
    )
    if refusal:
        raise LinkRefused(refusal)
    act(action)
    return LinkUse.objects.create(
        nonce=link.nonce,
        person=person,
        action=action,
        purpose=link.purpose,
        event=_newest_event(action),
        at=at,
        told_by=_owe_word(person, at=at),
    )


@transaction.atomic
def undo_link_use(link: MailLink, *, at: datetime | None = None) -> LinkUse:
    """Take back what was done through a link, unless the action has moved on since. Raises LinkRefused."""
    at = at or timezone.now()
    action = Action.objects.select_for_update(no_key=True).get(pk=link.action)
    use = LinkUse.objects.select_related("person", "event").filter(pk=link.about, action=action).first()
    refusal = undo_refusal(link, use, at=at)
    if refusal or use is None:
        raise LinkRefused(refusal or MOVED_ON)
    _take_back(action, use, at=at)
    use.undone_at = at
    use.save(update_fields=["undone_at"])
    LinkUse.objects.create(
        nonce=link.nonce,
        person=use.person,
        action=action,
        purpose=LinkPurpose.UNDO,
        event=_newest_event(action),
        at=at,
    )
    return use


@transaction.atomic
def change_link_policy(*, by: User, without_sign_in: bool, at: datetime | None = None) -> LinkPolicy:
    """Say whether links in reminders open without sign-in. Saying the same again writes nothing."""
    policy, _ = LinkPolicy.objects.select_for_update().get_or_create(pk=1)
    if policy.without_sign_in != without_sign_in:
        policy.without_sign_in = without_sign_in
        policy.save(update_fields=["without_sign_in"])
        details = {"links in reminders": "open without sign-in" if without_sign_in else "ask for sign-in"}
        record_act(AuditKind.SETTINGS_CHANGED, by=by, about="Links in reminders", details=details, at=at)
    return policy


def untold_uses(person: User) -> QuerySet[LinkUse]:
    """What was done through this person's mail and no mail has told them yet.

    A reminder told it if it was written after the use: it was sent at least one lease later, which is the longest
    that may pass between its writing and its sending.
    """
    lease = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS + 60)
    told = Message.objects.filter(
        kind=MessageKind.NUDGES, recipient=person, state=MessageState.SENT, sent_at__gte=OuterRef("at") + lease
    )
    untold = LinkUse.objects.filter(~Exists(told), person=person, undone_at=None, told_by__isnull=False)
    return untold.exclude(told_by__state=MessageState.SENT).select_related("action__incident", "event")


def _newest_event(action: Action) -> ActionEvent:
    """Return the history row that was just written; the action is locked, so nobody else's is newer."""
    return ActionEvent.objects.filter(action=action).order_by("-pk")[:1].get()


def _owe_word(person: User, *, at: datetime) -> Message:
    """Owe a mail that tells the uses since the last working day together, on the morning of the next one."""
    calendar = calendar_of(person)
    day = calendar.working_day_from(person.local_day(at) + timedelta(days=1))
    message = enqueue_message(
        MessageKind.LINK_USED,
        key=f"link-used:{person.pk}:{day.isoformat()}",
        recipient=person,
        send_after=next_opening(calendar, datetime.combine(day, TOLD_AT, tzinfo=person.zone)),
    )
    if message.state in {MessageState.WAITING, MessageState.SENDING}:
        return message
    return enqueue_message(  # the person's zone was moved meanwhile
        MessageKind.LINK_USED, key=f"link-used:{person.pk}:{at.isoformat()}", recipient=person
    )


def _take_back(action: Action, use: LinkUse, *, at: datetime) -> None:
    """Put the action back, where the use is still the last word on what it changed. Raises LinkRefused."""
    match use.purpose:
        case LinkPurpose.DONE | LinkPurpose.WONT_DO if _is_last_word(
            use, ActionEventKind.DONE, ActionEventKind.WONT_DO, ActionEventKind.REOPENED
        ):
            reopen_action(action, by=use.person, reason=UNDONE, at=at)
        case LinkPurpose.NEW_DATE if action.is_open and _is_last_word(
            use, ActionEventKind.DATE_CHANGED, ActionEventKind.COMMITTED
        ):
            move_date_back(action, by=use.person, to=use.event.day_before, reason=UNDONE, at=at)
        case LinkPurpose.SNOOZE if action.snoozed_until and _is_last_word(use, ActionEventKind.SNOOZED):
            end_snooze(action, by=use.person, reason=UNDONE, at=at)
        case LinkPurpose.HAND_OVER if _is_offered_still(action, use):
            withdraw_hand_over(action, by=use.person, at=at)
        case _:
            raise LinkRefused(MOVED_ON)


def _is_last_word(use: LinkUse, *kinds: ActionEventKind) -> bool:
    newest = ActionEvent.objects.filter(action=use.action_id, kind__in=kinds).order_by("-pk").first()
    return newest is not None and newest.pk == use.event_id


def _is_offered_still(action: Action, use: LinkUse) -> bool:
    offered = use.event.details.get("hand_over")
    return action.hand_overs.filter(pk=offered, answer=HandOverAnswer.OFFERED).exists()
