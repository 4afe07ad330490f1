"""Earlier incidents alike, and the panel that shows them together with the confirmed repeats."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import OuterRef, QuerySet

from incidents.models import Incident, IncidentQuerySet
from incidents.permissions import incidents_visible_to
from incidents.repeats.likeness import Likeness, Traits, likeness, telling_words
from incidents.repeats.models import Repeat
from incidents.repeats.queries import Around, repeats_around
from incidents.repeats.unshipped import Unshipped, unshipped_of
from incidents.touched import TouchedService, TouchedTag
from people.models import User
from web.statements import Kept

LOOKED_AT, LEAST_LOOKED_AT = 60, 20
"""So many of the newest that share a service, a tag, or words of the title are compared: the page's cost has a bound.

Where it has several services or tags, each gets an equal part, and the least at least.
"""

WORDS_ASKED = 8
SHOWN = 3
ACTIONS_SHOWN = 3


@dataclass(frozen=True)
class Earlier:
    """An earlier incident that is alike, why, and what was to be changed after it and was not."""

    incident: Incident
    why: Likeness
    unshipped: list[Unshipped] = field(default_factory=list)

    @property
    def shown(self) -> list[Unshipped]:
        """The first few of what has not shipped."""
        return self.unshipped[:ACTIONS_SHOWN]

    @property
    def more(self) -> int:
        """How many there are beside those."""
        return len(self.unshipped[ACTIONS_SHOWN:])


@dataclass(frozen=True)
class Told:
    """A confirmed repeat as seen from one of its incidents."""

    repeat: Repeat
    other: Incident
    unshipped: list[Unshipped] = field(default_factory=list)


def earlier_alike(user: User, incident: Incident, around: Around) -> list[Earlier]:
    """Return the earlier incidents most alike that this person may see, likest first; one query.

    Those that were confirmed as its repeats are left out. Reads `incident.services` and `incident.tags`.
    """
    services = {service.pk: service.name for service in incident.services.all()}
    tags = {tag.pk: tag.name for tag in incident.tags.all()}
    traits = Traits(incident.title, incident.kind, frozenset(services.values()), frozenset(tags.values()))
    told = {row.of_id for row in around.of}
    found = []
    for row in _candidates(user, incident, tuple(services), tuple(tags)):
        shared_services = frozenset(services[pk] for pk in row.service_ids if pk in services)
        shared_tags = frozenset(tags[pk] for pk in row.tag_ids if pk in tags)
        why = likeness(traits, Traits(row.title, row.kind, shared_services, shared_tags))
        if why is not None and row.pk not in told:
            found.append(Earlier(row, why))
    found.sort(key=lambda one: (one.why.weight, one.incident.happened_at, one.incident.pk), reverse=True)
    return found[:SHOWN]


def unshipped_seen_before(user: User, incident: Incident) -> list[Unshipped]:
    """Return what the incident's panel lists as not shipped and every reader of an open incident may see; three queries."""
    panel = load_seen_before(user, incident)
    told = [(row.other, row.unshipped) for row in panel["of"]]
    told += [(earlier.incident, earlier.shown) for earlier in panel["alike"]]
    return [line for other, lines in told for line in lines if not other.is_restricted]


def _candidates(user: User, incident: Incident, services: tuple[int, ...], tags: tuple[int, ...]) -> list[Any]:
    words = " | ".join(_words_asked(incident.title))
    if not (services or tags or words):
        return []
    values = (user, incident.pk, incident.happened_at, *services, *tags, *([words] if words else []))
    return Kept(_alike, ((len(services), len(tags)),), values, plan_anew=True).rows()


def _alike(counts: tuple[int, int], user: User, incident: int, at: datetime, *sought: Any) -> IncidentQuerySet:
    """Select the newest that share a service, those that share a tag, and those that say one of the words.

    Each service and each tag is walked down by itself, for its part of what is looked at: together they would all be
    gathered first. Of services and tags keys will do: what is shared is named by the incident itself.
    """
    services, tags = counts
    earlier = incidents_visible_to(user).filter(happened_at__lte=at).exclude(pk=incident)
    kinds = ("service", services, sought[:services]), ("tag", tags, sought[services : services + tags])
    words = sought[services + tags :]
    alike: list[QuerySet[Any, Any]] = [
        earlier.filter(**{f"touched{kind}s__{kind}": key, f"touched{kind}s__happened_at__lte": at})
        .order_by(f"-touched{kind}s__happened_at", "-pk")
        .values("pk")[: max(LOOKED_AT // count, LEAST_LOOKED_AT)]
        for kind, count, keys in kinds
        for key in keys
    ]
    if words:
        said = SearchQuery(words[0], search_type="raw", config="english")
        saying = earlier.annotate(said=SearchVector("title", config="english")).filter(said=said)
        alike.append(saying.order_by("-happened_at", "-pk").values("pk")[:LOOKED_AT])
    first, *others = alike
    of_services = TouchedService.objects.filter(incident=OuterRef("pk")).values("service")
    of_tags = TouchedTag.objects.filter(incident=OuterRef("pk")).values("tag")
    rows: IncidentQuerySet = Incident.objects.filter(pk__in=first.union(*others) if others else first)
    columns = ("number", "title", "kind", "happened_at", "time_zone", "is_restricted")
    shared = {"service_ids": ArraySubquery(of_services), "tag_ids": ArraySubquery(of_tags)}
    return rows.only(*columns).annotate(**shared).order_by()


def _words_asked(title: str) -> list[str]:
    """Return the longest telling words of a title in the form a tsquery takes."""
    words = {word for words in telling_words(title).values() for word in re.findall(r"\w+", words)}
    return sorted(words, key=lambda word: (-len(word), word))[:WORDS_ASKED]


def load_seen_before(user: User, incident: Incident) -> dict[str, Any]:
    """Return the confirmed repeats around an incident, and earlier ones alike with what had been committed to by then and has not shipped.

    Three queries: repeats, earlier incidents, and their actions where there are any to ask for.
    """
    around = repeats_around(user, incident)
    alike = earlier_alike(user, incident, around)
    ids = [row.of_id for row in around.of] + [one.incident.pk for one in alike]
    unshipped = unshipped_of(user, ids, by=incident.happened_at)
    return {
        "of": [Told(row, row.of, unshipped.get(row.of_id, [])) for row in around.of],
        "again": [Told(row, row.incident) for row in around.again],
        "alike": [Earlier(one.incident, one.why, unshipped.get(one.incident.pk, [])) for one in alike],
    }
