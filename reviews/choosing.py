"""Which post-mortems are worth a whole meeting: those that others can take something from, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.text import Truncator

from incidents.permissions import incidents_visible_to
from people.models import User
from reviews.listed import ListedFactor, ListedIncident, Listing
from reviews.months import Month

LOOKS_BACK = timedelta(days=365)
SUGGESTED = 2
WORDS_OF_A_CONDITION = 24


@dataclass
class Choice:
    """A document that could be read, how far it seems to carry, and why; more weighs more."""

    row: ListedIncident
    weight: int = 0
    reasons: list[str] = field(default_factory=list)

    def add(self, weight: int, reason: str) -> None:
        """Let a reason speak for it."""
        self.weight += weight
        self.reasons.append(reason)

    @property
    def why(self) -> str:
        """The reasons as a person says them."""
        return "; ".join(self.reasons)


def choices_to_read(
    user: User, month: Month, listing: Listing, *, team_names: Collection[str] = ()
) -> tuple[list[Choice], int]:
    """What came out in the month, the most transferable first, and how many of it are suggested; one statement.

    Transferable is what touched a service that other teams' incidents touched too, a condition that other teams
    met too, what several teams were part of, and a kind of failure a service had not had for a year. All of it as this person may see it.
    """
    choices = [Choice(row) for row in listing.published]
    names = {name for row in listing.published for name in row.services}
    kinds, others = _seen_before(user, month, names)
    for choice in choices:
        row = choice.row
        ours = sorted(set(team_names) & set(row.teams))
        if ours and len(ours) < len(row.teams):
            choice.add(1, f"{ours[0]} was part of it")
        if len(row.teams) > 1:
            choice.add(2, f"{len(row.teams)} teams were part of it")
        for reason in (_concerns_others(row, others), _met_elsewhere(row, listing.factors)):
            if reason:
                choice.add(2, reason)
        if is_new := [name for name in row.services if _first_of_its_kind(kinds.get(name, {}), row)]:
            choice.add(2, f"the first of its kind at {is_new[0]} within a year")
        if not choice.reasons:
            choice.reasons.append(f"it was a {row.severity}" if row.severity else "it came out this month")
    choices.sort(key=lambda choice: (-choice.weight, choice.row.level or 9, -choice.row.number))
    return choices, min(SUGGESTED, len(choices))


Kinds = dict[str, set[int]]


def _seen_before(user: User, month: Month, services: Collection[str]) -> tuple[dict[str, Kinds], dict[str, set[str]]]:
    """For each service the incidents of a year by their kind, and the teams that were part of them."""
    kinds: dict[str, Kinds] = defaultdict(lambda: defaultdict(set))
    teams: dict[str, set[str]] = defaultdict(set)
    if not services:
        return {}, {}
    incidents = (
        incidents_visible_to(user)
        .filter(services__name__in=services, happened_at__gte=month.begins - LOOKS_BACK, happened_at__lt=month.ends)
        .order_by()
    )
    for number, kind, service, team in incidents.values_list("number", "kind", "services__name", "teams__name"):
        kinds[service][kind].add(number)
        if team:
            teams[service].add(team)
    return kinds, teams


def _first_of_its_kind(kinds: Kinds, row: ListedIncident) -> bool:
    """Whether no other incident at the service was of the kind of this one."""
    return any(numbers == {row.number} for numbers in kinds.values())


def _concerns_others(row: ListedIncident, teams_at: Mapping[str, set[str]]) -> str:
    """Say which service of a document concerns other teams too; nothing where none does."""
    for name in row.services:
        if others := teams_at.get(name, set()) - set(row.teams):
            return f"{name} concerns {' and '.join(sorted(others)[:2])} as well"
    return ""


def _met_elsewhere(row: ListedIncident, factors: Iterable[ListedFactor]) -> str:
    """Say which condition of a document other teams met as well; nothing where there is none."""
    for factor in factors:
        others = sorted(set(factor.teams) - set(row.teams))
        if others and row.number in {document.number for document in factor.documents}:
            condition = Truncator(factor.condition).words(WORDS_OF_A_CONDITION)
            return f"{' and '.join(others[:2])} met a condition of it as well: “{condition}”"
    return ""
