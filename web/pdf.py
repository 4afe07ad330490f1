"""Documents to print and to keep, made by WeasyPrint. It is imported only when somebody asks for one.

It fetches nothing but our own style sheets and fonts, from the disk: whatever stands in a document, no request leaves
the machine and no other file is read.
"""

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from web.responses import render_page

OURS = (Path(settings.BASE_DIR) / "static").resolve()
NEEDS = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PdfMissingError(RuntimeError):
    """This machine lacks what draws the letters."""


def pdf_response(request: HttpRequest, template: str, context: dict[str, object], *, name: str) -> HttpResponse:
    """Send the template as a PDF of this name; where the machine cannot, say how to print and what to install."""
    try:
        body = pdf_of(render_to_string(template, context, request))
    except PdfMissingError:
        return render_page(request, "pdf_missing.html", {"needs": NEEDS}, status=503)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def pdf_of(html: str) -> bytes:
    """Lay a page out. Raises PdfMissingError where the system's Pango is missing."""
    try:
        from weasyprint import HTML  # noqa: PLC0415 - a second and 40 MB that most processes never need
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415
    except (ImportError, OSError) as error:  # the package is there, the libraries it loads are not
        raise PdfMissingError from error

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Gives what lies below our static folder, and nothing else."""

        def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
            path = own_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    document = HTML(string=html, base_url=f"{OURS.as_uri()}/", url_fetcher=OwnFiles())
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def can_make_pdf() -> bool:
    """Whether this machine can. It imports the whole library: for tests and checks, not for pages."""
    try:
        import weasyprint  # noqa: F401, PLC0415
    except (ImportError, OSError):
        return False
    return True


def own_file(url: str) -> Path:
    """Return the file of ours that an address names. Raises ValueError for everything else."""
    parts = urlsplit(url)
    path = Path(unquote(parts.path)).resolve()
    if parts.scheme != "file" or parts.netloc or not path.is_relative_to(OURS):
        raise ValueError(f"Not one of our files: {parts.scheme}")
    return path
