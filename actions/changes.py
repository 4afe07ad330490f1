"""Who wants to know that an action changed: callbacks that upper apps register when they are ready."""

from web.listeners import Listeners

_listeners: Listeners[[int]] = Listeners()

register_listener = _listeners.register
"""Call `listener(action_id)` inside the transaction of every change."""

action_changed = _listeners.tell
