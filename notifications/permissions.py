"""The doors to messages. What a message says is for its receiver alone; operators see what became of it."""

from django.db.models import QuerySet
from django.http import Http404

from notifications.choices import MessageKind, MessageState
from notifications.models import Message
from people.models import User

OPERATOR_SEES = (
    "kind",
    "recipient__display_name",
    "address",
    "state",
    "reason",
    "created_at",
    "send_after",
    "sent_at",
    "attempts",
)


def messages_to(user: User) -> QuerySet[Message]:
    """Everything that was sent to this person or waits for them, without the bodies: lists do not need them."""
    return Message.objects.to_person(user).defer("text_body", "html_body")


def reminders_waiting_for(user: User) -> QuerySet[Message]:
    """The reminders that wait for this person's working hours or for a mail server, the newest first; no bodies."""
    return messages_to(user).filter(kind=MessageKind.NUDGES, state=MessageState.WAITING)


def message_for_receiver(user: User, pk: int) -> Message:
    """Return one message with its body to whom it is for. Anybody else's and a missing one are the same 404."""
    message = Message.objects.to_person(user).filter(pk=pk).first()
    if message is None:
        raise Http404
    return message


def messages_for_operator() -> QuerySet[Message]:
    """Every message as operators may know it: subject, bodies and references are not fetched at all.

    Only pages behind `administrators_only` may ask.
    """
    return Message.objects.select_related("recipient").only(*OPERATOR_SEES)


def message_for_operator(pk: int) -> Message:
    """Return one message as operators may know it."""
    message = messages_for_operator().filter(pk=pk).first()
    if message is None:
        raise Http404
    return message
