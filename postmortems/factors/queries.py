"""Reads of factors. A factor shared between documents shows each reader only the documents they may see."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from actions.models import Action
from actions.removes import Removed
from incidents.models import Incident
from incidents.repeats.likeness import telling_words
from people.models import Team, User
from postmortems.choices import FactorEnding, PostmortemStatus
from postmortems.factors.models import Factor, FactorLink, PostmortemFactor
from postmortems.models import Postmortem

LOOKED_AT = 60
OFFERED = 4
ENOUGH_WORDS = 2

SHARED_LISTED, PLACES_LISTED = 12, 40
"""So many conditions of several teams are returned at most, each with so many of its newest documents."""


def factors_in(postmortem: int) -> QuerySet[Any]:
    """Select a document's factors in order, with their evidence's and their conditions' keys."""
    through = PostmortemFactor.evidence.through
    evidence = through.objects.filter(postmortemfactor=OuterRef("pk")).order_by("timelineevent")
    conditions = FactorLink.objects.filter(effect=OuterRef("pk")).order_by("condition__position")
    rows = PostmortemFactor.objects.filter(postmortem=postmortem).order_by("position")
    return rows.select_related("factor", "action__incident").annotate(
        evidence_ids=ArraySubquery(evidence.values("timelineevent")),
        condition_ids=ArraySubquery(conditions.values("condition")),
    )


def places_elsewhere(
    user: User, factors: Collection[int], *, but: Postmortem | None = None
) -> dict[int, list[Postmortem]]:
    """Return, for factors, the other documents in which they stand and which this person may see; one query, or none."""
    if not factors:
        return {}
    seen = Postmortem.objects.visible_to(user).order_by()
    places = PostmortemFactor.objects.filter(factor__in=factors, postmortem__in=seen)
    if but is not None:
        places = places.exclude(postmortem=but)
    found: dict[int, list[Postmortem]] = {}
    for place in places.select_related("postmortem__lead_incident").order_by("-postmortem__changed_at", "pk"):
        found.setdefault(place.factor_id, []).append(place.postmortem)
    return found


def conditions_removed_by(user: User, action: Action) -> list[Removed]:
    """Return the factors that end in an action, in the documents this person may see; one query."""
    seen = Postmortem.objects.visible_to(user).order_by()
    places = PostmortemFactor.objects.filter(action=action, ending=FactorEnding.ACTION, postmortem__in=seen)
    return [
        Removed(place.factor.text, place.postmortem.get_absolute_url(), place.postmortem.lead_incident.public_number)
        for place in places.select_related("factor", "postmortem__lead_incident")
    ]


@dataclass(frozen=True)
class Offered:
    """A condition that stands elsewhere and may be the same again: why it is offered, and where it stands."""

    factor: Factor
    why: str
    places: list[Postmortem] = field(default_factory=list)


