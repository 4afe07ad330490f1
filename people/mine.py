"""What waits for one person, across everything: places on their own page for what stands above people.

An app above registers a panel in its `AppConfig.ready`. The loader is the panel's own door: it gets the person and
their day, answers None where nothing waits there, and keeps its own count of queries. Its template is included with
`panel`, what the loader returned, on that page only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.models import User

Loader = Callable[[User, date], dict[str, Any] | None]


@dataclass(frozen=True)
class MinePanel:
    """One registered place on the page."""

    name: str
    template: str
    loader: Loader
    order: int


@dataclass(frozen=True)
class LoadedMine:
    """A panel in which something waits."""

    name: str
    template: str
    context: dict[str, Any]


_panels: dict[str, MinePanel] = {}


def register_mine(name: str, template: str, loader: Loader, *, order: int = 100) -> None:
    """Show `template` on everybody's own page, lower `order` first; a name registered again is replaced."""
    _panels[name] = MinePanel(name, template, loader, order)


def load_mine(user: User, today: date) -> list[LoadedMine]:
    """Ask every panel what waits for this person. Queries: the panels' own."""
    loaded = []
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.name)):
        context = panel.loader(user, today)
        if context is not None:
            loaded.append(LoadedMine(panel.name, panel.template, context))
    return loaded
