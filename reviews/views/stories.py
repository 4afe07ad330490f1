"""A leader's own story for the opening of a review: offered, changed, taken off the record, taken back. Shown to its teller alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from incidents.wording.telling import tell_of_wording
from people.requests import SignedInRequest
from reviews.forms import StoryForm
from reviews.models import Circle
from reviews.months import Month
from reviews.permissions import circle_for_reader, circles_of_page, held_meeting, may_offer_story, own_story
from reviews.services import MeetingClosed, offer_story, take_off_record, withdraw_story
from reviews.views.months import month_address
from reviews.views.screens import screen_of
from web.responses import redirect_after_post, render_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: SignedInRequest, chosen: Month) -> HttpResponse:
    circle = _circle_to_tell(request)
    story = own_story(request.user, chosen, circle)
    told = {"text": story.text, "is_off_record": story.is_off_record} if story else None
    form = StoryForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            offer_story(chosen, circle=circle, by=request.user, **form.cleaned_data)
        except MeetingClosed as error:
            form.add_error(None, str(error))
        else:
            tell_of_wording(request, [(form.cleaned_data["text"], "prose")])
            messages.success(request, "It opens the review, after the agreement.")
            return redirect_after_post(request, month_address(chosen, circle))
    context = {
        "form": form,
        "month": chosen,
        "circle": circle,
        "story": story,
        "month_url": month_address(chosen, circle),
    }
    return render_page(request, "reviews/story.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: SignedInRequest, chosen: Month) -> HttpResponse:
    circle = _circle_to_tell(request)
    withdraw_story(chosen, circle=circle, by=request.user)
    messages.success(request, "Taken back. Nothing of it is kept.")
    return redirect_after_post(request, month_address(chosen, circle))


@require_POST
def off_record(request: SignedInRequest, chosen: Month) -> HttpResponse:
    """Take one's own story off the record while the meeting runs; nobody else can."""
    circle = _circle_to_tell(request)
    try:
        take_off_record(chosen, circle=circle, by=request.user)
    except MeetingClosed as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "It is off the record: the minutes will not even say that there was one.")
    held = held_meeting(chosen, circle)
    if held is None:
        return redirect_after_post(request, month_address(chosen, circle))
    return redirect_after_post(request, screen_of(request, held).address("close") if held.is_open else held)


def _circle_to_tell(request: SignedInRequest) -> Circle | None:
    if not may_offer_story(request.user):
        raise PermissionDenied
    return circle_for_reader(circles_of_page(), request.GET.get("circle", ""))
