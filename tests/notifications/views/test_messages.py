"""What was sent: its receiver reads it, operators know what became of it, nobody else knows of it."""

import itertools
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from notifications.models import Message
from people.models import User
from tests.factories import make_user

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
