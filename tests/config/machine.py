"""Start the real thing in a folder of its own, and look at what it leaves behind."""

import contextlib
import http.client
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from config import embedded

ROOT = Path(__file__).resolve().parent.parent.parent
SLOW = 120.0  # seconds; what is waited for takes 3 to 8 on an idle machine
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SECOND_STORY", "PORT", "HOST", "SITE_URL", "DJANGO_SETTINGS_MODULE")
NOBODY = pwd.getpwnam("nobody")


def clean_environment(home: Path, **extra: str) -> dict[str, str]:
    """Return the environment of somebody who has just opened a shell."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"SECOND_STORY_HOME": str(home), "PYTHONUNBUFFERED": "1"} | extra


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(home: Path) -> list[str]:
    """Return the command lines of the processes that run for this data folder."""
    found = []
    sockets = str(embedded.socket_folder(home))  # Redis writes its title over its environment
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            environment = (folder / "environ").read_bytes().decode(errors="replace")
            ours = f"SECOND_STORY_HOME={home}\0" in environment or sockets in words
            if ours and int(folder.name) != os.getpid():
                found.append(f"{folder.name} {words}")
    return found


def wait_until_gone(home: Path, seconds: float = 10.0) -> list[str]:
    """Return the processes that are still there after `seconds`."""
    until = time.monotonic() + seconds
    while (left := processes_of(home)) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def run_command(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one `manage.py` command to its end."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=clean_environment(home, **environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=SLOW,
    )


@contextlib.contextmanager
def empty_home(*, owner: str = "") -> Iterator[Path]:
    """Yield the path of a data folder that does not exist yet, in a place that every account can enter."""
    above = Path(tempfile.mkdtemp(prefix="second-story-start-"))
    above.chmod(0o711)
    if owner:
        shutil.chown(above, owner)
    try:
        yield above / "var"
    finally:
        shutil.rmtree(above, ignore_errors=True)


class Machine:
    """One running `manage.py up`."""

    def __init__(self, home: Path, *, start: Sequence[str] = (sys.executable,), command: str = "up") -> None:
        self.home = home
        self.port = free_port()
        self.output = home.parent / "console.txt"
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [*start, str(ROOT / "manage.py"), command],
                env=clean_environment(home, PORT=str(self.port)),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd="/",
            )

    @property
    def said(self) -> str:
        """What the console shows."""
        return self.output.read_text()

    def wait_for(self, text: str) -> None:
        """Wait until the console shows `text`."""
        until = time.monotonic() + SLOW
        while text not in self.said:
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.said}"
            assert time.monotonic() < until, f"no “{text}” in {SLOW:.0f} s:\n{self.said}"
            time.sleep(0.05)

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a page, or 0 where nobody answers."""
        page = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            page.request("GET", path)
            answer = page.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            page.close()

    def child(self, words: str) -> int:
        """Return the process whose command line holds `words`, once there is one."""
        until = time.monotonic() + SLOW
        while time.monotonic() < until:
            for line in processes_of(self.home):
                if words in line:
                    return int(line.split(" ", 1)[0])
            time.sleep(0.05)
        raise AssertionError(f"no process with {words!r}: {processes_of(self.home)}")

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Send a signal, wait, and return how it ended."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(SLOW)


@contextlib.contextmanager
def running(home: Path, *, start: Sequence[str] = (sys.executable,), command: str = "up") -> Iterator[Machine]:
    """Yield a machine whose first page answers; end it afterwards."""
    machine = Machine(home, start=start, command=command)
    try:
        machine.wait_for("The first page answers")
        yield machine
    finally:
        machine.stop(signal.SIGKILL)
        wait_until_gone(home)
