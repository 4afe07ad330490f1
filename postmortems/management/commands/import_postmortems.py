"""Import post-mortems that were written elsewhere."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from people.models import validate_time_zone
from people.services.importer import importer_account
from postmortems.importing import UNSTATED, ImportedDocument, in_zone, read_document
from postmortems.importing.writer import block_markdown
from postmortems.search.services import count_words_when_grown
from postmortems.services.importing import Imported, digest_of, import_document, without_the_future


class Command(BaseCommand):
    help = (
        "Import post-mortems (Markdown, HTML in Markdown, plain text) as published editions, each in a transaction of "
        "its own. Importing the same file again changes nothing. What is no post-mortem is skipped, and it is said why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder with all below it")
        parser.add_argument(
            "--zone", type=known_zone, default=UNSTATED, help="what times are in that state no zone (UTC)"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and say what would be imported")
        parser.add_argument("--json", action="store_true", dest="as_json", help="a line of JSON a document")

    def handle(self, *args: Any, paths: list[Path], zone: str, dry_run: bool, as_json: bool, **options: Any) -> None:
        by = None if dry_run else importer_account()
        counts = {"imported": 0, "there already": 0, "skipped": 0, "failed": 0}
        for path, name in files_of(paths):
            try:
                document, imported = self._import(path, name, zone=zone, by=by)
            except Exception as error:  # noqa: BLE001 - one document must not keep the others out
                counts["failed"] += 1
                self.stderr.write(f"{name}: {type(error).__name__}: {error}")
                continue
            document.warnings += without_the_future(document, now=timezone.now())[1]
            if document.skipped:
                counts["skipped"] += 1
            elif imported and not imported.created:
                counts["there already"] += 1
            else:
                counts["imported"] += 1
            self._say(document, imported, as_json=as_json)
        if not dry_run:
            count_words_when_grown()
        summary = ", ".join(f"{count} {what}" for what, count in counts.items() if count or what == "imported")
        self.stderr.write(f"{summary}{' (dry run: nothing was written)' if dry_run else ''}")
        if counts["failed"]:
            raise CommandError(f"{counts['failed']} could not be imported.")

    @staticmethod
    def _import(path: Path, name: str, *, zone: str, by: Any) -> tuple[ImportedDocument, Imported | None]:
        content = path.read_bytes()
        document = in_zone(read_document(name, content), zone)
        if document.skipped or by is None:
            return document, None
        with transaction.atomic():
            return document, import_document(document, source_name=name, digest=digest_of(content), by=by)

    def _say(self, document: ImportedDocument, imported: Imported | None, *, as_json: bool) -> None:
        for warning in document.warnings:
            self.stderr.write(f"{document.path}: {warning}")
        if as_json:
            sys.stdout.write(json.dumps(as_line(document, imported), ensure_ascii=False) + "\n")
            return
        if document.skipped:
            sys.stdout.write(f"skipped   {document.path}: {document.skipped}\n")
            return
        number = imported.postmortem.lead_incident.public_number if imported else "-"
        sys.stdout.write(
            f"{number:9} {document.path}: {document.title} ({len(document.timeline)} events, "
            f"{len(document.actions)} actions)\n"
        )


def known_zone(name: str) -> str:
    """A zone of the database by its exact name. Raises ArgumentTypeError, with what to write, on any other."""
    try:
        validate_time_zone(name)
    except ValidationError as error:
        raise ArgumentTypeError(error.message) from error
    return name


def files_of(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Every file to read, and the name it is known by: its place below the folder that was named."""
    for path in paths:
        if path.is_dir():
            for file in sorted(found for found in path.rglob("*") if found.is_file()):
                parts = file.relative_to(path).parts
                if any(part.startswith(".") for part in parts):
                    continue
                yield file, "/".join(parts) if len(parts) > 1 else f"{path.resolve().name}/{file.name}"
        elif path.exists():
            yield path, f"{path.resolve().parent.name}/{path.name}"
        else:
            raise CommandError(f"There is no {path}.")


def as_line(document: ImportedDocument, imported: Imported | None) -> dict[str, Any]:
    """What was made of a document, as the contract of the command has it."""
    started = document.started_at
    return {
        "path": document.path,
        "incident": imported.postmortem.lead_incident.public_number if imported else None,
        "incidents": [incident.public_number for incident in imported.incidents] if imported else [],
        "title": document.title or None,
        "started_at": started.iso() if started else None,
        "severity": document.severity or None,
        "timeline_events": [{"at": event.iso(), "text": event.text} for event in document.timeline],
        "sections": [
            {
                "heading": section.heading,
                "kind": section.kind,
                "body": "\n\n".join(
                    block_markdown(document, block) for block in section.blocks if block.kind == "prose"
                ),
            }
            for section in document.sections
        ],
        "actions": [
            {
                "title": action.title,
                "owner": action.owner or None,
                "due": action.due or None,
                "status": action.status,
                "ticket": action.ticket or None,
            }
            for action in document.actions
        ],
        "unmapped_headings": document.unmapped_headings,
        "warnings": [*document.warnings, *document.questions],
        "skipped": document.skipped or None,
    }
