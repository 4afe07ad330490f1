"""Planning reminders against the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from pytest_django.fixtures import DjangoAssertNumQueries

from actions import nudge_queries
from actions.choices import ActionEventKind, ActionStatus
from actions.models import Action, ActionEvent, Nudge
from actions.nudge_people import PeopleHere
from actions.nudge_services import plan_nudges
from notifications.models import Message
from people.models import User
from tests.factories import make_action, make_incident, make_team, make_user
from web.statements import Kept

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
A_MONTH_AGO = NOON - timedelta(days=30)


def days(n: int) -> timedelta:
    return timedelta(days=n)


@pytest.fixture(autouse=True)
def facilitators(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """Stand in for the documents' own registration: incident to facilitator."""
    known: dict[int, int] = {}
    monkeypatch.setattr(nudge_queries, "_facilitators", [lambda _incidents: known])
    monkeypatch.setattr(nudge_queries, "_late_documents", [])
    return known


def test_a_passed_date_gives_one_mail_with_its_reason() -> None:
    alice = make_user("Alice")
    action = make_action(owner=alice, due_on=MONDAY - days(5))

    planned = plan_nudges(at=NOON)

    assert (planned.people, planned.nudges) == (1, 1)
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.local_day, message.state) == (
        "nudges",
        alice,
        MONDAY,
        "waiting",
    )
    nudge = Nudge.objects.get()
    assert (nudge.action, nudge.person, nudge.kind, nudge.message) == (action, alice, "overdue", message)
    assert nudge.speaks_of == MONDAY - days(5)


def test_all_reasons_of_a_person_come_in_one_mail() -> None:
    alice = make_user("Alice")
    team = make_team(lead=alice)
    make_action(owner=alice, due_on=MONDAY - days(5))
    make_action(owner=alice, due_on=MONDAY + days(1))
    make_action(owner=alice, due_on=MONDAY + days(90), moved_at=A_MONTH_AGO)
    make_action(team=team, moved_at=A_MONTH_AGO)
    left = make_user("Left", is_active=False, deactivated_at=A_MONTH_AGO)
    make_action(team=team, owner=left, due_on=MONDAY + days(90))

    plan_nudges(at=NOON)

    assert Message.objects.count() == 1
    kinds = set(Nudge.objects.values_list("kind", flat=True))
    assert kinds == {"overdue", "due_soon", "stale", "unowned", "orphaned"}


def test_planning_again_gives_nothing_new() -> None:
    make_action(owner=make_user(), due_on=MONDAY - days(5))
    plan_nudges(at=NOON)

    assert plan_nudges(at=NOON + timedelta(minutes=15)).nudges == 0
    assert plan_nudges(at=NOON + days(1)).nudges == 0
    assert plan_nudges(at=NOON + days(6)).nudges == 0
    assert plan_nudges(at=NOON + days(7)).nudges == 1


def test_a_reason_that_comes_up_after_todays_mail_waits_for_tomorrow() -> None:
    alice = make_user()
    make_action(owner=alice, due_on=MONDAY - days(5))
    plan_nudges(at=NOON)
    make_action(owner=alice, due_on=MONDAY - days(4))

    assert plan_nudges(at=NOON + timedelta(hours=1)).nudges == 0
    assert plan_nudges(at=NOON + days(1)).nudges == 1


def test_a_planner_that_was_overtaken_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make_action(owner=make_user(), due_on=MONDAY - days(5))
    everything = list(nudge_queries.actions_to_look_at(at=NOON))
    people = PeopleHere()
    people.fetch(action.owner_id for batch in everything for action, _ in batch)
    plan_nudges(at=NOON)
    monkeypatch.setattr("actions.nudge_services.anything_to_look_at", lambda **_: True)
    monkeypatch.setattr("actions.nudge_services.actions_to_look_at", lambda **_: everything)
    monkeypatch.setattr("actions.nudge_services.PeopleHere", lambda: people)

    assert plan_nudges(at=NOON).nudges == 0
    assert plan_nudges(at=NOON + days(1)).nudges == 0  # another day, nothing new to say: no empty mail
    assert (Message.objects.count(), Nudge.objects.count()) == (1, 1)


