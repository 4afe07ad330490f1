"""What a month lists: ids, numbers and titles, as plain values that can be kept.

The same functions list a running month for a reader and a month that is being closed for keeping; then
nothing is hidden, and what is kept is filtered for each reader when it is shown (`Listing.without`).
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from actions.choices import ActionEventKind, ActionStatus
from actions.models import Action, ActionEvent, ActionQuerySet
from incidents.choices import DecisionKind, DocumentRequirement, IncidentKind
from incidents.models import Incident
from incidents.repeats.models import Repeat
from incidents.rules import policy_for
from postmortems.choices import PostmortemStatus
from postmortems.factors.queries import SharedPlace, factors_of_several_teams
from postmortems.models import Postmortem, PostmortemIncident
from reviews.conditions import documents_without, incidents_of, without
from reviews.models import Circle
from reviews.months import Month
from reviews.patterns import find_patterns

LISTED = 400
"""So many of a kind are kept at most."""

VERSION = 3
"""Of the shape below; a closed month says which it was written with."""

UNWRITTEN_FOR = timedelta(days=90)
"""What happened longer ago and was never written is not asked about any more."""


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
    planned: str = ""
    """The day its next step was planned for, where it is not out yet."""

    @property
    def public_number(self) -> str:
        """The number people say."""
        return f"INC-{self.number}"

    @property
    def moment(self) -> datetime:
        """When a document came out, else when it happened."""
        return datetime.fromisoformat(self.at)

    @property
    def planned_on(self) -> date | None:
        """The day its next step was planned for."""
        return date.fromisoformat(self.planned) if self.planned else None

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


Row = TypeVar("Row", "ListedIncident", "ListedAction", "ListedRepeat")


@dataclass(frozen=True)
class ListedPattern:
    """Incidents alike at one service, none of which would be talked about by itself."""

    service: str
    words: str
    least: int
    days: int
    alike: tuple[ListedIncident, ...]


@dataclass(frozen=True)
class ListedFactor:
    """A condition that stands in several teams' documents, one of which came out in the month."""

    condition: str
    since: str
    """When the month began."""
    documents: tuple[ListedIncident, ...]
    """The newest first."""

    @property
    def teams(self) -> tuple[str, ...]:
        """Whose documents they are."""
        return tuple(sorted({team for row in self.documents for team in row.teams}))

    @property
    def is_shared(self) -> bool:
        """Whether these documents alone are reason to tell it in that month."""
        lately = any(row.moment >= datetime.fromisoformat(self.since) for row in self.documents)
        return lately and len(self.documents) > 1 and len(self.teams) > 1


@dataclass(frozen=True)
class ListedRepeat:
    """An incident that we have had before, by somebody's word, and what had been done about the earlier one."""

    incidents: tuple[int, ...]
    number: int
    title: str
    of_number: int
    of_title: str
    note: str
    then: str
    """How the earlier one's actions stood: "1 done, 2 open"."""

    @property
    def url(self) -> str:
        """Where the later incident is read."""
        return reverse("incidents:detail", args=[self.number])

    @property
    def of_url(self) -> str:
        """Where the earlier one is read."""
        return reverse("incidents:detail", args=[self.of_number])


