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
    ordered = sorted(_panels.values(), key=lambda panel: (panel.order, panel.name))
    loaded = (_loaded(panel, user, incident) for panel in ordered)
    return [panel for panel in loaded if panel is not None]


def load_panel(name: str, user: User, incident: Incident) -> LoadedPanel | None:
    """Ask one panel; None where no app has it, and where it has nothing to show. Queries: the panel's own."""
    panel = _panels.get(name)
    return _loaded(panel, user, incident) if panel else None


def _loaded(panel: Panel, user: User, incident: Incident) -> LoadedPanel | None:
    context = panel.loader(user, incident)
    return None if context is None else LoadedPanel(panel.name, panel.template, context)
