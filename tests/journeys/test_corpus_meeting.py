"""A review of what real organisations wrote: twenty documents of the corpus, imported, of three teams in one month.

What was imported counts in no review; here it is told as if it had been written by these teams.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from actions.choices import ActionStatus
from actions.models import Action, ActionEvent
from incidents.models import Incident
from incidents.repeats.services import confirm_repeat
from notifications import sending
from people.models import Team, User
from postmortems.factors.models import Factor, PostmortemFactor
from postmortems.importing import read_document
from postmortems.models import Postmortem
from postmortems.services.importing import digest_of, import_document
from reviews.models import Lesson, Meeting
from reviews.queries import closed_month
from reviews.services import close_month, offer_story, send_digest
from tests.factories import make_service, make_severity, make_team, make_user
from tests.importing.draw import corpus_documents
from tests.journeys.axe import axe_violations
from tests.journeys.conftest import OpenPage
from tests.journeys.test_meeting import SMALLEST, Keys, close_it, month_to_review, turn_on
from tests.notifications.mail_server import running_mail_server

DOCUMENTS, STALE = 20, 5
CONDITION = "Nobody is told when a certificate is about to end"
NEWEST = ("A story of our own", "What came back", "Met by several teams", "Did it hold?", "What we decided not to do")


def bring_in(corpus: Path, by: User, teams: list[Team]) -> list[Postmortem]:
    """Import every tenth document, give its incident to one of the teams, and move it into the month."""
    paths = corpus_documents(corpus)[::10][:DOCUMENTS]
    moment, service, severity = month_to_review().begins + timedelta(days=3), make_service("Edge"), make_severity(2)
    documents = []
    for number, path in enumerate(paths):
        content = (corpus / path).read_bytes()
        read = read_document(path, content)
        made = import_document(read, source_name=path, digest=digest_of(content), by=by)
        for incident in made.incidents:
            incident.teams.set([teams[number % len(teams)]])
            incident.services.set([service])
        documents.append(made.postmortem)
    told = Incident.objects.all()
    told.update(is_imported=False, severity=severity, began_at=moment, began_precision="minute", recorded_at=moment)
    for place, document in enumerate(documents):
        at = moment + timedelta(days=1, hours=place)
        Postmortem.objects.filter(pk=document.pk).update(is_imported=False, published_at=at, created_at=moment)
    return documents


def live_with(documents: list[Postmortem], owner: User) -> None:
    """Let things happen to them that a review talks about: what came back, what several teams met, what held."""
    moment = month_to_review().begins + timedelta(days=9)
    confirm_repeat(documents[1].lead_incident, of=documents[4].lead_incident, by=owner, at=moment)
    factor = Factor.objects.create(text=CONDITION, category="process", created_by=owner)
    for document in documents[:3]:
        PostmortemFactor.objects.create(postmortem=document, factor=factor, position=0, added_by=owner)
    proposals = list(Action.objects.filter(status=ActionStatus.PROPOSED).order_by("pk")[: STALE + 3])
    assert len(proposals) == STALE + 3  # the corpus lists that many
    long_ago, due = timezone.now() - timedelta(days=60), timezone.localdate() - timedelta(days=40)
    for number, action in enumerate(proposals):
        facts: dict[str, Any] = {"owner": owner, "due_on": due + timedelta(days=number), "is_imported": False}
        settled = number >= STALE
        facts |= {"status": "todo", "committed_at": long_ago, "moved_at": long_ago}
        facts |= {"due_on": timezone.localdate() + timedelta(days=30), "moved_at": timezone.now()} if settled else {}
        Action.objects.filter(pk=action.pk).update(**facts)
    held, failed, declined = proposals[STALE:]
    ActionEvent.objects.create(action=held, kind="verified", at=moment, reason="The alert fired twice")
    ActionEvent.objects.create(
        action=failed, kind="reopened", at=moment, reason="It stayed silent", details={"did_not_hold": True}
    )
    Action.objects.filter(pk=declined.pk).update(status="wont_do", settled_at=moment, reasoning="The part is gone")


@pytest.mark.long
def test_a_meeting_over_what_others_wrote_is_held_by_three_browsers(  # noqa: PLR0915 - one walk
    open_page: OpenPage, live_server: LiveServer, settings: Settings, corpus: Path
) -> None:
    fatima = make_user("Fatima", is_facilitator=True, is_leadership=True)
    alice, bob = make_user("Alice"), make_user("Bob")
    away = make_user("Wanda Away")
    teams = [make_team(name, members=[person]) for name, person in (("Edge", alice), ("Data", bob), ("Tools", fatima))]
    documents = bring_in(corpus, fatima, teams)
    live_with(documents, alice)
    month = month_to_review()
    offer_story(month, circle=None, by=fatima, text="I once took the wrong cluster down.", is_off_record=False)
    closed = close_month(month)
    closed.refresh_from_db()
    assert len(closed.facts["published"]) == DOCUMENTS
    wall = open_page(user=fatima, width=1280, height=720)
    keys = Keys(wall)

    # The chair is offered what carries furthest, with the reasons, and opens the meeting with it.
    wall.goto(f"/monthly-review/{month}/meeting/open/")
    expect(wall.get_by_text(f"met a condition of it as well: “{CONDITION}”").first).to_be_visible()
    chosen = wall.locator("input[name=readings]:checked")
    assert chosen.count() == 2
    with wall.expect_navigation():
        wall.get_by_role("button", name="Open the meeting").click()
    meeting = Meeting.objects.get()
    titles = [Incident.objects.get(postmortem=reading.postmortem).title for reading in meeting.readings.all()]
    one, other = open_page(user=alice), open_page(user=bob, width=390)
    for page in (one, other):
        page.goto(f"/monthly-review/{month}/meeting/")

    # Topic after topic; those that only a real month has are looked at closely.
    seen, wrong = [], []
    while wall.get_by_role("heading", level=1).inner_text() != "Who was here, and closing":
        heading = wall.get_by_role("heading", level=1).inner_text()
        seen.append(heading)
        if heading in NEWEST:
            wrong += [f"{heading}: {one}" for one in (*wall.evaluate(SMALLEST), *axe_violations(wall))]
        if heading == titles[0]:
            tell(one, other, titles[0])
        if heading == "Actions that wait for a word":
            settle_all(keys, away)
        turn_on(wall, keys)
    assert not wrong, "\n".join(wrong)
    assert seen == [
        *(
            "How we talk here",
            "A story of our own",
            "What came out",
            *titles,
            "What came back",
            "Met by several teams",
            "Lessons",
        ),
        *("Did it hold?", "What we decided not to do", "Actions that wait for a word", "The month in figures"),
    ]
    expect(one.get_by_role("heading", level=1)).to_have_text("Who was here, and closing", timeout=20_000)
    one.get_by_role("button", name="I am here").click()
    expect(one.get_by_role("button", name="Take my name out again")).to_be_visible()
    close_it(wall, keys)
    expect(wall.get_by_text("Your story is on the record")).to_be_visible()
    with wall.expect_navigation():
        wall.get_by_role("button", name="Close it and keep the minutes").click()
    expect(wall.get_by_role("heading", name="Decisions")).to_be_visible()

    # Minutes and digest arrive over a real connection.
    settings.SITE_URL = live_server.url
    send_digest(month)
    with running_mail_server() as server:
        settings.EMAIL_CONNECTION = server.settings
        sending.send_outbox()
    bodies = {str(mail["Subject"]): body(mail) for mail in server.accepted if mail["X-Envelope-To"] == away.email}
    minutes = bodies[f"Review of {month.words}: what was decided"]
    for words in (*titles, CONDITION, "A queue wants a limit", "new date", "won't do"):
        assert " ".join(words.split()) in minutes
    digest = bodies[f"What we learned in {month.words}"]
    assert "Met by several teams" in digest
    assert CONDITION in digest

    # What was kept stays as it was, whatever is changed afterwards.
    before, facts = wall.locator("main").inner_text(), closed.facts
    change_what_can_be_changed()
    wall.reload()
    assert wall.locator("main").inner_text() == before
    kept = closed_month(month)
    assert kept is not None
    assert kept.facts == facts


def tell(one: Page, other: Page, title: str) -> None:
    """One of those who follow tells a lesson; the other sees it by itself."""
    expect(one.get_by_role("heading", level=1)).to_have_text(title, timeout=20_000)
    one.get_by_label("What is transferable?").fill("A queue wants a limit")
    one.get_by_role("button", name="Add the lesson").click()
    expect(other.locator("#meeting-told .list-row-title", has_text="A queue wants a limit")).to_be_visible(
        timeout=20_000
    )


def settle_all(keys: Keys, away: User) -> None:
    """Five actions nobody has spoken of for long: three keys beside the words are enough for each."""
    waiting = list(Action.objects.open().filter(due_on__lt=timezone.localdate()).order_by("due_on"))
    assert len(waiting) == STALE
    assert keys.page.locator("[data-row]").count() == STALE
    pressed = [
        keys.settle("3", words="The vendor answers in spring"),
        keys.settle("w", words="The part it protects is gone"),
        keys.settle("h", words="wanda"),
        keys.settle("n", words="After the freeze"),
        keys.settle("2", words="Waiting for the audit"),
    ]
    assert pressed == [2, 2, 3, 2, 2]
    for action in waiting:
        action.refresh_from_db()
    assert waiting[0].due_on == timezone.localdate() + timedelta(days=21)
    assert waiting[1].reasoning == "The part it protects is gone"
    assert waiting[2].hand_overs.get().to == away


def body(mail: Any) -> str:
    """The plain text of a mail, as one line."""
    return " ".join(mail.get_body(("plain",)).get_content().split())


def change_what_can_be_changed() -> None:
    Incident.objects.update(title="Renamed since")
    Action.objects.update(title="Renamed too", reasoning="Another reason")
    Factor.objects.update(text="Reworded since")
    Lesson.objects.update(text="Reworded since")
    Team.objects.update(is_active=False)
