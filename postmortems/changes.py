"""Who wants to know that a document changed: callbacks registered when they are ready, search among them."""

from collections.abc import Callable
from enum import StrEnum


class Change(StrEnum):
    """What happened to the document. Typing is told as often as somebody's text is saved."""

    STARTED = "started"
    TYPED = "typed"
    PUBLISHED = "published"


Listener = Callable[[int, Change], object]

_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Call `listener(postmortem_id, change)` inside the transaction of every change."""
    if listener not in _listeners:
        _listeners.append(listener)


def postmortem_changed(postmortem_id: int, change: Change) -> None:
    """Tell every listener. Services call this last, when the rows say what they will say."""
    for listener in _listeners:
        listener(postmortem_id, change)
