"""Reads about people that pages share."""

import difflib
import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from people.models import Absence, Agreement, Invitation, Team, User, WorkCalendar


def agreement_in_force() -> Agreement | None:
    """The newest version; None only where the shipped text was removed by hand."""
    return Agreement.objects.order_by("changed_at", "pk").last()


def agreement_versions() -> list[Agreement]:
    """Every version, newest first, with who changed it. One query."""
    return list(Agreement.objects.select_related("changed_by").order_by("-changed_at", "-pk"))


def compare_texts(before: str, after: str) -> list[tuple[str, str]]:
    """Compare word by word: ("same" | "added" | "removed", text), in reading order."""
    old, new = _words(before), _words(after)
    parts: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[old_from:old_to])))
            continue
        parts += _part("removed", old[old_from:old_to])
        parts += _part("added", new[new_from:new_to])
    return parts


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _part(kind: str, words: Iterable[str]) -> list[tuple[str, str]]:
    text = "".join(words)
    return [(kind, text)] if text else []


def people_list(*, words: str = "", role: str = "", team: Team | None = None, active: bool = True) -> QuerySet[User]:
    """People for the administration's list, narrowed; the page cuts it by key."""
    people = User.objects.get_queryset().filter(is_active=active).prefetch_related("teams")
    if words:
        people = people.filter(Q(display_name__icontains=words) | Q(email__icontains=words))
    if role in {"facilitator", "leadership", "administrator"}:
        people = people.filter(**{f"is_{role}": True})
    if team:
        people = people.filter(memberships__team=team)
    return people


def active_people() -> QuerySet[User]:
    """Whom a form may offer: people who can sign in, by name."""
    return User.objects.active().order_by("display_name", "pk")


def active_teams() -> QuerySet[Team]:
    """Which teams a form may offer, by name."""
    return Team.objects.filter(is_active=True).order_by("name")


def teams_list() -> QuerySet[Team]:
    """Every team with its lead, those in use first."""
    return Team.objects.select_related("lead").order_by("-is_active", "name")


def members_of(team: Team) -> QuerySet[User]:
    """The people of a team who can sign in, by name."""
    return active_people().filter(memberships__team=team)


def teams_of(person: User) -> QuerySet[Team]:
    """The teams somebody belongs to, with their leads."""
    return active_teams().filter(memberships__user=person).select_related("lead")


def invitations_list() -> QuerySet[Invitation]:
    """Every invitation with who made it; the page cuts it by key."""
    return Invitation.objects.select_related("invited_by", "team")


def person_named(email: str) -> User | None:
    """The person who signs in with this address, for commands that act for somebody; None once they have left."""
    return User.objects.active().filter(email__iexact=email.strip()).first()


def people_but(person: User) -> QuerySet[User]:
    """Everybody else who can sign in, by name."""
    return active_people().exclude(pk=person.pk)


def absences_of(person: User, *, since: date) -> list[Absence]:
    """One's absences that are not over; one query."""
    return list(Absence.objects.filter(person=person, until_on__gte=since).select_related("stand_in"))


def work_calendar() -> WorkCalendar:
    """The organisation's public holidays; none until they are chosen. One query."""
    return WorkCalendar.objects.first() or WorkCalendar()


def names_to_offer(at_most: int = 300) -> list[str]:
    """Return the names of everybody here for a field that completes them; of very many none, one query."""
    names = list(User.objects.active().order_by("display_name").values_list("display_name", flat=True)[: at_most + 1])
    return names if len(names) <= at_most else []
