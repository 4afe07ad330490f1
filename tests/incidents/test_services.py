"""Every service: what it writes, what it leaves in history, and what it refuses."""

from datetime import UTC, datetime, timedelta

import pytest

from incidents import changes
from incidents.choices import HistoryKind
from incidents.models import Incident, Service, TimelineEvent
from incidents.rules import Blocked, LostRace
from incidents.services import (
    NewEvent,
    add_event,
    add_events,
    add_link,
    change_event,
    change_facts,
    change_impact,
    decide_document,
    delete_event,
    fingerprint_of,
    give_access,
    lift_restriction,
    move_event,
    order_timeline_by_time,
    record_incident,
    remove_link,
    restore_event,
    restrict_incident,
    save_service,
    save_severity,
    tags_named,
    take_access,
)
from people.models import AuditEntry
from tests.factories import make_incident, make_service, make_severity, make_tag, make_user

pytestmark = pytest.mark.django_db
T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)


def minutes(n: int) -> datetime:
    return T + timedelta(minutes=n)


def texts(incident: Incident) -> list[str]:
    return list(TimelineEvent.objects.filter(incident=incident).values_list("text", flat=True))


# --- recording and facts ---------------------------------------------------------------------------


def test_a_title_is_enough_to_record() -> None:
    alice = make_user("Alice", time_zone="Europe/Berlin")
    incident = record_incident(title="Checkout answers with 502", by=alice)
    assert incident.number
    assert (incident.severity, incident.began_at, incident.time_zone) == (None, None, "Europe/Berlin")
    assert incident.impact.users_affected is None
    assert [row.kind for row in incident.history.all()] == [HistoryKind.RECORDED]
    assert not AuditEntry.objects.exists()


def test_a_restricted_one_names_who_recorded_it_and_leaves_an_audit_row() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = record_incident(title="Key in a log", by=alice, restricted=True, named=[bob, alice])
    assert set(incident.people_with_access.all()) == {alice, bob}
    audit = AuditEntry.objects.get()
    assert (audit.kind, audit.about, audit.incident_number) == (
        "incident_restricted",
        incident.public_number,
        incident.number,
    )


def test_changing_facts_keeps_old_and_new_and_counts_the_change() -> None:
    alice, service = make_user("Alice"), make_service("Edge")
    incident = make_incident("Old words", by=alice, severity=3)
    changed = change_facts(
        incident,
        by=alice,
        changes={"title": "New words", "severity": make_severity(1), "services": [service], "began": (T, "around")},
    )
    assert (changed.title, changed.severity.level, changed.began_precision, changed.version) == (
        "New words",
        1,
        "around",
        2,
    )
    kept = incident.history.get(kind=HistoryKind.FACTS_CHANGED).details["changes"]
    assert kept["title"] == {"from": "Old words", "to": "New words"}
    assert kept["severity"] == {"from": "SEV-3", "to": "SEV-1"}
    assert kept["services"] == {"from": [], "to": ["Edge"]}
    assert kept["began"]["to"]["precision"] == "around"


def test_changing_nothing_leaves_no_trace() -> None:
    incident = make_incident("Words")
    change_facts(incident, by=make_user(), changes={"title": "Words", "tags": []})
    assert not incident.history.exists()
    incident.refresh_from_db()
    assert incident.version == 1


def test_two_people_changing_different_fields_both_win() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = make_incident("Words", by=alice)
    change_facts(incident, by=bob, changes={"title": "Words", "summary": "Bob's"}, version=1)
    change_facts(incident, by=alice, changes={"title": "Alice's", "summary": ""}, version=1)
    incident.refresh_from_db()
    assert (incident.title, incident.summary) == ("Alice's", "Bob's")


def test_a_lost_race_on_one_field_writes_nothing_and_shows_both_values() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = make_incident("Words", by=alice)
    change_facts(incident, by=bob, changes={"title": "Bob's"}, version=1)
    with pytest.raises(LostRace) as lost:
        change_facts(incident, by=alice, changes={"title": "Alice's", "summary": "More"}, version=1)
    assert [(one.field, one.yours, one.theirs) for one in lost.value.conflicts] == [("title", "Alice's", "Bob's")]
    incident.refresh_from_db()
    assert (incident.title, incident.summary) == ("Bob's", "")


