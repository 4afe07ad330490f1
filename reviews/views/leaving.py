"""A month to take along: its measures as a table, its page as PDF and Markdown, its minutes as PDF."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest
from reviews.models import Circle
from reviews.months import Month
from reviews.paper import month_markdown, on_paper
from reviews.permissions import circle_for_reader, circles_of_page, meeting_for_reader
from reviews.queries import minutes_for, month_figures, month_page
from reviews.tables import COLUMNS, measure_rows
from web.csv_files import csv_response
from web.pdf import pdf_response


@require_safe
def measures_csv(request: SignedInRequest, chosen: Month) -> StreamingHttpResponse:
    """The figures of the page with their trends, as this person may see them."""
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    today = timezone.now().date()
    facts = month_figures(request.user, chosen, today=today, circle=circle)
    return csv_response(_name("measures", chosen, circle, "csv"), COLUMNS, measure_rows(facts, today=today))


@require_safe
def month_pdf(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """The page of the month on paper, as this person may see it."""
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    page = month_page(request.user, chosen, today=timezone.now().date(), circle=circle)
    return pdf_response(
        request, "reviews/month_pdf.html", on_paper(page, circle), name=_name("month", chosen, circle, "pdf")
    )


@require_safe
def month_as_markdown(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """The same as Markdown, for a wiki or a mail."""
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    page = month_page(request.user, chosen, today=timezone.now().date(), circle=circle)
    response = HttpResponse(month_markdown(page, circle=circle), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name("month", chosen, circle, "md")}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def minutes_pdf(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """The minutes of a closed meeting on paper, as this person may read them."""
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    told = minutes_for(request.user, found)
    if told is None:
        raise Http404("The meeting has no minutes yet.")
    name = _name("review", chosen, found.circle, "pdf")
    return pdf_response(request, "reviews/minutes_pdf.html", {"meeting": found, "minutes": told}, name=name)


def _name(what: str, month: Month, circle: Circle | None, kind: str) -> str:
    return f"{what}-{month}{f'-{circle.slug}' if circle else ''}.{kind}"
