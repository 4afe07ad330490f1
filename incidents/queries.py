"""Reads that span incidents: the list, its filters, and incidents alike."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from incidents.choices import IncidentKind
from incidents.models import (
    Impact,
    Incident,
    IncidentHistory,
    IncidentLink,
    IncidentQuerySet,
    Service,
    Severity,
    Tag,
    TimelineEvent,
)
from incidents.permissions import incidents_visible_to, tags_visible_to
from incidents.touched import Touched, TouchedService, TouchedTag, TouchedTeam
from people.models import Team, User
from web.statements import Kept, have_ready, prepared_cursor

LIST_ORDER = ("-happened_at", "-id")
TOUCHED_ORDER = ("-touched_at", "-id")
"""The same order, where the list is what a service, a tag or a team saw: the moment stands beside each of them."""

_TOUCHED: dict[str, tuple[type[Touched], type[Service] | type[Tag] | type[Team]]] = {
    "service": (TouchedService, Service),
    "tag": (TouchedTag, Tag),
    "team": (TouchedTeam, Team),
}
LIST_COLUMNS = (
    *("number", "title", "kind", "is_restricted", "happened_at", "recorded_at", "time_zone", "is_imported"),
    *("began_at", "began_precision", "detected_at", "detected_precision", "severity__level", "severity__name"),
)


def incidents_listed(user: User, wanted: Mapping[str, Any]) -> IncidentQuerySet:
    """Incidents this person may see that fit the filters, with what a row shows.

    `service_names` are names in order. `document_status` is the state of the document that leads on the
    incident, and null where the person may not see another incident that the document tells of.
    """
    hidden_too = Incident.objects.hidden_from(user).filter(told_in__postmortem__lead_incident=OuterRef("pk"))
    return (
        _filtered(incidents_visible_to(user), user, wanted)
        .select_related("severity")
        .only(*LIST_COLUMNS)
        .annotate(
            service_names=service_names_of("pk"),
            document_status=Case(
                When(postmortem__is_imported=True, postmortem__status="published", then=Value("imported")),
                default=F("postmortem__status"),
                output_field=CharField(),
            ),
            document_hidden=Exists(hidden_too),
        )
    )


def incidents_to_list(user: User, wanted: Mapping[str, Any]) -> IncidentQuerySet | Kept[Incident]:
    """Return the same for `page_of`; its statement is kept where the filters are choices among few."""
    if wanted.get("text") or wanted.get("year"):
        return incidents_listed(user, wanted)
    return Kept(_write_list, tuple(sorted(wanted.items())), (user,))


def list_order(wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the order for `page_of`: newest first."""
    return TOUCHED_ORDER if any(wanted.get(what) for what in _TOUCHED) else LIST_ORDER


def _write_list(*parts: Any) -> IncidentQuerySet:
    *wanted, user = parts
    return incidents_listed(user, dict(wanted))


def service_names_of(incident: str) -> ArraySubquery:
    """Return the names of an incident's services, in order: cheaper in a list than their objects."""
    services = Service.objects.filter(incidents=OuterRef(incident)).order_by("name")
    return ArraySubquery(services.values("name"))


def _filtered(rows: IncidentQuerySet, user: User, wanted: Mapping[str, Any]) -> IncidentQuerySet:
    columns = {
        "text": "title__icontains",
        "severity": "severity__level",
        "kind": "kind",
    }
    for name, lookup in columns.items():
        if wanted.get(name) not in (None, ""):
            rows = rows.filter(**{lookup: wanted[name]})
    walked, *others = [what for what in _TOUCHED if wanted.get(what)] or [""]
    if walked:  # down the index of the first of them, whose rows are in the list's order
        rows = rows.filter(**{f"touched{walked}s__{walked}": _of_slug(walked, wanted[walked])})
        rows = rows.annotate(touched_at=F(f"touched{walked}s__happened_at"))
    for what in others:
        touched = _TOUCHED[what][0].objects.filter(**{what: _of_slug(what, wanted[what])})
        rows = rows.filter(Exists(touched.filter(incident=OuterRef("pk"))))
    if wanted.get("near_miss"):
        rows = rows.near_misses()
    if wanted.get("year"):
        first, last = (datetime(int(wanted["year"]) + n, 1, 1, tzinfo=user.zone) for n in (0, 1))
        rows = rows.filter(happened_at__gte=first, happened_at__lt=last)
    return rows


