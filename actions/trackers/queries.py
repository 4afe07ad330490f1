"""Reads and doors of tickets and connections."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404

from actions.choices import OPEN_STATUSES
from actions.models import Action
from actions.permissions import actions_visible_to
from actions.trackers.choices import LinkState
from actions.trackers.models import TrackerConnection, TrackerLink
from people.models import User

LOOKED_AT = 300


def ticket_of(action: Action) -> TrackerLink | None:
    """Return the ticket of an action that the caller was let to, with its connection; one query."""
    return TrackerLink.objects.select_related("connection").filter(action=action).first()


def connections_in_use() -> QuerySet[TrackerConnection]:
    """Where a new ticket may be made."""
    return TrackerConnection.objects.filter(is_active=True)


def connections_for_administrator() -> QuerySet[TrackerConnection]:
    """Every connection with how many tickets it has, and how many cannot be reached. One query."""
    failing = Count("links", filter=Q(links__state=LinkState.FAILING))
    return TrackerConnection.objects.annotate(tickets=Count("links"), failing=failing)


def connection_for_administrator(pk: int) -> TrackerConnection:
    """Return a connection. Only pages behind `administrators_only` may ask."""
    connection = TrackerConnection.objects.filter(pk=pk).first()
    if connection is None:
        raise Http404
    return connection


def connection_for_hook(hook: UUID) -> TrackerConnection:
    """Return the connection whose webhooks come here; what they say is checked against its secret."""
    connection = TrackerConnection.objects.filter(hook=hook, is_active=True).first()
    if connection is None or not connection.webhook_secret_sealed:
        raise Http404
    return connection


@dataclass(frozen=True)
class Difference:
    """One fact that is another here and there. Nobody's is overwritten."""

    what: str
    here: str
    there: str


def differences(action: Action, link: TrackerLink) -> list[Difference]:
    """Say where owner and date differ; an owner there that may be the owner here is not called different."""
    found = []
    if link.ticket_owner and not _may_be(action.owner, link.ticket_owner):
        found.append(Difference("Owner", str(action.owner or "nobody yet"), link.ticket_owner))
    if link.ticket_due_on and link.ticket_due_on != action.due_on:
        found.append(Difference("Due date", _day(action.due_on), _day(link.ticket_due_on)))
    return found


def tickets_waiting_for(user: User) -> list[tuple[TrackerLink, list[Difference]]]:
    """Tickets that need somebody, of actions this person owns or whose team they lead, with what differs: one query.

    One was closed there without being done, one cannot be reached, one names another owner or date. What asks
    comes first; of the many that merely name an owner and a date a few hundred are looked at.
    """
    asks = Q(asks_for_reasoning=True) | Q(state__in=[LinkState.DRIFTED, LinkState.FAILING])
    tells = Q(action__status__in=OPEN_STATUSES) & (~Q(ticket_owner="") | Q(ticket_due_on__isnull=False))
    theirs = Q(action__owner=user) | Q(action__team__lead=user)
    links = TrackerLink.objects.filter(asks | tells, theirs, action__in=actions_visible_to(user))
    links = links.select_related("connection", "action__incident", "action__owner")
    first = Case(When(asks, then=0), default=1)
    found = [(link, differences(link.action, link)) for link in links.order_by(first, "next_try_at", "pk")[:LOOKED_AT]]
    return [(link, differs) for link, differs in found if differs or link.needs_somebody]


def _day(day: object) -> str:
    return f"{day:%-d %b %Y}" if day else "none"


def _may_be(person: User | None, name: str) -> bool:
    """Whether a name or account elsewhere is this person's, going by address and name."""
    if person is None:
        return False
    account = name.casefold().lstrip("@")
    full = person.display_name.casefold()
    return account in {
        person.email.casefold(),
        person.email.partition("@")[0].casefold(),
        full,
        full.replace(" ", ""),
        full.replace(" ", "-"),
        full.replace(" ", "."),
        full.replace(" ", "_"),
    }
