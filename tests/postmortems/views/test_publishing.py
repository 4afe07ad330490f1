"""The review and the gate as pages, and the templates of administrators."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Severity
from notifications.composing import Composed, Skip, compose
from notifications.models import Message
from people.models import User
from postmortems.choices import PostmortemStatus, ReviewAnswer
from postmortems.models import Edition, Postmortem, Template
from postmortems.services import add_comment, answer_review, ask_for_review, publish_postmortem, start_amendment
from tests.factories import make_action, make_incident, make_user
from tests.postmortems.make import approve, fill, make_postmortem, make_published, make_ready, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user("Alice")
    client.force_login(alice)
    return alice


def url(name: str, postmortem: Postmortem, *args: object) -> str:
    return reverse(f"postmortems:{name}", args=[postmortem.lead_incident.number, *args])


def test_the_gate_says_what_the_service_says(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    action = make_action(postmortem.lead_incident, "Alert on age")
    shown = client.get(url("gate", postmortem)).content.decode()
    refused = client.post(url("gate", postmortem))
    assert refused.status_code == 422
    for words in (shown, refused.content.decode()):
        assert "“What happened?” is empty." in words
        assert "The timeline has no entry yet." in words
        assert f"{action.public_number} “Alert on age” is a commitment, but nobody owns it and it has no date." in words
        assert "SEV-2 is approved by a second person" in words
    assert not Edition.objects.exists()


@pytest.mark.parametrize(("template", "status"), [("five-sections", 200)])
def test_every_link_of_the_gate_leads_somewhere(client: Client, alice: User, template: str, status: int) -> None:
    postmortem = make_postmortem(make_incident(by=alice), template=template, by=alice)
    make_action(postmortem.lead_incident)
    response = client.get(url("gate", postmortem))
    for item in [*response.context["blockers"], *response.context["advice"]]:
        assert client.get(item.url).status_code == status, item.code


def test_the_gate_lets_a_ready_document_through(client: Client, alice: User) -> None:
    postmortem = make_ready(by=alice)
    assert "Nothing is missing" in client.get(url("gate", postmortem)).content.decode()
    response = client.post(url("gate", postmortem))
    assert (response.status_code, response["Location"]) == (303, f"{url('detail', postmortem)}?published=yes")
    assert Edition.objects.count() == 1
    assert client.post(url("gate", postmortem)).status_code == 303
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(("status", "said"), [("proposed", "its proposals wait"), ("in_progress", "owners reminded")])
def test_what_is_said_after_publishing_is_of_its_actions(client: Client, alice: User, status: str, said: str) -> None:
    postmortem = make_ready(by=alice)
    make_action(postmortem.lead_incident, status=status, owner=alice, due_on=date(2099, 1, 1))
    assert said in client.post(url("gate", postmortem), follow=True).text


def test_what_next_names_the_proposals_and_asks_for_a_lesson_while_there_is_none(client: Client, alice: User) -> None:
    postmortem = make_ready(by=alice)
    idea = make_action(postmortem.lead_incident, "Count the days", status="proposed")
    page = client.post(url("gate", postmortem), follow=True).text
    assert "1 action is still a proposal" in page
    assert reverse("actions:commit", args=[idea.number]) in page
    lesson = reverse("reviews:tell_lesson", args=[postmortem.lead_incident.number])
    assert lesson in page
    client.post(lesson, {"text": "Certificates end, and nothing counts their days."})
    page = client.get(f"{url('detail', postmortem)}?published=yes").text
    assert lesson not in page
    assert "What next" in page
    assert "What next" not in client.get(url("detail", postmortem)).text


def test_nothing_is_said_to_come_next_where_nothing_does(client: Client, alice: User) -> None:
    postmortem = make_ready(by=alice)
    client.post(
        reverse("reviews:tell_lesson", args=[postmortem.lead_incident.number]), {"text": "Count the days of a key."}
    )
    assert "What next" not in client.post(url("gate", postmortem), follow=True).text


def test_who_may_begin_an_amendment_is_told_that_what_was_is_kept(client: Client, alice: User) -> None:
    postmortem = make_published(by=make_user())
    page = client.get(url("detail", postmortem)).text
    assert "Whoever may read it may amend it." in page
    assert "every version is kept" in page


def test_htmx_gets_the_gate_alone(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    headers = {"HX-Request": "true", "HX-Target": "section#gate-panel"}
    part = client.post(url("gate", postmortem), headers=headers)
    assert part.status_code == 422
    assert "<html" not in part.content.decode()
    other = client.post(url("gate", postmortem), headers=headers | {"HX-Target": "div#other"})
    assert "<html" in other.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_gate_takes_twelve_queries(client: Client, alice: User, rows: int, django_assert_num_queries) -> None:
    postmortem = make_postmortem(by=alice)
    for _ in range(rows):
        make_action(postmortem.lead_incident)
        add_comment(postmortem, body="Which?", by=alice)
    client.get(url("gate", postmortem))  # what the lens knows is kept by the process
    with django_assert_num_queries(12):
        client.get(url("gate", postmortem))


def test_who_mends_what_the_gate_lists_comes_back_to_the_gate(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    action = make_action(postmortem.lead_incident, "Alert on age")
    gate, back = url("gate", postmortem), {"next": url("gate", postmortem)}
    listed = re.findall(r'<a href="([^"]+)">', client.get(gate).content.decode().partition("gate-list")[2])
    assert listed
    for address in listed:
        assert "Back to the gate" in client.get(address.replace("&amp;", "&")).content.decode(), address
    page = client.get(action.get_absolute_url(), back).content.decode()
    assert f"{reverse('actions:commit', args=[action.number])}?next=" in page
    sent: list[tuple[str, dict[str, Any]]] = [
        (url("edit_section", postmortem, "summary"), {"text": "It broke.", "base_version": 1}),
        (reverse("actions:commit", args=[action.number]), {"owner": alice.pk, "due_on": "2026-12-24"}),
        (reverse("incidents:event_add", args=[postmortem.lead_incident.number]), {"text": "x", "time_zone": "UTC"}),
    ]
    for address, facts in sent:
        response = client.post(address, {**facts, **back})
        assert (response.status_code, response["Location"]) == (303, gate), address


def test_a_refused_form_keeps_the_way_back(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    gate = url("gate", postmortem)
    refused = client.post(reverse("incidents:event_add", args=[postmortem.lead_incident.number]), {"next": gate})
    assert refused.status_code == 422
    assert f'<input type="hidden" name="next" value="{gate}">' in refused.content.decode()


def test_an_amendment_is_published_with_a_note(client: Client, alice: User) -> None:
    postmortem = start_amendment(make_published(by=alice), by=alice)
    write(postmortem, "summary", "Said better.")
    assert client.post(url("gate", postmortem), {"note": ""}).status_code == 422
    assert client.post(url("gate", postmortem), {"note": "Says it better"}).status_code == 303
    assert "Says it better" in client.get(url("detail", postmortem)).content.decode()


def test_reviewers_are_asked_and_answer(client: Client, alice: User) -> None:
    bob = make_user("Bob")
    postmortem = make_postmortem(by=alice)
    assert client.post(url("review", postmortem), {"reviewers": [alice.pk]}).status_code == 422
    assert client.post(url("review", postmortem), {"reviewers": [bob.pk]}).status_code == 303
    client.force_login(bob)
    assert "You have been asked" in client.get(url("review", postmortem)).content.decode()
    refused = client.post(url("answer", postmortem), {"answer": "changes", "comment": ""})
    assert refused.status_code == 422
    assert "Say what you would like to see changed." in refused.content.decode()
    assert client.post(url("answer", postmortem), {"answer": "approved", "comment": "Well told."}).status_code == 303
    assert postmortem.reviews.get().answer == ReviewAnswer.APPROVED
    words = client.get(url("review", postmortem)).content.decode()
    assert "Well told." in words
    client.post(url("back_to_draft", postmortem))
    postmortem.refresh_from_db()
    assert postmortem.status == PostmortemStatus.DRAFT


def test_an_authors_own_approval_is_shown_as_one_that_does_not_count(client: Client, alice: User) -> None:
    bob = make_user("Bob")
    postmortem = make_postmortem(by=alice)
    fill(postmortem)
    page = client.get(url("review", postmortem)).text
    assert "Whoever may read it may answer. SEV-2 asks for the approval of a second person" in page
    assert "You have written this alone so far." in page
    client.post(url("answer", postmortem), {"answer": "approved", "comment": ""})
    answer_review(postmortem, answer=ReviewAnswer.APPROVED, by=bob)
    page = client.get(url("review", postmortem)).text
    assert page.count("does not count</span>") == 1
    assert page.index("<b>Alice</b>") < page.index("does not count</span>")
    section = postmortem.sections.first()
    write(postmortem, section.key, "Bob says it too.", by=bob)
    assert "does not count</span>" not in client.get(url("review", postmortem)).text, "no longer written alone"


def test_an_authors_own_approval_is_as_good_as_any_where_the_severity_asks_for_none(client, alice) -> None:
    postmortem = make_postmortem(make_incident(by=alice, severity=3), by=alice)
    Severity.objects.filter(level=3).update(reviewed_by="nobody")
    client.post(url("answer", postmortem), {"answer": "approved", "comment": ""})
    page = client.get(url("review", postmortem)).text
    assert "does not count" not in page
    assert "You have written this alone" not in page


def test_a_severity_of_leadership_says_whose_approval_counts(client: Client, alice: User) -> None:
    postmortem = make_postmortem(make_incident(by=alice, severity=1), by=alice)
    assert "SEV-1 asks for the approval of somebody in leadership" in client.get(url("review", postmortem)).text


def test_only_those_who_may_read_it_can_be_asked(client: Client, alice: User) -> None:
    bob, charlie = make_user("Bob"), make_user("Charlie")
    postmortem = make_postmortem(make_incident(by=alice, named=[bob], is_restricted=True), by=alice)
    words = client.get(url("review", postmortem)).content.decode()
    assert "Bob" in words
    assert "Charlie" not in words
    assert client.post(url("review", postmortem), {"reviewers": [charlie.pk]}).status_code == 422


def test_comments_are_made_and_resolved(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    section = postmortem.sections.get(key="factors")
    assert client.post(url("comment", postmortem), {"body": ""}).status_code == 422
    client.post(url("comment", postmortem), {"body": "Only *one*?", "section": section.pk})
    comment = postmortem.comments.get()
    words = client.get(url("review", postmortem)).content.decode()
    assert "Only <em>one</em>?" in words
    assert client.post(url("resolve", postmortem, comment.pk)).status_code == 303
    comment.refresh_from_db()
    assert comment.resolved_by == alice
    other = make_postmortem(by=alice)
    assert client.post(url("resolve", other, comment.pk)).status_code == 404
    foreign = other.sections.get(key="factors")
    assert client.post(url("comment", postmortem), {"body": "x", "section": foreign.pk}).status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_review_takes_as_many_queries_for_many(
    client: Client, alice: User, rows: int, django_assert_num_queries
) -> None:
    postmortem = make_postmortem(by=alice)
    for _ in range(rows):
        bob = make_user()
        ask_for_review(postmortem, reviewers=[bob], by=alice)
        add_comment(postmortem, body="Which?", by=bob, section=postmortem.sections.first())
    with django_assert_num_queries(10):
        client.get(url("review", postmortem))


# --- mails ------------------------------------------------------------------------------------------


def composed(kind: str) -> Composed:
    found = compose(Message.objects.filter(kind=kind).latest("pk"))
    assert isinstance(found, Composed)
    return found


def test_each_message_says_what_it_is_about(alice: User) -> None:
    bob = make_user("Bob")
    postmortem = make_postmortem(make_incident("Queue & topic", by=alice, severity=2), by=alice)
    number = postmortem.lead_incident.public_number
    ask_for_review(postmortem, reviewers=[bob], by=alice)
    asked = composed("review_asked")
    assert asked.subject == f"Your review, please: {number} Queue & topic"
    assert f"/post-mortems/{number}/review/" in asked.text
    assert "Alice asks you" in asked.text
    assert "Queue &amp; topic" in asked.html
    answer_review(postmortem, answer=ReviewAnswer.CHANGES, by=bob, comment="More than one?")
    assert isinstance(compose(Message.objects.get(kind="review_asked")), Skip)
    assert composed("review_answered").subject == f"Changes asked for: {number} Queue & topic"
    assert "More than one?" not in composed("review_answered").text
    answer_review(postmortem, answer=ReviewAnswer.APPROVED, by=bob)
    fill(postmortem)
    publish_postmortem(postmortem, by=alice)
    assert composed("published").subject == f"Published: {number} Queue & topic"


def test_a_mail_about_a_restricted_incident_holds_a_number_and_a_link(alice: User) -> None:
    bob = make_user("Bob")
    incident = make_incident("Key in a log", by=alice, named=[bob], is_restricted=True, severity=2)
    postmortem = make_postmortem(incident, by=alice)
    ask_for_review(postmortem, reviewers=[bob], by=alice)
    answer_review(postmortem, answer=ReviewAnswer.CHANGES, by=bob, comment="Which log?")
    approve(postmortem, by=bob)
    fill(postmortem)
    publish_postmortem(postmortem, by=alice)
    for message in Message.objects.all():
        found = compose(message)
        if isinstance(found, Skip):
            continue
        assert incident.public_number in found.subject
        links = re.compile(r"https?://\S+")
        for words in (found.subject, links.sub("", found.text), links.sub("", found.html)):
            for secret in ("Key in", "a log", "Which log", "Alice", "Bob", "pprove", "ublished"):
                assert secret not in words, (secret, words)


def test_who_lost_sight_of_it_gets_no_mail(alice: User) -> None:
    bob = make_user("Bob")
    incident = make_incident("Key in a log", by=alice, named=[bob], is_restricted=True, severity=2)
    postmortem = make_postmortem(incident, by=alice)
    ask_for_review(postmortem, reviewers=[bob], by=alice)
    incident.accesses.filter(user=bob).delete()
    skipped = compose(Message.objects.get(kind="review_asked"))
    assert isinstance(skipped, Skip)
    assert "Key" not in skipped.reason


# --- templates --------------------------------------------------------------------------------------


@pytest.fixture
def admin(client: Client) -> User:
    admin = make_user("Ada", is_administrator=True)
    client.force_login(admin)
    return admin


def test_a_templates_words_and_sections_are_changed(client: Client, admin: User) -> None:
    template = Template.objects.get(key="light")
    edit = reverse("postmortems:template_edit", args=["light"])
    assert client.post(edit, {"name": "", "description": "x"}).status_code == 422
    client.post(edit, {"name": "Lighter", "description": "Short.", "is_active": "on"})
    add = reverse("postmortems:template_section_add", args=["light"])
    client.post(add, {"heading": "What surprised us?", "kind": "prose", "is_required": "on"})
    client.post(add, {"heading": "What surprised us?", "kind": "prose"})
    assert client.post(add, {"heading": "", "kind": "prose"}).status_code == 422
    template.refresh_from_db()
    assert template.name == "Lighter"
    keys = list(template.sections.values_list("key", flat=True))
    assert keys[-2:] == ["what-surprised-us", "what-surprised-us-2"]

    last = template.sections.get(key="what-surprised-us-2")
    client.post(reverse("postmortems:template_section_move", args=["light", last.pk]), {"to": "up"})
    assert list(template.sections.values_list("key", flat=True))[-2:] == ["what-surprised-us-2", "what-surprised-us"]
    change = reverse("postmortems:template_section_edit", args=["light", last.pk])
    client.post(change, {"heading": "Where did time go?", "kind": "factors"})
    last.refresh_from_db()
    assert (last.heading, last.kind, last.is_required) == ("Where did time go?", "factors", False)
    client.post(reverse("postmortems:template_section_remove", args=["light", last.pk]))
    assert not template.sections.filter(pk=last.pk).exists()
    elsewhere = reverse("postmortems:template_section_edit", args=["full", last.pk])
    assert client.get(elsewhere).status_code == 404


def test_a_document_keeps_the_sections_it_began_with(client: Client, admin: User) -> None:
    postmortem = make_postmortem(template="brief-note")
    section = Template.objects.get(key="brief-note").sections.get(key="learned")
    client.post(reverse("postmortems:template_section_remove", args=["brief-note", section.pk]))
    assert postmortem.sections.count() == 2
    last = Template.objects.get(key="brief-note").sections.get()
    client.post(reverse("postmortems:template_section_remove", args=["brief-note", last.pk]))
    assert Template.objects.get(key="brief-note").sections.count() == 1


def test_two_templates_do_not_share_a_name(client: Client, admin: User) -> None:
    response = client.post(reverse("postmortems:template_edit", args=["light"]), {"name": "full", "description": ""})
    assert response.status_code == 422


def test_templates_are_for_administrators(client: Client, alice: User) -> None:
    section = Template.objects.get(key="light").sections.first()
    assert section is not None
    for name, args in (
        ("template_edit", ["light"]),
        ("template_section_add", ["light"]),
        ("template_section_remove", ["light", section.pk]),
        ("template_section_move", ["light", section.pk]),
    ):
        assert client.post(reverse(f"postmortems:{name}", args=args), {}).status_code == 403
