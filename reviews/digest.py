"""The digest of a closed month, put together for one person: a part for each of their circles, then the whole.

It is a pure function of what was kept, of who the reader is today (what they may see, the teams they belong to) and
of the templates. `TEMPLATE` is their version: it is raised when their words change, and each mail says it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from incidents.permissions import restricted_incident_ids
from people.models import User
from reviews.anniversary import Remembered, remembered_kept, worth_asking
from reviews.charts import has_trend, shown_size, trend_png, trend_words
from reviews.listing import ListedIncident
from reviews.measures import Measure
from reviews.models import ClosedMonth, Waiting
from reviews.months import Month
from reviews.queries import Facts, Told, facts_kept, worth_reading

TEMPLATE = 4

WAITING_SHOWN = 10
LISTED_OF_A_KIND = 20

Linked = tuple[ListedIncident, str]
"""A row with the address its reader opens."""


@dataclass(frozen=True)
class Drawn:
    """A measure with its trend: a picture where there are two months to compare, and the same in words."""

    told: Told
    content_id: str
    words: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height at which the picture is shown."""
        return shown_size(self.told.trend)

    @property
    def before(self) -> str:
        """What it was in the three months before, the latest first; nothing where there is no trend."""
        earlier = [point.measure.words if point.measure else "not known" for point in self.told.trend[-2:-5:-1]]
        return ", ".join(earlier) if self.content_id else ""


@dataclass(frozen=True)
class Part:
    """What one circle, or (without a name) everybody, learned in the month."""

    name: str
    url: str
    published: list[Linked]
    near_misses: list[Linked]
    figures: list[Drawn]
    pile: list[Measure]


@dataclass(frozen=True)
class Digest:
    """The whole of it, for one reader."""

    month: Month
    url: str
    worth: list[tuple[ListedIncident, str, str]]
    parts: list[Part]
    a_year_ago: Remembered | None
    waiting: list[dict[str, Any]]
    more_waiting: int
    actions_url: str

    @property
    def still_true_url(self) -> str:
        """Where the document of a year ago is answered."""
        return settings.SITE_URL + (self.a_year_ago.still_true_url if self.a_year_ago else "")

    @property
    def near_misses(self) -> int:
        """How many were told, in all."""
        return len({row.number for part in self.parts for row, _ in part.near_misses})

    @property
    def pictures(self) -> dict[str, bytes]:
        """Every trend that is drawn, by the id under which the mail shows it."""
        drawn = (figure for part in self.parts for figure in part.figures if figure.content_id)
        return {figure.content_id: trend_png(figure.told.trend) for figure in drawn}


def digest_for(closed: ClosedMonth, person: User) -> Digest:
    """Put the digest together. `closed` is the whole's; the circles' are found beside it.

    Restricted incidents are left out even for those named on them: a mail is read on many screens. What a circle's
    part has told is not told again below it.
    """
    month = Month.of(closed.first_day)
    hidden = sorted(restricted_incident_ids())
    teams = set(person.teams.values_list("pk", flat=True))
    whole = facts_kept(closed, hidden=hidden)
    worth = worth_reading(whole.listing, _names_then(whole.listing.published, teams))
    told = {row.number for row, _ in worth}
    parts = []
    for one in _closed_for(closed, teams):
        parts.append(_part(facts_kept(one, hidden=hidden), told, one))
        told |= {row.number for row, _ in (*parts[-1].published, *parts[-1].near_misses)}
    waiting = _waiting(closed, person, frozenset(hidden))
    return Digest(
        month=month,
        url=settings.SITE_URL + reverse("reviews:past_month", args=[month]),
        worth=[(row, why, settings.SITE_URL + row.document_url) for row, why in worth],
        parts=[*parts, _part(whole, told, closed)],
        a_year_ago=worth_asking(remembered_kept(closed), hidden=hidden),
        waiting=waiting[:WAITING_SHOWN],
        more_waiting=max(len(waiting) - WAITING_SHOWN, 0),
        actions_url=f"{settings.SITE_URL}{reverse('actions:list')}?view=mine",
    )


def _closed_for(closed: ClosedMonth, teams: Collection[int]) -> Sequence[ClosedMonth]:
    """The same month as it was closed for the circles in use that these teams belong to, by the name they had."""
    of_circles = ClosedMonth.objects.filter(first_day=closed.first_day, circle__is_active=True, circle__teams__in=teams)
    return sorted(of_circles.select_related("circle").distinct(), key=lambda one: (one.name, one.pk))


def _part(facts: Facts, told: Collection[int], closed: ClosedMonth) -> Part:
    url = settings.SITE_URL + reverse("reviews:past_month", args=[facts.month])
    published = [row for row in facts.listing.published if row.number not in told]
    near_misses = [row for row in facts.listing.near_misses if row.number not in told]
    return Part(
        name=closed.name,
        url=f"{url}?circle={closed.circle.slug}" if closed.circle else url,
        published=[(row, settings.SITE_URL + row.document_url) for row in published[:LISTED_OF_A_KIND]],
        near_misses=[(row, settings.SITE_URL + row.url) for row in near_misses[:LISTED_OF_A_KIND]],
        figures=[_drawn(told, facts.month, closed) for told in facts.measures],
        pile=facts.pile,
    )


def _drawn(told: Told, month: Month, closed: ClosedMonth) -> Drawn:
    if not has_trend(told.trend):
        return Drawn(told, "", "")
    of = closed.circle.slug if closed.circle else "everybody"
    return Drawn(told, f"{told.measure.key}.{of}.{month}@digest.second-story", trend_words(told.trend))


def _names_then(rows: Sequence[ListedIncident], teams: Collection[int]) -> set[str]:
    """What these teams were called in the rows."""
    return {name for row in rows for pk, name in zip(row.team_ids, row.teams, strict=False) if pk in teams}


def _waiting(closed: ClosedMonth, person: User, hidden: frozenset[int]) -> list[dict[str, Any]]:
    kept = Waiting.objects.filter(closed=closed, person=person).first()
    return [
        {
            "public_number": f"AI-{row['number']}",
            "title": row["title"],
            "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None,
            "url": settings.SITE_URL + reverse("actions:detail", args=[row["number"]]),
        }
        for row in (kept.items if kept else [])
        if row["incident"] not in hidden
    ]
