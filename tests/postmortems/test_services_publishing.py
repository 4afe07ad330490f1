"""The gate as a service: all that is missing at once, one edition, one message each, amendments."""

from datetime import date

import pytest

from actions.choices import ActionStatus
from incidents.choices import HistoryKind
from incidents.models import Incident
from notifications.models import Message
from people.choices import AuditKind
from people.models import AuditEntry
from postmortems.changes import Change, register_listener
from postmortems.choices import PostmortemStatus, ReviewAnswer
from postmortems.models import Edition, SectionState
from postmortems.rules import NotReady, Refused
from postmortems.services import (
    answer_review,
    ask_for_review,
    publish_amendment,
    publish_postmortem,
    start_amendment,
)
from tests.factories import make_action, make_event, make_incident, make_team, make_user
from tests.postmortems.make import approve, fill, make_postmortem, make_published, make_ready, write

pytestmark = pytest.mark.django_db
SOON = date(2026, 12, 3)


def test_the_gate_refuses_and_names_everything() -> None:
    postmortem = make_postmortem()
    action = make_action(postmortem.lead_incident, "Alert on the queue's age")
    with pytest.raises(NotReady) as refused:
        publish_postmortem(postmortem, by=postmortem.created_by)
    assert [blocker.code for blocker in refused.value.blockers] == [
        "section_empty",
        "timeline_empty",
        "section_empty",
        "action_without_owner",
        "approval_missing",
    ]
    assert f"AI-{action.number} “Alert on the queue's age”" in str(refused.value)
    postmortem.refresh_from_db()
    assert postmortem.status == PostmortemStatus.DRAFT
    assert not Edition.objects.exists()
    assert not Incident.objects.get(pk=postmortem.lead_incident_id).actions_gated


def test_publishing_freezes_an_edition_and_closes_the_gate() -> None:
    alice, bob = make_user("Alice Author"), make_user("Bob Reviewer")
    postmortem = make_postmortem(by=alice)
    incident = postmortem.lead_incident
    make_event(incident, "First 5xx on the edge")
    team = make_team("Edge")
    make_action(incident, "Alert on age", owner=bob, due_on=SOON, team=team, outcome="The alert fires in the drill")
    make_action(incident, "Think about queues", status=ActionStatus.PROPOSED)
    write(postmortem, "summary", "The **queue** grew.")
    fill(postmortem)
    approve(postmortem, by=bob)
    published = publish_postmortem(postmortem, by=alice)

    assert published.status == PostmortemStatus.PUBLISHED
    edition = Edition.objects.get()
    assert edition.number == 1
    assert edition.title == incident.title
    assert "<strong>queue</strong>" in edition.html
    assert "First 5xx on the edge" in edition.html
    assert "Proposal" in edition.html
    assert "The alert fires in the drill" in edition.text
    assert [action["status"] for action in edition.content["actions"]] == ["todo", "proposed"]
    incident.refresh_from_db()
    assert incident.actions_gated
    assert all(action.gated for action in incident.actions.all())
    assert incident.history.filter(kind=HistoryKind.ACTIONS_GATED).count() == 1
    audit = AuditEntry.objects.get(kind=AuditKind.PUBLISHED)
    assert (audit.about, audit.incident_number) == (incident.public_number, incident.number)
    assert {message.recipient for message in Message.objects.filter(kind="published")} == {bob}


def test_an_edition_names_nobody() -> None:
    alice, bob, carol = (make_user(name) for name in ("Alice Author", "Bob Reviewer", "Carol Facilitator"))
    postmortem = make_postmortem(by=alice)
    postmortem.facilitator = carol
    postmortem.save(update_fields=["facilitator"])
    make_action(postmortem.lead_incident, owner=bob, due_on=SOON)
    fill(postmortem)
    approve(postmortem, by=bob)
    publish_postmortem(postmortem, by=alice)
    edition = Edition.objects.get()
    for words in (edition.html, edition.text, str(edition.content)):
        for name in ("Alice", "Author", "Bob", "Reviewer", "Carol", "Facilitator"):
            assert name not in words


