"""What the planner of reminders reads. Where nothing is owed, one indexed statement."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from actions.choices import ActionEventKind, NudgeKind
from actions.models import Action, ActionEvent, ActionQuerySet, Nudge
from actions.nudges import (
    DUE_SOON_AT_MOST,
    ORPHANED_EVERY,
    OVERDUE_EVERY,
    STALE_AFTER,
    STALE_EVERY,
    UNOWNED_EVERY,
    OpenAction,
    OwedNudge,
    Person,
)
from incidents.models import IncidentAccess
from notifications.choices import MessageKind
from notifications.models import Message
from people.models import User

FindFacilitators = Callable[[Collection[int]], Mapping[int, int]]

_facilitators: list[FindFacilitators] = []
A_DAY = timedelta(days=1)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def register_facilitators(function: FindFacilitators) -> None:
    """Name the function that tells, for primary keys of incidents, who facilitates the document about each.

    Documents stand above actions; the app that has them registers this when it is ready.
    """
    _facilitators[:] = [function]


def actions_to_consider(*, at: datetime) -> list[OpenAction]:
    """Return the open actions that somebody may have to be reminded of now.

    Generous by a day, for zones; what exactly is owed is decided by actions.nudges.
    """
    candidates = [row["pk"] for row in _candidates(at)]
    if not candidates:
        return []
    rows = list(
        Action.objects.filter(pk__in=candidates)
        .annotate(
            reopened_at=Subquery(_reopenings().annotate(last=Max("at")).values("last")),
            reopenings=Subquery(_reopenings().annotate(times=Count("pk")).values("times")),
        )
        .values(
            "pk",
            "incident_id",
            "owner_id",
            "due_on",
            "moved_at",
            "reopened_at",
            "reopenings",
            lead_id=F("team__lead_id"),
            owner_left_at=F("owner__deactivated_at"),
            is_restricted=F("incident__is_restricted"),
            recorder_id=F("incident__recorded_by_id"),
        )
    )
    readers = _readers({row["incident_id"] for row in rows if row["is_restricted"]})
    uncertain = [row for row in rows if row["owner_id"] is None or row["owner_left_at"] or row["is_restricted"]]
    facilitators = _find_facilitators({row["incident_id"] for row in uncertain})
    administrators = _administrators() if uncertain else []
    return [
        OpenAction(
            id=row["pk"],
            owner_id=row["owner_id"],
            owner_left_on=_day(row["owner_left_at"]),
            due_on=row["due_on"],
            heard_on=row["moved_at"].astimezone(UTC).date(),
            reopened_on=_day(row["reopened_at"]),
            reopenings=row["reopenings"] or 0,
            carers=tuple(
                pk
                for pk in (
                    row["lead_id"],
                    facilitators.get(row["incident_id"]),
                    *administrators,
                    # a restricted incident whose people none of these are: whoever recorded it
                    row["recorder_id"] if row["is_restricted"] else None,
                )
                if pk is not None
            ),
            readers=readers[row["incident_id"]] if row["is_restricted"] else None,
        )
        for row in rows
    ]


def people_to_ask(actions: Iterable[OpenAction]) -> dict[int, Person]:
    """Return everybody these actions may lead to, with the day of their last reminder; one query."""
    wanted = {pk for action in actions for pk in (action.owner_id, *action.carers) if pk is not None}
    last = Message.objects.filter(recipient=OuterRef("pk"), kind=MessageKind.NUDGES).order_by("-local_day")
    return {
        user.pk: Person(
            id=user.pk,
            zone=user.zone,
            working_days=user.working_days,
            is_active=user.is_active,
            at_most_weekly=user.nudges_weekly,
            last_mail_on=user.last_mail_on,
        )
        for user in User.objects.filter(pk__in=wanted)
        .only("time_zone", "working_days", "is_active", "nudges_weekly")
        .annotate(last_mail_on=Subquery(last.values("local_day")[:1]))
    }


def not_said_yet(owed: list[OwedNudge]) -> list[OwedNudge]:
    """Leave out what somebody was reminded of already; one query."""
    actions = {nudge.action for nudge in owed}
    said = Nudge.objects.filter(action__in=actions) if actions else Nudge.objects.none()
    known = {
        OwedNudge(person, action, NudgeKind(kind), speaks_of, step)
        for person, action, kind, speaks_of, step in said.values_list(
            "person_id", "action_id", "kind", "speaks_of", "step"
        )
    }
    return [nudge for nudge in owed if nudge not in known]


def _candidates(at: datetime) -> QuerySet[Action, Any]:
    """Select each kind by an index of its own. A reminder since the last movement rests the kind for a while."""
    today = at.astimezone(UTC).date()
    open_actions = Action.objects.open()  # commitments made here: what an import brings is a proposal or settled
    owned = open_actions.filter(owner__is_active=True)

    def rested(actions: ActionQuerySet, kind: NudgeKind, pause: timedelta | None) -> ActionQuerySet:
        # A scalar, so that it is looked up for each action by its index: joined, yesterday's statistics
        # make the planner compare every action with every reminder of this morning.
        said = Nudge.objects.filter(action=OuterRef("pk"), kind=kind).order_by("-planned_at").values("planned_at")[:1]
        since = Greatest(F("moved_at"), Value(at - pause + A_DAY)) if pause else F("moved_at")
        return actions.alias(said_at=Coalesce(Subquery(said), NEVER)).filter(said_at__lt=since).order_by()

    soon = rested(
        owned.filter(due_on__gte=today - A_DAY, due_on__lte=today + DUE_SOON_AT_MOST + A_DAY),
        NudgeKind.DUE_SOON,
        None,
    )
    overdue = rested(owned.filter(due_on__lt=today + A_DAY), NudgeKind.OVERDUE, OVERDUE_EVERY)
    stale = rested(
        owned.filter(Q(due_on__isnull=True) | Q(due_on__gte=today), moved_at__lt=at - STALE_AFTER + A_DAY),
        NudgeKind.STALE,
        STALE_EVERY,
    )
    unowned = rested(open_actions.filter(owner__isnull=True), NudgeKind.UNOWNED, UNOWNED_EVERY)
    orphaned = rested(open_actions.filter(owner__is_active=False), NudgeKind.ORPHANED, ORPHANED_EVERY)
    return soon.values("pk").union(*(other.values("pk") for other in (overdue, stale, unowned, orphaned)), all=False)


def _reopenings() -> QuerySet[ActionEvent, Any]:
    events = ActionEvent.objects.filter(action=OuterRef("pk"), kind=ActionEventKind.REOPENED)
    return events.order_by().values("action")


def _readers(incidents: set[int]) -> dict[int, set[int]]:
    readers: dict[int, set[int]] = defaultdict(set)
    if incidents:
        named = IncidentAccess.objects.filter(incident__in=incidents)
        for incident, user in named.values_list("incident_id", "user_id"):
            readers[incident].add(user)
    return readers


def _find_facilitators(incidents: set[int]) -> Mapping[int, int]:
    return _facilitators[0](incidents) if _facilitators and incidents else {}


def _administrators() -> list[int]:
    return list(User.objects.active().filter(is_administrator=True).order_by("pk").values_list("pk", flat=True))


def _day(at: datetime | None) -> date | None:
    return at.astimezone(UTC).date() if at else None
