"""The page of the one search."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from postmortems.models import PostmortemIncident
from postmortems.search.services import refresh_action, refresh_incident, refresh_postmortem
from tests.factories import make_action, make_incident, make_service, make_tag, make_team, make_user
from tests.postmortems.make import make_postmortem

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


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 class="hit-title"><a [^>]+>([^<]+)</a>', page)


@pytest.mark.parametrize("asked", ["/search/?q=&tag={0.slug}", "/search/?tag={0.pk}", "/search/?q=%22%22&tag={0.slug}"])
def test_filters_alone_answer_with_all_that_carries_them_newest_first(client, asked):
    auth = make_tag("auth", slug="auth")
    for day in (2, 1, 3):
        written(f"Sign-in fails {day}", tags=[auth], began_at=datetime(2026, 3, day, tzinfo=UTC))
    written("Queue stops", tags=[make_tag("queue")])
    page = client.get(asked.format(auth), follow=True).content.decode()
    assert titles(page) == ["Sign-in fails 3", "Sign-in fails 2", "Sign-in fails 1"]
    assert "All that fits, newest first." in page


@pytest.mark.parametrize(
    "asked", ["service={service.slug}", "team={team.slug}", "severity=1", "incident_kind=near_miss", "year=2026"]
)
def test_each_filter_answers_alone(client, asked):
    service, team = make_service(), make_team()
    facts: dict[str, Any] = {"services": [service], "teams": [team], "severity": 1, "kind": "near_miss"}
    written("Sign-in fails", began_at=datetime(2026, 3, 1, tzinfo=UTC), **facts)
    written("Queue stops", began_at=datetime(2025, 3, 1, tzinfo=UTC), severity=2)
    page = client.get(f"/search/?{asked.format(service=service, team=team)}").content.decode()
    assert titles(page) == ["Sign-in fails"]


def test_filters_alone_show_a_document_for_its_incident_and_actions_too(client):
    auth = make_tag("auth", slug="auth")
    postmortem = make_postmortem(make_incident("Sign-in fails", tags=[auth], severity=2))
    action = make_action(postmortem.lead_incident, "Watch the breaker")
    refresh_incident(postmortem.lead_incident_id)
    refresh_postmortem(postmortem.pk)
    refresh_action(action.pk)
    page = client.get("/search/?tag=auth").content.decode()
    assert sorted(titles(page)) == ["Sign-in fails", "Watch the breaker"]
    assert "Post-mortem</span>" in page
    only = client.get("/search/?tag=auth&kind=incident").content.decode()
    assert "Incident</span>" in only


def test_filters_alone_give_nothing_hidden_away(client):
    auth, secret = make_tag("auth", slug="auth"), make_tag("secret", slug="secret")
    written("Key in public", tags=[auth, secret], is_restricted=True)
    document = make_postmortem(make_incident("Sign-in fails", tags=[auth], severity=2))
    PostmortemIncident.objects.create(postmortem=document, incident=make_incident("Hidden", is_restricted=True))
    refresh_incident(document.lead_incident_id)
    refresh_postmortem(document.pk)
    page = client.get("/search/?tag=auth").content.decode()
    assert titles(page) == ["Sign-in fails"]
    assert "Incident</span>" in page, "the document tells of a hidden incident too, so the incident stands for itself"
    for unknown in ("secret", "nowhere", str(secret.pk)):
        assert "Everything ever written here" in client.get(f"/search/?tag={unknown}").content.decode()


def test_filters_alone_reach_every_row_a_page_at_a_time(client):
    auth = make_tag("auth", slug="auth")
    for minute in range(27):
        written(f"Sign-in fails {minute}", tags=[auth], began_at=datetime(2026, 3, 1, 10, minute, tzinfo=UTC))
    first = client.get("/search/?tag=auth").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    second = client.get(f"/search/{unescape(older[1])}").content.decode()
    assert titles(second) == ["Sign-in fails 1", "Sign-in fails 0"]
    assert 'rel="prev"' in second


@pytest.mark.parametrize("rows", [1, 3])
def test_filters_alone_cost_the_same_whatever_they_find(client, rows, django_assert_num_queries):
    auth = make_tag("auth", slug="auth")
    for number in range(rows):
        written(f"Sign-in fails {number}", tags=[auth])
    for asked, cost in (
        (f"tag={auth.pk}", 5),
        ("tag=auth", 6),
    ):  # session, person, choices, rows, what they say; the name
        client.get(f"/search/?{asked}")
        with django_assert_num_queries(cost):
            client.get(f"/search/?{asked}")


def test_the_year_is_typed_and_no_list_of_years_is_offered(client):
    page = client.get("/search/?q=queue&narrow=1").content.decode()
    assert '<select name="year"' not in page
    assert re.search(r'<input type="number" name="year"', page)
    written("Queue stops", began_at=datetime(1999, 3, 1, tzinfo=UTC))
    assert "1 answer<" in client.get("/search/?q=queue&year=1999").content.decode()
