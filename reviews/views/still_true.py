"""A document of a year ago, and whether it still holds."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from people.requests import SignedInRequest
from postmortems.permissions import postmortem_for_reader
from reviews.anniversary import answers_of
from reviews.forms import StillTrueForm
from reviews.services import answer_still_true
from web.responses import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
def still_true(request: SignedInRequest, number: int) -> HttpResponse:
    """Ask, whoever may read the document; what was answered before stands beside the question."""
    postmortem = postmortem_for_reader(request.user, number)
    if not postmortem.is_published:
        raise Http404("It is not published.")
    form = StillTrueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_still_true(postmortem, by=request.user, **form.cleaned_data)
        messages.success(request, "Your answer stands beside the document.")
        return redirect_after_post(request, postmortem)
    context = {"postmortem": postmortem, "form": form, "answers": answers_of([number])}
    return render_page(request, "reviews/still_true.html", context, status=422 if form.errors else 200)
