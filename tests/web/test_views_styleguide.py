"""The style guide answers to those who are signed in."""

from django.test import Client

from tests.factories import make_user


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    make_user()  # where nobody is here yet, every page leads to the first run
    response = client.get("/styleguide/")
    assert (response.status_code, response.headers["Location"]) == (302, "/account/login/?next=/styleguide/")


def test_everybody_signed_in_may_look(client: Client, db: None) -> None:
    client.force_login(make_user("Marit Solheim"))
    assert client.get("/styleguide/").status_code == 200
    assert client.post("/styleguide/").status_code == 405


def test_a_missing_page_says_so_in_our_look(client: Client, db: None) -> None:
    client.force_login(make_user())
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert b"There is nothing here for you" in response.content
