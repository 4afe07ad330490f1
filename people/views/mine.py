"""One's own page: what waits for the person who reads it, and for nobody else."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.mine import load_mine
from people.requests import SignedInRequest
from web.responses import render_page


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    today = request.user.local_day(timezone.now())
    context = {"panels": load_mine(request.user, today), "today": today}
    return render_page(request, "people/mine.html", context, partials=["mine-panels"])
