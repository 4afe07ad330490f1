"""Reading and changing the agreement."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.choices import AuditKind
from people.models import Agreement, User
from people.services.audit import record_act


class ChangedMeanwhileError(Exception):
    """Somebody else changed the text since it was read; `current` is what is in force now."""

    def __init__(self, current: Agreement) -> None:
        super().__init__("The agreement was changed meanwhile.")
        self.current = current


@transaction.atomic
def change_agreement(body: str, *, based_on: int, by: User, at: datetime | None = None) -> Agreement:
    """Put a new version in force and keep the earlier ones. The same text again makes no version.

    Raises ChangedMeanwhileError unless `based_on` is the version in force. Who has read an earlier version has read
    the agreement: nobody is asked again, and the page shows what changed.
    """
    versions = Agreement.objects.select_for_update()
    current = versions.order_by("changed_at", "pk").last()
    if current is not None and current.pk != based_on:
        raise ChangedMeanwhileError(current)
    body = body.replace("\r\n", "\n").strip() + "\n"
    if current is not None and current.body == body:
        return current
    at = at or timezone.now()
    version = Agreement.objects.create(body=body, changed_by=by, changed_at=at)
    record_act(AuditKind.AGREEMENT_CHANGED, by=by, details={"version": version.pk}, at=at)
    return version


@transaction.atomic
def read_agreement(*, by: User, at: datetime | None = None) -> User:
    """Keep that this person has read the agreement. The first time counts; a second one changes nothing."""
    person = User.objects.get_queryset().select_for_update().get(pk=by.pk)
    if person.agreement_read_at is None:
        person.agreement_read_at = at or timezone.now()
        person.save(update_fields=["agreement_read_at"])
    return person
