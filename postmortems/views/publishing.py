"""The gate's page: all that is missing at once, and the button."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from people.requests import SignedInRequest
from postmortems.forms import AmendmentForm
from postmortems.permissions import postmortem_for_editor
from postmortems.queries import action_statuses
from postmortems.rules import NotReady, Refused, after_publication
from postmortems.services import publish_amendment, publish_postmortem
from postmortems.views.browsing import JUST_PUBLISHED, draft_context
from web.responses import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: SignedInRequest, number: int) -> HttpResponse:
    """What stands between the document and its publication. POST publishes, and refuses for the same reasons."""
    postmortem = postmortem_for_editor(request.user, number)
    amendment = AmendmentForm(request.POST or None) if postmortem.amending else None
    refused: dict[str, object] = {}
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if amendment is None:
                publish_postmortem(postmortem, by=request.user)
            elif amendment.is_valid():
                publish_amendment(postmortem, note=amendment.cleaned_data["note"], by=request.user)
            if amendment is None or amendment.is_valid():
                messages.success(request, f"Published. {after_publication(action_statuses(postmortem))}")
                read = reverse("postmortems:detail", args=[number])
                return redirect_after_post(request, f"{read}?{JUST_PUBLISHED}=yes")
        except NotReady as error:
            refused = {"blockers": error.blockers}
        except Refused as error:
            messages.error(request, str(error))
    context = draft_context(postmortem) | refused | {"amendment": amendment}
    return render_page(request, "postmortems/gate.html", context, partials=["gate-panel"], status=status)
