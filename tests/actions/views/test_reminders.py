"""One's own reminders, the policy of reminders, and what a reminder asks: put off, did it hold, look again."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action, NudgePace, VerificationPace
from people.models import Absence, AuditEntry, User, WorkCalendar
from tests.factories import make_action, make_incident, make_user

pytestmark = pytest.mark.django_db

MINE = "/actions/reminders/"
POLICY = "/actions/policy/"
TODAY = timezone.now().date()


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


@pytest.fixture
def signed_in(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def page(verb: str, action: Action) -> str:
    return reverse(f"actions:{verb}", args=[action.number])


# --- one's own ------------------------------------------------------------------------------------------
FACTS = {
    "working_days": ["1", "2"],
    "quiet_from": "18:00",
    "quiet_until": "09:30",
    "nudge_ahead": "2",
    "nudge_every": "",
    "country": "DE",
    "subdivision": "by",
}


def test_everybody_says_when_they_are_at_work(signed_in: Client, alice: User) -> None:
    assert signed_in.post(MINE, FACTS).status_code == 303
    alice.refresh_from_db()
    assert (alice.working_days, alice.quiet_from, alice.quiet_until) == ([1, 2], time(18), time(9, 30))
    assert (alice.nudge_ahead, alice.nudge_every, alice.holiday_country, alice.holiday_subdivision) == (
        2,
        None,
        "DE",
        "BY",
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"quiet_from": "10:00", "quiet_until": "09:30"}, "at least two hours"),
        ({"working_days": []}, "at least one day"),
        ({"subdivision": "ATLANTIS"}, "Known are"),
        ({"country": "XX"}, "valid choice"),
        ({"nudge_ahead": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    signed_in: Client, alice: User, facts: dict[str, object], words: str
) -> None:
    answer = signed_in.post(MINE, FACTS | facts)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    alice.refresh_from_db()
    assert alice.quiet_from == time(20)


def test_quiet_hours_may_be_none_at_all(signed_in: Client, alice: User) -> None:
    assert signed_in.post(MINE, FACTS | {"quiet_from": "00:00", "quiet_until": "00:00"}).status_code == 303


def test_an_absence_is_said_shown_and_taken_back(signed_in: Client, alice: User) -> None:
    bob = make_user("Bob")
    days = {"from_on": TODAY + timedelta(days=3), "until_on": TODAY + timedelta(days=9), "stand_in": bob.pk}
    assert signed_in.post("/actions/reminders/absence/", days).status_code == 303
    absence = Absence.objects.get(person=alice, stand_in=bob)
    assert "Bob looks after it" in signed_in.get(MINE).content.decode()

    assert signed_in.post(f"/actions/reminders/absence/{absence.pk}/end/").status_code == 303
    assert not Absence.objects.exists()
    assert signed_in.post(f"/actions/reminders/absence/{absence.pk}/end/").status_code == 404


def test_an_absence_under_way_ends_with_yesterday(signed_in: Client, alice: User) -> None:
    absence = Absence.objects.create(person=alice, from_on=TODAY - timedelta(days=3), until_on=TODAY)
    signed_in.post(f"/actions/reminders/absence/{absence.pk}/end/")
    absence.refresh_from_db()
    assert absence.until_on == TODAY - timedelta(days=1)


def test_somebody_elses_absence_is_not_there(signed_in: Client) -> None:
    absence = Absence.objects.create(person=make_user(), from_on=TODAY, until_on=TODAY)
    assert signed_in.post(f"/actions/reminders/absence/{absence.pk}/end/").status_code == 404
    assert Absence.objects.filter(pk=absence.pk, until_on=TODAY).exists()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(3, 1, "before the first"), (-9, -2, "are over"), (0, 500, "400 days"), (5, 6, "there already")],
)
def test_an_absence_that_cannot_be_is_refused(
    signed_in: Client, alice: User, first: int, last: int, words: str
) -> None:
    Absence.objects.create(person=alice, from_on=TODAY + timedelta(days=5), until_on=TODAY + timedelta(days=7))
    days = {"from_on": TODAY + timedelta(days=first), "until_on": TODAY + timedelta(days=last)}
    answer = signed_in.post("/actions/reminders/absence/", days)
    assert answer.status_code == 422
    assert words in answer.content.decode()


# --- the policy -------------------------------------------------------------------------------------------
@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_user("Ada", is_administrator=True))
    return client


def policy(**changed: object) -> dict[str, object]:
    facts: dict[str, object] = {}
    for row in NudgePace.objects.values():
        facts |= {f"{row['priority']}-{name}": value or "" for name, value in row.items() if name != "id"}
    facts |= {f"weeks_{kind}": weeks or "" for kind, weeks in VerificationPace.objects.values_list("kind", "weeks")}
    return facts | {"country": "", "subdivision": ""} | changed


def test_the_policy_is_data_and_each_change_is_in_the_log(admin: Client) -> None:
    changed = {"critical-repeat_every": 2, "low-escalate_after": "", "weeks_detect": 3, "weeks_": "", "country": "FR"}
    assert admin.post(POLICY, policy(**changed)).status_code == 303
    assert NudgePace.objects.get(priority="critical").repeat_every == 2
    assert NudgePace.objects.get(priority="low").escalate_after is None
    assert VerificationPace.objects.get(kind="detect").weeks == 3
    assert VerificationPace.objects.get(kind="").weeks is None
    assert WorkCalendar.objects.get().country == "FR"
    told = set(AuditEntry.objects.values_list("about", flat=True))
    assert told == {
        "Reminders of critical actions",
        "Reminders of low actions",
        "Whether actions held",
        "Public holidays",
    }


def test_a_policy_out_of_bounds_changes_nothing(admin: Client) -> None:
    answer = admin.post(POLICY, policy(**{"critical-repeat_every": 0, "high-repeat_every": 3}))
    assert answer.status_code == 422
    assert not AuditEntry.objects.exists()
    assert NudgePace.objects.get(priority="high").repeat_every == 7


# --- put off ----------------------------------------------------------------------------------------------------
def test_reminders_are_put_off_with_a_reason_that_everybody_sees(signed_in: Client, alice: User) -> None:
    action = make_action(owner=alice, due_on=TODAY)
    facts = {"until": TODAY + timedelta(days=5), "reason": "Waits for the new rack"}
    assert signed_in.post(page("snooze", action), facts).status_code == 303
    action.refresh_from_db()
    assert action.snoozed_until == TODAY + timedelta(days=5)
    shown = signed_in.get(action.get_absolute_url()).content.decode()
    assert shown.count("Waits for the new rack") == 2  # above, and in the history


@pytest.mark.parametrize("days", [0, 15])
def test_reminders_are_not_put_off_out_of_bounds(signed_in: Client, alice: User, days: int) -> None:
    action = make_action(owner=alice, due_on=TODAY)
    answer = signed_in.post(page("snooze", action), {"until": TODAY + timedelta(days=days), "reason": "Later"})
    assert answer.status_code == 422
    assert "14 days at most" in answer.content.decode()


def test_what_is_settled_cannot_be_put_off(signed_in: Client, alice: User) -> None:
    action = make_action(owner=alice, status=ActionStatus.DONE)
    assert "is not open" in signed_in.get(page("snooze", action)).content.decode()


# --- did it hold ---------------------------------------------------------------------------------------------
def test_that_it_held_is_said_with_what_shows_it(signed_in: Client, alice: User) -> None:
    action = make_action(owner=alice, status=ActionStatus.DONE, verify_on=TODAY)
    signed_in.post(page("verify", action), {"held": "yes", "evidence": "The drill of May: paged in 40 s"})
    action.refresh_from_db()
    assert (action.verified_by, action.verify_on, action.verification) == (
        alice,
        None,
        "The drill of May: paged in 40 s",
    )
    shown = signed_in.get(action.get_absolute_url()).content.decode()
    assert "It held" in shown
    assert "Did it hold?</a>" not in shown


def test_what_did_not_hold_is_opened_again(signed_in: Client, alice: User) -> None:
    action = make_action(owner=alice, due_on=TODAY, status=ActionStatus.DONE, verify_on=TODAY)
    signed_in.post(page("verify", action), {"held": "no", "evidence": "The alert was muted"})
    action.refresh_from_db()
    assert (action.status, action.verify_on) == (ActionStatus.TODO, None)
    assert "it did not hold" in signed_in.get(action.get_absolute_url()).content.decode()


def test_what_is_not_done_cannot_have_held(signed_in: Client, alice: User) -> None:
    action = make_action(owner=alice, due_on=TODAY)
    answer = signed_in.post(page("verify", action), {"held": "yes", "evidence": "Surely"})
    assert answer.status_code == 422
    assert "is not done" in answer.content.decode()


# --- won't do ------------------------------------------------------------------------------------------------
def test_wont_do_keeps_who_accepts_the_risk_when_to_look_again_and_what_would_open_it(
    signed_in: Client, alice: User
) -> None:
    bob = make_user("Bob")
    action = make_action(owner=alice, due_on=TODAY)
    day = TODAY + timedelta(days=90)
    facts = {
        "reasoning": "The signer goes away",
        "risk_accepted_by": bob.pk,
        "look_again_on": day,
        "reopen_if": "It is still here in spring",
    }
    assert signed_in.post(page("decline", action), facts).status_code == 303
    shown = signed_in.get(action.get_absolute_url()).content.decode()
    for words in ("The signer goes away", "Bob", "It is still here in spring", "Look again"):
        assert words in shown
    action.refresh_from_db()
    assert action.look_again_on == day

    again = day + timedelta(days=90)
    assert signed_in.post(page("stand_by", action), {"reason": "Still so", "look_again_on": again}).status_code == 303
    action.refresh_from_db()
    assert (action.look_again_on, action.status) == (again, ActionStatus.WONT_DO)

    signed_in.post(page("reopen", action), {"reason": "It stays after all"})
    action = Action.objects.get(pk=action.pk)
    assert action.look_again_on is None
    assert action.risk_accepted_by_id is None
    assert action.reopen_if == ""


def test_whoever_may_not_see_a_restricted_incident_cannot_be_named_for_its_risk(signed_in: Client, alice: User) -> None:
    charlie = make_user("Charlie")
    action = make_action(make_incident(is_restricted=True, named=[alice]), owner=alice)
    answer = signed_in.post(page("decline", action), {"reasoning": "No", "risk_accepted_by": charlie.pk})
    assert answer.status_code == 422
    assert "Charlie" not in signed_in.get(page("decline", action)).content.decode()


def test_a_day_to_look_again_lies_ahead(signed_in: Client, alice: User) -> None:
    action = make_action(owner=alice, status=ActionStatus.WONT_DO, look_again_on=TODAY)
    answer = signed_in.post(page("stand_by", action), {"reason": "Still so", "look_again_on": date(2020, 1, 1)})
    assert answer.status_code == 422
