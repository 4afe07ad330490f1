"""Reads of repeats; none tells of one of whose incidents the person may not see either."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from incidents.models import Incident
from incidents.repeats.models import Repeat, RepeatQuerySet
from people.models import User
from web.statements import Kept


def repeats_visible_to(user: User) -> RepeatQuerySet:
    """Return the standing repeats of which this person may see both incidents, newest confirmation first."""
    return Repeat.objects.standing().visible_to(user).select_related("incident", "of")


def repeats_confirmed(user: User, *, since: datetime, until: datetime) -> RepeatQuerySet:
    """Return those confirmed from `since` on and before `until` that still stand: what a month's review talks of."""
    return repeats_visible_to(user).filter(confirmed_at__gte=since, confirmed_at__lt=until)


@dataclass(frozen=True)
class Around:
    """What stands between one incident and others."""

    of: list[Repeat] = field(default_factory=list)
    again: list[Repeat] = field(default_factory=list)


def repeats_around(user: User, incident: Incident) -> Around:
    """Return what it repeats, and where it came back, as far as the person may see; one query."""
    both = Kept(_around, values=(user, incident.pk)).rows()
    rows = sorted(both, key=lambda row: (row.of.happened_at, row.incident.happened_at, row.pk))
    return Around([row for row in rows if row.incident_id == incident.pk], [r for r in rows if r.of_id == incident.pk])


def _around(user: User, incident: int) -> RepeatQuerySet:
    return repeats_visible_to(user).filter(Q(incident=incident) | Q(of=incident)).select_related("confirmed_by")
