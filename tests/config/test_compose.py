"""docker-compose.yml: no image is built here, but each of its commands is started as it is written there."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection

from config import embedded
from tests.config.machine import ROOT, clean_environment, free_port

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = [name for name, service in COMPOSE["services"].items() if "build" in service]
LASTING = [name for name in OURS if name != "migrate"]
SLOW = 120.0
VARIABLE = re.compile(r"\$\{(\w+)(?::(\?|-)((?:[^{}]|\$\{[^}]*\})*))?\}")


def filled_in(text: str, values: dict[str, str]) -> str:
    """Return `text` with its variables as Compose fills them in; a missing `:?` one is an error."""

    def value_of(found: re.Match[str]) -> str:
        name, kind, default = found.groups()
        if values.get(name):
            return values[name]
        assert kind != "?", f"{name} is not set"
        return filled_in(default or "", values)

    return VARIABLE.sub(value_of, text).replace("$$", "$")


def test_every_service_that_lasts_has_a_health_check() -> None:
    lasting = {name: service for name, service in COMPOSE["services"].items() if name != "migrate"}
    assert [name for name, service in lasting.items() if "healthcheck" not in service] == []
    assert set(lasting) == {"web", "collab", "worker", "beat", "postgres", "redis", "caddy"}


def test_every_secret_comes_from_the_environment() -> None:
    given = [item for service in COMPOSE["services"].values() for item in service.get("environment", {}).items()]
    secrets = {(name, value) for name, value in given if re.search("SECRET_KEY|PASSWORD", name)}
    assert {name for name, _ in secrets} == {"SECRET_KEY", "POSTGRES_PASSWORD"}
    assert [(name, value) for name, value in secrets if not value.startswith(f"${{{name}:?")] == []


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER story"]


class Production:
    """The services of the file that are ours, started as they say, on the tests' servers."""

    def __init__(self, home: Path, database: str) -> None:
        self.home = home
        self.ports = {port: str(free_port()) for port in ("8000", "8001")}
        address = connection.settings_dict
        self.given = {
            "SECRET_KEY": "a key that is only for this test, long enough and with d1fferent letters",
            "SITE_HOST": "stories.example.org",
            "POSTGRES_PASSWORD": "not used here",
            "DATABASE_URL": f"postgres://{address['USER']}@/{database}?host={address['HOST']}&port={address['PORT']}",
            "REDIS_URL": settings.REDIS_URL,
        }

    def words(self, words: list[str]) -> list[str]:
        """Return a command of the file, on ports and files that are free here."""
        text = [filled_in(word, self.given).replace("/tmp/beat", f"{self.home}/beat") for word in words]
        for port, free in self.ports.items():
            text = [re.sub(rf"(?<!\d){port}(?!\d)", free, word) for word in text]
        return text

    def environment(self, name: str) -> dict[str, str]:
        """Return the environment of a service, and a path on which its programs are found."""
        given = {key: filled_in(value, self.given) for key, value in COMPOSE["services"][name]["environment"].items()}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return clean_environment(self.home, PATH=path, **{key: value for key, value in given.items() if value})

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """Start a service."""
        with (self.home / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                self.words(COMPOSE["services"][name]["command"]),
                env=self.environment(name),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_healthy(self, name: str) -> bool:
        """Ask a service's own health check once."""
        kind, *words = self.words(COMPOSE["services"][name]["healthcheck"]["test"])
        command = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        asked = subprocess.run(command, env=self.environment(name), cwd=ROOT, capture_output=True, check=False)
        return asked.returncode == 0

    def log(self, name: str) -> str:
        """Return what a service said."""
        return (self.home / f"{name}.log").read_text()


@pytest.fixture
def production(tmp_path: Path, template_database: str, transactional_db: None) -> Production:
    return Production(tmp_path, str(connection.settings_dict["NAME"]))


GRACE = 30
"""Seconds the worker is given to end what it is doing: its `stop_grace_period`."""


def end(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


@pytest.mark.servers
@pytest.mark.long
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="needs the embedded servers' trust")
def test_each_command_starts_becomes_healthy_and_stops(production: Production) -> None:
    assert str(embedded.socket_folder(settings.HOME)) in production.given["DATABASE_URL"]
    assert production.start("migrate").wait(SLOW) == 0, production.log("migrate")
    with ExitStack() as stack:
        processes = {name: production.start(name) for name in LASTING}
        for process in processes.values():
            stack.callback(process.kill)
        until = time.monotonic() + SLOW
        for name in LASTING:
            while not production.is_healthy(
                name
            ):  # asking starts a program, which takes longer than a look at the clock
                assert processes[name].poll() is None, f"{name} ended:\n{production.log(name)}"
                assert time.monotonic() < until, f"{name} is not healthy:\n{production.log(name)}"
                time.sleep(0.3)
        for process in processes.values():
            process.send_signal(signal.SIGTERM)
        assert COMPOSE["services"]["worker"]["stop_grace_period"] == f"{GRACE}s"
        ended = {name: end(process) for name, process in processes.items()}
    # uvicorn raises the signal again after a clean stop, as shells expect.
    assert {name: code for name, code in ended.items() if code not in {0, -signal.SIGTERM}} == {}
