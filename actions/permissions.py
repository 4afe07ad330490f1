"""The doors to actions: as visible as their incident, changed by those who carry them."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from actions.links import MailLink, hash_secret
from actions.models import Action, ActionQuerySet, CalendarFeed
from people.models import Membership, Team, User
from web.statements import Kept

NO_SUCH_ACTION = "No action of this number."
SHOWN_WITH_IT = ("incident", "owner", "team", "risk_accepted_by", "verified_by")


def actions_visible_to(user: User) -> ActionQuerySet:
    """Every action of an incident this person may see."""
    return Action.objects.visible_to(user)


def action_for_reader(user: User, number: int) -> Action:
    """Return the action, one query. A hidden and a missing one raise the same Http404."""
    action = actions_visible_to(user).select_related(*SHOWN_WITH_IT).filter(number=number).first()
    if action is None:
        raise Http404(NO_SUCH_ACTION)
    return action


def action_called(user: User, alias: str) -> Action:
    """Return the action that files and TODOs call this, one query. A hidden and a missing one raise the same Http404."""
    action = actions_visible_to(user).filter(alias=alias.upper()).exclude(alias="").first()
    if action is None:
        raise Http404(NO_SUCH_ACTION)
    return action


def can_change_action(user: User, action: Action) -> bool:
    """Whether the person carries this action; up to one query, for the team.

    Proposals may be changed by everybody who sees them: they are ideas.
    """
    if _carries(user, action):
        return True
    return action.team_id is not None and _teams_of(user).filter(pk=action.team_id).exists()


def _keys_of_teams(user: User) -> "QuerySet[Team, tuple[int]]":
    return _teams_of(user).values_list("pk")


def _teams_of(user: User) -> QuerySet[Team]:
    """The teams the person belongs to or leads."""
    member = Membership.objects.filter(team=OuterRef("pk"), user=user)
    return Team.objects.filter(Q(lead=user) | Exists(member))


def _carries(user: User, action: Action) -> bool:
    """Whether the person may change it whatever their teams."""
    if action.is_proposal or action.owner_id in {None, user.pk}:
        return True
    return user.is_facilitator or user.is_administrator


def action_for_editor(user: User, number: int) -> Action:
    """Return the action to somebody who may change it. Raises Http404, or PermissionDenied for readers."""
    action = action_for_reader(user, number)
    if not can_change_action(user, action):
        raise PermissionDenied
    return action


def actions_for_editor(user: User, numbers: Collection[int]) -> tuple[list[Action], list[Action]]:
    """Return those of these actions that the person may change, and those they may only read; two queries.

    A hidden and a missing one are in neither.
    """
    found = actions_visible_to(user).select_related("incident", "owner", "team").filter(number__in=numbers)
    actions = list(found.order_by("due_on", "number"))
    keys = changeable_by(user, actions)
    return [each for each in actions if each.pk in keys], [each for each in actions if each.pk not in keys]


def changeable_by(user: User, actions: Collection[Action]) -> set[int]:
    """Return the primary keys of those of these actions, all of them seen, that the person may change; up to one query."""
    others = [action for action in actions if not _carries(user, action) and action.team_id is not None]
    teams = {pk for (pk,) in Kept(_keys_of_teams, values=(user,)).tuples()} if others else set()
    return {action.pk for action in actions if action.team_id in teams or _carries(user, action)}


def bearer_of_link(link: MailLink) -> tuple[User, Action]:
    """Return whom a link from a mail was for, and the action as far as that person may see it; two queries.

    Where they may not (any more), and where there is none, the same Http404.
    """
    person = User.objects.get_queryset().filter(pk=link.person).first()
    if person is None:
        raise Http404(NO_SUCH_ACTION)
    found = actions_visible_to(person).select_related("incident", "owner", "team").filter(pk=link.action).first()
    if found is None:
        raise Http404(NO_SUCH_ACTION)
    return person, found


def calendar_for_bearer(secret: str) -> CalendarFeed:
    """Return the calendar of this secret address. Ended, of somebody who left, of a team left: the same Http404."""
    feeds = CalendarFeed.objects.select_related("person", "team").filter(person__is_active=True)
    feed = feeds.filter(secret_hash=hash_secret(secret)).first()
    if feed is None or (
        feed.team_id is not None and not Membership.objects.filter(user=feed.person_id, team=feed.team_id).exists()
    ):
        raise Http404
    return feed
