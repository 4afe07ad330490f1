"""Imports through the page: files are looked at first, then imported in the background, and can be taken out again."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from incidents.wording.knowing import what_is_known
from people.choices import AuditKind
from people.models import AuditEntry, User
from postmortems.choices import ImportState
from postmortems.importing import in_zone, read_document
from postmortems.models import ImportBatch, ImportFile, Postmortem
from postmortems.rules import Refused
from postmortems.services.importing import digest_of, import_document, undo_import
from postmortems.wording import asked_about, told_of_import

logger = logging.getLogger(__name__)

MOST_FILES = 100
LARGEST_FILE = 1_000_000


@transaction.atomic
def upload_import(files: Sequence[tuple[str, bytes]], *, by: User, at: datetime | None = None) -> ImportBatch:
    """Keep the files to be looked at. Nothing is imported yet."""
    batch = ImportBatch.objects.create(created_by=by, created_at=at or timezone.now())
    ImportFile.objects.bulk_create(
        ImportFile(batch=batch, position=position, name=name[-300:], content=content)
        for position, (name, content) in enumerate(files)
    )
    return batch


@transaction.atomic
def start_import(
    batch: ImportBatch,
    *,
    as_draft: bool,
    people: Mapping[str, User],
    drafts: Iterable[int] = (),
    zones: Mapping[int, str] | None = None,
    by: User,
    at: datetime | None = None,
) -> ImportBatch:
    """Begin to import what was looked at; `drafts` are the files that come in as drafts whatever the others do.

    `zones` says by file which zone its times are in, where it states none itself.
    Starting twice is a no-op.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.started_at is not None:
        return batch
    batch.started_at = at or timezone.now()
    batch.as_draft = as_draft
    batch.people = {written: person.pk for written, person in people.items()}
    batch.save(update_fields=["started_at", "as_draft", "people"])
    batch.files.filter(pk__in=drafts).update(as_draft=True)
    told = zones or {}
    for zone in set(told.values()):  # nearly always one for all of them
        batch.files.filter(pk__in=[pk for pk, of_file in told.items() if of_file == zone]).update(time_zone=zone)
    AuditEntry.objects.create(
        kind=AuditKind.IMPORTED, by=by, at=batch.started_at, about=str(batch), details={"files": batch.files.count()}
    )
    transaction.on_commit(wake_importer, robust=True)
    return batch


def wake_importer() -> None:
    """Ask a worker to import now. Fails soon and quietly where the broker is away; beat asks again each minute."""
    from postmortems.tasks import run_imports  # noqa: PLC0415 - the task calls this module

    try:
        run_imports.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; the import begins when it is back.")


def import_waiting() -> int:
    """Import each file that still waits, each in a transaction of its own; returns how many were taken up.

    Files that another worker has in hand are passed by, so it may run at any time and any number of times.
    """
    taken = 0
    while _import_next():
        taken += 1
    return taken


def _import_next() -> bool:
    with transaction.atomic():
        file = (
            ImportFile.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("batch__created_by")
            .filter(state=ImportState.WAITING, batch__started_at__isnull=False)
            .order_by("batch__started_at", "batch", "position")
            .first()
        )
        if file is None:
            return False
        try:
            with transaction.atomic():
                _import_file(file)
        except (DatabaseError, ValueError):
            logger.exception("A file could not be imported", extra={"import_file": file.pk})
            file.state, file.note = ImportState.FAILED, "It could not be stored. The log says why."
        file.save(update_fields=["state", "note", "postmortem", "content"])
    return True


def _import_file(file: ImportFile) -> None:
    content = bytes(file.content)
    document = in_zone(read_document(file.name, content), file.time_zone)
    if document.skipped:
        file.state, file.note, file.content = ImportState.SKIPPED, document.skipped[:300], b""
        return
    people = User.objects.in_bulk(file.batch.people.values())
    imported = import_document(
        document,
        source_name=file.name,
        digest=digest_of(content),
        by=file.batch.created_by,
        as_draft=file.batch.as_draft or file.as_draft,
        people={name: people[pk] for name, pk in file.batch.people.items() if pk in people},
    )
    file.postmortem, file.content = imported.postmortem, b""
    file.state = ImportState.IMPORTED if imported.created else ImportState.THERE_ALREADY
    if imported.created:
        file.note = told_of_import(asked_about(document, what_is_known()))


def undo_batch(batch: ImportBatch, *, by: User, at: datetime | None = None) -> list[str]:
    """Take out again what a batch brought in; returns what had to stay, and why."""
    stayed = []
    for file in ImportFile.objects.filter(batch=batch, state=ImportState.IMPORTED).select_related("postmortem"):
        if file.postmortem is None:
            continue
        try:
            with transaction.atomic():
                undo_import(file.postmortem, by=by, at=at)
                ImportFile.objects.filter(pk=file.pk).update(state=ImportState.UNDONE, postmortem=None)
        except Refused as refusal:
            stayed.append(f"{file.name}: {refusal}")
    return stayed


def digests_there(files: Iterable[ImportFile]) -> set[str]:
    """Which of these bytes have been imported before."""
    wanted = {digest_of(bytes(file.content)) for file in files}
    return set(Postmortem.objects.filter(source_digest__in=wanted).values_list("source_digest", flat=True))
