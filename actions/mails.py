"""The reminder mail: what somebody owes, and where to settle it. Written while it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from actions.choices import NudgeKind, Priority
from actions.link_mails import Link, settling_links, told_through_mail
from actions.models import Action, Nudge
from actions.nudges import OpenAction, comes_again_on, holds_still
from actions.permissions import actions_visible_to
from notifications.choices import Subscription
from notifications.composing import Composed, Skip
from notifications.links import unsubscribe_headers, unsubscribe_link
from notifications.models import Message
from notifications.notices import Notice, bare_notice, written
from people.links import absolute
from people.models import User
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
}


@dataclass(frozen=True)
class Row:
    """One action in the mail. Of a restricted incident only `ref` and `href` are told, wherever it is shown."""

    ref: str
    href: str
    title: str = ""
    incident: str = ""
    facts: str = ""
    words: str = ""
    outcome: str = ""
    button: str = ""
    again: str = ""
    links: tuple[Link, ...] = ()  # with which it is settled; sent, and not kept


def compose_nudges(message: Message) -> Composed | Skip:
    """Write the day's reminders of one person: what is settled or out of their sight by now drops out."""
    person = message.recipient
    if person is None or message.local_day is None:
        return Skip("It has no receiver.")
    with timezone.override(person.zone):
        return _compose_for(person, message, message.local_day)


def _compose_for(person: User, message: Message, local_day: date) -> Composed | Skip:
    today = timezone.localdate()
    if today - local_day > TOO_OLD:
        return Skip("It waited for more than a week; what is owed has been said again since.", keeps_words=True)
    nudges = _standing_nudges(message, person, today)
    if not nudges:
        return Skip("Everything in it was settled before it went out.")
    rows = [_row(nudge, today) for nudge in nudges[:SHOWN]]
    told = told_through_mail(person, at=timezone.now())
    linked = [
        replace(row, links=settling_links(person, nudge.action, message=message, at=timezone.now()))
        if row.title
        else row
        for row, nudge in zip(rows, nudges, strict=False)
    ]
    link = unsubscribe_link(person, Subscription.NUDGES)
    subject = _subject(rows, len(nudges))
    context = {
        "subject": subject,
        "rows": linked,
        "told": told,
        "settles": any(row.links for row in linked),
        "more": len(nudges) - len(rows),
        "all_href": absolute(reverse("actions:list")),
        "cares_for_others": any(nudge.action.owner_id != person.pk for nudge in nudges),
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
        facts = _dated("planned for", action.due_on, today) if action.due_on else "no date yet"
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


def _standing_nudges(message: Message, person: User, today: date) -> list[Nudge]:
    """Return the reasons that hold still, gravest first, then by date; two queries."""
    mine = Nudge.objects.filter(message=message, action__in=actions_visible_to(person).open())
    nudges = [
        nudge
        for nudge in mine.select_related("action__incident", "action__owner")
        if holds_still(NudgeKind(nudge.kind), nudge.speaks_of, _facts(nudge.action), today=today)
        and _is_for(person, nudge)
    ]
    gravity = list(Priority.values)

    def order(nudge: Nudge) -> tuple[int, date, int]:
        action = nudge.action
        return gravity.index(action.priority), action.due_on or date.max, action.number

    return sorted(nudges, key=order)


def _facts(action: Action) -> OpenAction:
    left_at = action.owner.deactivated_at if action.owner else None
    return OpenAction(
        id=action.pk,
        owner_id=action.owner_id,
        owner_left_on=left_at.astimezone(UTC).date() if left_at else None,
        due_on=action.due_on,
        heard_on=action.moved_at.astimezone(UTC).date(),
    )


def _is_for(person: User, nudge: Nudge) -> bool:
    """Whether it is still this person who is asked: it has not been handed to somebody else since it was planned."""
    if nudge.kind in NOBODYS or nudge.action.owner_id == person.pk:
        return True
    return nudge.action.moved_at <= nudge.planned_at


def _row(nudge: Nudge, today: date) -> Row:
    action = nudge.action
    ref, href = action.public_number, absolute(action.get_absolute_url())
    if action.incident.is_restricted:
        return Row(ref, href)
    kind = NudgeKind(nudge.kind)
    return Row(
        ref=ref,
        href=href,
        title=action.title,
        incident=f"{action.incident.public_number} {action.incident.title}",
        facts=_when(kind, action, today),
        words=WORDS[kind],
        outcome=action.outcome,
        button="Find it an owner" if kind in NOBODYS else "Settle it",
        again=_day(max(comes_again_on(kind, nudge.speaks_of, nudge.step), today + timedelta(days=1)), today),
    )


def _when(kind: NudgeKind, action: Action, today: date) -> str:
    """Say the dates as facts: "critical · planned for 3 Dec · 5 days ago"."""
    facts = [action.get_priority_display().lower()] if action.priority in {Priority.CRITICAL, Priority.HIGH} else []
    facts.append(_dated("planned for", action.due_on, today) if action.due_on else "no date yet")
    if kind == NudgeKind.STALE:
        facts.append(_dated("last heard of on", action.moved_at.astimezone(UTC).date(), today))
    return " · ".join(facts)


def _dated(words: str, day: date, today: date) -> str:
    return f"{words} {_day(day, today)} · {ago(day)}"


def _day(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def _subject(rows: Iterable[Row], count: int) -> str:
    if count > 1:
        return f"Reminder of {count} actions"
    (row,) = rows
    return f"Reminder: {row.ref} {row.title}".strip()
