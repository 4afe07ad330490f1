"""A real browser against a real server.

Each page that a test opens fails the test on a violation of our Content-Security-Policy, on an error in its
console and on a missing static file. A failing test leaves pictures in the folder named on its report.
Static files are kept by the browser as in production, where their names change with their content.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import FileResponse, HttpRequest
from django.test import Client
from django.utils.cache import patch_cache_control
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bench.chromium import find_chromium
from people.models import User

PICTURES = Path("/tmp/second-story-pictures")
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
  console.error(`Content-Security-Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
OpenPage = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all that is here. Browser tests see what other threads commit, so none runs inside a transaction."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember on the test whether it failed, for the pictures."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright. Skips where there is none; CI never skips.

    It ends before tests of another kind begin: they have no event loop in their thread, and Django's guard is theirs.
    """
    path = find_chromium()
    if not path:
        reason = "no Chromium here: apt-get install chromium, or name one in CHROMIUM"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    # Playwright keeps an event loop in this thread; Django would take our plain calls for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]
        )
        yield chromium
        chromium.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


class KeptStaticFiles(StaticFilesHandler):
    """Static files that the browser does not ask for again at each page."""

    def serve(self, request: HttpRequest) -> FileResponse:
        """Serve a file with leave to keep it; each test's browser begins with none."""
        response = super().serve(request)
        patch_cache_control(response, public=True, immutable=True, max_age=3600)
        return response


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """Run the server that the pages come from."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = KeptStaticFiles
    server.start()
    yield server
    server.stop()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open pages: `open_page(user=…, width=360, scheme="dark", javascript=False)`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(
        *,
        user: User | None = None,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        javascript: bool = True,
        has_touch: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=javascript,
            has_touch=has_touch,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="UTC",
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        if user:
            sign_in(context, user, live_server.url)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", lambda message: _listen(message, complaints))
        context.on("weberror", lambda error: complaints.append(f"error in the page: {error.error}"))
        context.on("response", lambda response: _watch(response, complaints))
        return context.new_page()

    yield open_
    if request.node.stash.get(FAILED, False):
        _take_pictures(contexts, request.node.name)
    for context in contexts:
        for page in context.pages:
            _let_go(page)
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One page on a desk, nobody signed in."""
    return open_page()


@pytest.fixture
def signed_in_page(open_page: OpenPage) -> OpenPage:
    """Open a page as somebody: `signed_in_page(alice, width=360)`."""

    def open_(user: User, **how: Any) -> Page:
        return open_page(user=user, **how)

    return open_


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    """Put a session of this person's into the browser, without the form."""
    client = Client()
    client.force_login(user)
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": url,
            }
        ]
    )


def _listen(message: ConsoleMessage, complaints: list[str]) -> None:
    # The browser notes each 4xx as an error; refusals are answers of ours, and tests look at them.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        complaints.append(message.text)


def _watch(response: Response, complaints: list[str]) -> None:
    if response.status >= 500 or (response.status >= 400 and settings.STATIC_URL in response.url):
        complaints.append(f"{response.status} for {response.url}")


def _let_go(page: Page) -> None:
    """Let a page that asks by itself end its last question: the server is gone a moment later."""
    if page.locator("[data-poll]").count():
        page.evaluate("document.querySelectorAll('[data-poll]').forEach(part => part.removeAttribute('data-poll'))")
        page.wait_for_load_state("networkidle")


def _take_pictures(contexts: list[BrowserContext], name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        path = PICTURES / f"{name.replace('/', '-')}-{number}.png"
        page.screenshot(path=path, full_page=True)
        sys.stdout.write(f"picture of {page.url}: {path}\n")
