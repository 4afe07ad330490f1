"""Restricting, lifting, naming and un-naming."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from people.models import User
from tests.factories import make_incident, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user("Alice")
    client.force_login(alice)
    return alice


def url(name: str, incident: Incident, *more: int) -> str:
    return reverse(f"incidents:{name}", args=[incident.number, *more])


def test_restricting_asks_first_and_names_who_does_it(client: Client, alice: User) -> None:
    bob, charlie = make_user("Bob"), make_user("Charlie")
    incident = make_incident(by=make_user("Dana"))
    assert client.get(url("restrict", incident)).status_code == 200
    assert not Incident.objects.get(pk=incident.pk).is_restricted
    client.post(url("restrict", incident), {"people": [bob.pk]})
    incident.refresh_from_db()
    assert incident.is_restricted
    assert set(incident.people_with_access.all()) >= {alice, bob}
    assert charlie not in incident.people_with_access.all()


def test_restricting_with_nobody_else_is_fine_and_with_a_stranger_number_is_not(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    assert client.post(url("restrict", incident), {"people": ["999999"]}).status_code == 422
    assert client.post(url("restrict", incident)).status_code == 303


def test_lifting_asks_first(client: Client, alice: User) -> None:
    incident = make_incident(by=alice, is_restricted=True)
    assert client.get(url("lift_restriction", incident)).status_code == 200
    incident.refresh_from_db()
    assert incident.is_restricted
    client.post(url("lift_restriction", incident))
    incident.refresh_from_db()
    assert not incident.is_restricted


def test_naming_lets_in_and_un_naming_shuts_out(client: Client, alice: User) -> None:
    bob, incident = make_user("Bob"), make_incident(by=alice, is_restricted=True)
    theirs = Client()
    theirs.force_login(bob)
    assert theirs.get(incident.get_absolute_url()).status_code == 404
    client.post(url("access", incident), {"person": bob.pk})
    assert theirs.get(incident.get_absolute_url()).status_code == 200
    assert client.get(url("take_access", incident, bob.pk)).status_code == 200
    client.post(url("take_access", incident, bob.pk))
    assert theirs.get(incident.get_absolute_url()).status_code == 404


def test_naming_nobody_comes_back(client: Client, alice: User) -> None:
    assert client.post(url("access", make_incident(by=alice)), {"person": ""}).status_code == 422


def test_the_last_one_cannot_leave_and_is_told_why(client: Client, alice: User) -> None:
    incident = make_incident(by=alice, is_restricted=True)
    response = client.post(url("take_access", incident, alice.pk))
    assert response.status_code == 422
    assert "Name somebody else first" in response.content.decode()
    assert client.get(incident.get_absolute_url()).status_code == 200


def test_whoever_un_names_themselves_is_led_to_the_list(client: Client, alice: User) -> None:
    incident = make_incident(by=alice, named=[make_user("Bob")], is_restricted=True)
    response = client.post(url("take_access", incident, alice.pk))
    assert response.headers["Location"] == reverse("incidents:list")
    assert client.get(incident.get_absolute_url()).status_code == 404
