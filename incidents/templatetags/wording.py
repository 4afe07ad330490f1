"""The panel of the lens beside a field."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString

from incidents.models import Incident
from incidents.wording.desk import desk_of
from incidents.wording.looking import Seen
from incidents.wording.panel import Panel
from web.templatetags.web import icon

register = template.Library()


@register.inclusion_tag("incidents/lens/_panel.html", takes_context=True)
def lens_panel(context: Context, bound: BoundField, section: str, incident: Incident | None = None) -> dict[str, Any]:
    """Show what the lens says of a field's text; lens.js keeps it true while somebody types.

    Its controls belong to the page's `lens_form`, so the panel may stand inside another form.
    """
    text = str(bound.value() or "")
    seen = desk_of(context["request"], incident).look(text, section)
    panel = Panel(bound.id_for_label, section, str(bound.label), incident, seen, bool(text.strip()))
    return {"panel": panel, "request": context["request"]}


@register.inclusion_tag("incidents/lens/_form.html", takes_context=True)
def lens_form(context: Context, incident: Incident | None = None) -> dict[str, Any]:
    """Write the one form that all panels of a page belong to, outside of every other form."""
    request = context["request"]
    return {"incident": incident, "here": request.get_full_path(), "csrf_token": context.get("csrf_token")}


@register.simple_tag
def wording_asked(found: Iterable[Seen]) -> SafeString:
    """Write what the lens asks about words that stand on a page to be read, a line for each finding."""
    return SafeString(
        "".join(
            f'<p class="wording-asked">{icon("eye")}<span><q>{escape(seen.quoted)}</q> {escape(seen.finding.message)}'
            f" <b>{escape(seen.finding.ask)}</b></span></p>"
            for seen in found
        )
    )
