"""Handing over: asked first, accepted or declined with a word, and until then it stays where it is."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.choices import ActionEventKind, ActionStatus, HandOverAnswer
from actions.models import Action, HandOver
from actions.queries import offers_to, standing_offer
from actions.services import (
    NotPossible,
    accept_hand_over,
    commit_action,
    complete_action,
    decline_hand_over,
    hand_over_action,
    offer_hand_over,
    withdraw_hand_over,
)
from notifications.choices import MessageKind
from notifications.composing import Composed, Later, Skip, compose
from notifications.models import Message
from people.models import User
from tests.factories import make_action, make_incident, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


@pytest.fixture
def bob() -> User:
    return make_user("Bob")


def mail(kind: str) -> Composed | Skip | Later:
    return compose(Message.objects.get(kind=kind))


def test_an_offer_leaves_the_action_where_it_is_and_asks_at_once(alice: User, bob: User) -> None:
    action = make_action(owner=alice, title="Alert on the queue's age")
    offer_hand_over(action, by=alice, to=bob, word="You know the queue.")

    action.refresh_from_db()
    assert action.owner == alice
    offer = standing_offer(action)
    assert offer is not None
    assert (offer.by, offer.to, offer.word) == (alice, bob, "You know the queue.")
    assert list(offers_to(bob)) == [offer]
    assert action.events.get().kind == ActionEventKind.OFFERED
    asked = mail(MessageKind.HAND_OVER_OFFERED)
    assert isinstance(asked, Composed)
    assert asked.subject == f"For you to take on? {action.public_number} Alert on the queue's age"
    assert "Alice asks whether you take this on" in asked.text
    assert "You know the queue." in asked.text
    assert Message.objects.get().recipient == bob


def test_accepting_makes_it_theirs_and_tells_the_giver(alice: User, bob: User) -> None:
    action = make_action(owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    accept_hand_over(action, by=bob)

    action.refresh_from_db()
    assert action.owner == bob
    assert HandOver.objects.get().answer == HandOverAnswer.ACCEPTED
    told = mail(MessageKind.HAND_OVER_ANSWERED)
    assert isinstance(told, Composed)
    assert "Bob has accepted this action" in told.text
    assert not offers_to(bob).exists()
    assert isinstance(mail(MessageKind.HAND_OVER_OFFERED), Skip)


def test_declining_takes_a_word_and_changes_no_owner(alice: User, bob: User) -> None:
    action = make_action(owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    with pytest.raises(NotPossible):
        decline_hand_over(action, by=bob, reply=" ")
    decline_hand_over(action, by=bob, reply="Carol knows it better.")

    action.refresh_from_db()
    assert action.owner == alice
    told = mail(MessageKind.HAND_OVER_ANSWERED)
    assert isinstance(told, Composed)
    assert "Carol knows it better." in told.text
    assert action.events.first().reason == "Carol knows it better."


def test_a_second_offer_ends_the_first(alice: User, bob: User) -> None:
    carol = make_user("Carol")
    action = make_action(owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    offer_hand_over(action, by=alice, to=carol)
    with pytest.raises(NotPossible, match="not offered to you any more"):
        accept_hand_over(action, by=bob)
    accept_hand_over(action, by=carol)
    assert list(HandOver.objects.order_by("pk").values_list("answer", flat=True)) == ["withdrawn", "accepted"]


def test_what_one_offers_to_oneself_is_accepted_already(alice: User) -> None:
    action = make_action()
    offer_hand_over(action, by=alice, to=alice)
    action.refresh_from_db()
    assert action.owner == alice
    assert not HandOver.objects.exists()
    assert not Message.objects.exists()


def test_an_offer_does_not_reach_past_a_later_owner(alice: User, bob: User) -> None:
    carol = make_user("Carol")
    action = make_action(owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    commit_action(action, by=alice, owner=carol, due_on=timezone.localdate(), outcome="x")
    assert not offers_to(bob).exists()
    assert standing_offer(Action.objects.get()) is None
    with pytest.raises(NotPossible, match="another owner"):
        accept_hand_over(action, by=bob)
    assert Action.objects.get().owner == carol


def test_a_settled_action_waits_for_nobodys_answer(alice: User, bob: User) -> None:
    action = make_action(owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    complete_action(action, by=alice, evidence="It fired in a drill.")
    assert not offers_to(bob).exists()
    with pytest.raises(NotPossible, match="settled already"):
        accept_hand_over(action, by=bob)


@pytest.mark.parametrize("facts", [{"status": ActionStatus.DONE}, {"status": ActionStatus.WONT_DO}])
def test_what_is_settled_cannot_be_offered(alice: User, bob: User, facts: dict[str, str]) -> None:
    with pytest.raises(NotPossible, match="settled"):
        offer_hand_over(make_action(owner=alice, **facts), by=alice, to=bob)  # type: ignore[arg-type]


def test_nobody_who_left_owns_it_or_was_asked_already_is_asked(alice: User, bob: User) -> None:
    action = make_action(owner=alice)
    gone = make_user(is_active=False)
    offer_hand_over(action, by=alice, to=bob)
    for to, words in ((gone, "has left"), (alice, "owns it already"), (bob, "offered to Bob already")):
        with pytest.raises(NotPossible, match=words):
            offer_hand_over(action, by=bob, to=to)


def test_withdrawing_ends_it_before_the_answer(alice: User, bob: User) -> None:
    action = make_action(owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    withdraw_hand_over(action, by=alice)
    assert not offers_to(bob).exists()
    with pytest.raises(NotPossible):
        withdraw_hand_over(action, by=alice)


def test_making_somebody_the_owner_outright_ends_an_offer(alice: User, bob: User) -> None:
    action = make_action(owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    hand_over_action(action, by=alice, owner=make_user("Carol"))
    assert HandOver.objects.get().answer == HandOverAnswer.WITHDRAWN


def test_an_offer_about_a_restricted_incident_is_a_number_and_a_link(alice: User, bob: User) -> None:
    incident = make_incident("Key found in a public log", is_restricted=True, named=[alice, bob])
    action = make_action(incident, "Rotate the signing key", owner=alice)
    offer_hand_over(action, by=alice, to=bob, word="You know the signing key.")
    decline_hand_over(action, by=bob, reply="The signing key is Carol's.")
    offer_hand_over(action, by=alice, to=bob, word="You know the signing key.")
    for message in Message.objects.all():
        said = compose(message)
        if isinstance(said, Skip):
            continue
        everything = said.subject + said.text + said.html
        assert action.public_number in said.subject
        assert "from-mail" not in everything
        for word in ("Key found", "Rotate", "signing", "Alice", "Bob", incident.public_number):
            assert word not in everything


def test_access_lost_takes_the_offer_away(alice: User, bob: User) -> None:
    incident = make_incident(is_restricted=True, named=[alice, bob])
    action = make_action(incident, owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    incident.accesses.filter(user=bob).delete()
    assert not offers_to(bob).exists()
    assert isinstance(mail(MessageKind.HAND_OVER_OFFERED), Skip)


def test_the_database_keeps_one_open_offer_an_action(alice: User, bob: User) -> None:
    action = make_action(owner=alice)
    HandOver.objects.create(action=action, owner=alice, by=alice, to=bob)
    with pytest.raises(IntegrityError, match="hand_over_one_open_per_action"), transaction.atomic():
        HandOver.objects.create(action=action, owner=alice, by=alice, to=make_user())


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"answer": "maybe", "answered_at": timezone.now()}, "hand_over_answer_known"),
        ({"answer": "accepted"}, "hand_over_answered_iff_dated"),
        ({"answered_at": timezone.now()}, "hand_over_answered_iff_dated"),
        ({"answer": "declined", "answered_at": timezone.now()}, "hand_over_declined_with_a_word"),
    ],
)
def test_the_database_refuses_what_no_offer_may_be(alice: User, bob: User, facts: object, constraint: str) -> None:
    action = make_action(owner=alice)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        HandOver.objects.create(action=action, owner=alice, by=alice, to=bob, **facts)  # type: ignore[arg-type]
