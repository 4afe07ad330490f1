#!/usr/bin/env python
"""Run a command of Second Story, with the servers it needs."""

import importlib.util
import os
import sys
from pathlib import Path

WITHOUT_SERVERS = {"up", "demo", "help", "version", "check", "collectstatic", "findstatic", "diffsettings", "startapp"}
WITHOUT_MIGRATING = {
    "migrate",
    "makemigrations",
    "showmigrations",
    "sqlmigrate",
    "squashmigrations",
    "restore",
    "write_schema",
}


def go_on_in_our_environment() -> None:
    """Run again under the interpreter of `.venv`, where this one has not got what we stand on.

    An operator types `python manage.py backup FILE`, and that python is the machine's.
    """
    ours = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if importlib.util.find_spec("django") is None:
        if not ours.exists():
            sys.exit("What Second Story stands on is not installed: run `make demo` or `make up` once.")
        os.execv(ours, [str(ours), *sys.argv])  # noqa: S606 - our own interpreter, and what was typed


def say(text: str) -> None:
    """Tell progress on standard error: a command's standard output may be somebody's input."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def run(arguments: list[str]) -> None:
    """Run one command: alone, or with servers that run at least as long as it does."""
    from django.core.management import execute_from_command_line

    command = next((word for word in arguments[1:2] if not word.startswith("-")), "help")
    asks_only = {"--help", "-h", "--version"} & set(arguments[2:])
    if command in WITHOUT_SERVERS or asks_only:
        execute_from_command_line(arguments)
        return

    from django.conf import settings

    from config.servers import servers_for_command

    with servers_for_command(Path(settings.HOME), command, say=say) as started_here:
        if started_here and command not in WITHOUT_MIGRATING:
            _migrate()
        execute_from_command_line(arguments)


def _migrate() -> None:
    import django

    django.setup()
    from config.upgrade import migrate_with_backup

    migrate_with_backup(say)


def main() -> None:
    """Run the command on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured

    from config.servers import ServersError

    try:
        run(sys.argv)
    except (ServersError, ImproperlyConfigured) as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    go_on_in_our_environment()
    main()
