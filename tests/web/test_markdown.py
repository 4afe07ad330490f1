"""What people write is kept; what would hurt a reader is not."""

import re

import pytest

from web import markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    '![x"onerror="alert(1)](/attachments/a.png)',
    "<svg onload=alert(1)></svg>",
    "<style>body{display:none}</style>",
    '<a href="x" style="position:fixed">x</a>',
    "<iframe src=//evil.example></iframe>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=password></form>",
    "- [ ] <input type=password>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    '<https://example.org/"onmouseover=alert(1)>',
    "```<script>\nalert(1)\n```",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "![t](//evil.example/pixel.gif)",
    "![t](/attachments/../account/logout/)",
    "<mark onclick=alert(1)>",
    "\x00<script>\x00",
]
ATTRIBUTES_LEFT = re.compile(r"<[^>]*\s(on\w+|style|srcset|formaction)\s*=", re.IGNORECASE)
SCHEMES_LEFT = re.compile(r'(href|src)="\s*(javascript|data|vbscript|//)', re.IGNORECASE)
TAGS_LEFT = re.compile(r"<(script|style|svg|iframe|base|form|object|link|meta|mark)\b", re.IGNORECASE)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_is_left(text: str) -> None:
    html = markdown.render(text)
    for left in (ATTRIBUTES_LEFT, TAGS_LEFT):
        assert not left.search(html), html
    assert not SCHEMES_LEFT.search(html) or html.startswith('<p><a href="//evil'), html
    assert 'type="password"' not in html


def test_raw_html_is_shown_as_it_was_written() -> None:
    assert markdown.render("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"


def test_links_say_nothing_about_where_they_came_from() -> None:
    assert 'rel="noopener noreferrer nofollow"' in markdown.render("[x](https://example.org)")


def test_images_come_from_our_attachments_alone() -> None:
    assert '<img src="/attachments/7/a.png" alt="graph">' in markdown.render("![graph](/attachments/7/a.png)")
    elsewhere = markdown.render("![graph](https://example.org/a.png)")
    assert "<img" not in elsewhere
    assert ">graph</a>" in elsewhere


def test_headings_begin_below_the_sections() -> None:
    assert markdown.render("# a\n\n## b\n\n##### c") == "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n"


def test_a_text_may_begin_at_any_rank_and_the_page_skips_none() -> None:
    assert markdown.render("### a\n\n##### b\n\n### c") == "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n"
    assert markdown.render("## a\n\n# b\n\n## c", below=0) == "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>\n"


def test_tables_tasks_and_footnotes_are_understood() -> None:
    html = markdown.render(
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\nWord[^1] ~~gone~~\n\n[^1]: Note"
    )
    assert '<td class="align-right">2</td>' in html
    assert html.count('type="checkbox"') == 2
    assert html.count('disabled="disabled"') == 2
    assert "<s>gone</s>" in html
    assert 'class="footnotes"' in html


def test_an_empty_text_is_empty() -> None:
    assert markdown.render("") == ""