def test_a_new_owner_a_new_date_and_a_reopening_are_new_reasons() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    action = make_action(owner=alice, due_on=MONDAY)
    plan_nudges(at=NOON)

    Action.objects.update(owner=bob, moved_at=datetime.now(UTC))
    plan_nudges(at=NOON + timedelta(hours=1))
    assert Nudge.objects.filter(person=bob, kind="due_soon").count() == 1

    Action.objects.update(due_on=MONDAY + days(2), moved_at=datetime.now(UTC))
    plan_nudges(at=NOON + days(1))
    assert Nudge.objects.filter(person=bob, kind="due_soon").count() == 2

    reopened = NOON + days(1) + timedelta(hours=1)
    ActionEvent.objects.create(action=action, kind=ActionEventKind.REOPENED, at=reopened)
    Action.objects.update(moved_at=datetime.now(UTC))
    plan_nudges(at=NOON + days(2))
    assert Nudge.objects.filter(person=bob, kind="due_soon").count() == 3


@pytest.mark.parametrize("status", [ActionStatus.PROPOSED, ActionStatus.DONE, ActionStatus.WONT_DO])
def test_proposals_and_settled_actions_are_left_in_peace(status: str) -> None:
    make_action(owner=make_user(), due_on=MONDAY - days(5), status=status, moved_at=A_MONTH_AGO)
    assert plan_nudges(at=NOON).nudges == 0


def test_nothing_imported_is_spoken_of_until_somebody_commits_it_here() -> None:
    proposal = ActionStatus.PROPOSED
    imported = make_action(owner=make_user(), due_on=MONDAY - days(5), is_imported=True, status=proposal)
    make_action(is_imported=True, status=proposal, moved_at=A_MONTH_AGO)
    make_action(is_imported=True, status=ActionStatus.DONE, committed_at=None, moved_at=A_MONTH_AGO)
    assert plan_nudges(at=NOON).nudges == 0

    Action.objects.filter(pk=imported.pk).update(status=ActionStatus.TODO, committed_at=A_MONTH_AGO)
    assert plan_nudges(at=NOON).nudges == 1


@pytest.mark.django_db(transaction=True)
def test_four_planners_at_once_say_everything_once() -> None:
    for _ in range(8):
        person = make_user()
        make_action(owner=person, due_on=MONDAY - days(5))
        make_action(owner=person, due_on=MONDAY + days(1))

    def work(_: int) -> int:
        try:
            return plan_nudges(at=NOON).nudges
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as planners:
        planned = list(planners.map(work, range(4)))

    assert sum(planned) == Nudge.objects.count() == 16
    assert Message.objects.count() == 8


# --- whom to ask for nobody's actions ----------------------------------------------------------------
def test_nobodys_action_goes_to_the_lead_else_the_facilitator_else_an_administrator(
    facilitators: dict[int, int],
) -> None:
    lead, facilitator, administrator = (
        make_user("Lead"),
        make_user("Facilitator"),
        make_user("Ada", is_administrator=True),
    )
    led, told, other = make_incident(), make_incident(), make_incident()
    facilitators[told.pk] = facilitators[led.pk] = facilitator.pk
    asked = {
        make_action(led, team=make_team(lead=lead), moved_at=A_MONTH_AGO).pk: lead,
        make_action(told, team=make_team(), moved_at=A_MONTH_AGO).pk: facilitator,
        make_action(other, moved_at=A_MONTH_AGO).pk: administrator,
    }

    plan_nudges(at=NOON)

    assert {nudge.action_id: nudge.person for nudge in Nudge.objects.select_related("person")} == asked


# --- restricted incidents --------------------------------------------------------------------------------
def test_an_owner_without_access_is_never_told_and_the_next_with_access_is() -> None:
    owner, lead = make_user("Owner"), make_user("Lead")
    incident = make_incident(is_restricted=True, named=[lead])
    make_action(incident, owner=owner, team=make_team(lead=lead), due_on=MONDAY - days(5))

    plan_nudges(at=NOON)

    assert Nudge.objects.get().person == lead


