"""Earlier incidents alike, and the panel that shows them together with the confirmed repeats."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef

from incidents.models import Incident, IncidentQuerySet, Service, Tag
from incidents.permissions import incidents_visible_to
from incidents.repeats.likeness import Likeness, Traits, likeness, telling_words
from incidents.repeats.models import Repeat
from incidents.repeats.queries import Around, repeats_around
from incidents.repeats.unshipped import Unshipped, unshipped_of
from people.models import User

LOOKED_AT = 60
"""So many of the newest that share a service, a tag, or words of the title are compared: the page's cost has a bound."""

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
        """The first few of what never shipped."""
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
    services, tags = list(incident.services.all()), list(incident.tags.all())
    traits = Traits(
        incident.title,
        incident.kind,
        frozenset(service.name for service in services),
        frozenset(tag.name for tag in tags),
    )
    told = {row.of_id for row in around.of}
    found = []
    for row in _candidates(user, incident, [s.pk for s in services], [t.pk for t in tags]):
        why = likeness(traits, Traits(row.title, row.kind, frozenset(row.named_services), frozenset(row.named_tags)))
        if why is not None and row.pk not in told:
            found.append(Earlier(row, why))
    found.sort(key=lambda one: (one.why.weight, one.incident.happened_at, one.incident.pk), reverse=True)
    return found[:SHOWN]


def unshipped_seen_before(user: User, incident: Incident) -> list[Unshipped]:
    """Return what the incident's panel lists as never shipped and every reader of an open incident may see; three queries."""
    panel = load_seen_before(user, incident)
    told = [(row.other, row.unshipped) for row in panel["of"]]
    told += [(earlier.incident, earlier.shown) for earlier in panel["alike"]]
    return [line for other, lines in told for line in lines if not other.is_restricted]


def _candidates(user: User, incident: Incident, services: list[int], tags: list[int]) -> list[Any]:
    earlier = (
        incidents_visible_to(user)
        .filter(happened_at__lte=incident.happened_at)
        .exclude(pk=incident.pk)
        .order_by("-happened_at", "-id")
    )
    alike = []
    if services:
        through = Incident.services.through.objects.filter(incident=OuterRef("pk"), service__in=services)
        alike.append(earlier.filter(Exists(through)))
    if tags:
        tagged = Incident.tags.through.objects.filter(incident=OuterRef("pk"), tag__in=tags)
        alike.append(earlier.filter(Exists(tagged)))
    if words := _words_asked(incident.title):
        said = SearchQuery(" | ".join(words), search_type="raw", config="english")
        alike.append(earlier.annotate(said=SearchVector("title", config="english")).filter(said=said))
    if not alike:
        return []
    first, *others = (rows.values("pk")[:LOOKED_AT] for rows in alike)
    named_services = Service.objects.filter(incidents=OuterRef("pk")).values("name")
    named_tags = Tag.objects.filter(incidents=OuterRef("pk")).values("name")
    rows: IncidentQuerySet = Incident.objects.filter(pk__in=first.union(*others) if others else first)
    columns = ("number", "title", "kind", "happened_at", "time_zone", "is_restricted")
    named = {"named_services": ArraySubquery(named_services), "named_tags": ArraySubquery(named_tags)}
    return list(rows.only(*columns).annotate(**named).order_by())


def _words_asked(title: str) -> list[str]:
    """Return the longest telling words of a title in the form a tsquery takes."""
    words = {word for words in telling_words(title).values() for word in re.findall(r"\w+", words)}
    return sorted(words, key=lambda word: (-len(word), word))[:WORDS_ASKED]


def load_seen_before(user: User, incident: Incident) -> dict[str, Any]:
    """Return the confirmed repeats around an incident, and earlier ones alike with what never shipped.

    Three queries: repeats, earlier incidents, and their actions where there are any to ask for.
    """
    around = repeats_around(user, incident)
    alike = earlier_alike(user, incident, around)
    unshipped = unshipped_of(user, [row.of_id for row in around.of] + [one.incident.pk for one in alike])
    return {
        "of": [Told(row, row.of, unshipped.get(row.of_id, [])) for row in around.of],
        "again": [Told(row, row.incident) for row in around.again],
        "alike": [Earlier(one.incident, one.why, unshipped.get(one.incident.pk, [])) for one in alike],
    }
