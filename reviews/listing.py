"""What a month lists: ids, numbers and titles, as plain values that can be kept.

The same functions list a running month for a reader and a month that is being closed for keeping; then
nothing is hidden, and what is kept is filtered for each reader when it is shown (`Listing.without`).
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from actions.choices import ActionStatus
from actions.models import Action
from incidents.choices import IncidentKind
from incidents.models import Incident
from postmortems.choices import PostmortemStatus
from postmortems.models import Postmortem
from reviews.models import Circle
from reviews.months import Month

LISTED = 400
"""So many of a kind are kept at most."""

VERSION = 2
"""Of the shape below; a closed month says which it was written with."""


@dataclass(frozen=True)
class ListedIncident:
    """One incident, or the document about it, as it was called then."""

    incidents: tuple[int, ...]
    number: int
    title: str
    level: int | None
    severity: str
    services: tuple[str, ...]
    teams: tuple[str, ...]
    at: str
    status: str = ""
    team_ids: tuple[int, ...] = ()
    """In the order of their names; unknown in what was kept in version 1."""

    @property
    def public_number(self) -> str:
        """The number people say."""
        return f"INC-{self.number}"

    @property
    def moment(self) -> datetime:
        """When a document came out, else when it happened."""
        return datetime.fromisoformat(self.at)

    @property
    def url(self) -> str:
        """Where the incident is read."""
        return reverse("incidents:detail", args=[self.number])

    @property
    def document_url(self) -> str:
        """Where the document is read."""
        return reverse("postmortems:detail", args=[self.number])

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "ListedIncident":
        """Read one that was kept."""
        return cls(**_tuples(told))


@dataclass(frozen=True)
class ListedAction:
    """One action, as it was called then."""

    incidents: tuple[int, ...]
    number: int
    title: str
    reasoning: str
    due_on: str = ""

    @property
    def public_number(self) -> str:
        """The number people say."""
        return f"AI-{self.number}"

    @property
    def url(self) -> str:
        """Where it is read."""
        return reverse("actions:detail", args=[self.number])


@dataclass(frozen=True)
class Listing:
    """Everything a month lists."""

    published: tuple[ListedIncident, ...] = ()
    writing: tuple[ListedIncident, ...] = ()
    near_misses: tuple[ListedIncident, ...] = ()
    declined: tuple[ListedAction, ...] = ()

    def without(self, hidden: Collection[int]) -> "Listing":
        """The same without everything that tells of one of these incidents."""
        gone = frozenset(hidden)
        return Listing(
            published=tuple(row for row in self.published if gone.isdisjoint(row.incidents)),
            writing=tuple(row for row in self.writing if gone.isdisjoint(row.incidents)),
            near_misses=tuple(row for row in self.near_misses if gone.isdisjoint(row.incidents)),
            declined=tuple(row for row in self.declined if gone.isdisjoint(row.incidents)),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Listing":
        """Read what `as_json` wrote."""
        return cls(
            published=tuple(ListedIncident(**_tuples(row)) for row in told["published"]),
            writing=tuple(ListedIncident(**_tuples(row)) for row in told["writing"]),
            near_misses=tuple(ListedIncident(**_tuples(row)) for row in told["near_misses"]),
            declined=tuple(ListedAction(**_tuples(row)) for row in told["declined"]),
        )


def list_month(month: Month, *, hidden: Collection[int] = (), circle: Circle | None = None) -> Listing:
    """List a month from the tables as they are now; ten statements at most, whatever the number of rows."""
    happened = Incident.objects.filter(is_imported=False).exclude(pk__in=hidden)
    documents = Postmortem.objects.written_here().exclude(lead_incident__in=hidden)
    documents = documents.exclude(also_about__in=hidden) if hidden else documents
    actions = Action.objects.exclude(incident__in=hidden)
    if circle is not None:
        teams = circle.teams.all()
        happened = happened.filter(teams__in=teams).distinct()
        documents = documents.filter(lead_incident__teams__in=teams).distinct()
        actions = actions.filter(Q(team__in=teams) | Q(incident__teams__in=teams)).distinct()
    documents = documents.select_related("lead_incident__severity").prefetch_related("also_about")
    in_month = {"at__gte": month.begins, "at__lt": month.ends}
    published = documents.filter(**{f"published_{key}": value for key, value in in_month.items()}).prefetch_related(
        "lead_incident__services", "lead_incident__teams"
    )
    writing = documents.exclude(status=PostmortemStatus.PUBLISHED).filter(created_at__lt=month.ends)
    near_misses = happened.filter(
        kind=IncidentKind.NEAR_MISS, **{f"happened_{key}": value for key, value in in_month.items()}
    )
    declined = actions.filter(
        Q(is_imported=False) | Q(committed_at__isnull=False),
        status=ActionStatus.WONT_DO,
        **{f"settled_{key}": value for key, value in in_month.items()},
    )
    return Listing(
        published=tuple(listed_document(one) for one in published.order_by("-published_at", "-pk")[:LISTED]),
        writing=tuple(
            listed_document(one, names=False) for one in writing.order_by("lead_incident__happened_at", "pk")[:LISTED]
        ),
        near_misses=tuple(
            _incident(one)
            for one in near_misses.select_related("severity")
            .prefetch_related("services", "teams")
            .order_by("-happened_at", "-pk")[:LISTED]
        ),
        declined=tuple(
            ListedAction((one.incident_id,), one.number, one.title, one.reasoning)
            for one in declined.order_by("-settled_at", "-pk")[:LISTED]
        ),
    )


def listed_document(postmortem: Postmortem, *, names: bool = True) -> ListedIncident:
    """One document with what it is called today; its incident's names and further incidents are loaded already."""
    at = postmortem.published_at or postmortem.lead_incident.happened_at
    also = tuple(sorted(incident.pk for incident in postmortem.also_about.all()))
    told = _incident(postmortem.lead_incident, names=names)
    return replace(told, incidents=(*told.incidents, *also), at=at.isoformat(), status=postmortem.status)


def _incident(incident: Incident, *, names: bool = True) -> ListedIncident:
    return ListedIncident(
        incidents=(incident.pk,),
        number=incident.number,
        title=incident.title,
        level=incident.severity.level if incident.severity else None,
        severity=incident.severity.name if incident.severity else "",
        services=tuple(service.name for service in incident.services.all()) if names else (),
        teams=tuple(team.name for team in incident.teams.all()) if names else (),
        at=incident.happened_at.isoformat(),
        team_ids=tuple(team.pk for team in incident.teams.all()) if names else (),
    )


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
