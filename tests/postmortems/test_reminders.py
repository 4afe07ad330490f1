"""Drafts and reviews past a day of the severity policy: who is asked, and what the mail says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from actions.choices import NudgeKind
from actions.mails import compose_nudges
from actions.models import Nudge
from actions.nudge_services import plan_nudges
from actions.services import decline_action
from incidents.models import Incident, IncidentAccess
from notifications.composing import Composed, Skip
from notifications.models import Message
from people.models import User
from postmortems.document import build_content, plain_text
from postmortems.models import Postmortem, Review
from postmortems.queries import load_document
from postmortems.reminders import late_documents
from tests.factories import make_action, make_incident, make_user
from tests.postmortems.make import make_postmortem

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)  # a Monday
BEGAN = NOON - timedelta(days=40)  # a draft is asked for within a week or so, publication within three


@pytest.fixture(autouse=True)
def monday_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def alice() -> User:
    return make_user("Alice")


def incident(alice: User, **facts: object) -> Incident:
    return make_incident("Checkout answers slowly", by=alice, severity=2, began_at=BEGAN, **facts)  # type: ignore[arg-type]


def test_a_late_draft_is_asked_of_its_facilitator_in_their_one_mail(alice: User) -> None:
    facilitator = make_user("Frida")
    document = make_postmortem(incident(alice), by=alice)
    Postmortem.objects.filter(pk=document.pk).update(facilitator=facilitator)
    make_action(owner=facilitator, due_on=NOON.date() - timedelta(days=3))

    plan_nudges(at=NOON)

    message = Message.objects.get()
    assert message.recipient == facilitator
    assert set(Nudge.objects.values_list("kind", flat=True)) == {"draft_late", "overdue"}
    mail = compose_nudges(message)
    assert isinstance(mail, Composed)
    assert "Reminder of 2 actions" in mail.subject
    assert "What does it wait for?" in mail.text
    assert f"/post-mortems/{document.lead_incident.public_number}/" in mail.html


def test_where_nothing_is_written_whoever_recorded_it_is_asked_and_not_for_ever(alice: User) -> None:
    found = incident(alice)
    assert [(d.incident, d.kind, d.asked) for d in late_documents(NOON)] == [
        (found.pk, NudgeKind.DRAFT_LATE, (alice.pk,))
    ]
    assert not late_documents(BEGAN + timedelta(days=2))
    assert not late_documents(BEGAN + timedelta(days=200))


def test_what_a_severity_does_not_ask_for_is_not_late(alice: User) -> None:
    make_incident(by=alice, severity=4, began_at=BEGAN)
    make_incident(by=alice, began_at=BEGAN)
    make_incident(by=alice, severity=2, began_at=BEGAN, is_imported=True)
    assert not late_documents(NOON)


def test_a_late_review_is_asked_of_those_who_have_not_answered(alice: User) -> None:
    bob, carol = make_user("Bob"), make_user("Carol")
    document = make_postmortem(incident(alice), by=alice)
    Postmortem.objects.filter(pk=document.pk).update(status="in_review", review_asked_at=NOON)
    for reviewer, answer in ((bob, "asked"), (carol, "approved")):
        answered = NOON if answer != "asked" else None
        Review.objects.create(
            postmortem=document, reviewer=reviewer, asked_by=alice, answer=answer, answered_at=answered
        )
    assert [(d.kind, d.asked) for d in late_documents(NOON)] == [(NudgeKind.REVIEW_LATE, (bob.pk,))]


def test_what_is_published_meanwhile_drops_out(alice: User) -> None:
    found = incident(alice)
    plan_nudges(at=NOON)
    Incident.objects.filter(pk=found.pk).update(document_decision="nothing", document_decision_reason="One customer")
    Incident.objects.filter(pk=found.pk).update(severity=None)
    assert isinstance(compose_nudges(Message.objects.get()), Skip)


def test_a_late_document_of_a_restricted_incident_is_a_number_and_only_for_those_named(alice: User) -> None:
    bob = make_user("Bob")
    found = incident(alice, is_restricted=True)
    document = make_postmortem(found, by=alice)
    Postmortem.objects.filter(pk=document.pk).update(facilitator=bob)  # who is not named on it

    assert plan_nudges(at=NOON).nudges == 0
    IncidentAccess.objects.create(incident=found, user=bob, given_by=alice)
    plan_nudges(at=NOON)
    mail = compose_nudges(Message.objects.get(recipient=bob))
    assert isinstance(mail, Composed)
    assert found.public_number in mail.text
    for words in ("Checkout", "Draft", "planned for"):
        assert words not in mail.subject + mail.text + mail.html

    IncidentAccess.objects.filter(user=bob).delete()
    assert isinstance(compose_nudges(Message.objects.get(recipient=bob)), Skip)


# --- won't do, in the document ---------------------------------------------------------------------------
def test_an_edition_keeps_the_decision_not_to_do_it_without_who_took_it(alice: User) -> None:
    document = make_postmortem(incident(alice), by=alice)
    action = make_action(document.lead_incident, "Rotate by hand", owner=alice)
    decline_action(
        action,
        by=alice,
        reasoning="The signer goes away",
        risk_accepted_by=make_user("Zacharias"),
        look_again_on=date(2027, 3, 1),
        reopen_if="It is still here in spring",
        at=NOON,
    )
    content = build_content(load_document(document))
    (kept,) = content["actions"]
    assert (kept["reasoning"], kept["look_again_on"]) == ("The signer goes away", "2027-03-01")
    text = plain_text(content)
    assert "Why not: The signer goes away." in text
    assert "Opens it: It is still here in spring." in text
    assert "Zacharias" not in text + str(content)
