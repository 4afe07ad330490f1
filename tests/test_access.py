"""Every address asked by everybody: owner, teammate, stranger, administrator, and nobody at all."""

import importlib
import pkgutil
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
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


def is_write(sql: str | None) -> bool:
    """Whether a statement changes what we keep; a session's own row is the browser's business.

    A prepared statement is logged without its text: those of web.statements only read.
    """
    return sql is not None and re.match(r"\s*(INSERT|UPDATE|DELETE)\b", sql) is not None and "django_session" not in sql


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Make the world once for all addresses; each test is a savepoint inside its transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        for module in MODULES:
            if hasattr(module, "furnish"):
                module.furnish(made)
        yield made
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "kwargs_of", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_each_person_gets_what_is_theirs(world, client, name, kwargs_of, expected):
    url = reverse(name, kwargs=kwargs_of(world) if kwargs_of else None)
    found, written = {}, []
    for person in expected:
        client.logout()
        if person != "anonymous":
            client.force_login(getattr(world, person))
        with CaptureQueriesContext(connection) as statements:
            response = client.get(url)
        found[person] = response.status_code
        assert response.streaming or b"---------" not in response.content, "a choice that says nothing"
        written += [query["sql"] for query in statements if is_write(query["sql"])]
    assert found == expected
    assert written == [], "a GET wrote"
