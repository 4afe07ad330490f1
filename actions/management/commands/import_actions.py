"""Take in `action-items.yml`."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.items_file.reading import NotReadable, read_items
from actions.items_file.services import Report, apply_file
from people.queries import person_named
from people.services.importer import importer_account


class Command(BaseCommand):
    help = (
        "Take in actions from action-items.yml (- for standard input). A row that does not fit is skipped and said with "
        "its line; applying the same file again changes nothing. Ends with 1 where a row was skipped, with 2 where the "
        "file cannot be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it; write nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="a line of JSON an item")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="as this person, who sees what they may see")

    def handle(
        self, *args: Any, file: str, dry_run: bool, as_json: bool, email: str | None = None, **options: Any
    ) -> None:
        by = person_named(email) if email else importer_account()
        if by is None:
            raise CommandError(f"Nobody signs in as {email}.")
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            items = read_items(content)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.", returncode=2) from None
        except NotReadable as error:
            raise CommandError(f"{file}: {error}", returncode=2) from None
        report = apply_file(items, by=by, dry_run=dry_run, as_operator=not email)
        self._say(report, as_json=as_json)
        self.stderr.write(f"{report}{' (dry run: nothing was written)' if dry_run else ''}")
        if report.count("skipped"):
            raise CommandError(f"{report.count('skipped')} rows were skipped.", returncode=1)

    def _say(self, report: Report, *, as_json: bool) -> None:
        for row in report.rows:
            if as_json:
                number = row.action.public_number if row.action else None
                told = {"line": row.line, "id": row.name, "result": row.result, "action": number, "notes": row.notes}
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            elif row.notes or row.result != "unchanged":
                self.stdout.write(row.words)
