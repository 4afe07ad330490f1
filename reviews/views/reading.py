"""Which teams read: the note that a page leaves, and the switch."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from people.permissions import administrators_only
from people.requests import SignedInRequest
from postmortems.permissions import postmortem_for_reader
from reviews.facts import reading_noted_since
from reviews.forms import ReadingPolicyForm
from reviews.services import change_reading_policy, note_reading
from web.responses import redirect_after_post, render_page


@require_POST
def note(request: SignedInRequest, number: int) -> HttpResponse:
    """A published document stayed open for a while: nothing is answered, whatever was noted."""
    note_reading(postmortem_for_reader(request.user, number), by=request.user)
    return HttpResponse(status=204)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: SignedInRequest) -> HttpResponse:
    form = ReadingPolicyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change_reading_policy(by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect_after_post(request, "people:administration")
    if not form.is_bound:
        form.initial = {"is_noted": reading_noted_since() is not None}
    return render_page(request, "reviews/reading_policy.html", {"form": form}, status=422 if form.errors else 200)
