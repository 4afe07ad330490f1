"""The embedded servers: what they refuse, and what they do where accounts cannot pass."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest

from config import embedded, servers
from config.servers import Account, HomeLock, ServersError
from tests.config.machine import NOBODY, empty_home, run_command

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands over to another account")


def quiet(_text: str) -> None:
    pass


def test_data_of_another_postgres_is_refused_and_left_alone() -> None:
    with empty_home() as home:
        (home / "postgres").mkdir(parents=True)
        (home / "postgres" / "PG_VERSION").write_text("17\n")
        refused = run_command(home, "showmigrations")
        assert refused.returncode == 1
        assert "was made by Postgres 17; this release runs Postgres 18" in refused.stderr
        assert [path.name for path in (home / "postgres").iterdir()] == ["PG_VERSION"]


def test_a_folder_with_something_else_in_it_is_refused() -> None:
    with empty_home() as home:
        (home / "postgres").mkdir(parents=True)
        (home / "postgres" / "thesis.txt").write_text("mine")
        refused = run_command(home, "showmigrations")
        assert refused.returncode == 1
        assert "is not empty and not a Postgres database" in refused.stderr


def test_a_folder_of_sockets_that_others_can_enter_is_refused() -> None:
    with empty_home() as home:
        folder = embedded.socket_folder(home)
        folder.mkdir(mode=0o755)
        try:
            refused = run_command(home, "showmigrations")
        finally:
            shutil.rmtree(folder)
    assert refused.returncode == 1
    assert f"{folder} is not a private folder of ours" in refused.stderr


def test_the_lock_is_free_again_when_given_back(tmp_path: Path) -> None:
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    assert first.take("one thing")
    assert not second.take("another")
    assert second.holder() == (os.getpid(), "one thing")
    first.release()
    assert second.take("another")
    second.release()


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = embedded.secret_key(tmp_path, required=False)
    assert len(key) > 50
    assert embedded.secret_key(tmp_path, required=False) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@as_root
@pytest.mark.servers
def test_root_in_a_folder_of_its_own_keeps_data_where_the_account_can_go() -> None:
    with empty_home() as home:
        home.parent.chmod(0o700)
        elsewhere = servers.OUTSIDE / embedded.data_folder_name(home)
        try:
            done = run_command(home, "showmigrations", "people")
            assert done.returncode == 0, done.stderr
            assert f"cannot enter {home}: Postgres and Redis keep their files in {elsewhere}" in done.stderr
            assert (elsewhere / "postgres" / "PG_VERSION").stat().st_uid == NOBODY.pw_uid
            assert stat.S_IMODE(home.parent.stat().st_mode) == 0o700
        finally:
            shutil.rmtree(elsewhere, ignore_errors=True)


@as_root
def test_programs_that_the_account_cannot_reach_are_copied_with_their_libraries() -> None:
    account = Account(uid=NOBODY.pw_uid, gid=NOBODY.pw_gid, name=NOBODY.pw_name)
    closed = Path(tempfile.mkdtemp())  # mode 0700
    program, library = closed / "package" / "bin" / "program", closed / "package.libs" / "library"
    for path, text in ((program, '#!/bin/sh\ncat "$(dirname "$0")/../../package.libs/library"\n'), (library, "found")):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    program.chmod(0o755)
    copy = servers._copy_for(account, program, [closed / "package", closed / "package.libs"], closed, quiet)
    try:
        assert copy.is_relative_to(servers.OUTSIDE)
        assert servers._run([copy], account).stdout == "found"
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        shutil.rmtree(copy.parents[2])
        shutil.rmtree(closed)


def test_a_name_for_another_account_is_not_ours_to_use(tmp_path: Path) -> None:
    folder = embedded.socket_folder(tmp_path)
    folder.mkdir(mode=0o700)
    try:
        with pytest.raises(ServersError, match="is not a private folder of ours"):
            servers.check_socket_folder(tmp_path, os.geteuid() + 1)
    finally:
        folder.rmdir()
