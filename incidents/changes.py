"""Who wants to know that an incident's facts changed: callbacks that apps above register when they are ready."""

from web.listeners import Listeners

_listeners: Listeners[[int]] = Listeners()

register_listener = _listeners.register
"""Call `listener(incident_id)` whenever facts of an incident change, inside the same transaction."""

incident_changed = _listeners.tell
"""Tell every listener. Services call this last, when the rows say what they will say."""
