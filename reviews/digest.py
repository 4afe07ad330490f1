"""The digest of a closed month, put together for one person: a part for each of their circles, then the whole.

It is a pure function of what was kept, of who the reader is today (what they may see, the teams they belong to) and of
the templates. `TEMPLATE` is their version: it is raised when their words change, and each mail says it. What waited for
the reader is told as it was when the month was closed; of what waits now it has the address and nothing else.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from incidents.permissions import restricted_incident_ids
from people.models import User
from reviews.anniversary import Remembered, remembered_kept, worth_asking
from reviews.charts import has_trend, shown_size, trend_png, trend_words
from reviews.facts import Facts, Told, facts_kept
from reviews.figures import kept_for_good
from reviews.listed import ListedFactor, ListedIncident, Listing
from reviews.measures import Measure
from reviews.models import ClosedMonth
from reviews.months import Month
from reviews.queries import worth_reading
from reviews.waiting import WaitingRow, waited_for

TEMPLATE = 8

WAITED_SHOWN = 10
LISTED_OF_A_KIND = 20
FACTORS_SHOWN, PLACES_SHOWN = 4, 3

Linked = tuple[ListedIncident, str]
"""A row with the address its reader opens."""


@dataclass(frozen=True)
class Drawn:
    """A measure with its trend: a picture where there are two months to compare, and the same in words."""

    told: Told
    content_id: str
    words: str
    picture: bytes = b""

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
    factors: list[tuple[ListedFactor, list[Linked]]]
    """Conditions that several teams met, each with its newest documents."""
    figures: list[Drawn]
    pile: list[Measure]
    figures_html: str
    figures_text: str
    """Both of them as they are mailed; the same for everybody, so they are written once."""


@dataclass(frozen=True)
class Digest:
    """The whole of it, for one reader."""

    month: Month
    url: str
    worth: list[tuple[ListedIncident, str, str]]
    parts: list[Part]
    a_year_ago: Remembered | None
    waited: list[WaitingRow]
    more_waited: int
    mine_url: str
    """Where what waits now is told."""

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
        return {figure.content_id: figure.picture for figure in drawn}


@dataclass(frozen=True)
class Whole:
    """What a closed month tells everybody from whom the same is hidden; the digests of it are cut from this."""

    name: str
    slug: str
    facts: Facts
    figures: list[Drawn]
    figures_html: str
    figures_text: str
    a_year_ago: Remembered | None


def digest_for(closed: ClosedMonth, person: User) -> Digest:
    """Put the digest together. `closed` is the whole's; the circles' are found beside it.

    Restricted incidents are left out even for those named on them: a mail is read on many screens. What a circle's
    part has told is not told again below it.
    """
    hidden = restricted_incident_ids()
    teams = set(person.teams.values_list("pk", flat=True))
    whole = _whole(closed.pk, hidden, "")
    worth = worth_reading(whole.facts.listing, _names_then(whole.facts.listing.published, teams))
    told: set[int | str] = {row.number for row, _ in worth}
    parts = []
    for one in [*_of_circles(closed, teams, hidden), whole]:
        parts.append(_part(one, told))
        told |= {row.number for row, _ in (*parts[-1].published, *parts[-1].near_misses)}
        told |= {factor.condition for factor, _ in parts[-1].factors}
    waited = waited_for(person.pk, closed.pk, hidden=hidden)
    return Digest(
        month=whole.facts.month,
        url=settings.SITE_URL + reverse("reviews:past_month", args=[whole.facts.month]),
        worth=[(row, why, settings.SITE_URL + row.document_url) for row, why in worth],
        parts=parts,
        a_year_ago=whole.a_year_ago,
        waited=waited[:WAITED_SHOWN],
        more_waited=max(len(waited) - WAITED_SHOWN, 0),
        mine_url=settings.SITE_URL + reverse("people:mine"),
    )


@kept_for_good(maxsize=32)
def _whole(closed: int, hidden: tuple[int, ...], slug: str) -> Whole:
    month = ClosedMonth.objects.select_related("circle").get(pk=closed)
    facts = facts_kept(month, hidden=hidden)
    lists = facts.listing
    figures = [_drawn(told, facts.month, slug) for told in facts.measures]
    mailed = {"figures": figures, "pile": facts.pile}
    return Whole(
        month.name,
        slug,
        replace(facts, listing=Listing(lists.published, near_misses=lists.near_misses, factors=lists.factors)),
        figures,
        render_to_string("emails/digest_figures.html", mailed),
        render_to_string("emails/digest_figures.txt", mailed),
        worth_asking(remembered_kept(month), hidden=hidden),
    )


def _of_circles(closed: ClosedMonth, teams: Collection[int], hidden: tuple[int, ...]) -> list[Whole]:
    """The same month as it was closed for the circles in use that these teams belong to, by the name they had."""
    of_circles = ClosedMonth.objects.filter(first_day=closed.first_day, circle__is_active=True, circle__teams__in=teams)
    found = of_circles.order_by("pk").values_list("pk", "circle__slug").distinct()
    return sorted((_whole(pk, hidden, slug) for pk, slug in found), key=lambda one: one.name)


def _part(whole: Whole, told: Collection[int | str]) -> Part:
    listing = whole.facts.listing
    url = settings.SITE_URL + reverse("reviews:past_month", args=[whole.facts.month])
    published = [row for row in listing.published if row.number not in told]
    near_misses = [row for row in listing.near_misses if row.number not in told]
    factors = [factor for factor in listing.factors if factor.condition not in told]
    return Part(
        name=whole.name,
        url=f"{url}?circle={whole.slug}" if whole.slug else url,
        published=_linked(published[:LISTED_OF_A_KIND]),
        near_misses=[(row, settings.SITE_URL + row.url) for row in near_misses[:LISTED_OF_A_KIND]],
        factors=[(factor, _linked(factor.documents[:PLACES_SHOWN])) for factor in factors[:FACTORS_SHOWN]],
        figures=whole.figures,
        pile=whole.facts.pile,
        figures_html=whole.figures_html,
        figures_text=whole.figures_text,
    )


def _linked(documents: Iterable[ListedIncident]) -> list[Linked]:
    return [(row, settings.SITE_URL + row.document_url) for row in documents]


def _drawn(told: Told, month: Month, slug: str) -> Drawn:
    if not has_trend(told.trend):
        return Drawn(told, "", "")
    name = f"{told.measure.key}.{slug or 'everybody'}.{month}@digest.second-story"
    return Drawn(told, name, trend_words(told.trend), trend_png(told.trend))


def _names_then(rows: Sequence[ListedIncident], teams: Collection[int]) -> set[str]:
    """What these teams were called in the rows."""
    return {name for row in rows for pk, name in zip(row.team_ids, row.teams, strict=False) if pk in teams}
