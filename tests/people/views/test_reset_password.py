import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client

from people.links import password_reset_link
from people.models import AuditEntry, User
from tests.factories import PASSWORD, make_user
from tests.people.conftest import Outbox

ADDRESS = "/account/password/reset/"
NEW = "a lamp beside the window"


@pytest.fixture
def person(db: None) -> User:
    return make_user("Alice", email="alice@example.org", password=PASSWORD)


def open_link(client: Client, person: User) -> str:
    """Follow the link of the mail to the address where the form is."""
    link = re.sub(r"^https?://[^/]+", "", password_reset_link(person))
    return client.get(link).headers.get("Location", link)


def test_asking_enqueues_a_reference_and_no_secret(client: Client, person: User, outbox: Outbox) -> None:
    response = client.post(ADDRESS, {"email": "ALICE@example.org"})
    assert response.headers["Location"] == "/account/password/reset/done/"
    (message,) = outbox.messages
    assert (message.kind, message.recipient) == ("password_reset", person)
    assert message.refers_to == {"notice": "password_reset_key"}


def test_known_unknown_and_deactivated_addresses_are_answered_alike(
    client: Client, person: User, outbox: Outbox
) -> None:
    make_user(email="gone@example.org", is_active=False)
    answers = set()
    for address in ["alice@example.org", "nobody@example.org", "gone@example.org"]:
        response = client.post(ADDRESS, {"email": address}, follow=True)
        answers.add((response.status_code, tuple(response.redirect_chain), response.text))
    assert len(answers) == 1
    assert [message.recipient for message in outbox.messages] == [person]


def test_asking_too_often_is_paused(client: Client, person: User, outbox: Outbox) -> None:
    statuses = [client.post(ADDRESS, {"email": person.email}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    assert len(outbox.messages) == 5


def test_the_link_works_once(client: Client, person: User, outbox: Outbox) -> None:
    link = re.sub(r"^https?://[^/]+", "", password_reset_link(person))
    form = open_link(client, person)
    assert "Choose a new password" in client.get(form).text
    response = client.post(form, {"password1": NEW})
    assert response.headers["Location"] == "/account/password/reset/key/done/"
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert [(entry.kind, entry.by) for entry in AuditEntry.objects.all()] == [("password_changed", person)]
    assert [message.refers_to for message in outbox.messages] == [{"notice": "password_changed"}]
    again = Client().get(link)
    assert "This link no longer works" in again.text
    assert Client().post(form, {"password1": "another one altogether"}).status_code == 200
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_opening_the_link_changes_nothing(client: Client, person: User) -> None:
    client.get(open_link(client, person))
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["short", "alice@example.org", "password12345"])
def test_a_password_against_the_rules_is_refused(client: Client, person: User, password: str) -> None:
    response = client.post(open_link(client, person), {"password1": password})
    assert response.status_code == 422
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_link_is_of_no_use_to_another_person(client: Client, person: User) -> None:
    other = make_user()
    uid = re.search(r"/key/(\w+)-", password_reset_link(other)).group(1)
    key = re.search(r"/key/\w+?-(.+)/$", password_reset_link(person)).group(1)
    assert "This link no longer works" in client.get(f"/account/password/reset/key/{uid}-{key}/").text


def test_a_token_made_for_another_purpose_is_refused(client: Client, person: User) -> None:
    uid = re.search(r"/key/(\w+)-", password_reset_link(person)).group(1)
    token = default_token_generator.make_token(person)
    assert "This link no longer works" in client.get(f"/account/password/reset/key/{uid}-{token}/").text


def test_a_link_ends_with_the_persons_access(client: Client, person: User) -> None:
    form = open_link(client, person)
    person.is_active, person.deactivated_at = False, person.date_joined
    person.save()
    make_user()
    assert "This link no longer works" in client.get(form).text
    client.post(form, {"password1": NEW})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
