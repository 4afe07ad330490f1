"""Markdown as people write it, turned into HTML that cannot hurt its reader.

Two fences: markdown-it-py keeps raw HTML as text, and nh3 lets only listed tags, attributes and schemes
through. Images may come from our own attachments alone; other pictures become links.
"""

import re

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

ATTACHMENTS = re.compile(r"/attachments/[\w./-]+")

# What may be wider than the page scrolls by itself, by keyboard too. (Raw HTML is text by then, and none of
# these tags may carry attributes, so only our own are met.)
_DRESSED = [
    ("<pre>", '<pre tabindex="0">'),
    ("<table>", '<div class="table-scroll" tabindex="0"><table>'),
    ("</table>", "</table></div>"),
]
_CHECKBOX = re.compile(r"<input [^>]*>")
_TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "s",
    ),
    *(
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "img",
        "sup",
        "section",
        "input",
    ),
}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "class", "id"},
    "img": {"src", "alt", "title"},
    "ol": {"start", "class"},
    "ul": {"class"},
    "li": {"class", "id"},
    "th": {"class"},
    "td": {"class"},
    "code": {"class"},
    "hr": {"class"},
    "sup": {"class"},
    "section": {"class"},
    "input": {"class", "type", "checked", "disabled", "aria-label"},
}


def render(text: str, *, below: int = 2) -> SafeString:
    """Turn Markdown into safe HTML. Headings begin at h3, below the page's and the section's.

    Where the text is the whole page, with `below=0`, they begin at h2.
    """
    cleaned = _cleaner.clean(_parser.render(text, {"below": below}))
    for plain, ours in _DRESSED:
        cleaned = cleaned.replace(plain, ours)
    return SafeString(_CHECKBOX.sub(_name_checkbox, cleaned))


def _name_checkbox(found: re.Match[str]) -> str:
    return f'{found[0][:-1]} aria-label="{"done" if "checked" in found[0] else "to do"}">'


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute, change it, or drop it (None)."""
    if tag == "img" and name == "src":
        return value if ATTACHMENTS.fullmatch(value) and ".." not in value else None
    if tag == "input":
        kept = {"type": "checkbox", "class": "task-list-item-checkbox"}.get(name)
        return value if kept is None or value == kept else None
    return value


def _outline(state: StateCore) -> None:
    """Give headings the ranks of their places in the outline: a text may begin at any rank, a page may skip none."""
    above: list[int] = []
    for token in state.tokens:
        if token.type not in {"heading_open", "heading_close"}:
            continue
        if token.type == "heading_open":
            written = int(token.tag[1:])
            above = [*(rank for rank in above if rank < written), written]
        token.tag = f"h{min(len(above) + max(state.env.get('below', 2), 1), 6)}"


def _image(
    self: RendererHTML,
    tokens: list[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    if ATTACHMENTS.fullmatch(source) and ".." not in source:
        return self.image(tokens, index, options, env)
    words = nh3.clean_text(self.renderInlineAsText(token.children, options, env) or source)
    return f'<a href="{nh3.clean_text(source)}">{words}</a>'


def _cell(
    self: RendererHTML,
    tokens: list[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """Say alignment as a class: an inline style would break our policy."""
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    if style in {"text-align:right", "text-align:center"}:
        token.attrSet("class", f"align-{style.removeprefix('text-align:')}")
    return self.renderToken(tokens, index, options, env)


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin).use(tasklists_plugin)
    parser.core.ruler.push("outline", _outline)
    for rule in ("th_open", "td_open"):
        parser.add_render_rule(rule, _cell)
    parser.add_render_rule("image", _image)
    return parser


_parser = _make_parser()
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)
