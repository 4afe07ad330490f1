"""Bringing in what was written elsewhere, as a facilitator meets it: files, a look, a decision, and second thoughts."""

import re
from pathlib import Path

from playwright.sync_api import expect

from actions.models import Action
from incidents.models import Incident
from postmortems.models import Postmortem
from postmortems.tasks import run_imports
from tests.factories import make_user
from tests.journeys.axe import assert_accessible
from tests.journeys.conftest import OpenPage

CHECKOUT = """# Checkout waited for a report on 12 March 2025

## Summary

The nightly report held a lock that checkout needs.

## Timeline

All times in UTC.

- 14:32 - First 502 at the edge
- 15:18 - The report is stopped

## Action items

| Action | Owner | Due | Status |
|---|---|---|---|
| Draw waiting workers | Ana | 2025-04-01 | |
| Move the report back into the night | | | Done |
"""
SEARCH = """# Search forgot half of its index

Date: 2025-05-02

## What happened

A node came back with an empty disk.

## Action items

- Compare the size of both copies (owner: Ana)
"""
NOTES = ""


def write_files(folder: Path) -> list[str]:
    """Three files on a disk: two that are read, one that is empty."""
    texts = {"checkout.md": CHECKOUT, "search.md": SEARCH, "empty.md": NOTES}
    for name, text in texts.items():
        (folder / name).write_text(text)
    return [str(folder / name) for name in texts]


def test_files_are_looked_at_imported_and_taken_out_again(open_page: OpenPage, tmp_path: Path) -> None:
    alice, ana = make_user("Alice", is_facilitator=True), make_user("Ana Flores")
    page = open_page(user=alice, width=1280)
    page.goto("/post-mortems/")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Files").set_input_files(write_files(tmp_path))
    page.get_by_role("button", name="Show what was understood").click()

    expect(page.get_by_text("3 files, 2 to import")).to_be_visible()
    expect(page.get_by_text("Skipped: the file is empty.")).to_be_visible()
    card = page.locator("article", has_text="Checkout waited for a report")
    expect(card).to_contain_text("2 timeline entries · 2 actions")
    card.get_by_text("What comes in").click()
    expect(card.get_by_role("cell", name="First 502 at the edge")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_label("Bring this one in as a draft: Search forgot").check()
    page.get_by_label("“Ana” is").select_option("Ana Flores")
    page.get_by_role("button", name="Import 2 documents").click()

    progress = page.locator("#import-progress")
    expect(progress.get_by_role("progressbar")).to_be_visible()
    run_imports()  # the worker's part
    expect(progress).to_contain_text("2 documents imported, 1 file skipped", timeout=15_000)
    expect(progress.get_by_role("row", name=re.compile("Search forgot"))).to_contain_text("Imported as a draft")
    assert_accessible(page)
    assert set(Postmortem.objects.values_list("status", flat=True)) == {"published", "draft"}
    assert set(Action.objects.filter(owner=ana).values_list("status", flat=True)) == {"proposed"}

    page.goto("/incidents/")
    expect(page.locator(".list-row", has_text="Checkout waited")).to_contain_text("12 Mar 2025")
    expect(page.locator(".list-row", has_text="Checkout waited").locator(".chip")).to_have_text("Imported")
    expect(page.locator(".list-row", has_text="Search forgot").locator(".chip")).to_have_text("Draft")

    page.goto("/post-mortems/import/")
    page.get_by_role("link", name=re.compile("^Import ")).first.click()
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("The import is undone.")).to_be_visible()
    expect(page.locator("#import-progress").get_by_role("row", name=re.compile("checkout.md"))).to_contain_text(
        "Undone"
    )
    assert not Incident.objects.exists()
