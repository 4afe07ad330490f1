"""Restore a backup."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupError, restore_backup


class Command(BaseCommand):
    help = "Fill an empty database and data folder from a backup. What holds something already is refused."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="written by `manage.py backup`")

    def handle(self, *, file: Path, **_options: object) -> None:
        """Restore it."""
        try:
            restore_backup(file)
        except BackupError as error:
            raise CommandError(error) from error
        self.stdout.write(f"Restored from {file}.")
