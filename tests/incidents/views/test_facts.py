"""Changing what is known: facts, times, impact, the decision, links."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from incidents.services import NewEvent, add_event, add_link, change_facts
from people.models import User
from tests.factories import make_incident, make_service, make_severity, make_tag, make_user

pytestmark = pytest.mark.django_db
T = datetime(2026, 3, 4, 14, 32, 10, tzinfo=UTC)


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user("Alice", time_zone="Europe/Berlin")
    client.force_login(alice)
    return alice


def url(name: str, incident: Incident, *more: int) -> str:
    return reverse(f"incidents:{name}", args=[incident.number, *more])


def filled_in(client: Client, address: str) -> dict[str, Any]:
    """What the page's form would send if nobody touched it."""
    form = client.get(address).context["form"]
    sent = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False):
            sent[bound.html_name] = (
                bound.field.widget.format_value(value) if hasattr(bound.field.widget, "format_value") else value
            )
    return {
        name: [str(one) for one in value] if isinstance(value, (list, tuple)) else value for name, value in sent.items()
    }


def test_the_page_tells_history_in_the_readers_zone_and_in_the_words_of_people(client: Client, alice: User) -> None:
    incident = make_incident(by=alice, time_zone="UTC")
    change_facts(incident, by=alice, changes={"began": (T, "minute"), "kind": "near_miss"})
    for name in ("detail", "history"):
        words = client.get(url(name, incident)).text
        assert "Began: not known yet → 4 Mar 2026, 15:32 CET" in words
        assert "→ Near miss" in words


def test_times_out_of_order_are_saved_and_said_at_once_and_later_once(client: Client, alice: User) -> None:
    incident = make_incident(by=alice, time_zone="UTC", began_at=T)
    sent = filled_in(client, url("times", incident)) | {"resolved_day": "2026-03-03", "resolved_clock": "14:32"}
    response = client.post(url("times", incident), sent, follow=True)
    assert [
        str(message).startswith("Saved. “Resolved” is told as before “Began”.")
        for message in response.context["messages"]
    ] == [True]
    assert Incident.objects.get().resolved_at == datetime(2026, 3, 3, 14, 32, tzinfo=UTC)
    later = client.get(incident.get_absolute_url()).text
    assert later.count("before “Began”") == 2  # where the times contradict each other, and in place of the span
    kept = filled_in(client, url("times", incident)) | {"resolved_day": "2026-03-05"}
    assert not list(client.post(url("times", incident), kept, follow=True).context["messages"])


