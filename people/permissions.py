"""Who may administrate, and the doors to people's own things.

The policy in one place:

- Whoever is signed in may record an incident, and may read and edit every incident that is not
  restricted, its timeline and its drafts; history keeps who changed what.
- A restricted incident, and all that hangs on it, exists only for the people named on it.
  Administrators are no exception.
- An action is changed by its owner, by members of its team, by facilitators and administrators.
- People, teams, policy and templates are changed by administrators.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from people.models import User
from people.requests import SignedInRequest

P = ParamSpec("P")


def is_administrator(user: object) -> bool:
    """Whether this is a person who may administrate."""
    return isinstance(user, User) and user.is_active and user.is_administrator


def administrators_only(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer 403 to everybody but administrators."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_administrator(request.user):
            raise PermissionDenied
        return view(cast("SignedInRequest", request), *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)
