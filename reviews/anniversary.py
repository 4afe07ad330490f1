"""What came out a year ago and still matters: it comes back with "still true?".

Why it matters is kept with the month as numbers of incidents, so that each reader is told what they may know today:
nothing of a restricted incident is told, not even that it touched the same service.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from incidents.models import Incident
from people.models import User
from postmortems.models import Postmortem
from reviews.listed import ListedIncident
from reviews.listing import listed_document
from reviews.models import Circle, ClosedMonth, StillTrue
from reviews.months import Month

AFTER = timedelta(days=300)
"""From then on a document may be asked after."""

KEPT = 20
GRAVE = 2


@dataclass(frozen=True)
class Remembered:
    """A document of a year ago, with what happened to its subject since."""

    row: ListedIncident
    again: tuple[int, ...]
    """Incidents that touched one of its services after it came out."""
    open_actions: int

    @property
    def why(self) -> str:
        """Why it still matters; nothing where it does not."""
        if self.again:
            services = " and ".join(self.row.services[:2])
            times = "once" if len(self.again) == 1 else f"{len(self.again)} times"
            return f"{services} had trouble {times} since"
        if self.open_actions:
            return f"{self.open_actions} of its actions {'is' if self.open_actions == 1 else 'are'} still open"
        return f"it was a {self.row.severity}" if (self.row.level or 9) <= GRAVE else ""

    @property
    def still_true_url(self) -> str:
        """Where it is answered."""
        return reverse("reviews:still_true", args=[self.row.number])

    def without(self, hidden: frozenset[int]) -> "Remembered":
        """The same without incidents hidden from the reader."""
        return Remembered(self.row, tuple(pk for pk in self.again if pk not in hidden), self.open_actions)

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep."""
        return {"row": asdict(self.row), "again": list(self.again), "open_actions": self.open_actions}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Remembered":
        """Read what `as_json` wrote."""
        return cls(ListedIncident.from_json(told["row"]), tuple(told["again"]), told["open_actions"])


def a_year_before(month: Month) -> Month:
    """The same month of the year before."""
    return Month(month.year - 1, month.number)


def remember(month: Month, *, circle: Circle | None = None) -> list[Remembered]:
    """The documents that came out a year before this month, newest first; six statements."""
    then = a_year_before(month)
    documents = Postmortem.objects.written_here().filter(published_at__gte=then.begins, published_at__lt=then.ends)
    if circle is not None:
        documents = documents.filter(lead_incident__teams__in=circle.teams.all()).distinct()
    documents = documents.select_related("lead_incident__severity").prefetch_related(
        "also_about", "lead_incident__services", "lead_incident__teams"
    )
    found = list(documents.order_by("-published_at", "-pk")[:KEPT])
    if not found:
        return []
    incidents = [document.lead_incident_id for document in found]
    still_open = Counter(Action.objects.open().filter(incident__in=incidents).values_list("incident", flat=True))
    again = _again(found, month)
    return [
        Remembered(listed_document(one), tuple(sorted(again[one.pk])), still_open[one.lead_incident_id])
        for one in found
    ]


def remembered_kept(closed: ClosedMonth) -> list[Remembered]:
    """What was kept of it with the month; nothing in months kept before it was thought of."""
    return [Remembered.from_json(told) for told in closed.facts.get("a_year_ago", [])]


def worth_asking(rows: Sequence[Remembered], *, hidden: Collection[int]) -> Remembered | None:
    """The one that matters most to this reader: what came again, then what is open, then the graver."""
    gone = frozenset(hidden)
    seen = [row.without(gone) for row in rows if gone.isdisjoint(row.row.incidents)]
    matters = [row for row in seen if row.why]
    return min(
        matters, key=lambda one: (-len(one.again), -one.open_actions, one.row.level or 9, -one.row.number), default=None
    )


def answers_of(numbers: Collection[int]) -> list[StillTrue]:
    """What was answered of the documents of these incidents, newest first; one query."""
    answers = StillTrue.objects.filter(postmortem__lead_incident__number__in=numbers)
    return list(answers.select_related("by", "postmortem__lead_incident"))


def load_beside_document(_user: User, postmortem: Postmortem) -> dict[str, Any] | None:
    """Beside a document that is old enough: what was answered, and the question; one query."""
    if postmortem.published_at is None or postmortem.published_at > timezone.now() - AFTER:
        return None
    return {"answers": list(StillTrue.objects.filter(postmortem=postmortem).select_related("by")[:5])}


def _again(documents: Sequence[Postmortem], month: Month) -> dict[int, set[int]]:
    """By document: the incidents that touched one of its services after it came out and before the month ended."""
    later = Incident.objects.filter(
        is_imported=False,
        happened_at__lt=month.ends,
        services__incidents__postmortem__in=documents,
        happened_at__gt=F("services__incidents__postmortem__published_at"),
    )
    touched: dict[int, set[int]] = defaultdict(set)
    for document, incident in later.values_list("services__incidents__postmortem", "pk").distinct():
        touched[document].add(incident)
    return touched
