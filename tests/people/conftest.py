"""What tests about people share."""

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from people import outgoing
from people.models import User
from people.services.first_run import setup_code_file
from tests.factories import make_user


@dataclass
class Sent:
    """One message as people handed it over."""

    kind: str
    key: str
    recipient: User | None
    address: str
    refers_to: dict[str, Any]


@dataclass
class Outbox:
    """Takes what the real outbox would take, so that these tests see what people asked for."""

    messages: list[Sent] = field(default_factory=list)

    def enqueue(
        self,
        kind: str,
        *,
        key: str,
        recipient: User | None = None,
        address: str = "",
        refers_to: dict[str, Any] | None = None,
    ) -> object:
        self.messages.append(Sent(kind, key, recipient, address, refers_to or {}))
        return self.messages[-1]


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    """The seam where messages leave people."""
    taker = Outbox()
    monkeypatch.setattr(outgoing, "_registered", [taker.enqueue])
    return taker


@pytest.fixture(autouse=True)
def own_counters(settings: Settings) -> None:
    """Keep the tries that a test counts apart from those of every other test and worker."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def setup_code(settings: Settings, tmp_path: Path) -> str:
    """The code that the console has printed."""
    settings.HOME = tmp_path
    setup_code_file().write_text("R7QK-2MZD\n")
    return "R7QK-2MZD"


@pytest.fixture
def alice(db: None) -> User:
    return make_user("Alice")


@pytest.fixture
def admin(db: None) -> User:
    return make_user("Ada", is_administrator=True)


@pytest.fixture
def alice_client(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def admin_client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client