def alike_factors(user: User, postmortem: Postmortem, text: str) -> list[Offered]:
    """Return conditions that everybody may read and that say nearly the same; two queries, likest first."""
    words = telling_words(text)
    asked = sorted({part for word in words.values() for part in re.findall(r"\w+", word)}, key=lambda w: (-len(w), w))
    if len(words) < ENOUGH_WORDS:
        return []
    said = SearchQuery(" | ".join(asked[:8]), search_type="raw", config="english")
    rows = _may_be_offered(postmortem).annotate(said=SearchVector("text", config="english")).filter(said=said)
    shared = {row: words.keys() & telling_words(row.text).keys() for row in rows.order_by("-pk")[:LOOKED_AT]}
    alike = [row for row, common in shared.items() if len(common) >= max(ENOUGH_WORDS, len(words) // 3)]
    alike.sort(key=lambda row: (-len(shared[row]), -row.pk))
    places = places_elsewhere(user, [row.pk for row in alike[:OFFERED]])
    return [
        Offered(row, f"both say {_quoted([words[stem] for stem in shared[row]])}", places.get(row.pk, []))
        for row in alike[:OFFERED]
    ]


def _quoted(words: list[str]) -> str:
    *first, last = (f"“{word}”" for word in sorted(words, key=str.lower))
    return f"{', '.join(first)} and {last}" if first else last


def factors_met_at_services(user: User, postmortem: Postmortem) -> list[Offered]:
    """Return conditions that stand in open documents about the same services, the newest first; two queries."""
    lead = postmortem.lead_incident_id
    mine = Incident.services.through.objects.filter(incident=lead).values("service")
    theirs = Incident.services.through.objects.filter(incident=OuterRef("postmortem__lead_incident"), service__in=mine)
    place = PostmortemFactor.objects.open_to_all().filter(Exists(theirs), factor=OuterRef("pk"))
    rows = list(_may_be_offered(postmortem).filter(Exists(place)).order_by("-pk")[:OFFERED])
    places = places_elsewhere(user, [row.pk for row in rows])
    return [Offered(row, "met at the same service", places.get(row.pk, [])) for row in rows]


def _may_be_offered(postmortem: Postmortem) -> QuerySet[Factor]:
    here = PostmortemFactor.objects.filter(factor=OuterRef("pk"), postmortem=postmortem)
    return Factor.objects.open_to_all().filter(~Exists(here))


@dataclass(frozen=True)
class SharedPlace:
    """A document in which a shared condition stands, with everything it is about and the teams of its lead incident."""

    postmortem: Postmortem
    incidents: tuple[int, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True)
class SharedFactor:
    """A condition that stands in the documents of several teams."""

    factor: Factor
    places: list[SharedPlace]

    @property
    def teams(self) -> list[str]:
        """The teams of all the documents, each once."""
        return sorted({team for place in self.places for team in place.teams})


def factors_of_several_teams(
    documents: QuerySet[Postmortem], *, since: datetime, until: datetime, at_least: int = 2
) -> list[SharedFactor]:
    """Return conditions of several teams' published documents, one of which came out from `since` on and before `until`.

    `documents` are all that counts: whoever asks for a reader gives those the reader may see, so that no number tells
    of another. Those of most teams first, a bounded number with their newest documents; one query, two where there are any.
    """
    published = documents.filter(status=PostmortemStatus.PUBLISHED, published_at__lt=until).order_by()
    lately = PostmortemFactor.objects.filter(postmortem__in=published.filter(published_at__gte=since).values("pk"))
    places = PostmortemFactor.objects.filter(
        factor__in=lately.order_by().values("factor"), postmortem__in=published.values("pk")
    )
    counted = (
        places.order_by()
        .values("factor")
        .annotate(
            documents=Count("postmortem", distinct=True), teams=Count("postmortem__lead_incident__teams", distinct=True)
        )
    )
    shared = counted.filter(documents__gt=1, teams__gte=at_least).order_by("-teams", "-documents", "factor")
    order = [row["factor"] for row in shared[:SHARED_LISTED]]
    if not order:
        return []
    teams = Team.objects.filter(incidents=OuterRef("postmortem__lead_incident")).order_by("name").values("name")
    also = Postmortem.also_about.through.objects.filter(postmortem=OuterRef("postmortem")).order_by("incident")
    newest_first = Window(
        RowNumber(), partition_by=F("factor"), order_by=[F("postmortem__published_at").desc(), F("pk").desc()]
    )
    told: QuerySet[Any] = (
        PostmortemFactor.objects.filter(factor__in=order, postmortem__in=published.values("pk"))
        .select_related("factor", "postmortem__lead_incident")
        .annotate(team_names=ArraySubquery(teams), also=ArraySubquery(also.values("incident")), nth=newest_first)
        .filter(nth__lte=PLACES_LISTED)
        .order_by("nth")
    )
    found: dict[int, SharedFactor] = {}
    for place in told:
        one = found.setdefault(place.factor_id, SharedFactor(place.factor, []))
        incidents = (place.postmortem.lead_incident_id, *place.also)
        one.places.append(SharedPlace(place.postmortem, incidents, tuple(place.team_names)))
    return [found[factor] for factor in order]
