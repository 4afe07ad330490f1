"""The way from people to the outbox, which stands above them: callbacks it registers when it is ready."""

from collections.abc import Callable
from typing import Any, Protocol

from people.models import User


class Enqueue(Protocol):
    """What the outbox offers: write one message into the current transaction."""

    def __call__(
        self,
        kind: str,
        *,
        key: str,
        recipient: User | None = None,
        address: str = "",
        refers_to: dict[str, Any] | None = None,
    ) -> object: ...


HoursChanged = Callable[[User | None], None]

_registered: list[Enqueue] = []
_hours_changed: list[HoursChanged] = []


def register_outbox(enqueue: Enqueue) -> None:
    """Name the function that takes messages; the last one named counts."""
    _registered[:] = [enqueue]


def enqueue(
    kind: str,
    *,
    key: str,
    recipient: User | None = None,
    address: str = "",
    refers_to: dict[str, Any] | None = None,
) -> object:
    """Hand a message to the outbox. Raises RuntimeError where none is registered: mail is never dropped."""
    if not _registered:
        raise RuntimeError("No outbox is registered.")
    return _registered[0](kind, key=key, recipient=recipient, address=address, refers_to=refers_to)


def register_hours_changed(function: HoursChanged) -> None:
    """Name the function that hears when somebody is at work at other hours; None stands for everybody."""
    _hours_changed[:] = [function]


def hours_changed(person: User | None) -> None:
    """Tell, in the current transaction, that the hours of this person, or of everybody, are others now."""
    for function in _hours_changed:
        function(person)
