"""Starting a document, writing in it with others, and going back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collab.services import text_of
from incidents.choices import DecisionKind
from postmortems.choices import PostmortemEventKind, PostmortemStatus
from postmortems.models import Postmortem, Revision, Template
from postmortems.queries import room_of
from postmortems.rules import Refused
from postmortems.services import restore_revision, save_section, set_facilitator, start_postmortem
from tests.factories import make_incident, make_service, make_team, make_user
from tests.postmortems.make import make_postmortem, make_published, write

pytestmark = pytest.mark.django_db


def test_a_draft_is_laid_out_by_its_template() -> None:
    alice = make_user("Alice")
    postmortem = make_postmortem(by=alice)
    assert postmortem.status == PostmortemStatus.DRAFT
    assert [section.key for section in postmortem.sections.all()] == [
        "summary",
        "timeline",
        "factors",
        "went-well",
        "actions",
    ]
    assert postmortem.events.get().kind == PostmortemEventKind.STARTED


def test_starting_twice_gives_the_same_draft() -> None:
    postmortem = make_postmortem()
    write(postmortem, "summary", "The queue grew.")
    again = start_postmortem(postmortem.lead_incident, template=Template.objects.get(key="full"), by=make_user())
    assert again == postmortem
    assert Postmortem.objects.count() == 1
    assert text_of(room_of(postmortem), postmortem.sections.get(key="summary").text_key) == "The queue grew."


def test_two_people_in_one_section_lose_no_word() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = make_postmortem(by=alice)
    section = write(postmortem, "summary", "The queue grew.\nNobody was paged.\n")
    opened = section.version
    first = save_section(
        section, submitted="The queue grew at nine.\nNobody was paged.\n", base_version=opened, by=alice
    )
    second = save_section(section, submitted="The queue grew.\nNobody was paged, 🙂.\n", base_version=opened, by=bob)
    assert first.merged_changes == 0
    assert second.merged_changes == 1
    assert second.note == "Merged with 1 change by somebody else. Please read it once."
    assert second.section.body == "The queue grew at nine.\nNobody was paged, 🙂.\n"
    assert "<p>The queue grew at nine." in second.section.body_html


def test_a_form_of_an_unknown_version_deletes_nothing() -> None:
    postmortem = make_postmortem()
    section = write(postmortem, "summary", "What stands.")
    saved = save_section(section, submitted="Something new.", base_version=999, by=make_user())
    assert {"What", "stands", "Something", "new"} <= set(saved.section.body.replace(".", " ").split())


def test_saves_of_one_person_within_ten_minutes_are_one_revision() -> None:
    alice = make_user("Alice")
    postmortem = make_postmortem(by=alice)
    at = timezone.now()
    for n in range(4):
        write(postmortem, "summary", f"Text {n}", by=alice, at=at + timedelta(minutes=3 * n))
    revisions = list(Revision.objects.order_by("version"))
    assert [(revision.body, revision.version) for revision in revisions] == [("Text 3", 5)]
    write(postmortem, "summary", "Text later", by=alice, at=at + timedelta(minutes=11))
    assert Revision.objects.count() == 2


def test_somebody_elses_save_between_begins_a_new_revision() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = make_postmortem(by=alice)
    for by, text in ((alice, "a"), (bob, "a b"), (alice, "a b c")):
        write(postmortem, "summary", text, by=by)
    assert [revision.by for revision in Revision.objects.order_by("version")] == [alice, bob, alice]


def test_a_form_opened_at_a_folded_version_is_still_understood() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = make_postmortem(by=alice)
    section = write(postmortem, "summary", "one two", by=alice)
    seen_by_bob = section.version
    write(postmortem, "summary", "one two three", by=alice)
    saved = save_section(section, submitted="zero one two", base_version=seen_by_bob, by=bob)
    assert saved.section.body == "zero one two three"


def test_saving_what_stands_there_already_is_no_change() -> None:
    postmortem = make_postmortem()
    section = write(postmortem, "summary", "Same.")
    again = write(postmortem, "summary", "Same.")
    assert again.version == section.version
    assert Revision.objects.count() == 1


def test_restoring_is_a_new_change() -> None:
    alice = make_user("Alice")
    postmortem = make_postmortem(by=alice)
    write(postmortem, "summary", "First.", by=alice)
    first = Revision.objects.get()
    write(postmortem, "summary", "Second.", by=make_user())
    section = restore_revision(first, by=alice)
    assert section.body == "First."
    assert [revision.body for revision in section.revisions.order_by("version")] == ["First.", "Second.", "First."]
    assert section.revisions.first().note == "Brought back version 2"
    assert postmortem.events.filter(kind=PostmortemEventKind.SECTION_RESTORED).count() == 1
    restore_revision(first, by=alice)
    assert postmortem.events.filter(kind=PostmortemEventKind.SECTION_RESTORED).count() == 1


def test_a_published_document_takes_no_text() -> None:
    postmortem = make_published()
    with pytest.raises(Refused, match="Start an amendment"):
        write(postmortem, "summary", "Changed after the fact.")


def test_a_facilitator_of_another_team_is_proposed_in_turn() -> None:
    alice = make_user("Alice", is_facilitator=True)
    near, far, farther = (make_user(name, is_facilitator=True) for name in ("Near", "Far", "Farther"))
    team = make_team(members=[near])
    chosen = [
        make_postmortem(make_incident(services=[make_service(team=team)]), by=alice).facilitator for _ in range(3)
    ]
    assert chosen == [far, farther, far]


def test_who_cannot_see_the_incident_does_not_facilitate_it() -> None:
    alice, far = make_user("Alice"), make_user("Far", is_facilitator=True)
    postmortem = make_postmortem(make_incident(by=alice, is_restricted=True), by=alice)
    assert postmortem.facilitator is None
    with pytest.raises(Refused):
        set_facilitator(postmortem, facilitator=far, by=alice)


def test_naming_the_same_facilitator_twice_tells_it_once() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = make_postmortem(by=alice)
    for _ in range(2):
        postmortem = set_facilitator(postmortem, facilitator=bob, by=alice)
    assert postmortem.facilitator == bob
    assert postmortem.events.filter(kind=PostmortemEventKind.FACILITATOR_CHANGED).count() == 1


def test_a_decision_for_a_brief_note_is_written_as_one() -> None:
    incident = make_incident(
        severity=3, document_decision=DecisionKind.BRIEF_NOTE, document_decision_reason="Small, and new to us."
    )
    postmortem = make_postmortem(incident, template="brief-note")
    assert [section.key for section in postmortem.sections.all()] == ["note", "learned"]
