"""What was sent: its receiver reads it, operators know what became of it, nobody else knows of it."""

import itertools
import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from actions.models import Action, Nudge
from incidents.models import Incident, IncidentAccess
from notifications.choices import NO_SERVER, RESTING
from notifications.models import Message
from people.models import User
from tests.factories import make_action, make_incident, make_team, make_user

SECRET_WORDS = ("Your action waits", "Rotate the leaked key", "<b>Rotate the leaked key</b>")
_count = itertools.count(1)


def make_message(recipient: User | None, **facts: Any) -> Message:
    n = next(_count)
    subject, text, html = SECRET_WORDS
    given = {"kind": "review_asked", "subject": subject, "text_body": text, "html_body": html}
    return Message.objects.create(key=f"k{n}", message_id=f"<m{n}@test>", recipient=recipient, **(given | facts))


@pytest.fixture
def alice(db: None) -> User:
    return make_user("Alice")


@pytest.fixture
def admin(db: None) -> User:
    return make_user("Ada", is_administrator=True)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def without_token(page: str) -> str:
    """The page without the forms' token, which differs from answer to answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_one_reads_ones_own_messages(alice: User) -> None:
    message = make_message(alice, state="sent", sent_at=timezone.now(), text_body="See https://example.org/x <now>")
    client = client_of(alice)
    assert f'href="/messages/{message.pk}/"' in client.get("/messages/").text
    text = client.get(f"/messages/{message.pk}/").text
    assert "Your action waits" in text
    assert 'href="https://example.org/x" rel="nofollow"' in text
    assert "&lt;now&gt;" in text


@pytest.mark.parametrize("role", [{}, {"is_administrator": True}, {"is_leadership": True}])
def test_nobody_else_reads_them(alice: User, role: dict[str, Any]) -> None:
    message = make_message(alice)
    client = client_of(make_user("Charlie", **role))
    other, missing = client.get(f"/messages/{message.pk}/"), client.get("/messages/999999/")
    assert other.status_code == missing.status_code == 404
    assert without_token(other.text) == without_token(missing.text)
    assert not any(words in client.get("/messages/").text for words in SECRET_WORDS)


def test_operators_see_what_became_of_it_and_never_what_it_says(alice: User, admin: User) -> None:
    make_message(alice, state="failed", reason="The mail server hung up.", refers_to={"incident": "INC-4711"})
    make_message(None, address="dora@example.org", kind="invitation", refers_to={"invitation": 9})
    response = client_of(admin).get("/messages/outbox/")
    for words in ("Review asked", "Alice", "Failed", "The mail server hung up.", "dora@example.org", "next try"):
        assert words in response.text
    for words in (*SECRET_WORDS, "INC-4711", "Rotate"):
        assert words not in response.text


def test_what_operators_are_given_was_never_fetched(alice: User, admin: User) -> None:
    make_message(alice)
    page = client_of(admin).get("/messages/outbox/").context["page"]
    assert {"subject", "text_body", "html_body", "refers_to"} <= page.rows[0].get_deferred_fields()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_outbox_is_for_administrators(alice: User, method: str) -> None:
    failed = make_message(alice, state="failed", reason="No.")
    assert getattr(client_of(alice), method)("/messages/outbox/").status_code == 403
    assert getattr(client_of(alice), method)(f"/messages/outbox/{failed.pk}/retry/").status_code == 403
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_a_failed_message_is_tried_again_on_request(alice: User, admin: User) -> None:
    failed = make_message(alice, state="failed", reason="No.", attempts=18)
    client = client_of(admin)
    assert client.get(f"/messages/outbox/{failed.pk}/retry/").status_code == 405
    assert client.post(f"/messages/outbox/{failed.pk}/retry/").status_code == 303
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.reason) == ("waiting", 0, "")
    assert client.post("/messages/outbox/999999/retry/").status_code == 404


def test_the_outbox_is_narrowed_by_state_and_kind(alice: User, admin: User) -> None:
    make_message(alice, state="failed", reason="No.")
    make_message(alice, kind="account")
    client = client_of(admin)

    def shown(query: str) -> int:
        return len(re.findall('class="list-row"', client.get(f"/messages/outbox/{query}").text))

    assert [shown(""), shown("?state=failed"), shown("?kind=account"), shown("?state=sent")] == [2, 1, 1, 0]
    assert shown("?state=nonsense") == 2


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "waiting", "reason": "No mail server is set up."}, "No mail server is set up."),
        ({"state": "waiting", "text_body": ""}, "Its words are written when it goes out."),
        ({"state": "skipped", "text_body": "", "reason": "It was settled."}, "nothing to read"),
        ({"kind": "password_reset", "text_body": "", "subject": ""}, "shown nowhere"),
        (
            {"kind": "password_reset", "state": "sent", "sent_at": timezone.now(), "text_body": "", "subject": ""},
            "its words are not kept",
        ),
    ],
)
def test_each_state_says_what_there_is_to_read(alice: User, facts: dict[str, Any], words: str) -> None:
    message = make_message(alice, **facts)
    assert words in client_of(alice).get(f"/messages/{message.pk}/").text


# --- a reminder that waits -------------------------------------------------------------------------------
def make_waiting_reminder(alice: User, **facts: Any) -> tuple[Message, Action]:
    """One that was planned by day and rests until the morning; with the action it speaks of."""
    today = timezone.now().date()
    due_on = today - timedelta(days=5)
    action = make_action(title="Alert on the queue's age", owner=alice, due_on=due_on, **facts)
    given = {"kind": "nudges", "local_day": today, "subject": "", "text_body": "", "html_body": "", "reason": RESTING}
    message = make_message(alice, send_after=timezone.now() + timedelta(hours=9), **given)
    Nudge.objects.create(
        person=alice,
        action=action,
        kind="overdue",
        speaks_of=due_on,
        said_on=today,
        planned_at=timezone.now(),
        message=message,
    )
    return message, action


def test_a_waiting_reminder_is_read_and_settled_before_it_goes_out(alice: User) -> None:
    alice.quiet_from, alice.quiet_until = time(0, 1), time(0, 0)  # whatever the hour, it is a quiet one
    alice.save()
    message, action = make_waiting_reminder(alice)
    client = client_of(alice)

    answer = client.get(f"/messages/{message.pk}/")
    assert f"{action.public_number}  Alert on the queue" in answer.text
    assert answer.headers["Cache-Control"].endswith("private")
    link = re.search(r'href="http://[^/"]+(/actions/from-mail/[^"]+)" rel="nofollow">Done<', answer.text)
    assert link
    assert Client().get(link[1]).status_code == 200
    message.refresh_from_db()
    assert (message.state, message.text_body, message.attempts) == ("waiting", "", 0), "reading sends and keeps nothing"
    assert f'href="/messages/{message.pk}/"' in client.get("/actions/reminders/").text


def test_a_waiting_reminder_shows_nothing_of_a_restricted_incident_and_nothing_to_others(alice: User) -> None:
    incident = make_incident("The leaked key", is_restricted=True)
    message, action = make_waiting_reminder(alice, incident=incident)
    IncidentAccess.objects.create(incident=incident, user=alice, given_by=alice)
    text = client_of(alice).get(f"/messages/{message.pk}/").text
    assert action.public_number in text
    assert not any(words in text for words in ("leaked", "queue", "from-mail"))
    others = client_of(make_user("Charlie"))
    assert others.get(f"/messages/{message.pk}/").status_code == 404
    assert "Waiting for you" not in others.get("/actions/reminders/").text


def test_the_kept_words_of_a_reminder_are_not_shown_to_who_may_not_see_their_incident_any_more(alice: User) -> None:
    message, action = make_waiting_reminder(alice)
    Message.objects.update(reason=NO_SERVER, subject="Reminder: The leaked key", text_body="The leaked key")
    client = client_of(alice)
    Incident.objects.filter(pk=action.incident_id).update(is_restricted=True)
    text = client.get(f"/messages/{message.pk}/").text
    assert "leaked" not in text
    assert "Everything in it was settled before it went out." in text
    for address in ("/messages/", "/actions/reminders/"):
        text = client.get(address).text
        assert f"/messages/{message.pk}/" in text
        assert "leaked" not in text


def test_what_has_gone_out_is_shown_as_it_went(alice: User) -> None:
    message, _ = make_waiting_reminder(alice)
    Message.objects.update(state="sent", sent_at=timezone.now(), text_body="As it was sent.")
    text = client_of(alice).get(f"/messages/{message.pk}/").text
    assert "As it was sent." in text
    assert "from-mail" not in text


def test_a_waiting_reminder_asks_the_same_questions_whatever_it_holds(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    message, _ = make_waiting_reminder(alice)
    client = client_of(alice)
    for count in (2, 4):
        while Nudge.objects.count() < count:
            _, action = make_waiting_reminder(make_user())
            team = make_team(lead=alice)
            Action.objects.filter(pk=action.pk).update(team=team)
            Nudge.objects.filter(action=action).update(person=alice, message=message, kind="escalated")
        with django_assert_num_queries(12):
            assert client.get(f"/messages/{message.pk}/").text.count(">Done</a>") == count


def test_the_lists_ask_the_same_questions_whatever_their_length(
    alice: User, admin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alices, admins = client_of(alice), client_of(admin)
    for count in (1, 3):
        while Message.objects.count() < count:
            make_message(alice)
        with django_assert_num_queries(3):  # session, person, messages
            assert alices.get("/messages/").text.count('class="list-row"') == count
        with django_assert_num_queries(3):
            assert admins.get("/messages/outbox/").text.count('class="list-row"') == count
