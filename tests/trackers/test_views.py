"""The pages of tickets and connections."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from actions.trackers.choices import LinkState
from actions.trackers.models import TrackerConnection, TrackerLink
from actions.trackers.sealing import seal, unseal
from people.models import AuditEntry
from tests.factories import make_action, make_incident, make_team, make_user
from tests.trackers.servers.base import SECRET, TOKEN
from tests.trackers.servers.github import FakeGitHub

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("Alice")


@pytest.fixture
def admin():
    return make_user("Ada", is_administrator=True)


@pytest.fixture
def connection(admin):
    return TrackerConnection.objects.create(
        name="Shop on GitHub",
        kind="github",
        base_url="https://api.github.com",
        project="acme/shop",
        token_sealed=seal(TOKEN),
        created_by=admin,
    )


@pytest.fixture
def action(alice):
    return make_action(owner=alice)


def page(name, action):
    return reverse(f"actions:{name}", args=[action.number])


def test_a_ticket_is_asked_for_and_shown_as_waiting(client, alice, action, connection):
    client.force_login(alice)
    assert client.post(page("ticket", action), {"create": "yes", "connection": connection.pk}).status_code == 303
    body = client.get(action.get_absolute_url()).content.decode()
    assert "It is made at the next turn." in body
    assert "Shop on GitHub" in body


def test_a_ticket_is_linked_by_its_address(client, alice, action, connection):
    client.force_login(alice)
    sent = {"url": "https://github.com/Acme/Shop/issues/17", "link": "yes"}
    assert client.post(page("ticket", action), sent).status_code == 303
    assert (TrackerLink.objects.get().key, TrackerLink.objects.get().url) == ("17", sent["url"])
    again = client.post(page("ticket", make_action(owner=alice)), sent)
    assert again.status_code == 422
    assert "Another action has this ticket." in again.content.decode()


def test_what_is_typed_comes_back_with_the_reason(client, alice, action, connection):
    client.force_login(alice)
    answer = client.post(page("ticket", action), {"url": "https://example.org/17"})
    assert answer.status_code == 422
    assert "https://example.org/17" in answer.content.decode()
    assert "No connection knows this address" in answer.content.decode()


def test_of_a_restricted_incident_the_page_asks_first(client, alice, connection):
    action = make_action(make_incident(by=alice, is_restricted=True), owner=alice)
    client.force_login(alice)
    answer = client.post(page("ticket", action), {"create": "yes", "connection": connection.pk})
    assert answer.status_code == 422
    assert "Confirm that a ticket is made" in answer.content.decode()
    sent = {"create": "yes", "connection": connection.pk, "confirmed": "on"}
    assert client.post(page("ticket", action), sent).status_code == 303


def test_a_failing_sync_shows_its_reason_and_next_try(client, alice, action, connection):
    TrackerLink.objects.create(
        action=action,
        connection=connection,
        key="17",
        asked_by=alice,
        state=LinkState.FAILING,
        reason="The tracker does not accept our token (401).",
        attempts=3,
        next_try_at=timezone.now(),
    )
    client.force_login(alice)
    body = client.get(action.get_absolute_url()).content.decode()
    for words in ("does not accept our token (401)", "Next try", "3 tries so far"):
        assert words in body


def test_the_four_buttons_do_what_they_say(client, alice, action, connection):
    link = TrackerLink.objects.create(
        action=action, connection=connection, key="17", asked_by=alice, asks_for_reasoning=True, attempts=3
    )
    client.force_login(alice)
    client.post(page("ticket_retry", action))
    link.refresh_from_db()
    assert link.attempts == 0
    client.post(page("ticket_keep_open", action))
    link.refresh_from_db()
    assert link.reopens_there
    client.post(page("ticket_unlink", action))
    client.post(page("ticket_unlink", action))
    assert not TrackerLink.objects.exists()
    assert "No longer linked with 17 in Shop on GitHub." in action.events.values_list("reason", flat=True)


def test_only_who_carries_it_may_touch_its_ticket(client, action, connection):
    client.force_login(make_user("Bob"))
    for name in ("ticket", "ticket_retry", "ticket_unlink", "ticket_keep_open"):
        assert client.post(page(name, action)).status_code == 403


FACTS = {
    "name": "Shop",
    "kind": "github",
    "base_url": "https://api.github.com",
    "project": "acme/shop",
    "is_active": "on",
}


def test_a_connection_is_made_and_its_secrets_are_never_shown(client, admin):
    client.force_login(admin)
    sent = FACTS | {"token": TOKEN, "webhook_secret": SECRET}
    answer = client.post("/actions/trackers/add/", sent)
    connection = TrackerConnection.objects.get()
    assert answer.url == connection.get_absolute_url()
    assert (unseal(connection.token_sealed), unseal(connection.webhook_secret_sealed)) == (TOKEN, SECRET)
    shown = (
        client.get(connection.get_absolute_url()).content.decode() + client.get("/actions/trackers/").content.decode()
    )
    shown += str(list(AuditEntry.objects.values()))
    refused = client.post(connection.get_absolute_url(), sent | {"name": ""})
    assert refused.status_code == 422
    for secret in (TOKEN, SECRET, connection.token_sealed):
        assert secret not in shown + refused.content.decode()
    assert str(connection.hook) in shown


def test_saving_without_a_token_keeps_the_one_there_is_but_not_for_another_address(client, admin, connection):
    client.force_login(admin)
    assert client.post(connection.get_absolute_url(), FACTS | {"name": "New name"}).status_code == 303
    connection.refresh_from_db()
    assert (connection.name, unseal(connection.token_sealed)) == ("New name", TOKEN)
    moved = client.post(connection.get_absolute_url(), FACTS | {"base_url": "https://evil.example.org"})
    assert moved.status_code == 422
    assert "needs its token anew" in moved.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"token": ""}, "Write the token."),
        ({"project": "shop"}, "Write owner/repository."),
        ({"project": "acme/../x"}, "Write owner/repository."),
        ({"base_url": "https://me:secret@api.github.com"}, "without a name"),
        ({"kind": "jira", "project": "OPS"}, "by its mail address"),
        ({"kind": "nothing"}, "valid choice"),
    ],
)
def test_a_connection_that_cannot_work_is_refused(client, admin, changes, said):
    client.force_login(admin)
    answer = client.post("/actions/trackers/add/", FACTS | {"token": TOKEN} | changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not TrackerConnection.objects.exists()


def test_the_test_button_says_what_the_tracker_says(client, admin, connection, settings):
    settings.TRACKERS_AT_PRIVATE_ADDRESSES = True
    server = FakeGitHub()
    TrackerConnection.objects.update(base_url=server.base_url)
    client.force_login(admin)
    check = reverse("actions:tracker_check", args=[connection.pk])
    assert "The repository acme/shop answers." in client.post(check, follow=True).content.decode()
    TrackerConnection.objects.update(token_sealed=seal("another"))
    assert "does not accept our token" in client.post(check, follow=True).content.decode()
    server.stop()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_connections_costs_the_same_whatever_its_length(client, admin, rows, django_assert_num_queries):
    for n in range(rows):
        TrackerConnection.objects.create(
            name=f"C{n}",
            kind="github",
            base_url="https://api.github.com",
            project=f"a/b{n}",
            token_sealed="x",
            created_by=admin,
        )
    client.force_login(admin)
    with django_assert_num_queries(3):
        client.get("/actions/trackers/")


def test_a_stranger_sees_no_ticket_of_a_restricted_incident(client, alice, connection):
    action = make_action(make_incident(by=alice, is_restricted=True), owner=alice)
    TrackerLink.objects.create(action=action, connection=connection, key="17", asked_by=alice)
    client.force_login(make_user("Charlie"))
    for name in ("detail", "ticket"):
        assert client.get(page(name, action)).status_code == 404
    for name in ("ticket_retry", "ticket_unlink", "ticket_keep_open"):
        assert client.post(page(name, action)).status_code == 404
    assert Action.objects.filter(ticket__key="17").exists()


# --- one's own page ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "in_sync"}, []),
        ({"state": "waiting"}, []),
        (
            {"state": "drifted", "asks_for_reasoning": True, "reason": "Closed there as not planned."},
            ["Closed there as not planned.", "Give the reasoning", "Keep it open"],
        ),
        ({"state": "failing", "reason": "It did not answer."}, ["It did not answer.", "Next try", "Look now"]),
        ({"state": "in_sync", "ticket_owner": "octocat"}, ["Owner: Alice here, octocat there"]),
        ({"state": "in_sync", "ticket_owner": "alice"}, []),
        ({"state": "in_sync", "ticket_due_on": date(2031, 1, 9)}, ["Due date: ", "9 Jan 2031 there"]),
    ],
)
def test_a_ticket_that_needs_its_owner_waits_on_their_own_page(client, action, connection, facts, words):
    alice = action.owner
    TrackerLink.objects.create(action=action, connection=connection, key="7", asked_by=alice, **facts)
    client.force_login(alice)
    body = client.get(reverse("people:mine")).content.decode()
    assert ("Tickets that need a word from you" in body) is bool(words)
    for each in words:
        assert each in body


def test_a_ticket_waits_for_owner_and_lead_and_nobody_else(client, alice, action, connection):
    lead, other = make_user("Lead"), make_user("Other")
    Action.objects.filter(pk=action.pk).update(team=make_team(lead=lead, members=[other]))
    facts = {"state": "failing", "reason": "It did not answer."}
    TrackerLink.objects.create(action=action, connection=connection, key="7", asked_by=alice, **facts)
    for person, sees in ((alice, True), (lead, True), (other, False)):
        client.force_login(person)
        assert ("It did not answer." in client.get(reverse("people:mine")).content.decode()) is sees
