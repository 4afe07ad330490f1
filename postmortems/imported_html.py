"""How an imported document is drawn: as its author ordered it, each word once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from postmortems.importing import Block, ImportedDocument, ImportedSection
from postmortems.importing.actions import plain_text
from postmortems.importing.fields import unquoted
from web.markdown import render

DEEPEST = 4


@dataclass(frozen=True)
class Drawn:
    """A section ready for the template."""

    key: str
    heading: str
    level: int
    parts: list[dict[str, Any]]


def draw(document: ImportedDocument, keys: Sequence[str] = ()) -> str:
    """The HTML of the whole document below its title. `keys` name its sections for links to them."""
    sections = []
    for section, key in zip_longest(document.sections, keys, fillvalue=""):
        assert isinstance(section, ImportedSection)
        assert isinstance(key, str)
        parts = [_part(document, block) for block in section.blocks]
        sections.append(Drawn(key, plain_text(section.heading), min(section.level, DEEPEST), parts))
    facts = [(key, _fact(value)) for key, value in document.facts]
    if document.title_from == "front matter":
        facts.insert(0, (document.title_key, ""))  # its value is the title of the page
    return _stepwise(render_to_string("postmortems/imported_body.html", {"sections": sections, "facts": facts}))


def _stepwise(html: str) -> str:
    """Headings that leave out no step on the way down, whatever their author wrote."""
    level = 1  # the page's title

    def step(match: re.Match[str]) -> str:
        nonlocal level
        if not match[1]:
            level = min(int(match[2]), level + 1)
        return f"<{match[1]}h{level}"

    return re.sub(r"<(/?)h([1-6])\b", step, html)


def _part(document: ImportedDocument, block: Block) -> dict[str, Any]:
    if block.kind == "prose":
        return {"kind": "prose", "html": _prose(block.text)}
    if block.kind == "events":
        events = document.timeline[block.first : block.last]
        return {
            "kind": "events",
            "columns": [plain_text(column) for column in block.columns if column],
            "events": [{"told": event.told, "link": _safe(event.link), "html": _prose(event.text)} for event in events],
        }
    actions = document.actions[block.first : block.last]
    if block.columns:
        return {
            "kind": "table",
            "columns": [plain_text(column) for column in block.columns],
            "rows": [[_inline(text) for _, text in action.cells] for action in actions],
        }
    return {
        "kind": "actions",
        "actions": [{"ticked": action.ticked, "html": _prose(action.source)} for action in actions],
    }


def _prose(text: str) -> SafeString:
    """Markdown as HTML. A picture without words of its own becomes a link without any: we cannot show it.

    Footnotes stay where they stand: their marks and their notes may be in different sections.
    """
    text = re.sub(r"!\[\s*\](?=\()", "[\U0001f5bc]", text)
    html: str = render(re.sub(r"\[\^([^\]\s]+)\]", r"\\[\1\\]", text))
    html = re.sub(r"<th(?: class=\"[\w-]+\")?></th>", "<td></td>", html)  # a heading has words
    return SafeString(re.sub(r"(<a [^>]*>)\s*(</a>)", "\\1\U0001f5bc\\2", html))  # and so has a link


def _fact(value: str) -> str:
    return " ".join(unquoted(line.strip().removeprefix("- ")) for line in value.strip().split("\n"))


def _inline(text: str) -> SafeString:
    """A cell's Markdown without the paragraph around it; `render` has cleaned it."""
    html = _prose(text).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        html = html[3:-4]
    return mark_safe(html)  # noqa: S308


def _safe(url: str) -> str:
    return url if url.startswith(("http://", "https://", "mailto:")) else ""
