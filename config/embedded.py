"""Where the embedded Postgres and Redis of one data folder live, and how to reach them."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def socket_folder(home: Path) -> Path:
    """Return the short private folder that holds the sockets of the data folder `home`."""
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"second-story-{name}"


def database_url(home: Path) -> str:
    """Return the address of the embedded Postgres."""
    return f"postgres://postgres@/second_story?host={socket_folder(home)}"


def redis_url(home: Path) -> str:
    """Return the address of the embedded Redis, as redis-py writes it."""
    return f"unix://{socket_folder(home)}/redis.sock"


def celery_url(url: str) -> str:
    """Return a Redis address as Celery writes it (`redis+socket://` for sockets)."""
    return "redis+socket://" + url.removeprefix("unix://") if url.startswith("unix://") else url


def secret_key(home: Path, *, required: bool) -> str:
    """Return the data folder's secret key, made on first use.

    Raises ImproperlyConfigured where `required` says that it has to come from the environment.
    """
    if required:
        raise ImproperlyConfigured("SECRET_KEY must be set in production.")
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
