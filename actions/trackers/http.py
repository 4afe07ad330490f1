"""Requests to trackers: short time-outs, small answers, no redirects, no private addresses.

The host is resolved by us, and the connection goes to the address that was looked at: a name cannot
change its mind in between. Nothing that goes out or comes back is logged.
"""

import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpx
from django.conf import settings
from django.utils import timezone

from actions.trackers.ticket import TrackerError

TIMEOUT = httpx.Timeout(10, connect=5)
LONGEST = 30.0  # seconds for one answer in all, however slowly it drips
LARGEST = 5_000_000
LONGEST_WAIT = timedelta(hours=24)
AGENT = "second-story"


class Answer:
    """Status, headers and JSON of an answer."""

    def __init__(self, status: int, headers: httpx.Headers, data: Any) -> None:
        self.status, self.headers, self.data = status, headers, data


class Http:
    """One tracker's API: requests below its address, with the headers that sign us in."""

    def __init__(self, base_url: str, headers: Mapping[str, str]) -> None:
        self.base = httpx.URL(base_url.rstrip("/") + "/")
        self.headers = {"User-Agent": AGENT, "Accept": "application/json", **headers}
        self.again_at: datetime | None = None
        """When the tracker will answer again; set by the headers of an answer that used up what it allows."""

    def __repr__(self) -> str:
        return f"Http({self.base.host})"  # never the headers: they sign us in

    def get(self, path: str, **params: Any) -> Any:
        """GET; return the JSON. Raises TrackerError."""
        return self.ask("GET", path, params=params).data

    def send(self, method: str, path: str, data: Any) -> Any:
        """Send JSON; return the JSON of the answer. Raises TrackerError."""
        return self.ask(method, path, data=data).data

    def ask(self, method: str, path: str, *, params: Mapping[str, Any] | None = None, data: Any = None) -> Answer:
        """Ask once, and return the answer if it is a yes. Raises TrackerError with words for any other."""
        answer = self._ask(method, path, params=params, data=data)
        self.again_at = _used_up_until(answer.headers)
        if 200 <= answer.status < 300:
            return answer
        raise refusal(answer.status, answer.headers)

    def _ask(self, method: str, path: str, *, params: Mapping[str, Any] | None, data: Any) -> Answer:
        url = self.base.join(path) if path else httpx.URL(str(self.base).rstrip("/"))
        address = _address_of(url)
        target = url.copy_with(host=address)
        headers = {**self.headers, "Host": url.netloc.decode()}
        until = time.monotonic() + LONGEST
        try:
            with (
                httpx.Client(verify=_tls(), timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
                client.stream(
                    method,
                    target,
                    params=dict(params) if params else None,
                    json=data,
                    headers=headers,
                    extensions={"sni_hostname": url.host},
                ) as response,
            ):
                return Answer(response.status_code, response.headers, _read(response, until))
        except httpx.TimeoutException:
            raise TrackerError("The tracker did not answer in time.", away=True) from None
        except httpx.HTTPError as error:
            raise TrackerError(f"The tracker could not be reached ({type(error).__name__}).", away=True) from None


@cache
def _tls() -> ssl.SSLContext:
    """The authorities we trust, read once: doing so takes longer than most requests."""
    return httpx.create_ssl_context(trust_env=False)


def _read(response: httpx.Response, until: float) -> Any:
    """Read the body as JSON within time and size; what an unhappy answer says is not looked at."""
    if not response.is_success:
        return None
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise TrackerError("The tracker answered with more than we read.", permanent=True)
        if time.monotonic() > until:
            raise TrackerError("The tracker did not answer in time.")
    if not body.strip():
        return None
    try:
        return json.loads(bytes(body))
    except (ValueError, RecursionError):
        raise TrackerError("The tracker did not answer with JSON. Is the address that of its API?") from None


def _address_of(url: httpx.URL) -> str:
    """Resolve the host, and refuse addresses that are not for everybody. Raises TrackerError."""
    if url.scheme not in {"http", "https"} or not url.host:
        raise TrackerError("The address begins with https://.", permanent=True)
    try:
        found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        raise TrackerError("The tracker's name is not known.", away=True) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.TRACKERS_AT_PRIVATE_ADDRESSES:
        if url.scheme != "https":
            raise TrackerError("The address begins with https://.", permanent=True)
        if not addresses or any(not is_public(address) for address in addresses):
            raise TrackerError(
                "The tracker is at a private address; the operator has to allow that (TRACKERS_AT_PRIVATE_ADDRESSES).",
                permanent=True,
            )
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the internet at large, also where an IPv4 one is dressed up as IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def refusal(status: int, headers: httpx.Headers) -> TrackerError:
    """Say what an unhappy answer means in our own words."""
    again_at = _asked_to_wait(headers)
    if status == 429 or (status in {400, 403, 503} and again_at):
        again_at = again_at or timezone.now() + timedelta(minutes=1)
        return TrackerError(f"The tracker asks us to wait ({status}).", again_at=again_at)
    words = {
        401: "The tracker does not accept our token (401).",
        403: "Our token may not do this (403).",
        404: "The tracker knows no such ticket or project (404), or our token may not see it.",
        410: "The ticket was deleted there (410).",
    }
    if status in words:
        return TrackerError(words[status], permanent=True, missing=status in {404, 410})
    if 300 <= status < 400:
        return TrackerError(f"It has moved ({status}). Write the address it has now.", permanent=True)
    if status >= 500:
        return TrackerError(f"The tracker is in trouble ({status}).")
    return TrackerError(f"The tracker refused it ({status}).", permanent=True)


def _asked_to_wait(headers: httpx.Headers) -> datetime | None:
    """Return when to come back, from Retry-After (seconds or a date), else from what is used up."""
    told = headers.get("retry-after", "").strip()
    if told.isdecimal():
        return _within_reason(timezone.now() + timedelta(seconds=min(int(told), 10**6)))
    if told:
        try:
            at = parsedate_to_datetime(told)
        except ValueError:
            pass
        else:
            return _within_reason(at if at.tzinfo else at.replace(tzinfo=UTC))
    return _used_up_until(headers)


# remaining, reset, and in how many parts of a second reset counts
_LIMITS = (
    ("x-ratelimit-remaining", "x-ratelimit-reset", 1),
    ("ratelimit-remaining", "ratelimit-reset", 1),
    ("x-ratelimit-requests-remaining", "x-ratelimit-requests-reset", 1000),
    ("x-ratelimit-complexity-remaining", "x-ratelimit-complexity-reset", 1000),
)


def _used_up_until(headers: httpx.Headers) -> datetime | None:
    """Return when there will be requests left, if there are none now; None where there are, or nothing is said."""
    for remaining, reset, parts in _LIMITS:
        left, at = headers.get(remaining, "").strip(), headers.get(reset, "").strip()
        if left == "0" and at.isdecimal() and len(at) < 16:
            return _within_reason(datetime.fromtimestamp(int(at) / parts, tz=UTC))
        if left == "0" and at:  # Jira writes a time
            try:
                return _within_reason(datetime.fromisoformat(at))
            except ValueError:
                continue
    return None


def _within_reason(at: datetime) -> datetime | None:
    now = timezone.now()
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(at, now + LONGEST_WAIT) if at > now else None