def _of_slug(what: str, slug: str) -> Subquery:
    """Find the row of this name first: of a join Postgres would not know that it is one, and sort."""
    return Subquery(_TOUCHED[what][1].objects.filter(slug=slug).order_by().values("pk"))


Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FilterChoices:
    """What the list can be filtered by: (value, words) of every kind."""

    services: Choices = ()
    tags: Choices = ()
    teams: Choices = ()
    severities: Choices = ()


EVERY_CHOICE = ("services", "tags", "teams", "severities")


def filter_choices(user: User, of: tuple[str, ...] = EVERY_CHOICE, *, value: str = "slug") -> FilterChoices:
    """Return services, tags, teams and severities in one query, or some `of` them; tags where they give nothing away.

    The value in the address is a `slug`, or the `pk` where rows to be found hold no more than that. What this
    person may choose is asked anew, as one text: only what is made of it is remembered.
    """
    found, whose = Kept(_write_choices, (value, of), (user,) if "tags" in of else ()).sql()
    as_text = f"SELECT json_agg(json_build_array(what, value, words))::text FROM ({found}) AS choice"  # noqa: S608 - our own words
    with prepared_cursor() as cursor:
        cursor.execute(as_text, whose)
        return _sorted_choices(cursor.fetchone()[0])


@lru_cache(maxsize=16)
def _sorted_choices(found: str | None) -> FilterChoices:
    """Sort the choices by kind and words. They are the same on nearly every page, so the answer is remembered."""
    choices: dict[str, list[tuple[str, str]]] = {}
    for what, value, words in json.loads(found or "[]"):
        choices.setdefault(what, []).append((value, words))
    severities = sorted(choices.pop("severities", ()), key=lambda choice: int(choice[0]))
    named = {what: tuple(sorted(pairs, key=lambda choice: choice[1].lower())) for what, pairs in choices.items()}
    return FilterChoices(**named, severities=tuple(severities))


def keys_of_slugs(user: User, slugs: Mapping[str, str]) -> dict[str, int]:
    """Return the keys behind slugs of a `service`, `tag` or `team`; one query each, and none for what is hidden."""
    rows: dict[str, QuerySet[Any]] = {
        "service": Service.objects.all(),
        "tag": tags_visible_to(user),
        "team": Team.objects.all(),
    }
    found = {
        what: rows[what].filter(slug=slug).order_by().values_list("pk", flat=True).first()
        for what, slug in slugs.items()
    }
    return {what: key for what, key in found.items() if key is not None}


def _write_choices(value: str, of: tuple[str, ...], *whose: User) -> QuerySet[Any, tuple[str, str, str]]:
    def words(rows: QuerySet[Any], what: str, column: str) -> QuerySet[Any, tuple[str, str, str]]:
        named = rows.order_by().annotate(what=Value(what), value=Cast(column, CharField()), words=F("name"))
        kept: QuerySet[Any, tuple[str, str, str]] = named.values_list("what", "value", "words")
        return kept

    kinds: dict[str, Callable[[], QuerySet[Any]]] = {
        "services": lambda: words(Service.objects.filter(is_active=True), "services", value),
        "tags": lambda: words(tags_visible_to(*whose), "tags", value),
        "teams": lambda: words(Team.objects.filter(is_active=True), "teams", value),
        "severities": lambda: words(Severity.objects.filter(is_active=True), "severities", "level"),
    }
    first, *others = (kinds[what]() for what in of)
    return first.union(*others, all=True)


def incident_with_facts(incident: Incident) -> Incident:
    """Load what the page of one incident shows (services, teams, tags, links: four queries)."""
    key = (incident.pk,)
    (found,) = Kept(_facts, values=key).rows()
    related = {name: Kept(_related, (name,), key).rows() for name in ("services", "teams", "tags", "links")}
    have_ready(found, **related)
    return found


def _facts(incident: int) -> QuerySet[Incident]:
    return Incident.objects.filter(pk=incident).select_related("severity", "recorded_by", "impact").order_by()


def _related(name: str, incident: int) -> QuerySet[Any]:
    return getattr(Incident(pk=incident), name).all()  # type: ignore[no-any-return]  # one of four, by its name


def impact_of(incident: Incident) -> Impact:
    """Return what is known of the impact; an unsaved row, all of it not known yet, where there is none."""
    return Impact.objects.filter(incident=incident).first() or Impact(incident=incident)


def timeline_of(incident: Incident) -> list[TimelineEvent]:
    """Return the entries in the order they stand, one query."""
    return Kept(_timeline, values=(incident.pk,)).rows()


def _timeline(incident: int) -> QuerySet[TimelineEvent]:
    return TimelineEvent.objects.filter(incident=incident)


