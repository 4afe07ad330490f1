"""Templates as administrators see them: words, and sections in their order."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.permissions import administrators_only
from people.requests import SignedInRequest
from postmortems.forms import TemplateForm, TemplateSectionForm
from postmortems.models import Template
from postmortems.permissions import template_for_administrator, template_section_for_administrator
from postmortems.queries import all_templates
from postmortems.rules import Refused
from postmortems.services import (
    add_template_section,
    change_template,
    move_template_section,
    remove_template_section,
    save_template_section,
)
from web.responses import redirect_after_post, render_page


def _back(request: SignedInRequest, key: str) -> HttpResponse:
    return redirect_after_post(request, reverse("postmortems:template_edit", args=[key]))


@administrators_only
@require_safe
def templates(request: SignedInRequest) -> HttpResponse:
    """Every template."""
    return render_page(request, "postmortems/templates.html", {"templates": all_templates()})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: SignedInRequest, key: str) -> HttpResponse:
    """One template: what it is called, and its sections."""
    template = template_for_administrator(key)
    form = TemplateForm(request.POST or None, instance=template)
    if request.method == "POST" and form.is_valid():
        change_template(template, **form.cleaned_data, by=request.user)
        messages.success(request, "Saved. Documents that are there already stay as they are.")
        return _back(request, key)
    return _template_page(request, template, form=form, status=422 if request.method == "POST" else 200)


def _template_page(request: SignedInRequest, template: Template, *, status: int = 200, **given: Any) -> HttpResponse:
    context = {
        "template": template,
        "sections": list(template.sections.order_by("position")),
        "form": TemplateForm(instance=template),
        "section_form": TemplateSectionForm(auto_id="new_%s"),
    } | given
    return render_page(request, "postmortems/template_edit.html", context, status=status)


@administrators_only
@require_POST
def template_section_add(request: SignedInRequest, key: str) -> HttpResponse:
    """A further section, at the end."""
    template = template_for_administrator(key)
    form = TemplateSectionForm(request.POST, auto_id="new_%s")
    if not form.is_valid():
        return _template_page(request, template, section_form=form, status=422)
    add_template_section(template, **form.cleaned_data, by=request.user)
    return _back(request, key)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def template_section_edit(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """One section of a template."""
    section = template_section_for_administrator(key, pk)
    initial = {name: getattr(section, name) for name in ("heading", "guidance", "kind", "is_required")}
    form = TemplateSectionForm(request.POST or None, initial=initial)
    if form.is_valid():
        save_template_section(section, **form.cleaned_data, by=request.user)
        return _back(request, key)
    context = {"template": section.template, "section": section, "form": form}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "postmortems/template_section_edit.html", context, status=status)


@administrators_only
@require_POST
def template_section_move(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """One place up or down."""
    section = template_section_for_administrator(key, pk)
    move_template_section(section, up=request.POST.get("to") == "up", by=request.user)
    return _back(request, key)


@administrators_only
@require_POST
def template_section_remove(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Take a section out; documents that have it keep it."""
    try:
        remove_template_section(template_section_for_administrator(key, pk), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(request, key)
