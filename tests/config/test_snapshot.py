"""A new database made in one step is the one that the migrations make."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.snapshot import SCHEMA, dump, fill_from_snapshot, fits, pending, run_script, scratch_database

MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00'")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def empty_database() -> Iterator[None]:
    with scratch_database("test_snapshot"):
        yield


def content(script: str) -> "Counter[str]":
    """Return the lines of a dump, without the moments at which rows were written.

    It is loaded and dumped once more: Postgres words a condition that it has read from a dump in another way.
    """
    with scratch_database("test_content"):
        run_script(script)
        rows = MOMENT.sub("'then'", dump()).splitlines()
    serial = re.compile(r"INSERT INTO public\.(django_migrations|django_content_type|auth_permission) VALUES \(\d+")
    return Counter(serial.sub(r"INSERT INTO public.\1 VALUES (0", row) for row in rows if "setval" not in row)


@pytest.mark.servers
@pytest.mark.long
def test_the_script_makes_what_the_migrations_make() -> None:
    with scratch_database("test_quick"):
        assert fill_from_snapshot()
        call_command("migrate", interactive=False, verbosity=0)
        quick = dump()
    with scratch_database("test_slow"):
        call_command("migrate", interactive=False, verbosity=0)
        slow = dump()
    made, expected = content(quick), content(slow)
    assert (made - expected, expected - made) == (Counter(), Counter())


def test_it_is_not_used_on_a_database_that_holds_something() -> None:
    assert not fill_from_snapshot()


def test_it_is_not_used_once_a_migration_that_it_covers_was_changed(tmp_path: Path) -> None:
    changed = tmp_path / "schema.sql"
    changed.write_text(re.sub(r'"digest": "\w+"', '"digest": "0"', SCHEMA.read_text(), count=1))
    assert fits()
    assert not fits(changed)
    assert not fits(tmp_path / "missing.sql")


def test_it_is_not_far_behind() -> None:
    assert len(pending()) <= 15, "a new database takes long to make: run `make schema`"


def test_what_it_leaves_is_known_to_the_migrations(empty_database: None) -> None:
    assert fill_from_snapshot()
    applied = {f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations}
    on_disk = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    assert applied == on_disk - set(pending())
