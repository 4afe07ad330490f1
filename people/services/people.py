"""What administrators change about people."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.choices import AuditKind
from people.links import password_reset_link
from people.models import Membership, Team, User
from people.rules import Refusal, RefusedError, leaving_administration_refusals
from people.services.audit import record_act
from people.services.departures import remember_departures
from people.services.invitations import roles_of


@transaction.atomic
def change_person(
    person: User,
    *,
    by: User,
    display_name: str,
    is_facilitator: bool,
    is_leadership: bool,
    is_administrator: bool,
    teams: Iterable[Team],
    at: datetime | None = None,
) -> User:
    """Change somebody's name, roles and teams. Raises RefusedError where no administrator would be left."""
    others = _lock_administrators(except_for=person)
    person = User.objects.get_queryset().select_for_update().get(pk=person.pk)
    if not is_administrator and person.is_active:
        _refuse(leaving_administration_refusals(is_administrator=person.is_administrator, other_administrators=others))
    wanted = {
        "display_name": display_name,
        "is_facilitator": is_facilitator,
        "is_leadership": is_leadership,
        "is_administrator": is_administrator,
    }
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, wanted[name])
    if changed:
        person.save(update_fields=changed)
    moved = _set_teams(person, set(teams))
    if changed or moved:
        details = {"fields": changed, "roles": roles_of(person), **moved}
        record_act(AuditKind.PERSON_CHANGED, by=by, about=person.display_name, details=details, at=at)
    return person


@transaction.atomic
def deactivate_person(person: User, *, by: User, at: datetime | None = None) -> User:
    """End somebody's access; all their sessions and links end with it. Doing it twice is a no-op.

    Their words and actions stay. Open actions become orphaned: the reminders find them and tell the team's lead.
    Teams they led have no lead until somebody is chosen. Raises RefusedError for the last administrator.
    """
    others = _lock_administrators(except_for=person)
    person = User.objects.get_queryset().select_for_update().get(pk=person.pk)
    if not person.is_active:
        return person
    _refuse(leaving_administration_refusals(is_administrator=person.is_administrator, other_administrators=others))
    person.is_active, person.deactivated_at = False, at or timezone.now()
    person.save(update_fields=["is_active", "deactivated_at"])
    led = list(Team.objects.filter(lead=person).select_for_update())
    for team in led:
        team.lead = None
        team.save(update_fields=["lead"])
    details = {"no_lead_now": [team.name for team in led]} if led else {}
    record_act(AuditKind.PERSON_DEACTIVATED, by=by, about=person.display_name, details=details, at=at)
    return person


@transaction.atomic
def reactivate_person(person: User, *, by: User, at: datetime | None = None) -> User:
    """Let somebody in again, with the roles, the teams and the password they had. Doing it twice is a no-op."""
    person = User.objects.get_queryset().select_for_update().get(pk=person.pk)
    if person.is_active:
        return person
    person.is_active, person.deactivated_at = True, None
    person.save(update_fields=["is_active", "deactivated_at"])
    record_act(
        AuditKind.PERSON_REACTIVATED, by=by, about=person.display_name, details={"roles": roles_of(person)}, at=at
    )
    return person


@transaction.atomic
def hand_over_reset(person: User, *, by: User, at: datetime | None = None) -> str:
    """Return a link for a new password for an administrator to hand over, and write down that they took it."""
    person = User.objects.get_queryset().select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise RefusedError([Refusal("deactivated", "Somebody who is deactivated cannot sign in.")])
    record_act(AuditKind.LINK_HANDED_OVER, by=by, about=person.display_name, details={"link": "password reset"}, at=at)
    return password_reset_link(person)


def _lock_administrators(*, except_for: User) -> int:
    """Lock every active administrator, in one order, and count the others.

    Two who take each other's role at once wait for one another here, and the second sees what the first did.
    """
    administrators = User.objects.active().filter(is_administrator=True).order_by("pk").select_for_update()
    return sum(administrator.pk != except_for.pk for administrator in administrators)


def _refuse(reasons: list[Refusal]) -> None:
    if reasons:
        raise RefusedError(reasons)


def _set_teams(person: User, wanted: set[Team]) -> dict[str, list[str]]:
    """Make the person a member of exactly these teams; a team they lead keeps them. Return the names of what changed."""
    now = {membership.team for membership in person.memberships.select_related("team")}
    wanted |= set(person.teams_led.all())
    joined, left = wanted - now, now - wanted
    Membership.objects.bulk_create(Membership(team=team, user=person) for team in joined)
    Membership.objects.filter(user=person, team__in=left).delete()
    remember_departures([(team, person) for team in left], returned=[(team, person) for team in joined])
    moved = {"joined": sorted(team.name for team in joined), "left": sorted(team.name for team in left)}
    return {key: names for key, names in moved.items() if names}
