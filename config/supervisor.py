"""What `manage.py up` does: run everything on one machine, from an empty folder to a page that answers.

The children are Postgres, Redis, one web process (pages and shared text on one port), a worker and
beat. Each is in a session of its own and dies with us; one that dies is started again.
"""

import contextlib
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection

from config import embedded
from config.servers import PATIENCE, SERVED, EmbeddedServers, HomeLock, ServersError, end_with_parent, spawn, stop
from config.upgrade import migrate_with_backup

Say = Callable[[str], None]

MINUTE: Final = 60.0
DEATHS_A_MINUTE: Final = 6
LARGEST_LOG: Final = 5_000_000  # bytes; an older part is kept beside it
NOT_SERVED: Final = ["icons", "django_htmx"]  # the first are drawn into pages, of the second we serve our own
CODE_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is read as another
SETUP_CODE, LOADING, SIGN_INS = "setup_code", "loading_sample", "sample_signins.txt"
SAMPLE_FAILED = "failed"  # what LOADING says once the sample could not be loaded; the pages read it


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C or sent SIGTERM; raised from the signal's handler, wherever we are."""


# --- children ---------------------------------------------------------------------------------------
@dataclass
class Child:
    """One process that is kept running, and when it died lately."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop_signal: int
    log: Path
    patience: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=deque)
    start_again_at: float | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def run(self) -> None:
        """Start it now."""
        self.start_again_at = None
        self.process = self.start()

    def note_death(self, now: float) -> float:
        """Return after how many seconds to start it again. Raises ServersError when it has died too often."""
        self.deaths.append(now)
        while self.deaths[0] < now - MINUTE:
            self.deaths.popleft()
        if len(self.deaths) >= DEATHS_A_MINUTE:
            raise ServersError(f"{self.name} ended {DEATHS_A_MINUTE} times in a minute. What it said is in {self.log}.")
        delay: float = min(0.25 * 2 ** (len(self.deaths) - 1), 10.0)
        self.start_again_at = now + delay
        return delay


def _stop_all(children: list[Child]) -> None:
    """Ask all of them to end at once, then wait for each."""
    running = [child for child in children if child.is_running and child.process]
    for child in running:
        if child.process:
            child.process.send_signal(child.stop_signal)
    until = time.monotonic()
    for child in running:
        if child.process:
            stop(child.process, how=0, patience=max(0.1, until + child.patience - time.monotonic()))


# --- the supervisor -----------------------------------------------------------------------------------
class Supervisor:
    """Runs one data folder until it is told to stop."""

    def __init__(self, *, host: str, port: int, with_sample: bool, say: Say) -> None:
        self.home = Path(settings.HOME)
        self.host = host
        self.port = port
        self.with_sample = with_sample
        self._began = time.monotonic()
        self._say = say
        self.servers = EmbeddedServers(self.home, say=self.say)
        self.children: list[Child] = []
        self._sample: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"

    def say(self, text: str) -> None:
        """Tell progress, with the seconds since the start."""
        self._say(f"{time.monotonic() - self._began:5.1f} s  {text}")

    def run(self) -> None:
        """Start everything, keep it running, and stop it clean. Returns when told to stop."""
        lock = self._lock_home()
        if "MAKELEVEL" in os.environ:
            end_with_parent(signal.SIGTERM)  # a killed `make` takes us along
        with _stop_signals() as told:
            try:
                os.environ[SERVED] = str(self.home)
                self._start(lock)
                self._watch(told)
            except StopRequested:
                self.say("Stopping")
            finally:
                self._stop()
                lock.release()

    def _lock_home(self) -> HomeLock:
        embedded.make_home(self.home)
        lock = HomeLock(self.home)
        until = time.monotonic() + PATIENCE
        while not lock.take("starting up"):
            pid, purpose = lock.holder()
            if purpose in {"up", "starting up"}:
                raise ServersError(f"Second Story is already running on {self.home} (process {pid}).")
            if time.monotonic() > until:
                raise ServersError(f"{self.home} is in use by process {pid} ({purpose}).")
            time.sleep(0.1)
        return lock

    def _start(self, lock: HomeLock) -> None:
        refuse_taken_port(self.host, self.port)
        self._keep_logs_small()
        self._start_servers()
        self._mark_sample()
        # On a new folder there is nobody to see a half-made database: the pages load while it is made.
        early = database_is_new()
        web = self._start_web() if early else None
        migrate_with_backup(self.say)
        code = setup_code(self.home)
        connection.close()
        web = web or self._start_web()
        self._note_settings()
        lock.tell("up")
        self._wait_for_page(web)
        self.say("The first page answers")
        self._introduce(code)
        self._start_sample()
        if self._sample is None:
            self._start_background()

    def _start_servers(self) -> None:
        for program in self.servers.prepare():
            child = Child(program.name, program.start, program.stop_signal, program.log, patience=30.0)
            child.run()
            self.children.append(child)
        collect_static(self.say)  # while they start
        self.servers.wait(lambda: all(child.is_running for child in self.children))
        self.servers.make_database()

    def _start_child(self, name: str, arguments: list[str], *, patience: float) -> Child:
        log = self.home / "logs" / f"{name}.log"
        environment = os.environ | {"SECOND_STORY_HOME": str(self.home), "PORT": str(self.port)}

        def start() -> subprocess.Popen[bytes]:
            # SIGKILL where we are gone ourselves: nobody is left to wait for a slow end.
            return spawn(
                [sys.executable, *arguments],
                log=log,
                death_signal=signal.SIGKILL,
                environment=environment,
                folder=settings.BASE_DIR,
            )

        child = Child(name, start, signal.SIGTERM, log, patience=patience)
        self.children.append(child)
        child.run()
        return child

    def _start_web(self) -> Child:
        options = ["--host", self.host, "--port", str(self.port), "--log-level", "warning", "--no-access-log"]
        options += ["--timeout-graceful-shutdown", "5", "--no-server-header", "--no-proxy-headers"]
        arguments = ["-m", "uvicorn", "config.asgi:application", "--ws", "websockets-sansio", *options]
        return self._start_child("web", arguments, patience=8.0)

    def _start_background(self) -> None:
        """Start the worker and beat; after the page, whose reader waits."""
        celery = ["-m", "celery", "-A", "config.celery"]
        # Threads: one process, which leaves none of its own behind however it ends.
        worker = ["worker", "-c", "2", "--pool", "threads", "--without-mingle", "--without-gossip", "-l", "info"]
        schedule = ["-s", str(self.home / "beat-schedule"), "--pidfile=", "-l", "info"]
        self._start_child("worker", [*celery, *worker], patience=10.0)
        self._start_child("beat", [*celery, "beat", *schedule], patience=5.0)

    def _wait_for_page(self, web: Child) -> None:
        until = time.monotonic() + PATIENCE
        while not page_answers(self.host, self.port):
            self._revive()
            if time.monotonic() > until:
                raise ServersError(f"The first page does not answer. What the web process said is in {web.log}.")
            time.sleep(0.05)

    def _introduce(self, code: str) -> None:
        self._say("")
        self._say(f"  Second Story is at  {self.url}")
        if code and not self.with_sample:
            self._say(f"  The first page makes the first administrator. Its code:  {code}")
        self._say("  Ctrl-C stops it.")
        self._say("")

    # --- the sample organisation ---
    def _mark_sample(self) -> None:
        """Leave a note for the pages that the sample is on its way, or take a stale one back."""
        if self.with_sample and not (self.home / SIGN_INS).exists() and "load_sample" in get_commands():
            (self.home / LOADING).write_text("")
        else:
            (self.home / LOADING).unlink(missing_ok=True)

    def _start_sample(self) -> None:
        if (self.home / LOADING).exists():
            self.say("Loading the sample organisation; the page says so meanwhile")
            log = self.home / "logs" / "load_sample.log"
            arguments = [sys.executable, str(settings.BASE_DIR / "manage.py"), "load_sample"]
            self._sample = spawn(arguments, log=log, death_signal=signal.SIGKILL, folder=settings.BASE_DIR)
        elif self.with_sample:
            self._tell_sign_ins()

    def _look_at_sample(self) -> None:
        if self._sample is None or self._sample.poll() is None:
            return
        failed = self._sample.returncode != 0
        self._sample = None
        if failed:
            (self.home / LOADING).write_text(SAMPLE_FAILED)
            self.say(f"The sample was not loaded. Why is in {self.home / 'logs' / 'load_sample.log'}")
            self.say("Next: Ctrl-C, then `make demo` tries again; or `make up` begins without a sample.")
        else:
            (self.home / LOADING).unlink(missing_ok=True)
            self.say("The sample organisation is ready")
            self._tell_sign_ins()
        self._start_background()

    def _tell_sign_ins(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            lines = (self.home / SIGN_INS).read_text().splitlines()
            self._say("\n".join(["", "  Sign in as one of", *(f"    {line}" for line in lines), ""]))

    # --- while it runs ---
    def _watch(self, told_to_stop: Callable[[], bool]) -> None:
        # Asked each time round as well: what is raised while Python tidies up an object is lost on the way.
        while not told_to_stop():
            self._revive()
            self._look_at_sample()
            time.sleep(0.2)
        raise StopRequested

    def _revive(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.start_again_at is not None:
                if now >= child.start_again_at:
                    child.run()
            elif not child.is_running:
                self.say(f"{child.name} ended; starting it again (its log is {child.log})")
                child.note_death(now)

    def _note_settings(self) -> None:
        told = {name: os.environ[name] for name in ("SITE_URL", "EMAIL_URL", "MAIL_FROM") if os.environ.get(name)}
        embedded.note_settings(self.home, {"SITE_URL": f"http://127.0.0.1:{self.port}"} | told)

    def _stop(self) -> None:
        (self.home / embedded.NOTE).unlink(missing_ok=True)
        if self._sample:
            stop(self._sample, how=signal.SIGTERM, patience=2.0)
        own = [child for child in self.children if child.name not in {"postgres", "redis"}]
        _stop_all(own)
        _stop_all([child for child in self.children if child not in own])
        self.servers.stop()

    def _keep_logs_small(self) -> None:
        for log in (self.home / "logs").glob("*.log"):
            if log.stat().st_size > LARGEST_LOG:
                log.replace(log.with_suffix(".log.1"))


# --- parts --------------------------------------------------------------------------------------------
@contextlib.contextmanager
def _stop_signals() -> Iterator[Callable[[], bool]]:
    """Turn the signals that ask us to end into StopRequested, once: a second Ctrl-C does not leave a mess.

    Yields a function that says whether one has come.
    """
    told = False

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal told
        if not told:
            told = True
            raise StopRequested

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handle) for number in wanted}
    try:
        yield lambda: told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise ServersError where somebody else listens already: better now than as a web process that dies."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ServersError(f"Cannot listen on {host}:{port} ({error.strerror}). Choose another with PORT=….") from error


def page_answers(host: str, port: int) -> bool:
    """Tell whether the first page answers 200, following redirects within the site."""
    probed = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with, not listened on
    path = "/"
    for _ in range(5):
        page = http.client.HTTPConnection(probed, port, timeout=20)
        try:
            page.request("GET", path, headers={"Host": urlsplit(settings.SITE_URL).netloc})
            answer = page.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            page.close()
        if answer.status not in {301, 302, 303, 307, 308}:
            return answer.status == http.client.OK
        wanted = urlsplit(answer.getheader("Location", ""))
        path = f"{wanted.path}?{wanted.query}"
    return False


def database_is_new() -> bool:
    """Tell whether nothing was ever put into the database."""
    return not connection.introspection.table_names()


def collect_static(say: Say) -> None:
    """Gather and compress the static files, unless they are as they were the last time.

    What an earlier release gathered stays: a process that still runs may be asked for it.
    """
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(NOT_SERVED):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_mtime_ns} {found.st_size}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say("Gathering static files")
    try:
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
        stamp.write_text(digest.hexdigest())
    except PermissionError as error:
        raise ServersError(f"{error.filename} cannot be written. Choose another folder with STATIC_ROOT=….") from error


def setup_code(home: Path) -> str:
    """Return the one-time code for the page that makes the first administrator; empty when there is one.

    It is kept in a file that only the operator's account can read, so that a second start shows the same.
    """
    path = home / SETUP_CODE
    if get_user_model().objects.filter(is_administrator=True).exists():
        path.unlink(missing_ok=True)
        return ""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(4)))
    return path.read_text().strip()
