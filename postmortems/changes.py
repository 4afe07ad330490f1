"""Who wants to know that a document changed: callbacks registered when they are ready, search among them."""

from enum import StrEnum

from web.listeners import Listeners


class Change(StrEnum):
    """What happened to the document. Typing is told as often as somebody's text is saved."""

    STARTED = "started"
    TYPED = "typed"
    PUBLISHED = "published"


_listeners: Listeners[[int, Change]] = Listeners()

register_listener = _listeners.register
"""Call `listener(postmortem_id, change)` inside the transaction of every change."""

postmortem_changed = _listeners.tell
"""Tell every listener. Services call this last, when the rows say what they will say."""
