"""PDFs: what they are made of, and what they never read."""

import http.server
import os
import re
import sys
import threading
import zlib
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import make_user
from web.pdf import OURS, can_make_pdf, own_file, pdf_of

needs_pango = pytest.mark.skipif(
    not can_make_pdf() and os.environ.get("CI") != "true",
    reason="no Pango here: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
)


def page(content):
    head = '<title>T</title><link rel="stylesheet" href="css/pdf.css">'
    return f'<!doctype html><html lang="en"><head>{head}</head><body><h1>Heading</h1>{content}</body></html>'


@needs_pango
def test_a_page_becomes_an_accessible_pdf_in_our_typeface():
    made = pdf_of(page("<p>Words</p>"))
    assert made.startswith(b"%PDF-")
    inside = b"".join(
        zlib.decompress(found) for found in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", made, re.DOTALL)
    )
    assert b"pdfuaid" in inside
    assert b"Inter" in inside


@needs_pango
def test_nothing_is_fetched_and_no_other_file_is_read(tmp_path):
    asked = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    other = tmp_path / "other.svg"
    other.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Private</title></svg>')
    server = http.server.HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        bare = pdf_of(page("<p>Words</p>"))
        sources = (f"{address}/a.png", other.as_uri(), "../config/settings.py", "/etc/hostname")
        images = "".join(f'<img src="{source}" alt="">' for source in sources)
        styles = f'<style>p {{ background: url("{address}/b.png") }} @import "{address}/c.css";</style>'
        assert b"/Image" not in pdf_of(page(images + styles))
        assert bare
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/static/css/pdf.css",
        "https://example.org/",
        "data:text/css,p{}",
        "file://host/etc/passwd",
        "file:///etc/passwd",
        f"{OURS.as_uri()}/../config/settings.py",
        f"{OURS.as_uri()}/%2e%2e/config/settings.py",
        f"{Path(settings.BASE_DIR).as_uri()}/static-else/x.css",
    ],
)
def test_only_files_below_static_are_ours(url):
    with pytest.raises(ValueError, match="Not one of our files"):
        own_file(url)
    assert own_file(f"{OURS.as_uri()}/css/pdf.css").name == "pdf.css"


@pytest.mark.django_db
def test_a_machine_without_pango_says_how_to_print_and_what_to_install(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    client.force_login(make_user())
    response = client.get("/monthly-review/2026-10/month.pdf")
    assert response.status_code == 503
    assert "your browser can save what it prints" in response.content.decode()
    assert "libpango-1.0-0" in response.content.decode()
