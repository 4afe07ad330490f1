"""Changing how soon and how often people are reminded, and when we ask whether an action held."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from actions.choices import ActionKind
from actions.defaults import DEFAULT_PACES
from actions.models import NudgePace, VerificationPace
from people.choices import AuditKind
from people.models import User
from people.services.audit import record_act

PACE_FIELDS = [name for name in DEFAULT_PACES[0] if name != "priority"]


@transaction.atomic
def change_pace(pace: NudgePace, *, by: User, at: datetime | None = None, **facts: Any) -> NudgePace:
    """Change the reminders of one priority; all open actions are looked at anew. The same again writes nothing."""
    pace = NudgePace.objects.select_for_update().get(pk=pace.pk)
    changed = [name for name in PACE_FIELDS if name in facts and getattr(pace, name) != facts[name]]
    if not changed:
        return pace
    before = {name: getattr(pace, name) for name in changed}
    for name in changed:
        setattr(pace, name, facts[name])
    pace.save(update_fields=changed)
    details = {name.replace("_", " "): f"{before[name]} before, {facts[name]} now" for name in changed}
    record_act(AuditKind.SETTINGS_CHANGED, by=by, about=str(pace), details=details, at=at)
    return pace


@transaction.atomic
def change_verification(*, weeks: Mapping[str, int | None], by: User, at: datetime | None = None) -> None:
    """Change after how many weeks we ask whether an action of each kind held. Counts for what is done from now on."""
    rows = {row.kind: row for row in VerificationPace.objects.select_for_update()}
    changed = {kind: n for kind, n in weeks.items() if kind not in rows or rows[kind].weeks != n}
    for kind, n in changed.items():
        VerificationPace.objects.update_or_create(kind=kind, defaults={"weeks": n})
    if changed:
        names = {**dict(ActionKind.choices), "": "not sorted"}
        details = {str(names[kind]): f"{n} weeks" if n else "nobody is asked" for kind, n in changed.items()}
        record_act(AuditKind.SETTINGS_CHANGED, by=by, about="Whether actions held", details=details, at=at)
