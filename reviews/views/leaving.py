"""A month to take along: its measures as a table."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest
from reviews.months import Month
from reviews.permissions import circle_for_reader, circles_of_page
from reviews.queries import month_page
from reviews.tables import COLUMNS, measure_rows
from web.csv_files import csv_response


@require_safe
def measures_csv(request: SignedInRequest, chosen: Month) -> StreamingHttpResponse:
    """The figures of the page with their trends, as this person may see them."""
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    page = month_page(request.user, chosen, today=timezone.now().date(), circle=circle)
    name = f"measures-{chosen}{f'-{circle.slug}' if circle else ''}.csv"
    return csv_response(name, COLUMNS, measure_rows(page.facts))
