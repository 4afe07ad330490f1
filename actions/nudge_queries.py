"""What the planner of reminders reads. Where there is nothing to look at, one indexed statement."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, TruncDate

from actions.choices import SETTLED_STATUSES, ActionEventKind, NudgeKind, Priority
from actions.defaults import DEFAULT_WEEKS
from actions.models import Action, ActionEvent, Nudge, NudgePace, VerificationPace
from actions.nudge_people import any_of
from actions.nudges import SHIPPED, LateDocument, Pace, Policy, Said, TrackedAction, pace_of
from incidents.models import IncidentAccess
from people.models import TeamDeparture, User
from web.statements import Kept

FindFacilitators = Callable[[Collection[int]], Mapping[int, int]]
FindLateDocuments = Callable[[datetime], Iterable[LateDocument]]

_facilitators: list[FindFacilitators] = []
_late_documents: list[FindLateDocuments] = []
BATCH = 2_000
RENEWING = [ActionEventKind.REOPENED, ActionEventKind.OWNER_CHANGED, ActionEventKind.DATE_CHANGED]


def register_facilitators(function: FindFacilitators) -> None:
    """Name the function that tells, for primary keys of incidents, who facilitates the document about each.

    Documents stand above actions; the app that has them registers this when it is ready.
    """
    _facilitators[:] = [function]


def register_late_documents(function: FindLateDocuments) -> None:
    """Name the function that finds the documents past a day of the severity policy at an instant; `said` is left empty."""
    _late_documents[:] = [function]


# --- the policy ------------------------------------------------------------------------
def policy_in_force() -> Policy:
    """Return the paces by priority, the shipped one where a row is missing; one query."""
    return {**SHIPPED, **{row["priority"]: pace_of(row) for row in NudgePace.objects.values()}}


def pace_for(priority: str) -> Pace:
    """Return the pace of one priority; one query."""
    return policy_in_force()[priority]


def longest_snooze(priority: str) -> int:
    """Return by how many days reminders of this priority may be put off; one query."""
    row = NudgePace.objects.filter(priority=priority).values_list("snooze_at_most", flat=True).first()
    return row or 7


def weeks_until_verified(kind: str) -> int | None:
    """Return after how many weeks we ask whether an action of this kind held; None: never. One query."""
    return VerificationPace.objects.filter(kind=kind).values_list("weeks", flat=True).first()


def paces() -> list[NudgePace]:
    """Every pace, what matters most first; one query."""
    order = list(Priority.values)
    return sorted(NudgePace.objects.all(), key=lambda pace: order.index(pace.priority))


def days_until_stale() -> dict[str, int]:
    """After how many days of silence an open action is stale, by priority; one query."""
    known = dict(NudgePace.objects.values_list("priority", "stale_after"))
    return {priority: known.get(priority, SHIPPED[priority].stale_after.days) for priority in Priority.values}


def verification_weeks() -> dict[str, int | None]:
    """After how many weeks we ask whether an action held, by kind; one query."""
    known = dict(VerificationPace.objects.values_list("kind", "weeks"))
    return {kind: known.get(kind, weeks) for kind, weeks in DEFAULT_WEEKS.items()}


# --- the actions -----------------------------------------------------------------------------------------
def anything_to_look_at(*, at: datetime) -> bool:
    """Whether there is an action of which somebody may have to be reminded now; one index look-up."""
    return bool(Kept(_to_look_at, values=(at,)).tuples())


def _to_look_at(at: datetime) -> QuerySet[Action, Any]:
    # in the index's order: prepared for any moment, "the first that comes" would be sought in the whole table
    return Action.objects.filter(look_from__lte=at).order_by("look_from").values_list("pk")[:1]


def actions_to_look_at(*, at: datetime) -> Iterator[list[tuple[TrackedAction, int]]]:
    """Stream the actions of which somebody may have to be reminded, each with its row's version, in batches.

    What exactly is owed is decided by actions.nudges. A batch takes five statements, whatever its size.
    """
    left = TeamDeparture.objects.filter(
        team=OuterRef("team_id"), user=OuterRef("owner_id"), left_at__gt=OuterRef("moved_at")
    )
    rows = (
        Action.objects.filter(look_from__lte=at)
        .order_by()
        .values_list(
            *("pk", "incident_id", "owner_id", "due_on", _day_of("moved_at"), "status", "priority"),
            *(_day_of("committed_at"), "snoozed_until", "verify_on", "look_again_on", "risk_accepted_by_id"),
            F("team__lead_id"),
            _day_of(Coalesce("owner__deactivated_at", Subquery(left.values("left_at")))),
            F("incident__is_restricted"),
            F("incident__recorded_by_id"),
            RawSQL('"actions_action"."xmin"::text::bigint', []),
        )
    )
    administrators = _administrators()
    stream = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(stream, BATCH)):
        yield _tracked(batch, administrators)


def _tracked(rows: list[tuple[Any, ...]], administrators: list[int]) -> list[tuple[TrackedAction, int]]:
    actions = [row[0] for row in rows]
    said = _said(any_of("action_id", actions), "action")
    renewed = _renewals(actions)
    incidents = {row[1] for row in rows if row[2] is None or row[13] or row[14] or row[5] in SETTLED_STATUSES}
    restricted = {row[1] for row in rows if row[14]}
    readers = _readers(restricted)
    facilitators = _facilitators[0](incidents) if _facilitators and incidents else {}
    found = []
    for row in rows:
        pk, incident, owner, due_on, heard_on, status, priority, committed_on = row[:8]
        snoozed, verify_on, look_again_on, accepted_by, lead, left_on, is_restricted, recorder, version = row[8:]
        reopened_at, renewed_at = renewed.get(pk, (None, None))
        told = said.get(pk, ())
        carers = [lead, facilitators.get(incident), *_in_turn(administrators, pk + len(told))]
        if is_restricted:  # of whose people these may be none: whoever recorded it
            carers.append(recorder)
        action = TrackedAction(
            id=pk,
            owner_id=owner,
            owner_left_on=left_on,
            due_on=due_on,
            heard_on=heard_on,
            status=status,
            priority=priority,
            committed_on=committed_on,
            reopened_at=reopened_at,
            renewed_at=renewed_at,
            snoozed_until=snoozed,
            verify_on=verify_on,
            look_again_on=look_again_on,
            accepted_by=accepted_by,
            lead_id=lead,
            carers=tuple(carer for carer in carers if carer is not None),
            readers=readers[incident] if is_restricted else None,
            said=tuple(told),
        )
        found.append((action, version))
    return found


def late_documents(*, at: datetime) -> list[LateDocument]:
    """Return the documents past a day of the severity policy, with what was said of each."""
    found = [document for function in _late_documents for document in function(at)]
    if not found:
        return []
    said = _said(any_of("incident_id", [document.incident for document in found]), "incident")
    return [
        LateDocument(d.incident, d.kind, d.due_on, d.asked, d.readers, tuple(said.get(d.incident, ()))) for d in found
    ]


def _said(about: RawSQL, by: str) -> dict[int, list[Said]]:
    """Return what was said, the last time of each reason, by what it was about; one query."""
    found: dict[int, list[Said]] = defaultdict(list)
    groups = Nudge.objects.filter(about).order_by().values_list(f"{by}_id", "kind", "speaks_of", "person_id")
    for pk, kind, speaks_of, person, step, on, at in groups.annotate(Max("step"), Max("said_on"), Max("planned_at")):
        found[pk].append(Said(NudgeKind(kind), speaks_of, person, step, on, at))
    return found


def _renewals(actions: list[int]) -> dict[int, tuple[datetime | None, datetime]]:
    """Return when each was last reopened, and last began anew in any way; one query."""
    renewing = ActionEvent.objects.filter(any_of("action_id", actions), kind__in=RENEWING)
    events = renewing.order_by().values_list("action_id")
    reopened = Max("at", filter=Q(kind=ActionEventKind.REOPENED))
    return {pk: (first, last) for pk, first, last in events.annotate(reopened=reopened, last=Max("at"))}


def _day_of(moment: str | Coalesce) -> TruncDate:
    """The day of an instant, reckoned there: reading fifty thousand of them here costs more."""
    return TruncDate(moment, tzinfo=UTC)


def _readers(incidents: set[int]) -> dict[int, set[int]]:
    readers: dict[int, set[int]] = defaultdict(set)
    if incidents:
        named = IncidentAccess.objects.filter(incident__in=incidents)
        for incident, user in named.values_list("incident_id", "user_id"):
            readers[incident].add(user)
    return readers


def _in_turn(people: list[int], turn: int) -> list[int]:
    """Begin with another one each time: what nobody owns is not one administrator's alone."""
    start = turn % len(people) if people else 0
    return people[start:] + people[:start]


def _administrators() -> list[int]:
    return list(User.objects.active().filter(is_administrator=True).order_by("pk").values_list("pk", flat=True))
