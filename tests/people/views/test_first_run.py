from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from people.models import AuditEntry, User
from people.services.first_run import (
    NotTheFirstError,
    create_first_administrator,
    setup_code_file,
)
from tests.factories import make_user

TYPED = {
    "display_name": "Ada Okafor",
    "email": "Ada@Example.org",
    "password": "a quiet walk along the canal",
    "time_zone": "europe/berlin",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/", "/account/login/", "/agreement/", "/account/password/reset/"],
)
def test_every_page_leads_to_the_first_run_while_nobody_is_here(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, "/first-run/")


@pytest.mark.django_db
def test_the_first_administrator_is_made_signed_in_and_led_to_the_agreement(client: Client, setup_code: str) -> None:
    assert client.get("/first-run/").status_code == 200
    response = client.post("/first-run/", TYPED | {"code": f" {setup_code} "})
    assert (response.status_code, response.headers["Location"]) == (303, "/agreement/")
    person = User.objects.get()
    assert (person.display_name, person.email, person.time_zone) == (
        "Ada Okafor",
        "ada@example.org",
        "Europe/Berlin",
    )
    assert person.is_administrator
    assert person.check_password(TYPED["password"])
    assert client.get("/agreement/").status_code == 200
    assert [(entry.kind, entry.by) for entry in AuditEntry.objects.all()] == [("first_administrator", person)]


@pytest.mark.django_db
def test_the_code_is_gone_after_use(
    client: Client,
    setup_code: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/first-run/", TYPED | {"code": setup_code})
    assert not setup_code_file().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_missing_once_somebody_administers(client: Client, setup_code: str, method: str) -> None:
    make_user(is_administrator=True)
    response = getattr(client, method)("/first-run/", TYPED | {"code": setup_code})
    assert response.status_code == 404
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_code_makes_nobody_and_gives_back_what_was_typed(client: Client, setup_code: str) -> None:
    response = client.post("/first-run/", TYPED | {"code": "guess"})
    assert response.status_code == 422
    assert "This is not the code" in response.text
    assert 'value="Ada Okafor"' in response.text
    assert TYPED["password"] not in response.text
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_wrong_code_is_said_together_with_all_else_that_is_wrong_and_counts(client: Client, setup_code: str) -> None:
    wrong = TYPED | {"code": "guess", "password": "short", "email": "ada"}
    for _ in range(5):
        response = client.post("/first-run/", wrong)
        assert response.status_code == 422
        for words in ("This is not the code", "at least 12 characters", "valid email address"):
            assert words in response.text
    assert client.post("/first-run/", wrong | {"code": setup_code}).status_code == 429


@pytest.mark.django_db
def test_the_code_may_be_copied_by_hand(client: Client, setup_code: str) -> None:
    by_hand = f" {setup_code.replace('-', ' ').lower()} "
    assert client.post("/first-run/", TYPED | {"code": by_hand}).status_code == 303


@pytest.mark.django_db
def test_the_right_code_is_refused_after_five_wrong_ones(client: Client, setup_code: str) -> None:
    for _ in range(5):
        assert client.post("/first-run/", TYPED | {"code": "guess"}).status_code == 422
    response = client.post("/first-run/", TYPED | {"code": setup_code})
    assert response.status_code == 429
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_new_code_begins_with_five_new_tries(client: Client, setup_code: str) -> None:
    for _ in range(5):
        client.post("/first-run/", TYPED | {"code": "guess"})
    setup_code_file().write_text("NEW-CODE")
    assert client.post("/first-run/", TYPED | {"code": "NEW-CODE"}).status_code == 303


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", " ", "\x00", "R7QK"])
def test_without_a_file_no_code_opens(client: Client, setup_code: str, code: str) -> None:
    setup_code_file().unlink()
    assert client.post("/first-run/", TYPED | {"code": code}).status_code == 422
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("password", "short", "at least 12 characters"),
        ("password", "Ada@Example.org", "too similar"),
        ("time_zone", "Mars/Olympus", "is not a time zone"),
        ("email", "ada", "valid email address"),
        ("display_name", "", "required"),
    ],
)
def test_what_is_not_right_is_said_at_the_form(
    client: Client, setup_code: str, field: str, typed: str, words: str
) -> None:
    response = client.post("/first-run/", TYPED | {"code": setup_code, field: typed})
    assert response.status_code == 422
    assert words in response.text
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_becomes_the_administrator(setup_code: str) -> None:
    def create(n: int) -> str:
        try:
            person = create_first_administrator(
                code=setup_code,
                email=f"a{n}@example.org",
                display_name=f"A{n}",
                password="long enough words",
            )
        except NotTheFirstError:
            return "not the first"
        finally:
            connection.close()
        return person.display_name

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(create, range(4)))
    assert results.count("not the first") == 3
    assert User.objects.count() == 1


def test_the_page_says_that_the_sample_is_loading(db: None, client: Client, setup_code: str) -> None:
    (setup_code_file().parent / "loading_sample").touch()
    response = client.get("/")
    assert (response.status_code, response.headers["Refresh"]) == (200, "2")
    assert "The sample organisation is being loaded" in response.text
    assert client.get("/healthz").text == "ok\n"


def test_the_page_says_that_the_sample_failed_until_somebody_is_here(db: None, client: Client, setup_code: str) -> None:
    (setup_code_file().parent / "loading_sample").write_text("failed")
    response = client.get("/")
    assert (response.status_code, "Refresh" in response.headers) == (200, False)
    assert "could not be loaded" in response.text
    assert f'href="{reverse("people:first_run")}"' in response.text
    make_user("Ada")
    assert "could not be loaded" not in client.get("/", follow=True).text
