"""A Postgres for one test, which may therefore crash: the run's own is shared by all."""

import contextlib
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from config import embedded
from config.servers import EmbeddedServers, installed_postgres_programs, stop


class OwnPostgres:
    """A server with a copy of our empty database. It keeps what it has promised: nothing is given up for speed."""

    def __init__(self, home: Path) -> None:
        self._servers = EmbeddedServers(home, say=lambda _text: None)
        self._servers.wants_postgres, self._servers.wants_redis = True, False
        (self._program,) = self._servers.prepare()
        self.start()
        self._servers.make_database()
        self.address = {"HOST": str(embedded.socket_folder(home)), "PORT": str(embedded.SOCKET_PORT)}

    def start(self) -> None:
        """Start it and wait until it answers; after a crash it reads its log first."""
        self._process = self._program.start()
        self._servers.wait(lambda: self._process.poll() is None)

    def crash(self) -> None:
        """End it as a crash does ("immediate"): sessions are cut where they are and nothing is written down."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def end(self) -> None:
        """Stop it, and take the folder of its socket away."""
        stop(self._process, how=signal.SIGQUIT)
        with contextlib.suppress(OSError):
            Path(self.address["HOST"]).rmdir()


def _copy_database(to: dict[str, str]) -> None:
    """Fill it with what our database holds: the tables, and what migrations wrote."""
    facts, programs = connection.settings_dict, installed_postgres_programs()
    assert programs
    options = {"-h": facts["HOST"], "-p": facts["PORT"], "-U": facts["USER"], "-d": facts["NAME"]}
    ours = [word for option, value in options.items() if value for word in (option, str(value))]
    theirs = ["-h", to["HOST"], "-p", to["PORT"], "-U", "postgres", "-d", embedded.DATABASE_NAME]
    with subprocess.Popen([programs / "pg_dump", "--no-owner", *ours], stdout=subprocess.PIPE) as dump:
        subprocess.run(
            [programs / "psql", "-q", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", *theirs],
            stdin=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    assert dump.returncode == 0


@pytest.fixture
def own_postgres(transactional_db: None) -> Iterator[OwnPostgres]:
    """Run a Postgres that only this test uses, and have Django use it for as long as the test lasts."""
    if installed_postgres_programs() is None:
        pytest.skip("The embedded Postgres is not installed.")
    with tempfile.TemporaryDirectory(prefix="second-story-crash-") as folder:
        Path(folder).chmod(0o711)  # as root, Postgres runs as another account and has to get in
        postgres = OwnPostgres(Path(folder))
        kept = dict(connection.settings_dict)
        try:
            _copy_database(postgres.address)
            connection.close()
            connection.settings_dict |= postgres.address | {
                "NAME": embedded.DATABASE_NAME,
                "USER": "postgres",
                "PASSWORD": "",
            }
            yield postgres
        finally:
            connection.close()
            connection.settings_dict.update(kept)
            postgres.end()
