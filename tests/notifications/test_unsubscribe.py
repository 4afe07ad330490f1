"""The page behind "Send me fewer of these", and the mail program's own POST to it (RFC 8058)."""

import pytest
from django.core import signing
from django.test import Client

from notifications.choices import Subscription
from notifications.links import LASTS, PURPOSE, unsubscribe_link
from people.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def path_of(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:8000")


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


@pytest.fixture
def stranger() -> Client:
    """Nobody, with no cookie and with CSRF checks as in real life."""
    return Client(enforce_csrf_checks=True)


def wants(person: User) -> tuple[bool, bool]:
    person.refresh_from_db()
    return person.wants_digest, person.nudges_weekly


@pytest.mark.parametrize("subscription", list(Subscription))
def test_opening_the_link_changes_nothing(alice: User, stranger: Client, subscription: Subscription) -> None:
    response = stranger.get(path_of(unsubscribe_link(alice, subscription)))
    assert response.status_code == 200
    assert "<form" in response.content.decode()
    assert "Alice" not in response.content.decode()
    assert wants(alice) == (True, False)


def test_one_click_stops_the_digest_and_nothing_else_however_often(alice: User, stranger: Client) -> None:
    path = path_of(unsubscribe_link(alice, Subscription.DIGEST))
    for _ in range(2):
        response = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert wants(alice) == (False, False)
    assert "is not mailed to you any more" in response.content.decode()


def test_one_click_makes_reminders_weekly_and_says_that_they_do_not_stop(alice: User, stranger: Client) -> None:
    response = stranger.post(path_of(unsubscribe_link(alice, Subscription.NUDGES)), {"List-Unsubscribe": "One-Click"})
    assert wants(alice) == (True, True)
    assert "once a week at most" in response.content.decode()
    assert "They do not stop altogether" in response.content.decode()


@pytest.mark.parametrize("subscription", list(Subscription))
def test_it_can_be_undone_on_the_same_page(alice: User, stranger: Client, subscription: Subscription) -> None:
    path = path_of(unsubscribe_link(alice, subscription))
    stranger.post(path)
    stranger.post(path, {"wanted": "again"})
    assert wants(alice) == (True, False)


def test_a_link_is_of_one_person(alice: User, stranger: Client) -> None:
    bob = make_user("Bob")
    stranger.post(path_of(unsubscribe_link(bob, Subscription.DIGEST)))
    assert wants(alice) == (True, False)


@pytest.mark.parametrize(
    ("told", "purpose"),
    [
        ([1, "digest"], "another purpose"),
        ([1, "everything"], PURPOSE),
        ({"a": 1}, PURPOSE),
        ([987654321, "digest"], PURPOSE),
    ],
)
def test_a_forged_link_does_not_exist(alice: User, stranger: Client, told: object, purpose: str) -> None:
    token = signing.dumps(told, salt=purpose)
    assert stranger.post(f"/messages/unsubscribe/{token}/").status_code == 404
    assert stranger.post(f"/messages/unsubscribe/{token[:-1]}/").status_code == 404


def test_a_link_of_years_ago_does_not_exist(alice: User, stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_of(unsubscribe_link(alice, Subscription.DIGEST))
    monkeypatch.setattr("notifications.links.LASTS", -LASTS)
    assert stranger.post(path).status_code == 404
    assert wants(alice) == (True, False)


@pytest.mark.parametrize(
    ("subscription", "asked", "done"),
    [
        (Subscription.DIGEST, "Stop the monthly digest?", "The monthly digest has stopped"),
        (Subscription.ONE_TO_READ, "Stop “one to read”?", "“One to read” has stopped"),
        (Subscription.NUDGES, "Reminders once a week at most?", "Reminders come once a week at most"),
    ],
)
def test_the_heading_says_what_it_is_about(
    alice: User, client: Client, subscription: Subscription, asked: str, done: str
) -> None:
    User.objects.update(wants_one_to_read=True)
    page = path_of(unsubscribe_link(alice, subscription))
    assert f"<h1>{asked}</h1>" in client.get(page).content.decode()
    assert f"<h1>{done}</h1>" in client.post(page, follow=True).content.decode()


@pytest.mark.parametrize(
    ("subscription", "done", "back"),
    [
        (Subscription.DIGEST, "The monthly digest has stopped", "Mail it to me again"),
        (Subscription.ONE_TO_READ, "“One to read” has stopped", "Mail it to me again"),
        (Subscription.NUDGES, "Reminders come once a week at most", "Remind me as before"),
    ],
)
def test_what_is_set_already_is_said_and_not_asked_again(
    alice: User, client: Client, subscription: Subscription, done: str, back: str
) -> None:
    User.objects.update(wants_one_to_read=False, wants_digest=False, nudges_weekly=True)
    page = client.get(path_of(unsubscribe_link(alice, subscription))).content.decode()
    assert f"<h1>{done}</h1>" in page
    assert back in page
    assert 'name="wanted" value="again"' in page


def test_a_link_of_somebody_who_is_not_there_is_none(alice: User, client: Client) -> None:
    gone = User(pk=987_654_321)
    assert client.get(path_of(unsubscribe_link(gone, Subscription.DIGEST))).status_code == 404
