"""Postgres and Redis for the tests, started once for all workers.

With DATABASE_URL and REDIS_URL set, those are used. Otherwise embedded servers run in a temporary
folder for as long as pytest does; `--reuse-db` keeps that folder for the next run.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from config.servers import EmbeddedServers, HomeLock, ServersError

HOME = "SECOND_STORY_HOME"
OWNER = "SECOND_STORY_TESTS_OWNER"  # the process that runs the servers; its workers inherit the name
LASTING = Path(tempfile.gettempdir()) / (
    "second-story-tests-" + hashlib.sha256(f"{Path(__file__)} {os.getuid()}".encode()).hexdigest()[:8]
)


class TestServers:
    """The servers of one test run, in the process that started it."""

    def __init__(self) -> None:
        self.home = Path()
        self._servers: EmbeddedServers | None = None
        self._lock: HomeLock | None = None

    def choose_home(self, *, keep: bool) -> None:
        """Choose the data folder, once a run: kept between runs if asked for and no other run has it."""
        if OWNER in os.environ:
            return
        os.environ[OWNER] = str(os.getpid())
        if keep:
            LASTING.mkdir(exist_ok=True)
            LASTING.chmod(0o711)
            lock = HomeLock(LASTING)
            if lock.take("tests"):
                self.home, self._lock = LASTING, lock
        if self._lock is None:
            self.home = Path(tempfile.mkdtemp(prefix="second-story-tests-"))
            self.home.chmod(0o711)  # as root, Postgres runs as another account and has to get in
            atexit.register(shutil.rmtree, self.home, ignore_errors=True)
        os.environ[HOME] = str(self.home)

    def start(self) -> None:
        """Start what is not running yet. Does nothing in a worker: its parent has done it."""
        if os.environ[OWNER] != str(os.getpid()) or self._servers:
            return
        servers = EmbeddedServers(self.home, say=lambda _text: None, quick=True)
        try:
            servers.start()
        except ServersError as error:
            pytest.exit(str(error), returncode=3)
        self._servers = servers

    def stop(self) -> None:
        """Stop what was started here."""
        if self._servers:
            self._servers.stop()
        if self._lock:
            self._lock.release()


RUN = TestServers()


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers before there are workers; a run without workers starts them with the first use."""
    if getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        RUN.start()


def pytest_unconfigure() -> None:
    """Stop the servers."""
    RUN.stop()
