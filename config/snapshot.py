"""A new database from one script, instead of from every migration there ever was.

`schema.sql` is what the migrations it names make of an empty database, as pg_dump writes it. Loading it takes a
second where the migrations take ten. It need not be new: what it does not cover is migrated afterwards. Where it does
not fit (a migration that it covers was changed, another major version of Postgres) it is left alone, and the
migrations do all of it. `manage.py write_schema` makes it anew.
"""

import contextlib
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.backups import database_arguments, run_postgres_program

SCHEMA = Path(__file__).resolve().parent / "schema.sql"
HEAD = "-- covers "
SERVER = 18
"""The major version of Postgres that wrote the script. An older one need not understand it."""


def fill_from_snapshot(file: Path = SCHEMA) -> bool:
    """Fill an empty database from the script; False, and nothing done, where the script does not fit."""
    if connection.introspection.table_names() or not fits(file):
        return False
    run_script(file.read_text(encoding="utf-8"))
    return True


def run_script(script: str) -> None:
    """Run a dump in our database, whole or not at all, in a session of its own: it changes how its session reads names."""
    session = connection.get_new_connection(connection.get_connection_params())
    with contextlib.closing(session), session.transaction():
        session.execute(script)


def fits(file: Path = SCHEMA) -> bool:
    """Tell whether the script holds what today's migrations would make, as far as it goes."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) // 10_000 != SERVER:
            return False
    digest, migrations = _head_of(file)
    return bool(digest) and digest == _digest_of(migrations)


def pending(file: Path = SCHEMA) -> list[str]:
    """Return the migrations that the script does not cover."""
    _digest, migrations = _head_of(file)
    return sorted({f"{app}.{name}" for app, name in _on_disk()} - set(migrations))


def write_snapshot(file: Path = SCHEMA) -> None:
    """Write the script from what all migrations together make of an empty database."""
    with scratch_database("second_story_schema"):
        call_command("migrate", interactive=False, verbosity=0)
        migrations = sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)
        script = dump()
    head = json.dumps({"digest": _digest_of(migrations), "migrations": migrations})
    file.write_text(f"{HEAD}{head}\n{script}", encoding="utf-8")


def dump() -> str:
    """Return the database as a script that any client can run: no word that only psql understands."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "schema.sql"
        options = ("--inserts", "--no-owner", "--no-acl", "--no-comments", f"--file={written}")
        run_postgres_program("pg_dump", *options, *database_arguments())
        lines = written.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("\\", "-- Dumped ")))


@contextlib.contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """Make an empty database beside ours and work in it; it is thrown away afterwards."""
    ours = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        _use(name)
        yield
    finally:
        _use(ours)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _head_of(file: Path) -> tuple[str, list[str]]:
    """Return the digest and the names of what the script covers; nothing where there is no such script."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        with file.open(encoding="utf-8") as lines:
            head = json.loads(lines.readline().removeprefix(HEAD))
        return head["digest"], head["migrations"]
    return "", []


def _digest_of(migrations: list[str]) -> str:
    """Name the content of these migrations. Empty where one of them is not there any more.

    Of other people's only the name counts: they do not change what they have released.
    """
    on_disk = {f"{app}.{name}": migration for (app, name), migration in _on_disk().items()}
    digest = hashlib.sha256()
    for name in migrations:
        if name not in on_disk:
            return ""
        source = Path(str(sys.modules[type(on_disk[name]).__module__].__file__))
        ours = settings.BASE_DIR in source.parents and "site-packages" not in source.parts
        digest.update(name.encode() + (source.read_bytes() if ours else b""))
    return digest.hexdigest()


def _on_disk() -> dict[tuple[str, str], object]:
    return dict(MigrationLoader(None).disk_migrations)
