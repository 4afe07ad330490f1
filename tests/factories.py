"""Rows for tests: plain typed functions, each giving the least that is valid."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from incidents.defaults import DEFAULT_SEVERITIES
from incidents.models import Impact, Incident, IncidentAccess, Service, Severity, Tag, TimelineEvent
from people.models import Membership, Team, User

_count = itertools.count(1)

PASSWORD = "a long enough password"
ALWAYS_AT_WORK: dict[str, Any] = {"working_days": [1, 2, 3, 4, 5, 6, 7], "quiet_from": time(), "quiet_until": time()}
"""For tests that send reminders now, whenever that is."""


def make_user(name: str = "", *, password: str | None = None, **facts: Any) -> User:
    """A person; without `password` they cannot sign in by form, which keeps tests fast."""
    n = next(_count)
    name = name or f"Person {n}"
    facts.setdefault("email", f"{name.lower().replace(' ', '.')}.{n}@example.org")
    if facts.get("is_active") is False:
        facts.setdefault("deactivated_at", timezone.now())
    facts.setdefault("agreement_read_at", timezone.now())
    user = User(display_name=name, **facts)
    user.set_unusable_password() if password is None else user.set_password(password)
    user.save()
    return user


def make_team(name: str = "", *, members: list[User] | None = None, **facts: Any) -> Team:
    n = next(_count)
    name = name or f"Team {n}"
    team = Team.objects.create(name=name, slug=facts.pop("slug", f"team-{n}"), **facts)
    Membership.objects.bulk_create(Membership(team=team, user=user) for user in members or [])
    return team


def make_severity(level: int = 2, **facts: Any) -> Severity:
    """The shipped severity of this level, made again where a test has emptied the tables."""
    shipped = next(row for row in DEFAULT_SEVERITIES if row["level"] == level)
    severity, _ = Severity.objects.get_or_create(level=level, defaults=shipped)
    for field, value in facts.items():
        setattr(severity, field, value)
    if facts:
        severity.save()
    return severity


def make_service(name: str = "", **facts: Any) -> Service:
    n = next(_count)
    return Service.objects.create(name=name or f"Service {n}", slug=facts.pop("slug", f"service-{n}"), **facts)


def make_tag(name: str = "", *, kind: str = "system", **facts: Any) -> Tag:
    n = next(_count)
    return Tag.objects.create(name=name or f"tag {n}", slug=facts.pop("slug", f"tag-{n}"), kind=kind, **facts)


def make_incident(
    title: str = "",
    *,
    by: User | None = None,
    severity: Severity | int | None = None,
    services: list[Service] | None = None,
    teams: list[Team] | None = None,
    tags: list[Tag] | None = None,
    named: list[User] | None = None,
    began_at: datetime | None = None,
    **facts: Any,
) -> Incident:
    """An incident. `named` are the people with access; give `is_restricted=True` to hide it from others."""
    n = next(_count)
    by = by or make_user()
    if isinstance(severity, int):
        severity = make_severity(severity)
    if began_at is not None:
        facts.setdefault("began_precision", "minute")
    for key in ("detected", "acknowledged", "mitigated", "resolved"):
        if facts.get(f"{key}_at"):
            facts.setdefault(f"{key}_precision", "minute")
    incident = Incident.objects.create(
        title=title or f"Checkout answers slowly, number {n}",
        recorded_by=by,
        severity=severity,
        began_at=began_at,
        **facts,
    )
    incident.refresh_from_db()
    incident.services.set(services or [])
    incident.teams.set(teams or [])
    incident.tags.set(tags or [])
    Impact.objects.create(incident=incident)
    for user in {by, *(named or [])}:
        IncidentAccess.objects.create(incident=incident, user=user, given_by=by)
    return incident


def make_event(incident: Incident, text: str = "", *, at: datetime | None = None, **facts: Any) -> TimelineEvent:
    position = incident.timeline.count()
    if at is not None:
        facts.setdefault("precision", "minute")
        facts.setdefault("told", at.astimezone(UTC).strftime("%H:%M"))
    facts.setdefault("added_by", incident.recorded_by)
    return TimelineEvent.objects.create(
        incident=incident, position=position, text=text or f"Something happened, {position}", at=at, **facts
    )


def make_action(
    incident: Incident | None = None,
    title: str = "",
    *,
    owner: User | None = None,
    due_on: date | None = None,
    status: str = ActionStatus.TODO,
    **facts: Any,
) -> Action:
    """An action in any state; settled states get what their constraints ask."""
    incident = incident or make_incident()
    if status in {ActionStatus.DONE, ActionStatus.WONT_DO}:
        facts.setdefault("settled_at", timezone.now())
    if status == ActionStatus.WONT_DO:
        facts.setdefault("reasoning", "The part it would protect is being removed.")
    if status != ActionStatus.PROPOSED:
        facts.setdefault("committed_at", timezone.now())
    facts.setdefault("created_by", incident.recorded_by)
    action = Action.objects.create(
        incident=incident,
        gated=facts.pop("gated", incident.actions_gated),
        title=title or f"Alert on the queue's age, number {next(_count)}",
        owner=owner,
        due_on=due_on,
        status=status,
        **facts,
    )
    action.refresh_from_db()
    return action


def days(n: int) -> timedelta:
    """A span of whole days, to keep test lines short."""
    return timedelta(days=n)
