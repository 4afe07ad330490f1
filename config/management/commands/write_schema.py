"""For maintainers: write down what the migrations make of an empty database."""

from django.core.management.base import BaseCommand

from config.snapshot import SCHEMA, write_snapshot


class Command(BaseCommand):
    help = "For maintainers: write config/schema.sql anew, from which a new database is made in one step."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Migrate an empty database and write what comes of it."""
        write_snapshot()
        self.stdout.write(f"{SCHEMA.name} is written.")
