"""The database refuses, whoever writes: each constraint attacked past the services, in plain SQL."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from actions.choices import ActionStatus
from actions.models import Action
from incidents.models import Incident
from postmortems.models import Edition, Postmortem
from postmortems.services import publish_postmortem
from postmortems.services.publishing import constraint_name
from tests.factories import make_action, make_incident, make_user
from tests.postmortems.make import make_postmortem, make_published, make_ready

pytestmark = pytest.mark.django_db
SOON = date(2026, 12, 3)


@pytest.fixture
def published() -> Postmortem:
    """A published document with one commitment."""
    postmortem = make_ready()
    make_action(postmortem.lead_incident, owner=make_user(), due_on=SOON)
    return publish_postmortem(postmortem, by=postmortem.created_by)


def refusal(statement: str, *values: Any) -> str:
    """The name of the constraint that a statement meets."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return constraint_name(refused.value)


COPY = """
INSERT INTO actions_action (incident_id, gated, title, details, outcome, owner_as_written, priority, kind, status,
    evidence, reasoning, date_changes, moved_at, is_imported, created_by_id, created_at, version, owner_id, due_on,
    committed_at)
SELECT incident_id, %s, 'Slipped in', '', '', '', 'medium', '', %s, '', '', 0, now(), false, created_by_id, now(), 1,
    %s, %s, now() FROM actions_action LIMIT 1
"""


def test_an_action_without_owner_is_not_added_to_a_published_document(published: Postmortem) -> None:
    assert refusal(COPY, True, "todo", None, SOON) == "action_gated_needs_owner_and_date"


def test_nor_one_without_a_date(published: Postmortem) -> None:
    assert refusal(COPY, True, "todo", published.created_by_id, None) == "action_gated_needs_owner_and_date"


def test_nor_one_that_says_it_is_not_gated(published: Postmortem) -> None:
    assert refusal(COPY, False, "todo", None, None) == "action_follows_gate"


def test_a_proposal_may_be_added(published: Postmortem) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COPY, [True, "proposed", None, None])
    assert Action.objects.filter(status=ActionStatus.PROPOSED).count() == 1


@pytest.mark.parametrize("column", ["owner_id", "due_on"])
def test_owner_and_date_stay_after_publication(published: Postmortem, column: str) -> None:
    assert refusal(f"UPDATE actions_action SET {column} = NULL") == "action_gated_needs_owner_and_date"


@pytest.mark.parametrize("column", ["owner_id", "due_on"])
def test_owner_and_date_of_a_settled_action_stay_too(published: Postmortem, column: str) -> None:
    Action.objects.update(status=ActionStatus.DONE, settled_at="2026-11-20T10:00Z")
    assert refusal(f"UPDATE actions_action SET {column} = NULL") == "action_gated_needs_owner_and_date"


def test_a_proposal_does_not_become_a_commitment_without_owner_and_date(published: Postmortem) -> None:
    make_action(
        Incident.objects.get(pk=published.lead_incident_id),
        status=ActionStatus.PROPOSED,
        committed_at="2026-11-20T10:00Z",
    )
    statement = "UPDATE actions_action SET status = 'todo' WHERE status = 'proposed'"
    assert refusal(statement) == "action_gated_needs_owner_and_date"


def test_the_gate_is_not_opened_again(published: Postmortem) -> None:
    assert refusal("UPDATE incidents_incident SET actions_gated = false") == "incident_gate_stays_closed"


def test_an_actions_flag_is_not_flipped(published: Postmortem) -> None:
    assert refusal("UPDATE actions_action SET gated = false") == "action_follows_gate"


def test_a_documents_flag_is_not_flipped(published: Postmortem) -> None:
    statement = "UPDATE postmortems_postmortem SET gated = false"
    assert refusal(statement) in {"postmortem_follows_gate", "postmortem_published_is_gated"}


def test_an_action_does_not_move_to_another_incident(published: Postmortem) -> None:
    other = make_incident()
    statement = "UPDATE actions_action SET incident_id = %s, gated = false"
    assert refusal(statement, other.pk) == "action_stays_with_incident"


def test_a_document_is_not_published_past_the_gate() -> None:
    postmortem = make_postmortem()
    make_action(postmortem.lead_incident)
    statement = "UPDATE postmortems_postmortem SET status = 'published', published_at = now()"
    assert refusal(statement) == "postmortem_published_is_gated"
    assert refusal(f"{statement}, gated = true") == "postmortem_follows_gate"


