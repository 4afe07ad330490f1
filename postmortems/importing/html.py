"""HTML in Markdown, turned into Markdown: our pages show no raw HTML, so its words have to be text."""

import re
from collections.abc import Iterator
from html import unescape

INLINE = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "kbd": "`", "del": "~~", "s": "~~"}
DROPPED = (
    "abbr address article aside bdi big body button center cite div details dl dt dd fieldset figcaption figure font footer"
    " form header html head iframe ins label main mark meta link nav noscript picture section small source span sub"
    " summary sup svg path tbody thead tfoot colgroup col caption time u video audio var wbr input object embed"
)
BLOCKS = frozenset(
    [
        "p",
        "div",
        "details",
        "summary",
        "section",
        "article",
        "aside",
        "figure",
        "figcaption",
        "blockquote",
        "dl",
        "dt",
        "dd",
        "header",
        "footer",
        "main",
        "center",
        "table",
    ]
)
KNOWN = frozenset(
    [*INLINE, *DROPPED.split(), *BLOCKS, "a", "br", "hr", "img", "li", "ol", "ul", "p", "pre", "td", "th", "tr"]
) | {f"h{n}" for n in range(1, 7)}
TAG = re.compile(r"<!--.*?-->|</?([A-Za-z][A-Za-z0-9]*)((?:\s+[^<>]*?)?)\s*/?>", re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.DOTALL)
_FENCE = re.compile(r"^\s*(```+|~~~+)")
_ENTITY = re.compile(
    r"&(?!(?:lt|gt|amp|nbsp|#0*(?:38|60|62));)(?:#\d{1,7}|[A-Za-z][A-Za-z0-9]{1,30});"
)  # that Markdown does not read
_HTML_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title\s*>", re.IGNORECASE)
_UNREAD = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def as_markdown_only(text: str) -> tuple[str, list[str]]:
    """The text with its HTML turned into Markdown, and what no reader would have seen of it."""
    unseen: list[str] = []
    pieces = []
    if _HTML_TITLE.search(text):  # what the tab is called: the title where the page has none of its own
        text = _HTML_TITLE.sub("" if re.search(r"<h1\b", text, re.IGNORECASE) else r"<h1>\1</h1>", text)
    for stretch, is_code in _stretches(text):
        if is_code or not any(_is_markup(match) for match in TAG.finditer(stretch)):
            pieces.append(stretch)
        else:
            pieces.append(_Converter(unseen).convert(_UNREAD.sub("", stretch)))
    return "".join(pieces), unseen


def _is_markup(match: re.Match[str]) -> bool:
    return match[1] is None or match[1].lower() in KNOWN


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """Fenced code and the text around it, in order."""
    held: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if not fence and mark:
            yield "".join(held), False
            held, fence = [line], mark[1]
        elif fence and mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            yield "".join([*held, line]), True
            held, fence = [], ""
        else:
            held.append(line)
    yield "".join(held), bool(fence)


