"""The page of the one search."""

from typing import Any

import pytest
from django.test import Client

from postmortems.search.services import refresh_incident
from tests.factories import make_incident, make_service, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def written(title: str, text: str = "", **facts: Any) -> None:
    refresh_incident(make_incident(title, summary=text, **facts).pk)


def test_filters_are_there_for_who_asks_for_them(client):
    service = make_service()
    plain = client.get("/search/?q=queue").content.decode()
    assert "<select" not in plain
    assert 'name="narrow"' in plain
    assert str(service) in client.get("/search/?q=queue&narrow=1").content.decode()


@pytest.mark.parametrize(
    "chosen", ["kind=incident", "severity=1", "year=2020", "service=7000", "incident_kind=near_miss"]
)
def test_an_address_with_a_filter_shows_them(client, chosen):
    make_service()
    assert '<select name="service"' in client.get(f"/search/?q=queue&{chosen}").content.decode()


def test_a_filter_in_the_address_narrows(client):
    service = make_service()
    written("Queue stops", services=[service])
    written("Queue goes on")
    page = client.get(f"/search/?q=queue&service={service.pk}").content.decode()
    assert "1 answer<" in page
    assert "</mark> stops" in page


def test_an_answer_says_what_it_is_and_nothing_in_it_is_markup(client):
    written("Queue <b>stops</b>", "The queue & its <i>workers</i>.", severity=1, kind="near_miss")
    page = client.get("/search/?q=queue").content.decode()
    assert "<mark>Queue</mark> &lt;b&gt;stops&lt;/b&gt;</a></h2>" in page
    assert "<mark>queue</mark> &amp; its &lt;i&gt;workers&lt;/i&gt;." in page
    for said in ("Incident</span>", "severity-dots", "Near miss"):
        assert said in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_statements_does_not_grow(client, rows, django_assert_num_queries):
    for number in range(rows):
        written(f"Queue {number} stops")
    client.get("/search/?q=queue")
    with django_assert_num_queries(5):
        client.get("/search/?q=queue")
    client.get("/search/?q=queue&narrow=1")
    with django_assert_num_queries(6):
        client.get("/search/?q=queue&narrow=1")
