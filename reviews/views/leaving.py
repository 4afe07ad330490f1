"""A month to take along: its measures as a table, its page and its minutes as PDF."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest
from reviews.months import Month
from reviews.permissions import circle_for_reader, circles_of_page, meeting_for_reader
from reviews.queries import minutes_for, month_figures, month_page
from reviews.tables import COLUMNS, measure_rows
from web.csv_files import csv_response
from web.pdf import pdf_response


@require_safe
def measures_csv(request: SignedInRequest, chosen: Month) -> StreamingHttpResponse:
    """The figures of the page with their trends, as this person may see them."""
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    facts = month_figures(request.user, chosen, today=timezone.now().date(), circle=circle)
    name = f"measures-{chosen}{f'-{circle.slug}' if circle else ''}.csv"
    return csv_response(name, COLUMNS, measure_rows(facts))


@require_safe
def month_pdf(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """The page of the month on paper, as this person may see it."""
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    page = month_page(request.user, chosen, today=timezone.now().date(), circle=circle)
    name = f"month-{chosen}{f'-{circle.slug}' if circle else ''}.pdf"
    return pdf_response(request, "reviews/month_pdf.html", {"page": page, "circle": circle}, name=name)


@require_safe
def minutes_pdf(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """The minutes of a closed meeting on paper, as this person may read them."""
    found = meeting_for_reader(chosen, request.GET.get("circle", ""))
    told = minutes_for(request.user, found)
    if told is None:
        raise Http404("The meeting has no minutes yet.")
    name = f"review-{chosen}{f'-{found.circle.slug}' if found.circle else ''}.pdf"
    return pdf_response(request, "reviews/minutes_pdf.html", {"meeting": found, "minutes": told}, name=name)
