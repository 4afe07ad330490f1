"""A review held by three browsers: the chair's on the wall, led by keyboard alone, and two people who follow."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from actions.models import Action
from notifications import sending
from people.models import User
from postmortems.models import Postmortem
from reviews.models import Lesson, Meeting
from reviews.months import Month
from reviews.services import Planned, close_month, open_meeting, send_digest, show_topic, tell_lesson
from tests.factories import make_action, make_incident, make_service, make_team, make_user
from tests.journeys.axe import assert_accessible, axe_violations
from tests.journeys.conftest import OpenPage
from tests.notifications.mail_server import running_mail_server
from tests.postmortems.make import make_published

SMALLEST = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = [];
  while (walker.nextNode()) {
    const part = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !part.checkVisibility()) continue;
    if (part.closest(".visually-hidden, .skip-link")) continue;
    const size = parseFloat(getComputedStyle(part).fontSize);
    if (size < 24) small.push(`${part.tagName}.${part.className} ${size}: ${walker.currentNode.textContent.trim()}`);
  }
  return small;
}"""


class Keys:
    """A person who has no mouse; it counts what they press beside the words they type."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def tab_to(self, words: str) -> None:
        """Press Tab until something of these words has focus."""
        for _ in range(80):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(
                "() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent"
            )
            if words in (focused or ""):
                return
        raise AssertionError(f"Tab never came to “{words}”")

    def settle(self, *keys: str, words: str) -> int:
        """Settle the action that is first: keys, a sentence, Enter. Returns the keys beside the sentence.

        A hand-over takes a second Enter: the first goes on from the name to a word.
        """
        expect(self.page.locator("html[data-keys-rest]")).to_have_count(0)
        before = self.pressed
        self.press(*keys)
        self.page.keyboard.type(words)
        if keys[-1] == "h":
            self.press("Enter")
        with self.page.expect_navigation():
            self.press("Enter")
        return self.pressed - before


def month_to_review() -> Month:
    return Month.of(timezone.now().date()).previous


def make_month(people: list[User]) -> Postmortem:
    """A post-mortem that came out in the month, two near misses alike, and five actions not heard of for long."""
    month = month_to_review()
    moment = month.begins + timedelta(days=9)
    service = make_service("Checkout")
    document = make_published(by=people[0])
    Postmortem.objects.filter(pk=document.pk).update(published_at=moment)
    for days in (1, 3):
        make_incident(
            "Almost out of disk", kind="near_miss", began_at=moment + timedelta(days=days), services=[service]
        )
    long_ago = timezone.now() - timedelta(days=60)
    incident = make_incident("Queue stands still")
    facts: dict[str, Any] = {"owner": people[1], "committed_at": long_ago, "moved_at": long_ago}
    due = timezone.localdate() - timedelta(days=40)
    for n in range(1, 6):
        make_action(incident, f"Stale action {n}", due_on=due + timedelta(days=n), **facts)
    return document


@pytest.mark.long
def test_a_meeting_is_held_by_three_browsers_and_led_by_keyboard(  # noqa: PLR0915 - one walk
    open_page: OpenPage, live_server: LiveServer, settings: Settings
) -> None:
    fatima = make_user("Fatima", is_facilitator=True, is_leadership=True)
    alice, bob, away = make_user("Alice"), make_user("Bob"), make_user("Wanda Away")
    make_team("Search", members=[alice])
    document = make_month([alice, bob])
    title = document.lead_incident.title
    month = month_to_review()
    close_month(month)
    wall = open_page(user=fatima, width=1280, height=720, scheme="dark")
    keys = Keys(wall)

    # The chair takes what is suggested, gives the actions twenty minutes, and opens the meeting.
    wall.goto(f"/monthly-review/{month}/meeting/open/")
    expect(wall.get_by_label(re.compile(title))).to_be_checked()
    keys.tab_to("Minutes for “Actions that wait for a word”")
    wall.keyboard.type("20")
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    expect(wall.get_by_role("heading", level=1)).to_have_text("How we talk here")
    meeting = Meeting.objects.get()
    assert meeting.agenda_items.get(topic="actions").minutes == 20

    # Two people follow, each on a screen of their own.
    address = f"/monthly-review/{month}/meeting/"
    one, other = open_page(user=alice), open_page(user=bob, width=390)
    for page in (one, other):
        page.goto(address)
    assert_accessible(one)

    # One topic after the other, each readable from the back.
    seen, wrong = [], []
    while not wall.locator("[data-row]").count():
        heading = wall.get_by_role("heading", level=1).inner_text()
        seen.append(heading)
        wrong += looked_at(wall)
        if heading == title:
            tell_from_two_screens(wall, one, other, title)
        turn_on(wall, keys)
    assert seen == ["How we talk here", "What came out", title, "What keeps happening", "Near misses", "Lessons"]

    # Five stale actions: three keys beside the words are enough for each.
    expect(wall.get_by_text("until about")).to_be_visible()
    wrong += looked_at(wall)
    # Nobody's name stands there for being late, until their action is talked about.
    owner = wall.locator("details[open]").get_by_text("With Bob").first
    expect(owner).to_be_hidden()
    keys.press("n")
    expect(owner).to_be_visible()
    keys.press("Escape")
    pressed = [
        keys.settle("3", words="The vendor answers in spring"),
        keys.settle("w", words="The part it protects is gone"),
        keys.settle("h", words="wanda"),
        keys.settle("n", words="After the freeze"),
        keys.settle("2", words="Waiting for the audit"),
    ]
    assert pressed == [2, 2, 3, 2, 2]
    for n, days in ((1, 21), (4, 14), (5, 14)):
        assert Action.objects.get(title=f"Stale action {n}").due_on == timezone.localdate() + timedelta(days=days)
    assert Action.objects.get(title="Stale action 2").reasoning == "The part it protects is gone"
    assert Action.objects.get(title="Stale action 3").hand_overs.get().to == away
    expect(wall.get_by_text("offered to Wanda Away")).to_be_visible()

    # The last topics; those who were here say so; the chair closes it.
    for _ in range(2):
        turn_on(wall, keys)
        wrong += looked_at(wall)
    expect(wall.get_by_role("heading", level=1)).to_have_text("Who was here, and closing")
    expect(one.get_by_role("heading", level=1)).to_have_text("Who was here, and closing", timeout=20_000)
    one.get_by_role("button", name="I am here").click()
    expect(one.get_by_role("button", name="Take my name out again")).to_be_visible()
    close_it(wall, keys)
    wrong += looked_at(wall)
    assert not wrong, "\n".join(wrong)
    keys.tab_to("Search")
    wall.keyboard.press("Space")
    with wall.expect_navigation():
        wall.keyboard.press("Enter")
    expect(wall.get_by_role("heading", name="Decisions")).to_be_visible()
    assert_accessible(wall)

    # The minutes reach who was away, and the digest everybody, over a real connection.
    settings.SITE_URL = live_server.url
    send_digest(month)
    with running_mail_server() as server:
        settings.EMAIL_CONNECTION = server.settings
        sending.send_outbox()
    mails = {(str(mail["X-Envelope-To"]), str(mail["Subject"])): mail for mail in server.accepted}
    minutes: Any = mails[(away.email, f"Review of {month.words}: what was decided")].get_body(("plain",))
    for words in ("A queue wants a limit", "Clocks drift", "won't do", "Stale action 5", title):
        assert words in minutes.get_content()
    assert (alice.email, f"Review of {month.words}: what was decided") not in mails  # she said that she was there
    digest: Any = mails[(bob.email, f"What we learned in {month.words}")].get_body(("plain",))
    assert title in digest.get_content()

    # What is changed afterwards changes no minutes.
    before = wall.locator("main").inner_text()
    type(document.lead_incident).objects.update(title="Renamed since")
    Action.objects.update(title="Renamed too", reasoning="Another reason")
    Lesson.objects.update(text="Reworded since")
    wall.reload()
    assert wall.locator("main").inner_text() == before


def test_who_is_taken_along_is_not_left_behind_when_the_wall_moves_on_meanwhile(open_page: OpenPage) -> None:
    alice, month = make_user("Alice"), month_to_review()
    meeting = open_meeting(month, by=make_user("Fatima", is_facilitator=True))
    page = open_page(user=alice)
    page.goto(f"/monthly-review/{month}/meeting/")
    expect(page.get_by_role("heading", level=1)).to_have_text("How we talk here")

    def move_on(route: Route) -> None:
        show_topic(meeting, topic="measures")  # before the page she is taken to has been written
        connection.close()  # the browser calls from a context of its own
        route.continue_()

    page.route("**/meeting/?topic=lessons", move_on, times=1)
    show_topic(meeting, topic="lessons")
    expect(page.get_by_role("heading", level=1)).to_have_text("The month in figures", timeout=20_000)
    page.goto(f"/monthly-review/{month}/meeting/?topic=published")  # and who looks elsewhere stays there
    page.wait_for_timeout(4_000)  # longer than it takes to ask again
    expect(page.get_by_role("heading", level=1)).to_have_text("What came out")


def test_the_agenda_adds_up_while_it_is_planned(open_page: OpenPage) -> None:
    fatima = make_user("Fatima", is_facilitator=True)
    make_month([fatima, make_user("Bob")])
    page = open_page(user=fatima)
    page.goto(f"/monthly-review/{month_to_review()}/meeting/open/")
    in_all, reading = page.locator("[data-minutes-in-all]"), page.locator("[name=readings]")
    before = int(in_all.inner_text())
    page.get_by_label("Minutes for “Lessons”").fill("25")
    expect(in_all).to_have_text(str(before + 20))
    page.get_by_label("Minutes for “Lessons”").fill("")
    expect(in_all).to_have_text(str(before - 5))
    reading.first.uncheck()
    expect(in_all).to_have_text(str(before - 5 - 15))
    assert_accessible(page)


SCREENS = "[data-screens] output"
FITS = """() => {
  const rows = [...document.querySelectorAll(".meeting-body :is(li, .measure)")].filter((row) => row.checkVisibility());
  const bar = document.querySelector(".meeting-nav").getBoundingClientRect();
  return {
    rows: rows.length,
    over: rows.filter((row) => row.getBoundingClientRect().bottom > bar.top).length,
    page: document.documentElement.scrollHeight - window.innerHeight,
  };
}"""


def screens_of(wall: Page) -> tuple[int, int]:
    """Which screen of the topic is on the wall, and how many there are."""
    if not wall.locator(SCREENS).is_visible():
        return 1, 1
    here, _, of_all = wall.locator(SCREENS).inner_text().partition(" of ")
    return int(here), int(of_all)


def turn_on(wall: Page, keys: Keys) -> None:
    """Go through what is left of the topic, screen by screen, and on to the next."""
    here, of_all = screens_of(wall)
    for number in range(here + 1, of_all + 1):
        keys.press("ArrowRight")
        assert screens_of(wall) == (number, of_all)
    with wall.expect_navigation():
        keys.press("ArrowRight")


def close_it(wall: Page, keys: Keys) -> None:
    """After the last topic the arrow turns nothing: the button has the focus, and Enter goes to the closing page."""
    here = wall.url
    keys.press("ArrowRight")
    button = wall.get_by_role("link", name="Close the meeting Enter")
    expect(button).to_be_focused()
    assert wall.url == here
    with wall.expect_navigation():
        keys.press("Enter")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720)])
def test_a_long_topic_is_split_into_screens_that_fit(open_page: OpenPage, width: int, height: int) -> None:
    fatima, bob = make_user("Fatima", is_facilitator=True), make_user("Bob")
    make_month([fatima, bob])
    incident = make_incident("Another queue stands still")
    for n in range(6, 12):
        make_action(incident, f"Stale action {n}", owner=bob, due_on=timezone.localdate() - timedelta(days=30 - n))
    month = month_to_review()
    show_topic(open_meeting(month, by=fatima), topic="actions")
    wall = open_page(user=fatima, width=width, height=height)
    keys = Keys(wall)
    wall.goto(f"/monthly-review/{month}/meeting/")
    here, of_all = screens_of(wall)
    assert here == 1
    assert 1 < of_all < 11
    seen: list[str] = []
    for number in range(1, of_all + 1):
        assert screens_of(wall) == (number, of_all)
        fits = wall.evaluate(FITS)
        assert fits["rows"] >= 1
        assert (fits["over"], fits["page"]) == (0, 0), number
        seen += [row.inner_text() for row in wall.locator(".triage-title a").all() if row.is_visible()]
        if number < of_all:
            keys.press("ArrowRight")
    assert seen == [f"Stale action {n}" for n in range(1, 12)]

    # The keys of the rows reach over the screens, and settling one leaves its neighbours in sight.
    keys.press("j")
    assert screens_of(wall) == (of_all, of_all)
    keys.press(*["k"] * 11)
    expect(wall.locator("[data-row]:focus")).to_contain_text("Stale action 1")
    assert screens_of(wall) == (1, of_all)
    keys.press(*["j"] * 10)
    assert screens_of(wall) == (of_all, of_all)
    expect(wall.locator("[data-row]:focus")).to_contain_text("Stale action 11")
    keys.press("k")
    with wall.expect_navigation():
        keys.press("n")
        wall.keyboard.type("After the freeze")
        keys.press("Enter")
    expect(wall.locator("[data-row]:focus")).to_contain_text("Stale action 11")
    expect(wall.locator("[data-row]:focus")).to_be_visible()

    # Back from the next topic one is on the last screen; the mouse has buttons of its own.
    last = screens_of(wall)
    assert last[0] == last[1]
    turn_on(wall, keys)
    expect(wall.get_by_role("heading", level=1)).to_have_text("The month in figures")
    with wall.expect_navigation():
        for _ in range(screens_of(wall)[0]):
            keys.press("ArrowLeft")
    assert screens_of(wall) == last
    wall.get_by_role("button", name="The screen before").click()
    assert screens_of(wall)[0] == last[0] - 1
    assert axe_violations(wall) == []


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720)])
def test_what_is_read_and_what_was_told_of_it_fit_the_wall(open_page: OpenPage, width: int, height: int) -> None:
    fatima, month = make_user("Fatima", is_facilitator=True), month_to_review()
    document = make_month([fatima, make_user("Bob")])
    for name in ("Search", "Payments", "Platform", "Box Office", "Identity"):
        make_team(name, members=[fatima] if name == "Search" else [])
    told = "Whoever sends a message to everybody at once sends a queue to whoever answers. We spread it over an hour."
    tell_lesson(document.lead_incident, by=fatima, text=told)
    number = document.lead_incident.number
    meeting = open_meeting(month, by=fatima, readings=[document], planned=[Planned("read", 15)])
    show_topic(meeting, topic=f"read-{number}")
    wall = open_page(user=fatima, width=width, height=height)
    wall.goto(f"/monthly-review/{month}/meeting/")
    over = "document.documentElement.scrollHeight - window.innerHeight"
    assert wall.evaluate(over) == 0
    expect(wall.get_by_text(told, exact=True)).to_be_in_viewport(ratio=1)
    words = wall.get_by_label("What is transferable?", exact=True)
    expect(words).to_be_hidden()

    # What is told later stands first, and what does not fit is on a screen of its own, under its heading.
    for number_of_lesson in range(8):
        tell_lesson(document.lead_incident, by=fatima, text=f"{number_of_lesson}: {told}")
    wall.reload()
    place = wall.get_by_label("Screen of this topic")
    expect(place).to_contain_text("1 of ")
    expect(wall.get_by_text(f"7: {told}", exact=True)).to_be_in_viewport(ratio=1)
    assert wall.evaluate(over) == 0
    for _ in range(int((place.text_content() or "").split()[-1]) - 1):
        wall.keyboard.press("ArrowRight")
        assert wall.evaluate(over) == 0
    expect(wall.get_by_text(told, exact=True)).to_be_in_viewport(ratio=1)
    expect(wall.get_by_role("heading", name="What is transferable, and to whom?")).to_be_in_viewport()
    expect(wall.locator(".meeting-summary")).to_be_in_viewport()

    # A key opens the form; its button is above the bar.
    wall.keyboard.press("l")
    expect(words).to_be_focused()
    bar = wall.locator(".meeting-nav").bounding_box()
    button = wall.get_by_role("button", name="Add the lesson").bounding_box()
    assert bar
    assert button
    assert button["y"] + button["height"] <= bar["y"]
    assert looked_at(wall) == []
    wall.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(wall.get_by_text("Tell a lesson")).to_be_focused()


def test_a_heading_is_said_again_on_each_screen_that_has_some_of_its_rows(open_page: OpenPage) -> None:
    fatima, month = make_user("Fatima", is_facilitator=True), month_to_review()
    make_month([fatima, make_user("Bob")])
    for day in range(1, 8):
        began_at = month.begins + timedelta(days=day)
        make_incident(f"Nobody has begun to write about this, number {day}", severity=1, began_at=began_at)
    show_topic(open_meeting(month, by=fatima), topic="published")
    wall = open_page(user=fatima, width=1280, height=720)
    keys = Keys(wall)
    wall.goto(f"/monthly-review/{month}/meeting/")
    heading, row = wall.get_by_role("heading", name="Not begun yet"), wall.get_by_text("Nobody has begun to write")
    of_all, seen, with_some = screens_of(wall)[1], 0, 0
    for number in range(1, of_all + 1):
        fits = wall.evaluate(FITS)
        assert (fits["over"], fits["page"]) == (0, 0), number
        here = sum(one.is_visible() for one in row.all())
        assert heading.is_visible() is bool(here)
        seen, with_some = seen + here, with_some + bool(here)
        if number < of_all:
            keys.press("ArrowRight")
    assert seen == 7
    assert with_some > 1


def test_without_scripts_a_long_topic_is_one_page(open_page: OpenPage) -> None:
    fatima = make_user("Fatima", is_facilitator=True)
    make_month([fatima, make_user("Bob")])
    month = month_to_review()
    show_topic(open_meeting(month, by=fatima), topic="actions")
    wall = open_page(user=fatima, width=1280, height=720, javascript=False)
    wall.goto(f"/monthly-review/{month}/meeting/")
    assert wall.locator("[data-row]:visible").count() == 5
    expect(wall.locator("[data-screens]")).to_be_hidden()


def looked_at(wall: Page) -> list[str]:
    """What could not be read from the back, used by everybody, or is not in the one theme of the wall."""
    scheme = wall.evaluate("getComputedStyle(document.documentElement).colorScheme")
    found = [*wall.evaluate(SMALLEST), *axe_violations(wall), *(["not light"] if scheme != "light" else [])]
    heading = wall.get_by_role("heading", level=1).inner_text()
    return [f"{heading}: {one}" for one in found]


def tell_from_two_screens(wall: Page, one: Page, other: Page, title: str) -> None:
    """Both are taken to what is read, and tell a lesson each; the wall and the other screen show them by themselves."""
    for page, words in ((one, "A queue wants a limit"), (other, "Clocks drift")):
        expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=20_000)  # they ask every three seconds
        page.get_by_label("What is transferable?").fill(words)
    for page in (one, other):
        page.get_by_role("button", name="Add the lesson").click()
    for page in (wall, one, other):
        for words in ("A queue wants a limit", "Clocks drift"):
            told = page.locator("#meeting-told .list-row-title", has_text=words)
            expect(told).to_be_visible(timeout=20_000)
    assert_accessible(other)
