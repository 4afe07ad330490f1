"""The mail to an owner whose ticket was closed without being done."""

from actions.permissions import actions_visible_to
from notifications.composing import Composed, Skip
from notifications.models import Message
from notifications.notices import Notice, bare_notice, written
from people.links import absolute


def compose_ticket_asks(message: Message) -> Composed | Skip:
    """Ask the owner for the reasoning, unless that has been settled or handed on meanwhile."""
    person = message.recipient
    if person is None:
        return Skip("It has no receiver.")
    asked = actions_visible_to(person).filter(owner=person, ticket__asks_for_reasoning=True)
    action = asked.select_related("incident", "ticket__connection").filter(pk=message.refers_to.get("action")).first()
    if action is None:
        return Skip("It was answered or handed on before it went out.")
    ref, href = action.public_number, absolute(action.get_absolute_url())
    if action.incident.is_restricted:
        return written(bare_notice(ref, href))
    ticket = action.ticket
    return written(
        Notice(
            heading="Its ticket was closed without being done",
            subject=f"Why won't it be done? {ref} {action.title}",
            ref=ref,
            title=action.title,
            href=href,
            words=f"{ticket.connection.name} {ticket.key} is {ticket.ticket_words}. The action stays open until "
            "somebody says why it won't be done, or keeps it open.",
            button="Answer it",
            why="You get this because the action is yours.",
        )
    )
