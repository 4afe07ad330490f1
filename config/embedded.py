"""Where the embedded Postgres and Redis of one data folder live, and how to reach them.

`config.servers` runs them; this module only knows addresses, so that settings can import it.
"""

import hashlib
import json
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DATABASE_NAME = "second_story"
NOTE = "running.json"
SOCKET_PORT = 5432  # only a part of the socket's name; said everywhere, so that $PGPORT changes nothing


def data_folder_name(home: Path) -> str:
    """Return the name that folders of `home` outside of `home` carry."""
    return "second-story-" + hashlib.sha256(str(home).encode()).hexdigest()[:12]


def make_home(home: Path) -> None:
    """Make the data folder. Root lets others pass through it (not read it): Postgres runs as another account then."""
    if not home.exists():
        home.mkdir(parents=True)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)


def socket_folder(home: Path) -> Path:
    """Return the short private folder that holds the sockets of the data folder `home`.

    It is not below `home`: a socket's path may have 107 bytes. It is not below $TMPDIR either: a
    command started from another shell has to find the same folder. Whoever connects has checked its
    owner and mode first (`config.servers.make_socket_folder`), since anybody may make folders there.
    """
    return Path("/tmp") / data_folder_name(home)  # noqa: S108


def database_url(home: Path) -> str:
    """Return the address of the embedded Postgres."""
    return f"postgres://postgres@/{DATABASE_NAME}?host={socket_folder(home)}&port={SOCKET_PORT}"


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
    try:
        make_home(home)
        return _kept_secret(home / "secret_key")
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"{error.filename} belongs to another account. Start as that one, or choose another folder for the "
            "data with SECOND_STORY_HOME=…."
        ) from error


def _kept_secret(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


def note_settings(home: Path, noted: dict[str, str]) -> None:
    """Leave where a running `up` is and how its mail leaves, for commands by hand. Mail addresses hold secrets: 0600."""
    path = home / NOTE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"pid": os.getpid(), "settings": noted}, file)


def noted_settings(home: Path) -> dict[str, str]:
    """Return what the `up` noted that runs on this data folder; nothing where none runs, or it is not ours to read."""
    try:
        noted = json.loads((home / NOTE).read_text())
        holder = json.loads((home / "lock").read_text())
        if holder["pid"] != noted["pid"] or holder["purpose"] != "up":
            return {}
        os.kill(noted["pid"], 0)
    except PermissionError as error:
        return {} if error.filename else dict(noted["settings"])  # it runs, as another account
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return dict(noted["settings"])


def static_root(base: Path, home: Path) -> Path:
    """Return where static files are gathered: beside the code, or in the data folder where that cannot be written."""
    beside = base / "staticfiles"
    return beside if os.access(beside if beside.exists() else base, os.W_OK) else home / "static"
