"""A team's board, the table to take along, and one change to many."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.choices import ActionStatus
from actions.models import Action, ActionEvent, HandOver
from notifications.composing import Composed, compose
from notifications.models import Message
from people.models import Team, User
from tests.factories import make_action, make_incident, make_service, make_team, make_user

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 3)


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


@pytest.fixture
def signed_in(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def team(alice: User) -> Team:
    return make_team("Payments", members=[alice])


# --- the board -----------------------------------------------------------------------------------------
def board(client: Client, team: Team, **asked: str) -> str:
    return client.get(reverse("actions:team", args=[team.slug]), asked).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_costs_the_same_whatever_its_length(
    signed_in: Client, team: Team, rows: int, django_assert_num_queries
) -> None:
    for _ in range(rows):
        for status in ActionStatus:
            make_action(team=team, owner=make_user(), due_on=DUE, status=status)
    with django_assert_num_queries(6):  # session, person, team, choices of the filters, actions, the reader's teams
        answer = signed_in.get(reverse("actions:team", args=[team.slug]))
    assert [len(actions) for _, actions in answer.context["columns"]] == [rows] * 5


def test_the_board_shows_the_teams_actions_and_what_was_settled_lately(signed_in: Client, team: Team) -> None:
    make_action(title="Ours", team=team)
    make_action(title="Theirs", team=make_team())
    make_action(title="Long done", team=team, status=ActionStatus.DONE, settled_at=timezone.now() - timedelta(days=40))
    body = board(signed_in, team)
    assert "Ours" in body
    assert "Theirs" not in body
    assert "Long done" not in body


def test_the_board_is_filtered_by_its_address(signed_in: Client, team: Team) -> None:
    service = make_service("auth")
    make_action(make_incident(services=[service]), "At auth", team=team, priority="high")
    make_action(title="Elsewhere", team=team)
    for asked in ({"service": str(service.pk)}, {"priority": "high"}, {"q": "auth"}):
        body = board(signed_in, team, **asked)
        assert "At auth" in body
        assert "Elsewhere" not in body


def test_the_board_is_for_every_reader_and_hides_what_is_hidden_from_them(signed_in: Client, alice: User) -> None:
    theirs = make_team(members=[make_user()])
    make_action(title="Open to all", team=theirs)
    make_action(make_incident("Key in a log", is_restricted=True), "Rotate the key", team=theirs)
    body = board(signed_in, theirs)
    assert "Open to all" in body
    assert "Rotate the key" not in body
    named = make_incident("Key in a log", is_restricted=True, named=[alice])
    make_action(named, "Rotate the other key", team=theirs)
    assert "Rotate the other key" in board(signed_in, theirs)


# --- the table -----------------------------------------------------------------------------------------
def table(client: Client, **asked: str) -> list[dict[str, str]]:
    answer = client.get(reverse("actions:export_csv"), asked)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_the_table_is_the_list_as_it_is_filtered(signed_in: Client, alice: User) -> None:
    mine = make_action(make_incident("Checkout answers slowly"), "Alert on age", owner=alice, due_on=DUE)
    make_action(owner=make_user(), due_on=DUE)
    (row,) = table(signed_in, view="mine")
    assert row["reference"] == mine.public_number
    assert (row["title"], row["owner"], row["due"]) == ("Alert on age", "Alice", "2026-12-03")
    assert row["incident title"] == "Checkout answers slowly"
    assert len(table(signed_in)) == 2
    assert len(table(signed_in, q="nothing of the kind")) == 0


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@sum(a)", "\t=1", "＝1+1"])
def test_no_cell_is_a_formula(signed_in: Client, title: str) -> None:
    make_action(make_incident(title.strip()), title)
    (row,) = table(signed_in)
    assert row["title"] == f"'{title}"
    assert row["incident title"] == f"'{title.strip()}"


def test_the_table_holds_nothing_of_a_restricted_incident_for_a_stranger(signed_in: Client, alice: User) -> None:
    make_action(make_incident("Key in a log", is_restricted=True), "Rotate the key")
    seen = make_action(make_incident(is_restricted=True, named=[alice]), "Rotate the other key")
    assert [row["reference"] for row in table(signed_in)] == [seen.public_number]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_is_one_query_whatever_its_length(signed_in: Client, rows: int, django_assert_num_queries) -> None:
    for _ in range(rows):
        make_action(owner=make_user(), team=make_team(), due_on=DUE)
    with django_assert_num_queries(4):
        assert len(table(signed_in)) == rows


# --- one change to many ----------------------------------------------------------------------------------
def test_a_new_date_for_many_writes_a_row_for_each(signed_in: Client, alice: User) -> None:
    actions = [make_action(owner=alice, due_on=DUE) for _ in range(2)]
    numbers = [str(action.number) for action in actions]
    asked = urlencode({"action": numbers, "verb": "date", "next": "/actions/?view=mine"}, doseq=True)
    page = signed_in.get(f"{reverse('actions:bulk')}?{asked}")
    assert page.status_code == 200
    assert not ActionEvent.objects.exists()
    answer = signed_in.post(
        reverse("actions:bulk"),
        {"action": numbers, "verb": "date", "due_on": "2099-01-20", "reason": "After the freeze.", "next": "/mine/"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mine/")
    assert {action.due_on for action in Action.objects.all()} == {date(2099, 1, 20)}
    assert sorted(ActionEvent.objects.values_list("action_id", "reason")) == [
        (action.pk, "After the freeze.") for action in actions
    ]


def test_a_refusal_of_one_stops_none_of_the_others_and_loses_nothing(signed_in: Client, alice: User) -> None:
    fine = make_action(title="Fine", owner=alice, due_on=DUE)
    settled = make_action(title="Settled", owner=alice, due_on=DUE, status=ActionStatus.DONE)
    others = make_action(title="Others'", owner=make_user(), due_on=DUE)
    hidden = make_action(make_incident(is_restricted=True), "Rotate the key", owner=alice, due_on=DUE)
    answer = signed_in.post(
        reverse("actions:bulk"),
        {
            "action": [action.number for action in (fine, settled, others, hidden)],
            "verb": "date",
            "due_on": "2099-01-20",
            "reason": "After the freeze.",
        },
    )
    assert answer.status_code == 422
    body = answer.content.decode().replace("&#x27;", "'")
    assert "After the freeze." in body
    assert f"{settled.public_number} is not open" in body
    assert "It is changed by its owner" in body
    assert "Rotate the key" not in body
    assert hidden.public_number not in body
    assert list(Action.objects.filter(due_on=date(2099, 1, 20))) == [fine]


def test_many_are_offered_by_one_mail(signed_in: Client, alice: User) -> None:
    bob = make_user("Bob")
    actions = [make_action(title=f"Alert {n}", owner=alice, due_on=DUE) for n in range(3)]
    answer = signed_in.post(
        reverse("actions:bulk"),
        {"action": [action.number for action in actions], "verb": "owner", "to": bob.pk, "word": "You know it."},
    )
    assert answer.status_code == 303
    assert HandOver.objects.filter(to=bob, answer="offered").count() == 3
    assert {action.owner for action in Action.objects.all()} == {alice}
    mail = compose(Message.objects.get())
    assert isinstance(mail, Composed)
    assert mail.subject == "For you to take on? 3 actions"
    assert mail.text.count("Take it on: http") == 3


def test_many_are_offered_to_nobody_who_may_not_see_them(signed_in: Client, alice: User) -> None:
    bob = make_user("Bob")
    action = make_action(make_incident(is_restricted=True, named=[alice]), owner=alice, due_on=DUE)
    answer = signed_in.post(
        reverse("actions:bulk"), {"action": action.number, "verb": "owner", "to": bob.pk, "word": ""}
    )
    assert answer.status_code == 422
    assert "Bob may not see it." in answer.content.decode()
    assert not HandOver.objects.exists()
    assert not Message.objects.exists()


def test_a_verb_goes_back_to_the_list_it_came_from(signed_in: Client, alice: User) -> None:
    action = make_action(owner=alice, due_on=DUE)
    path = reverse("actions:complete", args=[action.number])
    assert 'value="/actions/?view=mine"' in signed_in.get(f"{path}?next=/actions/%3Fview%3Dmine").content.decode()
    answer = signed_in.post(path, {"evidence": "It fired.", "next": "/actions/?view=mine"})
    assert answer.headers["Location"] == "/actions/?view=mine"


def test_lists_say_nothing_red_about_a_date_that_passed(signed_in: Client, team: Team) -> None:
    make_action(team=team, due_on=datetime(2026, 1, 1, tzinfo=UTC).date())
    body = board(signed_in, team)
    assert "overdue" not in body.lower()
    assert "attention" not in body


def test_each_row_of_a_walked_list_offers_its_verbs_and_comes_back(signed_in: Client, alice: User) -> None:
    action = make_action(title="Alert on the age", owner=alice, due_on=DUE)
    text = signed_in.get(reverse("actions:list"), {"view": "mine"}).content.decode()
    for name in ("actions:complete", "actions:reschedule"):
        assert f'href="{reverse(name, args=[action.number])}?next=%2Factions%2F%3Fview%3Dmine"' in text
