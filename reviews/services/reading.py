"""Note that teams have read, and whether that is noted."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.choices import AuditKind
from people.models import User
from people.services.audit import record_act
from postmortems.models import Postmortem
from reviews.models import ReadingPolicy, TeamReading
from reviews.months import Month


def note_reading(postmortem: Postmortem, *, by: User, at: datetime | None = None) -> int:
    """Note that the teams of this person have read a published document in this month; returns of how many teams.

    No person and no time is kept, and a second reading of the same month changes nothing. Whoever has no team adds
    nothing; nor does anybody while it is switched off.
    """
    month = Month.of((at or timezone.now()).date())
    if not postmortem.is_published or not ReadingPolicy.objects.filter(noted_since__isnull=False).exists():
        return 0
    teams = by.teams.filter(is_active=True).values_list("pk", flat=True)
    rows = [TeamReading(postmortem=postmortem, team_id=team, first_day=month.first_day) for team in teams]
    TeamReading.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def change_reading_policy(*, by: User, is_noted: bool, at: datetime | None = None) -> ReadingPolicy:
    """Say whether it is noted which teams read. Saying the same again writes nothing; what was noted stays."""
    policy, _ = ReadingPolicy.objects.select_for_update().get_or_create(pk=1)
    if (policy.noted_since is not None) != is_noted:
        policy.noted_since = (at or timezone.now()) if is_noted else None
        policy.save(update_fields=["noted_since"])
        details = {"which teams read": "noted" if is_noted else "not noted"}
        record_act(AuditKind.SETTINGS_CHANGED, by=by, about="Reading", details=details, at=at)
    return policy
