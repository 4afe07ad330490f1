"""Run Second Story on this machine."""

import contextlib
import ipaddress
import os
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from config.servers import ServersError
from config.supervisor import Supervisor


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Command(BaseCommand):
    help = "Run Second Story: database, pages and background work, until Ctrl-C. Needs nothing set up beforehand."
    requires_system_checks = ()
    with_sample = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8000)

    def handle(self, *, host: str, port: int, **_options: object) -> None:
        """Run until told to stop."""
        if self.with_sample and not is_loopback(host):
            raise CommandError(f"The sample is for looking at on this machine: it does not listen on {host}.")
        try:
            Supervisor(host=host, port=port, with_sample=self.with_sample, say=self._say).run()
        except ServersError as error:
            raise CommandError(error) from error

    def _say(self, text: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # whoever read along has gone; that is no reason to stop
            self.stdout.write(text)
            self.stdout.flush()
