"""The feed of months: its secret address, and what feed readers fetch from it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from actions.links import hash_secret
from people.limits import count_try
from people.requests import SignedInRequest
from reviews.feeds import feed_of_months
from reviews.permissions import feed_for_bearer, feed_of
from reviews.services import change_feed_address, end_feed
from web.responses import answer_a_program, redirect_after_post, render_page

FETCHES = 60
WITHIN_SECONDS = 60 * 60


@require_safe
def feed(request: SignedInRequest) -> HttpResponse:
    """Whether one has a feed, and since when at its address."""
    return render_page(request, "reviews/feed.html", {"feed": feed_of(request.user)})


@require_POST
def change_feed(request: SignedInRequest) -> HttpResponse:
    """Make an address, or change it: shown on this answer and never again."""
    secret = change_feed_address(request.user)
    address = request.build_absolute_uri(reverse("reviews:months_feed", args=[secret]))
    response = render_page(request, "reviews/feed.html", {"feed": feed_of(request.user), "address": address})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def remove_feed(request: SignedInRequest) -> HttpResponse:
    end_feed(request.user)
    messages.success(request, "The address has ended.")
    return redirect_after_post(request, "reviews:feed")


@login_not_required
@require_safe
def months_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The closed months, for whoever holds the secret address. What its owner may not see any more is not in it."""
    found = feed_for_bearer(secret)
    if count_try("feed", hash_secret(secret), seconds=WITHIN_SECONDS) > FETCHES:
        return HttpResponse("Too often: once in two hours is enough.\n", status=429, content_type="text/plain")
    body = feed_of_months(found, address=request.build_absolute_uri())
    return answer_a_program(body, content_type="application/atom+xml; charset=utf-8")
