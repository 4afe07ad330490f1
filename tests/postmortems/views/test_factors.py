"""The graph of factors on its pages: put down, worked out, met again; without scripts, and telling nothing hidden."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import Action
from incidents.repeats.services import confirm_repeat
from people.models import User
from postmortems.factors.models import PostmortemFactor
from postmortems.factors.services import Said, add_factor, reuse_factor
from postmortems.models import Postmortem
from tests.factories import make_action, make_event, make_incident, make_service, make_user
from tests.postmortems.make import make_postmortem, make_published

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TEXT = "A certificate ends and nothing counts its days"


@pytest.fixture
def alice(client: Client) -> User:
    person = make_user("Alice")
    client.force_login(person)
    return person


def url(name: str, postmortem: Postmortem, *rest: Any) -> str:
    return reverse(f"postmortems:{name}", args=[postmortem.lead_incident.number, *rest])


def add(postmortem: Postmortem, text: str = TEXT, **facts: Any) -> PostmortemFactor:
    return add_factor(postmortem, Said(text, "safeguard", **facts), by=postmortem.created_by)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_factor_and_for_three(
    client: Client, alice: User, rows: int, django_assert_num_queries: Any
) -> None:
    edge = make_service("Edge")
    here, there = (make_postmortem(make_incident(severity=2, services=[edge])) for _ in range(2))
    for n in range(rows):
        place = add(here, f"Condition {n}", evidence=[make_event(here.lead_incident)])
        reuse_factor(there, factor=place.factor, by=alice)
        add(there, f"Another condition {n}")
    client.get(url("factors", here))
    # session, person, door, incidents, factors, timeline, where else, those offered, where they stand
    with django_assert_num_queries(9):
        page = client.get(url("factors", here)).text
    assert page.count("The same condition stands in") == rows
    assert page.count("met at the same service") == rows


def test_a_condition_is_put_down_and_met_with_the_next_question(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    response = client.post(url("factor_add", postmortem), {"text": "A bad deploy", "category": "process"})
    place = postmortem.factors.get()
    assert response.headers["Location"] == f"{url('factors', postmortem)}#factor-{place.pk}"
    page = client.get(url("factors", postmortem)).text
    assert "“bad deploy” is where the story begins." in page
    assert "What else had to hold for this to happen?" in page
    draft = client.get(url("detail", postmortem)).text
    assert "A bad deploy" in draft
    assert url("factors", postmortem) in draft
    assert client.post(url("factor_add", postmortem), {"text": "", "category": "x"}).status_code == 422


def test_it_is_worked_out_in_one_form(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    event = make_event(postmortem.lead_incident, "First refusal")
    action = make_action(postmortem.lead_incident, "Count the days", status="proposed")
    deep, place = add(postmortem, "Nobody owns certificates"), add(postmortem)
    address = url("factor_edit", postmortem, place.pk)
    assert "F1 Nobody owns certificates" in client.get(address).text
    facts = {
        "text": TEXT,
        "category": "safeguard",
        "why": "They are renewed by hand.",
        "evidence": [event.pk],
        "conditions": [deep.pk],
        "ending": "action",
        "action": action.pk,
        "version": 1,
    }
    assert client.post(address, facts | {"action": ""}).status_code == 422
    assert client.post(address, facts).status_code == 303
    assert TEXT in client.get(action.get_absolute_url()).text, "the action's page names what it removes"
    draft = client.get(url("detail", postmortem)).text
    for words in ("They are renewed by hand.", "First refusal", "Count the days", "Made possible by"):
        assert words in draft
    late = client.post(address, facts | {"why": "Typed with care"})
    assert late.status_code == 409
    assert "Typed with care" in late.text
    assert client.post(address, facts | {"version": 2, "why": "Typed with care"}).status_code == 303
    circle = facts | {"text": "Nobody owns certificates", "conditions": [place.pk], "ending": "", "action": ""}
    refused = client.post(url("factor_edit", postmortem, deep.pk), circle)
    assert refused.status_code == 409
    assert "one of the reasons for itself" in refused.text


def test_a_new_action_is_made_from_it(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    place = add(postmortem)
    address = url("factor_edit", postmortem, place.pk)
    facts = {"text": TEXT, "category": "safeguard", "ending": "action", "new_action": " Count  the days ", "version": 1}
    assert client.post(address, facts | {"new_action": " "}).status_code == 422
    assert client.post(address, facts | {"version": 7}).status_code == 409
    assert not Action.objects.exists(), "nothing is added by what is refused"
    assert client.post(address, facts).status_code == 303
    place.refresh_from_db()
    action = Action.objects.get()
    assert (action.title, action.status, action.incident) == ("Count the days", "proposed", postmortem.lead_incident)
    assert (place.ending, place.action) == ("action", action)
    assert f"{action.public_number} is added as a proposal." in client.get(address).text
    assert client.post(address, facts | {"ending": "", "version": 2}).status_code == 303
    assert Action.objects.count() == 1, "what ends otherwise needs none"


def test_a_new_action_of_a_factor_may_have_its_owner_its_date_and_its_outcome(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    address = url("factor_edit", postmortem, add(postmortem).pk)
    page = client.get(address).text
    assert '<details class="disclosure"><summary>Its owner, date and outcome' in page
    assert "Committing needs an owner and a date" in page
    more = {"new_owner": alice.pk, "new_due_on": "2999-03-04", "new_outcome": "The page shows a count"}
    facts = {"text": TEXT, "category": "safeguard", "ending": "action", "version": 1}
    untitled = client.post(address, facts | more)
    assert untitled.status_code == 422
    assert '<details class="disclosure" open><summary>Its owner, date and outcome' in untitled.text
    facts["new_action"] = "Count the days"
    assert client.post(address, facts | more | {"new_due_on": "2020-01-01"}).status_code == 422
    assert client.post(address, facts | more).status_code == 303
    action = Action.objects.get()
    assert (action.status, action.owner, action.outcome) == ("proposed", alice, "The page shows a count")
    assert f"{action.due_on}" == "2999-03-04"


def test_an_owner_of_a_factors_new_action_is_somebody_who_may_see_the_incident(client: Client, alice: User) -> None:
    postmortem = make_postmortem(make_incident(by=alice, is_restricted=True), by=alice)
    address = url("factor_edit", postmortem, add(postmortem).pk)
    stranger = make_user("Charlie Winter")
    assert "Charlie Winter" not in client.get(address).text
    facts = {"text": TEXT, "category": "safeguard", "ending": "action", "new_action": "Count", "version": 1}
    assert client.post(address, facts | {"new_owner": stranger.pk}).status_code == 422
    assert not Action.objects.exists()


def test_what_had_not_shipped_by_then_is_offered_to_be_taken_up(client: Client, alice: User) -> None:
    before = make_incident("Certificate of the gate ends")
    earlier = make_action(before, "Watch the days of each certificate", committed_at=LONG_AGO)
    make_action(before, "Renew it", status="done", evidence="x")
    hidden = make_incident("Certificate of the vault ends", by=alice, is_restricted=True)
    make_action(hidden, "Rotate the key", committed_at=LONG_AGO)
    postmortem = make_postmortem(make_incident("Certificate of the bank ends", by=alice, severity=2), by=alice)
    for of in (before, hidden):
        confirm_repeat(postmortem.lead_incident, of=of, by=alice)
    place = add(postmortem)
    address = url("factor_edit", postmortem, place.pk)
    offered = client.get(address).text
    assert f'<option value="{earlier.public_number}">' in offered
    assert "Renew it" not in offered
    assert "Rotate the key" not in offered
    facts = {"text": TEXT, "category": "safeguard", "ending": "unshipped", "version": 1}
    assert client.post(address, facts | {"earlier": earlier.public_number}).status_code == 303
    place.refresh_from_db()
    assert (place.ending, place.action) == ("unshipped", earlier)
    assert f'<option value="{earlier.public_number}" selected>' in client.get(address).text


def test_there_is_no_heading_over_nothing(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    place = add(postmortem)
    page = client.get(url("factor_edit", postmortem, place.pk)).text
    assert "Made possible by" not in page
    assert "What shows it" not in page
    add(postmortem, "Another condition")
    make_event(postmortem.lead_incident)
    page = client.get(url("factor_edit", postmortem, place.pk)).text
    assert "Made possible by" in page
    assert "What shows it" in page


def test_an_earlier_action_ends_it_by_its_number_unless_some_reader_could_not_see_it(
    client: Client, alice: User
) -> None:
    postmortem = make_postmortem(by=alice)
    place = add(postmortem)
    earlier = make_action(make_incident(), status="wont_do")
    secret = make_action(make_incident(by=alice, is_restricted=True), "Rotate the key", status="wont_do")
    done = make_action(make_incident(), status="done", evidence="x")
    facts = {"text": TEXT, "category": "safeguard", "ending": "unshipped", "version": 1}
    address = url("factor_edit", postmortem, place.pk)
    for number in (secret.public_number, "AI-999999", "the one in May", ""):
        refused = client.post(address, facts | {"unshipped": number})
        assert refused.status_code == 422, number
        assert "Rotate the key" not in refused.text
    assert "was done" in client.post(address, facts | {"unshipped": done.public_number}).text
    assert client.post(address, facts | {"unshipped": earlier.public_number.lower()}).status_code == 303
    place.refresh_from_db()
    assert (place.ending, place.action) == ("unshipped", earlier)


def test_what_says_nearly_the_same_is_offered_before_it_is_added(client: Client, alice: User) -> None:
    here, there = make_postmortem(by=alice), make_postmortem()
    place = add(there)
    typed = {
        "text": "Nothing counts the days of a client certificate",
        "category": "safeguard",
        "why": "Typed with care",
    }
    offered = client.post(url("factor_add", here), typed)
    assert offered.status_code == 422
    for words in (TEXT, "Is it the same condition again?", "Typed with care", there.lead_incident.public_number):
        assert words in offered.text
    assert not here.factors.exists()
    client.post(url("factor_reuse", here, place.factor_id))
    assert here.factors.get().factor == place.factor
    assert client.post(url("factor_add", here), typed | {"anew": "on"}).status_code == 303
    assert here.factors.count() == 2


def test_nothing_hidden_is_offered_named_or_reached(client: Client, alice: User) -> None:
    edge, charlie = make_service("Edge"), make_user("Charlie")
    secret = make_postmortem(make_incident(by=alice, severity=2, is_restricted=True, services=[edge]), by=alice)
    hidden = add(secret, "The signing key lies in the build log")
    here = make_postmortem(make_incident(severity=2, services=[edge]))
    shared = add(here)
    reuse_factor(secret, factor=shared.factor, by=alice)
    assert secret.lead_incident.public_number in client.get(url("factors", here)).text
    typed = {"text": "The signing key lies in the log of a build", "category": "safeguard"}
    client.force_login(charlie)
    pages = [
        client.get(url("factors", here)),
        client.get(url("factor_edit", here, shared.pk)),
        client.get(url("detail", here)),
        client.post(
            url("factor_add", here), typed | {"text": "The signing key lies in the build log", "category": "x"}
        ),
        client.post(url("factor_add", here), typed, follow=True),
    ]
    for page in pages:
        assert secret.lead_incident.public_number not in page.text
        assert "same condition again?" not in page.text
    assert client.post(url("factor_reuse", here, hidden.factor_id)).status_code == 404
    action = make_action(here.lead_incident)
    PostmortemFactor.objects.filter(pk=hidden.pk).update(ending="action", action=action)
    assert "signing key" not in client.get(action.get_absolute_url()).text
    for name in ("factor_edit", "factor_move", "factor_remove"):
        assert client.post(url(name, secret, hidden.pk)).status_code == 404
        assert client.post(url(name, here, hidden.pk)).status_code == 404
    client.force_login(alice)
    assert client.post(url("factor_reuse", here, hidden.factor_id)).status_code == 404, "it leaves by nobody's button"


def test_factors_are_ordered_and_taken_out(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    first, second = add(postmortem, "One"), add(postmortem, "Two")
    client.post(url("factor_move", postmortem, second.pk), {"to": "up"})
    assert [place.pk for place in postmortem.factors.all()] == [second.pk, first.pk]
    page = client.post(url("factor_remove", postmortem, first.pk), follow=True).text
    assert "Taken out: “One”" in page
    assert "Factor removed" in client.get(url("history", postmortem)).text


def test_a_published_document_shows_them_frozen_and_asks_for_an_amendment(client: Client, alice: User) -> None:
    published = make_published(by=alice)
    assert "begin an amendment" in client.get(url("factors", published)).text
    assert "begin an amendment" in client.get(url("factor_add", published)).text
    assert client.post(url("factor_add", published), {"text": TEXT, "category": "tooling"}).status_code == 409


def test_htmx_gets_the_form_alone(client: Client, alice: User) -> None:
    postmortem = make_postmortem(by=alice)
    headers = {"HX-Request": "true", "HX-Target": "form#factor-form"}
    part = client.post(url("factor_add", postmortem), {"text": ""}, headers=headers)
    assert part.status_code == 422
    assert "<html" not in part.text
