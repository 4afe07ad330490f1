"""One file that holds all there is: the database, the attachments and the secret key.

It is a tar of `manifest.json`, `database.dump` (pg_dump's custom format), `secret_key` and
`attachments/…`, readable by its owner alone.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.servers import installed_postgres_programs

FORMAT: Final = 1
DUMP: Final = "database.dump"
ATTACHMENTS: Final = "attachments"


class BackupError(Exception):
    """A backup cannot be written or restored; the text says why."""


def write_backup(file: Path) -> None:
    """Write everything to `file`, mode 0600. Raises BackupError where there is a file of that name already.

    The dump is one consistent state of the database. Attachments are read after it, so none that the
    dump speaks of is missing.
    """
    file = file.absolute()
    if file.exists():
        raise BackupError(f"{file} exists already, and a backup never overwrites. Choose another name.")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        dump, packed = Path(folder) / DUMP, Path(folder) / "packed.tar"
        run_postgres_program(
            "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={dump}", *database_arguments()
        )
        descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as output, tarfile.open(fileobj=output, mode="w") as tar:
            _add_bytes(tar, "manifest.json", json.dumps(_manifest(), indent=1).encode())
            _add_bytes(tar, "secret_key", settings.SECRET_KEY.encode())
            tar.add(dump, DUMP, filter=_anonymous)
            if Path(settings.MEDIA_ROOT).is_dir():
                tar.add(settings.MEDIA_ROOT, ATTACHMENTS, filter=_anonymous)
        try:
            os.link(packed, file)  # refuses a name that has been taken meanwhile
        except FileExistsError as error:
            raise BackupError(f"{file} exists already, and a backup never overwrites.") from error


def restore_backup(file: Path) -> None:
    """Fill an empty database and an empty data folder from `file`, then bring them to this release.

    Raises BackupError where either holds something, or where `file` is from a later release.
    """
    if connection.introspection.table_names():
        raise BackupError("The database is not empty. A backup is restored into an empty one only.")
    attachments = Path(settings.MEDIA_ROOT)
    if attachments.exists() and any(attachments.iterdir()):
        raise BackupError(f"{attachments} is not empty. A backup is restored into an empty data folder only.")
    with _opened(file) as tar, tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restore-") as folder:
        _refuse_later_release(_member(tar, "manifest.json"))
        dump = Path(folder) / DUMP
        with dump.open("wb") as output:
            shutil.copyfileobj(_stream(tar, DUMP), output)
        run_postgres_program(
            "pg_restore",
            "--no-owner",
            "--no-acl",
            "--exit-on-error",
            "--single-transaction",
            *database_arguments(),
            str(dump),
        )
        _unpack_attachments(tar, attachments)
        _write_secret_key(_member(tar, "secret_key"))
    call_command("migrate", interactive=False, verbosity=0)


# --- Postgres' programs ---------------------------------------------------------------------------
def database_arguments() -> list[str]:
    """Return how Postgres' programs are told which database is ours."""
    parts = connection.settings_dict
    given = {"--host": parts["HOST"], "--port": parts["PORT"], "--username": parts["USER"], "--dbname": parts["NAME"]}
    return [f"{option}={value}" for option, value in given.items() if value]


def run_postgres_program(name: str, *arguments: str) -> None:
    """Run one of Postgres' own programs to its end. Raises BackupError where there is none, or where it fails."""
    folder = installed_postgres_programs()
    program = str(folder / name) if folder else shutil.which(name)
    if program is None:
        raise BackupError(f"{name} is not on this machine. Install Postgres' client programs.")
    options = {f"PG{key.upper()}": str(value) for key, value in connection.settings_dict["OPTIONS"].items()}
    password = connection.settings_dict["PASSWORD"]
    environment = os.environ | {key: value for key, value in options.items() if key.startswith("PGSSL")}
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [program, *arguments],
        env=environment | ({"PGPASSWORD": password} if password else {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(f"{name} failed:\n{done.stderr.strip()}")


# --- the tar ----------------------------------------------------------------------------------------
def _manifest() -> dict[str, Any]:
    applied = sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)
    return {"format": FORMAT, "written_at": int(time.time()), "migrations": applied}


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o600, int(time.time())
    tar.addfile(entry, io.BytesIO(content))


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave out who owns a file here, and whatever is neither a file nor a folder."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry if entry.isfile() or entry.isdir() else None


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file) as tar:
            yield tar
    except (OSError, tarfile.ReadError) as error:
        raise BackupError(f"{file} cannot be read as a backup: {error}") from error


def _stream(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        found = tar.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        raise BackupError(f"This is not one of our backups: it holds no {name}.")
    return found


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    return _stream(tar, name).read()


def _refuse_later_release(manifest: bytes) -> None:
    noted = json.loads(manifest)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in noted["migrations"] if name not in known]
    if noted["format"] != FORMAT or unknown:
        raise BackupError(
            f"This backup is from a later release ({', '.join(unknown) or 'another format'}). Upgrade first, then restore."
        )


def _unpack_attachments(tar: tarfile.TarFile, folder: Path) -> None:
    """Write files below `folder` and nowhere else, whatever the names in the tar say."""
    for entry in tar.getmembers():
        path = PurePosixPath(entry.name)
        if not entry.isfile() or path.parts[:1] != (ATTACHMENTS,):
            continue
        if ".." in path.parts or len(path.parts) < 2:
            raise BackupError(f"{entry.name} points out of the data folder; nothing more was restored.")
        target = folder.joinpath(*path.parts[1:])
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("xb") as output:
            shutil.copyfileobj(_stream(tar, entry.name), output)


def _write_secret_key(key: bytes) -> None:
    """Keep the key that sessions and links were signed with. An operator who sets SECRET_KEY sets it there."""
    path = Path(settings.HOME) / "secret_key"
    if not os.environ.get("SECRET_KEY"):
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
