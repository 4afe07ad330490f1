"""`python -m bench.vitals`: what a browser makes of the pages of a large organisation: until the largest part is painted, and after a touch.

Each page is opened anew several times, nothing cached, on a processor as it is and on one that is slowed down four
times. On the slow one it is touched: the account menu, whatever unfolds, and letters in the first field. Interaction to
Next Paint is the slowest of all those touches, so it is stricter than what browsers report of real visits.
Definitions: web.dev/articles/lcp, /inp and /cls.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.chromium import find_chromium
from bench.stand import ROOT, Stand

LCP, INP, CLS = 800.0, 100.0, 0.05
"""Milliseconds, milliseconds, and a share of the window that moved times how far."""
SLOWED = 4
OPENED = 5
LETTERS = "replica lag "
PAGES = (
    "incident list",
    "incident",
    "action list",
    "document, published",
    "document, draft with its gate",
    "search, three words",
    "monthly review, running",
)
WATCH = """
window.seen = {lcp: 0, cls: 0, inp: 0};
const watch = (type, each, more) => new PerformanceObserver(list => list.getEntries().forEach(each))
  .observe({type, buffered: true, ...more});
watch("largest-contentful-paint", entry => { seen.lcp = entry.startTime; });
watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
watch("event", entry => { if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration); },
  {durationThreshold: 16});
"""


@dataclass
class Vitals:
    """What was seen of one page."""

    lcp: list[float] = field(default_factory=list)
    slow_lcp: list[float] = field(default_factory=list)
    inp: float = 0.0
    cls: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether it keeps every limit: the paint on a processor as it is, the touch on a slow one."""
        return statistics.median(self.lcp) < LCP and self.inp < INP and self.cls < CLS


@contextmanager
def _opened(browser: Browser, address: str, cookie: str, *, slowed: int) -> Iterator[Page]:
    """Open a page as somebody who has never been here."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, timezone_id="UTC")
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.add_init_script(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{address} answered {answer and answer.status}")
    yield page
    context.close()


def _touch(page: Page) -> None:
    """Touch what is there to be touched, and let each be painted."""
    menu = page.get_by_label("Your account")
    menu.click()
    page.keyboard.press("Escape")
    unfolds = page.locator("main summary:visible")
    if unfolds.count():
        unfolds.first.click()
    fields = page.locator("main :is(input[type=search], input[type=text], textarea):visible")
    if fields.count():
        fields.first.click()
        page.keyboard.type(LETTERS, delay=60)
    page.wait_for_timeout(300)


def look_at(browser: Browser, address: str, cookie: str) -> Vitals:
    """Open a page so many times and say what was seen."""
    found = Vitals()
    for _ in range(OPENED):
        for slowed in (1, SLOWED):
            with _opened(browser, address, cookie, slowed=slowed) as page:
                shown: dict[str, float] = page.evaluate("({...seen})")  # what moves later was asked to
                if slowed > 1:
                    _touch(page)
                    found.inp = max(found.inp, page.evaluate("seen.inp"))
            (found.slow_lcp if slowed > 1 else found.lcp).append(shown["lcp"])
            found.cls = max(found.cls, shown["cls"])
    return found


def measure(stand: Stand) -> dict[str, Vitals]:
    """Look at each page, and at a draft being written."""
    base, cookie = f"http://127.0.0.1:{stand.product.port}", stand.facts["cookie"]
    addresses = {name: stand.facts["pages"][name] for name in PAGES}
    addresses["writing a draft"] = f"{addresses['document, draft with its gate']}write/"
    path = find_chromium()
    if not path:
        sys.exit("There is no Chromium here: apt-get install chromium, or name one in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        found = {name: look_at(browser, base + address, cookie) for name, address in addresses.items()}
        browser.close()
    return found


def show(found: dict[str, Vitals]) -> bool:
    """Print what was seen; whether every limit holds."""
    print(f"{'':32}  LCP ms  slowed {SLOWED}x  INP ms    CLS")
    for name, seen in found.items():
        lcp, slow = statistics.median(seen.lcp), statistics.median(seen.slow_lcp)
        above = "" if seen.holds else "  above"
        print(f"{name:32}{lcp:8.0f}{slow:11.0f}{seen.inp:8.0f}{seen.cls:7.3f}{above}")
    print(f"Allowed: LCP {LCP:.0f} ms, INP {INP:.0f} ms on a processor slowed {SLOWED} times, CLS {CLS}.")
    return all(seen.holds for seen in found.values())


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.vitals", description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=10_000, help="post-mortems in the data folder")
    size = parser.parse_args().size
    home = Path(os.environ.get("BENCH_HOME", ROOT / "var" / "bench")).resolve()
    with Stand(size, home / str(size)).serving() as stand:
        return 0 if show(measure(stand)) else 1


if __name__ == "__main__":
    sys.exit(main())
