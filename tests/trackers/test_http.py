"""Where requests may go, how much of an answer is read, and what is kept of secrets."""

import contextlib
import logging
import socket
import threading
from typing import Any

import httpx
import pytest
from django.utils import timezone

from actions.trackers import http
from actions.trackers.http import Http, is_public, refusal
from actions.trackers.models import TrackerConnection
from actions.trackers.sealing import Unreadable, seal, unseal
from actions.trackers.syncing import sync_tickets
from actions.trackers.ticket import TrackerError
from tests.trackers.conftest import linked, sync
from tests.trackers.servers.base import SECRET, TOKEN, Fault


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("140.82.121.6", True),
        ("2606:50c0:8000::153", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::a00:1", False),
    ],
)
def test_only_what_is_for_everybody_counts_as_public(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "169.254.169.254"])
def test_no_request_goes_to_a_private_address(settings, host):
    settings.TRACKERS_AT_PRIVATE_ADDRESSES = False
    with pytest.raises(TrackerError, match=r"private address|not known"):
        Http(f"https://{host}:9/", {}).get("x")
    with pytest.raises(TrackerError, match="https://"):
        Http(f"http://{host}:9/", {}).get("x")


@pytest.fixture
def talker():
    """Listen once, and say what the test wants."""
    listener = socket.create_server(("127.0.0.1", 0))
    said: dict[str, Any] = {}

    def serve():
        peer, _ = listener.accept()
        with peer:
            said["request"] = peer.recv(65536)
            said["answer"](peer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()

    def ask(answer):
        said["answer"] = answer
        return Http(f"http://127.0.0.1:{listener.getsockname()[1]}/", {"Authorization": "x"}).get("a")

    yield ask, said
    listener.close()
    thread.join(5)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>", "not answer with JSON"),
        (b"[" * 200_000, "not answer with JSON"),
        (b" " * 6_000_000, "more than we read"),
    ],
    ids=["html", "deep", "large"],
)
def test_an_answer_that_is_none_of_theirs_is_said(settings, talker, body, said):
    settings.TRACKERS_AT_PRIVATE_ADDRESSES = True
    ask, _ = talker

    def answer(peer):
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        with contextlib.suppress(OSError):
            peer.sendall(head + body)

    with pytest.raises(TrackerError, match=said):
        ask(answer)


def test_a_server_that_says_nothing_is_left_in_time(settings, talker, monkeypatch):
    settings.TRACKERS_AT_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(http, "TIMEOUT", httpx.Timeout(0.2))
    ask, _ = talker
    done = threading.Event()
    with pytest.raises(TrackerError, match="in time") as error:
        ask(lambda peer: done.wait(2))
    done.set()
    assert error.value.away


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "999999999"}, 24 * 3600),
        ({"Retry-After": "-5"}, 60),
        ({"Retry-After": "soon"}, 60),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "in a while"}, 60),
        ({}, 60),
    ],
)
def test_a_429_waits_as_long_as_it_says_within_a_day(headers, seconds):
    error = refusal(429, httpx.Headers(headers))
    assert error.again_at is not None
    assert abs((error.again_at - timezone.now()).total_seconds() - seconds) < 5


def test_secrets_are_sealed_and_another_key_does_not_open_them(settings):
    sealed = seal("ghp_secret")
    assert "ghp_secret" not in sealed
    assert seal("ghp_secret") != sealed
    assert (unseal(sealed), unseal(seal(""))) == ("ghp_secret", "")
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(Unreadable):
        unseal(sealed)


@pytest.mark.django_db
def test_a_token_of_another_secret_key_is_said_on_the_action(link, server, settings):
    settings.SECRET_KEY = "another" * 10
    asked = len(server.requests)
    sync()
    assert "another SECRET_KEY" in linked().reason
    assert server.since(asked) == []


@pytest.mark.django_db
def test_no_token_stands_in_a_log_a_row_or_a_request_line(link, server, caplog):
    caplog.set_level(logging.DEBUG)
    for fault in (Fault(500), Fault(401), Fault(cut="before"), Fault(429)):
        server.faults = [fault]
        sync()
    sync_tickets()
    told = caplog.text + str(list(TrackerConnection.objects.values())) + str([one.path for one in server.requests])
    for secret in (TOKEN, SECRET):
        assert secret not in told
