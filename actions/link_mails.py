"""What mails say with links that settle: offers of a hand-over, and what was done through earlier links.

Each mail is written twice: as it is sent, with the links, and as it is kept, without them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from actions.choices import HandOverAnswer, LinkPurpose
from actions.link_rules import is_undoable
from actions.link_services import untold_uses
from actions.links import OFFERED, mail_link, undo_link
from actions.models import Action, HandOver, LinkUse
from actions.permissions import actions_visible_to
from actions.queries import offers_to
from notifications.composing import Composed, Skip
from notifications.models import Message
from notifications.notices import Notice, bare_notice, written
from people.links import absolute
from people.models import User

Link = tuple[str, str]


@dataclass(frozen=True)
class MailRow:
    """One action in a mail. Of a restricted incident only `ref` and `href` are told; `links` are sent and not kept."""

    ref: str
    href: str
    title: str = ""
    incident: str = ""
    words: str = ""
    quote: str = ""
    links: Sequence[Link] = ()


def settling_links(person: User, action: Action, *, message: Message, at: datetime) -> tuple[Link, ...]:
    """Make the links that an item of a reminder offers to somebody who may change the action."""
    asked = OFFERED if action.is_open else [LinkPurpose.VERIFY] if action.verify_on else []
    links = {purpose: mail_link(person, action, purpose, message=message.pk, at=at) for purpose in asked}
    return tuple((_label(purpose, action), link.address) for purpose, link in links.items())


def _label(purpose: LinkPurpose, action: Action) -> str:
    if purpose == LinkPurpose.HAND_OVER and (action.owner is None or not action.owner.is_active):
        return "Find it an owner"
    return str(purpose.label)


def told_through_mail(person: User, *, at: datetime) -> list[MailRow]:
    """What was settled through this person's mail and is to be told now, with the way back; two queries."""
    return [_told(use, at=at) for use in untold_uses(person).filter(action__in=actions_visible_to(person))]


def _told(use: LinkUse, *, at: datetime) -> MailRow:
    row = _row(use.action)
    if use.action.incident.is_restricted:
        return row
    words = {
        LinkPurpose.DONE: "Marked as done.",
        LinkPurpose.WONT_DO: "Closed as won't do.",
        LinkPurpose.NEW_DATE: "Given a new date.",
        LinkPurpose.HAND_OVER: f"Offered to {use.event.details.get('to', 'somebody')}.",
        LinkPurpose.SNOOZE: "Its reminders were put off.",
        LinkPurpose.VERIFY: "Answered whether it held.",
        LinkPurpose.ACCEPT: "Taken on by you.",
        LinkPurpose.REFUSE: "Declined by you.",
    }
    links = (("Undo", undo_link(use, at=at).address),) if is_undoable(use) else ()
    return replace(
        row, words=words.get(LinkPurpose(use.purpose), "Settled."), quote=use.event.reason[:300], links=links
    )


def _row(action: Action) -> MailRow:
    """An action, as far as a mail may tell it."""
    ref, href = action.public_number, absolute(action.get_absolute_url())
    if action.incident.is_restricted:
        return MailRow(ref, href)
    return MailRow(ref, href, action.title, f"{action.incident.public_number} {action.incident.title}")


def compose_link_used(message: Message) -> Composed | Skip:
    """Tell somebody what was settled through their mail, unless a reminder or an undoing came before."""
    person = message.recipient
    if person is None:
        return Skip("It has no receiver.")
    with timezone.override(person.zone):
        rows = [
            _told(use, at=timezone.now())
            for use in untold_uses(person).filter(action__in=actions_visible_to(person))
            if use.told_by_id == message.pk
        ]
    if not rows:
        return Skip("It was told in a reminder, or undone.")
    return _composed(
        "emails/settled",
        rows,
        subject=f"Settled through your mail: {rows[0].ref}"
        if len(rows) == 1
        else f"Settled through your mail: {len(rows)} actions",
    )


def compose_hand_over_offered(message: Message) -> Composed | Skip:
    """Ask somebody whether they take on what is offered to them, unless that is answered or overtaken."""
    person = message.recipient
    if person is None:
        return Skip("It has no receiver.")
    offers = list(offers_to(person).filter(pk__in=message.refers_to.get("offers", [])))
    if not offers:
        return Skip("It was answered, withdrawn or settled before it went out.")
    rows = [_offered(offer, message, at=timezone.now()) for offer in offers]
    one = rows[0] if len(rows) == 1 else None
    named = any(row.title for row in rows)
    return _composed(
        "emails/offered",
        rows,
        subject=(f"For you to take on? {one.ref} {one.title}".strip() if named else one.ref)
        if one
        else f"For you to take on? {len(rows)} actions",
        by=str(offers[0].by) if named else "",
    )


def _offered(offer: HandOver, message: Message, *, at: datetime) -> MailRow:
    row = _row(offer.action)
    if offer.action.incident.is_restricted:
        return row
    links = tuple(
        (words, mail_link(offer.to, offer.action, purpose, message=message.pk, at=at).address)
        for words, purpose in (("Take it on", LinkPurpose.ACCEPT), ("Say no", LinkPurpose.REFUSE))
    )
    return replace(row, words=_planned(offer.action), quote=offer.word, links=links)


def _planned(action: Action) -> str:
    return f"Planned for {action.due_on.day} {action.due_on:%b %Y}." if action.due_on else "It has no date yet."


def compose_hand_over_answered(message: Message) -> Composed | Skip:
    """Tell the giver what became of an offer."""
    person = message.recipient
    offer = HandOver.objects.filter(pk=message.refers_to.get("offer")).select_related("to").first()
    if person is None or offer is None:
        return Skip("It has no receiver, or was taken back.")
    action = actions_visible_to(person).select_related("incident").filter(pk=offer.action_id).first()
    if action is None:
        return Skip("Its receiver may not see it any more.")
    ref, href = action.public_number, absolute(action.get_absolute_url())
    if action.incident.is_restricted:
        return written(bare_notice(ref, href))
    accepted = offer.answer == HandOverAnswer.ACCEPTED
    return written(
        Notice(
            heading=f"{offer.to} takes it on" if accepted else f"{offer.to} said no",
            subject=f"{'Taken on' if accepted else 'Not taken on'}: {ref} {action.title}",
            ref=ref,
            title=action.title,
            href=href,
            words=f"{offer.to} has accepted this action of {action.incident.public_number}, and owns it now."
            if accepted
            else f"{offer.to} cannot take this action of {action.incident.public_number}: “{offer.reply}” "
            "It stays where it was.",
            facts=_planned(action),
            button="Look at it",
            why="You get this because you offered the action. Replies are read by nobody.",
        )
    )


def _composed(template: str, rows: Sequence[MailRow], *, subject: str, **more: Any) -> Composed:
    """Write the mail as it is sent, and as it is kept."""
    sent = {"subject": subject, "rows": rows, **more}
    kept = sent | {"rows": [replace(row, links=()) for row in rows]}
    return Composed(
        subject=subject,
        text=render_to_string(f"{template}.txt", sent),
        html=render_to_string(f"{template}.html", sent),
        kept_text=render_to_string(f"{template}.txt", kept),
        kept_html=render_to_string(f"{template}.html", kept),
    )
