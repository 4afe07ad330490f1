"""One definition of the words of a document, used alike on its source and on what we show of it.

A word is a run of letters and digits that a reader sees, without regard to case. Not seen are: the
targets of links and images, HTML tags and comments, reference definitions, the rules of tables,
boxes of checklists, the numbers of ordered lists, kramdown's attribute lines, and the words that
only name a code fence's language, nor the name of an HTML page's tab where its body has a title. Front matter is seen, its keys too.
"""

import html
import re
from collections import Counter
from html.parser import HTMLParser

from postmortems.importing.html import KNOWN

TARGET = r"\s*(?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\s*"
_FENCE = re.compile(r"^([ \t]*(?:[-*+][ \t]+)?)(```+|~~~+)[ \t]*([\w{}. -]*)$", re.MULTILINE)
_TAG = re.compile(r"<!--.*?-->|</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*?)?/?>", re.DOTALL)


def words(markdown: str) -> Counter[str]:
    """The words of a Markdown text as a reader sees them."""
    text = markdown.removeprefix("\ufeff").replace("\r\n", "\n").expandtabs(4)
    front = re.match(r"(---|\+\+\+)\n\s*[\w-]+\s*[:=].*?\n\1(?:\n|$)", text, re.DOTALL)
    facts, text = (front[0], text[front.end() :]) if front else ("", text)
    text = re.sub(r"<(script|style)\b.*?</\1\s*>", " ", text, flags=re.DOTALL)
    text = re.sub(r"<title>([^<]*)</title>", " " if "<h1" in text else r" \1 ", text)
    text = _FENCE.sub(r"\1", text)
    text = re.sub(r"^ {0,3}\[[^\]^]+\]:\s*\S+.*$", " ", text, flags=re.MULTILINE)
    text = re.sub(r"<img\b[^>]*?\balt=(?:\"([^\"]*)\"|'([^']*)')[^>]*>", r" \1\2 ", text)
    text = _TAG.sub(lambda m: " " if m[1] is None or m[1].lower() in KNOWN else m[0], text)
    text = re.sub(r"`[^`\n]+`", lambda span: re.sub(r"[\[\]()]", " ", span[0]), text)
    text = re.sub(rf"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\({TARGET}\)", r"\1", text)
    text = re.sub(rf"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\({TARGET}\)", r"\1", text)  # a picture in a link
    text = re.sub(r"\[([^\[\]]*)\]\[[^\]]*\]", r"\1", text)
    text = re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]?\]", " ", text, flags=re.MULTILINE)
    text = re.sub(r"^(\s*(?:>\s*)*(?:[-*+]\s+)?)\d{1,3}[.)]\s", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"(?:\*\*|`)(?=\w)|(?<=\w)(?:\*\*|`)", "", text)
    return Counter(re.findall(r"[^\W_]+", (facts + html.unescape(text)).casefold()))


class _Seen(HTMLParser):
    """Collects what a reader sees of a page; what carries `our-label` is ours, not the document's."""

    VOID = frozenset(["br", "hr", "img", "input", "meta", "link"])

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.ours: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            ours = "our-label" in (dict(attrs).get("class") or "")
            self.ours.append(ours or (bool(self.ours) and self.ours[-1]))
        self.text.append(" " if tag not in {"a", "b", "strong", "i", "em", "code", "s", "span", "sup"} else "")

    def handle_endtag(self, tag: str) -> None:
        if self.ours and tag not in self.VOID:
            self.ours.pop()
        self.text.append(" " if tag not in {"a", "b", "strong", "i", "em", "code", "s", "span", "sup"} else "")

    def handle_data(self, data: str) -> None:
        if not (self.ours and self.ours[-1]):
            self.text.append(data)


def words_on_page(page: str) -> Counter[str]:
    """The words of an HTML page as a reader sees them."""
    seen = _Seen()
    seen.feed(page)
    return Counter(re.findall(r"[^\W_]+", "".join(seen.text).casefold()))
