"""Changing what is known: facts, times, impact, links, and what is written about it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from incidents.choices import TagKind
from incidents.forms import DecisionForm, FactsForm, ImpactForm, LinkForm, TimesForm, known_zones
from incidents.permissions import incident_for_editor, tags_visible_to
from incidents.queries import impact_of, link_of, timeline_of
from incidents.rules import Blocked, LostRace, decision_blockers, policy_for, time_questions, times_in_timeline
from incidents.services import (
    add_link,
    change_facts,
    change_impact,
    decide_document,
    remove_link,
    tags_named,
)
from incidents.wording.telling import tell_of_wording, where_its_words_stand
from people.requests import SignedInRequest
from web.responses import redirect_after_post, render_page
from web.returning import way_back

FORM_METHODS = ["GET", "HEAD", "POST"]


def seen_versions(request: SignedInRequest) -> dict[str, int]:
    """Read at which version the person was shown each field's other value ("title:7") and chose."""
    pairs = (word.partition(":") for word in request.POST.getlist("seen_version"))
    return {field: int(version) for field, _, version in pairs if version.isdecimal()}


@require_http_methods(FORM_METHODS)
def facts(request: SignedInRequest, number: int) -> HttpResponse:
    """Title, kind, severity, services, teams and tags."""
    incident = incident_for_editor(request.user, number)
    form = FactsForm.of(incident, request.POST or None)
    context = {"incident": incident, "form": form, "tags": tags_visible_to(request.user)}
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        tags = tags_named(form.cleaned_data["system_tags"], kind=TagKind.SYSTEM)
        tags += tags_named(form.cleaned_data["category_tags"], kind=TagKind.CATEGORY)
        changes = form.changes() | {"tags": tags}
        version = form.cleaned_data["version"]
        try:
            change_facts(incident, by=request.user, changes=changes, version=version, seen=seen_versions(request))
        except LostRace as race:
            context |= {"conflicts": race.conflicts}
            status = 409
        else:
            texts = [(form.cleaned_data["title"], "title"), (form.cleaned_data["summary"], "summary")]
            if way_back(request):  # the list that they came from shows no words of this incident
                tell_of_wording(request, texts, incident, where=request.path)
                return redirect_after_post(request, incident)
            return redirect_after_post(request, where_its_words_stand(request, texts, incident))
    return render_page(request, "incidents/facts.html", context, partials=["facts-form"], status=status)


@require_http_methods(FORM_METHODS)
def times(request: SignedInRequest, number: int) -> HttpResponse:
    """When it began, was detected, acknowledged, mitigated and resolved, in the zone that was told."""
    incident = incident_for_editor(request.user, number)
    proposed = {}
    if request.method != "POST" and request.GET.get("from") == "timeline":
        proposed = times_in_timeline(incident, timeline_of(incident))
    form = TimesForm.of(incident, request.POST or None, proposed=proposed)
    context = {"incident": incident, "form": form, "zones": known_zones(), "proposed": proposed}
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            saved = change_facts(
                incident, by=request.user, changes=form.changes(), version=version, seen=seen_versions(request)
            )
        except LostRace as race:
            context |= {"conflicts": race.conflicts}
            status = 409
        else:
            if questions := time_questions(saved):
                messages.warning(request, f"Saved. {' '.join(questions)}")
            return redirect_after_post(request, incident)
    return render_page(request, "incidents/times.html", context, partials=["times-form"], status=status)


@require_http_methods(FORM_METHODS)
def impact(request: SignedInRequest, number: int) -> HttpResponse:
    """What it meant for users and for us; what is left empty is not known yet."""
    incident = incident_for_editor(request.user, number)
    known = impact_of(incident)
    form = ImpactForm(request.POST or None, instance=known, initial={"version": incident.version})
    context = {"incident": incident, "form": form}
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_impact(
                incident, by=request.user, changes=form.changes(), version=version, seen=seen_versions(request)
            )
        except LostRace as race:
            context |= {"conflicts": race.conflicts}
            status = 409
        else:
            tell_of_wording(request, [(form.cleaned_data["trust"], "impact")], incident, where=request.path)
            return redirect_after_post(request, incident)
    return render_page(request, "incidents/impact.html", context, partials=["impact-form"], status=status)


@require_http_methods(FORM_METHODS)
def decide(request: SignedInRequest, number: int) -> HttpResponse:
    """What is written about this incident, and why."""
    incident = incident_for_editor(request.user, number)
    blockers = decision_blockers(incident)
    initial = {"decision": incident.document_decision, "reason": incident.document_decision_reason}
    form = DecisionForm(request.POST or None, initial=initial)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        try:
            decide_document(incident, **form.cleaned_data, by=request.user)
        except Blocked as blocked:
            blockers = blocked.blockers
        else:
            return redirect_after_post(request, incident)
    context = {"incident": incident, "form": form, "policy": policy_for(incident), "blockers": blockers}
    return render_page(request, "incidents/decide.html", context, partials=["decide-form"], status=status)


@require_http_methods(FORM_METHODS)
def link_add(request: SignedInRequest, number: int) -> HttpResponse:
    """Keep a page elsewhere."""
    incident = incident_for_editor(request.user, number)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        add_link(incident, **form.cleaned_data, by=request.user)
        return redirect_after_post(request, f"{incident.get_absolute_url()}#links")
    status = 422 if request.method == "POST" else 200
    context = {"incident": incident, "form": form}
    return render_page(request, "incidents/link_add.html", context, partials=["link-form"], status=status)


@require_POST
def link_remove(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Take a link away."""
    incident = incident_for_editor(request.user, number)
    link = link_of(incident, pk)
    if link is None:
        raise Http404("No such link.")
    remove_link(link, by=request.user)
    messages.success(request, "The link is gone; history keeps its address.")
    return redirect_after_post(request, reverse("incidents:detail", args=[number]) + "#links")
