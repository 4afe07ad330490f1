"""Places on the incident's page for what stands above it: documents, actions.

An app above registers a panel in its `AppConfig.ready`. The loader is the panel's own door: it gets the
person who reads, answers None for "nothing to show to you", and keeps its own count of queries.
Its template is included with `incident` and `panel` (what the loader returned), on the incident's page only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from incidents.models import Incident
from people.models import User

Loader = Callable[[User, Incident], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """One registered place on the page."""

    name: str
    template: str
    loader: Loader
    order: int


@dataclass(frozen=True)
class LoadedPanel:
    """A panel that has something to show to this reader."""

    name: str
    template: str
    context: dict[str, Any]


_panels: dict[str, Panel] = {}


def register_panel(name: str, template: str, loader: Loader, order: int = 100) -> None:
    """Show `template` on every incident's page, lower `order` first; a name registered again is replaced."""
    _panels[name] = Panel(name, template, loader, order)


def load_panels(user: User, incident: Incident) -> list[LoadedPanel]:
    """Ask every panel what it has for this reader. Queries: the panels' own."""
    loaded = []
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.name)):
        context = panel.loader(user, incident)
        if context is not None:
            loaded.append(LoadedPanel(panel.name, panel.template, context))
    return loaded
