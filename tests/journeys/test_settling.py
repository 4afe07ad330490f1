"""Settled from a real mail in two clicks, and walked by keyboard."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from actions.choices import ActionStatus
from actions.models import Action
from actions.nudge_services import plan_nudges
from notifications import sending
from tests.factories import make_action, make_incident, make_user
from tests.journeys.axe import assert_accessible
from tests.journeys.conftest import OpenPage
from tests.notifications.mail_server import running_mail_server


@pytest.mark.parametrize("javascript", [True, False])
def test_an_overdue_action_is_settled_from_its_mail_in_two_clicks(
    open_page: OpenPage, live_server: LiveServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, javascript: bool
) -> None:
    noon = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)  # a Monday: within everybody's working hours
    monkeypatch.setattr(timezone, "now", lambda: noon)
    alice = make_user("Alice")
    action = make_action(
        make_incident("Checkout answers slowly"),
        "Alert on the queue's age",
        owner=alice,
        due_on=noon.date() - timedelta(days=5),
        moved_at=noon - timedelta(days=9),
        committed_at=noon - timedelta(days=9),
    )
    settings.SITE_URL = live_server.url
    with running_mail_server() as server:
        settings.EMAIL_CONNECTION = server.settings
        plan_nudges(at=noon)
        sending.send_outbox()
    (mail,) = server.accepted
    body: Any = mail.get_body(("html",))

    page = open_page(javascript=javascript, width=390)
    page.set_content(body.get_content())
    page.get_by_role("link", name="Done", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is done")
    expect(page.get_by_text("Alert on the queue's age")).to_be_visible()
    action.refresh_from_db()
    assert action.is_open
    page.get_by_label("What shows that it is done?").fill("It fired in the drill of Monday.")
    page.get_by_role("button", name="Mark as done").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Written down")
    action.refresh_from_db()
    assert (action.status, action.evidence) == (ActionStatus.DONE, "It fired in the drill of Monday.")
    page.get_by_role("button", name="Undo this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Undone")
    assert Action.objects.get().is_open


def test_a_key_says_where_the_reader_may_not_change_a_row(open_page: OpenPage) -> None:
    alice, soon = make_user("Alice"), timezone.localdate() + timedelta(days=1)
    make_action(title="Theirs", owner=make_user(), due_on=soon)
    make_action(title="Ours", owner=alice, due_on=soon)
    page = open_page(user=alice)
    page.goto("/actions/")
    page.keyboard.press("j")
    for key in "dwnhx":
        page.keyboard.press(key)
        expect(page.get_by_role("status").filter(has_text="Its owner, its team and facilitators")).to_be_visible()
        expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.get_by_text("Its owner, its team and facilitators")).to_be_hidden()
    page.keyboard.press("h")
    expect(page.get_by_role("dialog")).to_be_visible()


def covers(page: Page, what: Locator) -> bool:
    """Whether a message stands over something."""
    own, other = page.locator(".toast").bounding_box(), what.bounding_box()
    assert own
    assert other
    return own["y"] < other["y"] + other["height"] and other["y"] < own["y"] + own["height"]


def test_on_a_phone_a_message_covers_nothing_that_it_speaks_of(open_page: OpenPage) -> None:
    alice, today = make_user("Alice"), timezone.localdate()
    actions = [make_action(title=f"Alert {n}", owner=alice, due_on=today + timedelta(days=10 * n)) for n in range(9)]
    page = open_page(user=alice, width=360, height=740, has_touch=True)
    page.goto(f"/actions/AI-{actions[0].number}/complete/")
    page.get_by_label("What shows that it is done?").fill("It fired.")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.locator(".toast")).to_be_visible()
    assert not covers(page, page.get_by_role("heading", level=1))

    page.goto("/actions/?view=mine")
    for n, scrolled in ((2, 60), (7, -400)):
        row = page.locator(f"#action-row-{actions[n].number}")
        row.evaluate("(row, by) => scrollTo(0, row.getBoundingClientRect().top + scrollY - 100 + by)", scrolled)
        row.get_by_role("link", name="New date").click()
        asked = page.get_by_role("dialog", name="A new date")
        asked.get_by_label("New date", exact=True).fill(str(today + timedelta(days=n)))
        asked.get_by_label("New date", exact=True).fill(str(today + timedelta(days=10 * n + 1)))
        asked.get_by_label("Why a new date?").fill("After the freeze.")
        asked.get_by_role("button", name="Set the new date").click()
        expect(page.locator(".toast")).to_be_visible()
        expect(asked).to_be_hidden()
        page.wait_for_timeout(300)
        assert not covers(page, row)
        page.get_by_role("button", name="Put away").click()


def test_a_list_is_walked_by_keyboard_and_changed_at_once(open_page: OpenPage) -> None:
    alice = make_user("Alice")
    today = timezone.localdate()
    actions = [make_action(title=f"Alert {n}", owner=alice, due_on=today + timedelta(days=n)) for n in range(3)]
    page = open_page(user=alice)
    page.goto("/actions/?view=mine")
    expect(page.locator("[aria-current=true].list-row")).to_have_count(0)  # j goes to the first one, visibly
    for key in "jjk":
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="Alert 0")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("n")
    asked = page.get_by_role("dialog", name="A new date")
    expect(asked).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Alert 1")).to_be_focused()
    page.keyboard.press("d")
    asked = page.get_by_role("dialog", name="It is done")
    asked.get_by_label("What shows that it is done?").fill(" ")
    asked.get_by_role("button", name="Mark as done").click()
    expect(asked.get_by_label("What shows that it is done?")).to_have_attribute("aria-invalid", "true")
    asked.get_by_label("What shows that it is done?").fill("It fired.")
    assert_accessible(page)
    asked.get_by_role("button", name="Mark as done").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_role("link", name="Alert 1")).to_be_hidden()
    expect(page.locator("main")).to_have_count(1)  # the list came, not a page
    assert Action.objects.get(pk=actions[1].pk).status == ActionStatus.DONE
    expect(page.get_by_role("link", name="Alert 2")).to_be_focused()

    page.keyboard.press("x")
    expect(page.get_by_label(f"Choose {actions[2].public_number}")).to_be_checked()
    page.get_by_label(f"Choose {actions[0].public_number}").check()
    page.get_by_role("button", name="New date", exact=True).click()
    page.get_by_label("New date", exact=True).fill("2099-01-20")
    page.get_by_label("Why a new date?").fill("After the freeze.")
    page.get_by_role("button", name="Set the new date").click()
    page.wait_for_url("**/actions/?view=mine")
    assert Action.objects.filter(due_on="2099-01-20").count() == 2

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Keys are on").click()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