@dataclass(frozen=True)
class Listing:
    """Everything a month lists."""

    published: tuple[ListedIncident, ...] = ()
    writing: tuple[ListedIncident, ...] = ()
    near_misses: tuple[ListedIncident, ...] = ()
    declined: tuple[ListedAction, ...] = ()
    unwritten: tuple[ListedIncident, ...] = ()
    """Asked for by the policy, past the day of the draft, and not begun."""
    patterns: tuple[ListedPattern, ...] = ()
    held: tuple[ListedAction, ...] = ()
    did_not_hold: tuple[ListedAction, ...] = ()
    repeats: tuple[ListedRepeat, ...] = ()
    factors: tuple[ListedFactor, ...] = ()

    def without(self, hidden: Collection[int]) -> "Listing":
        """The same without everything that tells of one of these incidents."""
        gone = frozenset(hidden)
        fewer = (replace(one, alike=_seen(one.alike, gone)) for one in self.patterns)
        factors = (replace(one, documents=_seen(one.documents, gone)) for one in self.factors)
        return Listing(
            published=_seen(self.published, gone),
            writing=_seen(self.writing, gone),
            near_misses=_seen(self.near_misses, gone),
            declined=_seen(self.declined, gone),
            unwritten=_seen(self.unwritten, gone),
            # What is left has to be a pattern by itself: else its being here would tell of the rest.
            patterns=tuple(one for one in fewer if len(one.alike) >= one.least),
            held=_seen(self.held, gone),
            did_not_hold=_seen(self.did_not_hold, gone),
            repeats=_seen(self.repeats, gone),
            factors=tuple(one for one in factors if one.is_shared),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Listing":
        """Read what `as_json` wrote; a month kept by an earlier version lacks what was not listed then."""

        def rows(found: list[dict[str, Any]]) -> tuple[ListedIncident, ...]:
            return tuple(ListedIncident.from_json(row) for row in found)

        def incidents(name: str) -> tuple[ListedIncident, ...]:
            return rows(told.get(name, []))

        def actions(name: str) -> tuple[ListedAction, ...]:
            return tuple(ListedAction(**_tuples(row)) for row in told.get(name, []))

        return cls(
            published=incidents("published"),
            writing=incidents("writing"),
            near_misses=incidents("near_misses"),
            declined=actions("declined"),
            unwritten=incidents("unwritten"),
            patterns=tuple(ListedPattern(**row | {"alike": rows(row["alike"])}) for row in told.get("patterns", [])),
            factors=tuple(
                ListedFactor(**row | {"documents": rows(row["documents"])}) for row in told.get("factors", [])
            ),
            held=actions("held"),
            did_not_hold=actions("did_not_hold"),
            repeats=tuple(ListedRepeat(**_tuples(row)) for row in told.get("repeats", [])),
        )


def list_month(month: Month, *, today: date, hidden: Collection[int] = (), circle: Circle | None = None) -> Listing:
    """List a month from the tables as they are now; 22 statements at most, whatever the number of rows."""
    happened = without(Incident.objects.filter(is_imported=False), "pk", hidden)
    documents = documents_without(Postmortem.objects.written_here(), hidden)
    actions = without(Action.objects.all(), "incident", hidden)
    if circle is not None:
        happened = happened.filter(pk__in=incidents_of(circle))
        documents = documents.filter(lead_incident__in=incidents_of(circle))
        actions = actions.filter(Q(team__in=circle.teams.all()) | Q(incident__in=incidents_of(circle)))
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
            sorted(
                (
                    listed_document(one, names=False)
                    for one in writing.order_by("lead_incident__happened_at", "pk")[:LISTED]
                ),
                key=lambda row: row.planned or "9",
            )
        ),
        near_misses=tuple(_incident(one) for one in _named(near_misses).order_by("-happened_at", "-pk")[:LISTED]),
        declined=tuple(
            ListedAction((one.incident_id,), one.number, one.title, one.reasoning)
            for one in declined.order_by("-settled_at", "-pk")[:LISTED]
        ),
        unwritten=_unwritten(happened, month, today=today),
        patterns=_patterns(month, hidden=hidden, circle=circle),
        repeats=_repeats(month, hidden=hidden, happened=happened),
        factors=_factors(documents, month),
        held=_asked_whether_held(actions, Q(kind=ActionEventKind.VERIFIED), in_month),
        did_not_hold=_asked_whether_held(
            actions, Q(kind=ActionEventKind.REOPENED, details__did_not_hold=True), in_month
        ),
    )


def _unwritten(happened: QuerySet[Incident], month: Month, *, today: date) -> tuple[ListedIncident, ...]:
    told = PostmortemIncident.objects.filter(incident=OuterRef("pk"))
    asked = Q(severity__requires__in=[DocumentRequirement.FULL, DocumentRequirement.LIGHT]) | Q(
        document_decision__in=[DecisionKind.POSTMORTEM, DecisionKind.BRIEF_NOTE]
    )
    rows = happened.filter(
        ~Exists(told), asked, severity__isnull=False, happened_at__lt=month.ends, postmortem__isnull=True
    ).filter(happened_at__gte=month.ends - UNWRITTEN_FOR)
    as_of = min(today, month.ends.date())
    late = []
    for incident in rows.select_related("severity").order_by("happened_at", "pk")[:LISTED]:
        policy = policy_for(incident)
        if policy.wants_document and policy.draft_on and policy.draft_on < as_of:
            late.append(replace(_incident(incident, names=False), planned=policy.draft_on.isoformat()))
    return tuple(late)


