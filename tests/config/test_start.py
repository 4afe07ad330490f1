"""`manage.py up` from the outside: what answers, what is refused, what is left behind."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from config import embedded
from tests.config.machine import (
    NOBODY,
    ROOT,
    Machine,
    empty_home,
    processes_of,
    run_command,
    running,
    wait_until_gone,
)

# One group: the tests that share a machine have to share a worker.
pytestmark = [pytest.mark.servers, pytest.mark.long, pytest.mark.xdist_group("machine")]
AS_NOBODY = [
    *("setpriv", f"--reuid={NOBODY.pw_uid}", f"--regid={NOBODY.pw_gid}", "--clear-groups"),
    *("--inh-caps=-all", "env", "HOME=/nonexistent", "PYTHONDONTWRITEBYTECODE=1"),
]


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    with empty_home() as home, running(home) as started:
        yield started


def test_an_empty_folder_becomes_a_page_that_answers(machine: Machine) -> None:
    assert machine.get("/healthz") == (200, "ok\n")
    assert machine.get("/")[0] in {200, 302}
    assert machine.said.count(f"http://127.0.0.1:{machine.port}/") == 1


def test_the_console_shows_the_code_for_the_first_administrator(machine: Machine) -> None:
    path = machine.home / "setup_code"
    assert path.read_text() in machine.said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def network_sockets() -> set[str]:
    """Return the names of this machine's TCP sockets, as /proc shows them among the files of a process."""
    lines = [line for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {f"socket:[{line.split()[9]}]" for line in lines}


def test_nothing_listens_beside_the_one_port(machine: Machine) -> None:
    sockets = embedded.socket_folder(machine.home)
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    for program in ("postgres -D", "redis-server"):
        pid = machine.child(program)
        opened = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
        assert opened
        assert not opened & network_sockets()


def test_a_second_start_on_the_same_data_is_refused(machine: Machine) -> None:
    second = run_command(machine.home, "up", PORT="0")
    assert second.returncode == 1
    assert f"already running on {machine.home} (process {machine.process.pid})" in second.stderr


def test_a_command_joins_the_running_servers(machine: Machine) -> None:
    before = machine.child("postgres -D")
    done = run_command(
        machine.home, "shell", "-v0", "-c", "from people.models import User; print(User.objects.count())"
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "0", "")
    assert machine.child("postgres -D") == before


def test_a_command_by_hand_knows_where_the_pages_are(machine: Machine) -> None:
    code = "from django.conf import settings; print(settings.SITE_URL)"
    asked = run_command(machine.home, "shell", "-v0", "-c", code)
    assert asked.stdout.strip() == f"http://127.0.0.1:{machine.port}"
    told = run_command(machine.home, "shell", "-v0", "-c", code, SITE_URL="https://stories.example.org/")
    assert told.stdout.strip() == "https://stories.example.org"


def test_shared_writing_closes_politely_on_the_same_port(machine: Machine) -> None:
    with connect(f"ws://127.0.0.1:{machine.port}/collab/1") as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1013


def test_a_killed_database_comes_back(machine: Machine) -> None:
    killed = machine.child("postgres -D")
    os.kill(killed, signal.SIGKILL)
    machine.wait_for("postgres ended; starting it again")
    until = time.monotonic() + 20
    while machine.get("/healthz") != (200, "ok\n"):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_it_stops_clean_and_even_when_killed_leaves_no_process() -> None:
    with empty_home() as home:
        for how in (signal.SIGTERM, signal.SIGINT):
            with running(home) as machine:
                machine.child("celery -A config.celery worker")
                machine.child("celery -A config.celery beat")
                began = time.monotonic()
                assert machine.stop(how) == 0
                assert time.monotonic() - began < 10
                assert processes_of(home) == []
                assert not embedded.socket_folder(home).exists()
                assert not (home / embedded.NOTE).exists()
        with running(home) as machine:
            machine.child("celery -A config.celery worker")
            machine.child("celery -A config.celery beat")
            machine.stop(signal.SIGKILL)
            assert wait_until_gone(home) == []
        done = run_command(home, "showmigrations", "people")
        assert (done.returncode, "[X] 0001_initial" in done.stdout) == (0, True)
        assert not embedded.socket_folder(home).exists()


@contextlib.contextmanager
def python_of_nobody() -> Iterator[list[str]]:
    """Yield how `nobody` starts our Python, from a copy where ours stands in a folder of root's."""
    packages = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))
    look = ["-c", f"import django, redis; open({str(ROOT / 'manage.py')!r})"]
    start = [*AS_NOBODY, f"PYTHONPATH={packages}"]
    if subprocess.run([*start, sys.executable, *look], capture_output=True, check=False).returncode == 0:
        yield [*start, sys.executable]
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        copy.chmod(0o711)
        program = copy_python(copy)
        start += [f"PYTHONHOME={copy}", f"LD_LIBRARY_PATH={copy / 'lib'}", str(program)]
        if subprocess.run([*start, *look], capture_output=True, check=False).returncode != 0:
            pytest.skip(f"{NOBODY.pw_name} cannot enter {ROOT} or the virtual environment")
        yield start


def copy_python(target: Path) -> Path:
    """Copy what a Python needs to run, without what it was built and tested with."""
    library = Path(sysconfig.get_path("stdlib"))
    left_out = shutil.ignore_patterns("test", "site-packages", "dist-packages", "config-*", "__pycache__", "idlelib")
    shutil.copytree(library, target / "lib" / library.name, ignore=left_out)
    for shared in (library.parent).glob("libpython3*.so*"):
        shutil.copy(shared, target / "lib")
    return Path(shutil.copy(Path(sys.executable).resolve(), target / "python"))


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_can_start_it() -> None:
    with python_of_nobody() as python, empty_home(owner=NOBODY.pw_name) as home:
        (home.parent / "console.txt").touch()
        with running(home, start=python) as machine:
            assert machine.get("/healthz") == (200, "ok\n")
            assert home.stat().st_uid == NOBODY.pw_uid
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
            assert machine.stop() == 0
            assert processes_of(home) == []


def test_the_sample_is_not_shown_to_other_machines() -> None:
    with empty_home() as home:
        refused = run_command(home, "demo", HOST="0.0.0.0")
    assert refused.returncode == 1
    assert "does not listen on 0.0.0.0" in refused.stderr
