import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import AuditEntry, User
from people.rules import RefusedError
from people.services.people import change_person, deactivate_person
from tests.factories import make_action, make_incident, make_team, make_user

LIST = "/administration/people/"


def address(person: User, verb: str = "") -> str:
    return f"{LIST}{person.pk}/{verb}{'/' if verb else ''}"


def acts() -> list[str]:
    return [entry.kind for entry in AuditEntry.objects.order_by("pk")]


def test_the_home_links_only_to_pages_that_are_there(admin_client: Client) -> None:
    text = admin_client.get("/administration/").text
    links = re.findall(r'class="card-title">.*?href="([^"]+)"', text)
    assert {"/administration/people/", "/administration/teams/", "/messages/outbox/", "/post-mortems/import/"} <= set(
        links
    )
    assert {admin_client.get(link).status_code for link in links} == {200}


def test_a_member_is_told_that_it_takes_an_administrator_and_not_who_is_one(client: Client, admin: User) -> None:
    client.force_login(make_user("Alice"))
    for page in ("/administration/", LIST, "/administration/tags/", "/messages/outbox/"):
        refused = client.get(page)
        assert refused.status_code == 403
        assert "This takes an administrator" in refused.text
        assert "You may read this" not in refused.text
        assert admin.display_name not in refused.text


def test_the_list_asks_the_same_questions_whatever_its_length(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 3):
        while User.objects.get_queryset().count() < count + 1:
            make_team(members=[make_user()])
        with django_assert_num_queries(5):  # session, person, teams to filter by, people, their teams
            assert admin_client.get(LIST).text.count('class="list-row"') == count + 1


def test_the_list_is_narrowed_by_words_role_team_and_state(admin_client: Client) -> None:
    search = make_team("Search", members=[make_user("Dora", is_facilitator=True)])
    make_user("Emil")
    make_user("Gone", is_active=False)

    def names(**query: str | int) -> list[str]:
        return re.findall(r'list-row-title" href="[^"]+">([^<]+)<', admin_client.get(LIST, query).text)

    assert names() == ["Ada", "Dora", "Emil"]
    assert names(words="DOR") == ["Dora"]
    assert names(role="facilitator") == ["Dora"]
    assert names(team=search.pk) == ["Dora"]
    assert names(show="deactivated") == ["Gone"]
    assert names(role="nonsense", team="x") == ["Ada", "Dora", "Emil"]


def test_the_list_goes_on_by_key(admin_client: Client) -> None:
    for n in range(60):
        make_user(f"Person {n:02}")
    first = admin_client.get(LIST)
    older = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert older
    second = admin_client.get(LIST + older.group(1).replace("&amp;", "&"))
    assert first.text.count('class="list-row"') == 50
    assert second.text.count('class="list-row"') == 11


def test_name_roles_and_teams_are_changed(admin_client: Client, alice: User) -> None:
    search, payments = make_team("Search"), make_team("Payments", members=[alice])
    response = admin_client.post(
        address(alice), {"display_name": "Alice B.", "is_facilitator": "on", "teams": [search.pk]}
    )
    assert response.status_code == 303
    alice.refresh_from_db()
    assert (alice.display_name, alice.roles) == ("Alice B.", ["facilitator"])
    assert list(alice.teams.all()) == [search]
    entry = AuditEntry.objects.get()
    assert entry.details == {
        "fields": ["display_name", "is_facilitator"],
        "roles": ["facilitator"],
        "joined": ["Search"],
        "left": ["Payments"],
    }
    assert "joined: Search" in admin_client.get("/administration/audit/").text
    assert payments.pk


def test_a_lead_stays_a_member_of_the_team_they_lead(admin_client: Client, alice: User) -> None:
    team = make_team("Search", members=[alice], lead=alice)
    admin_client.post(address(alice), {"display_name": "Alice", "teams": []})
    assert list(alice.teams.all()) == [team]


def test_an_empty_name_comes_back(admin_client: Client, alice: User) -> None:
    response = admin_client.post(address(alice), {"display_name": "", "is_leadership": "on"})
    assert response.status_code == 422
    assert "<h1>Alice</h1>" in response.text
    alice.refresh_from_db()
    assert alice.roles == ["member"]


def test_a_missing_person_is_missing(admin_client: Client) -> None:
    assert admin_client.get(f"{LIST}999999/").status_code == 404


@pytest.mark.parametrize("verb", ["", "deactivate", "reactivate", "hand-over"])
def test_only_administrators_change_people(alice_client: Client, alice: User, admin: User, verb: str) -> None:
    for person in (alice, admin):
        response = alice_client.post(address(person, verb), {"display_name": "X", "is_administrator": "on"})
        assert response.status_code == 403
    alice.refresh_from_db()
    assert alice.roles == ["member"]
    assert acts() == []


