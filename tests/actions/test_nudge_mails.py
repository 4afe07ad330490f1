"""What a reminder says, and what it must not."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from actions.choices import ActionStatus
from actions.mails import compose_nudges
from actions.models import Action, Nudge
from actions.nudge_services import plan_nudges
from actions.services import question_again
from incidents.models import Incident, IncidentAccess
from notifications.composing import Composed, Later, Skip, compose
from notifications.models import Message
from notifications.services import enqueue_message
from people.models import User
from tests.factories import make_action, make_incident, make_team, make_user

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)


def days(n: int) -> timedelta:
    return timedelta(days=n)


@pytest.fixture(autouse=True)
def monday_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


def overdue(alice: User, title: str = "", incident: Incident | None = None, **facts: object) -> Action:
    facts.setdefault("due_on", MONDAY - days(5))
    facts.setdefault("moved_at", NOON - days(10))
    return make_action(incident, title, owner=alice, **facts)  # type: ignore[arg-type]


def composed() -> Composed:
    plan_nudges(at=NOON)
    mail = compose_nudges(Message.objects.get())
    assert isinstance(mail, Composed)
    return mail


def test_it_says_what_is_owed_since_when_and_where_to_settle_it(alice: User) -> None:
    incident = make_incident("Checkout answers slowly")
    action = overdue(alice, "Alert on the queue's age", incident, priority="high", outcome="An alert within 5 minutes")

    mail = composed()

    assert mail.subject == f"Reminder: {action.public_number} Alert on the queue's age"
    for body in (mail.text, mail.html.replace("&#x27;", "'")):
        assert "Alert on the queue's age" in body
        assert f"{incident.public_number} Checkout answers slowly" in body
        assert "high · planned for 2 Dec · 5 days ago" in body
        assert "To be seen in the end: An alert within 5 minutes" in body
        assert f"http://127.0.0.1:8000/actions/{action.public_number}/" in body
        assert "this comes again from 14 Dec on" in body
        assert "You get this because you own this action." in body
        assert "OVERDUE" not in body.upper()
    assert mail.secret is False


def test_who_wants_one_mail_a_week_is_not_promised_the_next_before_a_week(alice: User) -> None:
    alice.nudges_weekly = True
    alice.save(update_fields=["nudges_weekly"])
    make_action(owner=alice, due_on=MONDAY + days(3), priority="critical")
    plan_nudges(at=NOON)
    mail = compose_nudges(Message.objects.get())
    assert isinstance(mail, Composed)
    assert "this comes again from 14 Dec on" in mail.text


def test_what_matters_most_comes_first_then_what_was_planned_earliest(alice: User) -> None:
    late = overdue(alice, due_on=MONDAY - days(30))
    later = overdue(alice, due_on=MONDAY - days(60))
    critical = overdue(alice, priority="critical", due_on=MONDAY - days(3))

    mail = composed()

    assert mail.subject == "Reminder of 3 actions"
    order = list(dict.fromkeys(re.findall(r"AI-\d+", mail.text)))
    assert order == [critical.public_number, later.public_number, late.public_number]


def test_dates_are_those_of_the_receivers_calendar() -> None:
    tokyo = make_user(time_zone="Asia/Tokyo")
    overdue(tokyo, due_on=MONDAY - days(2))
    plan_nudges(at=datetime(2026, 12, 7, 0, 0, tzinfo=UTC))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: datetime(2026, 12, 8, 0, 0, tzinfo=UTC))  # Tuesday morning there
        mail = compose_nudges(Message.objects.get())
    assert isinstance(mail, Composed)
    assert "planned for 5 Dec · 3 days ago" in mail.text


def test_each_reason_has_its_words(alice: User) -> None:
    team = make_team(lead=alice)
    gone = make_user(is_active=False, deactivated_at=NOON - days(9))
    overdue(alice)
    overdue(alice, due_on=MONDAY + days(1))
    overdue(alice, due_on=MONDAY + days(99), moved_at=NOON - days(40))
    make_action(team=team, moved_at=NOON - days(9))
    make_action(team=team, owner=gone, due_on=MONDAY + days(50))

    text = composed().text

    for words in (
        "Is it done, or does it need a new date?",
        "Its date is near.",
        "Is it moving?",
        "Nobody owns it yet.",
        "Its owner is not here any more.",
        "planned for 8 Dec · tomorrow",
        "last heard of on 28 Oct · 5 weeks ago",
        "no date yet",
        "you own these actions, or care for those that nobody owns",
    ):
        assert words in text


def test_what_does_not_fit_is_counted_and_linked(alice: User) -> None:
    for _ in range(27):
        overdue(alice)
    mail = composed()
    assert mail.subject == "Reminder of 27 actions"
    assert "and 2 more: http://127.0.0.1:8000/actions/" in mail.text
    assert len(set(re.findall(r"AI-\d+", mail.text))) == 25


def test_what_people_wrote_is_only_text_in_the_mail(alice: User) -> None:
    overdue(alice, "<script>alert(1)</script> & more")
    mail = composed()
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert "<script>alert(1)</script> & more" in mail.text


# --- what drops out ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"status": ActionStatus.DONE, "settled_at": NOON},
        {"due_on": MONDAY + days(30), "moved_at": NOON},
        {"due_on": None},
    ],
)
def test_what_was_settled_or_moved_meanwhile_drops_out(alice: User, change: dict[str, object]) -> None:
    gone, stays = overdue(alice), overdue(alice)
    plan_nudges(at=NOON)
    Action.objects.filter(pk=gone.pk).update(**change)

    mail = compose_nudges(Message.objects.get())

    assert isinstance(mail, Composed)
    assert mail.subject == f"Reminder: {stays.public_number} {stays.title}"
    assert gone.public_number not in mail.text.replace(stays.public_number, "")


def test_what_was_handed_over_meanwhile_drops_out(alice: User) -> None:
    action = overdue(alice)
    plan_nudges(at=NOON)
    Nudge.objects.update(planned_at=NOON)
    Action.objects.filter(pk=action.pk).update(owner=make_user("Bob"), moved_at=NOON + timedelta(minutes=1))
    assert isinstance(compose_nudges(Message.objects.get()), Skip)


def test_a_mail_of_which_nothing_is_left_is_skipped(alice: User) -> None:
    overdue(alice)
    plan_nudges(at=NOON)
    Action.objects.update(status=ActionStatus.DONE, settled_at=NOON)
    assert compose_nudges(Message.objects.get()) == Skip("Everything in it was settled before it went out.")


def test_a_mail_that_waited_for_more_than_a_week_is_skipped(alice: User) -> None:
    overdue(alice)
    plan_nudges(at=NOON)
    Message.objects.update(local_day=MONDAY - days(8))
    assert isinstance(compose_nudges(Message.objects.get()), Skip)


# --- restricted incidents ------------------------------------------------------------------------------
def test_a_restricted_action_is_a_number_and_a_link_and_nothing_else(alice: User) -> None:
    incident = make_incident("Key found in a public log", is_restricted=True, named=[alice])
    action = overdue(alice, "Rotate the signing key", incident, priority="critical", outcome="Old key refused")

    mail = composed()

    assert mail.subject == f"Reminder: {action.public_number}"
    everything = mail.subject + mail.text + mail.html
    assert f"/actions/{action.public_number}/" in everything
    for word in ("Key found", "Rotate", "refused", incident.public_number, "planned for", "critical", "comes again"):
        assert word not in everything


def test_access_lost_before_the_mail_goes_out_takes_the_action_out_of_it(alice: User) -> None:
    incident = make_incident(is_restricted=True, named=[alice])
    hidden, stays = overdue(alice, incident=incident), overdue(alice)
    plan_nudges(at=NOON)
    IncidentAccess.objects.filter(user=alice).delete()

    mail = compose_nudges(Message.objects.get())

    assert isinstance(mail, Composed)
    assert mail.subject.startswith(f"Reminder: {stays.public_number}")
    assert hidden.public_number + " " not in mail.text
    assert f"{hidden.public_number}/" not in mail.html


def test_an_incident_restricted_before_the_mail_goes_out_takes_the_title_out_of_it(alice: User) -> None:
    incident = make_incident("Key found in a public log", named=[alice])
    overdue(alice, "Rotate the signing key", incident)
    plan_nudges(at=NOON)
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)

    mail = compose_nudges(Message.objects.get())

    assert isinstance(mail, Composed)
    assert "Rotate" not in mail.subject + mail.text + mail.html


# --- fewer of these --------------------------------------------------------------------------------------
def test_it_can_be_turned_down_with_one_click(alice: User) -> None:
    overdue(alice)
    mail = composed()
    link = re.fullmatch(r"<(http://127\.0\.0\.1:8000/messages/unsubscribe/[^>]+)>", mail.headers["List-Unsubscribe"])
    assert link
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link[1] in mail.text
    assert link[1] in mail.html


def test_somebody_who_turned_it_down_is_told_that_it_is_weekly() -> None:
    overdue(make_user(nudges_weekly=True))
    assert "once a week at most, as you asked" in composed().text


# --- handed over -------------------------------------------------------------------------------------------
def handed(action: Action, *, by: User) -> Message:
    refers_to = {"action": action.pk, "by": by.pk}
    return enqueue_message("action_handed", key=f"handed:{action.pk}", recipient=action.owner, refers_to=refers_to)


def test_a_new_owner_is_told_at_once(alice: User) -> None:
    action = overdue(alice, "Alert on the queue's age", due_on=MONDAY + days(9))

    mail = compose(handed(action, by=make_user("Bob")))

    assert isinstance(mail, Composed)
    assert mail.subject == f"Yours now: {action.public_number} Alert on the queue's age"
    assert "Bob made you the owner" in mail.text
    assert "planned for 16 Dec · in 9 days" in mail.text
    assert f"/actions/{action.public_number}/" in mail.html


def test_a_new_owner_of_a_restricted_action_is_told_its_number_and_link(alice: User) -> None:
    incident = make_incident("Key found in a public log", is_restricted=True, named=[alice])
    action = overdue(alice, "Rotate the signing key", incident)

    mail = compose(handed(action, by=make_user("Bob")))

    assert isinstance(mail, Composed)
    assert mail.subject == action.public_number
    for word in ("Rotate", "Key found", "Bob", "planned", incident.public_number):
        assert word not in mail.text + mail.html


def test_what_was_handed_on_before_the_mail_went_out_is_not_told(alice: User) -> None:
    message = handed(overdue(alice), by=make_user("Bob"))
    Action.objects.update(owner=make_user("Carol"))
    assert isinstance(compose(message), Skip)


# --- one mail a day, in working hours ---------------------------------------------------------------------
def test_what_waited_for_its_server_into_the_night_goes_out_in_the_morning(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    overdue(alice)
    plan_nudges(at=NOON)
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=9))
    mail = compose_nudges(Message.objects.get())
    assert isinstance(mail, Later)
    assert mail.until == datetime(2026, 12, 8, 7, 0, tzinfo=UTC)


def test_an_earlier_mail_that_never_went_out_is_told_by_the_later_one(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = overdue(alice)
    plan_nudges(at=NOON)
    second = overdue(alice)
    plan_nudges(at=NOON + days(1))
    monkeypatch.setattr(timezone, "now", lambda: NOON + days(1))
    later, earlier = Message.objects.order_by("-local_day")

    assert isinstance(compose_nudges(earlier), Skip)
    mail = compose_nudges(later)
    assert isinstance(mail, Composed)
    assert first.public_number in mail.text
    assert second.public_number in mail.text


def test_the_mail_says_who_hears_of_it_next_and_from_when(alice: User) -> None:
    team = make_team("Queues", lead=make_user("Lena"))
    overdue(alice, team=team)
    text = composed().text
    assert "If nothing changes, Lena, who leads Queues, hears of it too from 23 Dec on." in text


def test_a_repeat_asks_at_once_whether_what_was_done_held(alice: User) -> None:
    done = overdue(alice, status=ActionStatus.DONE, verified_at=NOON - days(9), verification="The drill of May")
    question_again(done, reason="The same queue stood still", at=NOON)
    assert "Did it hold?" in composed().text
