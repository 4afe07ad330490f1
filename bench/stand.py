"""One data folder of the benchmark: its servers, its pages under gunicorn, and FLOOR beside them."""

import contextlib
import http.client
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from config import embedded
from config.servers import SERVED, EmbeddedServers, HomeLock

ROOT = Path(__file__).resolve().parent.parent


def say(text: str) -> None:
    """Tell progress; the table alone goes to standard output."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def megabytes() -> float:
    """Return the most this process has ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Client:
    """One keep-alive connection, as a browser holds it; no compression."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self._headers = port, {"Cookie": cookie} if cookie else {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> tuple[float, int]:
        """Fetch a page: milliseconds until its last byte, and its size. Anything but 200 is an error: it is fast."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {body[:300]!r}")
        return took, len(body)


@dataclass
class Stand:
    """A seeded organisation that is being served."""

    size: int
    home: Path
    seeded: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def _environment(self) -> dict[str, str]:
        unset = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECOND_STORY_PRODUCTION", "SECRET_KEY", "STATIC_ROOT"}
        kept = {name: value for name, value in os.environ.items() if name not in unset}
        return kept | {
            "SECOND_STORY_HOME": str(self.home),
            SERVED: str(self.home),
            "FLOOR_HOST": str(embedded.socket_folder(self.home)),
        }

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout

    def inside(self, *arguments: str) -> Any:
        """Ask `bench.inside` on this data folder."""
        return self.ask_module("bench.inside", *arguments)

    def collect_static(self) -> None:
        """Gather the static files that pages name."""
        self._run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")

    @contextlib.contextmanager
    def running(self) -> Iterator["Stand"]:
        """Run the servers of the folder and bring its tables up to date. Exits where somebody else uses it."""
        embedded.make_home(self.home)
        lock = HomeLock(self.home)
        if not lock.take("bench"):
            sys.exit(f"{self.home} is in use by process {lock.holder()[0]}.")
        servers = EmbeddedServers(self.home, say=say)
        with contextlib.ExitStack() as stack:
            stack.callback(lock.release)
            servers.start()
            stack.callback(servers.stop)
            self._run("manage.py", "migrate", "--verbosity", "0")
            yield self

    def ask_module(self, module: str, *arguments: str) -> Any:
        """Run `python -m module` on this data folder, in a process of its own, and read the JSON it answers with."""
        return json.loads(self._run("-m", module, *arguments))

    @contextlib.contextmanager
    def _seeded(self) -> Iterator[None]:
        say(f"{self.size:,} post-mortems in {self.home}")
        with self.running():
            self.seeded = self.inside("prepare", str(self.size))
            yield

    def seed(self) -> None:
        """Fill the folder and measure nothing."""
        with self._seeded():
            say(f"seeded at {self.seeded['at']}")

    @contextlib.contextmanager
    def serving(self) -> Iterator["Stand"]:
        """Serve product and FLOOR of the seeded folder while the block lasts."""
        with contextlib.ExitStack() as stack:
            stack.enter_context(self._seeded())
            self.collect_static()
            self.facts = self.inside("pages")
            product = stack.enter_context(self._gunicorn("config.wsgi:application"))
            floor = stack.enter_context(self._gunicorn("bench.floor:application"))
            self.product, self.floor = Client(product, self.facts["cookie"]), Client(floor)
            self.sql = stack.enter_context(
                psycopg.connect(
                    host=str(embedded.socket_folder(self.home)),
                    port=embedded.SOCKET_PORT,
                    user="postgres",
                    dbname=embedded.DATABASE_NAME,
                    autocommit=True,
                )
            )
            yield self

    @contextlib.contextmanager
    def _gunicorn(self, application: str) -> Iterator[int]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        arguments = ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--keep-alive", "75"]
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *arguments]
        log = self.home / "logs" / f"{application.partition(':')[0]}.log"
        with log.open("ab") as file:
            process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=file, stderr=file)
        try:
            _await(port, process, log)
            yield port
        finally:
            process.terminate()
            process.wait(30)

    def ask(self, statement: str, parameters: dict[str, Any]) -> float:
        """Ask one raw statement and fetch its rows: milliseconds."""
        began = time.perf_counter()
        self.sql.execute(statement, parameters).fetchall()
        return (time.perf_counter() - began) * 1000


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    sys.exit(f"gunicorn did not start: see {log}")