class _Converter:
    """Walks over the tags once. Text between them is kept as it stands."""

    def __init__(self, unseen: list[str]) -> None:
        self.out: list[str] = []
        self.unseen = unseen
        self.lists: list[str] = []
        self.links: list[str] = []
        self.flat = 0  # inside elements whose line breaks mean nothing
        self.pre = False
        self.cells = 0
        self.ruled = False  # the rule under a table's first row is written

    def convert(self, text: str) -> str:
        position = 0
        for match in TAG.finditer(text):
            if not _is_markup(match) or self._in_code_span(text, match.start()):
                continue
            self.write(text[position : match.start()])
            position = match.end()
            if match[0].startswith("<!--"):
                self.unseen.append(match[0][4:-3].strip())
            else:
                self.tag(match[1].lower(), match[2], closing=match[0].startswith("</"))
        self.write(text[position:])
        return "".join(self.out)

    @staticmethod
    def _in_code_span(text: str, position: int) -> bool:
        start = text.rfind("\n", 0, position) + 1
        return (
            text.count("`", start, position) % 2 == 1
            and "`" in text[position : text.find("\n", position) if "\n" in text[position:] else None]
        )

    def write(self, text: str) -> None:
        if not text:
            return
        if not self.pre:
            text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
        if self.pre:
            self.out.append(unescape(text))
        elif self.flat:
            flat = (
                re.sub(r"\s+", " ", text)
                if self.lists or self.cells or self.flat > 1
                else re.sub(r"\n[ \t]+", "\n", text)
            )
            if (
                self.out
                and self.out[-1].endswith(("\n", "- ", "# ", "> ", "| ", "**", "["))
                and not self.out[-1].endswith("]")
            ):
                opened = self.out[-1].endswith(("**", "["))
                flat = flat if opened else flat.lstrip()
            if flat:  # what ends a line is asked of the last piece
                self.out.append(flat)
        else:
            self.out.append(text)

    def in_row(self) -> bool:
        """Whether the line that is being written is a table's row, which has to stay one."""
        for piece in reversed(self.out):
            _, ended, line = piece.rpartition("\n")
            if "|" in line or ended:
                return "|" in line
        return False

    def gap(self) -> None:
        """At least one empty line before what comes next."""
        tail = "".join(self.out[-3:])
        if tail and not tail.endswith("\n\n"):
            self.out.append("\n" if tail.endswith("\n") else "\n\n")

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        values = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(attributes)}
        if name in INLINE:
            self.inline(name, closing=closing)
        elif name == "a":
            self.anchor(values.get("href", ""), closing=closing)
        elif name == "img":
            self.out.append(f"![{values.get('alt', '')}]({values.get('src', '').strip().replace(' ', '%20')})")
        elif name == "br":
            self.out.append(" " if self.cells or self.lists or self.in_row() else "  \n")
        elif name == "hr":
            self.gap()
            self.out.append("---\n\n")
        elif re.fullmatch(r"h[1-6]", name):
            self.heading(int(name[1]), closing=closing)
        elif name in ("ul", "ol"):
            self.nested_list(name, closing=closing)
        elif name == "li":
            self.item(closing=closing)
        elif name == "pre":
            self.preformatted(closing=closing)
        elif name in ("tr", "td", "th", "table"):
            self.table(name, closing=closing)
        elif name in ("p", "div") and self.cells:
            self.out.append(" ")  # a table's row has to stay on its line, whatever its cells hold
        elif name == "p" and self.lists:
            self.write(" ")
        elif name in BLOCKS:
            self.gap()
            if name == "p":
                self.flat = max(0, self.flat + (-1 if closing else 1))

    def inline(self, name: str, *, closing: bool) -> None:
        if self.pre:
            return
        mark = INLINE[name]
        if closing and self.out and self.out[-1].endswith((" ", "\n")):
            trimmed = self.out[-1].rstrip()
            self.out[-1] = trimmed
            self.out.append(mark + " ")
        else:
            self.out.append(mark)

    def anchor(self, target: str, *, closing: bool) -> None:
        if closing:
            target = self.links.pop() if self.links else ""
            if target:
                self.out.append(f"](<{target}>)" if re.search(r"[()\s]", target) else f"]({target})")
            return
        self.links.append(target)
        if target:
            self.out.append("[")

    def heading(self, level: int, *, closing: bool) -> None:
        self.gap()
        self.flat = max(0, self.flat + (-2 if closing else 2))
        if not closing:
            self.out.append("#" * level + " ")

    def nested_list(self, name: str, *, closing: bool) -> None:
        if closing:
            if self.lists:
                self.lists.pop()
                self.flat = max(0, self.flat - 1)
            if not self.lists:
                self.gap()
            return
        if not self.lists:
            self.gap()
        self.lists.append(name)
        self.flat += 1

    def item(self, *, closing: bool) -> None:
        if closing:
            return
        if self.out and not self.out[-1].endswith("\n"):
            self.out.append("\n")
        if not self.lists:
            self.lists.append("ul")
            self.flat += 1
        self.out.append("  " * (len(self.lists) - 1) + ("1. " if self.lists[-1] == "ol" else "- "))

    def preformatted(self, *, closing: bool) -> None:
        if closing:
            if self.out and not self.out[-1].endswith("\n"):
                self.out.append("\n")
            self.out.append("```\n\n")
            self.pre = False
            return
        self.gap()
        self.out.append("```\n")
        self.pre = True

    def table(self, name: str, *, closing: bool) -> None:
        if name == "table":
            self.gap()
            self.ruled = False
            self.cells = 0
            self.flat = max(0, self.flat + (-1 if closing else 1))
            return
        if name == "tr":
            if closing:
                if self.cells:
                    self.out.append(" |\n" + ("" if self.ruled else "|" + " --- |" * self.cells + "\n"))
                    self.ruled = True
                self.cells = 0
            elif self.out and not self.out[-1].endswith("\n"):
                self.out.append("\n")
            return
        if not closing:
            self.out.append("| " if not self.cells else " | ")
            self.cells += 1
