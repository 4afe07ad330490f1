"""Owe the digest of a month."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from reviews.months import Month
from reviews.permissions import circle_for_reader, circles_of_page
from reviews.services import MonthRunsError, is_before_installation, send_digest


class Command(BaseCommand):
    help = "Owe everybody who wants it the digest of a month (2026-10). Running it again owes nothing new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("month")
        parser.add_argument("--circle", default="", help="Only to those of this circle, by the name in its address.")

    def handle(self, *args: Any, month: str, circle: str, **options: Any) -> None:
        try:
            chosen = Month.parse(month)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if is_before_installation(chosen):
            raise CommandError(f"Nobody was here yet in {chosen.words}: there is nothing to tell of it.")
        try:
            owed = send_digest(chosen, circle=circle_for_reader(circles_of_page(), circle))
        except Http404 as error:
            raise CommandError(f"There is no circle {circle!r}.") from error
        except MonthRunsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The digest of {chosen.words} is owed to {owed} people.")
