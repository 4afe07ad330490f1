"""Documents as people meet them: two of them writing at once, with scripts and without, by day and by night."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from incidents.models import Incident, Service
from people.models import Team, User
from postmortems.factors.services import Said, add_factor
from postmortems.models import Postmortem, Section
from postmortems.services import add_comment, publish_amendment, start_amendment
from tests.factories import make_action, make_event, make_incident, make_service, make_team, make_user
from tests.journeys.axe import EVERY_LOOK, sweep
from tests.journeys.conftest import OpenPage
from tests.postmortems.make import approve, fill, make_postmortem, make_published, write

BEGAN = datetime(2026, 11, 12, 14, 32, tzinfo=UTC)
STORY = """\
At 14:32 the **checkout** began to answer with 502. Half of its workers waited for a lock that the nightly
report held, and nobody could see it: the dashboard counts requests, not waiting.

- The report had run at night for two years; a holiday schedule moved it into the afternoon.
- `pg_locks` was looked at after forty minutes, because the runbook names it last.

> Everything we looked at was green.
"""
FACTORS = """\
1. The report takes a lock that checkout needs. *Why was that possible?* Both use one table, and no review looks at locks.
2. The schedule can be moved by a form that names no consequence.
3. Waiting is not drawn anywhere.
"""


def told(by: User, *, title: str = "Checkout waited forty minutes for a report", template: str = "full") -> Postmortem:
    """A document with something of everything."""
    incident = make_incident(
        title,
        by=by,
        severity=2,
        services=[*Service.objects.filter(name="Checkout")] or [make_service("Checkout")],
        teams=[*Team.objects.filter(name="Payments")] or [make_team("Payments")],
        began_at=BEGAN,
        detected_at=BEGAN + timedelta(minutes=7),
        mitigated_at=BEGAN + timedelta(minutes=46),
    )
    for minutes, text, kind in (
        (0, "First 502 at the edge", "detection"),
        (7, "The on-call is paged by the error budget alert", "communication"),
        (11, "Hypothesis: the deploy of 14:20. It is rolled back, and nothing changes", "hypothesis"),
        (46, "The report is stopped; workers are free within a minute", "mitigation"),
    ):
        make_event(incident, text, at=BEGAN + timedelta(minutes=minutes), kind=kind, source="log")
    make_action(incident, "Draw waiting workers beside requests", kind="detect", priority="high")
    make_action(incident, "Ask in every schema review which locks it takes", status="proposed", kind="prevent")
    postmortem = make_postmortem(incident, template=template, by=by)
    for key, text in (("summary", STORY), ("factors", FACTORS), ("lessons", "A schedule is a deploy.")):
        if postmortem.sections.filter(key=key).exists():
            write(postmortem, key, text, by=by)
    add_comment(postmortem, body="Who else shares that table?", by=make_user("Ines Moreau"))
    return postmortem


def test_reading_what_was_just_typed_loses_none_of_it(open_page: OpenPage) -> None:
    alice = make_user("Alice")
    postmortem = told(alice)
    page = open_page(user=alice)
    page.goto(f"/post-mortems/{postmortem.lead_incident.public_number}/write/")
    page.locator("#section-summary textarea").fill("Typed a moment before it is read.")
    page.get_by_role("link", name="Read it").first.click()
    page.wait_for_url(f"**/post-mortems/{postmortem.lead_incident.public_number}/")
    expect(page.get_by_text("Typed a moment before it is read.").first).to_be_visible()


def test_two_people_write_in_one_section_and_no_word_is_lost(open_page: OpenPage) -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    postmortem = make_postmortem(by=alice)
    write(postmortem, "summary", "The queue grew.\nNobody was paged.\n", by=alice)
    number = postmortem.lead_incident.number
    hers, his = open_page(user=alice), open_page(user=bob, javascript=False)
    hers.goto(f"/post-mortems/INC-{number}/write/")
    his.goto(f"/post-mortems/INC-{number}/write/")

    field = hers.locator("#summary-text")
    field.fill("At nine the queue grew.\nNobody was paged.\n")
    expect(hers.locator("#section-summary [data-autosave-state]")).to_contain_text("Saved", timeout=15_000)

    his.locator("#summary-text").fill("The queue grew.\nNobody was paged, naïve 🙂 that we were.\n")
    his.locator("#section-summary button").click()
    expect(his.locator("body")).to_contain_text("Merged with 1 change by somebody else. Please read it once.")
    together = "At nine the queue grew.\nNobody was paged, naïve 🙂 that we were.\n"
    assert his.locator("#summary-text").input_value() == together

    field.press_sequentially("x")
    field.fill("At nine the queue grew fast.\nNobody was paged.\n")
    state = hers.locator("#section-summary [data-autosave-state]")
    expect(state).to_contain_text("Merged with 1 change", timeout=15_000)
    assert "grew fast" in field.input_value()
    assert "naïve 🙂 that we were" in field.input_value()
    body = Section.objects.get(postmortem=postmortem, key="summary").body
    assert body == "At nine the queue grew fast.\nNobody was paged, naïve 🙂 that we were.\n"


def test_from_the_incident_through_the_gate_to_the_edition(open_page: OpenPage) -> None:
    alice, bob = make_user("Alice"), make_user("Bob")
    incident = make_incident("Checkout waited", by=alice, severity=2)
    make_event(incident, "First 502")
    action = make_action(incident, "Draw waiting workers")
    page = open_page(user=alice)
    page.goto(incident.get_absolute_url())
    page.get_by_role("link", name="Begin a post-mortem").click()
    expect(page.get_by_role("radio", name="Light", exact=False).first).to_be_checked()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Write", exact=True).click()
    for key in ("summary", "factors"):
        page.locator(f"#{key}-text").fill(f"What there is to say on {key}.")
        page.locator(f"#section-{key} button").click()
    page.get_by_role("link", name="What is missing?").click()
    gate = page.locator("#gate-panel")
    expect(gate).to_contain_text(f"AI-{action.number} “Draw waiting workers” is a commitment, but nobody owns it")
    expect(gate).to_contain_text("approved by a second person")
    expect(gate.get_by_role("button", name="Publish")).to_be_disabled()

    action.owner, action.due_on = bob, date(2026, 12, 3)
    action.save(update_fields=["owner", "due_on"])
    page.goto(f"/post-mortems/INC-{incident.number}/review/")
    page.get_by_label("Bob").check()
    page.get_by_role("button", name="Ask for a review").click()
    second = open_page(user=bob)
    second.goto(f"/post-mortems/INC-{incident.number}/review/")
    second.get_by_label("I approve").check()
    second.get_by_role("button", name="Answer").click()
    page.goto(f"/post-mortems/INC-{incident.number}/gate/")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".edition-line")).to_contain_text("Edition 1")
    assert Incident.objects.get(pk=incident.pk).actions_gated


PAGES = ["", "write/", "write/summary/", "gate/", "review/", "history/?section=summary", "facilitator/"]


@pytest.mark.long
def test_everybody_can_use_the_pages_of_documents(open_page: OpenPage) -> None:
    alice = make_user("Alice Demir", is_administrator=True)
    draft = told(alice)
    columns = told(alice, title="A schedule is a deploy", template="learning-first")
    for key in ("system-behaviour", "what-we-learned", "what-we-will-change"):
        write(columns, key, "All pools took the change within a minute, and none of them was asked first.")
    published = make_published(incident=make_incident("The index grew past its disk", by=alice, severity=2), by=alice)
    make_action(Incident.objects.get(pk=published.lead_incident_id), "Watch the disk", status="proposed")
    start_amendment(published, by=alice)
    write(published, "summary", "The index grew past its disk, slowly and in plain sight.")
    publish_amendment(published, note="Says how long it took", by=alice)
    ready = told(alice, title="Nothing is missing here")
    ready.lead_incident.actions.update(owner=alice, due_on=date(2026, 12, 3))
    fill(ready)
    approve(ready, by=make_user("Bo Lind"))
    untold = make_incident("Nothing written yet", by=alice, severity=1)
    at = f"/post-mortems/INC-{draft.lead_incident.number}/"
    paths = [
        "/post-mortems/",
        "/post-mortems/?year=1999",
        *(at + path for path in PAGES),
        f"/post-mortems/INC-{columns.lead_incident.number}/",
        f"/post-mortems/INC-{ready.lead_incident.number}/gate/",
        f"/post-mortems/INC-{published.lead_incident.number}/",
        f"/post-mortems/INC-{published.lead_incident.number}/write/",
        f"/post-mortems/INC-{published.lead_incident.number}/editions/2/?against=1",
        f"/post-mortems/INC-{published.lead_incident.number}/editions/1/",
        f"/post-mortems/INC-{untold.number}/start/",
        untold.get_absolute_url(),
        "/administration/templates/",
        "/administration/templates/full/",
        f"/administration/templates/full/sections/{draft.template.sections.first().pk}/",
    ]
    found = sweep(open_page(user=alice), paths, looks=EVERY_LOOK)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_ending_is_chosen_first_and_shows_what_it_asks(open_page: OpenPage, javascript: bool) -> None:
    alice = make_user("Alice")
    postmortem = make_postmortem(by=alice)
    place = add_factor(postmortem, Said("Nothing counts the days", "safeguard"), by=alice)
    page = open_page(user=alice, width=360, javascript=javascript)
    page.goto(f"/post-mortems/{postmortem.lead_incident.public_number}/factors/{place.pk}/")
    asked = {
        "An action removes it": "Or a new one",
        "An earlier action would have, and had not shipped by then": "The earlier action",
        "We accept this": "Why we accept it",
    }
    for words in asked.values():
        expect(page.get_by_label(words)).to_be_hidden()
    for ending, words in asked.items():
        page.get_by_role("radio", name=ending).check()
        expect(page.get_by_label(words)).to_be_visible()
        assert [other for other in asked.values() if page.get_by_label(other).is_visible()] == [words]
    page.get_by_role("radio", name="An action removes it").check()
    page.get_by_label("Or a new one").fill("An alert counts the days of every certificate")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".factor-list")).to_contain_text("An action removes it: AI-")
