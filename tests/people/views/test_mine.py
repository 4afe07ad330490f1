"""One's own page: what waits for the reader, across everything, and for nobody else."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from actions.choices import ActionStatus
from actions.models import Action
from actions.services import offer_hand_over
from actions.trackers.models import TrackerConnection, TrackerLink
from incidents.models import Incident, IncidentAccess
from people.models import User
from postmortems.models import Postmortem
from postmortems.services import add_comment, ask_for_review
from tests.factories import make_action, make_incident, make_team, make_user
from tests.postmortems.make import fill, make_postmortem


def ticket_of(action: Action, by: User, n: int) -> None:
    """Give an action a ticket that was closed without being done."""
    connection, _ = TrackerConnection.objects.get_or_create(
        name="Shop", kind="github", project="acme/shop", token_sealed="sealed", created_by=by
    )
    facts = {"state": "drifted", "asks_for_reasoning": True, "reason": "Closed there as not planned."}
    TrackerLink.objects.create(action=action, connection=connection, key=str(n + 1), asked_by=by, **facts)


def fill_pages(alice: User, rows: int) -> None:
    """Let so many of everything wait for Alice."""
    bob = make_user("Bob")
    team = make_team(members=[alice], lead=alice)
    for n in range(rows):
        make_action(title=f"Alert on age {n}", owner=alice, due_on=date(2026, 12, 3))
        make_action(title=f"Nobody's {n}", team=team)
        make_action(title=f"Held {n}", owner=alice, due_on=date(2026, 12, 3), status="done", verify_on=date(2020, 1, 1))
        offer_hand_over(make_action(title=f"Offered {n}", owner=bob), by=bob, to=alice, word="You know it.")
        reviewed = make_postmortem(make_incident(f"Search is slow {n}", by=bob, severity=2), by=bob)
        fill(reviewed)
        ask_for_review(reviewed, reviewers=[alice], by=bob)
        draft = make_postmortem(make_incident(f"Queue stands still {n}", by=bob, severity=2), by=bob)
        Postmortem.objects.filter(pk=draft.pk).update(facilitator=alice)
        add_comment(draft, body="Which queue?", by=bob)
        ticket_of(make_action(title=f"Reachable {n}", owner=bob, team=team, due_on=date(2026, 12, 3)), bob, n)


@pytest.mark.parametrize("rows", [1, 3])
def test_everything_that_waits_is_here_at_one_price(
    alice_client: Client, alice: User, rows: int, django_assert_num_queries
) -> None:
    fill_pages(alice, rows)
    with django_assert_num_queries(9):  # session, person, and one for each of seven panels
        answer = alice_client.get(reverse("people:mine"))
    body = answer.content.decode()
    for words in (
        "Alert on age",
        "Held",
        "Nobody&#x27;s",
        "Offered",
        "Search is slow",
        "Queue stands still",
        "1 open comment",
        "Reachable",
    ):
        assert body.count(f"{words} ") + body.count(f"{words}<") >= rows
    assert [panel.name for panel in answer.context["panels"]] == [
        "offers",
        "reviews",
        "actions",
        "verdicts",
        "tickets",
        "drafts",
        "unowned",
    ]


def test_an_empty_page_teaches(alice_client: Client) -> None:
    body = alice_client.get(reverse("people:mine")).content.decode()
    assert "Nothing waits for you." in body
    assert "hand-overs offered to you" in body


def test_nothing_of_a_restricted_incident_waits_for_somebody_who_may_not_see_it(
    alice_client: Client, alice: User
) -> None:
    fill_pages(alice, 1)
    Incident.objects.update(is_restricted=True)
    IncidentAccess.objects.filter(user=alice).delete()
    body = alice_client.get(reverse("people:mine")).content.decode()
    for words in (
        "Alert on age",
        "Nobody",
        "Offered",
        "Search is slow",
        "Queue stands still",
        "Reachable",
        "AI-",
        "INC-",
    ):
        assert words not in body
    assert "Nothing waits for you." in body


def test_what_is_others_or_settled_does_not_wait(alice_client: Client, alice: User) -> None:
    make_action(title="Somebody else's", owner=make_user())
    make_action(title="Settled", owner=alice, due_on=date(2026, 12, 3), status=ActionStatus.DONE)
    assert "Nothing waits for you." in alice_client.get(reverse("people:mine")).content.decode()
