"""The incident list."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from postmortems.models import Postmortem, PostmortemIncident
from tests.factories import make_incident, make_service, make_severity, make_tag, make_team, make_user

pytestmark = pytest.mark.django_db
URL = reverse("incidents:list")
T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)


def titles(client: Client, **query: Any) -> list[str]:
    return [row.title for row in client.get(URL, query).context["page"].rows]


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, item_count: int
) -> None:
    services, tags = [make_service(), make_service(), make_service()], [make_tag()]
    for _ in range(item_count):
        make_incident(services=services, tags=tags, severity=1, teams=[make_team()])
    client.force_login(make_user())
    client.get(URL)
    with django_assert_num_queries(4):  # session, person, what filters offer, rows
        client.get(URL)


def test_newest_comes_first_and_the_next_page_goes_on(client: Client) -> None:
    for day in range(1, 28):
        make_incident(f"Day {day}", began_at=T.replace(day=day))
    client.force_login(make_user())
    page = client.get(URL)
    assert [row.title for row in page.context["page"].rows][:2] == ["Day 27", "Day 26"]
    assert titles(client, after=page.context["page"].older) == ["Day 2", "Day 1"]


def test_an_empty_list_teaches(client: Client) -> None:
    client.force_login(make_user())
    page = client.get(URL)
    assert "Record one with its title alone" in page.content.decode()
    assert "No incident fits" in client.get(URL, {"text": "x"}).content.decode()


def test_every_filter_finds_its_own(client: Client) -> None:
    service, tag, team = make_service("Edge"), make_tag("kafka"), make_team("Platform")
    found = make_incident(
        "Half of the edge is gone",
        services=[service],
        tags=[tag],
        teams=[team],
        severity=make_severity(1),
        kind="near_miss",
        began_at=T.replace(year=2024),
    )
    make_incident("Something else", severity=2, began_at=T)
    client.force_login(make_user())
    for query in (
        {"text": "EDGE"},
        {"service": service.slug},
        {"tag": tag.slug},
        {"team": team.slug},
        {"severity": "1"},
        {"kind": "near_miss"},
        {"near_miss": "on"},
        {"year": "2024"},
    ):
        assert titles(client, **query) == [found.title], query


@pytest.mark.parametrize(
    "asked", ["service", "tag", "team", "service tag", "tag team", "service tag team", "service text"]
)
def test_what_was_touched_is_listed_newest_first_page_by_page(client: Client, asked: str) -> None:
    service, tag, team = make_service("Edge"), make_tag("kafka"), make_team("Platform")
    days = list(range(1, 29))
    for day in [*days[::2], *days[1::2]]:  # not in the order they are recorded in
        at = T.replace(day=day)
        make_incident(f"Day {day}", began_at=at, services=[make_service(), service], tags=[tag], teams=[team])
    make_incident("Day of another", began_at=T, services=[make_service()], tags=[make_tag()], teams=[make_team()])
    of = {"service": service.slug, "tag": tag.slug, "team": team.slug, "text": "day"}
    query = {name: of[name] for name in asked.split()}
    client.force_login(make_user())
    page = client.get(URL, query).context["page"]
    assert [row.title for row in page.rows] == [f"Day {day}" for day in range(28, 3, -1)]
    assert titles(client, **query, after=page.older) == ["Day 3", "Day 2", "Day 1"]
    last = client.get(URL, query | {"after": page.older}).context["page"]
    assert titles(client, **query, before=last.newer) == [row.title for row in page.rows]


def test_a_filter_that_cannot_be_read_filters_nothing_and_says_so(client: Client) -> None:
    make_incident("One")
    client.force_login(make_user())
    page = client.get(URL, {"year": "soon", "service": "no-such", "severity": "x"})
    assert [row.title for row in page.context["page"].rows] == ["One"]
    assert {"year", "service", "severity"} <= set(page.context["form"].errors)


def test_the_year_is_the_readers_year(client: Client) -> None:
    make_incident("New Year's night", began_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    client.force_login(make_user(time_zone="Europe/Berlin"))
    assert titles(client, year="2026") == ["New Year's night"]
    assert titles(client, year="2025") == []


def test_the_documents_state_is_shown_unless_it_tells_of_something_hidden(client: Client) -> None:
    alice, charlie = make_user("Alice"), make_user("Charlie")
    lead, hidden = make_incident("Lead", by=alice), make_incident("Hidden", by=alice, is_restricted=True)
    document = Postmortem.objects.create(lead_incident=lead, created_by=alice)
    client.force_login(charlie)
    assert "chip-drafting" in client.get(URL).content.decode()
    PostmortemIncident.objects.create(postmortem=document, incident=hidden)
    assert "chip-drafting" not in client.get(URL).content.decode()
    client.force_login(alice)
    assert "chip-drafting" in client.get(URL).content.decode()


def test_htmx_gets_the_rows_alone_and_only_where_it_asks_for_them(client: Client) -> None:
    make_incident("One")
    client.force_login(make_user())
    part = client.get(URL, headers={"HX-Request": "true", "HX-Target": "div#incident-list"})
    whole = client.get(URL, headers={"HX-Request": "true", "HX-Target": "div#something-else"})
    assert b"<html" not in part.content
    assert b"One" in part.content
    assert b"<html" in whole.content
    assert "HX-Request" in part.headers["Vary"]
    assert "HX-Request" in whole.headers["Vary"]


# --- the first steps of a new organisation --------------------------------------------------------------
def steps(client: Client) -> list[str]:
    return [step.page for step in client.get(URL).context["steps"] if not step.is_done]


def test_a_new_administrator_is_told_what_to_do_next_until_it_is_done(client: Client) -> None:
    ada = make_user("Ada", is_administrator=True)
    client.force_login(ada)
    needed = ["people:new_team", "incidents:service_add", "people:invitations", "incidents:record"]
    assert steps(client) == [*needed, "postmortems:import_upload", "notifications:outbox"]
    text = client.get(URL).content.decode()
    for name in steps(client):
        assert f'href="{reverse(name)}"' in text
        assert client.get(reverse(name)).status_code == 200
    make_team()
    make_user()
    assert steps(client)[:2] == ["incidents:service_add", "incidents:record"]
    make_service()
    hidden = make_incident(is_restricted=True)
    assert "incidents:record" in steps(client), "a hidden incident is none that she knows of"
    make_incident(by=hidden.recorded_by)
    assert steps(client) == []


def test_nobody_else_is_told(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.force_login(make_user("Bob"))
    assert steps(client) == []
    client.force_login(make_user("Ada", is_administrator=True))
    with django_assert_num_queries(6):
        assert "What next" in client.get(URL).content.decode()


def test_once_an_incident_is_there_an_administrator_waits_for_no_look_through_all_of_them(
    client: Client,
) -> None:
    make_team()
    make_service()
    make_incident()
    client.force_login(make_user("Ada", is_administrator=True))
    client.get(URL)
    with CaptureQueriesContext(connection) as asked:
        assert steps(client) == []
    assert len(asked) == 5
    assert "is_imported" not in asked[-1]["sql"]


def test_an_address_carries_only_what_is_set(client: Client) -> None:
    client.force_login(make_user())
    response = client.get(URL, {"text": "edge", "service": "", "tag": ""})
    assert (response.status_code, response["Location"]) == (302, f"{URL}?text=edge")
