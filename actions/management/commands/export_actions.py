"""Write `action-items.yml`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.items_file.meaning import number_meant
from actions.items_file.services import export_file
from incidents.models import Incident
from incidents.permissions import incidents_visible_to
from people.queries import person_named
from people.services.importer import importer_account


class Command(BaseCommand):
    help = (
        "Write the actions of these incidents as action-items.yml (- for standard output). An action without a "
        "reference is given one (PIR-2026-05-24-001). A restricted incident is written only --as somebody named on it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="+", metavar="INC", help="a number such as INC-142")
        parser.add_argument("--to", required=True, dest="file", metavar="FILE")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="as this person, who sees what they may see")

    def handle(self, *args: Any, numbers: list[str], file: str, email: str | None = None, **options: Any) -> None:
        by = person_named(email) if email else importer_account()
        if by is None:
            raise CommandError(f"Nobody signs in as {email}.")
        incidents = []
        for written in numbers:
            number = int(written) if written.isdecimal() else number_meant(written, "INC") or 0
            incident: Incident | None = incidents_visible_to(by).filter(number=number).first()
            if incident is None:
                raise CommandError(f"There is no {written}, or it is restricted: then say --as whom.")
            incidents.append(incident)
        text = export_file(incidents)
        if file == "-":
            self.stdout.write(text, ending="")
        else:
            Path(file).write_text(text, encoding="utf-8")
            self.stderr.write(f"{file}: the actions of {', '.join(str(i.public_number) for i in incidents)}")
