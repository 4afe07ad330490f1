"""Who wants to know that an action changed: callbacks that upper apps register when they are ready."""

from collections.abc import Callable

_listeners: list[Callable[[int], None]] = []


def register_listener(listener: Callable[[int], None]) -> None:
    """Call `listener(action_id)` inside the transaction of every change."""
    if listener not in _listeners:
        _listeners.append(listener)


def action_changed(action_id: int) -> None:
    """Tell every listener, in the order of registration."""
    for listener in _listeners:
        listener(action_id)