def event_of(incident: Incident, pk: int) -> TimelineEvent | None:
    """Return one entry of this incident."""
    return TimelineEvent.objects.select_related("incident").filter(incident=incident, pk=pk).first()


def link_of(incident: Incident, pk: int) -> IncidentLink | None:
    """Return one link of this incident."""
    return IncidentLink.objects.select_related("incident").filter(incident=incident, pk=pk).first()


def history_of(user: User, incident: Incident, *, limit: int | None = None) -> list[IncidentHistory]:
    """Return the newest changes first, without those that speak of another incident the person may not see; one query."""
    return Kept(_history, (limit,), (user, incident.pk)).rows()


def _history(limit: int | None, user: User, incident: int) -> QuerySet[IncidentHistory]:
    other = Incident.objects.hidden_from(user).filter(pk=OuterRef("other"))
    rows = IncidentHistory.objects.filter(~Exists(other), incident=incident)
    return rows.select_related("by")[:limit]


DELETED, DATED = "deleted", "dated"
"""By what a history row of the timeline is known: an entry was taken away, entries got their day."""


def history_row(incident: Incident, pk: int, what: str) -> IncidentHistory | None:
    """Return a row of this incident's history that tells of `what`: DELETED or DATED."""
    rows = IncidentHistory.objects.select_related("incident").filter(incident=incident, pk=pk)
    return rows.filter(details__has_key=what).first()


def undoable(history: list[IncidentHistory], user: User, what: str) -> IncidentHistory | None:
    """Return the row by which this person did `what` (DELETED or DATED), if nothing newer has happened here."""
    newest = history[0] if history else None
    return newest if newest and what in newest.details and newest.by_id == user.pk else None


def people_named_on(incident: Incident) -> list[User]:
    """Return those who see the incident when it is restricted, one query."""
    return list(User.objects.active().filter(incident_accesses__incident=incident))


def people_to_name(incident: Incident | None = None) -> QuerySet[User]:
    """Return active people who are not named on the incident yet."""
    people = User.objects.active()
    return people if incident is None else people.exclude(incident_accesses__incident=incident)


@dataclass(frozen=True)
class Pattern:
    """Incidents alike: the same service and kind, within the days the policy names."""

    service: Service
    kind: str
    incidents: list[Incident]
    asked_for: int
    days: int

    @property
    def is_reached(self) -> bool:
        """Whether they are enough to ask for one post-mortem over them all."""
        return len(self.incidents) >= self.asked_for


def pattern_around(user: User, incident: Incident) -> Pattern | None:
    """Find the largest group of incidents alike around this one that the person may see; one query, or none.

    Alike: the same severity, kind and a service in common, no more than the policy's days before this one.
    None where the policy does not count patterns at this severity, or there are not enough. Reads
    `incident.severity` and `incident.services`.
    """
    severity = incident.severity
    if severity is None or not severity.pattern_count or not severity.pattern_days:
        return None
    services = {service.pk: service for service in incident.services.all()}
    if not services or incident.kind == IncidentKind.UNKNOWN:
        return None  # what is not known yet is like nothing
    since = incident.happened_at - timedelta(days=severity.pattern_days)
    alike: QuerySet[Any] = (
        incidents_visible_to(user)
        .filter(severity=severity, kind=incident.kind, services__in=services)
        .filter(happened_at__gte=since, happened_at__lte=incident.happened_at)
        .annotate(service_id=F("services__pk"))
        .order_by(*LIST_ORDER)
    )
    groups: dict[int, list[Incident]] = {}
    for row in alike:
        groups.setdefault(row.service_id, []).append(row)
    nothing: tuple[int, list[Incident]] = (0, [])
    service_id, largest = max(groups.items(), key=lambda group: len(group[1]), default=nothing)
    if len(largest) < severity.pattern_count:
        return None
    return Pattern(services[service_id], incident.kind, largest, severity.pattern_count, severity.pattern_days)


def severities_to_choose() -> QuerySet[Severity]:
    """Return the levels in use, gravest first."""
    return Severity.objects.filter(is_active=True)


def services_with_team() -> QuerySet[Service]:
    """Return all services, those in use first, with their team."""
    return Service.objects.select_related("team").order_by("-is_active", "name")


def service_of(pk: int) -> Service | None:
    """Return one service."""
    return Service.objects.filter(pk=pk).first()


def all_severities() -> QuerySet[Severity]:
    """Return every level, also those out of use, gravest first."""
    return Severity.objects.all()
