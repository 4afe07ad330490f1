"""What an import leaves in the database, and how it is taken out again."""

import hashlib
import re
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from actions.choices import ActionStatus
from actions.models import Action
from actions.nudge_queries import anything_to_look_at
from actions.services import decline_action
from collab.models import Room
from incidents.choices import Precision
from incidents.models import Incident
from incidents.repeats.models import Repeat
from incidents.repeats.services import confirm_repeat
from people.models import AuditEntry
from postmortems.choices import PostmortemStatus, SearchKind
from postmortems.exporting import markdown_of
from postmortems.factors.services import Said, add_factor
from postmortems.importing import read_document
from postmortems.models import Edition, Postmortem, SearchRow
from postmortems.rules import Refused
from postmortems.services import start_amendment
from postmortems.services.importing import digest_of, import_document, undo_import
from tests.factories import make_action, make_event, make_incident, make_user
from tests.importing.test_reader import PLAIN
from tests.importing.words import words, words_on_page
from tests.postmortems.make import make_postmortem, make_published, write

pytestmark = pytest.mark.django_db

SEVERAL = (
    "# Outages in October 2025\n\n## October 21, 2025 - Cache overload\n\nSlow.\n\n**Timeline:**\n\n- **21:45 UTC** - Deploy\n\n"
    "## October 24, 2025 - Limits\n\nErrors.\n\n**Timeline:**\n\n- **18:00 UTC** - Deploy\n"
)


def import_text(text, *, name="old/checkout.md", by=None, **options):
    """Import a text as a file of this name."""
    document = read_document(name, text)
    digest = digest_of(text.encode())
    return import_document(document, source_name=name, digest=digest, by=by or make_user(), **options)


def test_times_ahead_of_now_stay_words_and_are_counted_and_the_import_goes_on():
    now = datetime(2026, 5, 20, 12, tzinfo=UTC)
    imported = import_text(PLAIN, at=now)
    lead = imported.postmortem.lead_incident
    assert lead.began_at is None
    assert [(event.at, event.told) for event in lead.timeline.all()] == [(None, "23:50"), (None, "00:10")]
    warnings = imported.postmortem.events.get(kind="imported").details["warnings"]
    assert "2 times lie more than a day ahead of now: kept as written, and not as a time." in warnings
    edition = imported.postmortem.editions.get()
    assert words_on_page(edition.html) + words(edition.title) == words(PLAIN)


def test_an_import_is_published_as_it_came():
    imported = import_text(PLAIN)
    postmortem = imported.postmortem
    assert (postmortem.status, postmortem.is_imported, postmortem.source_name) == (
        PostmortemStatus.PUBLISHED,
        True,
        "old/checkout.md",
    )
    edition = postmortem.editions.get()
    assert edition.title == "Checkout was slow on 24 May 2026"
    assert words_on_page(edition.html) + words(edition.title) == words(PLAIN)
    lead = postmortem.lead_incident
    assert lead.is_imported
    assert lead.actions_gated
    assert (lead.began_precision, lead.time_zone, lead.severity.level) == (Precision.MINUTE, "Etc/GMT-2", 2)
    assert [(event.told, event.text) for event in lead.timeline.all()] == [
        ("23:50", "First 5xx seen"),
        ("00:10", "Rolled back\n- by the deploy role"),
    ]


def test_headings_leave_out_no_step_and_links_are_never_empty():
    text = "# Slow\n\n#### Deep\n\nText [ ](http://e.org)\n\n![](http://e.org/a.png)\n\n## Timeline\n\n### 2026-05-24\n\n- 10:00 up\n"
    html = import_text(text).postmortem.editions.get().html
    assert re.findall(r"<h(\d)", html) == ["2", "2", "3"]
    assert "</a>" in html
    assert not re.search(r"<a [^>]*>\s*</a>", html)


