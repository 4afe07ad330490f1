"""Write a backup."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backups import BackupError, write_backup


class Command(BaseCommand):
    help = "Write the database, the attachments and the secret key to one file that only you can read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")

    def handle(self, *, file: Path, **_options: object) -> None:
        """Write it."""
        try:
            write_backup(file)
        except BackupError as error:
            raise CommandError(error) from error
        self.stdout.write(f"Written to {file} ({file.stat().st_size:,} bytes). It holds secrets: keep it private.")
