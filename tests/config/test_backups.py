"""A backup holds all there is, and only fills what is empty."""

import io
import json
import stat
import tarfile
from pathlib import Path

import pytest

from config.backups import ATTACHMENTS, BackupError, _unpack_attachments, restore_backup, write_backup
from tests.config.machine import empty_home, run_command

FILL = """
from django.contrib.auth import get_user_model
for number in range(3):
    get_user_model().objects.create(email=f"person{number}@example.org", display_name=f"Zoë {number}")
"""
DIGESTS = """
import json
from django.db import connection
with connection.cursor() as cursor:
    found = {}
    for table in sorted(connection.introspection.table_names(cursor)):
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT count(*), md5(coalesce(string_agg(t::text, '~' ORDER BY t::text), '')) FROM {name} t")
        found[table] = cursor.fetchone()
print(json.dumps(found))
"""


def shell(home: Path, code: str) -> str:
    done = run_command(home, "shell", "-v0", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.servers
@pytest.mark.long
def test_a_restored_folder_equals_the_one_that_was_backed_up() -> None:
    with empty_home() as old, empty_home() as new:
        file = old.parent / "all.tar"
        before = json.loads(shell(old, FILL + DIGESTS))
        (old / "attachments" / "1").mkdir(parents=True)
        (old / "attachments" / "1" / "graph.png").write_bytes(b"a picture")

        assert run_command(old, "backup", str(file)).returncode == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        restored = run_command(new, "restore", str(file))
        assert restored.returncode == 0, restored.stderr
        assert json.loads(shell(new, DIGESTS)) == before
        assert before["people_user"][0] == 3
        assert (new / "attachments" / "1" / "graph.png").read_bytes() == b"a picture"
        assert (new / "secret_key").read_text() == (old / "secret_key").read_text()
        assert stat.S_IMODE((new / "secret_key").stat().st_mode) == 0o600


def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "thesis.tar"
    file.write_text("mine")
    with pytest.raises(BackupError, match="never overwrites"):
        write_backup(file)
    assert file.read_text() == "mine"


@pytest.mark.django_db
def test_a_backup_is_not_restored_over_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="The database is not empty"):
        restore_backup(tmp_path / "all.tar")


@pytest.mark.servers
@pytest.mark.long
def test_a_release_that_changes_the_database_backs_it_up_first() -> None:
    with empty_home() as home:
        shell(home, "from django.core.management import call_command; call_command('migrate', 'sessions', 'zero')")
        done = run_command(home, "shell", "-v0", "-c", "")
        assert "This release changes the database: backing up to" in done.stderr
        (file,) = (home / "backups").iterdir()
        with tarfile.open(file) as tar:
            assert (
                "sessions.0001_initial" not in json.load(tar.extractfile("manifest.json") or io.BytesIO())["migrations"]
            )


@pytest.mark.parametrize("name", ["attachments/../../escaped", "attachments", "attachments/../escaped"])
def test_a_name_that_points_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b"x"))
    packed.seek(0)
    with tarfile.open(fileobj=packed) as tar, pytest.raises(BackupError, match="points out of the data folder"):
        _unpack_attachments(tar, tmp_path / ATTACHMENTS)
    assert list(tmp_path.iterdir()) == []
