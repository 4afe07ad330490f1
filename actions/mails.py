"""The reminder mail: what somebody owes, and where to settle it. Written while it is sent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from actions.choices import NudgeKind, Priority
from actions.link_mails import Link, settling_links, told_through_mail
from actions.models import Action, Nudge
from actions.nudge_people import calendar_of
from actions.nudge_queries import policy_in_force
from actions.nudges import (
    Person,
    Policy,
    TrackedAction,
    comes_again_on,
    holds_still,
    may_be_disturbed,
    next_opening,
)
from actions.permissions import actions_visible_to, changeable_by
from incidents.models import Incident
from notifications.choices import RESTING, MessageKind, MessageState, Subscription
from notifications.composing import Composed, Later, Skip
from notifications.links import unsubscribe_headers, unsubscribe_link
from notifications.models import Message
from notifications.notices import Notice, bare_notice, written
from people.links import absolute
from people.models import TeamDeparture, User
from web.templatetags.web import ago

SHOWN = 25  # a mail one reads to the end; the rest is a link away
TOO_OLD = timedelta(days=7)  # by then the same has been said again
NOBODYS = {NudgeKind.UNOWNED, NudgeKind.ORPHANED}
WORDS = {
    NudgeKind.DUE_SOON: "Its date is near.",
    NudgeKind.OVERDUE: "Is it done, or does it need a new date?",
    NudgeKind.STALE: "Is it moving? A line about where it stands is enough.",
    NudgeKind.UNOWNED: "Nobody owns it yet. Who could take it on?",
    NudgeKind.ORPHANED: "Its owner is not here any more. Who could take it on?",
    NudgeKind.ESCALATED: "You lead its team, and its owner was told that you would hear of it. What would help?",
    NudgeKind.VERIFY: "It was done a while ago. Did it hold? What shows it?",
    NudgeKind.LOOK_AGAIN: "We decided not to do it, and to look again now. Does the reasoning still hold?",
}
BUTTONS = {
    NudgeKind.UNOWNED: "Find it an owner",
    NudgeKind.ORPHANED: "Find it an owner",
    NudgeKind.ESCALATED: "Look at it",
    NudgeKind.VERIFY: "Say whether it held",
    NudgeKind.LOOK_AGAIN: "Look again",
}
MATTERS = [
    *(NudgeKind.ESCALATED, NudgeKind.OVERDUE, NudgeKind.ORPHANED, NudgeKind.UNOWNED, NudgeKind.DUE_SOON),
    *(NudgeKind.REVIEW_LATE, NudgeKind.DRAFT_LATE, NudgeKind.LOOK_AGAIN, NudgeKind.VERIFY, NudgeKind.STALE),
]
"""The kinds, the more pressing first, among what matters as much by its priority."""


@dataclass(frozen=True)
class Row:
    """One action or document in the mail. Of a restricted incident only `ref` and `href` are told, wherever it is shown."""

    ref: str
    href: str
    title: str = ""
    incident: str = ""
    facts: str = ""
    words: str = ""
    warning: str = ""
    outcome: str = ""
    button: str = ""
    again: str = ""
    links: tuple[Link, ...] = ()  # with which it is settled; sent, and not kept


@dataclass(frozen=True)
class _Mail:
    """For whom a mail is written, and when."""

    person: User
    calendar: Person
    policy: Policy
    today: date


DocumentRows = Callable[[User, Iterable[Nudge], date], Mapping[int, Row]]
_document_rows: list[DocumentRows] = []


def register_document_rows(function: DocumentRows) -> None:
    """Name the function that writes the rows of late documents: by incident, those that this person may see and
    that are late still. Documents stand above actions; the app that has them registers this when it is ready.
    """
    _document_rows[:] = [function]


def compose_nudges(message: Message) -> Composed | Skip | Later:
    """Write the day's reminders of one person: what is settled or out of their sight by now drops out."""
    person = message.recipient
    if person is None or message.local_day is None:
        return Skip("It has no receiver.")
    with timezone.override(person.zone):
        mail = _mail_for(person)
        return (
            _overtaken(mail, message.local_day)
            or _too_early(mail, message)
            or _in_words(mail, message, message.local_day)
        )


def preview_nudges(message: Message) -> Composed | Skip:
    """Write it as it would go out now, whether or not its receiver is at work."""
    person = message.recipient
    if person is None or message.local_day is None:
        return Skip("It has no receiver.")
    with timezone.override(person.zone):
        mail = _mail_for(person)
        return _overtaken(mail, message.local_day) or _in_words(mail, message, message.local_day)


def _mail_for(person: User) -> _Mail:
    return _Mail(person, calendar_of(person), policy_in_force(), timezone.localdate())


