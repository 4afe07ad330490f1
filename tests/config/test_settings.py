"""What the environment says, and what a running `up` notes for commands that are run by hand."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.environment import mail_settings

ROOT = Path(__file__).resolve().parents[2]


def lock_of(home: Path, pid: int, purpose: str) -> None:
    (home / "lock").write_text(json.dumps({"pid": pid, "purpose": purpose}))


def test_what_a_running_up_noted_is_read_by_its_account_alone(tmp_path: Path) -> None:
    assert embedded.noted_settings(tmp_path) == {}
    embedded.note_settings(tmp_path, {"EMAIL_URL": "smtp://user:secret@mail"})
    assert stat.S_IMODE((tmp_path / embedded.NOTE).stat().st_mode) == 0o600
    lock_of(tmp_path, os.getpid(), "up")
    assert embedded.noted_settings(tmp_path) == {"EMAIL_URL": "smtp://user:secret@mail"}


def test_a_note_of_an_up_that_does_not_run_any_more_is_nothing(tmp_path: Path) -> None:
    embedded.note_settings(tmp_path, {"SITE_URL": "http://127.0.0.1:8001"})
    lock_of(tmp_path, os.getpid(), "send_outbox")
    assert embedded.noted_settings(tmp_path) == {}
    with subprocess.Popen(["true"]) as gone:
        pass
    (tmp_path / embedded.NOTE).write_text(json.dumps({"pid": gone.pid, "settings": {"SITE_URL": "http://old"}}))
    lock_of(tmp_path, gone.pid, "up")
    assert embedded.noted_settings(tmp_path) == {}


def test_a_silent_mail_server_is_waited_for_as_long_as_the_address_says() -> None:
    assert mail_settings("smtp://mail:2525")["timeout"] == 20
    assert mail_settings("smtp://mail:2525?timeout=5") == mail_settings("smtp://mail:2525") | {"timeout": 5}
    for wrong in ("0", "soon", "-1"):
        with pytest.raises(ImproperlyConfigured, match="whole number of seconds"):
            mail_settings(f"smtp://mail?timeout={wrong}")


def test_a_command_finds_its_environment_under_the_machines_python(tmp_path: Path) -> None:
    command = [getattr(sys, "_base_executable", sys.executable), "-I", "-S"]  # which has nothing of ours
    copied = tmp_path / "manage.py"
    shutil.copy(ROOT / "manage.py", copied)
    alone = subprocess.run([*command, str(copied), "version"], capture_output=True, text=True, check=False)
    assert alone.returncode == 1
    assert "run `make demo` or `make up` once" in alone.stderr
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text('#!/bin/sh\necho "ours: $@"\n')
    (tmp_path / ".venv" / "bin" / "python").chmod(0o755)
    found = subprocess.run([*command, str(copied), "backup", "FILE"], capture_output=True, text=True, check=True)
    assert found.stdout == f"ours: {copied} backup FILE\n"
