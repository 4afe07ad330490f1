"""What people are told about a document: asked for review, answered, published. Written while it is sent."""

from django.urls import reverse

from notifications.choices import MessageKind
from notifications.composing import Composed, Composer, Skip
from notifications.models import Message
from notifications.notices import Notice, bare_notice, written
from people.links import absolute
from postmortems.choices import ReviewAnswer
from postmortems.models import Postmortem, PostmortemEvent, Review
from postmortems.permissions import postmortems_visible_to

NOT_TO_BE_SEEN = Skip("Its receiver may not see it, or it is not there any more.")


def compose_review_asked(message: Message) -> Composed | Skip:
    """Ask a reviewer to read the draft, unless they have answered or were let off meanwhile."""
    document = _document(message)
    if document is None:
        return NOT_TO_BE_SEEN
    review = Review.objects.filter(postmortem=document, reviewer=message.recipient).select_related("asked_by").first()
    if review is None or review.answer != ReviewAnswer.ASKED:
        return Skip("It was answered before it went out.")
    return _written(
        document,
        heading="Your review, please",
        words=f"{review.asked_by} asks you to read this post-mortem before it is published.",
        facts="Could a competent person have done the same? Are the conditions plural, and the actions closable?",
        button="Read and answer",
        page="postmortems:review",
        why="You get this because your review was asked for.",
    )


def compose_review_answered(message: Message) -> Composed | Skip:
    """Tell the authors what a reviewer said; the words are on the page."""
    document = _document(message)
    event = PostmortemEvent.objects.filter(pk=message.refers_to.get("event")).select_related("by").first()
    if document is None or event is None:
        return NOT_TO_BE_SEEN
    approved = event.details.get("answer") == ReviewAnswer.APPROVED
    return _written(
        document,
        heading="Approved" if approved else "Changes asked for",
        words=f"{event.by} approves this post-mortem."
        if approved
        else f"{event.by} asks for changes before it comes out.",
        facts="",
        button="See what is missing" if approved else "See the review",
        page="postmortems:gate" if approved else "postmortems:review",
        why="You get this because you write or facilitate this post-mortem, or asked for the review.",
    )


def compose_published(message: Message) -> Composed | Skip:
    """Tell those who took part that it is out."""
    document = _document(message)
    if document is None:
        return NOT_TO_BE_SEEN
    return _written(
        document,
        heading="Published",
        words="This post-mortem is published. Everybody who may see the incident can read it now.",
        facts="",
        button="Read it",
        why="You get this because you took part in this post-mortem.",
    )


COMPOSERS: dict[str, Composer] = {
    MessageKind.REVIEW_ASKED: compose_review_asked,
    MessageKind.REVIEW_ANSWERED: compose_review_answered,
    MessageKind.PUBLISHED: compose_published,
}


def _document(message: Message) -> Postmortem | None:
    """Return the document if its receiver may see it."""
    if message.recipient is None:
        return None
    seen = postmortems_visible_to(message.recipient).select_related("lead_incident")
    return seen.filter(pk=message.refers_to.get("postmortem")).first()


def _written(
    document: Postmortem,
    *,
    heading: str,
    words: str,
    facts: str,
    button: str,
    why: str,
    page: str = "postmortems:detail",
) -> Composed:
    incident = document.lead_incident
    href = absolute(reverse(page, args=[incident.number]))
    if incident.is_restricted or document.also_about.filter(is_restricted=True).exists():
        return written(bare_notice(incident.public_number, href))
    return written(
        Notice(
            heading=heading,
            subject=f"{heading}: {incident.public_number} {incident.title}",
            ref=incident.public_number,
            title=incident.title,
            href=href,
            words=words,
            facts=facts,
            button=button,
            why=why,
        )
    )
