from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Agreement, AuditEntry, User
from people.services.agreement import change_agreement
from tests.factories import make_user


def test_the_shipped_text_is_readable_by_everybody(alice_client: Client) -> None:
    response = alice_client.get("/agreement/")
    assert response.status_code == 200
    for promise in [
        "left out of every review of people",
        "ask last",
        "keyed by person",
        "never asked to write the post-mortem alone",
    ]:
        assert promise in response.text


def test_the_page_asks_the_same_three_questions_whatever_the_number_of_versions(
    alice_client: Client, admin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(3):
        current = Agreement.objects.latest()
        change_agreement(f"Version {n}", based_on=current.pk, by=admin)
        with django_assert_num_queries(3):  # session, person, text
            alice_client.get("/agreement/")
        with django_assert_num_queries(3):
            alice_client.get("/agreement/versions/")


def test_reading_it_is_kept_once_and_leads_on(db: None, client: Client) -> None:
    person = make_user(agreement_read_at=None)
    client.force_login(person)
    assert "I have read it" in client.get("/agreement/?next=/incidents/").text
    response = client.post("/agreement/read/", {"next": "/incidents/"})
    assert (response.status_code, response.headers["Location"]) == (303, "/incidents/")
    person.refresh_from_db()
    first = person.agreement_read_at
    assert first is not None
    client.post("/agreement/read/")
    person.refresh_from_db()
    assert person.agreement_read_at == first
    assert "I have read it" not in client.get("/agreement/").text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\t//evil.example",
        "evil",
    ],
)
def test_it_never_leads_to_another_site(alice_client: Client, elsewhere: str) -> None:
    response = alice_client.post("/agreement/read/", {"next": elsewhere})
    assert response.headers["Location"] == "/"
    assert "evil" not in alice_client.get("/agreement/", {"next": elsewhere}).text


def test_reading_the_page_marks_nothing(db: None, client: Client) -> None:
    person = make_user(agreement_read_at=None)
    client.force_login(person)
    client.get("/agreement/")
    assert client.get("/agreement/read/").status_code == 405
    person.refresh_from_db()
    assert person.agreement_read_at is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_administrators_edit_it(alice_client: Client, method: str) -> None:
    assert getattr(alice_client, method)("/agreement/edit/", {"body": "Mine"}).status_code == 403
    assert Agreement.objects.count() == 1


def test_an_edit_makes_a_version_that_can_be_compared(admin_client: Client, admin: User) -> None:
    shipped = Agreement.objects.get()
    response = admin_client.post("/agreement/edit/", {"body": "We promise.\r\nAlways.", "based_on": shipped.pk})
    assert response.status_code == 303
    newest = Agreement.objects.latest()
    assert (newest.body, newest.changed_by) == ("We promise.\nAlways.\n", admin)
    assert "We promise." in admin_client.get("/agreement/").text
    compared = admin_client.get(f"/agreement/versions/{newest.pk}/")
    assert "<ins>" in compared.text
    assert "<del>" in compared.text
    assert [entry.kind for entry in AuditEntry.objects.all()] == ["agreement_changed"]
    assert admin_client.get(f"/agreement/versions/{shipped.pk}/").status_code == 200
    assert admin_client.get("/agreement/versions/999999/").status_code == 404


def test_saving_the_same_text_makes_no_version(admin_client: Client) -> None:
    shipped = Agreement.objects.get()
    admin_client.post("/agreement/edit/", {"body": shipped.body, "based_on": shipped.pk})
    assert Agreement.objects.count() == 1


def test_two_editors_do_not_overwrite_each_other(admin_client: Client, alice: User) -> None:
    shipped = Agreement.objects.get()
    theirs = change_agreement("Theirs", based_on=shipped.pk, by=alice, at=datetime(2099, 1, 1, tzinfo=UTC))
    response = admin_client.post("/agreement/edit/", {"body": "Mine", "based_on": shipped.pk})
    assert response.status_code == 409
    assert "<ins>Mine" in response.text
    assert "<del>Theirs" in response.text
    assert f'value="{theirs.pk}"' in response.text
    assert Agreement.objects.latest().body == "Theirs\n"


def test_an_empty_text_is_refused(admin_client: Client) -> None:
    response = admin_client.post("/agreement/edit/", {"body": " ", "based_on": Agreement.objects.get().pk})
    assert response.status_code == 422
    assert Agreement.objects.count() == 1


def test_markdown_in_it_stays_harmless(admin_client: Client) -> None:
    shipped = Agreement.objects.get()
    admin_client.post(
        "/agreement/edit/",
        {"body": "<script>alert(1)</script>", "based_on": shipped.pk},
    )
    assert "<script>alert" not in admin_client.get("/agreement/").text
