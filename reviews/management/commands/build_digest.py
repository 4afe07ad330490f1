"""Owe the digest of a month."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews.months import Month
from reviews.services import MonthRunsError, is_before_installation, send_digest


class Command(BaseCommand):
    help = "Owe everybody who wants it the digest of a month (2026-10). Running it again owes nothing new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month")

    def handle(self, *args: Any, month: str, **options: Any) -> None:
        try:
            chosen = Month.parse(month)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if is_before_installation(chosen):
            raise CommandError(f"Nobody was here yet in {chosen.words}: there is nothing to tell of it.")
        try:
            owed = send_digest(chosen)
        except MonthRunsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The digest of {chosen.words} is owed to {owed} people.")
