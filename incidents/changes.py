"""Who wants to know that an incident's facts changed: callbacks that apps above register when they are ready."""

from collections.abc import Callable

Listener = Callable[[int], object]

_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Call `listener(incident_id)` whenever facts of an incident change, inside the same transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def incident_changed(incident_id: int) -> None:
    """Tell every listener. Services call this last, when the rows say what they will say."""
    for listener in _listeners:
        listener(incident_id)
