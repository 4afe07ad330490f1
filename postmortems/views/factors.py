"""The graph of contributing factors: listed, added, worked out, ordered, taken out, and met again."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.queries import possible_owners
from incidents.repeats.alike import unshipped_seen_before
from incidents.wording.telling import tell_of_wording
from people.models import User
from people.requests import SignedInRequest
from postmortems import queries
from postmortems.factors.forms import FactorForm, FactorPlaceForm
from postmortems.factors.queries import alike_factors, factors_met_at_services, places_elsewhere
from postmortems.factors.rules import ALONE, Asked, next_questions
from postmortems.factors.services import (
    Overtaken,
    add_factor,
    change_factor,
    move_factor,
    remove_factor,
    reuse_factor,
)
from postmortems.factors.telling import factor_values
from postmortems.models import Postmortem
from postmortems.permissions import factor_for_editor, factor_to_reuse, postmortem_for_editor
from postmortems.rules import Refused, may_be_written
from web.responses import redirect_after_post, render_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def _page(number: int, place: int | None = None) -> str:
    return reverse("postmortems:factors", args=[number]) + (f"#factor-{place}" if place else "")


@require_safe
def factors(request: SignedInRequest, number: int) -> HttpResponse:
    """Every condition of the document, with what to ask next, and those met before at the same services."""
    postmortem = postmortem_for_editor(request.user, number)
    return render_page(request, "postmortems/factors.html", factors_context(request.user, postmortem, FactorForm()))


def factors_context(user: User, postmortem: Postmortem, form: FactorForm) -> dict[str, Any]:
    """Gather what the page shows; six queries at most."""
    incidents = queries.incidents_of(postmortem)
    places = queries.factor_places(postmortem)
    values = factor_values(places, queries.timeline_entries(incidents), incidents)
    elsewhere = places_elsewhere(user, [place.factor_id for place in places], but=postmortem)
    rows = [
        {
            "place": place,
            "factor": told,
            "elsewhere": elsewhere.get(place.factor_id, []),
            "questions": next_questions(
                Asked(
                    told["text"], bool(place.why), bool(told["because_of"]), bool(told["evidence"]), bool(place.ending)
                )
            ),
        }
        for place, told in zip(places, values, strict=True)
    ]
    return {
        "postmortem": postmortem,
        "incident": postmortem.lead_incident,
        "rows": rows,
        "alone": ALONE if len(rows) == 1 else "",
        "form": form,
        "offered": factors_met_at_services(user, postmortem),
        "closed": not may_be_written(status=postmortem.status, amending=postmortem.amending),
    }


@require_http_methods(FORM_METHODS)
def factor_add(request: SignedInRequest, number: int) -> HttpResponse:
    """Put a condition down. What says nearly the same elsewhere is offered first: it may be the same again."""
    postmortem = postmortem_for_editor(request.user, number)
    form = FactorForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    context: dict[str, Any] = {"postmortem": postmortem, "incident": postmortem.lead_incident, "form": form}
    context["closed"] = not may_be_written(status=postmortem.status, amending=postmortem.amending)
    if form.is_valid():
        said = form.said()
        alike = [] if form.cleaned_data["anew"] else alike_factors(request.user, postmortem, said.text)
        if alike:
            data = request.POST.copy()
            data["anew"] = "on"
            context |= {"alike": alike, "form": FactorForm(data)}
        else:
            try:
                place = add_factor(postmortem, said, by=request.user)
            except Refused as refused:
                context["refused"], status = str(refused), 409
            else:
                words = [(said.text, "causes"), (said.why, "causes")]
                where = reverse("postmortems:factor_edit", args=[number, place.pk])
                tell_of_wording(request, words, postmortem.lead_incident, where=where)
                return redirect_after_post(request, _page(number, place.pk))
    return render_page(request, "postmortems/factor_add.html", context, partials=["factor-form"], status=status)


@require_POST
def factor_reuse(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Say that a condition that stands elsewhere held here too."""
    postmortem = postmortem_for_editor(request.user, number)
    factor = factor_to_reuse(request.user, pk)
    try:
        place = reuse_factor(postmortem, factor=factor, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect_after_post(request, _page(number))
    messages.success(request, "The same condition again. What was done to remove it is asked after once more.")
    return redirect_after_post(request, _page(number, place.pk))


@require_http_methods(FORM_METHODS)
def factor_edit(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """All that is said of one factor: why, what shows it, what made it possible, how it ends."""
    place = factor_for_editor(request.user, number, pk)
    postmortem = place.postmortem
    make_form = partial(
        FactorPlaceForm,
        initial=FactorPlaceForm.initial_of(place),
        place=place,
        by=request.user,
        others=queries.factor_places(postmortem),
        incident_ids=[incident.pk for incident in queries.incidents_of(postmortem)],
        owners=possible_owners(postmortem.lead_incident),
        seen_before=unshipped_seen_before(request.user, postmortem.lead_incident),
    )
    form = make_form(request.POST or None)
    status, refused = (422 if request.method == "POST" else 200), ""
    if form.is_valid():
        said = form.said()
        try:
            changed = change_factor(place, said, version=form.cleaned_data["version"], by=request.user)
        except Refused as refusal:
            refused, status = str(refusal), 409
            if isinstance(refusal, Overtaken):
                data = request.POST.copy()
                data["version"] = str(place.version)
                form = make_form(data)
        else:
            texts = [(said.text, "causes"), (said.why, "causes")]
            if changed.action is not None and said.action is None:
                texts.append((changed.action.title, "action"))
                messages.success(request, f"{changed.action.public_number} is added as a proposal.")
            tell_of_wording(request, texts, postmortem.lead_incident, where=request.path)
            return redirect_after_post(request, _page(number, changed.pk))
    context = {
        "postmortem": postmortem,
        "incident": postmortem.lead_incident,
        "place": place,
        "form": form,
        "refused": refused,
        "elsewhere": places_elsewhere(request.user, [place.factor_id], but=postmortem).get(place.factor_id, []),
        "closed": not may_be_written(status=postmortem.status, amending=postmortem.amending),
    }
    return render_page(request, "postmortems/factor_edit.html", context, partials=["factor-form"], status=status)


@require_POST
def factor_move(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """One line up or down."""
    place = factor_for_editor(request.user, number, pk)
    try:
        move_factor(place, up=request.POST.get("to") == "up", by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect_after_post(request, _page(number, place.pk))


@require_POST
def factor_remove(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Take it out of the document."""
    place = factor_for_editor(request.user, number, pk)
    try:
        remove_factor(place, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Taken out: “{place.factor.text}”. What changed here is kept in the history.")
    return redirect_after_post(request, _page(number))