def test_a_key_time_far_in_the_future_is_refused(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    sent = filled_in(client, url("times", incident)) | {"began_day": "2999-03-04", "began_clock": "14:32"}
    response = client.post(url("times", incident), sent)
    assert response.status_code == 422
    assert "more than a day ahead of now" in response.text
    recorded = client.post(reverse("incidents:record"), {"title": "x", "began_day": "2999-03-04"})
    assert recorded.status_code == 422
    assert Incident.objects.get().began_at is None


@pytest.mark.parametrize("name", ["facts", "times", "impact"])
def test_saving_what_nobody_touched_changes_nothing(client: Client, alice: User, name: str) -> None:
    incident = make_incident(
        by=alice,
        severity=2,
        services=[make_service(is_active=False)],
        tags=[make_tag("kafka"), make_tag("capacity", kind="category")],
        began_at=T,
        began_precision="second",
        resolved_at=datetime(2026, 3, 4, 23, 0, tzinfo=UTC),
        resolved_precision="day",
        time_zone="Europe/Berlin",
    )
    response = client.post(url(name, incident), filled_in(client, url(name, incident)))
    assert response.status_code == 303, response.context["form"].errors
    assert not incident.history.exists()


def test_facts_are_changed_and_tags_made_as_they_are_named(client: Client, alice: User) -> None:
    incident = make_incident("Old", by=alice, tags=[make_tag("gone")])
    make_tag("Kafka")
    sent = {"title": "New", "kind": "security", "severity": make_severity(1).pk, "version": 1}
    client.post(url("facts", incident), sent | {"system_tags": "kafka, Edge", "category_tags": "capacity"})
    incident.refresh_from_db()
    assert (incident.title, incident.kind, incident.version) == ("New", "security", 2)
    assert sorted((tag.name, tag.kind) for tag in incident.tags.all()) == [
        ("Edge", "system"),
        ("Kafka", "system"),
        ("capacity", "category"),
    ]


@pytest.mark.parametrize("sent", [{"title": ""}, {"title": "x" * 201}, {"severity": "999"}, {"system_tags": "x" * 61}])
def test_facts_that_cannot_be_kept_come_back(client: Client, alice: User, sent: dict[str, str]) -> None:
    incident = make_incident("Old", by=alice)
    response = client.post(url("facts", incident), {"title": "New", "version": 1, "summary": "With care"} | sent)
    assert response.status_code == 422
    assert "With care" in response.content.decode()
    incident.refresh_from_db()
    assert incident.title == "Old"


def test_a_lost_race_shows_both_values_keeps_the_rest_and_can_be_settled(client: Client, alice: User) -> None:
    incident = make_incident("Old", by=alice)
    change_facts(incident, by=make_user("Bob"), changes={"title": "Bob's title", "kind": "security"}, version=1)
    sent = {"title": "Alice's title", "kind": "unknown", "version": 1}
    response = client.post(url("facts", incident), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bob&#x27;s title" in page
    assert "Alice&#x27;s title" in page
    assert 'name="seen_version" value="title:2"' in page
    assert client.post(url("facts", incident), sent | {"seen_version": "title:2"}).status_code == 303
    incident.refresh_from_db()
    assert (incident.title, incident.kind) == ("Alice's title", "security")


def test_times_are_read_in_the_zone_they_are_told_in(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    sent = {"began_day": "2026-07-01", "began_clock": "09:00", "detected_day": "2026-07-01", "detected_how": "month"}
    client.post(url("times", incident), sent | {"time_zone": "Asia/Tokyo", "version": 1})
    incident.refresh_from_db()
    assert incident.began_at.isoformat() == "2026-07-01T00:00:00+00:00"
    assert (incident.began_precision, incident.detected_precision) == ("minute", "month")
    assert incident.time_zone == "Asia/Tokyo"


def test_times_that_nobody_has_said_are_proposed_from_the_timeline_and_kept_on_saving(
    client: Client, alice: User
) -> None:
    incident = make_incident(by=alice, time_zone="Europe/Berlin", mitigated_at=T, mitigated_precision="minute")
    for minutes, kind in [(20, "detection"), (0, ""), (25, "mitigation"), (30, "detection")]:
        at = T + timedelta(minutes=minutes)
        add_event(incident, NewEvent(f"After {minutes}", at=at, precision="minute", kind=kind), by=alice)
    add_event(incident, NewEvent("Some time"), by=alice)

    shown = " ".join(client.get(url("detail", incident)).text.split())
    assert "The timeline says: began" in shown
    proposal = f"{url('times', incident)}?from=timeline"
    assert proposal in shown

    page = client.get(proposal)
    assert "Nothing is kept until you save" in page.text
    assert Incident.objects.filter(began_at=None).exists()
    client.post(url("times", incident), filled_in(client, proposal))
    incident.refresh_from_db()
    said = (incident.began_at, incident.detected_at, incident.mitigated_at)
    assert said == (T.replace(second=0), T.replace(second=0) + timedelta(minutes=20), T)
    assert "The timeline says" not in client.get(url("detail", incident)).text


def test_times_that_cannot_be_come_back(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    response = client.post(url("times", incident), {"began_clock": "09:00", "time_zone": "UTC", "version": 1})
    assert response.status_code == 422
    assert "On which day was that?" in response.content.decode()
    lost = {"began_day": "2026-03-01", "time_zone": "UTC", "version": 1}
    change_facts(incident, by=alice, changes={"began": (T, "minute")}, version=1)
    assert client.post(url("times", incident), lost).status_code == 409


def test_nought_is_kept_and_empty_is_not_known_yet(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    client.post(url("impact", incident), {"users_affected": "0", "revenue_kind": "negligible", "version": 1})
    impact = Incident.objects.get(pk=incident.pk).impact
    assert (impact.users_affected, impact.support_tickets, impact.revenue_kind) == (0, None, "negligible")


@pytest.mark.parametrize(
    "sent",
    [
        {"users_share": "101"},
        {"users_affected": "-1"},
        {"revenue_kind": "amount", "revenue_amount": "12"},
        {"revenue_kind": "unknown", "revenue_amount": "12", "revenue_currency": "EUR"},
    ],
)
def test_an_impact_that_cannot_be_comes_back(client: Client, alice: User, sent: dict[str, str]) -> None:
    incident = make_incident(by=alice)
    response = client.post(url("impact", incident), {"revenue_kind": "unknown", "version": 1, "trust": "Calm"} | sent)
    assert response.status_code == 422
    assert "Calm" in response.content.decode()


def test_a_lost_race_on_the_impact_shows_both(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    client.post(url("impact", incident), {"revenue_kind": "unknown", "users_affected": "10", "version": 1})
    response = client.post(url("impact", incident), {"revenue_kind": "unknown", "users_affected": "12", "version": 1})
    assert response.status_code == 409
    assert {"12", "10"} <= {response.context["conflicts"][0].yours, response.context["conflicts"][0].theirs}


def test_a_decision_needs_its_reason_and_a_severity_that_leaves_it_open(client: Client, alice: User) -> None:
    open_one, settled = make_incident(by=alice, severity=3), make_incident(by=alice, severity=1)
    assert client.post(url("decide", open_one), {"decision": "nothing", "reason": ""}).status_code == 422
    assert client.post(url("decide", open_one), {"decision": "nothing", "reason": "Known."}).status_code == 303
    response = client.post(url("decide", settled), {"decision": "nothing", "reason": "Known."})
    assert response.status_code == 422
    assert "There is nothing to decide" in response.content.decode()
    settled.refresh_from_db()
    assert settled.document_decision == ""


def test_links_are_added_and_removed_but_only_web_addresses(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    assert client.post(url("link_add", incident), {"url": "javascript:alert(1)"}).status_code == 422
    assert client.post(url("link_add", incident), {"url": "ftp://example.org/x"}).status_code == 422
    client.post(url("link_add", incident), {"url": "https://example.org/x", "label": "Status"})
    link = incident.links.get()
    assert client.post(url("link_remove", incident, link.pk)).status_code == 303
    assert not incident.links.exists()


def test_a_link_of_another_incident_is_not_reached_through_this_one(client: Client, alice: User) -> None:
    mine = make_incident(by=alice)
    other = make_incident(is_restricted=True)
    link = add_link(other, url="https://example.org/x", by=other.recorded_by)
    assert client.post(url("link_remove", mine, link.pk)).status_code == 404
    assert other.links.exists()
