"""Two connections at once: the second one finds what the first one made of it."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from django.utils import timezone

from actions.choices import LinkPurpose
from actions.link_services import LinkRefused, undo_link_use, use_link
from actions.links import mail_link, undo_link
from actions.models import Action, ActionEvent, HandOver, LinkUse
from actions.services import (
    NotPossible,
    accept_hand_over,
    offer_hand_over,
    reschedule_action,
    withdraw_hand_over,
)
from tests.factories import make_action, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """Begin `first`, let `second` run into its lock from another connection, then let both end."""
    refusals: list[str] = []

    def run_second() -> None:
        try:
            second()
        except LinkRefused as refused:
            refusals.append(refused.refusal.code)
        except NotPossible as refused:
            refusals.extend(blocker.code for blocker in refused.blockers)
        finally:
            connection.close()

    thread = threading.Thread(target=run_second)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(0.4)
        assert thread.is_alive(), "the second one should wait for the first one's lock"
    thread.join(10)
    return refusals


def test_of_two_who_post_one_links_form_at_once_the_second_is_told_that_it_was_used() -> None:
    alice = make_user("Alice")
    action = make_action(owner=alice, due_on=date(2026, 12, 3))
    link = mail_link(alice, action, LinkPurpose.NEW_DATE, message=1, at=timezone.now())

    def post(day: int) -> LinkUse:
        return use_link(
            link,
            person=alice,
            act=lambda row: reschedule_action(row, by=alice, due_on=date(2027, 1, day), reason="Waiting."),
        )

    assert meanwhile(lambda: post(1), lambda: post(2)) == ["used"]
    assert Action.objects.get().due_on == date(2027, 1, 1)
    assert (LinkUse.objects.count(), ActionEvent.objects.count()) == (1, 1)


def test_of_two_who_undo_at_once_the_second_is_told_that_it_is_undone() -> None:
    alice = make_user("Alice")
    action = make_action(owner=alice, due_on=date(2026, 12, 3))
    use = use_link(
        mail_link(alice, action, LinkPurpose.NEW_DATE, message=1, at=timezone.now()),
        person=alice,
        act=lambda row: reschedule_action(row, by=alice, due_on=date(2027, 1, 1), reason="Waiting."),
    )
    undo = undo_link(use, at=timezone.now())
    assert meanwhile(lambda: undo_link_use(undo), lambda: undo_link_use(undo)) == ["undone"]
    assert Action.objects.get().due_on == date(2026, 12, 3)
    assert ActionEvent.objects.count() == 2


def test_an_offer_is_withdrawn_or_accepted_and_never_both() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    action = make_action(owner=alice)
    offer_hand_over(action, by=alice, to=bob)
    assert meanwhile(lambda: withdraw_hand_over(action, by=alice), lambda: accept_hand_over(action, by=bob)) == [
        "not_offered"
    ]
    assert Action.objects.get().owner == alice


def test_two_offers_at_once_leave_one_that_stands() -> None:
    alice, bob, carol = make_user("Alice"), make_user("Bob"), make_user("Carol")
    action = make_action(owner=alice)
    refused = meanwhile(
        lambda: offer_hand_over(action, by=alice, to=bob), lambda: offer_hand_over(action, by=alice, to=carol)
    )
    assert refused == []
    assert HandOver.objects.get(answer="offered").to == carol
    assert HandOver.objects.get(answer="withdrawn").to == bob
