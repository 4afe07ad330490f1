"""Constraints, each attacked by going round the services."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from incidents.models import (
    Impact,
    Incident,
    IncidentAccess,
    IncidentHistory,
    IncidentLink,
    Service,
    Severity,
    Tag,
    TimelineEvent,
)
from tests.factories import make_event, make_incident, make_service, make_severity, make_tag, make_user

pytestmark = pytest.mark.django_db
T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)


def refused(constraint: str, write: Any) -> None:
    """Assert that the database refuses the write and names the constraint."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("incident_kind_known", {"kind": "outage"}),
        ("incident_title_said", {"title": ""}),
        ("incident_decision_with_reason", {"document_decision": "nothing", "document_decision_reason": ""}),
        ("incident_decision_with_reason", {"document_decision": "perhaps", "document_decision_reason": "x"}),
        *((f"incident_{key}_precision", {f"{key}_at": T}) for key in ("began", "detected", "acknowledged")),
        *((f"incident_{key}_precision", {f"{key}_precision": "day"}) for key in ("mitigated", "resolved")),
        ("incident_began_precision", {"began_at": T, "began_precision": "about"}),
    ],
)
def test_the_database_refuses_an_incident(constraint: str, facts: dict[str, Any]) -> None:
    incident = make_incident()
    refused(constraint, lambda: Incident.objects.filter(pk=incident.pk).update(**facts))


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("severity_requires_known", {"requires": "poem"}),
        ("severity_reviewed_by_known", {"reviewed_by": "everybody"}),
        ("severity_pattern_whole", {"pattern_count": 3, "pattern_days": None}),
        ("severity_pattern_whole", {"pattern_count": 1, "pattern_days": 30}),
    ],
)
def test_the_database_refuses_a_severity(constraint: str, facts: dict[str, Any]) -> None:
    severity = make_severity(3)
    refused(constraint, lambda: Severity.objects.filter(pk=severity.pk).update(**facts))


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("impact_revenue_whole", {"revenue_kind": "amount"}),
        ("impact_revenue_whole", {"revenue_kind": "negligible", "revenue_amount": 5, "revenue_currency": "EUR"}),
        ("impact_share_is_percent", {"users_share": 101}),
    ],
)
def test_the_database_refuses_an_impact(constraint: str, facts: dict[str, Any]) -> None:
    impact = Impact.objects.get(incident=make_incident())
    refused(constraint, lambda: Impact.objects.filter(pk=impact.pk).update(**facts))


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("timeline_event_precision", {"at": T, "precision": ""}),
        ("timeline_event_precision", {"at": None, "precision": "minute"}),
        ("timeline_event_kind_known", {"kind": "blame"}),
        ("timeline_event_source_known", {"source": "rumour"}),
    ],
)
def test_the_database_refuses_an_entry(constraint: str, facts: dict[str, Any]) -> None:
    event = make_event(make_incident(), at=T)
    refused(constraint, lambda: TimelineEvent.objects.filter(pk=event.pk).update(**facts))


def test_two_entries_never_stand_in_one_place() -> None:
    incident = make_incident()
    make_event(incident)
    second = make_event(incident)

    def swap_badly() -> None:
        TimelineEvent.objects.filter(pk=second.pk).update(position=0)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    refused("timeline_event_position_once", swap_badly)


def test_names_are_unique_whatever_their_case() -> None:
    make_service("Edge")
    make_tag("kafka")
    make_severity(1)
    refused("service_name_once", lambda: Service.objects.create(name="EDGE", slug="edge-2"))
    refused("tag_name_once", lambda: Tag.objects.create(name="Kafka", slug="kafka-2", kind="system"))
    refused("severity_name_once", lambda: Severity.objects.create(name="sev-1", level=9, requires="none"))


def test_a_tag_is_of_a_known_kind() -> None:
    tag = make_tag("kafka")
    refused("tag_kind_known", lambda: Tag.objects.filter(pk=tag.pk).update(kind="person"))


def test_a_person_is_named_once_and_a_link_kept_once() -> None:
    incident = make_incident(by=(alice := make_user("Alice")))
    refused("incident_access_once", lambda: IncidentAccess.objects.create(incident=incident, user=alice))
    IncidentLink.objects.create(incident=incident, url="https://example.org/a")
    refused("incident_link_once", lambda: IncidentLink.objects.create(incident=incident, url="https://example.org/a"))


def test_history_tells_only_what_we_have_words_for() -> None:
    incident = make_incident()
    refused("incident_history_kind_known", lambda: IncidentHistory.objects.create(incident=incident, kind="blamed"))


def test_the_gate_is_part_of_a_key_that_actions_point_at() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = 'incident_id_with_gate' AND contype = 'u'")
        assert cursor.fetchone()


def test_numbers_come_from_the_database_and_never_twice() -> None:
    first, second = make_incident(), make_incident()
    assert second.number > first.number


def test_a_restricted_incident_is_visible_to_the_named_alone() -> None:
    alice, bob, charlie = make_user("Alice"), make_user("Bob"), make_user("Charlie", is_administrator=True)
    hidden = make_incident(by=alice, named=[bob], is_restricted=True)
    shown = make_incident(by=alice)
    assert set(Incident.objects.visible_to(bob)) == {hidden, shown}
    assert set(Incident.objects.visible_to(charlie)) == {shown}


def test_near_misses_are_those_that_nearly_broke() -> None:
    near = make_incident(kind="near_miss")
    make_incident(kind="security")
    assert list(Incident.objects.near_misses()) == [near]
