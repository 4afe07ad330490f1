"""Saying what the lens asks about where no script has said it while somebody typed."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html

from incidents.models import Incident
from incidents.wording.desk import desk_of
from incidents.wording.page import address_with_wording

SEEN = "lens_seen"
"""What lens.js puts into a form whose fields it watches."""


def where_its_words_stand(request: HttpRequest, texts: Sequence[tuple[str, str]], incident: Incident) -> str:
    """Return the incident's page for who has just saved (text, section) pairs: with what the lens asks about them, if it does.

    What they have seen while typing is shown again only where it would hold up publishing.
    """
    desk = desk_of(request, incident)
    asking = [one for text, section in texts for one in desk.asks(text, section)]
    shown = any(one.is_mark for one in asking) if request.POST.get(SEEN) else bool(asking)
    return address_with_wording(incident) if shown else incident.get_absolute_url()


def tell_of_wording(
    request: HttpRequest, texts: Sequence[tuple[str, str]], incident: Incident | None = None, *, where: str = ""
) -> None:
    """Leave one message about (text, section) pairs that somebody has just saved; none where they have seen it already.

    It leads back to `where` these words are changed.
    """
    if request.POST.get(SEEN):
        return
    desk = desk_of(request, incident)
    asking = [one for text, section in texts for one in desk.asks(text, section)]
    if asking:
        first = asking[0]
        more = f" There {'is' if len(asking) == 2 else 'are'} {len(asking) - 1} more." if len(asking) > 1 else ""
        told = f"The lens asks about “{first.quoted}”. {first.finding.ask}{more}"
        leads_back = format_html(' <a href="{}">Change the words</a>', where) if where else ""
        messages.info(request, format_html("{}{}", told, leads_back))
