"""One definition of the words of a document, used alike on its source and on what we show of it.

A word is a run of letters and digits that a reader sees, without regard to case. Not seen are: the
targets of links and images, HTML tags and comments, reference definitions, the rules of tables,
boxes of checklists, the numbers of ordered lists, kramdown's attribute lines, and the words that
only name a code fence's language. Front matter is seen, its keys too.
"""

import html
import re
from collections import Counter

from postmortems.importing.html import KNOWN

_FENCE = re.compile(r"^([ \t]*(?:[-*+][ \t]+)?)(```+|~~~+)[ \t]*([\w{}. -]*)$", re.MULTILINE)
_TAG = re.compile(r"<!--.*?-->|</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*?)?/?>", re.DOTALL)


def words(markdown: str) -> Counter[str]:
    """The words of a Markdown text as a reader sees them."""
    text = markdown.removeprefix("\ufeff").replace("\r\n", "\n").expandtabs(4)
    text = re.sub(r"<(script|style)\b.*?</\1\s*>", " ", text, flags=re.DOTALL)
    text = _FENCE.sub(r"\1", text)
    text = re.sub(r"^ {0,3}\[[^\]^]+\]:\s*\S+.*$", " ", text, flags=re.MULTILINE)
    text = re.sub(r"<img\b[^>]*?\balt=(?:\"([^\"]*)\"|'([^']*)')[^>]*>", r" \1\2 ", text)
    text = _TAG.sub(lambda m: " " if m[1] is None or m[1].lower() in KNOWN else m[0], text)
    text = re.sub(r"\]\(\s*(?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\s*\)", "] ", text)
    text = re.sub(r"\]\[[^\]]*\]", "] ", text)
    text = re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]?\]", " ", text, flags=re.MULTILINE)
    text = re.sub(r"^(\s*)\d{1,3}[.)]\s", r"\1", text, flags=re.MULTILINE)
    return Counter(re.findall(r"[^\W_]+", html.unescape(text).casefold()))