def _overtaken(mail: _Mail, local_day: date) -> Skip | None:
    """Say why a mail of that day is not sent any more; one query."""
    if mail.today - local_day > TOO_OLD:
        return Skip("It waited for more than a week; what is owed has been said again since.", keeps_words=True)
    newer = Message.objects.filter(recipient=mail.person, kind=MessageKind.NUDGES, local_day__gt=local_day)
    if newer.exclude(state__in=[MessageState.SKIPPED, MessageState.FAILED]).exists():
        return Skip("A later reminder says it too.", keeps_words=True)
    return None


def _too_early(mail: _Mail, message: Message) -> Later | None:
    """Say from when on its receiver may be written to, if that is not now; one query."""
    local = timezone.localtime()
    others = Message.objects.filter(recipient=mail.person, kind=MessageKind.NUDGES).exclude(pk=message.pk)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    earliest = midnight + timedelta(days=1) if others.filter(sent_at__gte=midnight).exists() else local
    if earliest > local or not may_be_disturbed(mail.calendar, local):  # it waited for its server meanwhile
        return Later(next_opening(mail.calendar, earliest), RESTING)
    return None


def _in_words(mail: _Mail, message: Message, local_day: date) -> Composed | Skip:
    """Put the mail into words: as it is sent, and as it is kept, without what settles."""
    person = mail.person
    found = _rows(mail, message, local_day)
    if not found:
        return Skip("Everything in it was settled before it went out.")
    rows = [row for row, _ in found[:SHOWN]]
    told = told_through_mail(person, at=timezone.now())
    carried = changeable_by(person, [nudge.action for _, nudge in found[:SHOWN] if nudge.action])
    linked = [
        replace(row, links=settling_links(person, nudge.action, message=message, at=timezone.now()))
        if row.title and nudge.action and nudge.action_id in carried
        else row
        for row, nudge in found[:SHOWN]
    ]
    link = unsubscribe_link(person, Subscription.NUDGES)
    subject = _subject(rows, len(found))
    context = {
        "subject": subject,
        "rows": linked,
        "told": told,
        "settles": any(row.links for row in linked),
        "more": len(found) - len(rows),
        "all_href": absolute(reverse("actions:list")),
        "preferences_href": absolute(reverse("actions:reminders")),
        "cares_for_others": any(nudge.action is None or nudge.action.owner_id != person.pk for _, nudge in found),
        "weekly": person.nudges_weekly,
        "unsubscribe_url": None if person.nudges_weekly else link,
    }
    kept = context | {"rows": rows, "settles": False, "told": [replace(row, links=()) for row in told]}
    return Composed(
        subject=subject,
        text=render_to_string("emails/nudges.txt", context),
        html=render_to_string("emails/nudges.html", context),
        headers=unsubscribe_headers(link),
        kept_text=render_to_string("emails/nudges.txt", kept),
        kept_html=render_to_string("emails/nudges.html", kept),
    )


def compose_action_handed(message: Message) -> Composed | Skip:
    """Tell the new owner of an action, unless it has moved on meanwhile."""
    person = message.recipient
    if person is None:
        return Skip("It has no receiver.")
    seen = actions_visible_to(person).open().filter(owner=person)
    action = seen.select_related("incident").filter(pk=message.refers_to.get("action")).first()
    if action is None:
        return Skip("It was settled or handed on before it went out.")
    ref, href = action.public_number, absolute(action.get_absolute_url())
    if action.incident.is_restricted:
        return written(bare_notice(ref, href))
    by = User.objects.filter(pk=message.refers_to.get("by")).first()
    with timezone.override(person.zone):
        today = timezone.localdate()
        facts = dated("planned for", action.due_on, today) if action.due_on else "no date yet"
    return written(
        Notice(
            heading="An action is yours now",
            subject=f"Yours now: {ref} {action.title}",
            ref=ref,
            title=action.title,
            href=href,
            words=f"{by or 'Somebody'} made you the owner of this action of {action.incident.public_number}.",
            facts=facts,
            button="Look at it",
            why="You get this because an action has a new owner: you. If it should be somebody else's, "
            "hand it on from its page.",
        )
    )


def _rows(mail: _Mail, message: Message, local_day: date) -> list[tuple[Row, Nudge]]:
    """Return the reasons that hold still as rows, what matters most first; four queries.

    Also those of earlier mails that never went out.
    """
    unsent = Message.objects.filter(
        recipient=mail.person, kind=MessageKind.NUDGES, local_day__gt=local_day - TOO_OLD, local_day__lt=local_day
    ).exclude(state=MessageState.SENT)
    mine = Nudge.objects.filter(Q(message=message) | Q(message__in=unsent), person=mail.person)
    left = TeamDeparture.objects.filter(team=OuterRef("action__team_id"), user=OuterRef("action__owner_id"))
    of_actions = mine.filter(action__in=actions_visible_to(mail.person)).order_by("-planned_at")
    related = of_actions.select_related("action__incident", "action__owner", "action__team__lead")
    found: dict[tuple[str, int | None], tuple[Row, Nudge]] = {}
    for nudge in related.annotate(left_at=Subquery(left.values("left_at"))):
        assert nudge.action
        facts = _facts(nudge.action, nudge.left_at)
        kind = NudgeKind(nudge.kind)
        if holds_still(kind, nudge.speaks_of, facts, today=mail.today) and _is_for(mail.person, nudge):
            found.setdefault((kind, nudge.action_id), (_row(mail, nudge, nudge.action), nudge))
    documents = list(mine.filter(incident__in=Incident.objects.visible_to(mail.person)).order_by("-planned_at"))
    if documents and _document_rows:
        rows = _document_rows[0](mail.person, documents, mail.today)
        for late in documents:
            if late.incident_id is not None and late.incident_id in rows:
                found.setdefault((late.kind, late.incident_id), (rows[late.incident_id], late))
    return sorted(found.values(), key=lambda each: _gravity(each[1]))


