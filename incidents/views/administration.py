"""Services, tags and severities, for administrators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from incidents.forms import ServiceForm, SeverityForm, TagForm
from incidents.models import Service, Tag
from incidents.permissions import tags_visible_to
from incidents.queries import all_severities, service_of, services_with_team
from incidents.services import save_service, save_severity, save_tag
from people.permissions import administrators_only
from people.requests import SignedInRequest
from web.responses import redirect_after_post, render_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def _form_page(request: SignedInRequest, form: "forms.ModelForm[Any]", *, page: str, title: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title, "back": reverse(page), "back_words": page.partition(":")[2].capitalize()}
    return render_page(request, "incidents/administration/edit.html", context, status=status)


def _saved(request: SignedInRequest, page: str) -> HttpResponse:
    messages.success(request, "Saved.")
    return redirect_after_post(request, reverse(page))


@administrators_only
@require_safe
def services(request: SignedInRequest) -> HttpResponse:
    """All services and their teams."""
    return render_page(request, "incidents/administration/services.html", {"services": services_with_team()})


@administrators_only
@require_http_methods(FORM_METHODS)
def service_add(request: SignedInRequest) -> HttpResponse:
    """A new service."""
    return _edit_service(request, Service(), title="A new service")


@administrators_only
@require_http_methods(FORM_METHODS)
def service_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another name, another team, or not offered any more."""
    service = service_of(pk)
    if service is None:
        raise Http404("No such service.")
    return _edit_service(request, service, title=service.name)


def _edit_service(request: SignedInRequest, service: Service, *, title: str) -> HttpResponse:
    form = ServiceForm(request.POST or None, instance=service)
    if form.is_valid():
        save_service(form.save(commit=False), by=request.user)
        return _saved(request, "incidents:services")
    return _form_page(request, form, page="incidents:services", title=title)


@administrators_only
@require_safe
def tags(request: SignedInRequest) -> HttpResponse:
    """Tags, but for those that only a hidden incident bears."""
    return render_page(request, "incidents/administration/tags.html", {"tags": tags_visible_to(request.user)})


@administrators_only
@require_http_methods(FORM_METHODS)
def tag_add(request: SignedInRequest) -> HttpResponse:
    """A new tag."""
    return _edit_tag(request, Tag(), title="A new tag")


@administrators_only
@require_http_methods(FORM_METHODS)
def tag_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another name, or another kind."""
    tag = tags_visible_to(request.user).filter(pk=pk).first()
    if tag is None:
        raise Http404("No such tag.")
    return _edit_tag(request, tag, title=tag.name)


def _edit_tag(request: SignedInRequest, tag: Tag, *, title: str) -> HttpResponse:
    form = TagForm(request.POST or None, instance=tag)
    if form.is_valid():
        save_tag(form.save(commit=False), by=request.user)
        return _saved(request, "incidents:tags")
    return _form_page(request, form, page="incidents:tags", title=title)


@administrators_only
@require_safe
def severities(request: SignedInRequest) -> HttpResponse:
    """The severity policy: what each level asks for."""
    return render_page(request, "incidents/administration/severities.html", {"severities": all_severities()})


@administrators_only
@require_http_methods(FORM_METHODS)
def severity_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """What one level asks for."""
    severity = all_severities().filter(pk=pk).first()
    if severity is None:
        raise Http404("No such severity.")
    name = severity.name
    form = SeverityForm(request.POST or None, instance=severity)
    if form.is_valid():
        save_severity(form.save(commit=False), by=request.user)
        return _saved(request, "incidents:severities")
    return _form_page(request, form, page="incidents:severities", title=name)
