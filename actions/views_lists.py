"""A team's board, and the list as a table to take along."""

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actions.choices import ActionStatus
from actions.models import Action
from actions.permissions import changeable_by
from actions.queries import list_actions, team_board
from actions.views import asked_filters
from people.permissions import team_for_reader
from people.requests import SignedInRequest
from web.csv_files import csv_response
from web.responses import render_page

CSV_COLUMNS = (
    *("reference", "also called", "title", "status", "priority", "kind", "owner", "team", "due", "earlier dates"),
    *("incident", "incident title", "outcome to check", "committed", "settled", "evidence", "reasoning", "address"),
)


@require_safe
def team(request: SignedInRequest, slug: str) -> HttpResponse:
    """A team's actions by status. Whoever may see an incident may see its actions here; nobody is ranked."""
    found = team_for_reader(slug)
    form, filters = asked_filters(request)
    del form.fields["team"]
    today = request.user.local_day(timezone.now())
    actions = team_board(request.user, found, filters, on=today)
    columns = [(status, [action for action in actions if action.status == status]) for status in ActionStatus]
    changeable = changeable_by(request.user, actions)
    context = {"team": found, "form": form, "columns": columns, "any": bool(actions), "changeable": changeable}
    return render_page(request, "actions/team.html", context, partials=["team-board"])


@require_safe
def export_csv(request: SignedInRequest) -> StreamingHttpResponse:
    """The list as it is filtered, row by row, for spreadsheets."""
    today = request.user.local_day(timezone.now())
    _, filters = asked_filters(request)
    actions = list_actions(request.user, filters, on=today).defer(None)  # every column
    rows = actions.select_related("incident", "owner", "team").order_by("due_on", "id").iterator(chunk_size=500)
    name = f"actions-{filters.view}-{today:%Y-%m-%d}.csv"
    return csv_response(name, CSV_COLUMNS, (_cells(action, request) for action in rows))


def _cells(action: Action, request: SignedInRequest) -> tuple[object, ...]:
    return (
        action.public_number,
        action.alias,
        action.title,
        action.get_status_display(),
        action.get_priority_display(),
        action.get_kind_display(),
        action.owner or action.owner_as_written,
        action.team or "",
        action.due_on or "",
        action.date_changes,
        action.incident.public_number,
        action.incident.title,
        action.outcome,
        request.user.local_day(action.committed_at) if action.committed_at else "",
        request.user.local_day(action.settled_at) if action.settled_at else "",
        action.evidence,
        action.reasoning,
        request.build_absolute_uri(action.get_absolute_url()),
    )
