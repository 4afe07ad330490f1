"""Callbacks that upper apps register with lower ones, which may not import them."""

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Listeners(Generic[P]):
    """Who wants to be told of one kind of change. Telling happens inside the transaction of the change."""

    def __init__(self) -> None:
        self._registered: list[Callable[P, object]] = []

    def register(self, listener: Callable[P, object]) -> None:
        """Call `listener` from now on; registering it twice is a no-op."""
        if listener not in self._registered:
            self._registered.append(listener)

    def tell(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Tell every listener, in the order of registration."""
        for listener in self._registered:
            listener(*args, **kwargs)
