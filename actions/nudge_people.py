"""What the planner of reminders knows of people: read when somebody is asked about, many at a time, once a run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from actions.nudges import Away, Person
from notifications.choices import MessageKind
from notifications.models import Message
from people.calendars import holidays_of, place_of
from people.models import Absence, User, WorkCalendar, zone_named

FACTS = (
    *("pk", "time_zone", "working_days", "is_active", "nudges_weekly", "nudge_ahead", "nudge_every"),
    *("quiet_from", "quiet_until", "holiday_country", "holiday_subdivision"),
)


class PeopleHere:
    """Everybody who can be written to, by primary key. Whoever is not asked about is never read."""

    def __init__(self) -> None:
        self._known: dict[int, Person | None] = {}
        self._default: tuple[str, str] | None = None

    def get(self, pk: int) -> Person | None:
        """Return the person; None where there is none, or they are not here any more."""
        if pk not in self._known:
            self.fetch([pk])
        return self._known[pk]

    def fetch(self, pks: Iterable[int | None]) -> None:
        """Read those who are not known yet, with whoever stands in for them; two statements for all of them."""
        while missing := {pk for pk in pks if pk is not None} - self._known.keys():
            if self._default is None:
                self._default = _default_place()
            absences = _absences(missing)
            newest = Message.objects.filter(recipient=OuterRef("pk"), kind=MessageKind.NUDGES).order_by("-local_day")
            last = Subquery(newest.values(facts=JSONObject(day="local_day", sent="sent_at"))[:1])
            self._known |= dict.fromkeys(missing)
            rows = User.objects.active().filter(any_of("id", missing)).order_by().values_list(*FACTS, last)
            for *facts, mail in rows.iterator():
                found = absences.get(facts[0], ())
                self._known[facts[0]] = _person(facts, default=self._default, absences=found, last=mail)
            pks = [away.stand_in for some in absences.values() for away in some]


def calendar_of(user: User) -> Person:
    """Return what the planner knows of one person, but for their last reminder; two queries."""
    facts = [getattr(user, name) for name in FACTS]
    return _person(facts, default=_default_place(), absences=_absences({user.pk}).get(user.pk, ()))


def _default_place() -> tuple[str, str]:
    return WorkCalendar.objects.values_list("country", "subdivision").first() or ("", "")


def _absences(people: set[int]) -> Mapping[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    rows = Absence.objects.filter(any_of("person_id", people))
    for pk, from_on, until_on, stand_in in rows.values_list("person_id", "from_on", "until_on", "stand_in_id"):
        found[pk].append(Away(from_on, until_on, stand_in))
    return found


def _person(
    facts: Sequence[Any],
    *,
    default: tuple[str, str],
    absences: Iterable[Away] = (),
    last: Mapping[str, Any] | None = None,
) -> Person:
    """Turn a person's row into what the planner knows of them; no query."""
    pk, time_zone, working_days, is_active, at_most_weekly, nudge_ahead, nudge_every = facts[:7]
    quiet_from, quiet_until, country, subdivision = facts[7:]
    zone, last_mail_on = zone_named(time_zone), None
    if last:
        last_mail_on = date.fromisoformat(last["day"])
        if last["sent"]:
            last_mail_on = max(last_mail_on, datetime.fromisoformat(last["sent"]).astimezone(zone).date())
    return Person(
        id=pk,
        zone=zone,
        working_days=frozenset(working_days),
        is_active=is_active,
        at_most_weekly=at_most_weekly,
        last_mail_on=last_mail_on,
        nudge_ahead=nudge_ahead,
        nudge_every=nudge_every,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        holidays=holidays_of(*place_of(country, subdivision, default=default)),
        absences=tuple(absences),
    )


def any_of(column: str, keys: Iterable[int]) -> RawSQL:
    """The condition that a column is one of many keys, as one parameter: thousands cost more than the answer does."""
    return RawSQL(f'"{column}" = ANY(%s::bigint[])', [f"{{{','.join(map(str, keys))}}}"], BooleanField())  # noqa: S611 - ours
