"""Every write of factors. Each locks the document, asks the rules, leaves a row in its history, and tells who listens."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from actions.services import add_action, question_again
from incidents.models import Incident, TimelineEvent
from people.models import User
from postmortems.changes import Change, postmortem_changed
from postmortems.choices import FactorEnding, PostmortemEventKind
from postmortems.factors.models import Factor, FactorLink, PostmortemFactor
from postmortems.factors.rules import closes_circle, ending_problems
from postmortems.models import Postmortem, PostmortemEvent
from postmortems.rules import Refused, may_be_written

CLOSES_CIRCLE = "It would be one of the reasons for itself. What came before both?"


class Overtaken(Refused):
    """Somebody changed the same factor meanwhile. Nothing was written."""


@dataclass(frozen=True)
class Said:
    """What a person says of a factor in a document."""

    text: str
    category: str
    why: str = ""
    evidence: Collection[TimelineEvent] = ()
    conditions: Collection[PostmortemFactor] = field(default=())
    ending: str = ""
    action: Action | None = None
    accepted_because: str = ""
    new_action: str = ""  # in place of `action`: what a new one of the lead incident would change
    new_facts: Mapping[str, Any] = field(
        default_factory=dict
    )  # its owner, due_on and outcome, as far as they are known


@transaction.atomic
def add_factor(postmortem: Postmortem, said: Said, *, by: User, at: datetime | None = None) -> PostmortemFactor:
    """Add a condition of this document's own, last. Raises Refused."""
    at = at or timezone.now()
    postmortem = _locked(postmortem)
    factor = Factor.objects.create(
        text=" ".join(said.text.split()), category=said.category, created_by=by, created_at=at
    )
    place = _place(postmortem, factor, by=by, at=at)
    _write(place, said)
    _keep(postmortem, PostmortemEventKind.FACTOR_ADDED, factor, by=by, at=at)
    return place


@transaction.atomic
def reuse_factor(postmortem: Postmortem, *, factor: Factor, by: User, at: datetime | None = None) -> PostmortemFactor:
    """Say that a condition that stands elsewhere held here too. What was done to remove it is asked after anew.

    Doing so twice is a no-op. Raises Refused where it stands in restricted documents alone, whoever asks.
    """
    at = at or timezone.now()
    postmortem = _locked(postmortem)
    standing = PostmortemFactor.objects.filter(postmortem=postmortem, factor=factor).first()
    if standing is not None:
        return standing
    if not Factor.objects.open_to_all().filter(pk=factor.pk).exists():
        raise Refused("There is no such condition that everybody may read. Write it in your own words.")
    removed = Action.objects.filter(
        factors_ended__factor=factor, factors_ended__ending=FactorEnding.ACTION, status=ActionStatus.DONE
    )
    for action in removed.distinct().order_by("pk"):
        question_again(action, reason="The condition that it was to remove has been met again.", by=by, at=at)
    place = _place(postmortem, factor, by=by, at=at)
    _keep(postmortem, PostmortemEventKind.FACTOR_ADDED, factor, by=by, at=at)
    return place


@transaction.atomic
def change_factor(
    place: PostmortemFactor, said: Said, *, version: int, by: User, at: datetime | None = None
) -> PostmortemFactor:
    """Change what is said of a factor here. Raises Refused, and Overtaken where somebody was quicker.

    New words or another sort of a condition that stands elsewhere too make it one of this document's own:
    nobody's words change in a document that is not before them. A new action is added as a proposal.
    """
    at = at or timezone.now()
    wants_action = said.ending == FactorEnding.ACTION and said.action is None and bool(said.new_action.strip())
    if wants_action:  # before the document, as publishing does
        Incident.objects.select_for_update(no_key=True).get(pk=place.postmortem.lead_incident_id)
    postmortem = _locked(place.postmortem)
    place = PostmortemFactor.objects.select_for_update(of=("self",)).select_related("factor").get(pk=place.pk)
    if place.version != version:
        raise Overtaken("Somebody changed this meanwhile. Look at it again: your words are still here.")
    text = " ".join(said.text.split())
    if (place.factor.text, place.factor.category) != (text, said.category):
        _say_anew(place, text, said.category, by=by, at=at)
    if wants_action:
        title = " ".join(said.new_action.split())
        said = replace(said, action=add_action(postmortem.lead_incident, title=title, by=by, at=at, **said.new_facts))
    place.version += 1
    _write(place, said)
    _keep(postmortem, PostmortemEventKind.FACTOR_CHANGED, place.factor, by=by, at=at)
    return place


