"""Starting a document, and its sections as forms."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from postmortems.models import Postmortem
from tests.factories import make_incident, make_severity, make_user
from tests.postmortems.make import make_postmortem, make_published, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client):
    alice = make_user("Alice")
    client.force_login(alice)
    return alice


def section_url(postmortem: Postmortem, key: str = "summary") -> str:
    return reverse("postmortems:edit_section", args=[postmortem.lead_incident.number, key])


def test_the_severitys_template_is_offered_first(client: Client, alice) -> None:
    incident = make_incident(severity=make_severity(2), by=alice)
    words = client.get(reverse("postmortems:start", args=[incident.number])).content.decode()
    assert words.index('value="light" checked') < words.index('value="full"')


def test_a_brief_note_is_offered_where_that_was_decided(client: Client, alice) -> None:
    incident = make_incident(severity=3, by=alice, document_decision="brief_note", document_decision_reason="Small.")
    words = client.get(reverse("postmortems:start", args=[incident.number])).content.decode()
    assert 'value="brief-note" checked' in words


def test_beginning_leads_to_the_draft_and_happens_once(client: Client, alice) -> None:
    incident = make_incident(by=alice)
    url = reverse("postmortems:start", args=[incident.number])
    response = client.post(url, {"template": "light"})
    assert (response.status_code, response["Location"]) == (303, f"/post-mortems/{incident.public_number}/")
    assert client.get(url)["Location"] == f"/post-mortems/{incident.public_number}/"
    assert Postmortem.objects.get().template.key == "light"


def test_who_is_proposed_to_facilitate_is_said_with_the_reason(client: Client, alice) -> None:
    url = reverse("postmortems:start", args=[make_incident(by=alice).number])
    assert "Nobody of another team was free" in client.post(url, {"template": "light"}, follow=True).content.decode()
    make_user("Fatima", is_facilitator=True)
    url = reverse("postmortems:start", args=[make_incident(by=alice).number])
    words = client.post(url, {"template": "light"}, follow=True).content.decode()
    assert "Fatima is proposed to facilitate: of a team that was not part of it, and next in turn." in words


def test_the_agreement_comes_before_the_first_draft(client: Client) -> None:
    newcomer = make_user("New", agreement_read_at=None)
    client.force_login(newcomer)
    incident = make_incident()
    url = reverse("postmortems:start", args=[incident.number])
    assert client.get(url)["Location"] == f"/agreement/?next={url.replace('/', '%2F')}"
    assert client.post(url, {"template": "light"}).status_code == 302
    assert not Postmortem.objects.exists()


def test_several_incidents_are_named_by_number(client: Client, alice) -> None:
    incident, other, hidden = make_incident(by=alice), make_incident(), make_incident(is_restricted=True)
    url = reverse("postmortems:start", args=[incident.number])
    refused = client.post(url, {"template": "pattern", "also_about": f"{other.public_number}, {hidden.public_number}"})
    assert refused.status_code == 422
    words = refused.content.decode()
    assert f"No incident of this number: {hidden.public_number}" in words
    assert other.public_number in words, "what was typed is still there"
    client.post(url, {"template": "pattern", "also_about": other.public_number})
    assert list(Postmortem.objects.get().also_about.all()) == [other]


def test_an_unknown_template_is_refused(client: Client, alice) -> None:
    incident = make_incident(by=alice)
    url = reverse("postmortems:start", args=[incident.number])
    response = client.post(
        url, {"template": "who-did-it"}, headers={"HX-Request": "true", "HX-Target": "form#start-form"}
    )
    assert response.status_code == 422
    assert "<html" not in response.content.decode()


def test_a_section_is_saved_by_its_form(client: Client, alice) -> None:
    postmortem = make_postmortem(by=alice)
    response = client.post(section_url(postmortem), {"text": "The queue grew.", "base_version": 1})
    number = postmortem.lead_incident.public_number
    assert (response.status_code, response["Location"]) == (303, f"/post-mortems/{number}/#section-summary")
    assert postmortem.sections.get(key="summary").body == "The queue grew."
    response = client.post(section_url(postmortem), {"text": "The queue grew!", "base_version": 2, "then": "all"})
    assert response["Location"] == f"/post-mortems/{number}/write/#section-summary"


def test_a_merge_is_told_and_shown_once_more(client: Client, alice) -> None:
    postmortem = make_postmortem(by=alice)
    write(postmortem, "summary", "First line.\n", by=make_user("Bob"))
    response = client.post(section_url(postmortem), {"text": "My line.", "base_version": 1}, follow=True)
    words = response.content.decode()
    assert "Merged with 1 change by somebody else. Please read it once." in words
    assert "First line." in words
    assert "My line." in words


def test_autosave_is_answered_in_json(client: Client, alice) -> None:
    postmortem = make_postmortem(by=alice)
    headers = {"X-Autosave": "yes", "Accept": "application/json"}
    mine = client.post(section_url(postmortem), {"text": "Mine.\r\n", "base_version": 1}, headers=headers).json()
    assert mine["version"] == 2
    assert set(mine) == {"version", "saved_at"}
    write(postmortem, "summary", "Mine.\nTheirs.", by=make_user("Bob"))
    merged = client.post(section_url(postmortem), {"text": "Mine!\r\n", "base_version": 2}, headers=headers).json()
    assert merged["text"] == "Mine!\nTheirs."
    assert merged["note"] == "Merged with 1 change by somebody else. Please read it once."
    assert merged["version"] == 4


def test_a_published_document_refuses_and_keeps_the_words(client: Client, alice) -> None:
    postmortem = make_published(by=alice)
    typed = {"text": "Words that must not be lost.", "base_version": 1}
    response = client.post(section_url(postmortem), typed)
    assert response.status_code == 409
    assert "Words that must not be lost." in response.content.decode()
    response = client.post(section_url(postmortem), typed, headers={"X-Autosave": "yes"})
    assert response.status_code == 409
    assert response.json()["note"].startswith("Not saved. It is published.")


def test_too_long_a_text_is_refused_with_what_was_typed(client: Client, alice) -> None:
    postmortem = make_postmortem(by=alice)
    response = client.post(section_url(postmortem), {"text": "x" * 200_001, "base_version": 1})
    assert response.status_code == 422
    assert "x" * 200_001 in response.content.decode()
    assert client.post(section_url(postmortem), {"text": "x", "base_version": "y"}).status_code == 422


def test_an_amendment_opens_the_forms_again(client: Client, alice) -> None:
    postmortem = make_published(by=alice)
    number = postmortem.lead_incident.number
    assert "begin an amendment" in client.get(reverse("postmortems:edit", args=[number])).content.decode()
    response = client.post(reverse("postmortems:amend", args=[number]))
    assert response["Location"] == reverse("postmortems:edit", args=[number])
    assert "<textarea" in client.get(reverse("postmortems:edit", args=[number])).content.decode()


@pytest.mark.parametrize(("template", "queries"), [("brief-note", 9), ("full", 10)])  # full asks for factors too
def test_the_forms_take_as_many_queries_for_two_sections_as_for_nine(
    client: Client, alice, template: str, queries: int, django_assert_num_queries
) -> None:
    postmortem = make_postmortem(template=template, by=alice)
    with django_assert_num_queries(queries):
        client.get(reverse("postmortems:edit", args=[postmortem.lead_incident.number]))


def test_a_revision_is_brought_back(client: Client, alice) -> None:
    postmortem = make_postmortem(by=alice)
    section = write(postmortem, "summary", "First.", by=alice)
    revision = section.revisions.get()
    write(postmortem, "summary", "Second.", by=make_user())
    response = client.post(reverse("postmortems:restore", args=[postmortem.lead_incident.number, revision.pk]))
    assert response.status_code == 303
    section.refresh_from_db()
    assert section.body == "First."


def test_a_facilitator_is_named(client: Client, alice) -> None:
    bob, charlie = make_user("Bob"), make_user("Charlie")
    postmortem = make_postmortem(make_incident(by=alice, named=[bob], is_restricted=True), by=alice)
    url = reverse("postmortems:facilitator", args=[postmortem.lead_incident.number])
    words = client.get(url).content.decode()
    assert "Bob" in words
    assert "Charlie" not in words
    assert client.post(url, {"facilitator": charlie.pk}).status_code == 422
    assert client.post(url, {"facilitator": bob.pk}).status_code == 303
    postmortem.refresh_from_db()
    assert postmortem.facilitator == bob


def test_a_stranger_writes_nowhere(client: Client) -> None:
    owner = make_user("Alice")
    postmortem = make_postmortem(make_incident(by=owner, is_restricted=True), by=owner)
    section = write(postmortem, "summary", "Secret.", by=owner)
    client.force_login(make_user("Charlie"))
    number, revision = postmortem.lead_incident.number, section.revisions.get()
    posts: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("edit_section", [number, "summary"], {"text": "", "base_version": 2}),
        ("restore", [number, revision.pk], {}),
        ("amend", [number], {}),
        ("gate", [number], {}),
        ("facilitator", [number], {"facilitator": ""}),
        ("start", [number], {"template": "full"}),
        ("review", [number], {"reviewers": [owner.pk]}),
        ("answer", [number], {"answer": "approved"}),
        ("comment", [number], {"body": "x"}),
        ("back_to_draft", [number], {}),
    ]
    for name, args, data in posts:
        assert client.post(reverse(f"postmortems:{name}", args=args), data).status_code == 404, name
        missing = [99_999, *args[1:]]
        assert client.post(reverse(f"postmortems:{name}", args=missing), data).status_code == 404, name
