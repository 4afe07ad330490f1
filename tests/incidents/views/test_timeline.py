"""Entries of the timeline, by form and by paste."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident, IncidentHistory, TimelineEvent
from incidents.services import NewEvent, add_events, change_event, fingerprint_of
from people.models import User
from tests.factories import make_event, make_incident, make_user

pytestmark = pytest.mark.django_db
T = datetime(2026, 3, 4, 14, 32, tzinfo=UTC)


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user("Alice", time_zone="UTC")
    client.force_login(alice)
    return alice


def url(name: str, incident: Incident, *more: int) -> str:
    return reverse(f"incidents:{name}", args=[incident.number, *more])


def texts(incident: Incident) -> list[str]:
    return list(TimelineEvent.objects.filter(incident=incident).values_list("text", flat=True))


def in_days(count: int) -> str:
    return f"{timezone.now() + timedelta(days=count):%Y-%m-%d}"


def test_an_entry_from_the_future_is_refused(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    sent = {"text": "x", "at_day": in_days(3), "at_clock": "15:32", "time_zone": "UTC"}
    response = client.post(url("event_add", incident), sent)
    assert response.status_code == 422
    assert "more than a day ahead of now" in response.text
    event = make_event(incident, "First 5xx", at=T)
    response = client.post(url("event_edit", incident, event.pk), sent | {"seen": fingerprint_of(event)})
    assert response.status_code == 422
    assert texts(incident) == ["First 5xx"]


def test_tomorrow_is_no_future_clocks_and_zones_differ(client: Client, alice: User) -> None:
    sent = {"text": "x", "at_day": in_days(1), "time_zone": "UTC"}
    assert client.post(url("event_add", make_incident(by=alice)), sent).status_code == 303


@pytest.mark.parametrize("how", [{}, {"keep": "1"}])
def test_a_pasted_block_from_the_future_is_refused_and_says_which_line(client, alice, how) -> None:
    incident = make_incident(by=alice)
    sent = {"block": "2026-03-04 14:32 - First 5xx\n2099-03-04 14:40 - Second", "time_zone": "UTC", **how}
    response = client.post(url("timeline_paste", incident), sent)
    assert response.status_code == 422
    assert "“2099-03-04 14:40” would be 4 March 2099" in response.text
    assert texts(incident) == []


def test_an_entry_is_added_with_all_that_is_known_of_it(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    sent = {
        "text": "Alert: 5xx above 2 %",
        "at_day": "2026-03-04",
        "at_clock": "15:32",
        "at_how": "around",
        "kind": "detection",
        "source": "alert",
        "evidence_url": "https://example.org/e",
        "known_later": "on",
        "time_zone": "Europe/Berlin",
    }
    response = client.post(url("event_add", incident), sent)
    event = TimelineEvent.objects.get()
    assert response.headers["Location"].endswith(f"#event-{event.pk}")
    assert (event.at, event.precision, event.time_zone) == (T, "around", "Europe/Berlin")
    assert (event.told, event.known_later) == ("around 2026-03-04 15:32 Europe/Berlin", True)


def test_an_entry_without_words_or_with_a_strange_address_comes_back(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    assert client.post(url("event_add", incident), {"text": "", "time_zone": "UTC"}).status_code == 422
    sent = {"text": "First 5xx", "time_zone": "UTC", "evidence_url": "javascript:alert(1)"}
    response = client.post(url("event_add", incident), sent)
    assert response.status_code == 422
    assert "First 5xx" in response.content.decode()


def test_editing_words_keeps_the_time_as_it_was_told(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    event = make_event(incident, "First 5xx", at=T.replace(second=7), precision="second", told="3.32.07 pm")
    form = client.get(url("event_edit", incident, event.pk)).context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False)}
    sent |= {"text": "First 5xx at the edge", "at_clock": form["at_clock"].value().strftime("%H:%M:%S")}
    assert client.post(url("event_edit", incident, event.pk), sent).status_code == 303
    event.refresh_from_db()
    assert (event.text, event.at, event.told) == ("First 5xx at the edge", T.replace(second=7), "3.32.07 pm")


def test_two_people_editing_an_entry_are_shown_both_and_may_then_choose(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    event = make_event(incident, "Words")
    sent = {"text": "Alice's words", "time_zone": "UTC", "seen": fingerprint_of(event)}
    change_event(event, by=make_user("Bob"), changes={"text": "Bob's words"})
    response = client.post(url("event_edit", incident, event.pk), sent)
    assert response.status_code == 409
    assert "Bob&#x27;s words" in response.content.decode()
    sent["seen"] = response.context["seen"]
    assert client.post(url("event_edit", incident, event.pk), sent).status_code == 303
    assert texts(incident) == ["Alice's words"]


def test_an_entry_is_deleted_and_brought_back(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    add_events(incident, [NewEvent("a"), NewEvent("b")], by=alice)
    client.post(url("event_delete", incident, TimelineEvent.objects.get(text="a").pk))
    assert texts(incident) == ["b"]
    deletion = IncidentHistory.objects.get(details__has_key="deleted")
    client.post(url("event_restore", incident, deletion.pk))
    assert texts(incident) == ["a", "b"]


def test_entries_move_and_are_ordered_by_time_when_somebody_says_so(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    late, early = make_event(incident, "late", at=T.replace(hour=16)), make_event(incident, "early", at=T)
    client.post(url("event_move", incident, early.pk), {"to": "up"})
    assert texts(incident) == ["early", "late"]
    client.post(url("event_move", incident, early.pk), {"to": "down"})
    assert texts(incident) == ["late", "early"]
    client.post(url("timeline_order", incident))
    assert texts(incident) == ["early", "late"]
    assert late.incident_id == incident.pk


@pytest.mark.parametrize("name", ["event_edit", "event_delete", "event_move", "event_restore"])
def test_an_entry_of_another_incident_is_not_reached_through_this_one(client: Client, alice: User, name: str) -> None:
    mine, hidden = make_incident(by=alice), make_incident(is_restricted=True)
    pk = make_event(hidden, "Hidden words").pk
    if name == "event_restore":
        pk = hidden.history.create(kind="timeline_changed", details={"deleted": {}}).pk
    response = client.post(url(name, mine, pk), {"text": "x", "time_zone": "UTC"})
    assert response.status_code == 404
    assert texts(hidden) == ["Hidden words"]


def test_a_block_over_midnight_is_shown_as_understood_and_then_kept(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    block = "All times CET\n\n23:50 - First 5xx\n00:12 - Previous bundle back\nno time here"
    sent = {"block": block, "day": "2026-03-04", "time_zone": "UTC"}
    shown = client.post(url("timeline_paste", incident), sent)
    assert shown.status_code == 200
    assert not TimelineEvent.objects.exists()
    assert "Add 2 entries" in shown.content.decode()
    client.post(url("timeline_paste", incident), sent | {"keep": "1"})
    events = list(TimelineEvent.objects.filter(incident=incident))
    assert [event.at for event in events] == [
        datetime(2026, 3, 4, 22, 50, tzinfo=UTC),
        datetime(2026, 3, 4, 23, 12, tzinfo=UTC),
    ]
    assert [event.told for event in events] == ["23:50", "00:12"]
    assert events[0].time_zone == "CET"


def test_a_table_of_days_keeps_its_order_and_asks_about_the_odd_one(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    block = "| Date | Event |\n|---|---|\n| 2022-03-20 | Reported |\n| 2022-03-01 | Merged |\n| 2022-03-24 | Found |"
    client.post(url("timeline_paste", incident), {"block": block, "time_zone": "UTC", "keep": "1"})
    assert texts(incident) == ["Reported", "Merged", "Found"]
    assert set(TimelineEvent.objects.values_list("precision", flat=True)) == {"day"}
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "earlier day than an entry above" in page
    assert "00:00" not in page.replace("T00:00:00Z", "")


@pytest.mark.parametrize("block", ["", "   \n", "Nothing here has a time."])
def test_a_block_without_times_comes_back(client: Client, alice: User, block: str) -> None:
    incident = make_incident(by=alice)
    response = client.post(url("timeline_paste", incident), {"block": block, "time_zone": "UTC", "keep": "1"})
    assert response.status_code == 422
    assert not TimelineEvent.objects.exists()


def test_htmx_gets_the_fresh_timeline_and_a_plain_form_is_sent_on(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    first, second = add_events(incident, [NewEvent("a"), NewEvent("b")], by=alice)
    asking = {"HX-Request": "true", "HX-Target": "section#timeline"}
    part = client.post(url("event_move", incident, second.pk), {"to": "up"}, headers=asking)
    assert part.status_code == 200
    assert b"<html" not in part.content
    assert part.content.index(b">b<") < part.content.index(b">a<")
    elsewhere = client.post(url("event_move", incident, first.pk), {"to": "up"}, headers={"HX-Request": "true"})
    assert (elsewhere.status_code, elsewhere.content) == (204, b"")
    plain = client.post(url("event_delete", incident, first.pk))
    assert plain.headers["Location"].endswith("#timeline")


def test_a_chat_after_midnight_lands_inside_the_incident_where_nobody_says_the_day(client, alice) -> None:
    began = datetime(2025, 11, 19, 23, 52, tzinfo=UTC)
    incident = make_incident(by=alice, began_at=began, resolved_at=datetime(2025, 11, 20, 0, 31, tzinfo=UTC))
    block = "[00:06] alice: queue grows\n[00:09] bob: looking\n[00:14] alice: rolled back"
    assert 'name="day" value=' not in client.get(url("timeline_paste", incident)).text
    sent = {"block": block, "day": "", "time_zone": "UTC"}
    shown = client.post(url("timeline_paste", incident), sent).text
    assert 'value="2025-11-20"' in shown
    assert "Is the day right?" not in shown
    client.post(url("timeline_paste", incident), sent | {"keep": "1"})
    first = TimelineEvent.objects.filter(incident=incident).earliest("at")
    assert first.at == datetime(2025, 11, 20, 0, 6, tzinfo=UTC)


@pytest.mark.parametrize(("day", "asked"), [("2025-11-19", "before the incident began"), ("2025-11-21", "resolved")])
def test_a_day_that_puts_a_block_long_before_or_after_the_incident_is_asked_about_once(client, alice, day, asked):
    began = datetime(2025, 11, 19, 23, 52, tzinfo=UTC)
    incident = make_incident(by=alice, began_at=began, resolved_at=datetime(2025, 11, 20, 0, 31, tzinfo=UTC))
    sent = {"block": "[00:06] alice: grows\n[00:09] bob: looking", "day": day, "time_zone": "UTC"}
    shown = client.post(url("timeline_paste", incident), sent).text
    assert shown.count("Is the day right?") == 1
    assert asked in shown


def test_what_came_shortly_before_it_began_stays_on_that_day_and_a_told_day_is_kept(client, alice) -> None:
    began = datetime(2025, 11, 19, 23, 52, tzinfo=UTC)
    incident = make_incident(by=alice, began_at=began)
    sent = {"block": "23:40 - Deploy\n00:06 - 5xx", "time_zone": "UTC"}
    assert 'value="2025-11-19"' in client.post(url("timeline_paste", incident), sent).text
    told = client.post(url("timeline_paste", incident), sent | {"block": "2025-10-02 09:00 - Merged"}).text
    assert "Is the day right?" not in told


def paste_without_a_day(client: Client, incident: Incident, *lines: str, zone: str = "Europe/Berlin") -> None:
    sent = {"block": "\n".join(lines), "time_zone": zone, "keep": "1"}
    assert client.post(url("timeline_paste", incident), sent).status_code == 303


def moments(incident: Incident) -> list[tuple[datetime | None, str]]:
    return list(TimelineEvent.objects.filter(incident=incident).values_list("at", "precision"))


def test_a_day_is_asked_for_later_where_a_block_was_pasted_before_anybody_knew_it(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    paste_without_a_day(client, incident, "23:50 - First 5xx", "around 23:58 - Looking", "00:12:07 - Bundle back")
    assert {at for at, _ in moments(incident)} == {None}
    page = client.get(incident.get_absolute_url()).text
    assert "Which day was the first of these?" in page
    assert "3 entries have a time and no day" in page
    assert "told in Europe/Berlin" in page
    first = incident.timeline.earliest("position")
    response = client.post(url("event_day", incident, first.pk), {"day": "2026-03-04"})
    assert response.headers["Location"].endswith("#timeline")
    assert moments(incident) == [
        (datetime(2026, 3, 4, 22, 50, tzinfo=UTC), "minute"),
        (datetime(2026, 3, 4, 22, 58, tzinfo=UTC), "around"),
        (datetime(2026, 3, 4, 23, 12, 7, tzinfo=UTC), "second"),
    ]
    assert incident.timeline.earliest("position").told == "23:50"
    page = client.get(incident.get_absolute_url()).text
    assert "Which day was the first of these?" not in page
    assert "3 entries got their day" in page


def test_the_day_that_puts_entries_into_the_incident_is_offered_once_its_times_are_known(client, alice) -> None:
    incident = make_incident(by=alice)
    paste_without_a_day(client, incident, "00:06 - Queue grows", "00:14 - Rolled back by the deploy tool", zone="UTC")
    Incident.objects.filter(pk=incident.pk).update(
        began_at=datetime(2025, 11, 19, 23, 52, tzinfo=UTC),
        began_precision="minute",
        resolved_at=datetime(2025, 11, 20, 0, 31, tzinfo=UTC),
        resolved_precision="minute",
    )
    form = client.get(incident.get_absolute_url()).context["day_form"]
    assert f"{form['day'].value()}" == "2025-11-20"


def test_a_second_block_without_a_day_is_asked_about_on_its_own(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    paste_without_a_day(client, incident, "22:00 - a", "01:00 - b", zone="UTC")
    paste_without_a_day(client, incident, "22:30 - c", zone="UTC")
    first = incident.timeline.earliest("position")
    client.post(url("event_day", incident, first.pk), {"day": "2026-03-04"})
    assert moments(incident)[2] == (None, "")
    page = client.get(incident.get_absolute_url()).text
    assert "1 entry has a time and no day, from “22:30: c” on" in page
    again = client.post(url("event_day", incident, first.pk), {"day": "2026-03-09"}, follow=True).text
    assert "These entries have their day already." in again
    assert moments(incident)[2] == (None, "")


@pytest.mark.parametrize("day", ["", "someday", "1883-03-04", "2999-01-01"])
def test_a_day_that_nobody_can_have_meant_comes_back(client: Client, alice: User, day: str) -> None:
    incident = make_incident(by=alice)
    paste_without_a_day(client, incident, "23:50 - First 5xx")
    response = client.post(url("event_day", incident, incident.timeline.get().pk), {"day": day})
    assert response.status_code == 422
    assert moments(incident) == [(None, "")]


def test_no_day_is_asked_for_where_no_time_was_told_either(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    make_event(incident, "Somebody noticed")
    assert "Which day was the first of these?" not in client.get(incident.get_absolute_url()).text


def test_who_may_take_entries_away_is_told_that_they_are_kept(client: Client, alice: User) -> None:
    incident = make_incident(by=make_user())
    assert "can be brought back" not in client.get(incident.get_absolute_url()).text, "there is none yet"
    make_event(incident)
    page = client.get(incident.get_absolute_url()).text
    assert "An entry that is taken away is kept, and can be brought back." in page
    Incident.objects.filter(pk=incident.pk).update(actions_gated=True)
    assert "what is published stays as it is" in client.get(incident.get_absolute_url()).text


def test_a_day_that_was_wrong_is_taken_back_and_asked_for_again(client: Client, alice: User) -> None:
    incident = make_incident(by=alice)
    paste_without_a_day(client, incident, "23:50 - First 5xx", "around 00:12 - Looking", "00:20 - Bundle back")
    first, _, last = incident.timeline.all()
    client.post(url("event_day", incident, first.pk), {"day": "2026-03-04"})
    page = client.get(incident.get_absolute_url()).text
    assert "3 entries have their day now." in page
    change_event(last, by=alice, changes={"at": T, "precision": "minute"})
    page = client.get(incident.get_absolute_url()).text
    assert "entries have their day now." not in page, "it is not the newest thing any more"
    dating = IncidentHistory.objects.get(details__has_key="dated")
    for _ in range(2):
        assert client.post(url("day_take_back", incident, dating.pk)).status_code == 303
    assert moments(incident) == [(None, ""), (None, ""), (T, "minute")]
    assert IncidentHistory.objects.filter(details__has_key="undated").count() == 1
    page = client.get(incident.get_absolute_url()).text
    assert "2 entries have a time and no day" in page
    assert "The day was taken back" in page


def test_a_day_is_taken_back_from_entries_of_its_own_incident_alone(client: Client, alice: User) -> None:
    mine, hidden = make_incident(by=alice), make_incident(is_restricted=True)
    event = make_event(hidden, at=T)
    kept = {"dated": 1, "times": {str(event.pk): T.isoformat()}}
    theirs = hidden.history.create(kind="timeline_changed", details=kept)
    assert client.post(url("day_take_back", mine, theirs.pk)).status_code == 404
    ours = mine.history.create(kind="timeline_changed", details=kept)
    client.post(url("day_take_back", mine, ours.pk))
    assert moments(hidden) == [(T, "minute")]


@pytest.mark.parametrize("entries", [1, 3])
def test_asking_for_a_day_costs_the_same_for_one_entry_and_for_three(
    client: Client, alice: User, entries: int, django_assert_num_queries: Any
) -> None:
    incident = make_incident(by=alice)
    paste_without_a_day(client, incident, *(f"23:5{n} - First 5xx" for n in range(entries)))
    first = incident.timeline.earliest("position")
    with django_assert_num_queries(5):  # session, person, incident, the entry, the timeline
        client.get(url("event_day", incident, first.pk))
    with django_assert_num_queries(24):  # the same, the service's own, and what search and reminders keep of it
        client.post(url("event_day", incident, first.pk), {"day": "2026-03-04"})
