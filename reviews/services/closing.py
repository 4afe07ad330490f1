"""Close months, and owe their digest."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from actions.models import Action
from notifications.choices import MessageKind
from notifications.services import enqueue_message
from people.models import User
from reviews.anniversary import remember
from reviews.figures import Taken, keep_figures
from reviews.listing import VERSION, list_month
from reviews.models import Circle, ClosedMonth, Waiting
from reviews.months import Month

PILE_KNOWN_FOR = timedelta(days=10)
"""A month that is closed later than this after its end cannot say any more how the pile of actions stood."""


class MonthRunsError(ValueError):
    """The month is not over yet."""


@transaction.atomic
def close_month(month: Month, *, circle: Circle | None = None, at: datetime | None = None) -> ClosedMonth:
    """Keep the facts of a month for good: figures, lists, and what waited for each person.

    Closing again changes nothing and returns what was kept. Raises MonthRunsError before the month is over.
    """
    now = at or timezone.now()
    if now < month.ends:
        raise MonthRunsError(f"{month.words} is not over yet.")
    closed, is_new = ClosedMonth.objects.get_or_create(
        circle=circle,
        first_day=month.first_day,
        defaults={
            "closed_at": now,
            "version": VERSION,
            "facts": {
                **list_month(month, today=now.date(), circle=circle).as_json(),
                "a_year_ago": [row.as_json() for row in remember(month, circle=circle)],
                **({"circle": circle.name} if circle else {}),
            },
            "knows_pile": now < month.ends + PILE_KNOWN_FOR,
        },
    )
    if is_new:
        keep_figures(closed, Taken(month, now.date(), circle))
        if circle is None and closed.knows_pile:
            _keep_waiting(closed)
    return closed


def close_last_month(*, at: datetime | None = None) -> list[ClosedMonth]:
    """Close the month that is over, for everybody and for each circle."""
    month = month_for_digest(at=at)
    circles = [None, *Circle.objects.filter(is_active=True)]
    return [close_month(month, circle=circle, at=at) for circle in circles]


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
    for person in people:
        enqueue_message(
            MessageKind.DIGEST,
            key=f"digest:{month}:{person.pk}",
            recipient=person,
            refers_to={"month": str(month)},
        )
    return len(people)


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


def _keep_waiting(closed: ClosedMonth) -> None:
    waiting: dict[int, list[dict[str, Any]]] = defaultdict(list)
    owned = Action.objects.open().filter(owner__is_active=True).order_by("owner", "due_on", "pk")
    for row in owned.values("owner", "incident", "number", "title", "due_on").iterator():
        waiting[row["owner"]].append(
            {
                "incident": row["incident"],
                "number": row["number"],
                "title": row["title"],
                "due_on": row["due_on"].isoformat() if row["due_on"] else "",
            }
        )
    Waiting.objects.bulk_create(
        (Waiting(closed=closed, person_id=person, items=items) for person, items in waiting.items()), batch_size=1000
    )
