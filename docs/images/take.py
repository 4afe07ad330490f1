"""Take the pictures of the docs from a running `make demo`.

    .venv/bin/python docs/images/take.py http://127.0.0.1:8000 var

Needs Chromium and what requirements-dev.txt installs.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HERE = Path(__file__).parent
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}


def context(browser: Browser, base: str, scheme: str, size: dict[str, int]) -> BrowserContext:
    return browser.new_context(
        base_url=base,
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=1,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )


def sign_in(page: Page, home: Path, name: str) -> None:
    row = re.search(rf"({name}@\S+)\s+(\S+)", (home / "sample_signins.txt").read_text())
    if row is None:
        raise SystemExit(f"{name} is not among the sign-ins of {home}.")
    page.goto("/")
    page.get_by_label("Mail address").fill(row[1])
    page.get_by_label("Password").fill(row[2])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def desk(page: Page, scheme: str) -> None:
    for name, address in {
        "incidents": "/incidents/",
        "actions": "/actions/",
        "monthly-review": "/monthly-review/",
    }.items():
        page.goto(address)
        page.screenshot(path=HERE / f"{name}-{scheme}.png")
    page.goto("/post-mortems/?status=draft")
    page.get_by_role("link", name=A_DRAFT).first.click()
    page.wait_for_load_state()
    page.screenshot(path=HERE / f"draft-with-gate-{scheme}.png")


def phone(page: Page, scheme: str) -> None:
    page.goto("/incidents/")
    page.screenshot(path=HERE / f"phone-1-{scheme}.png")
    page.get_by_role("link", name=re.compile("^Record")).first.click()
    page.get_by_label("Title").fill("Checkout answers with 502")
    page.screenshot(path=HERE / f"phone-2-{scheme}.png")
    if scheme == "light":
        page.get_by_role("button", name="Record incident").first.click()
        page.wait_for_load_state()
        page.screenshot(path=HERE / "phone-3-light.png")


A_DRAFT = "Seat holds released early"
A_NUDGE = """
from notifications.composing import preview
from notifications.models import Message
print(preview(Message.objects.filter(kind="nudges", recipient__email__startswith="layla").latest("pk")).html)
"""


def mail(page: Page, home: Path, scheme: str) -> None:
    """The reminder as a phone's mail client shows it."""
    shell = [sys.executable, str(HERE.parent.parent / "manage.py"), "shell", "--no-imports", "-c", A_NUDGE]
    made = subprocess.run(  # noqa: S603 - our own command
        shell, env=os.environ | {"SECOND_STORY_HOME": str(home)}, capture_output=True, text=True, check=True
    )
    page.set_content(made.stdout)
    page.screenshot(path=HERE / f"nudge-{scheme}.png", full_page=True)


def main(base: str, home: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "chromium",
            args=["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"],
        )
        for scheme in ("light", "dark"):
            for size, take in ((DESK, desk), (PHONE, phone)):
                page = context(browser, base, scheme, size).new_page()
                sign_in(page, home, "jonas")
                take(page, scheme)
            mail(context(browser, base, scheme, PHONE).new_page(), home, scheme)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
