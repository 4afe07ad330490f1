"""Asking for a review, answering it, and what is said meanwhile."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notifications.choices import MessageKind
from notifications.services import enqueue_message
from people.models import User
from postmortems.choices import PostmortemEventKind, PostmortemStatus, ReviewAnswer
from postmortems.models import Postmortem, PostmortemEvent, Review, ReviewComment, Section
from postmortems.queries import author_ids, people_who_may_read
from postmortems.rules import Refused


def _locked(postmortem: Postmortem) -> Postmortem:
    return Postmortem.objects.select_for_update(of=("self",)).get(pk=postmortem.pk)


@transaction.atomic
def ask_for_review(
    postmortem: Postmortem, *, reviewers: Sequence[User], by: User, at: datetime | None = None
) -> Postmortem:
    """Put the document in front of reviewers, and owe each a message. Asking again is a new round for them."""
    at = at or timezone.now()
    postmortem = _locked(postmortem)
    if postmortem.is_published and not postmortem.amending:
        raise Refused("It is published already.")
    reviewers = [reviewer for reviewer in reviewers if reviewer.pk != by.pk]
    if not reviewers:
        raise Refused("Name at least one person besides yourself.")
    ids = {reviewer.pk for reviewer in reviewers}
    if people_who_may_read(postmortem).filter(pk__in=ids).count() < len(ids):
        raise Refused("Somebody you named cannot see the incident, or is not here any more.")
    for reviewer in sorted(reviewers, key=lambda person: person.pk):
        Review.objects.update_or_create(
            postmortem=postmortem,
            reviewer=reviewer,
            defaults={"asked_by": by, "asked_at": at, "answer": ReviewAnswer.ASKED, "answered_at": None},
        )
    if not postmortem.is_published:
        postmortem.status = PostmortemStatus.IN_REVIEW
    postmortem.review_asked_at = postmortem.review_asked_at or at
    postmortem.changed_at = at
    postmortem.save(update_fields=["status", "review_asked_at", "changed_at"])
    event = PostmortemEvent.objects.create(
        postmortem=postmortem,
        kind=PostmortemEventKind.REVIEW_ASKED,
        by=by,
        at=at,
        details={"reviewers": sorted(ids)},
    )
    for reviewer in reviewers:
        enqueue_message(
            MessageKind.REVIEW_ASKED,
            key=f"review-asked:{event.pk}:{reviewer.pk}",
            recipient=reviewer,
            refers_to={"postmortem": postmortem.pk, "event": event.pk},
        )
    return postmortem


@transaction.atomic
def answer_review(
    postmortem: Postmortem, *, answer: str, by: User, comment: str = "", at: datetime | None = None
) -> Review:
    """Keep what a reviewer says. Whoever was not asked may answer as well; changes need a word on what."""
    at = at or timezone.now()
    postmortem = _locked(postmortem)
    if answer not in {ReviewAnswer.APPROVED, ReviewAnswer.CHANGES}:
        raise Refused("Approve it, or ask for changes.")
    if postmortem.is_published and not postmortem.amending:
        raise Refused("It is published already; a comment still reaches its authors.")
    if answer == ReviewAnswer.CHANGES and not comment.strip():
        raise Refused("Say what you would like to see changed.")
    review, created = Review.objects.get_or_create(
        postmortem=postmortem,
        reviewer=by,
        defaults={"asked_by": by, "asked_at": at, "answer": answer, "answered_at": at},
    )
    if not created and review.answer == answer and not comment.strip():
        return review
    review.answer, review.answered_at = answer, at
    review.save(update_fields=["answer", "answered_at"])
    if comment.strip():
        add_comment(postmortem, body=comment, by=by, at=at)
    event = PostmortemEvent.objects.create(
        postmortem=postmortem,
        kind=PostmortemEventKind.REVIEW_ANSWERED,
        by=by,
        at=at,
        details={"answer": answer},
    )
    involved = author_ids(postmortem) | {postmortem.facilitator_id, review.asked_by_id} - {None}
    for person in people_who_may_read(postmortem).filter(pk__in=involved - {by.pk}):
        enqueue_message(
            MessageKind.REVIEW_ANSWERED,
            key=f"review-answered:{event.pk}:{person.pk}",
            recipient=person,
            refers_to={"postmortem": postmortem.pk, "event": event.pk, "review": review.pk},
        )
    return review


@transaction.atomic
def take_back_to_draft(postmortem: Postmortem, *, by: User, at: datetime | None = None) -> Postmortem:
    """Go on writing. Answers stay where they are; asking again begins a new round. Twice is a no-op."""
    at = at or timezone.now()
    postmortem = _locked(postmortem)
    if postmortem.status == PostmortemStatus.DRAFT:
        return postmortem
    if postmortem.is_published:
        raise Refused("It is published. Start an amendment instead.")
    postmortem.status, postmortem.changed_at = PostmortemStatus.DRAFT, at
    postmortem.save(update_fields=["status", "changed_at"])
    PostmortemEvent.objects.create(postmortem=postmortem, kind=PostmortemEventKind.BACK_TO_DRAFT, by=by, at=at)
    return postmortem


@transaction.atomic
def add_comment(
    postmortem: Postmortem, *, body: str, by: User, section: Section | None = None, at: datetime | None = None
) -> ReviewComment:
    """Say something about the whole document or about one of its sections."""
    if not body.strip():
        raise Refused("Write what you want to say.")
    if section is not None and section.postmortem_id != postmortem.pk:
        raise Refused("This section belongs to another document.")
    return ReviewComment.objects.create(
        postmortem=postmortem, section=section, by=by, at=at or timezone.now(), body=body.strip()
    )


@transaction.atomic
def resolve_comment(comment: ReviewComment, *, by: User, at: datetime | None = None) -> ReviewComment:
    """Mark a comment as dealt with. Twice is a no-op: the first one who did stays named."""
    comment = ReviewComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = at or timezone.now(), by
        comment.save(update_fields=["resolved_at", "resolved_by"])
    return comment
