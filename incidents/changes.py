"""Who wants to know of changes to incidents: callbacks that apps above register when they are ready."""

from typing import TYPE_CHECKING

from web.listeners import Listeners

if TYPE_CHECKING:
    from incidents.repeats.models import Repeat

_listeners: Listeners[[int]] = Listeners()

register_listener = _listeners.register
"""Call `listener(incident_id)` whenever facts of an incident change, inside the same transaction."""

incident_changed = _listeners.tell
"""Tell every listener. Services call this last, when the rows say what they will say."""

_repeat_listeners: "Listeners[[Repeat]]" = Listeners()

register_repeat_listener = _repeat_listeners.register
"""Call `listener(repeat)` when a person confirms that an incident is a repeat, inside the same transaction."""

repeat_confirmed = _repeat_listeners.tell
"""Tell every listener of a repeat that has just been confirmed."""