def test_the_gate_does_not_close_over_an_action_without_owner() -> None:
    action = make_action(make_incident())
    statement = "UPDATE incidents_incident SET actions_gated = true WHERE id = %s"
    assert refusal(statement, action.incident_id) == "action_gated_needs_owner_and_date"


@pytest.mark.parametrize("column", ["html", "text", "title", "note"])
def test_an_edition_is_never_changed(column: str) -> None:
    make_published()
    assert refusal(f"UPDATE postmortems_edition SET {column} = 'other'") == "edition_is_frozen"


def test_an_edition_is_never_deleted() -> None:
    make_published()
    assert refusal("DELETE FROM postmortems_edition") == "edition_is_frozen"
    assert Edition.objects.count() == 1


def test_undoing_an_import_may_delete_an_edition_in_its_transaction_alone() -> None:
    make_published()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL second_story.undoing_import = 'on'")
        assert refusal("UPDATE postmortems_edition SET html = ''") == "edition_is_frozen"
        cursor.execute("DELETE FROM postmortems_edition")
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE postmortems_postmortem SET status = 'lost'", "postmortem_status_known"),
        ("UPDATE postmortems_postmortem SET published_at = now()", "postmortem_published_iff_dated"),
        ("UPDATE postmortems_section SET kind = 'rhyme'", "section_kind_known"),
        ("UPDATE postmortems_section SET key = 'same'", "section_key_once"),
        ("UPDATE postmortems_postmortemevent SET kind = 'rumour'", "postmortem_event_kind_known"),
        ("UPDATE postmortems_templatesection SET kind = 'rhyme'", "template_section_kind_known"),
        ("UPDATE postmortems_templatesection SET key = 'same'", "template_section_key_once"),
        ("UPDATE postmortems_template SET name = 'Same'", "template_name_once"),
        (
            "UPDATE postmortems_sectionstate SET section_id = (SELECT min(section_id) FROM postmortems_sectionstate)",
            "section_state_once",
        ),
    ],
)
def test_rows_say_what_is_known_once(statement: str, constraint: str) -> None:
    make_postmortem()
    assert refusal(statement) == constraint


def test_positions_are_told_apart_when_the_transaction_ends() -> None:
    make_postmortem()
    for table, name in (("section", "section_position_once"), ("templatesection", "template_section_position_once")):
        statement = f"SET CONSTRAINTS {name} IMMEDIATE; UPDATE postmortems_{table} SET position = 0"
        assert refusal(statement) == name


def test_one_document_an_incident_and_one_review_a_person() -> None:
    postmortem = make_ready()
    review = "INSERT INTO postmortems_review (postmortem_id, reviewer_id, asked_by_id, asked_at, answer) SELECT"
    statement = f"{review} postmortem_id, reviewer_id, asked_by_id, asked_at, 'asked' FROM postmortems_review"
    assert refusal(statement) == "review_once_per_person"
    assert refusal("UPDATE postmortems_review SET answer = 'perhaps'") == "review_answer_known"
    assert refusal("UPDATE postmortems_review SET answered_at = NULL") == "review_answered_iff_dated"
    with pytest.raises(IntegrityError), transaction.atomic():
        Postmortem.objects.create(lead_incident=postmortem.lead_incident, created_by=postmortem.created_by)


def test_further_rows_are_unique() -> None:
    postmortem = make_published()
    for table, columns, name in (
        (
            "edition",
            "postmortem_id, number, title, content, html, text, note, published_by_id, published_at",
            "edition_number_once",
        ),
        ("revision", "section_id, version, body, by_id, began_at, saved_at, note", "revision_version_once"),
    ):
        statement = f"INSERT INTO postmortems_{table} ({columns}) SELECT {columns} FROM postmortems_{table}"
        assert refusal(statement) == name
    other = make_incident()
    postmortem.also.create(incident=other)
    columns = "postmortem_id, incident_id"
    statement = (
        f"INSERT INTO postmortems_postmortemincident ({columns}) SELECT {columns} FROM postmortems_postmortemincident"
    )
    assert refusal(statement) == "postmortem_incident_once"
    Postmortem.objects.update(source_digest="x")
    second = make_postmortem()
    statement = "UPDATE postmortems_postmortem SET source_digest = 'x' WHERE id = %s"
    assert refusal(statement, second.pk) == "postmortem_imported_once"
    comment = "INSERT INTO postmortems_reviewcomment (postmortem_id, by_id, at, body) VALUES (%s, %s, now(), '')"
    assert refusal(comment, postmortem.pk, postmortem.created_by_id) == "review_comment_said"