def _repeats(month: Month, *, hidden: Collection[int], happened: QuerySet[Incident]) -> tuple[ListedRepeat, ...]:
    """What was confirmed to be a repeat in the month; two statements."""
    rows = (
        Repeat.objects.standing()
        .filter(confirmed_at__gte=month.begins, confirmed_at__lt=month.ends, incident__in=happened)
        .exclude(of__in=hidden)
        .select_related("incident", "of")
        .prefetch_related(Prefetch("of__actions", Action.objects.commitments()))
    )
    return tuple(
        ListedRepeat(
            (row.incident_id, row.of_id),
            row.incident.number,
            row.incident.title,
            row.of.number,
            row.of.title,
            row.note,
            _how_they_stood(row.of.actions.all()),
        )
        for row in rows.order_by("-confirmed_at", "-pk")[:LISTED]
    )


def _how_they_stood(actions: Iterable[Action]) -> str:
    states = [action.status for action in actions]
    done, declined = states.count(ActionStatus.DONE), states.count(ActionStatus.WONT_DO)
    counted = ((done, "done"), (len(states) - done - declined, "still open"), (declined, "decided against"))
    return ", ".join(f"{count} {words}" for count, words in counted if count)


def _patterns(month: Month, *, hidden: Collection[int], circle: Circle | None) -> tuple[ListedPattern, ...]:
    found = find_patterns(month, hidden=hidden, circle=circle)
    numbers = {pk for one in found for pk in one.incidents}
    rows = {row.pk: row for row in _named(Incident.objects.filter(pk__in=numbers))} if numbers else {}
    return tuple(
        ListedPattern(one.service, one.words, one.least, one.days, tuple(_incident(rows[pk]) for pk in one.incidents))
        for one in found
    )


def _factors(documents: QuerySet[Postmortem], month: Month) -> tuple[ListedFactor, ...]:
    """The conditions that several teams met; two statements at most."""
    since = month.begins.isoformat()
    return tuple(
        ListedFactor(one.factor.text, since, tuple(_place(place) for place in one.places))
        for one in factors_of_several_teams(documents, since=month.begins, until=month.ends)
    )


def _place(place: SharedPlace) -> ListedIncident:
    incident, at = place.postmortem.lead_incident, place.postmortem.published_at
    return ListedIncident(
        place.incidents, incident.number, incident.title, None, "", (), place.teams, at.isoformat() if at else ""
    )


def _asked_whether_held(actions: ActionQuerySet, which: Q, in_month: dict[str, datetime]) -> tuple[ListedAction, ...]:
    said = ActionEvent.objects.filter(which, **in_month).filter(action__in=actions).select_related("action")
    return tuple(
        ListedAction((event.action.incident_id,), event.action.number, event.action.title, event.reason)
        for event in said.order_by("-at", "-pk")[:LISTED]
    )


def listed_document(postmortem: Postmortem, *, names: bool = True) -> ListedIncident:
    """One document with what it is called today; its incident's names and further incidents are loaded already."""
    at = postmortem.published_at or postmortem.lead_incident.happened_at
    also = tuple(sorted(incident.pk for incident in postmortem.also_about.all()))
    told = _incident(postmortem.lead_incident, names=names)
    policy = policy_for(postmortem.lead_incident)
    planned = {PostmortemStatus.DRAFT: policy.draft_on, PostmortemStatus.IN_REVIEW: policy.publish_on}
    day = planned.get(PostmortemStatus(postmortem.status))
    return replace(
        told,
        incidents=(*told.incidents, *also),
        at=at.isoformat(),
        status=postmortem.status,
        planned=day.isoformat() if day else "",
    )


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


def _named(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    return incidents.select_related("severity").prefetch_related("services", "teams")


def _seen(rows: Iterable[Row], gone: frozenset[int]) -> tuple[Row, ...]:
    return tuple(row for row in rows if gone.isdisjoint(row.incidents))


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
