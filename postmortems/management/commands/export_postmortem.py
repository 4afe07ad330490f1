"""Write post-mortems as Markdown."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from postmortems.exporting import file_name, markdown_of
from postmortems.models import Postmortem


class Command(BaseCommand):
    help = "Write the post-mortems of these incidents as Markdown that import_postmortems reads back equal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="+", metavar="INC", help="a number such as INC-142")
        parser.add_argument("--to", type=Path, required=True, dest="folder", metavar="DIR")

    def handle(self, *args: Any, numbers: list[str], folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for written in numbers:
            found = re.fullmatch(r"(?:INC-)?(\d+)", written.strip(), re.IGNORECASE)
            if found is None:
                raise CommandError(f"{written} is no incident's number; write INC-142.")
            number = int(found[1])
            postmortem = Postmortem.objects.filter(lead_incident__number=number).select_related("lead_incident").first()
            if postmortem is None:
                raise CommandError(f"{written} has no post-mortem.")
            path = folder / file_name(postmortem)
            path.write_text(markdown_of(postmortem))
            self.stdout.write(str(path))
