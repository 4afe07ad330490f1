"""Load the sample organisation."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from config.sample.loader import load_sample


class Command(BaseCommand):
    help = "Load the sample organisation into an empty installation. Does nothing where there are incidents."

    def handle(self, **_options: object) -> None:
        """Load it, or say that it is left out."""
        load_sample(Path(settings.HOME), say=self._say)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
