"""Reviews, comments, and who hears of them."""

import pytest

from notifications.models import Message
from postmortems.choices import PostmortemStatus, ReviewAnswer
from postmortems.models import Postmortem
from postmortems.rules import Refused
from postmortems.services import (
    add_comment,
    answer_review,
    ask_for_review,
    resolve_comment,
    take_back_to_draft,
)
from tests.factories import make_incident, make_user
from tests.postmortems.make import make_postmortem, make_published

pytestmark = pytest.mark.django_db


def test_asking_moves_the_draft_into_review_and_owes_each_reviewer_a_message() -> None:
    alice, bob, carol = make_user("Alice"), make_user("Bob"), make_user("Carol")
    postmortem = ask_for_review(make_postmortem(by=alice), reviewers=[bob, carol], by=alice)
    assert postmortem.status == PostmortemStatus.IN_REVIEW
    assert {review.reviewer: review.answer for review in postmortem.reviews.all()} == {
        bob: ReviewAnswer.ASKED,
        carol: ReviewAnswer.ASKED,
    }
    messages = Message.objects.filter(kind="review_asked")
    assert {message.recipient for message in messages} == {bob, carol}
    assert all(set(message.refers_to) == {"postmortem", "event"} for message in messages)


def test_asking_again_is_a_new_round() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = make_postmortem(by=alice)
    ask_for_review(postmortem, reviewers=[bob], by=alice)
    answer_review(postmortem, answer=ReviewAnswer.APPROVED, by=bob)
    ask_for_review(postmortem, reviewers=[bob], by=alice)
    review = postmortem.reviews.get()
    assert (review.answer, review.answered_at) == (ReviewAnswer.ASKED, None)
    assert Message.objects.filter(kind="review_asked", recipient=bob).count() == 2


def test_nobody_is_asked_to_review_alone_what_they_ask_for() -> None:
    alice = make_user("Alice")
    with pytest.raises(Refused, match="besides yourself"):
        ask_for_review(make_postmortem(by=alice), reviewers=[alice], by=alice)


def test_a_restricted_document_is_put_in_front_of_nobody_who_cannot_see_it() -> None:
    alice, bob, charlie = make_user("Alice"), make_user("Bob"), make_user("Charlie")
    postmortem = make_postmortem(make_incident(by=alice, named=[bob], is_restricted=True), by=alice)
    with pytest.raises(Refused, match="cannot see"):
        ask_for_review(postmortem, reviewers=[bob, charlie], by=alice)
    assert not Message.objects.exists()


def test_an_answer_reaches_those_who_wrote_and_asked() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = make_postmortem(by=alice)
    ask_for_review(postmortem, reviewers=[bob], by=alice)
    answer_review(postmortem, answer=ReviewAnswer.CHANGES, by=bob, comment="The factors are one chain.")
    assert postmortem.comments.get().body == "The factors are one chain."
    assert Message.objects.get(kind="review_answered").recipient == alice
    answer_review(postmortem, answer=ReviewAnswer.CHANGES, by=bob, comment="  x ")
    assert postmortem.reviews.count() == 1


def test_asking_for_changes_says_which() -> None:
    with pytest.raises(Refused, match="Say what"):
        answer_review(make_postmortem(), answer=ReviewAnswer.CHANGES, by=make_user())


def test_the_same_answer_twice_is_told_once() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = make_postmortem(by=alice)
    for _ in range(2):
        answer_review(postmortem, answer=ReviewAnswer.APPROVED, by=bob)
    assert Message.objects.filter(kind="review_answered").count() <= 1


def test_back_to_draft_and_never_from_published() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = ask_for_review(make_postmortem(by=alice), reviewers=[bob], by=alice)
    for _ in range(2):
        assert take_back_to_draft(postmortem, by=alice).status == PostmortemStatus.DRAFT
    assert postmortem.events.filter(kind="back_to_draft").count() == 1
    with pytest.raises(Refused):
        take_back_to_draft(make_published(), by=alice)


def test_a_comment_is_resolved_once() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem: Postmortem = make_postmortem(by=alice)
    comment = add_comment(postmortem, body="Which dashboard?", by=bob, section=postmortem.sections.first())
    resolve_comment(comment, by=alice)
    again = resolve_comment(comment, by=bob)
    assert again.resolved_by == alice
    with pytest.raises(Refused):
        add_comment(postmortem, body="  ", by=bob)
    with pytest.raises(Refused, match="another document"):
        add_comment(postmortem, body="x", by=bob, section=make_postmortem().sections.first())
