"""The page of a month."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.requests import SignedInRequest
from reviews.months import Month
from reviews.queries import SHOWN, month_page
from web.responses import render_page


@require_safe
def month(request: SignedInRequest, chosen: Month | None = None) -> HttpResponse:
    today = timezone.now().date()
    current = Month.of(today)
    page = month_page(request.user, chosen or current, today=today)
    context = {"page": page, "current": current, "shown": SHOWN}
    return render_page(request, "reviews/month.html", context)
