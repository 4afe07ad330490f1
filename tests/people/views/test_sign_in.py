import pytest
from django.test import Client

from people.models import User
from tests.factories import PASSWORD, make_user

ADDRESS = "/account/login/"


@pytest.fixture
def person(db: None) -> User:
    return make_user("Alice", email="alice@example.org", password=PASSWORD)


def test_mail_address_and_password_let_in_whatever_the_case_of_the_address(client: Client, person: User) -> None:
    response = client.post(ADDRESS, {"login": "aLICE@example.org ", "password": PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/agreement/").status_code == 200


def test_it_leads_to_where_the_person_wanted_to_go(client: Client, person: User) -> None:
    asked = client.get("/agreement/")
    assert asked.headers["Location"] == f"{ADDRESS}?next=/agreement/"
    assert 'name="next" value="/agreement/"' in client.get(asked.headers["Location"]).text
    response = client.post(ADDRESS, {"login": person.email, "password": PASSWORD, "next": "/agreement/"})
    assert response.headers["Location"] == "/agreement/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_it_never_leads_to_another_site(client: Client, person: User, elsewhere: str) -> None:
    response = client.post(ADDRESS, {"login": person.email, "password": PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client: Client, person: User) -> None:
    answers = set()
    for address in ["alice@example.org", "nobody@example.org"]:
        response = client.post(ADDRESS, {"login": address, "password": "not this one at all"})
        answers.add(
            (
                response.status_code,
                response.text.replace(address, "…").replace(csrf(response.text), ""),
            )
        )
    assert len(answers) == 1
    assert {status for status, _ in answers} == {422}


def test_a_person_who_was_deactivated_is_told_only_with_the_right_password(db: None, client: Client) -> None:
    person = make_user(is_active=False, password=PASSWORD)
    make_user()
    assert client.post(ADDRESS, {"login": person.email, "password": "not this one"}).status_code == 422
    response = client.post(ADDRESS, {"login": person.email, "password": PASSWORD}, follow=True)
    assert "This account is at rest" in response.text
    assert client.get("/agreement/").status_code == 302


def test_a_session_ends_when_the_person_is_deactivated(client: Client, person: User) -> None:
    make_user()
    client.post(ADDRESS, {"login": person.email, "password": PASSWORD})
    person.is_active, person.deactivated_at = False, person.date_joined
    person.save()
    assert client.get("/agreement/").status_code == 302


def test_the_right_password_is_not_looked_at_after_five_wrong_ones(client: Client, person: User) -> None:
    for n in range(5):
        assert client.post(ADDRESS, {"login": person.email, "password": f"wrong {n}"}).status_code == 422
    response = client.post(ADDRESS, {"login": person.email.lower(), "password": PASSWORD})
    assert response.status_code == 422
    assert "Too many failed login attempts" in response.text
    assert client.get("/agreement/").status_code == 302


def test_many_tries_from_one_place_are_paused(client: Client, person: User) -> None:
    statuses = [
        client.post(ADDRESS, {"login": f"guess{n}@example.org", "password": "wrong words"}).status_code
        for n in range(31)
    ]
    assert statuses[-1] == 429
    assert client.post(ADDRESS, {"login": person.email, "password": PASSWORD}).status_code == 429


def test_signing_out_takes_a_post(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/agreement/").status_code == 200
    assert client.post("/account/logout/").headers["Location"] == ADDRESS
    assert client.get("/agreement/").status_code == 302


def test_signing_in_needs_the_token_of_our_form(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(ADDRESS, {"login": person.email, "password": PASSWORD}).status_code == 403


def csrf(page: str) -> str:
    """The form's token, which differs from answer to answer."""
    return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
