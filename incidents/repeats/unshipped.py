"""What was to be changed after an incident and never was: told by the app that holds actions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from people.models import User


@dataclass(frozen=True)
class Unshipped:
    """An action that never shipped, as a line: open still, or closed as won't do."""

    reference: str
    title: str
    url: str
    state: str


Lines = Mapping[int, Sequence[Unshipped]]
Loader = Callable[[User, Collection[int]], Lines]

_loaders: list[Loader] = []


def register_unshipped(loader: Loader) -> None:
    """Ask `loader(user, incident_ids)` for lines by incident. The loader is its own door; one query."""
    if loader not in _loaders:
        _loaders.append(loader)


def unshipped_of(user: User, incident_ids: Collection[int]) -> dict[int, list[Unshipped]]:
    """Return what never shipped of these incidents, as far as this person may see; nothing is asked for none."""
    found: dict[int, list[Unshipped]] = {}
    for loader in _loaders if incident_ids else ():
        for incident, lines in loader(user, incident_ids).items():
            found.setdefault(incident, []).extend(lines)
    return found
