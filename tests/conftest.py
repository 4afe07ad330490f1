"""What every test may ask for. The database: one migrated template, of which each worker has a copy."""
# ruff: noqa: E402 - settings read from the environment where the servers are, so that comes first

import contextlib
import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import django
import psycopg
import pytest
from psycopg import sql

from tests.servers import RUN, pytest_configure, pytest_unconfigure

RUN.choose_home(keep="--reuse-db" in sys.argv)
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from config.snapshot import fill_from_snapshot
from reviews.figures import forget_kept

__all__ = ["pytest_configure", "pytest_unconfigure"]  # pytest finds its hooks here

ROOT = Path(__file__).resolve().parent.parent


# --- settings that only tests have -----------------------------------------------------------
@pytest.fixture(scope="session", autouse=True)
def quick_settings() -> Iterator[None]:
    """Hash passwords fast, and serve static files from where they are written."""
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers, STORAGES=storages):
        yield


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Forget what this process was told of closed months: other tests had months of the same keys."""
    forget_kept()


@pytest.fixture(scope="session")
def servers() -> None:
    """Run Postgres and Redis; for tests that need Redis alone."""
    RUN.start()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("SECOND_STORY_SHARED") or ROOT / ".." / "shared").resolve() / "corpus"
    if not folder.is_dir():
        pytest.skip(f"The corpus of real post-mortems is not beside the project ({folder}).")
    return folder


# --- the order ---------------------------------------------------------------------------------
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, kind by kind, and end with what is quick: so the workers end together.

    Within that the order is random. Browser tests follow each other, since a worker's browser lives as long as they do.
    """
    items.sort(
        key=lambda item: [item.get_closest_marker(name) is None for name in ("long", "browser", "servers")],
    )


# --- the database ------------------------------------------------------------------------------
WORKERS_DATABASE = "test_second_story_"


def _migrations_key() -> str:
    """Return a name for the state that the migrations lead to, so that a kept template is never an old one."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    for package in ("Django", "django-allauth"):
        digest.update(version(package).encode())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """Connect to the server beside our database, to make and drop databases."""
    params = connection.get_connection_params() | {"dbname": "postgres"}
    wanted = {key: params[key] for key in ("host", "port", "user", "password", "dbname") if params.get(key)}
    with psycopg.connect(**wanted, autocommit=True) as server:
        yield server


@contextlib.contextmanager
def _one_worker_at_a_time() -> Iterator[None]:
    with (Path(settings.HOME) / "template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _names(server: psycopg.Connection, beginning: str) -> list[str]:
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning])
    return [name for (name,) in found]


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _copy(server: psycopg.Connection, template: str, name: str) -> None:
    _drop(server, name)
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)),
    )


def _make_template() -> str:
    """Return the name of a migrated database that nobody connects to, made by the first worker that asks."""
    name = f"test_template_{_migrations_key()}"
    with _one_worker_at_a_time(), _server() as server:
        if name not in _names(server, "test_template_"):
            for old in _names(server, "test_template_"):
                _drop(server, old)
            building = "test_building"
            _copy(server, "template0", building)
            _use(building)
            fill_from_snapshot()
            call_command("migrate", interactive=False, verbosity=0)
            connection.close()
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name)),
            )
    return name


@pytest.fixture(scope="session")
def template_database(
    servers: None, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Give the worker a database of its own and return the template it was copied from."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    original = str(settings.DATABASES["default"]["NAME"])
    name = f"{WORKERS_DATABASE}{worker}"
    with django_db_blocker.unblock():
        template = _make_template()
        with _one_worker_at_a_time(), _server() as server:
            _copy(server, template, name)
        _use(name)
    yield template
    with django_db_blocker.unblock():
        with _server() as server:
            _drop(server, name)
        _use(original)


@pytest.fixture(scope="session")
def django_db_setup(template_database: str) -> None:
    """Stand in for pytest-django's fixture, which would migrate once for each worker."""


@pytest.fixture(scope="session", autouse=True)
def nothing_is_emptied() -> Iterator[None]:
    """Spare emptying every table after a test that commits: what it leaves is thrown away with its database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: None)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Give a fresh copy after a test that commits: emptying the tables would also empty what migrations wrote.

    A fixture would come too early: others that are torn down after it still use the database.
    """
    yield
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    asks = commits or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    name = str(connection.settings_dict["NAME"])
    # A test that was skipped before it had a database leaves the worker's to be made.
    if nextitem and asks and name.startswith(WORKERS_DATABASE):
        connection.close()
        with _one_worker_at_a_time(), _server() as server:
            _copy(server, f"test_template_{_migrations_key()}", name)
