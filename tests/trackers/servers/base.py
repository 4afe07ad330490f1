"""What the four servers share: a real socket on loopback, faults on demand, and a clock of their own.

Each speaks its API as the vendor's documentation has it, as far as we use it, and refuses what it does not
know with the status the vendor gives, so that a wrong path, method or field fails a test.
"""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "a-token-that-nobody-may-see"
SECRET = "a-webhook-secret"


class Refused(Exception):
    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.status, self.headers = status, headers or {}


@dataclass
class Fault:
    """What happens to requests that `when` fits: a refusal, or a connection that ends (before or after the work)."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut: str = ""  # "before" or "after"
    times: int = 1
    method: str = ""
    saying: str = ""  # a word that has to stand in the address or the body


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    data: Any


class FakeTracker:
    """A tracker with one project. Subclasses answer requests and translate states."""

    kind: ClassVar[str]
    project: ClassVar[str]
    account: ClassVar[str] = ""

    def __init__(self) -> None:
        self.issues: dict[str, dict[str, Any]] = {}
        self.comments: list[tuple[str, str]] = []
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.wrong: list[str] = []  # what is not as the vendor describes it
        self.headers: dict[str, str] = {}
        self.now = datetime.now(UTC).replace(microsecond=0)
        tracker = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are two packets; nobody waits for the first one's receipt

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = urlsplit(self.path)
                query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
                heads = {key.lower(): value for key, value in self.headers.items()}
                request = Request(self.command, parts.path, query, heads, json.loads(body) if body else None)
                tracker.requests.append(request)
                fault = tracker._fault(request)
                if fault and fault.cut == "before":
                    self.close_connection = True
                    return
                try:
                    status, told = tracker._answer(request, fault)
                    heads_out = dict(tracker.headers)
                except Refused as refused:
                    status, told, heads_out = refused.status, {"message": "no"}, refused.headers
                if fault and fault.cut == "after":
                    self.close_connection = True
                    return
                out = b"" if told is None else json.dumps(told).encode()
                self.send_response(status)
                for name, value in {**heads_out, "Content-Type": "application/json"}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

            do_GET = do_POST = do_PATCH = do_PUT = _serve  # noqa: N815

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def base_url(self) -> str:
        return self.origin

    def _fault(self, request: Request) -> Fault | None:
        for fault in self.faults:
            said = fault.saying in f"{request.path} {request.data}"
            if fault.times > 0 and said and (not fault.method or fault.method == request.method):
                fault.times -= 1
                return fault
        return None

    def _answer(self, request: Request, fault: Fault | None) -> tuple[int, Any]:
        if fault and fault.status:
            raise Refused(fault.status, fault.headers)
        return self.answer(request)

    def tick(self) -> datetime:
        """The next second: every change has a time of its own."""
        self.now += timedelta(seconds=1)
        return self.now

    def since(self, start: int) -> list[Request]:
        return self.requests[start:]

    # for subclasses
    def answer(self, request: Request) -> tuple[int, Any]:
        raise NotImplementedError

    def set_state(self, key: str, state: str) -> None:
        """Somebody changes it there: open, done, cancelled or duplicate."""
        raise NotImplementedError

    def state_of(self, key: str) -> str:
        raise NotImplementedError

    def new_issue(self, title: str) -> str:
        """Somebody makes one there; return its key."""
        raise NotImplementedError

    def page_of(self, key: str) -> str:
        """The address a person would copy."""
        raise NotImplementedError

    def webhook(self, key: str, *, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
        """The body and headers that would be sent about the issue as it is now."""
        raise NotImplementedError

    def assign(self, key: str, name: str) -> None:
        raise NotImplementedError

    def text_of(self, key: str) -> str:
        """Everything a reader there can see of it."""
        return json.dumps(self.issues[key])


def signature(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def segments(path: str) -> list[str]:
    return [unquote(part) for part in path.strip("/").split("/")]


def pages(rows: list[Any], query: dict[str, str], usual: int) -> list[Any]:
    size, page = int(query.get("per_page", usual)), int(query.get("page", 1))
    return rows[(page - 1) * size : page * size]


def running(kinds: list[type[FakeTracker]]) -> Iterator[dict[str, FakeTracker]]:
    servers = {kind.kind: kind() for kind in kinds}
    try:
        yield servers
    finally:
        for server in servers.values():
            server.stop()
