"""Answers to requests. The only place that asks whether htmx is asking."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag
from django.utils.safestring import SafeString
from django_htmx.middleware import HtmxDetails

from web.returning import way_back, with_way_back


class SeeOther(HttpResponseRedirect):
    """303: what you asked for is done, now GET the result."""

    status_code = 303


class FragmentResponse(TemplateResponse):
    """One partial of a page, followed by the messages that the page would have shown."""

    @property
    def rendered_content(self) -> SafeString:
        toasts = render_to_string("components/toasts_out_of_band.html", request=self._request)
        return SafeString(f"{super().rendered_content}{toasts}")


def answer_a_program(body: bytes, *, content_type: str) -> HttpResponse:
    """Answer what fetches a secret address: kept by nobody in between, asked again by its tag, found by no search engine."""
    response = HttpResponse(body, content_type=content_type)
    response["Cache-Control"] = "private, max-age=3600"
    response["ETag"] = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response["X-Robots-Tag"] = "noindex"
    return response


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    partials: Sequence[str] = (),
    status: int = 200,
) -> TemplateResponse:
    """Answer with the whole page, or with the one listed partial that htmx is asking to replace.

    htmx 4 sends `HX-Target: section#publish-panel` (or `tr#action-row-17`, percent-encoded). The view
    lists what may be asked for; any other target gets the whole page.
    """
    partial = _wanted_partial(request, partials)
    response: TemplateResponse
    if partial:
        response = FragmentResponse(request, f"{template}#{partial}", dict(context), status=status)
    else:
        response = TemplateResponse(request, template, dict(context), status=status)
    patch_vary_headers(
        response,
        ["HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request"],
    )
    return response


def redirect_after_post(request: HttpRequest, to: str | Model, *, stay: bool = False) -> HttpResponse:
    """Send the browser on to `to` (an address, a URL name or an object) after a write.

    Who came from a list to mend something goes back to it instead; with `stay` only the way back is kept.
    A plain form gets a 303. htmx would follow that inside its own request and swap a whole page into a
    corner of this one, so it gets a header that moves the window instead.
    """
    url = resolve_url(to)
    if back := way_back(request):
        url = with_way_back(url, back[0]) if stay else back[0]
    htmx = _htmx(request)
    if not htmx:
        return SeeOther(url)
    if "#" in url and htmx.current_url_abs_path == urlsplit(url)._replace(fragment="").geturl():
        # Only the fragment differs: setting the address would not load the page again.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return HttpResponse(status=204, headers={"HX-Redirect": url})


def answer_after_post(
    request: HttpRequest,
    to: str | Model,
    template: str,
    load: Callable[[], Mapping[str, Any]],
    *,
    partials: Sequence[str],
) -> HttpResponse:
    """Answer a write with the listed partial made anew where htmx asks for one, else send the browser on to `to`.

    `load` gathers the partial's context, and is called only where it is needed.
    """
    if _wanted_partial(request, partials):
        return render_page(request, template, load(), partials=partials)
    return redirect_after_post(request, to)


def close_dialog_after_post(request: HttpRequest, to: str | Model, *, partials: Sequence[str]) -> HttpResponse:
    """Tell the dialog whose listed partial posted that its work is done; anybody else is sent on to `to`.

    What stands behind the dialog is fetched anew by whoever opened it, and then says what was done.
    """
    if _wanted_partial(request, partials):
        return HttpResponse(status=204, headers={"HX-Trigger": "dialogDone"})
    return redirect_after_post(request, to)


def _wanted_partial(request: HttpRequest, partials: Sequence[str]) -> str | None:
    htmx = _htmx(request)
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    wanted = unquote((htmx.target or "").partition("#")[2])
    return next(
        (name for name in partials if re.fullmatch(rf"{re.escape(name)}(-\d+)?", wanted)),
        None,
    )


def _htmx(request: HttpRequest) -> HtmxDetails:
    return getattr(request, "htmx", None) or HtmxDetails(request)
