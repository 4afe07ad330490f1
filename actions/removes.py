"""Which conditions an action removes: told by the app that holds documents, to those who may see the document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions.models import Action
from people.models import User


@dataclass(frozen=True)
class Removed:
    """A condition, and the document in which it ends in the action."""

    text: str
    url: str
    where: str


Loader = Callable[[User, Action], Sequence[Removed]]

_loaders: list[Loader] = []


def register_removed(loader: Loader) -> None:
    """Ask `loader(user, action)` on the action's page. The loader is its own door; one query."""
    if loader not in _loaders:
        _loaders.append(loader)


def removed_by(user: User, action: Action) -> list[Removed]:
    """Return the conditions that end in this action, as far as the person may see."""
    return [removed for loader in _loaders for removed in loader(user, action)]
