"""Ask axe-core whether a page can be used by everybody."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# What a narrow window and the night can change on a page that is sound otherwise.
LOOKS = [
    "color-contrast",
    "link-in-text-block",
    "target-size",
    "scrollable-region-focusable",
    "link-name",
    "button-name",
]


def axe_violations(page: Page, *, looks_alone: bool = False) -> list[str]:
    """Return what axe finds, one readable line an element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    # What is still fading in would be judged by the colour of that moment.
    page.evaluate(
        "Promise.allSettled(document.getAnimations().filter(a => !a.effect || "
        "a.effect.getTiming().iterations !== Infinity).map(a => a.finished))"
    )
    asked = {"type": "rule", "values": LOOKS} if looks_alone else {"type": "tag", "values": RULES}
    found: dict[str, Any] = page.evaluate(
        "asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']})", asked
    )
    return [
        f"{violation['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:240]})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Fail with every finding at once."""
    found = axe_violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)