@transaction.atomic
def move_factor(place: PostmortemFactor, *, up: bool, by: User, at: datetime | None = None) -> None:
    """Move it one line up or down; at the end of the list a no-op."""
    at = at or timezone.now()
    postmortem = _locked(place.postmortem)
    order = list(PostmortemFactor.objects.select_related("factor").filter(postmortem=postmortem))
    index = next((n for n, other in enumerate(order) if other.pk == place.pk), None)
    other = None if index is None else index - 1 if up else index + 1
    if index is None or other is None or not 0 <= other < len(order):
        return
    first, second = order[index], order[other]
    first.position, second.position = second.position, first.position
    for row in (first, second):
        row.save(update_fields=["position"])
    _keep(postmortem, PostmortemEventKind.FACTOR_CHANGED, first.factor, by=by, at=at)


@transaction.atomic
def remove_factor(place: PostmortemFactor, *, by: User, at: datetime | None = None) -> None:
    """Take it out of this document; the condition itself goes too where it stands nowhere else."""
    at = at or timezone.now()
    postmortem = _locked(place.postmortem)
    found = PostmortemFactor.objects.select_for_update(of=("self",)).filter(pk=place.pk).first()
    if found is None:
        return
    factor = found.factor
    _keep(postmortem, PostmortemEventKind.FACTOR_REMOVED, factor, by=by, at=at)
    found.delete()
    _let_go(factor)


def _locked(postmortem: Postmortem) -> Postmortem:
    postmortem = Postmortem.objects.select_for_update(of=("self",)).get(pk=postmortem.pk)
    if not may_be_written(status=postmortem.status, amending=postmortem.amending):
        raise Refused("It is published. Start an amendment to change it; the edition stays as it is.")
    return postmortem


def _place(postmortem: Postmortem, factor: Factor, *, by: User, at: datetime) -> PostmortemFactor:
    last = PostmortemFactor.objects.filter(postmortem=postmortem).order_by("-position").first()
    position = last.position + 1 if last else 0
    return PostmortemFactor.objects.create(
        postmortem=postmortem, factor=factor, position=position, added_by=by, added_at=at
    )


def _say_anew(place: PostmortemFactor, text: str, category: str, *, by: User, at: datetime) -> None:
    before = place.factor
    if before.places.exclude(pk=place.pk).exists():
        place.factor = Factor.objects.create(text=text, category=category, created_by=by, created_at=at)
        return
    before.text, before.category = text, category
    before.save(update_fields=["text", "category"])


def _write(place: PostmortemFactor, said: Said) -> None:
    """Write what stands at the place. The document is locked, so nobody else can close a circle meanwhile."""
    problems = ending_problems(
        ending=said.ending, has_action=said.action is not None, accepted_because=said.accepted_because
    )
    if problems:
        raise Refused(" ".join(problems.values()))
    conditions = {condition.pk for condition in said.conditions}
    links = FactorLink.objects.filter(postmortem=place.postmortem_id)
    if closes_circle(set(links.values_list("effect", "condition")), effect=place.pk, conditions=conditions):
        raise Refused(CLOSES_CIRCLE)
    ends_in_action = said.ending in {FactorEnding.ACTION, FactorEnding.UNSHIPPED}
    place.why, place.ending = said.why.strip(), said.ending
    place.action = said.action if ends_in_action else None
    place.accepted_because = said.accepted_because.strip() if said.ending == FactorEnding.ACCEPTED else ""
    place.save(update_fields=["factor", "why", "ending", "action", "accepted_because", "version"])
    place.evidence.set(said.evidence)
    links.filter(effect=place).exclude(condition__in=conditions).delete()
    there = set(links.filter(effect=place).values_list("condition", flat=True))
    FactorLink.objects.bulk_create(
        FactorLink(postmortem_id=place.postmortem_id, effect=place, condition_id=condition)
        for condition in sorted(conditions - there)
    )


def _let_go(factor: Factor) -> None:
    if not factor.places.exists():
        factor.delete()


def _keep(postmortem: Postmortem, kind: PostmortemEventKind, factor: Factor, *, by: User, at: datetime) -> None:
    PostmortemEvent.objects.create(
        postmortem=postmortem, kind=kind, by=by, at=at, details={"factor": factor.text[:160]}
    )
    postmortem.changed_at = at
    postmortem.save(update_fields=["changed_at"])
    postmortem_changed(postmortem.pk, Change.TYPED)