def test_whoever_has_seen_both_values_may_choose_but_not_over_a_third() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = make_incident("Words", by=alice)
    change_facts(incident, by=bob, changes={"title": "Bob's"}, version=1)
    change_facts(incident, by=alice, changes={"title": "Alice's"}, version=1, seen={"title": 2})
    incident.refresh_from_db()
    assert incident.title == "Alice's"
    with pytest.raises(LostRace):
        change_facts(incident, by=bob, changes={"title": "Bob's again"}, version=1, seen={"title": 2})


def test_impact_is_kept_with_its_history_and_its_races() -> None:
    alice = make_user("Alice")
    incident = make_incident(by=alice)
    change_impact(incident, by=alice, changes={"users_affected": 0, "support_tickets": None}, version=1)
    assert incident.history.get().details["changes"] == {"users_affected": {"from": None, "to": 0}}
    with pytest.raises(LostRace):
        change_impact(incident, by=alice, changes={"users_affected": 7}, version=1)


def test_a_decision_keeps_its_reason_and_is_refused_where_the_policy_has_decided() -> None:
    alice = make_user("Alice")
    incident = decide_document(make_incident(severity=3), decision="nothing", reason="Known, and mended.", by=alice)
    assert incident.document_decision == "nothing"
    assert incident.history.get(kind=HistoryKind.DECIDED).details["reason"] == "Known, and mended."
    with pytest.raises(Blocked):
        decide_document(make_incident(severity=1), decision="nothing", reason="x", by=alice)


def test_links_are_kept_once_and_taken_away_with_history() -> None:
    alice, incident = make_user("Alice"), make_incident()
    add_link(incident, url="https://example.org/a", by=alice)
    link = add_link(incident, url="https://example.org/a", label="Status", by=alice)
    assert [str(one) for one in incident.links.all()] == ["Status"]
    remove_link(link, by=alice)
    assert not incident.links.exists()
    assert incident.history.count() == 3


def test_listeners_hear_of_every_change_in_the_same_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(changes._listeners, "_registered", [heard.append])
    alice = make_user("Alice")
    incident = record_incident(title="Words", by=alice)
    change_facts(incident, by=alice, changes={"title": "Others"})
    add_event(incident, NewEvent("First 5xx"), by=alice)
    assert heard == [incident.pk] * 3


# --- who may see it --------------------------------------------------------------------------------


def test_restricting_names_whoever_does_it_and_twice_is_once() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = make_incident(by=alice)
    restrict_incident(incident, by=bob)
    restrict_incident(incident, by=bob)
    assert set(incident.people_with_access.all()) == {alice, bob}
    assert AuditEntry.objects.filter(kind="incident_restricted").count() == 1
    assert incident.history.filter(kind=HistoryKind.RESTRICTED).count() == 1


def test_lifting_a_restriction_is_audited_once() -> None:
    incident = make_incident(is_restricted=True)
    lift_restriction(incident, by=incident.recorded_by)
    lift_restriction(incident, by=incident.recorded_by)
    incident.refresh_from_db()
    assert not incident.is_restricted
    assert AuditEntry.objects.get().kind == "incident_opened"


def test_naming_and_un_naming_are_audited_and_the_last_one_stays() -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = make_incident(by=alice, is_restricted=True)
    give_access(incident, person=bob, by=alice)
    give_access(incident, person=bob, by=alice)
    take_access(incident, person=alice, by=bob)
    with pytest.raises(Blocked):
        take_access(incident, person=bob, by=bob)
    assert list(incident.people_with_access.all()) == [bob]
    assert sorted(AuditEntry.objects.values_list("kind", flat=True)) == ["access_given", "access_taken"]


def test_somebody_who_left_does_not_count_as_the_last_one() -> None:
    alice = make_user("Alice")
    incident = make_incident(by=alice, named=[make_user("Gone", is_active=False)], is_restricted=True)
    with pytest.raises(Blocked):
        take_access(incident, person=alice, by=alice)


# --- the timeline ----------------------------------------------------------------------------------


