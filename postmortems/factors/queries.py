"""Reads of factors. A factor shared between documents shows each reader only the documents they may see."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, QuerySet

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
class SharedFactor:
    """A condition that stands in the documents of several teams."""

    factor: Factor
    documents: list[Postmortem]
    teams: list[str]


def factors_of_several_teams(user: User, *, since: datetime, until: datetime, at_least: int = 2) -> list[SharedFactor]:
    """Return factors that stand in published documents of several teams, one of which came out from `since` on and before `until`.

    Only documents this person may see are counted, so that a number says nothing about the others. Those of most
    teams first; one query. A document's teams are those of its lead incident.
    """
    teams = Team.objects.filter(incidents=OuterRef("postmortem__lead_incident")).order_by("name").values("name")
    seen = Postmortem.objects.visible_to(user).filter(status=PostmortemStatus.PUBLISHED, published_at__lt=until)
    lately = PostmortemFactor.objects.filter(
        factor=OuterRef("factor"), postmortem__in=seen.filter(published_at__gte=since).order_by()
    )
    found = PostmortemFactor.objects.filter(Exists(lately), postmortem__in=seen.order_by())
    places: QuerySet[Any] = found.select_related("factor", "postmortem__lead_incident").annotate(
        team_names=ArraySubquery(teams)
    )
    documents: dict[Factor, list[Postmortem]] = {}
    named: dict[Factor, set[str]] = {}
    for place in places.order_by("postmortem__published_at", "pk"):
        documents.setdefault(place.factor, []).append(place.postmortem)
        named.setdefault(place.factor, set()).update(place.team_names)
    shared = [
        SharedFactor(factor, documents[factor], sorted(names))
        for factor, names in named.items()
        if len(documents[factor]) > 1 and len(names) >= at_least
    ]
    return sorted(shared, key=lambda one: (-len(one.teams), -len(one.documents), one.factor.pk))