def test_an_administrator_without_access_is_not_asked_about_a_restricted_incident() -> None:
    recorder = make_user("Recorder")
    make_user("Ada", is_administrator=True)
    incident = make_incident(by=recorder, is_restricted=True)
    make_action(incident, moved_at=A_MONTH_AGO)

    plan_nudges(at=NOON)

    assert Nudge.objects.get().person == recorder


def test_where_nobody_with_access_is_here_there_is_no_mail() -> None:
    incident = make_incident(is_restricted=True)
    make_action(incident, owner=make_user("Owner"), due_on=MONDAY - days(5))
    User.objects.filter(pk=incident.recorded_by_id).update(is_active=False, deactivated_at=A_MONTH_AGO)

    assert plan_nudges(at=NOON).nudges == 0
    assert not Message.objects.exists()


# --- what it costs ----------------------------------------------------------------------------------------
def test_a_tick_with_nothing_due_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_action(owner=make_user(), due_on=MONDAY + days(60), moved_at=NOON - days(2))
    make_action(owner=make_user(), due_on=MONDAY - days(2))
    make_action(owner=make_user(), status=ActionStatus.DONE)
    assert plan_nudges(at=NOON).nudges == 1
    with django_assert_num_queries(1):
        plan_nudges(at=NOON + timedelta(minutes=15))


def test_a_tick_with_nothing_due_looks_at_no_action_however_many_there_are() -> None:
    make_action(owner=make_user(), due_on=MONDAY + days(60), moved_at=NOON - days(2))
    written = Kept(nudge_queries._to_look_at, values=(NOON,))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copied ON COMMIT DROP AS SELECT * FROM actions_action")
        cursor.execute("ALTER TABLE copied DROP COLUMN id, DROP COLUMN number")
        cursor.execute("SELECT * FROM copied LIMIT 0")
        columns = ", ".join(column.name for column in cursor.description)
        cursor.execute(f"INSERT INTO actions_action ({columns}) SELECT {columns} FROM copied, generate_series(1, 3000)")
        cursor.execute("UPDATE actions_action SET look_from = %s", [NOON + days(2)])
        cursor.execute("ANALYZE actions_action")
        # as it is planned once for every moment, and kept on the connection
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE looked AS {written.sql()[0].replace('%s', '$1')}")
        cursor.execute("EXPLAIN EXECUTE looked (%s)", [NOON])
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("DEALLOCATE looked")
    assert "action_look_from" in plan, plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_statements_of_a_tick_do_not_grow_with_the_actions_of_a_person(
    item_count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alice = make_user(is_administrator=True)
    for _ in range(item_count):
        make_action(owner=alice, due_on=MONDAY - days(5))
        make_action(moved_at=A_MONTH_AGO)
        make_action(make_incident(by=alice, is_restricted=True), owner=alice, due_on=MONDAY)
    # late documents none; anything, lock, tables (2), calendar, absences, people, policy, administrators, actions, said,
    # renewals, access, copies (2), receivers (2), savepoint, message (2), nudges, release, rest (2), unlock
    with django_assert_num_queries(23):
        assert plan_nudges(at=NOON).nudges == 3 * item_count


# --- the command ---------------------------------------------------------------------------------------------
def test_the_command_plans_for_a_time_one_names(capsys: pytest.CaptureFixture[str]) -> None:
    make_action(owner=make_user(), due_on=MONDAY - days(5))

    call_command("plan_nudges", at="2026-12-07T08:00+02:00")  # 06:00 in Greenwich: too early
    call_command("plan_nudges", at="2026-12-07T12:00")

    assert capsys.readouterr().out == "0 reminders to 0 people\n1 reminders to 1 people\n"


def test_the_command_refuses_a_time_it_cannot_read() -> None:
    with pytest.raises(CommandError, match="write a time such as"):
        call_command("plan_nudges", at="tomorrow")