def test_publishing_twice_is_a_no_op() -> None:
    postmortem = make_published()
    again = publish_postmortem(postmortem, by=make_user())
    assert again.published_at == postmortem.published_at
    assert Edition.objects.count() == 1
    assert postmortem.events.filter(kind="published").count() == 1
    assert AuditEntry.objects.filter(kind=AuditKind.PUBLISHED).count() == 1


def test_every_incident_of_the_document_is_gated() -> None:
    alice = make_user("Alice")
    other = make_incident("Another of the kind", by=alice)
    action = make_action(other)
    postmortem = make_postmortem(by=alice, also_about=[other])
    fill(postmortem)
    approve(postmortem)
    with pytest.raises(NotReady) as refused:
        publish_postmortem(postmortem, by=alice)
    assert [blocker.code for blocker in refused.value.blockers] == ["action_without_owner"]
    action.status = ActionStatus.PROPOSED
    action.save(update_fields=["status"])
    publish_postmortem(postmortem, by=alice)
    other.refresh_from_db()
    assert other.actions_gated


def test_the_gravest_incidents_wait_for_leadership() -> None:
    alice, leader = make_user("Alice"), make_user("Lea", is_leadership=True)
    postmortem = make_postmortem(make_incident(severity=1, by=alice), by=alice)
    fill(postmortem)
    approve(postmortem)
    with pytest.raises(NotReady, match="leadership"):
        publish_postmortem(postmortem, by=alice)
    ask_for_review(postmortem, reviewers=[leader], by=alice)
    answer_review(postmortem, answer=ReviewAnswer.APPROVED, by=leader)
    assert publish_postmortem(postmortem, by=alice).is_published


def test_an_amendment_is_a_new_edition_with_a_note() -> None:
    postmortem = make_published()
    alice = postmortem.created_by
    first = Edition.objects.get()
    for _ in range(2):
        postmortem = start_amendment(postmortem, by=alice)
    write(postmortem, "summary", "What there is to say, said better.")
    with pytest.raises(Refused, match="in a line"):
        publish_amendment(postmortem, note=" ", by=alice)
    postmortem = publish_amendment(postmortem, note="The summary says it better", by=alice)
    second = postmortem.editions.first()
    assert second is not None
    assert (second.number, second.note) == (2, "The summary says it better")
    assert "said better" in second.text
    first.refresh_from_db()
    assert "said better" not in first.text
    assert not postmortem.amending
    assert publish_amendment(postmortem, note="again", by=alice).editions.count() == 2


def test_an_amendment_passes_the_same_gate() -> None:
    postmortem = start_amendment(make_published(), by=make_user())
    write(postmortem, "summary", "")
    with pytest.raises(NotReady, match="is empty"):
        publish_amendment(postmortem, note="Took it out", by=make_user())


def test_a_draft_is_not_amended() -> None:
    postmortem = make_postmortem()
    with pytest.raises(Refused):
        start_amendment(postmortem, by=make_user())
    with pytest.raises(Refused):
        publish_amendment(postmortem, note="x", by=make_user())


def test_an_action_added_after_publication_follows_the_gate() -> None:
    postmortem = make_published()
    incident = Incident.objects.get(pk=postmortem.lead_incident_id)
    action = make_action(incident, status=ActionStatus.PROPOSED)
    assert action.gated


def test_one_state_of_each_section_is_kept_once_it_is_published() -> None:
    postmortem = make_ready()
    for n in range(5):
        write(postmortem, "summary", f"Text {n}.")
    publish_postmortem(postmortem, by=postmortem.created_by)
    assert SectionState.objects.filter(section__postmortem=postmortem).count() == postmortem.sections.count()


def test_listeners_hear_of_every_change() -> None:
    heard: list[tuple[int, Change]] = []
    register_listener(lambda pk, change: heard.append((pk, change)))
    postmortem = make_ready()
    publish_postmortem(postmortem, by=postmortem.created_by)
    mine = [change for pk, change in heard if pk == postmortem.pk]
    assert mine == [Change.STARTED, Change.TYPED, Change.TYPED, Change.TYPED, Change.PUBLISHED]