def _gravity(nudge: Nudge) -> tuple[int, int, date, int]:
    """Order: by priority, then by how pressing, then by date. A document weighs as much as what matters much."""
    action = nudge.action
    priorities = list(Priority.values)
    priority = priorities.index(action.priority if action else Priority.HIGH)
    due_on = (action.due_on if action else nudge.speaks_of) or date.max
    return priority, MATTERS.index(NudgeKind(nudge.kind)), due_on, action.number if action else 0


def _facts(action: Action, left_at: datetime | None) -> TrackedAction:
    gone_at = action.owner.deactivated_at if action.owner else None
    if gone_at is None and left_at is not None and left_at > action.moved_at:
        gone_at = left_at
    return TrackedAction(
        id=action.pk,
        owner_id=action.owner_id,
        owner_left_on=gone_at.astimezone(UTC).date() if gone_at else None,
        due_on=action.due_on,
        heard_on=action.moved_at.astimezone(UTC).date(),
        status=action.status,
        snoozed_until=action.snoozed_until,
        verify_on=action.verify_on,
        look_again_on=action.look_again_on,
    )


def _is_for(person: User, nudge: Nudge) -> bool:
    """Whether it is still this person who is asked: it has not been handed to somebody else since it was planned."""
    action = nudge.action
    if action is None or nudge.kind in NOBODYS or action.owner_id == person.pk:
        return True
    return action.moved_at <= nudge.planned_at


def _row(mail: _Mail, nudge: Nudge, action: Action) -> Row:
    """Say one reason. What is told here about an action is what its receiver may see, and no more."""
    ref, href, today = action.public_number, absolute(action.get_absolute_url()), mail.today
    if action.incident.is_restricted:
        return Row(ref, href)
    kind = NudgeKind(nudge.kind)
    pace = mail.policy[action.priority]
    again = comes_again_on(kind, nudge.speaks_of, nudge.said_on, pace=pace, person=mail.calendar)
    return Row(
        ref=ref,
        href=href,
        title=action.title,
        incident=f"{action.incident.public_number} {action.incident.title}",
        facts=_when(kind, action, today),
        words=WORDS[kind],
        warning=_warning(kind, nudge, action, mail),
        outcome=action.outcome,
        button=BUTTONS.get(kind, "Settle it"),
        again=_day(max(again, today + timedelta(days=1)), today),
    )


def _warning(kind: NudgeKind, nudge: Nudge, action: Action, mail: _Mail) -> str:
    """Say beforehand who hears of it next."""
    lead = action.team.lead if action.team else None
    after = mail.policy[action.priority].escalate_after
    if kind != NudgeKind.OVERDUE or after is None or lead is None or lead.pk in {action.owner_id, mail.person.pk}:
        return ""
    day = max(nudge.speaks_of + after, mail.today + timedelta(days=1))
    return f"If nothing changes, {lead}, who leads {action.team}, hears of it too from {_day(day, mail.today)} on."


def _when(kind: NudgeKind, action: Action, today: date) -> str:
    """Say the dates as facts: "critical · planned for 3 Dec · 5 days ago"."""
    facts = [action.get_priority_display().lower()] if action.priority in {Priority.CRITICAL, Priority.HIGH} else []
    if kind in {NudgeKind.VERIFY, NudgeKind.LOOK_AGAIN} and action.settled_at:
        settled = "done on" if kind == NudgeKind.VERIFY else "decided on"
        return " · ".join([*facts, dated(settled, timezone.localdate(action.settled_at), today)])
    facts.append(dated("planned for", action.due_on, today) if action.due_on else "no date yet")
    if kind == NudgeKind.STALE:
        facts.append(dated("last heard of on", action.moved_at.astimezone(UTC).date(), today))
    return " · ".join(facts)


def dated(words: str, day: date, today: date) -> str:
    """Say a day with its distance: "planned for 3 Dec · 5 days ago"."""
    return f"{words} {_day(day, today)} · {ago(day)}"


def _day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def _subject(rows: Iterable[Row], count: int) -> str:
    if count > 1:
        return f"Reminder of {count} actions"
    (row,) = rows
    return f"Reminder: {row.ref} {row.title}".strip()