# --- leaving --------------------------------------------------------------------------------------
def test_the_page_says_what_becomes_of_actions_and_teams(admin_client: Client, alice: User) -> None:
    make_team("Search", lead=alice)
    text = " ".join(admin_client.get(address(alice)).text.split())
    assert "become orphaned: the lead of each action's team is told" in text
    assert "<strong>Search</strong> will have no lead" in text


def test_deactivating_ends_access_and_keeps_the_person(admin_client: Client, alice: User) -> None:
    team = make_team("Search", members=[alice], lead=alice)
    alices = Client()
    alices.force_login(alice)
    assert admin_client.post(address(alice, "deactivate")).status_code == 303
    assert alices.get("/agreement/").status_code == 302
    team.refresh_from_db()
    assert team.lead is None
    assert list(alice.teams.all()) == [team]
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.details) == ("person_deactivated", {"no_lead_now": ["Search"]})
    admin_client.post(address(alice, "deactivate"))
    assert acts() == ["person_deactivated"]


def test_reactivating_gives_back_what_there_was(admin_client: Client) -> None:
    gone = make_user("Gone", is_active=False, is_facilitator=True)
    admin_client.post(address(gone, "reactivate"))
    admin_client.post(address(gone, "reactivate"))
    gone.refresh_from_db()
    assert (gone.is_active, gone.deactivated_at, gone.roles) == (True, None, ["facilitator"])
    assert acts() == ["person_reactivated"]


def test_the_last_administrator_stays_one(admin_client: Client, admin: User) -> None:
    make_user("Was one", is_administrator=True, is_active=False)
    response = admin_client.post(address(admin, "deactivate"))
    assert response.status_code == 422
    assert "This is the only administrator" in response.text
    response = admin_client.post(address(admin), {"display_name": "Ada"})
    assert response.status_code == 422
    assert "This is the only administrator" in response.text
    admin.refresh_from_db()
    assert (admin.is_active, admin.is_administrator) == (True, True)
    assert acts() == []


def test_an_administrator_may_step_down_where_there_is_another(admin_client: Client, admin: User) -> None:
    make_user("Grace", is_administrator=True)
    assert admin_client.post(address(admin), {"display_name": "Ada"}).status_code == 303
    assert admin_client.get(LIST).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["deactivate", "take the role"])
def test_two_who_remove_each_other_at_once_do_not_both_succeed(way: str) -> None:
    ada, grace = make_user("Ada", is_administrator=True), make_user("Grace", is_administrator=True)
    both = Barrier(2)

    def remove(pair: tuple[User, User]) -> str:
        by, person = pair
        try:
            both.wait(5)
            if way == "deactivate":
                deactivate_person(person, by=by)
            else:
                change_person(
                    person,
                    by=by,
                    display_name=person.display_name,
                    is_facilitator=False,
                    is_leadership=False,
                    is_administrator=False,
                    teams=[],
                )
        except RefusedError:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(remove, [(ada, grace), (grace, ada)]))
    assert results == ["done", "refused"]
    assert User.objects.active().filter(is_administrator=True).count() == 1


# --- a link to hand over --------------------------------------------------------------------------
def test_a_reset_link_is_handed_over_once_and_logged(admin_client: Client, admin: User, alice: User) -> None:
    response = admin_client.post(address(alice, "hand-over"))
    link = re.search(r'value="https?://[^/]+(/account/password/reset/key/[^"]+)"', response.text)
    assert link
    assert "no-store" in response.headers["Cache-Control"]
    assert "set-password" in Client().get(link.group(1)).headers["Location"]
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.by, entry.about) == ("link_handed_over", admin, "Alice")
    assert link.group(1).split("-")[-1].strip("/") not in str(entry.details)
    assert admin_client.get(address(alice, "hand-over")).status_code == 405


def test_no_link_is_handed_over_for_somebody_who_was_deactivated(admin_client: Client) -> None:
    gone = make_user(is_active=False)
    assert admin_client.post(address(gone, "hand-over")).status_code == 422
    assert acts() == []


def test_before_somebody_goes_it_says_how_many_actions_become_orphaned(admin_client: Client) -> None:
    dora, emil = make_user("Dora"), make_user("Emil")
    for restricted in (False, False, True):  # the administrator is not named on the last
        incident = make_incident(by=dora, is_restricted=restricted)
        make_action(incident, owner=dora)
    make_action(owner=dora, status="done")
    assert "2 open actions would become orphaned." in admin_client.get(address(dora)).text
    assert "would become orphaned" not in admin_client.get(address(emil)).text
