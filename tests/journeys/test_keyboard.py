"""By keyboard alone, and with scripts switched off: everything that matters can be reached and done."""

import re

from playwright.sync_api import Page, expect

from actions.models import Action
from incidents.models import Incident
from tests.factories import make_action, make_incident, make_severity, make_user
from tests.journeys.conftest import OpenPage
from tests.postmortems.make import make_postmortem

# What has focus: its words or its label, whether the browser draws a line around it, and where it stands.
FOCUSED = """() => {
  const part = document.activeElement;
  if (!part || part === document.body) return null;
  const words = (part.getAttribute("aria-label") || part.labels?.[0]?.innerText || part.innerText || "").trim();
  const drawn = [getComputedStyle(part), getComputedStyle(part, "::after")].some(
    style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  return {words: words.split("\\n")[0], drawn};
}"""


def tab_through(page: Page, *, at_most: int = 90) -> list[str]:
    """Press Tab until the page has been walked; return the words of what had focus, each of it visibly."""
    walked: list[str] = []
    for _ in range(at_most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        assert focused["drawn"], f"nobody sees that “{focused['words']}” has focus on {page.url}"
        walked.append(focused["words"])
    return walked


def test_tab_reaches_everything_that_matters_and_shows_where_it_is(signed_in_page: OpenPage) -> None:
    alice = make_user("Alice")
    incident = make_incident("Queue stands still", by=alice, severity=2)
    action = make_action(incident, "Alert on the queue's age", owner=alice)
    document = make_postmortem(make_incident("Search is slow", by=alice, severity=2), by=alice)
    page = signed_in_page(alice)
    beginning = ["Skip to the page", "Second Story, home", "Mine", "Incidents", "Post-mortems", "Actions"]
    for address, wanted in [
        ("/incidents/", ["Words in the title", "Filter", "Queue stands still"]),
        (f"/incidents/{incident.public_number}/", ["Edit facts", "Add an action", "Paste a block", "Edit times"]),
        (f"/incidents/{incident.public_number}/facts/", ["Title", "Save facts", "Cancel"]),
        ("/actions/", ["Mine", "Alert on the queue's age"]),
        (f"/actions/{action.public_number}/", ["Edit", "Done", "New date", "Hand over", "Won't do", "Add note"]),
        (f"/post-mortems/{document.lead_incident.public_number}/", ["Write", "Ask for a review"]),
    ]:
        page.goto(address)
        walked = tab_through(page)
        assert walked[: len(beginning)] == beginning
        assert [words for words in wanted if not any(words in one for one in walked)] == [], (address, walked)


def test_without_scripts_an_incident_gets_its_action_and_its_text(signed_in_page: OpenPage) -> None:
    alice = make_user("Alice")
    make_user("Bob")
    make_severity(2)
    page = signed_in_page(alice, javascript=False)
    page.goto("/incidents/record/")
    page.get_by_label("Title").fill("Queue stands still")
    page.get_by_role("button", name="Record incident").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue stands still")
    incident = Incident.objects.get()

    page.get_by_role("link", name="Add an action").click()
    page.get_by_label("Title").fill("Alert on the queue's age")
    page.get_by_role("button", name="Add action").click()
    assert Action.objects.get().title == "Alert on the queue's age"

    document = make_postmortem(incident, by=alice)
    page.goto(f"/post-mortems/{incident.public_number}/write/summary/")
    page.locator("main textarea").first.fill("The queue stood still for an hour.")
    page.locator("main form:has(textarea)").get_by_role("button", name=re.compile("^Save")).first.click()
    assert document.sections.get(key="summary").body == "The queue stood still for an hour."
    for step in ("", "review/", "gate/", "history/"):
        answer = page.goto(f"/post-mortems/{incident.public_number}/{step}")
        assert answer
        assert answer.status == 200
        expect(page.locator("main h1, main h2").first).to_be_visible()
