"""Bringing in what was written elsewhere: choose, look, import, and take out again."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from incidents.queries import people_to_name
from incidents.wording.knowing import what_is_known
from people.models import User
from people.requests import SignedInRequest
from postmortems.choices import ImportState
from postmortems.forms_importing import DecideForm, UploadForm
from postmortems.importing import UNSTATED, ImportedDocument, read_document, states_no_zone
from postmortems.models import ImportBatch, ImportFile
from postmortems.permissions import import_for_editor, imports_of, postmortems_visible_to
from postmortems.services.import_batches import digests_there, start_import, undo_batch, upload_import
from postmortems.services.importing import digest_of, without_the_future
from postmortems.wording import asked_about, told_of_import
from web.responses import redirect_after_post, render_page

LATEST = 20
FORM_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Preview:
    """One file as it was understood."""

    file: ImportFile
    document: ImportedDocument
    there_already: bool
    ahead: list[str]  # what is said of times that lie ahead of now
    lens: str = ""  # what is said of its wording

    @property
    def is_without_zone(self) -> bool:
        """Whether a clock time is told and no zone is: somebody has to say it."""
        return states_no_zone(self.document)

    @property
    def zone(self) -> str:
        """The zone its times are shown in: as they are read where none is stated, else the reader's."""
        return UNSTATED if self.is_without_zone else timezone.get_current_timezone_name()

    @property
    def comes_in(self) -> bool:
        """Whether importing makes anything of it."""
        return not self.document.skipped and not self.there_already


@require_http_methods(FORM_METHODS)
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose files or paste a document; what was brought before is listed below."""
    batches = imports_of(request.user)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        return redirect_after_post(request, upload_import(form.contents(), by=request.user))
    context = {"form": form, "batches": batches[:LATEST]}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "postmortems/import_upload.html", context, partials=["import-form"], status=status)


@require_http_methods(FORM_METHODS)
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was understood, with the decision below it; once it has begun, how far it has come."""
    found = import_for_editor(request.user, pk)
    if found.started_at is not None:
        if request.method == "POST":
            return redirect_after_post(request, found)
        return render_page(
            request, "postmortems/import_batch.html", progress_of(found, request.user), partials=["import-progress"]
        )
    previews = previews_of(found)
    names, ready = owners_in(previews), [preview.file.pk for preview in previews if preview.comes_in]
    zoneless = [preview.file for preview in previews if preview.comes_in and preview.is_without_zone]
    form = DecideForm(
        request.POST or None, names=names, people=people_to_choose(names), files=ready, without_zone=zoneless
    )
    if request.method == "POST" and form.is_valid():
        start_import(
            found,
            as_draft=bool(form.cleaned_data["as_draft"]),
            drafts=form.chosen_drafts(),
            people=form.chosen_people(),
            zones=form.chosen_zones(),
            by=request.user,
        )
        return redirect_after_post(request, found)
    context = {"batch": found, "previews": previews, "form": form, "ready": len(ready)}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "postmortems/import_preview.html", context, partials=["import-decision"], status=status)


@require_http_methods(FORM_METHODS)
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take out again what came in, after asking."""
    found = import_for_editor(request.user, pk)
    if request.method == "POST":
        stayed = undo_batch(found, by=request.user)
        for line in stayed:
            messages.warning(request, f"Kept: {line}")
        if not stayed:
            messages.success(request, "The import is undone.")
        return redirect_after_post(request, found)
    return render_page(request, "postmortems/import_undo.html", progress_of(found, request.user))


def previews_of(found: ImportBatch) -> list[Preview]:
    """Each file as it would come in; three queries."""
    files = list(found.files.all())
    there, now, known = digests_there(files), timezone.now(), what_is_known()
    previews = []
    for file in files:
        content = bytes(file.content)
        document = read_document(file.name, content)
        dated, ahead = without_the_future(document, now=now)
        lens = told_of_import(asked_about(dated, known))
        previews.append(Preview(file, dated, digest_of(content) in there, ahead, lens))
    return previews


def owners_in(previews: list[Preview]) -> list[str]:
    """The names of owners as written, each once, in the order of their first."""
    names = (action.owner for preview in previews for action in preview.document.actions if action.owner)
    return list(dict.fromkeys(names))


def people_to_choose(names: list[str]) -> list[User]:
    """Whom a name may be; nobody is loaded where there is no name."""
    return list(people_to_name()) if names else []


def progress_of(found: ImportBatch, user: User) -> dict[str, object]:
    """How far it has come, file by file; two queries. What has been restricted since keeps its title to itself."""
    files = list(found.files.defer("content"))
    made = postmortems_visible_to(user).filter(pk__in=[file.postmortem_id for file in files if file.postmortem_id])
    documents = {document.pk: document for document in made.select_related("lead_incident")}
    waiting = sum(1 for file in files if file.state == ImportState.WAITING)
    return {
        "batch": found,
        "rows": [(file, documents.get(file.postmortem_id or 0)) for file in files],
        "total": len(files),
        "done": len(files) - waiting,
        "outcome": outcome_of(files),
        "running": bool(waiting),
        "undoable": sum(1 for file in files if file.state == ImportState.IMPORTED),
    }


def outcome_of(files: list[ImportFile]) -> str:
    """What became of the files, in a sentence: "2 documents imported, 1 file skipped"."""
    counts = Counter(file.state for file in files)
    said = (
        (ImportState.IMPORTED, "document", "imported"),
        (ImportState.UNDONE, "document", "taken out again"),
        (ImportState.THERE_ALREADY, "document", "there already"),
        (ImportState.SKIPPED, "file", "skipped"),
        (ImportState.FAILED, "file", "not stored"),
    )
    parts = [f"{n} {noun}{'' if n == 1 else 's'} {verb}" for state, noun, verb in said if (n := counts[state])]
    return f"{', '.join(parts)}." if parts else "Nothing was in it."
