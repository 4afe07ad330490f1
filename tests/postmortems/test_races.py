"""Publishing while somebody else writes in plain SQL: the database decides, and nothing slips in between."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import errors

from actions.models import Action
from incidents.models import Incident
from notifications.models import Message
from postmortems.factors.models import FactorLink, PostmortemFactor
from postmortems.factors.services import Said, add_factor, change_factor
from postmortems.models import Edition, Postmortem
from postmortems.rules import NotReady
from postmortems.services import publish_postmortem, save_section, start_postmortem
from tests.factories import make_action, make_user
from tests.postmortems.make import make_postmortem, make_ready

pytestmark = pytest.mark.django_db(transaction=True)

INSERT = """
INSERT INTO actions_action (incident_id, gated, title, details, outcome, owner_as_written, priority, kind, status,
    evidence, reasoning, date_changes, moved_at, is_imported, created_by_id, created_at, version, committed_at)
VALUES (%s, %s, 'Slipped in', '', '', '', 'medium', '', 'todo', '', '', 0, now(), false, %s, now(), 1, now())
"""


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """A second connection to the same database that knows nothing of Django."""
    params = connection.get_connection_params()
    wanted = {key: params[key] for key in ("host", "port", "user", "password", "dbname") if params.get(key)}
    with psycopg.connect(**wanted) as raw:
        yield raw
        raw.rollback()


class Aside:
    """A function in a thread of its own, with what became of it."""

    def __init__(self, function: Callable[[], object]) -> None:
        self.result: object = None
        self.error: Exception | None = None
        self._function = function
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._function()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            self.error = error
        finally:
            connection.close()

    def is_waiting(self) -> bool:
        """Whether it still waits for a lock after a while."""
        self._thread.join(0.4)
        return self._thread.is_alive()

    def done(self) -> "Aside":
        self._thread.join(10)
        assert not self._thread.is_alive()
        return self


def publishing(postmortem: Postmortem) -> Aside:
    return Aside(lambda: publish_postmortem(postmortem, by=postmortem.created_by))


def test_an_incomplete_action_inserted_first_stops_the_publication(other: psycopg.Connection) -> None:
    postmortem = make_ready()
    other.execute(INSERT, [postmortem.lead_incident_id, False, postmortem.created_by_id])
    publication = publishing(postmortem)
    assert publication.is_waiting(), "the publication waits for the insert"
    other.commit()
    error = publication.done().error
    assert isinstance(error, NotReady)
    assert [blocker.code for blocker in error.blockers] == ["action_without_owner"]
    assert not Edition.objects.exists()
    assert not Incident.objects.get(pk=postmortem.lead_incident_id).actions_gated


def test_an_insert_that_was_taken_back_does_not(other: psycopg.Connection) -> None:
    postmortem = make_ready()
    other.execute(INSERT, [postmortem.lead_incident_id, False, postmortem.created_by_id])
    publication = publishing(postmortem)
    assert publication.is_waiting()
    other.rollback()
    assert publication.done().error is None
    assert Edition.objects.count() == 1


def test_an_incomplete_action_inserted_during_the_publication_is_refused(other: psycopg.Connection) -> None:
    postmortem = make_ready()
    with transaction.atomic():
        publish_postmortem(postmortem, by=postmortem.created_by)
        insert = Aside(lambda: other.execute(INSERT, [postmortem.lead_incident_id, False, postmortem.created_by_id]))
        assert insert.is_waiting(), "the insert waits for the publication"
    error = insert.done().error
    assert isinstance(error, errors.ForeignKeyViolation)
    assert error.diag.constraint_name == "action_follows_gate"
    other.rollback()
    with pytest.raises(errors.CheckViolation) as refused:
        other.execute(INSERT, [postmortem.lead_incident_id, True, postmortem.created_by_id])
    assert refused.value.diag.constraint_name == "action_gated_needs_owner_and_date"
    assert not Action.objects.exists()


@pytest.mark.parametrize("column", ["owner_id", "due_on"])
def test_an_owner_or_date_taken_away_while_publishing_stops_it(other: psycopg.Connection, column: str) -> None:
    postmortem = make_ready()
    make_action(postmortem.lead_incident, owner=make_user(), due_on=date(2026, 12, 3))
    other.execute(f"UPDATE actions_action SET {column} = NULL")
    publication = publishing(postmortem)
    assert publication.is_waiting(), "closing the gate waits for the update"
    other.commit()
    error = publication.done().error
    assert isinstance(error, NotReady)
    assert error.blockers[0].code in {"action_without_owner", "action_without_date"}
    assert not Edition.objects.exists()


@pytest.mark.parametrize("column", ["owner_id", "due_on"])
def test_an_owner_or_date_taken_away_afterwards_is_refused(other: psycopg.Connection, column: str) -> None:
    postmortem = make_ready()
    make_action(postmortem.lead_incident, owner=make_user(), due_on=date(2026, 12, 3))
    publish_postmortem(postmortem, by=postmortem.created_by)
    with pytest.raises(errors.CheckViolation) as refused:
        other.execute(f"UPDATE actions_action SET {column} = NULL")
    assert refused.value.diag.constraint_name == "action_gated_needs_owner_and_date"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE incidents_incident SET actions_gated = false", "incident_gate_stays_closed"),
        ("UPDATE postmortems_edition SET html = ''", "edition_is_frozen"),
        ("DELETE FROM postmortems_edition", "edition_is_frozen"),
    ],
)
def test_what_is_published_stays_so_for_everybody(other: psycopg.Connection, statement: str, constraint: str) -> None:
    postmortem = make_ready()
    publish_postmortem(postmortem, by=postmortem.created_by)
    with pytest.raises(errors.CheckViolation) as refused:
        other.execute(statement)
    assert refused.value.diag.constraint_name == constraint


def test_a_second_connection_cannot_publish_past_the_gate(other: psycopg.Connection) -> None:
    postmortem = make_postmortem()
    make_action(postmortem.lead_incident)
    with pytest.raises(errors.CheckViolation) as refused:
        other.execute("UPDATE postmortems_postmortem SET status = 'published', published_at = now()")
    assert refused.value.diag.constraint_name == "postmortem_published_is_gated"
    other.rollback()
    with pytest.raises(errors.CheckViolation) as refused:
        other.execute("UPDATE incidents_incident SET actions_gated = true")
    assert refused.value.diag.constraint_name == "action_gated_needs_owner_and_date"


def test_two_who_publish_at_once_make_one_edition() -> None:
    postmortem = make_ready()
    both = [publishing(postmortem), publishing(postmortem)]
    assert [publication.done().error for publication in both] == [None, None]
    assert Edition.objects.count() == 1
    assert postmortem.events.filter(kind="published").count() == 1
    reached = list(Message.objects.filter(kind="published").values_list("recipient", flat=True))
    assert len(reached) == len(set(reached))


def test_two_who_start_at_once_make_one_document() -> None:
    first = make_postmortem()
    incident, template, by = first.lead_incident, first.template, first.created_by
    assert template is not None
    Postmortem.objects.all().delete()
    both = [Aside(lambda: start_postmortem(incident, template=template, by=by)) for _ in range(2)]
    made = [aside.done() for aside in both]
    assert [aside.error for aside in made] == [None, None]
    assert made[0].result == made[1].result
    assert Postmortem.objects.get().sections.count() == 5


def test_two_who_save_at_once_lose_no_word() -> None:
    postmortem = make_postmortem()
    section = postmortem.sections.get(key="summary")
    alice, bob = make_user("Alice"), make_user("Bob")
    began = time.monotonic()
    both = [
        Aside(lambda: save_section(section, submitted="alpha beta", base_version=1, by=alice)),
        Aside(lambda: save_section(section, submitted="gamma delta", base_version=1, by=bob)),
    ]
    assert [aside.done().error for aside in both] == [None, None]
    section.refresh_from_db()
    assert set(section.body.split()) == {"alpha", "beta", "gamma", "delta"}
    assert time.monotonic() - began < 5


def test_two_people_cannot_close_a_circle_of_factors_together() -> None:
    postmortem = make_postmortem()
    one, two = (
        add_factor(postmortem, Said(text, "tooling"), by=postmortem.created_by) for text in ("One condition", "Two")
    )

    def link(effect: PostmortemFactor, condition: PostmortemFactor) -> PostmortemFactor:
        said = Said(effect.factor.text, "tooling", conditions=[condition])
        return change_factor(effect, said, version=effect.version, by=postmortem.created_by)

    with transaction.atomic():
        link(one, two)
        aside = Aside(lambda: link(two, one))
        assert aside.is_waiting()
    assert "reasons for itself" in str(aside.done().error)
    assert FactorLink.objects.get().effect == one
