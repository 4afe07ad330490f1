"""Addresses of filtered lists: people copy them, so they carry only what is set."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

P = ParamSpec("P")
Request = TypeVar("Request", bound=HttpRequest)


def address_without_empty(view: Callable[Concatenate[Request, P], HttpResponse]) -> Any:
    """Leave out the parameters that a form sent empty: by a redirect, or, for htmx, in the address it shows."""

    @wraps(view)
    def wrapped(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        sent = [(name, value) for name, values in request.GET.lists() for value in values]
        kept = [(name, value) for name, value in sent if value]
        if len(kept) == len(sent):
            return view(request, *args, **kwargs)
        address = f"{request.path}?{urlencode(kept)}" if kept else request.path
        if "HX-Request" not in request.headers:
            return HttpResponseRedirect(address)
        response = view(request, *args, **kwargs)
        response["HX-Push-Url"] = address
        return response

    return wrapped
