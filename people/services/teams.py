"""Making and changing teams."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from people.choices import AuditKind
from people.models import Membership, Team, User
from people.rules import Refusal, RefusedError
from people.services.audit import record_act
from people.services.departures import remember_departures
from people.services.locking import lock_name
from web.slugs import free_slug


@transaction.atomic
def create_team(
    *, name: str, by: User, lead: User | None = None, members: Iterable[User] = (), at: datetime | None = None
) -> Team:
    """Make a team; its address is made of its first name and stays. Raises RefusedError for a name that is taken."""
    lock_name("people.teams")
    _refuse_taken_name(name, but_of=None)
    team = Team.objects.create(
        name=name, slug=free_slug(Team.objects.all(), name, length=70, nameless="team"), lead=lead
    )
    joined = _set_members(team, members)
    details = {"created": True, "lead": lead.display_name if lead else None, **joined}
    record_act(AuditKind.TEAM_CHANGED, by=by, about=name, details=details, at=at)
    return team


@transaction.atomic
def change_team(
    team: Team,
    *,
    name: str,
    by: User,
    lead: User | None,
    members: Iterable[User],
    is_active: bool = True,
    at: datetime | None = None,
) -> Team:
    """Change a team's name, lead, members, or close it. A closed team keeps its past and is offered nowhere."""
    lock_name("people.teams")
    team = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    _refuse_taken_name(name, but_of=team)
    wanted = {"name": name, "lead": lead, "is_active": is_active}
    changed = [field for field, value in wanted.items() if getattr(team, field) != value]
    for field in changed:
        setattr(team, field, wanted[field])
    if changed:
        team.save(update_fields=changed)
    moved = _set_members(team, members)
    if changed or moved:
        details = {"fields": changed, "lead": lead.display_name if lead else None, **moved}
        record_act(AuditKind.TEAM_CHANGED, by=by, about=name, details=details, at=at)
    return team


def _refuse_taken_name(name: str, *, but_of: Team | None) -> None:
    taken = Team.objects.filter(name__iexact=name)
    if but_of:
        taken = taken.exclude(pk=but_of.pk)
    if taken.exists():
        raise RefusedError([Refusal("name", "There is a team of this name.")])


def _set_members(team: Team, members: Iterable[User]) -> dict[str, list[str]]:
    """Make exactly these the members, the lead always among them, those deactivated untouched."""
    wanted = set(members) | ({team.lead} if team.lead else set())
    now = {membership.user for membership in team.memberships.select_related("user")}
    joined, left = wanted - now, {user for user in now - wanted if user.is_active}
    Membership.objects.bulk_create(Membership(team=team, user=user) for user in joined)
    Membership.objects.filter(team=team, user__in=left).delete()
    remember_departures([(team, user) for user in left], returned=[(team, user) for user in joined])
    moved = {
        "joined": sorted(user.display_name for user in joined),
        "left": sorted(user.display_name for user in left),
    }
    return {key: names for key, names in moved.items() if names}