def test_its_actions_are_proposals_with_names_as_written_and_done_ones_are_done():
    import_text(PLAIN)
    done, proposal = Action.objects.order_by("number")
    assert (done.status, done.owner, done.owner_as_written, done.committed_at) == (ActionStatus.DONE, None, "Ana", None)
    assert "OPS-12" in done.details
    assert (proposal.status, proposal.is_imported, proposal.gated) == (ActionStatus.PROPOSED, True, True)


def test_names_may_be_mapped_to_people():
    ana = make_user("Ana")
    import_text(PLAIN, people={"Ana": ana})
    assert Action.objects.filter(owner=ana, status=ActionStatus.DONE).count() == 1


def test_importing_the_same_bytes_again_changes_nothing():
    first = import_text(PLAIN)
    second = import_text(PLAIN, name="elsewhere/copy.md")
    assert (first.created, second.created) == (True, False)
    assert first.postmortem == second.postmortem
    assert (Incident.objects.count(), Edition.objects.count(), Action.objects.count()) == (1, 1, 2)


def test_an_import_is_found_by_search():
    imported = import_text(PLAIN)
    row = SearchRow.objects.get(kind=SearchKind.POSTMORTEM)
    assert row.object_id == imported.postmortem.pk
    assert "Zebra" in row.text


def test_an_import_is_counted_in_no_measure_of_writing():
    import_text(PLAIN)
    assert not Postmortem.objects.written_here().exists()


def test_nothing_imported_is_nudged():
    import_text(PLAIN, people={"Ana": make_user("Ana")})
    assert not anything_to_look_at(at=datetime(2027, 1, 4, 12, tzinfo=UTC))


def test_several_incidents_of_one_file_are_all_recorded():
    imported = import_text(SEVERAL)
    assert [incident.title for incident in imported.incidents] == [
        "Outages in October 2025",
        "October 24, 2025 - Limits",
    ]
    assert imported.postmortem.also.count() == 1
    assert all(Incident.objects.values_list("actions_gated", flat=True))


def test_an_import_as_draft_is_written_further_here():
    postmortem = import_text(PLAIN, as_draft=True).postmortem
    assert postmortem.status == PostmortemStatus.DRAFT
    assert not postmortem.editions.exists()
    assert not postmortem.lead_incident.actions_gated
    body = "\n".join(postmortem.sections.values_list("body", flat=True))
    assert "It took twenty minutes." in body
    write(postmortem, "zebra", "Something else.")


def test_no_word_is_lost_in_a_draft():
    postmortem = import_text(PLAIN, as_draft=True).postmortem
    lead = postmortem.lead_incident
    kept = " ".join(
        [
            lead.title,
            *(f"{heading}\n{body}" for heading, body in postmortem.sections.values_list("heading", "body")),
            *(f"{told} {text}" for told, text in lead.timeline.values_list("told", "text")),
            *(f"{title}\n{details}" for title, details in Action.objects.values_list("title", "details")),
        ]
    )
    assert not words(PLAIN) - words(kept)


