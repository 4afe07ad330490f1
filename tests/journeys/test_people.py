"""A new organisation, from its first page to its second person."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from notifications.composing import Composed, compose
from notifications.models import Message
from people.services.first_run import setup_code_file
from people.services.invitations import create_invitation
from tests.factories import PASSWORD, make_team, make_user
from tests.journeys.axe import DESK_LOOKS, assert_accessible, sweep
from tests.journeys.conftest import OpenPage


@pytest.fixture
def setup_code(settings: Settings, tmp_path: Path) -> str:
    settings.HOME = tmp_path
    setup_code_file().write_text("R7QK-2MZD\n")
    return "R7QK-2MZD"


def invited_by_mail() -> str:
    """Where the link of the mail that waits leads to."""
    written = compose(Message.objects.get(kind="invitation"))
    assert isinstance(written, Composed)
    found = re.search(r"https?://[^/\s]+(/invitation/\S+)", written.text)
    assert found
    return found.group(1)


def photograph(page: Page, name: str) -> None:
    """Keep a picture where PICTURES names a folder for them."""
    if folder := os.environ.get("PICTURES"):
        scheme = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
        page.screenshot(path=f"{folder}/{name.strip('/').replace('/', '-')[:60]}-{scheme}.png", full_page=True)


def sign_in_by_form(page: Page, address: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("Mail address").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_first_one_comes_in_and_invites_the_second(open_page: OpenPage, setup_code: str, javascript: bool) -> None:
    ada = open_page(javascript=javascript)
    ada.goto("/")
    expect(ada).to_have_url(re.compile("/first-run/$"))
    ada.get_by_label("One-time code").fill("wrong")
    ada.get_by_label("Your name").fill("Ada Okafor")
    ada.get_by_label("Mail address").fill("ada@example.org")
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_label("Time zone").fill("Europe/Berlin")
    ada.get_by_role("button", name="Begin").click()
    expect(ada.get_by_text("This is not the code")).to_be_visible()
    ada.get_by_label("One-time code").fill(setup_code)
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_role("button", name="Begin").click()
    expect(ada).to_have_url(re.compile("/agreement/$"))
    ada.get_by_role("button", name="I have read it").click()

    ada.goto("/administration/invitations/")
    ada.get_by_label("Mail address").fill("dora@example.org")
    ada.get_by_label("Name", exact=True).fill("Dora Lund")
    ada.get_by_role("button", name="Invite").click()
    expect(ada.get_by_text("Dora Lund is invited. No mail server is set up")).to_be_visible()
    ada.get_by_role("button", name="Hand over to Dora Lund").click(trial=True)

    dora = open_page(javascript=javascript)
    dora.goto(invited_by_mail())
    dora.get_by_label("Password").fill("a kettle and two cups")
    dora.get_by_role("button", name="Come in").click()
    expect(dora).to_have_url(re.compile("/agreement/$"))
    dora.goto("/administration/")
    expect(dora.get_by_role("heading", level=1)).not_to_have_text("Administration")

    dora.goto("/account/logout/")
    dora.get_by_role("button", name="Sign out").click()
    sign_in_by_form(dora, "dora@example.org", "a kettle and two cups")
    dora.goto("/profile/")
    expect(dora.get_by_role("heading", level=1)).to_have_text("Your profile")


@pytest.mark.long
def test_no_page_about_people_shuts_anybody_out(open_page: OpenPage) -> None:
    ada = make_user("Ada Okafor", is_administrator=True, agreement_read_at=None)
    team = make_team("Search", members=[ada, make_user("Emil")], lead=ada)
    create_invitation(email="dora@example.org", display_name="Dora Lund", by=ada, team=team)
    make_user("Gone", is_active=False)
    addresses = [
        "/profile/",
        "/profile/password/",
        "/agreement/",
        "/agreement/edit/",
        "/agreement/versions/",
        f"/teams/{team.slug}/",
        "/administration/",
        "/administration/people/",
        f"/administration/people/{ada.pk}/",
        "/administration/invitations/",
        "/administration/teams/",
        f"/administration/teams/{team.slug}/",
        "/administration/audit/",
        "/messages/",
        "/messages/outbox/",
    ]
    of_a_stranger = ["/account/login/", "/account/password/reset/", "/invitation/none/", invited_by_mail()]
    found = sweep(open_page(user=ada), addresses, looks=DESK_LOOKS)
    found += sweep(open_page(), of_a_stranger, looks=DESK_LOOKS)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_run_shuts_nobody_out(open_page: OpenPage, setup_code: str, scheme: str) -> None:
    page = open_page(scheme=scheme, width=360)
    page.goto("/")
    page.get_by_role("button", name="Begin").click()
    assert_accessible(page)
    photograph(page, "first-run")
