"""Looking while somebody types, and letting a finding stand."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents import panels
from incidents.models import Incident
from incidents.wording.looking import look_at
from incidents.wording.models import LensAnswer
from tests.factories import make_action, make_event, make_incident, make_user
from tests.postmortems.make import make_postmortem, write

pytestmark = pytest.mark.django_db
FORGOT = "Dave forgot to check the config."
LOOK = "incidents:lens_look"


@pytest.fixture
def alice():
    return make_user("Alice")


@pytest.fixture
def client(alice) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def facts(incident, text=FORGOT, **more):
    return {"text": text, "section": "causes", "field": "causes-text", "incident": incident.number, **more}


def test_a_look_says_the_passage_the_question_and_why_and_keeps_nothing(client, alice):
    incident = make_incident(by=alice)
    page = client.post(reverse(LOOK), facts(incident)).content.decode()
    assert "<q>Dave forgot" in page
    assert 'data-lens-told="1 finding"' in page
    assert "Why<" in page
    assert "<html" not in page
    assert not LensAnswer.objects.exists()


def test_a_look_before_there_is_an_incident_offers_no_answer(client):
    page = client.post(reverse(LOOK), {"text": FORGOT, "section": "causes", "field": "id_title"}).content.decode()
    assert "<q>Dave forgot" in page
    assert 'name="finding"' not in page


def test_words_are_escaped(client, alice):
    page = client.post(reverse(LOOK), facts(make_incident(by=alice), "Dave forgot <script>alert(1)</script> to check."))
    assert "<script" not in page.content.decode()


def test_a_strangers_look_at_a_hidden_incident_is_a_look_at_none(client):
    hidden = make_incident(is_restricted=True)
    answers = [client.post(reverse(LOOK), facts(hidden) | {"incident": number}) for number in (hidden.number, 987_654)]
    assert [answer.status_code for answer in answers] == [404, 404]
    address = reverse("incidents:lens_answer", args=[hidden.number])
    assert client.post(address, {"finding": f"x:{'0' * 32}", "reason": "agreed"}).status_code == 404


def test_a_look_costs_the_same_whatever_there_is_to_say(client, alice, django_assert_num_queries):
    incident = make_incident(by=alice)
    client.post(reverse(LOOK), facts(incident))
    for text in (FORGOT, f"{FORGOT} Erin forgot to check the lock. We should have noticed."):
        with django_assert_num_queries(5):  # session, person, incident, what is known, answers
            client.post(reverse(LOOK), facts(incident, text))


def finding_of(text=FORGOT):
    [seen] = look_at(text, "causes")
    return seen.key


def test_a_finding_is_answered_by_a_plain_form_and_comes_back_with_the_sentence(client, alice):
    postmortem = make_postmortem(by=alice)
    number = postmortem.lead_incident.number
    section = postmortem.sections.first()
    write(postmortem, section.key, FORGOT)
    address = reverse("postmortems:edit_section", args=[number, section.key])
    assert "Dave forgot" in client.get(address).content.decode()
    key = finding_of()
    posted = {"finding": key, f"reason:{key}": "agreed", f"note:{key}": "She read it.", "next": address}
    answer = client.post(reverse("incidents:lens_answer", args=[number]), posted)
    assert (answer.status_code, answer["Location"]) == (303, address)
    page = client.get(address).content.decode()
    assert "1 answered" in page
    assert "She read it." in page
    assert 'data-lens-told="No findings"' in page
    kept = LensAnswer.objects.get()
    assert (kept.by, kept.incident) == (alice, postmortem.lead_incident)
    write(postmortem, section.key, "Dave forgot to check the config twice.")
    assert 'data-lens-told="1 finding"' in client.get(address).content.decode()
    write(postmortem, section.key, FORGOT)
    client.post(reverse("incidents:lens_take_back", args=[number, kept.pk]), {"next": address})
    assert 'data-lens-told="1 finding"' in client.get(address).content.decode()


def test_the_script_is_answered_with_the_fields_findings(client, alice):
    incident = make_incident(by=alice)
    key = finding_of()
    posted = facts(incident) | {"finding": key, f"reason:{key}": "quoting"}
    page = client.post(reverse("incidents:lens_answer", args=[incident.number]), posted, headers={"X-Lens": "yes"})
    assert page.status_code == 200
    assert 'data-lens-told="No findings"' in page.content.decode()


@pytest.mark.parametrize("finding", ["", "nonsense", f"no-such-rule:{'0' * 32}", "person-forgot:zz"])
def test_what_is_no_finding_is_refused(client, alice, finding):
    incident = make_incident(by=alice)
    answer = client.post(
        reverse("incidents:lens_answer", args=[incident.number]), {"finding": finding, "reason": "quoting"}
    )
    assert answer.status_code == 422
    assert not LensAnswer.objects.exists()


def test_no_reason_is_chosen_beforehand_and_none_is_refused_in_words(client, alice):
    incident = make_incident(by=alice)
    offered = client.post(reverse(LOOK), facts(incident)).content.decode()
    assert re.search(r'<select[^>]+name="reason:[^"]+"><option value="">Choose a reason</option>', offered)
    assert " selected" not in offered
    for headers in ({}, {"X-Lens": "yes"}):
        posted = facts(incident) | {"finding": finding_of(), f"reason:{finding_of()}": ""}
        answer = client.post(reverse("incidents:lens_answer", args=[incident.number]), posted, headers=headers)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Choose why it may stand" in page
        assert '<option value="" selected>' in page
    assert not LensAnswer.objects.exists()


def test_a_reason_is_one_of_ours(client, alice):
    incident = make_incident(by=alice)
    posted = {"finding": finding_of(), "reason": "because", "next": "https://elsewhere.invalid/"}
    answer = client.post(reverse("incidents:lens_answer", args=[incident.number]), posted)
    assert answer.status_code == 422
    assert "elsewhere.invalid" not in answer.content.decode()


def test_nobody_is_sent_to_another_site(client, alice):
    incident = make_incident(by=alice)
    for wanted in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        posted = {"finding": finding_of(), "reason": "quoting", "next": wanted}
        answer = client.post(reverse("incidents:lens_answer", args=[incident.number]), posted)
        assert answer["Location"] == incident.get_absolute_url()


def test_an_answer_of_another_incident_is_not_taken_back(client, alice):
    mine, other = make_incident(by=alice), make_incident(by=alice)
    answer = LensAnswer.objects.create(incident=other, rule="r", sentence="0" * 32, reason="agreed", by=alice)
    assert client.post(reverse("incidents:lens_take_back", args=[mine.number, answer.pk])).status_code == 404


def test_every_section_of_a_draft_has_its_panel(client, alice, django_assert_num_queries):
    postmortem = make_postmortem(by=alice)
    for section in postmortem.sections.all():
        write(postmortem, section.key, FORGOT)
    page = client.get(reverse("postmortems:edit", args=[postmortem.lead_incident.number])).content.decode()
    assert len(re.findall(r'data-lens="[\w-]+-text"', page)) == postmortem.sections.count()
    assert page.count('id="lens-answer"') == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


NOT_TO_BE_CHANGED = {"postmortems:comment", "reviews:tell_lesson"}  # once they are said


@pytest.mark.parametrize(
    ("name", "posted", "told"),
    [
        ("incidents:event_add", {"text": FORGOT, "time_zone": "UTC"}, "Dave forgot"),
        ("postmortems:comment", {"body": FORGOT}, "Dave forgot"),
        ("incidents:impact", {"trust": FORGOT, "revenue_kind": "unknown", "version": "1"}, "Dave forgot"),
        ("reviews:tell_lesson", {"text": FORGOT}, "Dave forgot"),
        ("actions:add", {"title": "Cap the queue", "committed": "no", "priority": "medium", "details": FORGOT}, "Dave"),
        ("actions:add", {"title": "Improve monitoring", "committed": "no", "priority": "medium"}, "Improve”"),
    ],
)
def test_what_is_saved_without_a_script_is_asked_about_once(client, alice, name, posted, told):
    make_user("Dave Okafor")
    postmortem = make_postmortem(by=alice)
    kwargs = {"number": postmortem.lead_incident.number}
    page = client.post(reverse(name, kwargs=kwargs), posted, follow=True)
    assert page.status_code == 200
    said = page.content.decode()
    assert f"The lens asks about “{told}" in said
    leads_back = re.findall(r'href="([^"]+)">Change the words', said)
    assert [client.get(address).status_code for address in leads_back] == ([] if name in NOT_TO_BE_CHANGED else [200])
    again = client.post(reverse(name, kwargs=kwargs), posted | {"lens_seen": "yes"}, follow=True)
    assert "The lens asks about" not in again.content.decode()


@pytest.mark.parametrize("seen", [{}, {"lens_seen": "yes"}])
def test_a_title_that_names_a_person_is_asked_about_one_step_away_from_its_field(client, seen):
    make_user("Dave Okafor")
    posted = {"title": "Dave drops the users table", "kind": "other", "time_zone": "UTC", **seen}
    page = client.post(reverse("incidents:record"), posted, follow=True).content.decode()
    number = Incident.objects.get().number
    assert "<q>Dave</q>" in page
    assert "What would a customer, or an alert, say had happened?" in page
    assert f'<a href="{reverse("incidents:facts", args=[number])}#id_title">Change the title</a>' in page
    quiet = client.post(reverse("incidents:record"), posted | {"title": "Checkout answers with 502"}, follow=True)
    assert "Change the title" not in quiet.content.decode()


@pytest.mark.parametrize("seen", [{}, {"lens_seen": "yes"}])
def test_a_title_that_still_names_a_person_is_asked_about_again_where_it_is_saved(client, alice, seen):
    make_user("Dave Okafor")
    incident = make_incident(by=alice)
    address = reverse("incidents:facts", args=[incident.number])
    posted = {"title": "Dave drops the users table", "kind": "other", "version": incident.version, **seen}
    page = client.post(address, posted, follow=True).content.decode()
    assert "Change the title" in page
    incident.refresh_from_db()
    gate = reverse("postmortems:gate", args=[make_postmortem(incident, by=alice).lead_incident.number])
    answer = client.post(address, posted | {"version": incident.version, "next": gate})
    assert answer["Location"] == gate, "who came from the gate goes back to it, which names the mark"
    incident.refresh_from_db()
    mended = posted | {"title": "Sign-in answers with 500", "version": incident.version}
    assert client.post(address, mended)["Location"] == incident.get_absolute_url()


def test_pasted_entries_are_asked_about_where_each_stands_before_and_after_they_are_kept(client, alice):
    incident = make_incident(by=alice)
    paste, edit = reverse("incidents:timeline_paste", args=[incident.number]), "incidents:event_edit"
    posted = {"block": f"14:32 - First 5xx\n14:40 - {FORGOT}", "day": "2026-03-04", "time_zone": "UTC"}
    shown = client.post(paste, posted).content.decode()
    assert shown.count("<q>Dave forgot</q>") == 1
    kept = client.post(paste, posted | {"keep": "1"}, follow=True).content.decode()
    asked = incident.timeline.get(text=FORGOT)
    _, _, entry = kept.partition(f'id="event-{asked.pk}"')
    assert "<q>Dave forgot</q>" in entry
    assert "asks about 1 of the entries" in kept
    assert "<q>" not in client.get(incident.get_absolute_url()).content.decode()
    address = reverse(edit, args=[incident.number, asked.pk])
    assert f'href="{address}?wording=yes"' in entry
    mended = {"text": "The deploy tool did not check the config.", "time_zone": "UTC", "wording": "yes"}
    seen = client.get(f"{address}?wording=yes").context["form"]["seen"].value()
    page = client.post(address, mended | {"at_day": "2026-03-04", "at_clock": "14:40", "seen": seen}, follow=True)
    assert "The lens asks about none of the entries." in page.content.decode()


def test_nothing_is_said_of_the_wording_of_a_block_that_has_none_to_ask_about(client, alice):
    incident = make_incident(by=alice)
    posted = {"block": "14:32 - First 5xx", "day": "2026-03-04", "time_zone": "UTC", "keep": "1"}
    answer = client.post(reverse("incidents:timeline_paste", args=[incident.number]), posted)
    assert answer["Location"] == f"{incident.get_absolute_url()}#timeline"


def test_what_is_done_with_an_entry_leaves_the_lens_on_the_page(client, alice):
    incident = make_incident(by=alice)
    first, _ = make_event(incident, FORGOT), make_event(incident, "First 5xx")
    move = reverse("incidents:event_move", args=[incident.number, first.pk])
    plain = client.post(move, {"to": "down", "wording": "yes"})
    assert plain["Location"] == f"{incident.get_absolute_url()}?wording=yes#event-{first.pk}"
    asking = {"HX-Request": "true", "HX-Target": "section#timeline"}
    assert "<q>Dave forgot</q>" in client.post(move, {"to": "up", "wording": "yes"}, headers=asking).content.decode()
    assert "<q>" not in client.post(move, {"to": "down"}, headers=asking).content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_asking_the_lens_of_a_page_costs_two_queries_however_many_entries(client, alice, item_count, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    incident = make_incident(by=alice)
    for _ in range(item_count):
        make_event(incident, FORGOT)
    counts = []
    for address in (incident.get_absolute_url(), f"{incident.get_absolute_url()}?wording=yes"):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts == [10, 12]


def test_a_comment_is_pointed_at_for_its_writer_alone(client, alice):
    make_user("Dave Okafor")
    postmortem = make_postmortem(by=alice)
    number = postmortem.lead_incident.number
    client.post(reverse("postmortems:comment", args=[number]), {"body": FORGOT, "lens_seen": "yes"})
    other = Client()
    other.force_login(make_user("Bob"))
    for reader in (client, other):
        assert 'class="lens-finding' not in reader.get(reverse("postmortems:review", args=[number])).content.decode()


@pytest.mark.parametrize("name", ["incidents:facts", "incidents:event_edit", "actions:edit"])
def test_a_form_shows_what_is_to_be_asked_about_what_it_holds(client, alice, name):
    make_user("Dave Okafor")
    incident = make_incident("Dave drops the users table", by=alice)
    event, action = make_event(incident, FORGOT), make_action(incident, "Improve monitoring", owner=alice)
    args = {"incidents:facts": [incident.number], "incidents:event_edit": [incident.number, event.pk]}
    page = client.get(reverse(name, args=args.get(name, [action.number]))).content.decode()
    assert 'class="lens-finding' in page
    assert 'form="lens-answer"' in page


def test_a_field_of_one_line_has_its_passage_shown_in_the_line(client, alice):
    facts_of_a_title = {"section": "title", "field": "id_title"}
    page = client.post(
        reverse(LOOK), facts(make_incident(by=alice), "Gates closed after Dave forgot a lock") | facts_of_a_title
    )
    told = page.content.decode()
    assert '<span class="lens-line">Gates closed after <q>Dave' in told
    assert re.search(r'show<span class="visually-hidden"> “Dave[^”]*” in the text', told)
    assert "line 1" not in told
