"""What no template and no script of ours may hold, since our policy would block it or a reader would suffer."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from web.templatetags.web import STATES

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "emails" not in path.parts]
HEADS = [path for path in PAGES if "<!doctype" in path.read_text()]
PAPER = "pdf.html"  # it has the width of its sheet
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))

FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=\s*[\"']", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "hx-on": re.compile(r"hx-on[:\-=]", re.IGNORECASE),
    "js: in an htmx attribute": re.compile(r"hx-[a-z]+=\"\s*js:|hx-[a-z]+='\s*js:", re.IGNORECASE),
    "a trigger filter": re.compile(r"hx-trigger=(\"[^\"]*\[|'[^']*\[)", re.IGNORECASE),
    "a javascript: address": re.compile(r"=[\"']\s*javascript:", re.IGNORECASE),
    "an address of another site's file": re.compile(
        r"(src|href)=\"(https?:)?//[^\"]+\.(js|css|woff2?)\"", re.IGNORECASE
    ),
    "words that hunt for a culprit": re.compile(r"\broot cause\b|\bculprit\b|\bOVERDUE\b"),
}
COMMENTS = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_holds_nothing_our_policy_forbids(path: Path) -> None:
    text = COMMENTS.sub("", path.read_text())
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_posting_form_carries_its_token(path: Path) -> None:
    text = COMMENTS.sub("", path.read_text())
    forms = re.findall(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", text, re.DOTALL | re.IGNORECASE)
    assert all("csrf_token" in form for form in forms)


def test_every_icon_that_is_named_is_there() -> None:
    named = set()
    for path in TEMPLATES:
        text = COMMENTS.sub("", path.read_text())
        named |= set(re.findall(r"{%\s*icon\s+\"([^\"]+)\"", text))
        named |= set(re.findall(r"{%\s*nav_link\s+\"[^\"]+\"\s+\"[^\"]+\"\s+\"([^\"]+)\"", text))
        named |= set(re.findall(r"icon_name=\"([^\"]+)\"", text))
    named |= {drawing for _, drawing, _ in STATES.values()}
    there = {path.stem for path in (ROOT / "static" / "icons").glob("*.svg")}
    assert named - there == set()


def test_htmx_is_the_version_its_name_says() -> None:
    source = (ROOT / "static" / "vendor" / "htmx-4.0.1.min.js").read_text()
    assert '"4.0.1"' in source
    assert "sourceMappingURL" not in source


@pytest.mark.parametrize("path", HEADS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_shell_says_its_language_and_fits_a_phone(path: Path) -> None:
    text = path.read_text()
    assert '<html lang="en">' in text
    assert "width=device-width" in text or path.name == PAPER
    assert "maximum-scale" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_makes_no_code_and_no_markup_out_of_text(path: Path) -> None:
    # A custom property is a number that the style sheet asked for.
    script = path.read_text().replace('.style.setProperty("--', "")
    assert not re.search(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.style\b", script
    )


def test_style_sheets_ask_nobody_else_and_never_quiet_the_focus() -> None:
    for path in (ROOT / "static" / "css").glob("*.css"):
        text = path.read_text()
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", text), path
        assert "@import" not in text, path


def test_vendored_files_have_their_licence_told() -> None:
    told = (ROOT / "static" / "vendor" / "LICENSES.txt").read_text()
    for name in ("htmx 4.0.1", "Inter", "Lucide", "axe-core 4.14.1"):
        assert name in told


def test_no_lock_file_records_where_packages_were_fetched() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_a_page_says_at_its_top_that_it_has_something_beside_it():
    """The room for it is kept while the page still comes in, or what stands there already moves."""
    beside = [path for path in TEMPLATES if "{% block aside %}<" in path.read_text()]
    assert beside
    unsaid = [path.name for path in beside if "with-aside" not in path.read_text().partition("{% block aside %}")[0]]
    assert not unsaid
