"""Every address asked by everybody: owner, teammate, stranger, administrator, and nobody at all."""

import importlib
import pkgutil

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access
from tests.access.world import make_world

MODULES = [
    importlib.import_module(f"tests.access.{module.name}")
    for module in pkgutil.iter_modules(tests.access.__path__)
    if module.name != "world"
]
ROWS = [row for module in MODULES for row in module.ACCESS]


def every_name(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    """Return the name of every address the site answers to, with its namespace."""
    names = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            names.add(prefix + (entry.name or str(entry.pattern)))
        else:
            names |= every_name(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
    return names


def test_no_address_is_left_out():
    assert every_name() == {name for name, _, _ in ROWS}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "kwargs_of", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_each_person_gets_what_is_theirs(client, name, kwargs_of, expected):
    world = make_world()
    for module in MODULES:
        if hasattr(module, "furnish"):
            module.furnish(world)
    url = reverse(name, kwargs=kwargs_of(world) if kwargs_of else None)
    found = {}
    for person in expected:
        client.logout()
        if person != "anonymous":
            client.force_login(getattr(world, person))
        found[person] = client.get(url).status_code
    assert found == expected
