"""Ask axe-core whether a page can be used by everybody."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# What the night, or a narrow window, can change on a page that is sound otherwise.
LOOKS = [
    "color-contrast",
    "link-in-text-block",
    "target-size",
    "scrollable-region-focusable",
    "link-name",
    "button-name",
]
DESK, PHONE = 1280, 360
# Widths and schemes in which a page is looked at, and whether with all rules or those of LOOKS alone.
EVERY_LOOK = [(DESK, "light", True), (DESK, "dark", False), (PHONE, "dark", False), (PHONE, "light", True)]
DESK_LOOKS = EVERY_LOOK[:2]
# What is still fading would be judged by the colour of that moment, and one colour's fading can begin another's.
# `preload` would fetch every style sheet again, for rules about sounds and films.
ASK = """async asked => {
  const fading = () => document.getAnimations().filter(
    a => a.playState === "running" && a.effect?.getTiming().iterations !== Infinity);
  do {
    await new Promise(requestAnimationFrame);
    await Promise.allSettled(fading().map(a => a.finished));
  } while (fading().length);
  const found = await axe.run(document, {runOnly: asked, resultTypes: ["violations"], preload: false});
  return found.violations;
}"""


def axe_violations(page: Page, *, looks_alone: bool = False) -> list[str]:
    """Return what axe finds, one readable line an element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    asked = {"type": "rule", "values": LOOKS} if looks_alone else {"type": "tag", "values": RULES}
    found: list[dict[str, Any]] = page.evaluate(ASK, asked)
    return [
        f"{violation['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:240]})"
        for violation in found
        for node in violation["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Fail with every finding at once."""
    found = axe_violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def sweep(page: Page, addresses: Iterable[str], *, looks: list[tuple[int, str, bool]]) -> list[str]:
    """Open each address once, unfold it, and return what is wrong with it in any of these looks.

    Every second page is looked at in the opposite order: it begins in the look that the browser has already.
    Where PICTURES names a folder, a picture of each look is kept in it.
    """
    page.add_init_script(SOURCE)
    found = []
    for number, address in enumerate(addresses):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        for width, scheme, all_rules in reversed(looks) if number % 2 else looks:
            page.set_viewport_size({"width": width, "height": 740})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            wrong = axe_violations(page, looks_alone=not all_rules)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append("scrolls sideways")
            found += [f"{address} at {width}, {scheme}: {one}" for one in wrong]
            _photograph(page, address, f"{width}-{scheme}")
    return found


def _photograph(page: Page, address: str, look: str) -> None:
    if folder := os.environ.get("PICTURES"):
        name = address.strip("/").replace("/", "-").replace("?", "-")[:60] or "home"
        page.screenshot(path=f"{folder}/{name}-{look}.png", full_page=True)
