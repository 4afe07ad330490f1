"""The list, a document, its editions and its history."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from postmortems.factors.services import Said, add_factor
from postmortems.models import Postmortem
from postmortems.services import publish_amendment, start_amendment
from tests.factories import make_action, make_event, make_incident, make_service, make_team, make_user
from tests.postmortems.make import make_postmortem, make_published, make_ready, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client):
    alice = make_user("Alice")
    client.force_login(alice)
    return alice


def htmx(target: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": target}


def page(client: Client, name: str, incident: Incident, *args: object) -> str:
    response = client.get(reverse(f"postmortems:{name}", args=[incident.number, *args]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_duration_from_an_approximate_time_says_so_in_the_document_and_in_its_edition(client, alice) -> None:
    times: dict[str, Any] = {
        "began_at": datetime(2026, 3, 4, 14, 32, tzinfo=UTC),
        "detected_at": datetime(2026, 3, 4, 14, 46, tzinfo=UTC),
    }
    incident = make_incident(by=alice, severity=2, began_precision="around", detected_precision="minute", **times)
    published = make_published(incident=incident, by=alice)
    assert "around 14 min to detect" in page(client, "detail", incident)
    assert published.editions.get().content["durations"][0]["is_rough"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_four_queries(client: Client, alice, rows: int, django_assert_num_queries) -> None:
    service = make_service("Edge")
    for _ in range(rows):
        make_postmortem(make_incident(by=alice, services=[service], severity=2), by=alice)
    with django_assert_num_queries(4):
        response = client.get(reverse("postmortems:list"))
    assert response.content.decode().count('<li class="list-row">') == rows


def test_the_list_shows_nothing_of_what_is_hidden(client: Client, alice) -> None:
    hidden = make_incident("Key in a log", is_restricted=True)
    make_postmortem(hidden, by=hidden.recorded_by)
    open_incident = make_incident("Queue grew", by=alice)
    make_postmortem(open_incident, by=alice, also_about=[hidden])
    words = client.get(reverse("postmortems:list")).content.decode()
    assert "Key in a log" not in words
    assert "Queue grew" not in words
    assert "Nothing written yet" in words
    assert client.get(reverse("postmortems:detail", args=[open_incident.number])).status_code == 404


def test_the_list_is_filtered_by_state_service_team_and_year(client: Client, alice) -> None:
    edge, team = make_service("Edge", slug="edge"), make_team("Rail", slug="rail")
    make_postmortem(make_incident("On the edge", by=alice, services=[edge]), by=alice)
    make_postmortem(make_incident("On rails", by=alice, teams=[team]), by=alice)
    make_published(
        incident=make_incident("Long ago", by=alice, severity=2, began_at=datetime(2019, 5, 1, 10, tzinfo=UTC)),
        by=alice,
    )
    titles = {"On the edge", "On rails", "Long ago"}
    for query, expected in (
        ("", titles),
        ("service=edge", {"On the edge"}),
        ("team=rail", {"On rails"}),
        ("year=2019", {"Long ago"}),
        ("status=published", {"Long ago"}),
        ("status=nonsense", titles),
        ("year=1", titles),
    ):
        words = client.get(f"{reverse('postmortems:list')}?{query}").content.decode()
        assert {title for title in titles if title in words} == expected, query


def test_htmx_gets_the_list_alone_and_only_that(client: Client, alice) -> None:
    url = reverse("postmortems:list")
    part = client.get(url, headers=htmx("div#postmortem-list"))
    assert "<html" not in part.content.decode()
    assert "HX-Target" in part["Vary"]
    assert "<html" in client.get(url, headers=htmx("div#secrets")).content.decode()
    assert "HX-Target" in client.get(url)["Vary"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_draft_takes_twelve_queries(client: Client, alice, rows: int, django_assert_num_queries) -> None:
    others = [make_incident(by=alice) for _ in range(rows)]
    postmortem = make_postmortem(make_incident(by=alice, severity=2), by=alice, also_about=others)
    for incident in (postmortem.lead_incident, *others):
        make_event(incident)
        make_action(incident)
        add_factor(postmortem, Said(f"Condition {incident.pk}", "tooling"), by=alice)
    address = reverse("postmortems:detail", args=[postmortem.lead_incident.number])
    client.get(address)  # what the lens knows is kept by the process
    with django_assert_num_queries(12):
        client.get(address)


def test_a_draft_shows_its_sections_the_incidents_facts_and_what_is_missing(client: Client, alice) -> None:
    postmortem = make_postmortem(by=alice)
    incident = postmortem.lead_incident
    write(postmortem, "summary", "The **queue** grew.", by=alice)
    make_event(incident, "First 5xx on the edge")
    action = make_action(incident, "Alert on age")
    words = page(client, "detail", incident)
    assert "<strong>queue</strong>" in words
    assert "First 5xx on the edge" in words
    assert f"{action.public_number} “Alert on age” is a commitment, but nobody owns it and it has no date." in words
    assert reverse("actions:detail", args=[action.number]) in words
    assert "Several, not one." in words, "the guidance stands where nothing is written yet"


def test_three_columns_stand_side_by_side(client: Client, alice) -> None:
    postmortem = make_postmortem(template="learning-first", by=alice)
    words = page(client, "detail", postmortem.lead_incident)
    columns = words[words.index('<div class="document-columns">') :]
    columns = columns[: columns.index("</section>")]
    for heading in ("System behaviour", "What we learned", "What we&#x27;ll change"):
        assert heading in columns


@pytest.mark.parametrize("rows", [1, 3])
def test_a_published_document_takes_eight_queries(client: Client, alice, rows: int, django_assert_num_queries) -> None:
    postmortem = make_published(by=alice)
    for n in range(1, rows):
        start_amendment(postmortem, by=alice)
        write(postmortem, "summary", f"Said better, {n}")
        publish_amendment(postmortem, note="Better", by=alice)
    for _ in range(rows):
        make_action(Incident.objects.get(pk=postmortem.lead_incident_id), status="proposed")
    url = reverse("postmortems:detail", args=[postmortem.lead_incident.number])
    with django_assert_num_queries(8):
        client.get(url)


def test_a_published_document_shows_its_edition_whatever_the_incident_says_now(client: Client, alice) -> None:
    postmortem = make_published(incident=make_incident("As it was", by=alice, severity=2), by=alice)
    Incident.objects.filter(pk=postmortem.lead_incident_id).update(title="As it is called now")
    words = page(client, "detail", postmortem.lead_incident)
    assert "As it was" in words
    assert "As it is called now" not in words
    start_amendment(postmortem, by=alice)
    write(postmortem, "summary", "Not published yet.")
    assert "Not published yet." not in page(client, "detail", postmortem.lead_incident)


def test_a_note_that_ends_in_a_full_stop_has_one_and_a_published_outline_has_no_states(client: Client, alice) -> None:
    postmortem = make_published(by=alice)
    assert 'class="dot' in page(client, "detail", make_postmortem(by=alice).lead_incident)
    start_amendment(postmortem, by=alice)
    write(postmortem, "summary", "Said better.")
    publish_amendment(postmortem, note="The length was mended.", by=alice)
    words = page(client, "detail", postmortem.lead_incident)
    assert "The length was mended. It stays as it is." in words
    assert 'class="dot' not in words
    assert '<details class="disclosure outline-fold">' in words


def test_the_owner_stands_beside_todays_action_and_not_in_the_edition(client: Client, alice) -> None:
    postmortem = make_published(by=alice)
    make_action(postmortem.lead_incident, "Alert on age", owner=make_user("Zoe Owner"), due_on=date(2026, 12, 3))
    words = page(client, "detail", postmortem.lead_incident)
    assert "Zoe Owner" in words[words.index("Its actions today") :]
    assert "Zoe Owner" not in words[: words.index("Its actions today")]


def test_an_editions_head_tells_its_times_in_the_zone_its_timeline_is_told_in(client: Client, alice) -> None:
    began = datetime(2025, 3, 4, 9, 12, tzinfo=UTC)
    incident = make_incident(by=alice, severity=2, began_at=began, time_zone="UTC")
    alice.time_zone = "Europe/Berlin"
    alice.save(update_fields=["time_zone"])
    postmortem = make_published(incident=incident, by=alice)
    words = page(client, "detail", postmortem.lead_incident)
    assert "4 Mar 2025, 09:12 UTC" in words
    assert "10:12 CET" not in words


def test_two_editions_are_compared(client: Client, alice) -> None:
    postmortem = make_published(by=alice)
    start_amendment(postmortem, by=alice)
    write(postmortem, "summary", "What there is to say on the queue.")
    publish_amendment(postmortem, note="Names the queue", by=alice)
    url = reverse("postmortems:edition", args=[postmortem.lead_incident.number, 2])
    words = client.get(f"{url}?against=1").content.decode()
    assert "<ins>the queue</ins>" in words
    assert "<del>summary</del>" in words
    assert "Names the queue" in words
    assert client.get(f"{url}?against=7").status_code == 404
    assert client.get(reverse("postmortems:edition", args=[postmortem.lead_incident.number, 3])).status_code == 404


def test_two_versions_of_a_section_are_compared(client: Client, alice) -> None:
    postmortem = make_postmortem(by=alice)
    write(postmortem, "summary", "The queue grew.", by=alice)
    write(postmortem, "summary", "The queue grew fast.", by=make_user("Bob"))
    url = reverse("postmortems:history", args=[postmortem.lead_incident.number])
    words = client.get(f"{url}?section=summary").content.decode()
    assert "<ins> fast</ins>" in words
    words = client.get(f"{url}?section=summary&to=2").content.decode()
    assert "<ins>The queue grew.</ins>" in words, "alone, a version is compared with the one before it"
    words = client.get(f"{url}?section=summary&from=1&to=2").content.decode()
    assert "<ins>The queue grew.</ins>" in words
    assert "There is no such version" in client.get(f"{url}?section=summary&from=77&to=2").content.decode()
    for query in ("section=none", "section=summary&from=x&to=99999999999999999999"):
        assert client.get(f"{url}?{query}").status_code == 200


def test_the_history_takes_as_many_queries_for_many_revisions(client: Client, alice, django_assert_num_queries) -> None:
    postmortem = make_postmortem(by=alice)
    for n in range(4):
        write(postmortem, "summary", f"Text {n}", by=make_user())
    with django_assert_num_queries(9):
        client.get(f"{reverse('postmortems:history', args=[postmortem.lead_incident.number])}?section=summary")


def test_the_incidents_page_leads_to_its_document(client: Client, alice) -> None:
    incident = make_incident(by=alice)
    words = client.get(incident.get_absolute_url()).content.decode()
    assert reverse("postmortems:start", args=[incident.number]) in words
    postmortem = make_postmortem(incident, by=alice)
    words = client.get(incident.get_absolute_url()).content.decode()
    assert postmortem.get_absolute_url() in words
    assert "Read and write the draft" in words


def test_the_incidents_page_is_silent_on_a_document_that_tells_of_a_hidden_one(client: Client, alice) -> None:
    hidden = make_incident("Key in a log", is_restricted=True)
    incident = make_incident(by=alice)
    postmortem = make_postmortem(hidden, by=hidden.recorded_by, also_about=[incident])
    words = client.get(incident.get_absolute_url()).content.decode()
    assert postmortem.get_absolute_url() not in words
    assert "Key in a log" not in words
    assert hidden.public_number not in words


def test_reading_writes_nothing(client: Client, alice) -> None:
    postmortem: Postmortem = make_ready(by=alice)
    touched = postmortem.changed_at
    for name in ("detail", "edit", "gate", "review", "history", "facilitator"):
        page(client, name, postmortem.lead_incident)
    postmortem.refresh_from_db()
    assert postmortem.changed_at == touched
