"""What was to be changed after an incident and has not been: told by the app that holds actions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from people.models import User


@dataclass(frozen=True)
class Unshipped:
    """A commitment that has not shipped, as a line: open still, or closed as won't do."""

    reference: str
    title: str
    url: str
    state: str
    committed_at: datetime
    due_on: date | None = None


Lines = Mapping[int, Sequence[Unshipped]]
Loader = Callable[[User, Collection[int]], Lines]

_loaders: list[Loader] = []


def register_unshipped(loader: Loader) -> None:
    """Ask `loader(user, incident_ids)` for lines by incident. The loader is its own door; one query."""
    if loader not in _loaders:
        _loaders.append(loader)


def unshipped_of(user: User, incident_ids: Collection[int], *, by: datetime) -> dict[int, list[Unshipped]]:
    """Return what was committed to after these incidents by an instant, and has not shipped.

    As far as this person may see; nothing is asked for none. What was committed to later could not have helped then.
    """
    found: dict[int, list[Unshipped]] = {}
    for loader in _loaders if incident_ids else ():
        for incident, lines in loader(user, incident_ids).items():
            found.setdefault(incident, []).extend(line for line in lines if line.committed_at <= by)
    return found
