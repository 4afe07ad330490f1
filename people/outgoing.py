"""The way from people to the outbox, which stands above them: a callback it registers when it is ready."""

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


_registered: list[Enqueue] = []


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
