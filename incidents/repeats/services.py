"""Confirming that an incident is a repeat, and taking that back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from incidents.changes import incident_changed, repeat_confirmed
from incidents.choices import HistoryKind
from incidents.models import Incident, IncidentHistory
from incidents.repeats.models import Repeat
from incidents.repeats.rules import repeat_blockers, withdraw_blockers
from incidents.rules import Blocked
from people.models import User


@transaction.atomic
def confirm_repeat(incident: Incident, *, of: Incident, by: User, note: str = "", at: datetime | None = None) -> Repeat:
    """Say that an incident is a repeat of an earlier one; whoever listens asks the earlier one's actions anew.

    Confirming what stands already, either way round, is a no-op that returns what stands. Raises Blocked.
    The caller has got both incidents through a door.
    """
    at = at or timezone.now()
    incident, of = _both(incident, of)
    blockers = repeat_blockers(incident, of)
    if blockers:
        raise Blocked(blockers)
    pair = [incident.pk, of.pk]
    standing = Repeat.objects.standing().filter(incident__in=pair, of__in=pair).first()
    if standing is not None:
        return standing
    repeat = Repeat.objects.create(
        incident=incident, of=of, note=" ".join(note.split())[:300], confirmed_by=by, confirmed_at=at
    )
    _keep(repeat, HistoryKind.REPEAT_CONFIRMED, repeat.note, by=by, at=at)
    repeat_confirmed(repeat)
    return repeat


@transaction.atomic
def withdraw_repeat(repeat: Repeat, *, because: str, by: User, at: datetime | None = None) -> Repeat:
    """Say that it was no repeat after all. What was asked or answered meanwhile stays as it is. Raises Blocked."""
    at = at or timezone.now()
    _both(repeat.incident, repeat.of)
    repeat = Repeat.objects.select_for_update(of=("self",)).select_related("incident", "of").get(pk=repeat.pk)
    blockers = withdraw_blockers(repeat, because=because)
    if blockers:
        raise Blocked(blockers)
    repeat.withdrawn_by, repeat.withdrawn_at = by, at
    repeat.withdrawn_because = " ".join(because.split())[:300]
    repeat.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    _keep(repeat, HistoryKind.REPEAT_WITHDRAWN, repeat.withdrawn_because, by=by, at=at)
    return repeat


def _both(incident: Incident, of: Incident) -> tuple[Incident, Incident]:
    """Lock both rows, in the order of their keys, so that two people cannot wait for each other."""
    pair = Incident.objects.select_for_update(of=("self",)).filter(pk__in=[incident.pk, of.pk]).order_by("pk")
    rows = {row.pk: row for row in pair}
    return rows[incident.pk], rows[of.pk]


def _keep(repeat: Repeat, kind: HistoryKind, word: str, *, by: User, at: datetime) -> None:
    """Leave a row on both; each names the other, and is read only by those who may see both."""
    sides = ((repeat.incident, repeat.of, "repeats"), (repeat.of, repeat.incident, "repeated_in"))
    for incident, other, role in sides:
        details = {"repeat": role, "other": other.public_number, "word": word}
        IncidentHistory.objects.create(incident=incident, kind=kind, by=by, at=at, other=other, details=details)
        incident_changed(incident.pk)