def test_an_edition_that_was_imported_stays_frozen():
    edition = import_text(PLAIN).postmortem.editions.get()
    with pytest.raises(Exception, match="frozen"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(title="Other")


def test_undoing_an_import_leaves_nothing_but_a_note():
    postmortem = import_text(SEVERAL).postmortem
    undo_import(postmortem, by=make_user())
    for model in (Postmortem, Incident, Action, Edition, SearchRow, Room):
        assert not model.objects.exists(), model
    assert AuditEntry.objects.filter(kind="import_undone").count() == 1


def test_undoing_is_refused_once_somebody_built_on_it():
    by = make_user()
    postmortem = import_text(PLAIN, by=by).postmortem
    make_action(postmortem.lead_incident, status=ActionStatus.PROPOSED)
    with pytest.raises(Refused, match="committed"):
        undo_import(postmortem, by=by)
    other = make_published()
    with pytest.raises(Refused, match="not imported"):
        undo_import(other, by=by)


def test_an_import_whose_incident_came_back_or_whose_action_ends_a_factor_is_not_undone():
    by = make_user()
    postmortem = import_text(PLAIN, by=by).postmortem
    incident = Incident.objects.get(pk=postmortem.lead_incident_id)
    later = make_incident(began_at=incident.happened_at + timedelta(days=1))
    repeat = confirm_repeat(later, of=incident, by=by)
    with pytest.raises(Refused, match="confirmed as a repeat"):
        undo_import(postmortem, by=by)
    Repeat.objects.filter(pk=repeat.pk).delete()
    action = make_action(incident, status=ActionStatus.PROPOSED, is_imported=True)
    add_factor(make_postmortem(), Said("It is early", "tooling", ending="action", action=action), by=by)
    with pytest.raises(Refused, match="factors have been worked out"):
        undo_import(postmortem, by=by)


def test_an_amended_import_is_not_undone():
    by = make_user()
    postmortem = import_text(PLAIN, by=by).postmortem
    start_amendment(postmortem, by=by)
    with pytest.raises(Refused, match="amended"):
        undo_import(postmortem, by=by)


def test_an_import_is_exported_as_it_came():
    postmortem = import_text(PLAIN).postmortem
    again = read_document("old/checkout.md", markdown_of(postmortem))
    first = read_document("old/checkout.md", PLAIN)
    assert again.timeline == first.timeline
    assert again.actions == first.actions
    assert [(s.heading, s.kind, s.body) for s in again.sections] == [
        (s.heading, s.kind, s.body) for s in first.sections
    ]


def test_a_document_written_here_is_exported_and_read_back_equal():
    by = make_user()
    incident = make_incident("Queue stood still", severity=2, by=by)
    make_event(incident, text="Alert fired\n- twice", at=datetime(2026, 5, 24, 10, tzinfo=UTC))
    make_event(incident, text="Queue moves", at=datetime(2026, 5, 25, 0, 5, tzinfo=UTC))
    make_action(incident, title="Cap the queue")
    postmortem = make_postmortem(incident, by=by)
    write(postmortem, postmortem.sections.first().key, "What happened, **in short**.\n\n- one\n- two")
    text = markdown_of(postmortem)
    document = read_document("x.md", text)
    assert document.title == "Queue stood still"
    assert [(e.at, e.text) for e in document.timeline] == [(e.at, e.text) for e in incident.timeline.all()]
    assert [action.title for action in document.actions] == ["Cap the queue"]
    written = [(section.heading, section.body) for section in postmortem.sections.all()]
    assert [(section.heading, section.body) for section in document.sections] == written


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_make_one():
    by = make_user()
    made = []

    def run():
        try:
            made.append(import_text(PLAIN, by=by).created)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False, True]
    assert Postmortem.objects.filter(source_digest=hashlib.sha256(PLAIN.encode()).hexdigest()).count() == 1


def test_what_we_wont_do_is_exported_and_read_back_with_its_decision() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    document = make_postmortem(by=alice)
    action = make_action(document.lead_incident, "Rotate by hand | twice", owner=alice)
    decline_action(
        action,
        by=alice,
        reasoning="The signer goes away",
        risk_accepted_by=bob,
        look_again_on=date(2027, 3, 1),
        reopen_if="It is still here in spring",
    )
    make_action(document.lead_incident, "Alert on its age", owner=alice, due_on=date(2027, 1, 1))
    text = markdown_of(document)

    again = import_text(text, name="b.md", by=alice, people={"Bob": bob, "Alice": alice})

    (kept,) = again.postmortem.lead_incident.actions.filter(status="wont_do")
    assert (kept.title, kept.reasoning) == ("Rotate by hand | twice", "The signer goes away")
    assert (kept.risk_accepted_by, kept.look_again_on) == (bob, date(2027, 3, 1))
    assert kept.reopen_if == "It is still here in spring"
    assert again.postmortem.lead_incident.actions.filter(status="proposed").count() == 1