def test_an_entry_goes_where_its_time_puts_it() -> None:
    alice, incident = make_user("Alice"), make_incident()
    for n, text in ((0, "first"), (10, "third"), (5, "second")):
        add_event(incident, NewEvent(text, at=minutes(n), precision="minute"), by=alice)
    add_event(incident, NewEvent("no time"), by=alice)
    assert texts(incident) == ["first", "second", "third", "no time"]


def test_told_order_is_kept_where_time_does_not_decide() -> None:
    alice, incident = make_user("Alice"), make_incident()
    told = [NewEvent("b", at=minutes(9), precision="minute"), NewEvent("a", at=minutes(1), precision="minute")]
    add_events(incident, told, by=alice)
    add_event(incident, NewEvent("c", at=minutes(5), precision="minute"), by=alice)
    assert texts(incident) == ["b", "a", "c"]
    assert incident.history.first().details["added"] == 1


def test_ordering_by_time_is_an_act_and_keeps_untimed_entries_behind_theirs() -> None:
    alice, incident = make_user("Alice"), make_incident()
    rows = [
        NewEvent("opening words"),
        NewEvent("late", at=minutes(9), precision="minute"),
        NewEvent("about the late one"),
        NewEvent("early", at=minutes(1), precision="minute"),
    ]
    add_events(incident, rows, by=alice)
    assert order_timeline_by_time(incident, by=alice)
    assert texts(incident) == ["opening words", "early", "late", "about the late one"]
    assert not order_timeline_by_time(incident, by=alice)


def test_entries_move_up_and_down_and_stop_at_the_ends() -> None:
    alice, incident = make_user("Alice"), make_incident()
    first, second = add_events(incident, [NewEvent("a"), NewEvent("b")], by=alice)
    assert move_event(second, up=True, by=alice)
    assert texts(incident) == ["b", "a"]
    assert not move_event(second, up=True, by=alice)
    assert move_event(second, up=False, by=alice)
    assert texts(incident) == ["a", "b"]
    assert first.incident_id == incident.pk


def test_a_deleted_entry_comes_back_whole_to_where_it_stood_and_only_once() -> None:
    alice, incident = make_user("Alice"), make_incident()
    add_events(
        incident, [NewEvent("a"), NewEvent("b", at=T, precision="second", told="14:32:00"), NewEvent("c")], by=alice
    )
    event = TimelineEvent.objects.get(text="b")
    deletion = delete_event(event, by=alice)
    assert texts(incident) == ["a", "c"]
    back = restore_event(deletion, by=alice)
    assert back is not None
    assert texts(incident) == ["a", "b", "c"]
    assert (back.at, back.precision, back.told, back.added_by) == (T, "second", "14:32:00", alice)
    assert restore_event(deletion, by=alice) is None
    assert texts(incident) == ["a", "b", "c"]


def test_changing_an_entry_notices_a_lost_race() -> None:
    alice, incident = make_user("Alice"), make_incident()
    event = add_event(incident, NewEvent("words"), by=alice)
    seen = fingerprint_of(event)
    change_event(event, by=alice, changes={"text": "Bob's words"}, seen=seen)
    with pytest.raises(LostRace) as lost:
        change_event(event, by=alice, changes={"text": "my words"}, seen=seen)
    assert lost.value.conflicts[0].theirs == "Bob's words"
    assert incident.history.first().details["fields"]["text"] == {"from": "words", "to": "Bob's words"}


# --- policy data -----------------------------------------------------------------------------------


def test_tags_are_found_whatever_their_case_and_made_when_new() -> None:
    kafka = make_tag("Kafka")
    found = tags_named(["kafka", " edge  proxy ", "Edge proxy", ""], kind="category")
    assert found[0] == kafka
    assert [(tag.name, tag.kind) for tag in found[1:]] == [("Edge proxy", "category")]


def test_services_get_a_slug_of_their_own_and_changes_are_audited() -> None:
    alice = make_user("Alice")
    make_service("Edge proxy", slug="edge")
    service = save_service(Service(name="Edge"), by=alice)
    assert service.slug == "edge-2"
    service.name = "Edge of the world"
    save_service(service, by=alice)
    service.refresh_from_db()
    assert (service.name, service.slug) == ("Edge of the world", "edge-2")
    severity = make_severity(3)
    severity.draft_within = 12
    save_severity(severity, by=alice)
    assert AuditEntry.objects.filter(kind="settings_changed", by=alice).count() == 3
