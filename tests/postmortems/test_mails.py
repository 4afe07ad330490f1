"""What people are told about a document, and what of a restricted one."""

import pytest

from incidents.models import Incident, IncidentAccess
from notifications.composing import Composed, Skip, compose
from notifications.models import Message
from notifications.services import enqueue_message
from people.models import User
from postmortems.choices import PostmortemEventKind, ReviewAnswer
from postmortems.models import Postmortem, PostmortemEvent, PostmortemIncident, Review
from postmortems.queries import facilitators_of
from tests.factories import make_incident, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


@pytest.fixture
def bob() -> User:
    return make_user("Bob")


@pytest.fixture
def document(alice: User, bob: User) -> Postmortem:
    incident = make_incident("Key found in a public log", by=alice, named=[bob])
    document = Postmortem.objects.create(lead_incident=incident, created_by=alice)
    Review.objects.create(postmortem=document, reviewer=bob, asked_by=alice)
    return document


def owe(kind: str, document: Postmortem, bob: User, answer: str = "approved") -> Message:
    event = PostmortemEvent.objects.create(
        postmortem=document,
        kind=PostmortemEventKind.REVIEW_ANSWERED,
        by=document.created_by,
        details={"answer": answer},
    )
    refers_to = {"postmortem": document.pk, "event": event.pk, "edition": 1}
    return enqueue_message(kind, key=f"{kind}:{event.pk}", recipient=bob, refers_to=refers_to)


KINDS = ["review_asked", "review_answered", "published"]


@pytest.mark.parametrize(
    ("kind", "answer", "subject", "words"),
    [
        ("review_asked", "", "Your review, please: {}", "Alice asks you to read this post-mortem"),
        ("review_answered", "approved", "Approved: {}", "Alice approves"),
        ("review_answered", "changes", "Changes asked for: {}", "Alice asks for changes"),
        ("published", "", "Published: {}", "This post-mortem is published."),
    ],
)
def test_each_says_what_happened_and_where_to_read_on(
    document: Postmortem, bob: User, *, kind: str, answer: str, subject: str, words: str
) -> None:
    mail = compose(owe(kind, document, bob, answer))

    assert isinstance(mail, Composed)
    told = f"{document.lead_incident.public_number} Key found in a public log"
    assert mail.subject == subject.format(told)
    for body in (mail.text, mail.html):
        assert words in body
        assert f"http://127.0.0.1:8000{document.get_absolute_url()}" in body


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_restricted_one_a_number_and_a_link_are_told(document: Postmortem, bob: User, kind: str) -> None:
    Incident.objects.filter(pk=document.lead_incident_id).update(is_restricted=True)

    mail = compose(owe(kind, document, bob))

    assert isinstance(mail, Composed)
    assert mail.subject == document.lead_incident.public_number
    everything = mail.text + mail.html
    assert document.get_absolute_url() in everything
    for word in ("Key found", "Alice", "asks", "approve", "publish", "You get this"):
        assert word not in everything


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_also_tells_of_a_restricted_incident_is_as_restricted(
    document: Postmortem, bob: User, kind: str
) -> None:
    other = make_incident(named=[bob], is_restricted=True)
    PostmortemIncident.objects.create(postmortem=document, incident=other)
    mail = compose(owe(kind, document, bob))
    assert isinstance(mail, Composed)
    assert "Key found" not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_lost_access_is_told_nothing(document: Postmortem, bob: User, kind: str) -> None:
    message = owe(kind, document, bob)
    Incident.objects.filter(pk=document.lead_incident_id).update(is_restricted=True)
    IncidentAccess.objects.filter(user=bob).delete()
    assert isinstance(compose(message), Skip)


def test_a_review_that_was_answered_is_not_asked_for(document: Postmortem, bob: User) -> None:
    message = owe("review_asked", document, bob)
    Review.objects.update(answer=ReviewAnswer.APPROVED, answered_at=message.created_at)
    assert compose(message) == Skip("It was answered before it went out.")


def test_the_facilitator_of_an_incident_is_that_of_the_document_about_it(
    document: Postmortem, bob: User, alice: User
) -> None:
    also, lone = make_incident(), make_incident()
    PostmortemIncident.objects.create(postmortem=document, incident=also)
    Postmortem.objects.create(lead_incident=lone, created_by=alice)
    Postmortem.objects.filter(pk=document.pk).update(facilitator=bob)
    lead = document.lead_incident_id
    assert facilitators_of({lead, also.pk, lone.pk}) == {lead: bob.pk, also.pk: bob.pk}
