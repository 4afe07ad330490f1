"""Two small pages of no application, to try our scripts against a real server."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import RequestContext, Template
from django.urls import path

from config.urls import urlpatterns as ours
from web.middleware import HtmxSignInMiddleware

FORM = """
{% extends "base.html" %}{% load static %}
{% block title %}Form{% endblock %}{% block page_title %}Form{% endblock %}
{% block scripts %}<script src="{% static 'js/autosave.js' %}" defer></script>{% endblock %}
{% block content %}<form method="post" action="/try/form/" data-autosave>{% csrf_token %}
<input type="hidden" name="base_version" value="{{ version }}"><label for="text">Text</label>
<textarea id="text" name="text">{{ text }}</textarea>{% include "components/autosave_state.html" %}<button>Save</button></form>
<p><a href="/try/swap/">Elsewhere</a></p>
<form method="get" action="/try/swap/"><button>Go there</button></form>{% endblock %}
"""
SWAP = """
{% extends "base.html" %}{% block title %}Swap{% endblock %}{% block page_title %}Swap{% endblock %}
{% block content %}<section id="count-panel"><p>Asked {{ asked }} times</p></section>
<button hx-get="/try/part/" hx-target="#count-panel" hx-swap="outerHTML">Ask</button>
<button hx-get="/try/ended/" hx-target="#count-panel">Ask after the session has ended</button>{% endblock %}
"""
PART = (
    """<section id="count-panel"><p>Asked once more</p></section>{% include "components/toasts_out_of_band.html" %}"""
)
saved: dict[str, object] = {"version": 1, "text": "As it was.", "refuse": 0}


@login_not_required
def form(request: HttpRequest) -> HttpResponse:
    """Keep one text, with the version that each save began from."""
    if request.method == "POST":
        if saved["refuse"]:
            return JsonResponse({"note": "Not saved: it is in review now."}, status=int(str(saved["refuse"])))
        if request.POST["base_version"] != str(saved["version"]):
            return JsonResponse({}, status=409)
        saved.update(version=int(str(saved["version"])) + 1, text=request.POST["text"])
        return JsonResponse({"version": saved["version"], "saved_at": "14:32"})
    return HttpResponse(Template(FORM).render(RequestContext(request, saved)))


@login_not_required
def swap(request: HttpRequest) -> HttpResponse:
    """Show a page with a part that htmx replaces."""
    return HttpResponse(Template(SWAP).render(RequestContext(request, {"asked": 0})))


@login_not_required
def part(request: HttpRequest) -> HttpResponse:
    """Answer with the part and a message."""
    messages.success(request, "Counted.")
    return HttpResponse(Template(PART).render(RequestContext(request)))


@login_not_required
def ended(request: HttpRequest) -> HttpResponse:
    """Answer as a view does whose session is over."""
    return HtmxSignInMiddleware(lambda _: HttpResponseRedirect("/account/login/?next=/"))(request)


urlpatterns = [
    path("try/form/", form),
    path("try/swap/", swap),
    path("try/part/", part),
    path("try/ended/", ended),
    *ours,
]
