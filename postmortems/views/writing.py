"""Writing documents: starting one, its sections as forms, and going back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.permissions import incident_for_editor
from incidents.wording.sections import section_named
from incidents.wording.telling import tell_of_wording
from people.requests import SignedInRequest
from postmortems import queries
from postmortems.document import build_content
from postmortems.forms import FacilitatorForm, SectionForm, StartForm
from postmortems.models import Postmortem, Section
from postmortems.permissions import postmortem_for_editor, revision_for_editor, section_for_editor
from postmortems.rules import Refused, may_be_written, template_to_offer
from postmortems.services import (
    Saved,
    restore_revision,
    save_section,
    set_facilitator,
    start_amendment,
    start_postmortem,
)
from web.responses import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SignedInRequest, number: int) -> HttpResponse:
    """Choose a template; the one the severity policy names comes first."""
    incident = incident_for_editor(request.user, number)
    existing = queries.documents_telling_of(request.user, incident)
    if existing:
        return redirect(existing[0])
    if request.user.agreement_read_at is None:
        return redirect(f"{reverse('people:agreement')}?{urlencode({'next': request.path})}")
    offered = template_to_offer(
        decision=incident.document_decision,
        severity_template=incident.severity.template_key if incident.severity else "",
        severity_known=incident.severity is not None,
    )
    form = StartForm(request.POST or None, incident=incident, by=request.user, initial={"template": offered})
    if form.is_valid():
        facts = form.cleaned_data
        postmortem = start_postmortem(
            incident, template=facts["template"], also_about=facts["also_about"], by=request.user
        )
        messages.success(request, "The draft is begun. Everybody who sees the incident can write in it.")
        messages.info(request, _who_facilitates(postmortem))
        return redirect_after_post(request, postmortem)
    templates = sorted(queries.templates_offered(), key=lambda template: template.key != offered)
    chosen = form["template"].value()
    context = {"incident": incident, "form": form, "templates": templates, "offered": offered, "chosen": chosen}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "postmortems/start.html", context, partials=["start-form"], status=status)


@require_safe
def edit(request: SignedInRequest, number: int) -> HttpResponse:
    """Every section as a form of its own; each is saved by `edit_section`."""
    postmortem = postmortem_for_editor(request.user, number)
    document = queries.load_document(postmortem)
    content = build_content(document)
    context = {
        "postmortem": postmortem,
        "incident": document.lead,
        "content": content,
        "rows": [
            {"section": section, "facts": facts, "form": SectionForm.of(section, then="all")}
            for section, facts in zip(document.sections, content["sections"], strict=True)
        ],
        "closed": not may_be_written(status=postmortem.status, amending=postmortem.amending),
    }
    return render_page(request, "postmortems/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: SignedInRequest, number: int, key: str) -> HttpResponse:
    """One section's form. autosave.js posts here too and is answered in JSON."""
    section = section_for_editor(request.user, number, key)
    if request.method != "POST":
        return _section_page(request, section, SectionForm.of(section))
    form = SectionForm(request.POST, auto_id=f"{section.key}-%s")
    form.dress(section)
    if not form.is_valid():
        return _refusal(request, section, form, "It is too long to be saved in one section.", status=422)
    facts = form.cleaned_data
    try:
        saved = save_section(section, submitted=facts["text"], base_version=facts["base_version"], by=request.user)
    except Refused as refused:
        return _refusal(request, section, form, str(refused), status=409)
    if _is_autosave(request):
        return _told_to_autosave(saved, typed=facts["text"])
    if facts["then"] != "all":
        name = section_named(section.heading, section.kind)
        words = [(saved.section.body, name)]
        tell_of_wording(request, words, section.postmortem.lead_incident, where=request.path)
    tell = messages.warning if saved.merged_changes else messages.success
    tell(request, saved.note)
    if facts["then"] == "all" or saved.merged_changes:
        back = "postmortems:edit" if facts["then"] == "all" else "postmortems:edit_section"
        args = [number] if facts["then"] == "all" else [number, key]
        stay = bool(saved.merged_changes)  # it has to be read once
        return redirect_after_post(request, f"{reverse(back, args=args)}#section-{key}", stay=stay)
    return redirect_after_post(request, f"{reverse('postmortems:detail', args=[number])}#section-{key}")


def _is_autosave(request: SignedInRequest) -> bool:
    return request.headers.get("X-Autosave") == "yes"


def _told_to_autosave(saved: Saved, *, typed: str) -> JsonResponse:
    answer: dict[str, Any] = {
        "version": saved.section.version,
        "saved_at": timezone.localtime(saved.section.changed_at).strftime("%H:%M"),
    }
    if saved.section.body != typed.replace("\r\n", "\n"):
        answer["text"] = saved.section.body
    if saved.merged_changes:
        answer["note"] = saved.note
    return JsonResponse(answer)


def _refusal(request: SignedInRequest, section: Section, form: SectionForm, words: str, *, status: int) -> HttpResponse:
    if _is_autosave(request):
        return JsonResponse({"note": f"Not saved. {words}"}, status=status)
    return _section_page(request, section, form, refused=words, status=status)


def _section_page(
    request: SignedInRequest, section: Section, form: SectionForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    postmortem = section.postmortem
    context = {
        "postmortem": postmortem,
        "incident": postmortem.lead_incident,
        "section": section,
        "form": form,
        "refused": refused,
        "closed": not may_be_written(status=postmortem.status, amending=postmortem.amending),
        "number": postmortem.lead_incident.number,
    }
    return render_page(request, "postmortems/edit_section.html", context, status=status)


@require_POST
def restore(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Bring an earlier text back."""
    revision = revision_for_editor(request.user, number, pk)
    try:
        section = restore_revision(revision, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect_after_post(request, reverse("postmortems:history", args=[number]))
    messages.success(request, f"Version {revision.version} of “{section.heading}” is back. What stood there is kept.")
    return redirect_after_post(request, f"{reverse('postmortems:detail', args=[number])}#section-{section.key}")


@require_http_methods(["GET", "HEAD", "POST"])
def facilitator(request: SignedInRequest, number: int) -> HttpResponse:
    """Name the neutral person who drafts with the others."""
    postmortem = postmortem_for_editor(request.user, number)
    form = FacilitatorForm(
        request.POST or None, postmortem=postmortem, initial={"facilitator": postmortem.facilitator_id}
    )
    if form.is_valid():
        postmortem = set_facilitator(postmortem, facilitator=form.cleaned_data["facilitator"], by=request.user)
        messages.success(request, "Noted.")
        return redirect_after_post(request, reverse("postmortems:detail", args=[number]))
    context = {"postmortem": postmortem, "incident": postmortem.lead_incident, "form": form}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "postmortems/facilitator.html", context, partials=["facilitator-form"], status=status)


@require_POST
def amend(request: SignedInRequest, number: int) -> HttpResponse:
    """Open a published document for changes."""
    postmortem = postmortem_for_editor(request.user, number)
    try:
        start_amendment(postmortem, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect_after_post(request, reverse("postmortems:detail", args=[number]))
    messages.info(request, "Readers go on seeing the edition until you publish the next one.")
    return redirect_after_post(request, reverse("postmortems:edit", args=[number]))


def _who_facilitates(postmortem: Postmortem) -> str:
    """Say who was proposed as a facilitator and why, and where that is changed."""
    if postmortem.facilitator is None:
        return "Nobody of another team was free to facilitate: name somebody under “Facilitator”."
    return (
        f"{postmortem.facilitator} is proposed to facilitate: of a team that was not part of it, and next in turn. "
        "You can change that under “Facilitator”."
    )
