"""An answer of a search, written in Python: a page holds twenty-five, and their template was a third of its cost."""

from html import escape

from django import template
from django.utils.safestring import SafeString

from incidents.choices import IncidentKind
from postmortems.choices import SearchKind
from postmortems.search.finding import Hit
from web.templatetags.web import icon, marks, severity_mark, state_chip, when

register = template.Library()

KINDS = {
    SearchKind.INCIDENT: ("siren", "Incident"),
    SearchKind.POSTMORTEM: ("book-open", "Post-mortem"),
    SearchKind.ACTION: ("list-checks", "Action"),
}


@register.simple_tag
def search_answer(hit: Hit, address: str) -> SafeString:
    """Write one answer: its title that leads there, what it is, and the passage that answers."""
    drawing, kind = KINDS[SearchKind(hit.kind)]
    facts = [
        f'<span class="ref">{escape(hit.number)}</span><span>{icon(drawing)}{kind}</span>',
        severity_mark(hit.severity_level) if hit.severity_level else "",
        state_chip("imported") if hit.is_imported else "",
        state_chip("near_miss") if hit.incident_kind == IncidentKind.NEAR_MISS else "",
        when(hit.at, "minute", "date"),
    ]
    passage = f'\n      <p class="hit-passage">{marks(hit.passage)}</p>' if hit.passage else ""
    return SafeString(
        f"""<li class="hit">
      <h2 class="hit-title"><a href="{escape(address)}">{marks(hit.title_parts)}</a></h2>
      <p class="hit-facts">{"".join(facts)}</p>{passage}
    </li>"""
    )
