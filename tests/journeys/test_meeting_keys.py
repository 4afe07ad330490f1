"""Actions are settled by keyboard while people talk: no slip of the keys may become a decision of the minutes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from actions.models import Action, HandOver
from people.models import User
from reviews.services import open_meeting, show_topic
from tests.factories import make_action, make_incident, make_user
from tests.journeys.axe import axe_violations
from tests.journeys.conftest import OpenPage
from tests.journeys.test_meeting import month_to_review
from tests.postmortems.make import make_published

RESTING = "html[data-keys-rest]"
COUNT_SENT = """() => addEventListener("submit", (event) => {
  window.sent = (window.sent ?? 0) + !event.defaultPrevented;
  event.preventDefault(); // the page stays, so that it can be counted
})"""


@pytest.fixture
def chair() -> User:
    return make_user("Fatima", is_facilitator=True)


def wall_of(open_page: OpenPage, chair: User, *, planned: date | None = None, actions: int = 2) -> Page:
    """The wall with actions that wait, planned for a day that is over or for one that is ahead."""
    incident, long_ago = make_incident("Queue stands still"), timezone.now() - timedelta(days=60)
    day = planned or timezone.localdate() - timedelta(days=40)
    for n in range(1, actions + 1):
        due = day + timedelta(days=n - 1)
        make_action(
            incident,
            f"Stale action {n}",
            owner=make_user(),
            due_on=due,
            committed_at=long_ago,
            moved_at=long_ago + timedelta(days=n),
        )
    month = month_to_review()
    show_topic(open_meeting(month, by=chair), topic="actions")
    wall = open_page(user=chair, width=1280, height=720)
    wall.goto(f"/monthly-review/{month}/meeting/")
    return wall


def stand_still(wall: Page) -> None:
    """Only what the test lets go by goes by."""
    wall.clock.install()
    wall.reload()
    wall.clock.pause_at(timezone.now() + timedelta(hours=1))


def expect_at(wall: Page, name: str, value: str) -> None:
    """Where one writes, and what stands there."""
    expect(wall.locator(":focus")).to_have_attribute("name", name)
    expect(wall.locator(":focus")).to_have_value(value)


def test_enter_after_a_name_goes_on_to_the_word_and_the_second_one_sends(open_page: OpenPage, chair: User) -> None:
    wall, away = wall_of(open_page, chair), make_user("Wanda Away")
    wall.keyboard.press("h")
    wall.keyboard.type("wanda")
    wall.keyboard.press("Enter")
    wall.keyboard.type("n 3 w: you know the queue")
    expect_at(wall, "word", "n 3 w: you know the queue")
    assert not HandOver.objects.exists()
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    offered = HandOver.objects.get()
    assert (offered.to, offered.word) == (away, "n 3 w: you know the queue")
    assert offered.action.title == "Stale action 1"


def test_enter_goes_back_to_what_is_still_missing_and_a_button_sends_at_once(open_page: OpenPage, chair: User) -> None:
    wall = wall_of(open_page, chair)
    make_user("Wanda Away")
    wall.keyboard.press("h")
    wall.keyboard.press("Tab")
    wall.keyboard.type("You know the queue")
    wall.keyboard.press("Enter")
    expect_at(wall, "to", "")
    wall.keyboard.type("wanda")
    with wall.expect_navigation():
        wall.locator("details[open]").get_by_role("button", name="Hand over").click()
    assert HandOver.objects.get().word == "You know the queue"


def test_enter_in_a_date_goes_on_to_its_reason(open_page: OpenPage, chair: User) -> None:
    wall = wall_of(open_page, chair)
    wall.keyboard.press("n")
    wall.keyboard.type("After the freeze")
    wall.locator("details[open]").get_by_label("New date", exact=True).focus()
    wall.keyboard.press("Enter")
    expect_at(wall, "reason", "After the freeze")
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    assert Action.objects.get(title="Stale action 1").date_changes == 1


def test_enter_held_down_or_pressed_twice_sends_once(open_page: OpenPage, chair: User) -> None:
    wall = wall_of(open_page, chair)
    make_user("Wanda Away")
    wall.keyboard.press("h")
    wall.keyboard.type("wanda")
    wall.keyboard.down("Enter")
    wall.keyboard.down("Enter")  # as a key does that is held
    wall.keyboard.up("Enter")
    expect_at(wall, "word", "")
    assert not HandOver.objects.exists()
    wall.evaluate(COUNT_SENT)
    wall.keyboard.press("Enter")
    wall.keyboard.press("Enter")
    assert wall.evaluate("window.sent") == 1


def test_after_a_send_what_is_typed_on_settles_nothing(open_page: OpenPage, chair: User) -> None:
    wall = wall_of(open_page, chair)
    stand_still(wall)
    wall.keyboard.press("w")
    wall.keyboard.type("The part it protects is gone")
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    opened = wall.locator("[data-verb][open]")
    expect(wall.locator("[data-row]:focus")).to_contain_text("Stale action 2")
    for _ in range(3):  # it rests as long as somebody types, however long that is
        wall.keyboard.type("now3")
        wall.clock.run_for(600)
        expect(wall.locator(RESTING)).to_have_count(1)
        wall.keyboard.press("ArrowLeft")  # in the sentence, as they think
    expect(opened).to_have_count(0)
    expect(wall.get_by_role("heading", level=1)).to_have_text("Actions that wait for a word")
    wall.clock.run_for(800)
    expect(wall.locator(RESTING)).to_have_count(0)
    wall.keyboard.press("n")
    expect(opened).to_have_attribute("data-verb", "reschedule")


def test_the_next_one_asked_for_right_after_a_decision_is_the_one_that_came_up(
    open_page: OpenPage, chair: User
) -> None:
    wall = wall_of(open_page, chair, actions=3)
    stand_still(wall)
    wall.keyboard.press("w")
    wall.keyboard.type("The part it protects is gone")
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    framed = wall.locator("[data-row]:focus")
    expect(framed).to_contain_text("Stale action 2")
    wall.clock.run_for(800)
    wall.keyboard.press("j")
    expect(framed).to_contain_text("Stale action 2")
    wall.keyboard.press("j")
    expect(framed).to_contain_text("Stale action 3")


def test_who_uses_the_mouse_or_turns_on_after_a_send_need_not_wait(open_page: OpenPage, chair: User) -> None:
    wall = wall_of(open_page, chair)
    stand_still(wall)
    for key in ("w", "n"):
        wall.keyboard.press(key)
        wall.keyboard.type("The part it protects is gone")
        with wall.expect_navigation():
            wall.keyboard.press("Enter")
        expect(wall.locator(RESTING)).to_have_count(1)
        if key == "w":
            wall.locator("h1").click()
            expect(wall.locator(RESTING)).to_have_count(0)
    with wall.expect_navigation():
        wall.keyboard.press("ArrowRight")
    expect(wall.get_by_role("heading", level=1)).to_have_text("The month in figures")
    expect(wall.locator(RESTING)).to_have_count(0)  # nothing was sent here


def test_a_lesson_is_told_by_keyboard_and_what_is_typed_on_is_no_key(open_page: OpenPage, chair: User) -> None:
    document, month = make_published(by=chair), month_to_review()
    number = document.lead_incident.number
    show_topic(open_meeting(month, by=chair, readings=[document]), topic=f"read-{number}")
    wall = open_page(user=chair, width=1280, height=720)
    wall.goto(f"/monthly-review/{month}/meeting/")
    stand_still(wall)
    wall.keyboard.press("l")
    wall.keyboard.type("Clocks drift")
    wall.keyboard.press("Enter")
    expect(wall.get_by_role("button", name="Add the lesson")).to_be_focused()
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    expect(wall.get_by_text("Clocks drift", exact=True)).to_be_visible()
    wall.keyboard.type("l")
    form = wall.get_by_label("What is transferable?", exact=True)
    expect(wall.locator(RESTING)).to_have_count(1)
    expect(form).to_be_hidden()
    wall.clock.run_for(800)
    wall.keyboard.press("l")
    expect(form).to_be_focused()


def test_weeks_are_counted_from_the_planned_date_where_that_is_ahead(open_page: OpenPage, chair: User) -> None:
    planned = timezone.localdate() + timedelta(days=30)
    wall = wall_of(open_page, chair, planned=planned)
    day = wall.locator("details[open]").get_by_label("New date", exact=True)
    wall.keyboard.press("n")
    expect(day).to_have_value((planned + timedelta(days=14)).isoformat())
    wall.keyboard.press("Escape")
    wall.keyboard.press("2")
    expect(day).to_have_value((planned + timedelta(days=14)).isoformat())
    wall.keyboard.press("Escape")
    wall.keyboard.press("9")
    expect(day).to_have_value((planned + timedelta(days=63)).isoformat())
    earlier = wall.get_by_text("This is earlier than the planned date")
    expect(earlier).to_have_count(0)
    day.fill((planned - timedelta(days=1)).isoformat())
    expect(earlier).to_be_visible()
    assert axe_violations(wall) == []
    day.fill(planned.isoformat())
    expect(earlier).to_have_count(0)
    day.fill((planned - timedelta(days=1)).isoformat())
    with wall.expect_navigation():
        wall.locator("details[open]").get_by_label("Why a new date?").fill("It is simpler than we thought")
        wall.keyboard.press("Enter")
    assert Action.objects.get(title="Stale action 1").due_on == planned - timedelta(days=1)


def test_what_was_refused_keeps_what_was_typed_and_has_the_focus_at_its_end(open_page: OpenPage, chair: User) -> None:
    wall = wall_of(open_page, chair)
    make_user("Wanda Away")
    make_user("Wanda Near")
    wall.keyboard.press("j")
    wall.keyboard.press("j")
    wall.keyboard.press("h")
    wall.keyboard.type("wanda")
    wall.keyboard.press("Enter")
    wall.keyboard.type("You know the queue")
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    expect(wall.get_by_text("Several people are called that")).to_be_visible()
    wall.keyboard.type(" away")
    expect_at(wall, "to", "wanda away")
    wall.keyboard.press("Enter")
    expect_at(wall, "word", "You know the queue")
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    offered = HandOver.objects.get()
    assert (str(offered.to), offered.action.title) == ("Wanda Away", "Stale action 2")


def test_without_scripts_enter_sends_as_in_any_form(open_page: OpenPage, chair: User) -> None:
    wall_of(open_page, chair)
    make_user("Wanda Away")
    wall = open_page(user=chair, width=1280, height=720, javascript=False)
    wall.goto(f"/monthly-review/{month_to_review()}/meeting/")
    wall.locator('[data-verb="hand-over"] > summary').first.click()
    wall.get_by_label("To whom?").first.fill("wanda")
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    assert HandOver.objects.get().to.display_name == "Wanda Away"
