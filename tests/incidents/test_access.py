"""Attacks on a restricted incident. Who gets which address is in tests/access/incidents.py."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from incidents.services import lift_restriction, restrict_incident, take_access
from tests.access import incidents as of_incidents
from tests.access.world import World, make_world
from tests.factories import make_incident, make_service, make_tag

pytestmark = pytest.mark.django_db

NOBODYS_NUMBER = 987_654


@pytest.fixture
def world() -> World:
    world = make_world()
    of_incidents.furnish(world)
    return world


def client_of(person: Any) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def body_of(response: Any) -> str:
    """The page but for the token of its sign-out form, which is new in every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["charlie", "admin"])
@pytest.mark.parametrize(
    "row", [row for row in of_incidents.ACCESS if row[1] and row[2]["charlie"] in {404, 405}], ids=lambda row: row[0]
)
def test_a_hidden_incident_answers_a_stranger_like_a_missing_one(world: World, row: Any, who: str, method: str) -> None:
    name, kwargs_of, _ = row
    kwargs = kwargs_of(world)
    client = client_of(getattr(world, who))
    hidden = getattr(client, method)(reverse(name, kwargs=kwargs))
    missing = getattr(client, method)(reverse(name, kwargs=kwargs | {"number": NOBODYS_NUMBER}))
    assert hidden.status_code == missing.status_code
    assert hidden.status_code in {404, 405}
    assert body_of(hidden) == body_of(missing)


def test_a_stranger_changes_nothing_by_posting(world: World) -> None:
    before = Incident.objects.values().get(pk=world.incident.pk), world.incident.history.count()
    client = client_of(world.charlie)
    for name, kwargs_of, expected in of_incidents.ACCESS:
        if kwargs_of and expected["charlie"] in {404, 405}:
            client.post(
                reverse(name, kwargs=kwargs_of(world)), {"title": "Mine now", "text": "x", "person": world.charlie.pk}
            )
    assert before == (Incident.objects.values().get(pk=world.incident.pk), world.incident.history.count())


def test_filters_and_list_never_show_a_hidden_incident_or_a_tag_only_it_bears(world: World) -> None:
    service, tag = make_service("Ledger"), make_tag("acme-leak")
    make_incident("Acme's data was readable", services=[service], tags=[tag], is_restricted=True, by=world.alice)
    page = client_of(world.charlie).get(reverse("incidents:list"), {"service": service.slug, "text": "Acme"})
    assert b"Acme's data" not in page.content
    assert b"acme-leak" not in page.content
    assert b"No incident fits" in page.content
    page = client_of(world.admin).get(reverse("incidents:tags"))
    assert b"acme-leak" not in page.content
    assert b"acme-leak" in client_of(world.alice).get(reverse("incidents:list")).content


def test_a_tag_is_named_no_more_once_the_last_incident_everybody_sees_bears_it_no_more(world: World) -> None:
    tag = make_tag("acme-leak")
    first, second = (make_incident(tags=[tag], by=world.alice, named=[world.bob]) for _ in range(2))

    def named_to(person: Any) -> bool:
        return b"acme-leak" in client_of(person).get(reverse("incidents:list")).content

    restrict_incident(first, by=world.alice)
    assert named_to(world.charlie)
    restrict_incident(second, by=world.alice)
    assert (named_to(world.charlie), named_to(world.admin), named_to(world.bob)) == (False, False, True)
    take_access(first, person=world.bob, by=world.alice)
    assert named_to(world.bob)
    take_access(second, person=world.bob, by=world.alice)
    assert not named_to(world.bob)
    lift_restriction(second, by=world.alice)
    assert named_to(world.charlie)
    second.tags.clear()
    assert not named_to(world.charlie)
