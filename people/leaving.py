"""What somebody who goes leaves behind. The apps above know, so they register here what is to be said of it."""

from collections.abc import Callable

from people.models import User

LeftBehind = Callable[[User, User], str]

_registered: list[LeftBehind] = []


def register_left_behind(sentence: LeftBehind) -> None:
    """Ask `sentence(leaver, reader)` what the leaver would leave; empty where it is nothing the reader may know of."""
    if sentence not in _registered:
        _registered.append(sentence)


def left_behind_by(leaver: User, *, reader: User) -> list[str]:
    """Return the sentences that are to be read before somebody is deactivated."""
    return [said for sentence in _registered if (said := sentence(leaver, reader))]
