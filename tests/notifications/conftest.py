from collections.abc import Iterator

import pytest
from pytest_django import Settings

from notifications import composing
from notifications.composing import Composed, Skip
from notifications.models import Message
from tests.notifications.mail_server import MailServer, running_mail_server


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A mail server, and settings that name it."""
    with running_mail_server() as server:
        settings.EMAIL_CONNECTION = server.settings
        yield server


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> dict[str, Composed | Skip | Exception]:
    """What the composer of "account" answers; a test may change `words["account"]`."""
    said: dict[str, Composed | Skip | Exception] = {
        "account": Composed("Your account", "Plain words.", "<p>Plain words.</p>", {"X-Tried": "yes"})
    }

    def compose(message: Message) -> Composed | Skip:
        answer = said[message.kind]
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setitem(composing._composers, "account", compose)
    return said
