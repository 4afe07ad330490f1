"""The page of a month, and the rows behind its figures."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest
from reviews.measures import DEFINITIONS
from reviews.models import Circle
from reviews.months import Month
from reviews.permissions import circle_for_reader, circles_of_page, held_meeting, may_chair, may_offer_story
from reviews.queries import DOCUMENTS_SHOWN, ROWS_SHOWN, SHOWN, month_figures, month_page, rows_of
from web.responses import render_page


@require_safe
def month(request: SignedInRequest, chosen: Month | None = None) -> HttpResponse:
    today = timezone.now().date()
    current = Month.of(today)
    circles = circles_of_page()
    circle = circle_for_reader(circles, request.GET.get("circle", ""))
    page = month_page(request.user, chosen or current, today=today, circle=circle, at_most=DOCUMENTS_SHOWN + 1)
    context = {
        "page": page,
        "current": current,
        "shown": SHOWN,
        "documents_shown": DOCUMENTS_SHOWN,
        "circles": circles,
        "circle": circle,
        "meeting": held_meeting(page.facts.month, circle),
        "may_chair": may_chair(request.user, circle),
        "may_offer_story": may_offer_story(request.user),
    }
    return render_page(request, "reviews/month.html", context)


@require_safe
def measure(request: SignedInRequest, chosen: Month, key: str) -> HttpResponse:
    definition = DEFINITIONS.get(key)
    if definition is None:
        raise Http404("No such measure.")
    today = timezone.now().date()
    circle = circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
    facts = month_figures(request.user, chosen, today=today, circle=circle)
    told = next((one for one in (*facts.measures, *facts.parts) if one.measure.key == key), None)
    of = _cohort(request, chosen)
    context = {
        "definition": definition,
        "facts": facts,
        "told": told,
        "parts": [one for one in facts.parts if one.measure.definition.part_of == key],
        "pile_figure": next((one for one in facts.pile if one.key == key), None),
        "of": of,
        "rows": rows_of(request.user, definition, of, chosen, today=today, circle=circle),
        "circle": circle,
        "shown": ROWS_SHOWN,
    }
    return render_page(request, "reviews/measure.html", context)


def _cohort(request: SignedInRequest, chosen: Month) -> Month:
    try:
        return Month.parse(request.GET.get("of", str(chosen)))
    except ValueError as error:
        raise Http404(str(error)) from error


def month_address(month: Month, circle: Circle | None) -> str:
    """The page of a month for everybody, or for a circle."""
    return reverse("reviews:past_month", args=[month]) + (f"?circle={circle.slug}" if circle else "")
