"""What holds of reminders in any organisation, on any calendar, after any history.

Mostly the pure planner with a history in memory; a few runs against the database, to hold that what it skips
looking at is nothing that is owed.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.choices import ActionStatus, NudgeKind
from actions.models import Action, Nudge
from actions.nudge_people import PeopleHere
from actions.nudge_queries import actions_to_look_at, policy_in_force
from actions.nudge_services import plan_nudges
from actions.nudges import (
    SHIPPED,
    Away,
    OwedNudge,
    Person,
    Said,
    TrackedAction,
    look_at,
    may_be_disturbed,
    owed_nudges,
)
from actions.services import hand_over_action, note_on_action, reschedule_action, snooze_action
from incidents.permissions import incidents_visible_to
from notifications.models import Message
from people.models import Absence, User
from postmortems.models import Postmortem
from tests.factories import make_action, make_incident, make_team, make_user
from tests.postmortems.make import make_postmortem

START = datetime(2026, 12, 7, 0, 0, tzinfo=UTC)
MONDAY = START.date()
ZONES = ["UTC", "Asia/Tokyo", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"]
PEOPLE = range(1, 6)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- random organisations ----------------------------------------------------------------------------
days = st.integers(-40, 40).map(lambda n: MONDAY + timedelta(days=n))
hours = st.integers(0, 23).map(time)


@st.composite
def people(draw: st.DrawFn) -> dict[int, Person]:
    found = {}
    for pk in PEOPLE:
        first = draw(st.none() | days)
        away = () if first is None else (Away(first, first + timedelta(days=draw(st.integers(0, 20)))),)
        if away and draw(st.booleans()):
            away = (replace(away[0], stand_in=draw(st.sampled_from(PEOPLE))),)
        quiet_from = draw(hours)
        found[pk] = Person(
            id=pk,
            zone=ZoneInfo(draw(st.sampled_from(ZONES))),
            working_days=draw(st.frozensets(st.integers(1, 7))),
            is_active=draw(st.sampled_from([True, True, True, False])),
            at_most_weekly=draw(st.booleans()),
            nudge_every=draw(st.none() | st.integers(1, 40)),
            nudge_ahead=draw(st.none() | st.integers(1, 9)),
            quiet_from=quiet_from,
            quiet_until=time((quiet_from.hour + draw(st.integers(0, 20))) % 24),
            holidays=draw(st.frozensets(days, max_size=4)),
            absences=away,
        )
    return found


@st.composite
def actions(draw: st.DrawFn) -> list[TrackedAction]:
    found = []
    for pk in range(1, draw(st.integers(1, 5)) + 1):
        status = draw(st.sampled_from([ActionStatus.TODO, ActionStatus.IN_PROGRESS, ActionStatus.DONE, "wont_do"]))
        owner = draw(st.none() | st.sampled_from(PEOPLE))
        action = TrackedAction(
            id=pk,
            owner_id=owner,
            owner_left_on=draw(st.sampled_from([None, None, MONDAY - timedelta(days=3)])) if owner else None,
            due_on=draw(st.none() | days),
            heard_on=draw(days.filter(lambda day: day <= MONDAY)),
            status=status,
            priority=draw(st.sampled_from(list(SHIPPED))),
            committed_on=MONDAY - timedelta(days=60),
            snoozed_until=draw(st.none() | days),
            verify_on=draw(st.none() | days) if status == ActionStatus.DONE else None,
            look_again_on=draw(st.none() | days) if status == "wont_do" else None,
            accepted_by=draw(st.none() | st.sampled_from(PEOPLE)),
            lead_id=draw(st.none() | st.sampled_from(PEOPLE)),
            carers=tuple(draw(st.lists(st.sampled_from(PEOPLE), max_size=3))),
            readers=draw(st.none() | st.frozensets(st.sampled_from(PEOPLE))),
        )
        found.append(action)
    return found


@dataclass
class History:
    """What was said, and the days on which people had mail."""

    said: dict[int, list[Said]] = field(default_factory=lambda: defaultdict(list))
    mailed: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    nudges: list[OwedNudge] = field(default_factory=list)

    def facts(
        self, organisation: dict[int, Person], tracked: list[TrackedAction]
    ) -> tuple[dict[int, Person], list[TrackedAction]]:
        """What the planner is given."""
        here = {pk: replace(p, last_mail_on=max(self.mailed[pk], default=None)) for pk, p in organisation.items()}
        return here, [replace(action, said=tuple(self.said[action.id])) for action in tracked]

    def run(self, organisation: dict[int, Person], tracked: list[TrackedAction], at: datetime) -> list[OwedNudge]:
        """Plan, and remember it as said."""
        here, told = self.facts(organisation, tracked)
        owed = owed_nudges(told, here, at=at)
        for nudge in owed:
            today = at.astimezone(here[nudge.person].zone).date()
            assert nudge.action
            self.said[nudge.action].append(Said(nudge.kind, nudge.speaks_of, nudge.person, nudge.step, today, at))
        for pk in {nudge.person for nudge in owed}:
            self.mailed[pk].append(at.astimezone(here[pk].zone).date())
        self.nudges += owed
        return owed


ticks = st.lists(st.integers(0, 24 * 42), min_size=1, max_size=25).map(
    lambda found: [START + timedelta(hours=n) for n in sorted(set(found))]
)


@quick
@given(people(), actions(), ticks)
def test_whatever_happens_nobody_is_told_twice_nor_twice_a_day_nor_at_rest_nor_what_is_not_theirs(
    organisation: dict[int, Person], tracked: list[TrackedAction], at_times: list[datetime]
) -> None:
    history = History()
    by_id = {action.id: action for action in tracked}
    for at in at_times:
        for nudge in history.run(organisation, tracked, at):
            person, action = organisation[nudge.person], by_id[nudge.action or 0]
            assert person.is_active
            assert may_be_disturbed(person, at.astimezone(person.zone))
            assert action.readers is None or person.id in action.readers
        again, told = history.facts(organisation, tracked)
        assert not owed_nudges(told, again, at=at)  # none owed and unsaid after a run
    assert len(history.nudges) == len(set(history.nudges))
    for pk, mailed in history.mailed.items():
        assert len(mailed) == len(set(mailed))
        if organisation[pk].at_most_weekly:
            assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(mailed))


@quick
@given(people(), actions(), ticks)
def test_what_is_owed_does_not_depend_on_when_somebody_looked_but_on_what_was_said(
    organisation: dict[int, Person], tracked: list[TrackedAction], at_times: list[datetime]
) -> None:
    history, last = History(), at_times[-1]
    for at in at_times[:-1]:
        history.run(organisation, tracked, at)
    here, told = history.facts(organisation, tracked)
    once = owed_nudges(told, here, at=last)
    for at in at_times:  # looked at in between, and nothing said
        owed_nudges(told, here, at=at)
    assert set(owed_nudges(list(reversed(told)), here, at=last)) == set(once)
    if not history.nudges:
        plain = [replace(action, said=()) for action in tracked]
        assert owed_nudges(plain, organisation, at=last) == once


@quick
@given(people(), actions(), ticks)
def test_nothing_is_owed_while_an_action_rests(
    organisation: dict[int, Person], tracked: list[TrackedAction], at_times: list[datetime]
) -> None:
    """An action that was looked at need not be looked at again before the instant that was named."""
    history, first = History(), at_times[0]
    history.run(organisation, tracked, first)
    here, told = history.facts(organisation, tracked)
    for action in told:
        look = look_at(action, here, SHIPPED, at=first)
        assert not look.owed
        until = look.again or first + timedelta(days=60)
        if look.stays or until <= first:  # it does not rest
            continue
        for at in [*at_times, until - timedelta(seconds=1)]:
            assert not (first < at < until and owed_nudges([action], here, at=at))


@quick
@given(people(), actions(), st.integers(0, 6))
def test_a_hand_over_or_a_new_date_begins_its_own_reason_within_the_week(
    organisation: dict[int, Person], tracked: list[TrackedAction], n: int
) -> None:
    everyday = {pk: Person(id=pk, zone=UTC, working_days=frozenset(range(1, 8))) for pk in organisation}
    noon = START + timedelta(hours=12)
    for action in tracked:
        late = replace(
            action,
            status=ActionStatus.TODO,
            owner_id=1,
            owner_left_on=None,
            due_on=MONDAY - timedelta(days=2),
            readers=None,
            snoozed_until=None,
            lead_id=None,
        )
        history = History()
        assert [nudge.kind for nudge in history.run(everyday, [late], noon)] == [NudgeKind.OVERDUE]
        later = noon + timedelta(days=n + 1)
        handed = replace(late, owner_id=2, renewed_at=noon + timedelta(hours=1))
        here, (told,) = history.facts(everyday, [handed])
        assert [nudge.person for nudge in owed_nudges([told], here, at=later)] == [2]
        moved = replace(late, due_on=later.date(), renewed_at=noon + timedelta(hours=1))
        here, (told,) = history.facts(everyday, [moved])
        assert [nudge.kind for nudge in owed_nudges([told], here, at=later)] == [NudgeKind.DUE_SOON]


# --- the database ----------------------------------------------------------------------------------------
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.django_db(transaction=False)
def test_nothing_that_is_owed_is_skipped_and_nothing_is_said_twice(db: None, data: st.DataObject) -> None:
    """The planner rests actions by `look_from`: what it leaves out must be what the pure planner would leave out."""
    with transaction.atomic():  # each history begins with nothing: time does not run backwards for another's actions
        _live_through(data)
        transaction.set_rollback(True)


def _live_through(data: st.DataObject) -> None:
    offsets = st.integers(-30, 40)
    crowd = [make_user(time_zone=data.draw(st.sampled_from(ZONES))) for _ in range(4)]
    team = make_team(lead=crowd[3])
    found = [
        make_action(
            make_incident(by=crowd[0], is_restricted=data.draw(st.booleans()), named=crowd[:2]),
            owner=data.draw(st.sampled_from([None, *crowd])),
            team=data.draw(st.sampled_from([None, team])),
            due_on=MONDAY + timedelta(days=data.draw(offsets)),
            priority=data.draw(st.sampled_from(["critical", "medium"])),
            moved_at=START - timedelta(days=data.draw(st.integers(0, 60))),
        )
        for _ in range(4)
    ]
    for _ in range(2):  # whose drafts are late, in one mail with what is late of actions
        incident = make_incident(
            by=crowd[0],
            severity=2,
            began_at=START - timedelta(days=data.draw(st.integers(1, 40))),
            is_restricted=data.draw(st.booleans()),
            named=crowd[:2],
        )
        draft = make_postmortem(incident, by=crowd[0])
        Postmortem.objects.filter(pk=draft.pk).update(facilitator=data.draw(st.sampled_from(crowd)))
    at = START + timedelta(hours=12)
    for _ in range(8):
        _check_a_run(at)
        _change_something(data, found, crowd, at)
        at += timedelta(hours=data.draw(st.integers(1, 120)))
    for nudge in Nudge.objects.select_related("person", "action"):
        about = nudge.action.incident_id if nudge.action else nudge.incident_id
        assert incidents_visible_to(nudge.person).filter(pk__in=[about]).exists()
    for message in Message.objects.filter(kind="nudges"):
        assert message.recipient is not None
        assert message.nudges.exists()
    days_of_mail = list(Message.objects.filter(kind="nudges").values_list("recipient_id", "local_day"))
    assert len(days_of_mail) == len(set(days_of_mail))


def _change_something(data: st.DataObject, found: list[Action], crowd: list[User], at: datetime) -> None:
    """Do one of the things that begin a reason, put it off, or move the hours at which somebody may be written to."""
    action = Action.objects.get(pk=data.draw(st.sampled_from(found)).pk)
    change = data.draw(st.sampled_from(["nothing", "date", "owner", "note", "snooze", "absence", "hours"]))
    if change == "date" and action.due_on != at.date():
        reschedule_action(action, by=crowd[0], due_on=at.date(), reason="It moved", at=at)
    elif change == "owner" and action.owner_id != crowd[2].pk:
        hand_over_action(action, by=crowd[0], owner=crowd[2], at=at)
    elif change == "note":
        note_on_action(action, by=crowd[0], text="It stands so", at=at)
    elif change == "snooze":
        snooze_action(action, by=crowd[0], until=at.date() + timedelta(days=2), reason="A rack", at=at)
    elif change == "absence":
        last, stand_in = at.date() + timedelta(days=4), data.draw(st.sampled_from([None, crowd[0]]))
        Absence.objects.get_or_create(person=crowd[1], from_on=at.date(), until_on=last, stand_in=stand_in)
    elif change == "hours":
        person = data.draw(st.sampled_from(crowd))
        until = time(data.draw(st.integers(5, 12)))
        User.objects.filter(pk=person.pk).update(quiet_until=until, working_days=[1, 3, 6])


def _check_a_run(at: datetime) -> None:
    resting = dict(Action.objects.values_list("pk", "look_from"))
    Action.objects.filter(look_from__isnull=False).update(look_from=at)  # everything, as if nothing had been rested
    everything = [action for batch in actions_to_look_at(at=at) for action, _ in batch]
    expected = set(owed_nudges(everything, PeopleHere(), at=at, policy=policy_in_force()))
    for pk, look_from in resting.items():
        Action.objects.filter(pk=pk).update(look_from=look_from)
    before = set(Nudge.objects.values_list("pk", flat=True))
    plan_nudges(at=at)
    said = {
        OwedNudge(nudge.person_id, nudge.action_id, NudgeKind(nudge.kind), nudge.speaks_of, nudge.step)
        for nudge in Nudge.objects.exclude(pk__in=before).filter(action__isnull=False)
    }
    assert said == expected
    assert plan_nudges(at=at).nudges == 0
