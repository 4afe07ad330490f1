"""Places beside a published document for what stands above it.

An app above registers one in its `AppConfig.ready`. The loader gets who reads and a document they may see, answers
None for "nothing to show", and keeps its own count of queries. Its template is included with `beside`, what the
loader returned, and with `incident` and `postmortem`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from people.models import User
from postmortems.models import Postmortem

Loader = Callable[[User, Postmortem], dict[str, Any] | None]


@dataclass(frozen=True)
class Beside:
    """A place that has something to show."""

    template: str
    context: dict[str, Any]


_places: dict[str, tuple[int, str, Loader]] = {}


def register_beside(name: str, template: str, loader: Loader, *, order: int = 100) -> None:
    """Show `template` beside every published document, lower `order` first; a name registered again is replaced."""
    _places[name] = (order, template, loader)


def load_beside(user: User, postmortem: Postmortem) -> list[Beside]:
    """Ask every place what it has for this reader. Queries: the places' own."""
    found = (
        (template, loader(user, postmortem)) for _, template, loader in sorted(_places.values(), key=lambda p: p[:2])
    )
    return [Beside(template, context) for template, context in found if context is not None]
