"""Who may administrate, and the doors to people's own things.

The policy in one place:

- Whoever is signed in may record an incident, and may read and edit every incident that is not
  restricted, its timeline and its drafts; history keeps who changed what.
- A restricted incident, and all that hangs on it, exists only for the people named on it.
  Administrators are no exception.
- An action is changed by its owner, by its team and who leads it, by facilitators and administrators.
- People, teams, policy and templates are changed by administrators.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from people.links import read_invitation_token
from people.models import Absence, Invitation, Team, User
from people.requests import SignedInRequest

P = ParamSpec("P")

ADMINISTRATORS = "administrators"
"""Why a page is refused, for 403.html: a word of ours, which says what is true there."""


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
            raise PermissionDenied(ADMINISTRATORS)
        return view(cast("SignedInRequest", request), *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)


def person_for_administrator(pk: int) -> User:
    """Return anybody, active or not. Only pages behind `administrators_only` may ask."""
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def team_for_reader(slug: str) -> Team:
    """Return a team with its lead; everybody signed in may know the teams."""
    team = Team.objects.select_related("lead").filter(slug=slug).first()
    if team is None:
        raise Http404
    return team


def invitation_for_administrator(pk: int) -> Invitation:
    """Return an invitation. Only pages behind `administrators_only` may ask."""
    invitation = Invitation.objects.filter(pk=pk).first()
    if invitation is None:
        raise Http404
    return invitation


def invitation_for_bearer(token: str) -> Invitation | None:
    """Return the open invitation that this link is for, or None: forged, too old, used and withdrawn are one answer."""
    told = read_invitation_token(token)
    if told is None:
        return None
    pk, email = told
    found = Invitation.objects.select_related("invited_by", "team")
    return found.filter(pk=pk, email=email, accepted_at=None, withdrawn_at=None).first()


def absence_for_person(user: User, pk: int) -> Absence:
    """Return an absence to the person whose it is; to everybody else there is none."""
    absence = Absence.objects.filter(pk=pk, person=user).first()
    if absence is None:
        raise Http404
    return absence
