"""The lens while somebody drafts: seen, read out, answered and asked again, with the keyboard alone."""

from datetime import UTC, datetime

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

import lens
from incidents.wording.models import LensAnswer
from tests.factories import make_event, make_incident, make_user
from tests.journeys.axe import axe_violations
from tests.journeys.conftest import OpenPage
from tests.journeys.lived_in import make_lived_in_world
from tests.postmortems.make import make_postmortem

FORGOT = "Dave forgot to check the config"
PASSAGE = lens.check(FORGOT, section="summary")[0].text
SOON = 300  # milliseconds from the last key to the finding

# Resolves to the milliseconds between the last key and the finding that followed it.
MEASURE = """() => new Promise(resolve => {
  const field = document.activeElement;
  const inside = document.querySelector("[data-lens-findings]");
  let typed = performance.now();
  field.addEventListener("input", () => { typed = performance.now(); });
  new MutationObserver((_, watch) => {
    if (!inside.querySelector(".lens-finding")) return;
    watch.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - typed));
  }).observe(inside, { childList: true });
})"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, role: str, name: str) -> None:
    """Go on with the Tab key until this control has the focus."""
    wanted = page.get_by_role(role, name=name)  # type: ignore[arg-type]
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        press(page, "Tab")
    raise AssertionError(f"the Tab key does not lead to {name}")


def quickest(page: Page, field_name: str) -> float:
    """Type the sentence until it was met in time, six times at most: others use this machine as well."""
    field = page.get_by_role("textbox", name=field_name)
    best = 10_000.0
    for _ in range(6):
        field.fill("")
        expect(page.locator(".lens-finding")).to_have_count(0)
        field.focus()
        page.evaluate(f"() => {{ window.met = ({MEASURE})(); }}")
        page.keyboard.type(FORGOT)
        best = min(best, page.evaluate("window.met"))
        if best < SOON:
            break
    return best


def test_a_mark_is_met_answered_and_met_again_by_keyboard(open_page: OpenPage, live_server: LiveServer) -> None:
    alice = make_user("Alice")
    make_user("Dave Okafor")
    postmortem = make_postmortem(by=alice)
    section = postmortem.sections.order_by("position").first()
    address = f"/post-mortems/{postmortem.lead_incident.public_number}/write/{section.key}/"
    page = open_page(user=alice)
    page.goto(address)
    assert quickest(page, section.heading) < SOON

    panel = page.locator(f"#lens-{section.key}-text")
    expect(panel.get_by_role("status")).to_have_text("1 finding")
    expect(panel.get_by_role("listitem")).to_contain_text("?")  # the question that leads on
    expect(page.locator(".lens-back .lens-passage-mark")).to_have_text(PASSAGE)
    expect(page.locator("[data-autosave-state]")).to_have_attribute("data-state", "saved")
    assert not axe_violations(page)

    # A button that shows the passage, why, and the answer: in the order of the page, under names that say what of.
    tab_to(page, "button", f"line 1 shows “{PASSAGE}” in the text")
    press(page, "Enter")
    assert page.evaluate("getSelection().toString()") == PASSAGE
    page.locator("summary", has_text="Let it stand").focus()
    press(page, "Enter", "Tab")
    why = page.get_by_role("combobox", name="Why it may stand")
    expect(why).to_be_focused()
    expect(why).to_have_value("")
    tab_to(page, "button", f"Let it stand “{PASSAGE}”")
    press(page, "Enter")
    expect(why).to_be_focused()
    expect(why).to_have_accessible_description("Choose why it may stand.")
    assert not axe_violations(page)
    page.keyboard.type("Agreed")
    tab_to(page, "button", f"Let it stand “{PASSAGE}”")
    press(page, "Enter")
    expect(panel.get_by_role("status")).to_have_text("No findings")
    expect(panel).to_be_focused()
    assert LensAnswer.objects.get().reason == "agreed"

    page.reload()
    expect(page.locator(".lens-finding")).to_have_count(0)
    expect(page.get_by_text("1 answered")).to_be_visible()
    page.get_by_role("textbox", name=section.heading).focus()
    press(page, "Control+End")
    page.keyboard.type(" of the edge")
    expect(page.locator(".lens-finding")).to_have_count(1)
    expect(panel.get_by_role("status")).to_have_text("1 finding")


def test_without_scripts_the_finding_is_there_on_saving(open_page: OpenPage, live_server: LiveServer) -> None:
    alice = make_user("Alice")
    postmortem = make_postmortem(by=alice)
    section = postmortem.sections.order_by("position").first()
    page = open_page(user=alice, javascript=False, width=360)
    page.goto(f"/post-mortems/{postmortem.lead_incident.public_number}/write/")
    page.get_by_role("textbox", name=section.heading).fill(FORGOT)
    page.get_by_role("button", name=f"Save “{section.heading}”").click()
    expect(page.locator(".lens-finding")).to_contain_text(PASSAGE)
    page.locator("summary", has_text="Let it stand").click()
    page.get_by_role("button", name=f"Let it stand “{PASSAGE}”").click()
    expect(page.locator(".field-error")).to_contain_text("Choose why it may stand")
    page.get_by_label("Why it may stand").select_option("It quotes somebody")
    page.get_by_role("button", name="Let it stand").click()
    expect(page.get_by_text("1 answered")).to_be_visible()
    expect(page.locator(".lens-finding")).to_have_count(0)


def test_showing_a_passage_of_a_long_text_brings_it_into_view_and_its_answer_is_read_whole(
    signed_in_page: OpenPage,
) -> None:
    world = make_lived_in_world()
    page = signed_in_page(world.alice, height=700)
    number = world.more["drafted"].lead_incident.public_number
    page.goto(f"/post-mortems/{number}/write/")
    text = page.locator("textarea").first
    text.fill("\n\n".join(["The queue grew and pages were slow."] * 40 + ["Dave forgot to check the config."]))
    shows = page.get_by_role("button", name="shows “Dave forgot” in the text")
    expect(shows).to_be_visible()
    shows.click()
    expect(page.locator(".lens-back [data-start]")).to_be_in_viewport()

    whole = """() => {
      const panel = document.querySelector(".lens-finding").closest("[data-lens-findings]");
      return panel.scrollHeight <= panel.clientHeight;
    }"""
    text.fill("Dave forgot to check the config. Dave should have asked.")
    expect(page.locator(".lens-finding")).to_have_count(2)
    page.wait_for_function(whole)

    text.fill("Dave forgot to check the config.")
    page.locator("summary", has_text="Let it stand").first.click()
    page.wait_for_function(whole)


def test_an_entry_is_looked_at_on_the_incidents_own_page_also_after_its_timeline_was_drawn_anew(
    open_page: OpenPage, live_server: LiveServer
) -> None:
    alice = make_user("Alice")
    incident = make_incident(by=alice)
    for hour in (12, 11):
        make_event(incident, at=datetime(2026, 5, 4, hour, tzinfo=UTC))
    page = open_page(user=alice)
    page.goto(f"/incidents/{incident.public_number}/")
    field = page.get_by_role("textbox", name="What happened")
    for _ in range(2):
        page.locator("summary", has_text="Add an entry").click()
        field.press_sequentially(FORGOT)
        expect(page.locator("#event-form .lens-finding")).to_contain_text(PASSAGE)
        expect(page.locator(".lens-back .lens-passage-mark")).to_have_text(PASSAGE)
        with page.expect_response("**/order-by-time/"):
            page.get_by_role("button", name="Order by time").first.click()
        expect(page.locator(".timeline-event").first).to_contain_text("11:00")
        page.locator("summary", has_text="Add an entry").click()
        expect(field).to_have_value(FORGOT)  # what was being written is still there, and so is what was asked about it
        expect(page.locator("#event-form .lens-finding")).to_contain_text(PASSAGE)
        field.fill("")
        expect(page.locator("#event-form .lens-finding")).to_have_count(0)
        page.locator("summary", has_text="Add an entry").click()
