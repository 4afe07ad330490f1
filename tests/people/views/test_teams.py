import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import AuditEntry, Team, User
from people.queries import members_of
from tests.factories import make_team, make_user

LIST = "/administration/teams/"


def test_a_team_is_made_with_lead_and_members(admin_client: Client, alice: User) -> None:
    emil = make_user("Emil")
    typed = {"name": "Payments & Risk", "lead": alice.pk, "members": [emil.pk]}
    assert admin_client.post(f"{LIST}new/", typed).status_code == 303
    team = Team.objects.get()
    assert (team.slug, team.lead, team.is_active) == ("payments-risk", alice, True)
    assert list(members_of(team)) == [alice, emil]
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.about) == ("team_changed", "Payments & Risk")
    assert entry.details == {"created": True, "lead": "Alice", "joined": ["Alice", "Emil"]}


def test_a_team_is_changed_and_keeps_its_address(admin_client: Client, alice: User) -> None:
    team = make_team("Search", slug="search", members=[alice])
    assert "checked" in admin_client.get(f"{LIST}search/").text
    typed = {"name": "Discovery", "lead": "", "members": [], "is_active": "on"}
    assert admin_client.post(f"{LIST}search/", typed).status_code == 303
    team.refresh_from_db()
    assert (team.name, team.slug, list(team.members.all())) == ("Discovery", "search", [])
    admin_client.post(f"{LIST}search/", typed)
    assert AuditEntry.objects.count() == 1


def test_members_who_were_deactivated_are_kept_for_their_return(admin_client: Client, alice: User) -> None:
    gone = make_user("Gone", is_active=False)
    team = make_team("Search", slug="search", members=[gone])
    admin_client.post(f"{LIST}search/", {"name": "Search", "members": [alice.pk], "is_active": "on"})
    assert set(team.members.all()) == {alice, gone}
    assert list(members_of(team)) == [alice]


@pytest.mark.parametrize("where", ["new/", "other/"])
def test_a_name_that_is_taken_comes_back(admin_client: Client, where: str) -> None:
    make_team("Search")
    make_team("Other", slug="other")
    response = admin_client.post(f"{LIST}{where}", {"name": "SEARCH", "is_active": "on"})
    assert response.status_code == 422
    assert "There is a team of this name." in response.text
    assert Team.objects.count() == 2


def test_names_that_read_alike_get_addresses_of_their_own(admin_client: Client) -> None:
    for name in ("Search!", "Search?", "…"):
        admin_client.post(f"{LIST}new/", {"name": name})
    assert sorted(Team.objects.values_list("slug", flat=True)) == ["search", "search-2", "team"]


def test_somebody_who_is_gone_leads_nothing(admin_client: Client) -> None:
    gone = make_user(is_active=False)
    assert admin_client.post(f"{LIST}new/", {"name": "Search", "lead": gone.pk}).status_code == 422


def test_everybody_reads_a_team_and_nothing_is_counted_there(
    alice_client: Client, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    team = make_team("Search", slug="search", members=[alice], lead=alice)
    for count in (1, 3):
        while team.memberships.count() < count:
            team.memberships.create(user=make_user())
        with django_assert_num_queries(4):  # session, person, team, members
            text = alice_client.get("/teams/search/").text
        assert text.count('class="list-row"') == count
    main = text[text.index("<main") :]
    assert not re.search(r">\s*\d+\s*<", main)
    assert "Edit" not in main


def test_a_missing_team_is_missing(alice_client: Client, admin_client: Client) -> None:
    assert alice_client.get("/teams/none/").status_code == 404
    assert admin_client.get(f"{LIST}none/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("where", ["", "new/", "search/"])
def test_only_administrators_change_teams(alice_client: Client, method: str, where: str) -> None:
    make_team("Search", slug="search")
    assert getattr(alice_client, method)(f"{LIST}{where}", {"name": "Mine"}).status_code == 403
    assert Team.objects.get().name == "Search"


def test_the_list_asks_the_same_questions_whatever_its_length(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        while Team.objects.count() < count:
            make_team(lead=make_user())
        with django_assert_num_queries(3):
            assert admin_client.get(LIST).text.count('class="list-row"') == count
