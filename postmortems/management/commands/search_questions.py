"""Answer a file of questions, so that search can be scored."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.models import User
from postmortems.models import Postmortem
from postmortems.search.finding import Filters, search

PAGES = 2


class Command(BaseCommand):
    help = (
        "Answer each question of FILE (a line each, a JSON object with id and query) as somebody who may see "
        "what is not restricted, and print the sources of the documents that answer it, best first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json", help="print {id, paths}, a line each")

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        try:
            questions = [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read as questions: {error}") from error
        sources = dict(Postmortem.objects.exclude(source_name="").values_list("lead_incident_id", "source_name"))
        nobody = User()  # named on no incident: sees what everybody sees
        for question in questions:
            paths: list[str] = []
            for page in range(1, PAGES + 1):
                answer = search(nobody, question["query"], Filters(), page=page)
                paths += [sources[hit.incident_id] for hit in answer.hits if hit.incident_id in sources]
            paths = list(dict.fromkeys(paths))
            if as_json:
                sys.stdout.write(json.dumps({"id": question["id"], "paths": paths}) + "\n")
            else:
                sys.stdout.write(f"{question['id']} {question['query']}\n" + "".join(f"    {p}\n" for p in paths))
