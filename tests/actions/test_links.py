"""What a link in a mail can do: one thing, once, for one person, told and undoable."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone

from actions.choices import ActionStatus, LinkPurpose, NudgeKind
from actions.link_services import LinkRefused, change_link_policy, undo_link_use, untold_uses, use_link
from actions.links import LASTS, OFFERED, MailLink, mail_link, read_link, undo_link
from actions.mails import compose_nudges
from actions.models import Action, ActionEvent, HandOver, LinkUse, Nudge
from actions.queries import links_open_without_sign_in
from actions.services import (
    NotPossible,
    complete_action,
    decline_action,
    hand_over_action,
    offer_hand_over,
    reopen_action,
    reschedule_action,
)
from notifications import sending
from notifications.choices import MessageKind, MessageState
from notifications.composing import Composed, Later, Skip, compose
from notifications.models import Message
from people.models import Absence, AuditEntry, Team, User
from tests.factories import ALWAYS_AT_WORK, make_action, make_incident, make_team, make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
LATER = date(2027, 1, 20)


@pytest.fixture(autouse=True)
def monday_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be within everybody's working hours."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def alice() -> User:
    return make_user("Alice", **ALWAYS_AT_WORK)


@pytest.fixture
def action(alice: User) -> Action:
    return make_action(make_incident("Checkout answers slowly"), "Alert on age", owner=alice, due_on=date(2026, 12, 2))


def link(person: User, action: Action, purpose: LinkPurpose = LinkPurpose.DONE, message: int = 1) -> MailLink:
    return mail_link(person, action, purpose, message=message, at=NOON)


def done(person: User) -> Callable[[Action], Action]:
    return lambda action: complete_action(action, by=person, evidence="It fired.")


def use(person: User, action: Action, at: datetime = NOON, message: int = 1) -> LinkUse:
    return use_link(link(person, action, message=message), person=person, act=done(person), at=at)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(LinkRefused) as error:
        call()
    return error.value.refusal.code


# --- the link ----------------------------------------------------------------------------------------
def test_a_link_says_whom_which_action_and_what_for(alice: User, action: Action) -> None:
    made = link(alice, action, LinkPurpose.NEW_DATE)
    assert read_link(made.token) == made
    assert made.until == NOON + LASTS


def test_a_link_that_is_not_ours_or_of_another_purpose_says_nothing(alice: User, action: Action) -> None:
    token = link(alice, action).token
    told = [alice.pk, action.pk, "done", 1, 0, 9999999999]
    for other in (token + "x", token[2:], "", signing.dumps(told, salt="notifications.unsubscribe")):
        assert read_link(other) is None
    assert read_link(signing.dumps([alice.pk, action.pk, "everything", 1, 0, 1], salt="actions.mail-link")) is None
    assert read_link(signing.dumps({"done": 1}, salt="actions.mail-link")) is None


def test_a_link_for_something_else_in_the_same_mail_lasts_no_longer(alice: User, action: Action) -> None:
    assert link(alice, action).instead(LinkPurpose.WONT_DO).until == link(alice, action).until


# --- using it --------------------------------------------------------------------------------------------
def test_what_a_link_does_is_written_down_as_done_by_link(alice: User, action: Action) -> None:
    used = use(alice, action)
    action.refresh_from_db()
    assert (action.status, action.evidence) == (ActionStatus.DONE, "It fired.")
    event = ActionEvent.objects.select_related("link_use").get()
    assert (event.by, event.came_by_link, event.link_use) == (alice, True, used)
    complete_action(make_action(owner=alice), by=alice, evidence="Seen.")
    assert not ActionEvent.objects.select_related("link_use").first().came_by_link


def test_a_link_works_once_and_the_other_links_of_the_mail_go_on_working(alice: User, action: Action) -> None:
    def new_date(row: Action) -> Action:
        return reschedule_action(row, by=alice, due_on=LATER, reason="Waiting.")

    first = link(alice, action, LinkPurpose.NEW_DATE)
    use_link(first, person=alice, act=new_date, at=NOON)
    assert refused(lambda: use_link(first, person=alice, act=new_date, at=NOON)) == "used"
    assert Action.objects.get().date_changes == 1
    use(alice, action)
    assert refused(lambda: use(alice, action)) == "used"
    assert refused(lambda: use(alice, action, message=2)) == "settled"


def test_a_refusal_of_the_service_uses_nothing_up(alice: User, action: Action) -> None:
    with pytest.raises(NotPossible):
        use_link(link(alice, action), person=alice, act=lambda row: complete_action(row, by=alice, evidence=" "))
    assert not LinkUse.objects.exists()
    use(alice, action)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda alice, action: complete_action(action, by=alice, evidence="x"), "settled"),
        (lambda alice, action: decline_action(action, by=alice, reasoning="x"), "settled"),
        (lambda alice, action: hand_over_action(action, by=alice, owner=make_user("Bob")), "other_owner"),
        (lambda alice, action: User.objects.filter(pk=alice.pk).update(is_active=False, deactivated_at=NOON), "left"),
    ],
)
def test_what_changed_since_the_mail_was_written_stops_the_link(
    alice: User, action: Action, change: Callable[[User, Action], Any], code: str
) -> None:
    made = link(alice, action, LinkPurpose.NEW_DATE)
    change(alice, action)
    before = ActionEvent.objects.count()
    person = User.objects.get(pk=alice.pk)
    assert refused(lambda: use_link(made, person=person, act=done(alice), at=NOON)) == code
    assert ActionEvent.objects.count() == before


def test_an_old_link_does_nothing(alice: User, action: Action) -> None:
    assert refused(lambda: use(alice, action, at=NOON + LASTS)) == "expired"


def test_who_was_asked_for_want_of_an_owner_and_leads_no_more_is_refused(alice: User) -> None:
    gone = make_user(is_active=False)
    action = make_action(owner=gone, team=make_team(members=[alice], lead=alice))
    made = link(alice, action)
    alice.memberships.all().delete()
    Team.objects.update(lead=None)
    assert refused(lambda: use_link(made, person=alice, act=done(alice), at=NOON)) == "not_carried"


# --- telling -------------------------------------------------------------------------------------------
def told(kind: str = MessageKind.LINK_USED) -> Composed | Skip | Later:
    return compose(Message.objects.get(kind=kind))


def test_the_next_morning_tells_what_was_done_with_a_way_back(alice: User, action: Action) -> None:
    use(alice, action)
    message = Message.objects.get()
    assert (message.recipient, message.kind) == (alice, MessageKind.LINK_USED)
    assert message.send_after == datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
    mail = told()
    assert isinstance(mail, Composed)
    assert mail.subject == f"Settled through your mail: {action.public_number}"
    for body in (mail.text, mail.html):
        assert "Alert on age" in body
        assert "Marked as done." in body
        assert "It fired." in body
        assert "/actions/from-mail/" in body
        assert "Replies are read by nobody" in body
    assert mail.kept_text is not None
    assert mail.kept_html is not None
    assert "from-mail" not in mail.kept_text + mail.kept_html


@pytest.mark.parametrize("days", [4, 5, 6])  # a Friday, a Saturday, a Sunday
def test_what_is_done_before_a_weekend_is_told_on_the_next_working_day(alice: User, action: Action, days: int) -> None:
    alice.working_days = [1, 2, 3, 4, 5]
    use(alice, action, at=NOON + timedelta(days=days))
    assert Message.objects.get().send_after == datetime(2026, 12, 14, 9, 0, tzinfo=UTC)


def test_what_is_done_on_days_off_is_told_together(alice: User, action: Action) -> None:
    alice.working_days = [1, 2, 3, 4, 5]
    use(alice, action, at=NOON + timedelta(days=4))
    use(alice, make_action(owner=alice), at=NOON + timedelta(days=6))
    assert Message.objects.count() == 1


def test_it_is_told_on_no_day_on_which_its_reader_is_away(alice: User, action: Action) -> None:
    Absence.objects.create(person=alice, from_on=date(2026, 12, 8), until_on=date(2026, 12, 9))
    use(alice, action)
    assert Message.objects.get().send_after == datetime(2026, 12, 10, 9, 0, tzinfo=UTC)


def test_what_is_done_on_one_day_is_told_together(alice: User, action: Action) -> None:
    other = make_action(owner=alice)
    use(alice, action)
    use(alice, other, at=NOON + timedelta(hours=3))
    mail = told()
    assert isinstance(mail, Composed)
    assert mail.subject == "Settled through your mail: 2 actions"


def nudge(alice: User, action: Action) -> Message:
    message = Message.objects.create(
        kind=MessageKind.NUDGES,
        recipient=alice,
        key="n",
        message_id="<n>",
        local_day=timezone.localdate(),
        send_after=NOON,
    )
    Nudge.objects.create(
        action=action, person=alice, kind=NudgeKind.UNOWNED, speaks_of=timezone.localdate(), message=message
    )
    return message


def test_a_reminder_that_goes_out_before_tells_it_and_then_no_other_mail_does(alice: User, action: Action) -> None:
    at = timezone.now()
    use_link(mail_link(alice, action, LinkPurpose.DONE, message=1, at=at), person=alice, act=done(alice), at=at)
    message = nudge(alice, make_action(title="Who takes this?"))
    mail = compose_nudges(message)
    assert isinstance(mail, Composed)
    assert "Settled through your mail" in mail.text
    assert "Alert on age" in mail.text
    assert "Undo: http" in mail.text

    # Sent at once: it may have been written before the use, so the other mail is still owed.
    message.state, message.sent_at = MessageState.SENT, at + timedelta(seconds=10)
    message.save(update_fields=["state", "sent_at"])
    assert isinstance(told(), Composed)
    message.sent_at = at + timedelta(minutes=10)
    message.save(update_fields=["sent_at"])
    assert told() == Skip("It was told in a reminder, or undone.")


def test_once_told_it_is_not_told_again(alice: User, action: Action) -> None:
    use(alice, action)
    Message.objects.update(state=MessageState.SENT, sent_at=NOON)
    assert not untold_uses(alice).exists()


def test_what_is_restricted_since_is_told_as_a_number(alice: User, action: Action) -> None:
    use(alice, action)
    incident = action.incident
    incident.is_restricted = True
    incident.save(update_fields=["is_restricted"])
    assert told() == Skip("It was told in a reminder, or undone.")  # Alice is not named on it
    incident.accesses.create(user=alice, given_by=alice)
    mail = told()
    assert isinstance(mail, Composed)
    everything = mail.subject + mail.text + mail.html
    assert action.public_number in everything
    assert "from-mail" not in everything
    for word in ("Alert on age", "Checkout", "It fired"):
        assert word not in everything


# --- undoing -------------------------------------------------------------------------------------------
def undo(used: LinkUse, at: datetime = NOON) -> LinkUse:
    return undo_link_use(undo_link(used, at=NOON), at=at)


def test_done_is_undone_once_and_says_how(alice: User, action: Action) -> None:
    used = use(alice, action)
    undo(used)
    action.refresh_from_db()
    assert action.is_open
    event = ActionEvent.objects.select_related("link_use").first()
    assert event.reason == "Undone: it was done through a link from a mail."
    assert event.came_by_link
    assert refused(lambda: undo(used)) == "undone"
    assert isinstance(told(), Skip)


def test_a_new_date_is_undone_and_counts_no_earlier_date(alice: User, action: Action) -> None:
    used = use_link(
        link(alice, action, LinkPurpose.NEW_DATE),
        person=alice,
        act=lambda row: reschedule_action(row, by=alice, due_on=LATER, reason="Waiting."),
        at=NOON,
    )
    undo(used)
    action.refresh_from_db()
    assert (action.due_on, action.date_changes) == (date(2026, 12, 2), 0)


def test_an_offer_is_undone_while_nobody_has_answered(alice: User, action: Action) -> None:
    bob = make_user("Bob")
    used = use_link(
        link(alice, action, LinkPurpose.HAND_OVER),
        person=alice,
        act=lambda row: offer_hand_over(row, by=alice, to=bob),
        at=NOON,
    )
    undo(used)
    assert HandOver.objects.get().answer == "withdrawn"


@pytest.mark.parametrize(
    "since",
    [
        lambda alice, action: (
            reopen_action(action, by=alice, reason="It came back."),
            complete_action(action, by=alice, evidence="Now it is."),
        ),
        lambda alice, action: reopen_action(action, by=alice, reason="It came back."),
    ],
)
def test_what_has_moved_on_since_is_left_alone(
    alice: User, action: Action, since: Callable[[User, Action], Any]
) -> None:
    used = use(alice, action)
    since(alice, action)
    before = Action.objects.get().version
    assert refused(lambda: undo(used)) == "moved_on"
    assert Action.objects.get().version == before


def test_a_new_date_that_was_moved_again_is_left_alone(alice: User, action: Action) -> None:
    used = use_link(
        link(alice, action, LinkPurpose.NEW_DATE),
        person=alice,
        act=lambda row: reschedule_action(row, by=alice, due_on=LATER, reason="Waiting."),
        at=NOON,
    )
    reschedule_action(action, by=alice, due_on=LATER + timedelta(days=1), reason="Again.")
    assert refused(lambda: undo(used)) == "moved_on"


def test_an_undo_link_is_for_one_use_and_expires(alice: User, action: Action) -> None:
    used = use(alice, action)
    assert refused(lambda: undo(used, at=NOON + LASTS)) == "expired"
    other = make_action(owner=alice)
    forged = MailLink(alice.pk, other.pk, LinkPurpose.UNDO, used.pk, 0, NOON + LASTS)
    assert refused(lambda: undo_link_use(forged, at=NOON)) == "left"


# --- reminders -----------------------------------------------------------------------------------------
def test_every_item_of_a_reminder_offers_every_way_to_settle_it_and_keeps_none_of_the_links(
    alice: User, action: Action
) -> None:
    message = nudge(alice, make_action(title="Who takes this?"))
    mail = compose_nudges(message)
    assert isinstance(mail, Composed)
    assert mail.kept_text is not None
    for body in (mail.text, mail.html):
        assert body.count("/actions/from-mail/") == len(OFFERED)
        for words in ("Done", "New date", "Won", "Find it an owner"):
            assert words in body
        assert "Replies are read by nobody." in body
        assert "Opening a link changes nothing." in body
    assert "from-mail" not in mail.kept_text + (mail.kept_html or "")
    assert "Who takes this?" in mail.kept_text


def test_a_full_reminder_is_shown_whole_by_mail_programs_that_cut_at_a_hundred_kilobytes(alice: User) -> None:
    message = nudge(alice, make_action(title="Who takes this? " * 6))
    for n in range(24):
        action = make_action(title=f"Alert on the age of every queue, number {n} " * 2, outcome="An alert " * 8)
        Nudge.objects.create(
            action=action, person=alice, kind=NudgeKind.UNOWNED, speaks_of=timezone.localdate(), message=message
        )
    mail = compose_nudges(message)
    assert isinstance(mail, Composed)
    assert mail.html.count("/actions/from-mail/") == 25 * len(OFFERED)
    assert len(mail.html.encode()) < 100_000


def test_no_row_page_or_log_holds_the_link(alice: User, mail_server: Any, caplog: pytest.LogCaptureFixture) -> None:
    nudge(alice, make_action(title="Who takes this?"))
    sending.send_outbox()
    (sent,) = mail_server.accepted
    assert "from-mail" in sent.get_body(("plain",)).get_content()
    row = Message.objects.values().get()
    assert row["state"] == MessageState.SENT
    assert "Who takes this?" in row["text_body"]
    assert "from-mail" not in repr(row)
    assert "from-mail" not in caplog.text


# --- the policy ----------------------------------------------------------------------------------------
def test_links_open_without_sign_in_until_an_administrator_says_otherwise() -> None:
    admin = make_user(is_administrator=True)
    assert links_open_without_sign_in()
    change_link_policy(by=admin, without_sign_in=False)
    assert not links_open_without_sign_in()
    change_link_policy(by=admin, without_sign_in=False)
    assert AuditEntry.objects.count() == 1
