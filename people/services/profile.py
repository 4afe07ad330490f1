"""What a person changes about themselves."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from people.choices import AuditKind
from people.models import User
from people.outgoing import enqueue, hours_changed
from people.services.audit import record_act

PROFILE_FIELDS = (
    *("display_name", "time_zone", "working_days", "wants_digest", "wants_one_to_read", "nudges_weekly"),
    *("nudge_ahead", "nudge_every"),
    *("quiet_from", "quiet_until", "holiday_country", "holiday_subdivision"),
)
HOURS = frozenset({"time_zone", "working_days", "quiet_from", "quiet_until", "holiday_country", "holiday_subdivision"})
"""What says when a person is at work."""


@transaction.atomic
def update_profile(person: User, *, by: User, at: datetime | None = None, **facts: Any) -> User:
    """Change one's name, zone, calendar or what one is sent. Fields that are the same are left alone."""
    unknown = set(facts) - set(PROFILE_FIELDS)
    if unknown:
        raise TypeError(f"Not part of a profile: {sorted(unknown)}")
    person = User.objects.get_queryset().select_for_update().get(pk=person.pk)
    changed = [name for name in PROFILE_FIELDS if name in facts and getattr(person, name) != facts[name]]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, facts[name])
    person.save(update_fields=changed)
    if HOURS.intersection(changed):
        hours_changed(person)
    record_act(
        AuditKind.PERSON_CHANGED,
        by=by,
        about=person.display_name,
        details={"fields": changed},
        at=at,
    )
    return person


@transaction.atomic
def change_password(person: User, password: str, *, by: User, at: datetime | None = None) -> User:
    """Set a password that its form has checked, and tell the person by mail that it was changed.

    Every session but the one that the caller keeps alive ends with it.
    """
    person = User.objects.get_queryset().select_for_update().get(pk=person.pk)
    person.set_password(password)
    person.save(update_fields=["password"])
    record_act(AuditKind.PASSWORD_CHANGED, by=by, about=person.display_name, at=at)
    enqueue(
        "account",
        key=f"account:{uuid.uuid4()}",
        recipient=person,
        refers_to={"notice": "password_changed"},
    )
    return person
