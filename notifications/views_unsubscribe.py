"""The page behind "Send me fewer of these". Opened from a mail, by people and by mail programs, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.links import read_unsubscribe_token
from notifications.services import change_subscription, is_subscribed
from web.responses import render_page


@csrf_exempt  # the mail program's own POST (RFC 8058) carries no cookie; the signature stands for the person
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, since mail scanners open links; do it on POST, as often as one likes, with a way back.

    Where it is turned down already, the page says so, and offers the way back at once.
    """
    signed = read_unsubscribe_token(token)
    if signed is None:
        raise Http404
    person_id, subscription = signed
    page: dict[str, str] = {"subscription": subscription}
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "again"
        if change_subscription(person_id, subscription, wanted=wanted) is None:
            raise Http404
        page["state"] = "back" if wanted else "done"
    else:
        subscribed = is_subscribed(person_id, subscription)
        if subscribed is None:
            raise Http404
        page |= {"state": "asking"} if subscribed else {"state": "done", "already": "yes"}
    return render_page(request, "notifications/unsubscribe.html", page)
