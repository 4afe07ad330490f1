"""Plan the reminders that are due, as beat does every quarter of an hour."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.nudge_services import plan_nudges


class Command(BaseCommand):
    help = "Write the reminders that are due into the outbox, and say how many."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            metavar="T",
            help="Plan as if it were this time (2026-12-03T09:00+01:00; UTC without an offset).",
        )

    def handle(self, *, at: str | None = None, **_options: Any) -> None:
        self.stdout.write(str(plan_nudges(at=_parse(at) if at else None)))


def _parse(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--at {text}: write a time such as 2026-12-03T09:00+01:00.") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
