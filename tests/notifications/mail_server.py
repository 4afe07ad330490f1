"""A real SMTP server on loopback whose moments a test can hold from outside."""

import asyncio
import contextlib
import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[], str]


@dataclass
class MailServer:
    """What the server accepted, and how it is told to behave."""

    port: int
    accepted: list[EmailMessage] = field(default_factory=list)
    refuse_address: str = ""
    refuse_data: str = ""
    data_reached: threading.Event = field(default_factory=threading.Event)
    hold_during_data: bool = False
    cut_after_data: bool = False
    before_accepting: Callable[[], None] | None = None

    @property
    def settings(self) -> dict[str, object]:
        """What EMAIL_CONNECTION is for this server."""
        return {"host": "127.0.0.1", "port": self.port, "timeout": 5}

    @property
    def url(self) -> str:
        """What EMAIL_URL is for this server."""
        return f"smtp://127.0.0.1:{self.port}"

    # --- what aiosmtpd asks -------------------------------------------------------------------
    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refuse_address:
            return self.refuse_address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuse_data:
            return self.refuse_data
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        mail["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.accepted.append(mail)
        if self.cut_after_data and isinstance(_server.transport, asyncio.Transport):
            _server.transport.abort()
        if self.before_accepting:
            await asyncio.get_running_loop().run_in_executor(None, self.before_accepting)
        return "250 OK"


class _HeldSMTP(SMTP):
    """Stops reading in the middle of DATA where the test wants that: the mail is never accepted."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        told: MailServer = self.event_handler
        if not told.hold_during_data:
            await super().smtp_DATA(arg)
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        await self._reader.readline()
        told.data_reached.set()
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._reader.readexactly(1 << 30)  # until the other side is gone
        if self.transport:
            self.transport.close()


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _HeldSMTP(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """Run a mail server in a thread for as long as the block lasts."""
    server = MailServer(free_port())
    controller = _Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextlib.contextmanager
def silent_port() -> Iterator[int]:
    """Listen, and never say a word: whoever connects waits for the greeting."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])
