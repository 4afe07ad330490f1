"""Close months, and owe their digest."""

from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from actions.nudge_queries import days_until_stale
from notifications.choices import MessageKind
from notifications.services import NewMessage, create_messages
from people.models import User
from reviews.anniversary import remember
from reviews.facts import measures_known
from reviews.figures import Taken, keep_figures
from reviews.listing import VERSION, list_month
from reviews.models import Circle, ClosedMonth
from reviews.months import Month
from reviews.waiting import keep_waiting

PILE_KNOWN_FOR = timedelta(days=10)
"""A month that is closed later than this after its end cannot say any more how the pile of actions stood, nor what waited for whom."""

AT_ONCE = 500
"""So many people are written for with one statement."""


class MonthRunsError(ValueError):
    """The month is not over yet."""


@transaction.atomic
def close_month(month: Month, *, circle: Circle | None = None, at: datetime | None = None) -> ClosedMonth:
    """Keep the facts of a month for good: figures, lists, and with everybody's what waited for each person.

    Closing again changes nothing and returns what was kept. Raises MonthRunsError before the month is over.
    """
    now = at or timezone.now()
    if now < month.ends:
        raise MonthRunsError(f"{month.words} is not over yet.")
    kept = ClosedMonth.objects.filter(circle=circle, first_day=month.first_day).first()
    if kept is not None:
        return kept
    facts = list_month(month, today=now.date(), circle=circle).as_json()
    facts |= {"measures": measures_known(month), "stale_after": days_until_stale()}
    facts |= {"a_year_ago": [row.as_json() for row in remember(month, circle=circle)]}
    closed, is_new = ClosedMonth.objects.get_or_create(
        circle=circle,
        first_day=month.first_day,
        defaults={
            "closed_at": now,
            "version": VERSION,
            "facts": facts | ({"circle": circle.name} if circle else {}),
            "knows_pile": now < month.ends + PILE_KNOWN_FOR,
        },
    )
    if is_new:
        keep_figures(closed, Taken(month, now.date(), circle))
        if circle is None and closed.knows_pile:
            keep_waiting(closed, today=now.date())
    return closed


def close_last_month(*, at: datetime | None = None) -> list[ClosedMonth]:
    """Close the month that is over, for everybody and for each circle.

    Months before it that were missed while nothing ran here are closed too, back to the last one that was. What was there
    before the first one stays open: nobody wrote it down.
    """
    last = month_for_digest(at=at)
    closed = []
    for circle in [None, *Circle.objects.filter(is_active=True)]:
        earlier = ClosedMonth.objects.filter(circle=circle, first_day__lt=last.first_day)
        before = earlier.order_by("-first_day").values_list("first_day", flat=True).first()
        missed = [last]
        while before is not None and missed[0].previous.first_day > before:
            missed.insert(0, missed[0].previous)
        closed += [close_month(month, circle=circle, at=at) for month in missed]
    return closed


@transaction.atomic
def send_digest(month: Month, *, circle: Circle | None = None, at: datetime | None = None) -> int:
    """Owe everybody who wants it, or those of one circle, the digest of a month; returns to how many it is owed.

    It is one mail a person and month, whichever circles they belong to: calling again owes nothing new. It is
    told from the closed month, so a month that is not closed yet is closed first, for everybody and for the
    circles. Raises MonthRunsError before the month is over.
    """
    for one in (None, *Circle.objects.filter(is_active=True)):
        close_month(month, circle=one, at=at)
    people = User.objects.active().filter(wants_digest=True)
    if circle is not None:
        people = people.filter(teams__in=circle.teams.all()).distinct()
    owed = 0
    everybody = people.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)
    while some := list(islice(everybody, AT_ONCE)):
        wanted = [NewMessage(f"digest:{month}:{person}", person, refers_to={"month": str(month)}) for person in some]
        create_messages(MessageKind.DIGEST, wanted)
        owed += len(some)
    return owed


def month_for_digest(*, at: datetime | None = None) -> Month:
    """Return the month that is over."""
    return Month.of((at or timezone.now()).date()).previous


def is_before_installation(month: Month) -> bool:
    """Whether nobody was here yet in that month: there is nothing to tell of it."""
    first = User.objects.order_by("date_joined").values_list("date_joined", flat=True).first()
    return first is not None and first >= month.ends


def is_day_for_digest(day: date) -> bool:
    """Whether it is the first working day of its month, or one after it: what was missed is made up for."""
    return day.weekday() < 5
