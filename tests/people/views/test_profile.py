import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import AuditEntry, User
from tests.factories import PASSWORD, make_team, make_user
from tests.people.conftest import Outbox

TYPED = {"display_name": "Alice B.", "time_zone": "America/New York"}
PASSWORDS = {"present": PASSWORD, "password": "rain against the glass"}


def test_one_changes_ones_own_facts(alice_client: Client, alice: User) -> None:
    response = alice_client.post("/profile/", TYPED)
    assert (response.status_code, response.headers["Location"]) == (303, "/profile/")
    alice.refresh_from_db()
    assert (alice.display_name, alice.time_zone, alice.wants_digest) == ("Alice B.", "America/New_York", False)
    (entry,) = AuditEntry.objects.all()
    assert entry.details == {"fields": ["display_name", "time_zone", "wants_digest"]}


def test_a_city_is_enough_where_one_zone_has_it(alice_client: Client, alice: User) -> None:
    alice_client.post("/profile/", TYPED | {"time_zone": "new york"})
    alice.refresh_from_db()
    assert alice.time_zone == "America/New_York"


def test_saving_what_is_there_writes_nothing(alice_client: Client, alice: User) -> None:
    same = {
        "display_name": alice.display_name,
        "time_zone": "UTC",
        "wants_digest": "on",
    }
    alice_client.post("/profile/", same)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("time_zone", "Nowhere", "is not a time zone"),
        ("display_name", "", "required"),
    ],
)
def test_what_is_not_right_comes_back(alice_client: Client, alice: User, field: str, typed: object, words: str) -> None:
    response = alice_client.post("/profile/", TYPED | {field: typed})
    assert response.status_code == 422
    assert words in response.text
    assert 'class="menu-head">Alice<' in response.text
    alice.refresh_from_db()
    assert alice.time_zone == "UTC"


def test_when_one_is_at_work_is_asked_in_one_place_and_not_changed_from_here(alice_client: Client, alice: User) -> None:
    page = alice_client.get("/profile/").text
    assert 'href="/actions/reminders/"' in page
    assert "working_days" not in page
    alice_client.post("/profile/", TYPED | {"working_days": ["7"], "nudges_weekly": "on"})
    alice.refresh_from_db()
    assert (alice.working_days, alice.nudges_weekly) == ([1, 2, 3, 4, 5], False)


def test_nobody_gives_themselves_a_role(alice_client: Client, alice: User) -> None:
    alice_client.post("/profile/", TYPED | {"is_administrator": "on", "email": "x@example.org", "is_active": ""})
    before = alice.email
    alice.refresh_from_db()
    assert (alice.is_administrator, alice.email, alice.is_active) == (False, before, True)


def test_the_page_asks_the_same_questions_whatever_the_number_of_teams(
    alice_client: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in (1, 2):
        make_team(f"Team number {n}", members=[alice], lead=make_user())
        with django_assert_num_queries(3):
            assert f"Team number {n}" in alice_client.get("/profile/").text


def test_the_zone_of_the_profile_is_the_zone_of_the_pages(alice_client: Client, alice: User) -> None:
    alice.time_zone = "Pacific/Kiritimati"
    alice.save()
    alice_client.post("/profile/", TYPED | {"time_zone": "Asia/Kolkata", "display_name": "A"})
    assert "Asia/Kolkata" in alice_client.get("/profile/").text


# --- the password -------------------------------------------------------------------------------
@pytest.fixture
def person(db: None) -> User:
    return make_user("Alice", password=PASSWORD)


@pytest.fixture
def person_client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_new_password_ends_every_other_session(person: User, person_client: Client, outbox: Outbox) -> None:
    elsewhere = Client()
    elsewhere.force_login(person)
    assert person_client.post("/profile/password/", PASSWORDS).status_code == 303
    person.refresh_from_db()
    assert person.check_password(PASSWORDS["password"])
    assert person_client.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
    assert [(message.recipient, message.refers_to) for message in outbox.messages] == [
        (person, {"notice": "password_changed"})
    ]
    assert [entry.kind for entry in AuditEntry.objects.all()] == ["password_changed"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("present", "not this one", "not your present password"),
        ("password", "short", "at least 12 characters"),
    ],
)
def test_a_password_is_not_changed_by_guessing(
    person: User, person_client: Client, field: str, typed: str, words: str
) -> None:
    response = person_client.post("/profile/password/", PASSWORDS | {field: typed})
    assert response.status_code == 422
    assert words in response.text
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_guessing_the_present_password_is_paused(person: User, person_client: Client) -> None:
    for _ in range(5):
        person_client.post("/profile/password/", PASSWORDS | {"present": "guess"})
    assert person_client.post("/profile/password/", PASSWORDS).status_code == 429
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
