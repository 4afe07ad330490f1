"""One post-mortem a week for those who want it: transferable to their teams, and probably not read by them.

Restricted incidents are never chosen. Where nothing fits, nothing is sent: silence is better than filler.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from people.models import User
from postmortems.models import Postmortem

LOOKS_BACK = timedelta(days=2 * 365)
CANDIDATES = 400
GRAVE = 2


@dataclass(frozen=True)
class Candidate:
    """A published document, with what makes it transferable."""

    postmortem: Postmortem
    teams: frozenset[int]
    services: tuple[tuple[str, int | None], ...]
    lessons_for: frozenset[int]
    lesson_for_all: bool

    @property
    def is_written_by(self) -> set[int | None]:
        """Who wrote or led it: they have read it."""
        return {self.postmortem.created_by_id, self.postmortem.facilitator_id}


@dataclass(frozen=True)
class Reader:
    """Who is written to: their teams by primary key, with the names they have."""

    pk: int
    teams: dict[int, str]


def candidates(*, at: datetime, only: int | None = None) -> list[Candidate]:
    """Documents anybody may read, newest first; five statements, whatever their number."""
    documents = Postmortem.objects.written_here().filter(published_at__gte=at - LOOKS_BACK, published_at__lt=at)
    documents = documents.filter(lead_incident__is_restricted=False).exclude(also_about__is_restricted=True)
    if only is not None:
        documents = documents.filter(pk=only)
    documents = documents.select_related("lead_incident__severity").prefetch_related(
        "lead_incident__teams", "lead_incident__services", "lead_incident__lessons__concerns"
    )
    return [_candidate(document) for document in documents.order_by("-published_at", "-pk")[:CANDIDATES]]


def choose(found: Iterable[Candidate], reader: Reader, *, had: Collection[int]) -> Candidate | None:
    """The one that is nearest to this reader's work, the newest of those; None where nothing fits."""
    fitting = [
        (why(one, reader)[0], place, one) for place, one in enumerate(found) if _is_probably_unread(one, reader, had)
    ]
    return min((fit for fit in fitting if fit[0] < NOTHING), default=(NOTHING, 0, None), key=lambda fit: fit[:2])[2]


NOTHING = 9


def why(one: Candidate, reader: Reader) -> tuple[int, str]:
    """How near a document is to the reader's work, the lower the nearer, and the reason in words."""
    for team, name in sorted(reader.teams.items(), key=lambda item: item[1]):
        if team in one.lessons_for:
            return 1, f"a lesson from it concerns {name}"
    for service, owner in one.services:
        if owner in reader.teams:
            return 2, f"it touched {service}, which {reader.teams[owner]} runs"
    if one.lesson_for_all:
        return 3, "a lesson from it is for every team"
    if len(one.teams) > 1:
        return 4, f"{len(one.teams)} teams were part of it"
    severity = one.postmortem.lead_incident.severity
    if severity and severity.level <= GRAVE:
        return 5, f"it was a {severity.name}, and no team of yours was part of it"
    return NOTHING, ""


def readers_of(people: Sequence[User]) -> dict[int, Reader]:
    """These people with their teams; one query."""
    readers = {person.pk: Reader(person.pk, {}) for person in people}
    memberships = User.teams.through.objects.filter(Q(user__in=people), team__is_active=True)
    for person, team, name in memberships.values_list("user", "team", "team__name"):
        readers[person].teams[team] = name
    return readers


def _is_probably_unread(one: Candidate, reader: Reader, had: Collection[int]) -> bool:
    return one.postmortem.pk not in had and reader.pk not in one.is_written_by and one.teams.isdisjoint(reader.teams)


def _candidate(document: Postmortem) -> Candidate:
    incident = document.lead_incident
    concerns = [[team.pk for team in lesson.concerns.all()] for lesson in incident.lessons.all()]
    return Candidate(
        document,
        teams=frozenset(team.pk for team in incident.teams.all()),
        services=tuple((service.name, service.team_id) for service in incident.services.all()),
        lessons_for=frozenset(team for teams in concerns for team in teams),
        lesson_for_all=any(not teams for teams in concerns),
    )
