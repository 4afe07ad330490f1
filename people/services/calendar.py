"""When somebody is not at work: absences, and the organisation's public holidays."""

from datetime import date, datetime

from django.db import transaction

from people.choices import AuditKind
from people.models import Absence, User, WorkCalendar
from people.outgoing import hours_changed
from people.rules import RefusedError, absence_refusals
from people.services.audit import record_act


@transaction.atomic
def add_absence(person: User, *, from_on: date, until_on: date, stand_in: User | None = None, today: date) -> Absence:
    """Say that a person is away from one day to another, both included, and who looks after things meanwhile.

    Raises RefusedError with every reason. What they owe waits until they are back, or goes to the stand-in.
    """
    person = User.objects.get_queryset().select_for_update().get(pk=person.pk)
    others = Absence.objects.filter(person=person, from_on__lte=until_on, until_on__gte=from_on)
    reasons = absence_refusals(
        from_on=from_on,
        until_on=until_on,
        today=today,
        overlaps=others.exists(),
        stand_in_is_oneself=stand_in is not None and stand_in.pk == person.pk,
        stand_in_is_here=stand_in is None or stand_in.is_active,
    )
    if reasons:
        raise RefusedError(reasons)
    hours_changed(person)
    return Absence.objects.create(person=person, from_on=from_on, until_on=until_on, stand_in=stand_in)


@transaction.atomic
def end_absence(absence: Absence, *, today: date) -> None:
    """Take back an absence that has not begun, or end one that has with yesterday. Doing it twice is a no-op."""
    locked = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if locked is None or locked.until_on < today:
        return
    hours_changed(locked.person)
    if locked.from_on >= today:
        locked.delete()
        return
    locked.until_on = date.fromordinal(today.toordinal() - 1)
    locked.save(update_fields=["until_on"])


@transaction.atomic
def change_work_calendar(*, by: User, country: str, subdivision: str, at: datetime | None = None) -> WorkCalendar:
    """Choose the public holidays of everybody who has not chosen others. The same again writes nothing."""
    calendar, made = WorkCalendar.objects.select_for_update().get_or_create(only=True)
    if not made and (calendar.country, calendar.subdivision) == (country, subdivision):
        return calendar
    calendar.country, calendar.subdivision = country, subdivision
    calendar.save(update_fields=["country", "subdivision"])
    hours_changed(None)
    details = {"country": country or "none", "region": subdivision}
    record_act(AuditKind.SETTINGS_CHANGED, by=by, about="Public holidays", details=details, at=at)
    return calendar
