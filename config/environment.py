"""Strict readers for the settings an operator may put into the environment."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env_text(name: str, default: str = "") -> str:
    """Return the variable, or `default` where it is unset or empty."""
    return os.environ.get(name, "") or default


def env_flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable. Anything but the listed words stops the start, so a typo is not a "no"."""
    word = os.environ.get(name, "").strip().lower()
    if not word:
        return default
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={word!r}: write yes or no.")


def env_number(name: str, default: int) -> int:
    """Return a whole number above zero. Anything else stops the start."""
    word = os.environ.get(name, "").strip() or str(default)
    if not word.isdecimal() or int(word) == 0:
        raise ImproperlyConfigured(f"{name}={word!r}: write a whole number.")
    return int(word)


def env_list(name: str) -> list[str]:
    """Return a comma-separated variable as its non-empty parts."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def database_settings(url: str) -> dict[str, object]:
    """Turn `postgres://user:secret@host:port/name?host=/socket/folder` into Django's database settings.

    Raises ImproperlyConfigured for any other scheme: constraints, search and locks need Postgres.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgres://, not {parts.scheme}://.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {"prepare_threshold": 1, **query},  # web.statements alone prepares; None would forbid it
        "CONN_MAX_AGE": 3600,  # seconds: what is prepared on a connection is planned again on the next
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"TEMPLATE": "template0"},
    }


def mail_settings(url: str) -> dict[str, object]:
    """Turn `smtp://user:secret@host:port`, `smtp+tls://` or `smtps://` into connection settings.

    `?timeout=5` at its end: the seconds after which a server that is silent is given up on; 20 where it is left out.
    An empty address means "no mail server": an empty answer, and the outbox keeps what it owes.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp://, smtp+tls:// or smtps://.")
    timeout = parse_qs(parts.query).get("timeout", ["20"])[-1]
    if not timeout.isdecimal() or int(timeout) == 0:
        raise ImproperlyConfigured(f"EMAIL_URL: timeout={timeout!r}: write a whole number of seconds.")
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": int(timeout),
    }
