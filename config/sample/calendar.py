"""Turns days relative to today into instants, such that work happens on working days and in order."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

SATURDAY = 6
A_MOMENT = timedelta(minutes=20)


@dataclass(frozen=True)
class Calendar:
    """The sample's days, counted back from the moment it is loaded."""

    now: datetime

    @property
    def today(self) -> date:
        """The day of loading."""
        return self.now.astimezone(UTC).date()

    def due(self, days: int) -> date:
        """Return a due date so many days from today: a working day, on the same side of today."""
        return _working_day(self.today + timedelta(days=days), 1 if days > 0 else -1)

    def at_work(self, days_ago: int, hour: int, *, after: datetime | None = None) -> datetime:
        """Return an hour of a working day about so many days ago, later than `after`, and never in the future."""
        day = self.today - timedelta(days=days_ago)
        minute = (days_ago * 37 + hour * 11) % 60  # nobody works on the hour
        for candidate in (_working_day(day, -1), _working_day(day, 1), day):
            at = datetime.combine(candidate, time(hour, minute), UTC)
            if at < self.now and (after is None or at > after):
                return at
        return min((after or self.now) + A_MOMENT, self.now - timedelta(minutes=1))

    def this_month(self, at: datetime) -> datetime:
        """Move what fell into an earlier month to the first working hour of this one, if that has come."""
        first = datetime.combine(self.today.replace(day=1), time(9), UTC)
        return at if at >= first.replace(hour=0) else min(first, self.now - timedelta(minutes=1))


def _working_day(day: date, step: int) -> date:
    while day.isoweekday() >= SATURDAY:
        day += timedelta(days=step)
    return day
