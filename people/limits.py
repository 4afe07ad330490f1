"""How often something may be tried. Counted in the cache: what is owed never depends on it."""

import hashlib

from django.core.cache import cache


def count_try(action: str, key: str, *, seconds: int) -> int:
    """Count one try and return how many there were within the span that began with the first."""
    name = _name(action, key)
    cache.add(name, 0, seconds)
    try:
        return int(cache.incr(name))
    except ValueError:  # it expired between the two calls
        cache.set(name, 1, seconds)
        return 1


def tries_so_far(action: str, key: str) -> int:
    """Return how many tries were counted within the running span."""
    return int(cache.get(_name(action, key), 0))


def _name(action: str, key: str) -> str:
    return f"limits:{action}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
