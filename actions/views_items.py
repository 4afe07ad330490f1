"""Actions in version control: the file out, the file in, and the address of a reference."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms import ImportItemsForm
from actions.items_file.reading import NotReadable, read_items
from actions.items_file.services import apply_file, export_file
from actions.permissions import action_called
from incidents.permissions import incident_for_editor
from people.requests import SignedInRequest
from web.responses import render_page


@require_safe
def by_alias(request: SignedInRequest, alias: str) -> HttpResponse:
    """What a TODO in a code base says, as an address."""
    return redirect(action_called(request.user, alias))


@require_POST
def export_items(request: SignedInRequest, number: int) -> HttpResponse:
    """The file; a POST, because what has no reference yet is given one."""
    incident = incident_for_editor(request.user, number)
    return HttpResponse(
        export_file([incident]),
        content_type="application/yaml; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="action-items.yml"',
            "Cache-Control": "private, no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_items(request: SignedInRequest) -> HttpResponse:
    """Look at what would come of a file, then take it in. Doing so twice changes nothing."""
    form = ImportItemsForm(request.POST, request.FILES) if request.method == "POST" else ImportItemsForm()
    report, content = None, ""
    dry_run = "import" not in request.POST
    if request.method == "POST" and form.is_valid():
        content = form.text()
        try:
            report = apply_file(read_items(content), by=request.user, dry_run=dry_run)
        except NotReadable as error:
            form.add_error(None, str(error))
    context = {"form": form, "report": report, "content": content, "dry_run": dry_run}
    status = 422 if form.errors else 200
    return render_page(request, "actions/import_items.html", context, partials=["items-import"], status=status)
