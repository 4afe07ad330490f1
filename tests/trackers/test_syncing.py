"""Action and ticket go together, over real sockets, for each of the four."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action
from actions.services import complete_action, decline_action, hand_over_action, reopen_action
from actions.trackers.adapters import tracker_of
from actions.trackers.choices import LinkState, TicketState
from actions.trackers.mails import compose_ticket_asks
from actions.trackers.models import TrackerConnection, TrackerLink
from actions.trackers.queries import differences
from actions.trackers.services import create_ticket, keep_ticket_open, link_ticket, unlink_ticket
from actions.trackers.syncing import Outcome, draft_of, lease_links, sync_link, sync_tickets
from actions.trackers.ticket import TrackerError
from incidents.models import Incident, IncidentAccess
from notifications.choices import MessageKind
from notifications.composing import Composed, Skip
from notifications.models import Message
from tests.factories import make_action, make_incident, make_user
from tests.trackers.conftest import linked, make_connection, sync
from tests.trackers.servers.base import TOKEN, Fault

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=10)


def status():
    return Action.objects.get().status


# --- create -------------------------------------------------------------------------------------------
def test_a_ticket_is_made_with_what_the_action_says(link, server, action):
    assert (link.state, link.ticket_state) == (LinkState.IN_SYNC, TicketState.OPEN)
    assert len(server.issues) == 1
    text = server.text_of(link.key)
    assert action.title in text
    assert "It pages" in text
    assert f"/actions/{action.public_number}/" in text
    assert link.url


def test_making_it_is_asked_for_once(link, action, connection, alice):
    with pytest.raises(Exception, match="has a ticket already"):
        create_ticket(action, by=alice, connection=connection)


def test_a_cut_connection_after_their_creating_makes_no_second_ticket(server, connection, action, alice):
    create_ticket(action, by=alice, connection=connection)
    server.faults = [Fault(cut="after", method="POST", saying="Alert on queue age")]
    sync_tickets()
    failed = linked()
    assert (failed.state, failed.key, len(server.issues)) == (LinkState.FAILING, "", 1)
    assert "could not be reached" in failed.reason
    sync(later=LATER)
    assert (linked().state, len(server.issues)) == (LinkState.IN_SYNC, 1)


def test_a_worker_that_dies_after_their_creating_makes_no_second_ticket(server, connection, action, alice):
    create_ticket(action, by=alice, connection=connection)
    (mine,) = lease_links()
    TrackerLink.objects.filter(pk=mine.pk).update(create_begun_at=timezone.now())
    tracker_of(connection).create(draft_of(Action.objects.get(), mine))  # and here it is killed
    assert sync_tickets().in_step == 0, "the lease is not over"
    sync_tickets(at=timezone.now() + LATER)
    assert (linked().state, len(server.issues)) == (LinkState.IN_SYNC, 1)
    assert linked().key in server.issues


def test_a_worker_that_dies_before_their_creating_makes_one_ticket(server, connection, action, alice):
    create_ticket(action, by=alice, connection=connection)
    (mine,) = lease_links()
    TrackerLink.objects.filter(pk=mine.pk).update(create_begun_at=timezone.now())
    sync_tickets(at=timezone.now() + LATER)
    assert (linked().state, len(server.issues)) == (LinkState.IN_SYNC, 1)


def test_after_a_doubtful_creation_it_is_looked_for_only_when_search_has_caught_up(server, connection, action, alice):
    link = create_ticket(action, by=alice, connection=connection)
    TrackerLink.objects.filter(pk=link.pk).update(create_begun_at=timezone.now())
    sync_tickets()
    assert "look for it before making another" in linked().reason
    assert server.requests == []


def test_a_worker_whose_lease_passed_on_writes_nothing(server, connection, action, alice):
    create_ticket(action, by=alice, connection=connection)
    (slow,) = lease_links()
    sync_tickets(at=timezone.now() + LATER)
    before = TrackerLink.objects.values().get()
    sync_link(slow, Outcome())
    assert TrackerLink.objects.values().get() == before
    assert len(server.issues) == 1


# --- link ---------------------------------------------------------------------------------------------
def test_a_ticket_that_is_there_is_linked_by_its_address(server, connection, action, alice):
    key = server.new_issue("Something planned")
    link_ticket(action, by=alice, url=server.page_of(key))
    sync_tickets()
    assert (linked().key, linked().state, len(server.issues)) == (key, LinkState.IN_SYNC, 1)


@pytest.mark.parametrize("url", ["https://example.org/1", "nonsense", "javascript:alert(1)", "https://[", ""])
def test_an_address_nobody_knows_is_refused(server, connection, action, alice, url):
    with pytest.raises(Exception, match="No connection knows"):
        link_ticket(action, by=alice, url=url)


def test_a_ticket_of_another_project_is_not_ours(server, connection, action, alice):
    key = server.new_issue("x")
    address = server.page_of(key).replace("shop", "other").replace("OPS-", "OPSX-").replace("ENG-", "ENGX-")
    with pytest.raises(Exception, match="No connection knows"):
        link_ticket(action, by=alice, url=address)


def test_one_ticket_belongs_to_one_action(link, server, alice):
    with pytest.raises(Exception, match="Another action has this ticket"):
        link_ticket(make_action(), by=alice, url=server.page_of(link.key))


def test_a_linked_ticket_that_is_done_already_settles_the_action(server, connection, action, alice):
    key = server.new_issue("Something planned")
    server.set_state(key, "done")
    link_ticket(action, by=alice, url=server.page_of(key))
    sync_tickets()
    assert status() == ActionStatus.DONE


# --- closed there -------------------------------------------------------------------------------------
def test_closing_there_closes_here_with_the_ticket_as_evidence(link, server):
    server.set_state(link.key, "done")
    sync()
    action = Action.objects.get()
    assert (action.status, linked().state) == (ActionStatus.DONE, LinkState.IN_SYNC)
    assert link.key in action.evidence
    assert action.events.first().by.display_name == "The tracker"


def test_opening_it_again_there_opens_it_here(link, server):
    server.set_state(link.key, "done")
    sync()
    server.set_state(link.key, "open")
    sync()
    assert (status(), linked().state) == (ActionStatus.TODO, LinkState.IN_SYNC)


@pytest.mark.parametrize(
    ("state", "words"), [("cancelled", "not planned|wontfix|Won't Do|Canceled"), ("duplicate", "uplicate")]
)
def test_closed_without_being_done_asks_for_the_reasoning(link, server, alice, state, words):
    server.set_state(link.key, state)
    sync()
    found = linked()
    assert status() == ActionStatus.TODO, "won't do keeps its reasoning, so it waits for one"
    assert (found.state, found.ticket_state, found.asks_for_reasoning) == (LinkState.DRIFTED, state, True)
    assert re.search(words, found.reason)
    sync()
    assert linked().asks_for_reasoning, "it goes on asking"
    asked = len(server.requests)
    decline_action(Action.objects.get(), by=alice, reasoning="The part is being removed.")
    sync()
    assert (linked().state, linked().asks_for_reasoning) == (LinkState.IN_SYNC, False)
    assert [one.method for one in server.since(asked) if one.method in {"PATCH", "PUT"}] == []
    assert server.state_of(link.key) == state, "it stays what it is there"


def test_the_owner_is_asked_by_mail_once_and_not_after_an_answer(link, server, alice):
    server.set_state(link.key, "cancelled")
    sync()
    sync()
    message = Message.objects.get(kind=MessageKind.TICKET_ASKS)
    assert message.recipient == alice
    mail = compose_ticket_asks(message)
    assert isinstance(mail, Composed)
    assert link.key in mail.text
    assert "Alert on queue age" in mail.subject
    Incident.objects.update(is_restricted=True)
    IncidentAccess.objects.create(incident=Incident.objects.get(), user=alice)
    bare = compose_ticket_asks(message)
    assert isinstance(bare, Composed)
    assert bare.subject == Action.objects.get().public_number
    assert "queue" not in bare.text + bare.html
    assert link.connection.name not in bare.text + bare.html
    decline_action(Action.objects.get(), by=alice, reasoning="Removed.")
    sync()
    assert isinstance(compose_ticket_asks(message), Skip)


def test_it_may_stay_open_instead(link, server, alice):
    server.set_state(link.key, "cancelled")
    sync()
    keep_ticket_open(Action.objects.get(), by=alice)
    sync_tickets()
    assert (server.state_of(link.key), linked().state, status()) == ("open", LinkState.IN_SYNC, ActionStatus.TODO)


def test_done_there_is_no_word_for_a_proposal(server, connection, alice):
    action = make_action(status=ActionStatus.PROPOSED)
    create_ticket(action, by=alice, connection=connection)
    sync_tickets()
    server.set_state(linked().key, "done")
    sync()
    assert (status(), linked().state) == (ActionStatus.PROPOSED, LinkState.DRIFTED)
    assert "Commit to it first" in linked().reason


# --- closed here --------------------------------------------------------------------------------------
def test_closing_here_closes_there_and_says_why(link, server, alice):
    complete_action(Action.objects.get(), by=alice, evidence="The alert fired in the drill.")
    sync_tickets()
    assert (server.state_of(link.key), linked().state) == ("done", LinkState.IN_SYNC)
    assert "The alert fired in the drill." in str(server.comments)
    sync()
    assert len(server.comments) == 1


def test_wont_do_here_is_cancelled_there(link, server, alice):
    decline_action(Action.objects.get(), by=alice, reasoning="The part is being removed.")
    sync_tickets()
    assert (server.state_of(link.key), linked().state) == ("cancelled", LinkState.IN_SYNC)
    assert "The part is being removed." in str(server.comments)


def test_reopening_here_opens_it_there(link, server, alice):
    complete_action(Action.objects.get(), by=alice, evidence="x")
    sync_tickets()
    reopen_action(Action.objects.get(), by=alice, reason="It did not hold.")
    sync_tickets()
    assert (server.state_of(link.key), linked().state) == ("open", LinkState.IN_SYNC)


def test_a_comment_that_does_not_come_through_closes_nothing_twice(link, server, alice):
    complete_action(Action.objects.get(), by=alice, evidence="x")
    word = "commentCreate" if server.kind == "linear" else "/notes" if server.kind == "gitlab" else "/comment"
    server.faults = [Fault(500, saying=word)]
    sync_tickets()
    assert (server.state_of(link.key), linked().state) == ("done", LinkState.IN_SYNC)
    assert "without our comment" in linked().reason


def test_both_moved_and_not_to_the_same_is_shown_and_left(link, server, alice):
    server.set_state(link.key, "cancelled")
    complete_action(Action.objects.get(), by=alice, evidence="x")
    sync_tickets()
    assert (status(), server.state_of(link.key)) == (ActionStatus.DONE, "cancelled")
    assert (linked().state, "Both moved" in linked().reason) == (LinkState.DRIFTED, True)


# --- what differs -------------------------------------------------------------------------------------
def test_another_owner_there_is_shown_and_nobodys_is_overwritten(link, server, action):
    server.assign(link.key, "octocat")
    sync()
    [difference] = differences(Action.objects.get(), linked())
    assert (difference.what, difference.here, difference.there) == ("Owner", "Alice", "octocat")
    assert Action.objects.get().owner == action.owner
    server.assign(link.key, "alice")
    sync()
    assert differences(Action.objects.get(), linked()) == []


def test_another_date_is_shown(link, server):
    if server.kind == "github":
        pytest.skip("GitHub's issues have no date")
    Action.objects.update(due_on=date(2031, 1, 2))
    assert [one.what for one in differences(Action.objects.get(), linked())] == ["Due date"]


# --- trouble ------------------------------------------------------------------------------------------
TROUBLE = [
    (Fault(500), "in trouble (500)"),
    (Fault(503), "in trouble (503)"),
    (Fault(401), "does not accept our token"),
    (Fault(403), "may not do this"),
    (Fault(404), "no such ticket"),
    (Fault(302, {"Location": "http://169.254.169.254/"}), "has moved (302)"),
    (Fault(cut="before"), "could not be reached"),
]


def test_trouble_is_said_with_its_reason_and_the_next_try_and_passes(link, server):
    for fault, said in TROUBLE:
        server.faults = [Fault(fault.status, fault.headers, fault.cut)]
        asked = len(server.requests)
        assert sync().failing == 1
        found = linked()
        assert found.state == LinkState.FAILING
        assert said in found.reason
        assert found.next_try_at > timezone.now() + timedelta(seconds=40)
        assert len(server.since(asked)) == 1, "no redirect is followed, nothing is asked twice"
        assert TOKEN not in found.reason
        sync()
        assert (linked().state, linked().reason, linked().attempts) == (LinkState.IN_SYNC, "", 0)


def test_each_try_waits_longer(link, server):
    waits = []
    for _ in range(4):
        server.faults = [Fault(500)]
        sync()
        waits.append((linked().next_try_at - timezone.now()).total_seconds())
    assert waits[0] < waits[1] < waits[2] < waits[3]


def test_being_asked_to_wait_goes_for_the_whole_connection(link, server, connection, alice):
    other = make_action(owner=alice, due_on=date(2027, 1, 1))
    server.faults = [Fault(429, {"Retry-After": "90"})]
    sync()
    create_ticket(other, by=alice, connection=connection)
    asked = len(server.requests)
    sync_tickets()
    assert server.since(asked) == [], "nothing is asked before the time is over"
    assert "wait (429)" in linked_of(link.action_id).reason
    paused = TrackerConnection.objects.get().paused_until
    assert paused is not None
    assert 80 < (paused - timezone.now()).total_seconds() <= 90
    sync_tickets(at=paused + timedelta(seconds=1))
    assert len(server.issues) == 2


def linked_of(action_id):
    return TrackerLink.objects.get(action_id=action_id)


def test_when_nothing_is_left_we_stop_before_being_refused(link, server):
    reset = str(int((timezone.now() + timedelta(minutes=30)).timestamp()))
    server.headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    sync()
    paused = TrackerConnection.objects.get().paused_until
    assert paused is not None
    assert linked().state == LinkState.IN_SYNC
    assert abs((paused - timezone.now()).total_seconds() - 1800) < 60


def test_an_older_answer_does_not_undo_a_newer_one(link, server):
    TrackerLink.objects.update(ticket_updated_at=timezone.now() + timedelta(days=1))
    server.set_state(link.key, "done")
    sync()
    assert (status(), linked().state) == (ActionStatus.TODO, LinkState.IN_SYNC)


def test_the_test_button_says_what_the_token_opens(server, connection, alice):
    assert "answers" in tracker_of(connection).check()
    connection.delete()
    with pytest.raises(TrackerError, match="does not accept our token"):
        tracker_of(make_connection(server, by=alice, token="another")).check()


def test_unlinking_leaves_the_ticket(link, server, action, alice):
    unlink_ticket(action, by=alice)
    complete_action(Action.objects.get(), by=alice, evidence="x")
    sync_tickets()
    assert server.state_of(link.key) == "open"
    assert not TrackerLink.objects.exists()


# --- restricted ---------------------------------------------------------------------------------------
def test_of_a_restricted_incident_a_ticket_is_made_only_when_confirmed_and_says_only_its_number(
    server, connection, alice
):
    incident = make_incident("Key found in a public log", by=alice, is_restricted=True)
    action = make_action(
        incident, "Rotate the leaked key", owner=alice, due_on=date(2027, 1, 1), outcome="Nobody has it"
    )
    with pytest.raises(Exception, match="restricted"):
        create_ticket(action, by=alice, connection=connection)
    assert not TrackerLink.objects.exists()
    create_ticket(action, by=alice, connection=connection, confirmed=True)
    sync_tickets()
    complete_action(Action.objects.get(), by=alice, evidence="The key was rotated in the vault.")
    sync_tickets()
    sent = " ".join(f"{one.path} {one.query} {one.data}" for one in server.requests) + str(server.comments)
    assert action.public_number in sent
    for word in ("leaked", "Rotate", "public log", "Nobody", "rotated", "2027", incident.public_number):
        assert word not in sent


def test_an_owner_who_changes_is_told_by_nobody_there(link, server, action, alice):
    asked = len(server.requests)
    hand_over_action(Action.objects.get(), by=alice, owner=make_user("Bob"))
    sync_tickets()
    assert {one.method for one in server.since(asked)} <= {"GET", "POST"}
    assert linked().state == LinkState.IN_SYNC
