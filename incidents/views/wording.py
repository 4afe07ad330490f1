"""The lens while people write: looking, letting a finding stand, asking again."""

from django.http import Http404, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from incidents.forms.wording import AnswerFindingForm, LookForm
from incidents.models import Incident
from incidents.permissions import incident_for_editor, lens_answer_for_editor
from incidents.wording.desk import Desk
from incidents.wording.panel import Panel
from incidents.wording.services import answer_finding, take_back_answer
from people.requests import SignedInRequest
from web.responses import redirect_after_post, render_page


@require_POST
def lens_look(request: SignedInRequest) -> HttpResponse:
    """Say what the lens says of a text somebody is typing. Keeps nothing."""
    form = LookForm(request.POST)
    if not form.is_valid():
        raise Http404("Nothing to look at.")
    number = form.cleaned_data["incident"]
    return _findings(request, form, incident_for_editor(request.user, number) if number else None)


@require_POST
def lens_answer(request: SignedInRequest, number: int) -> HttpResponse:
    """Let a finding stand, with its reason."""
    incident = incident_for_editor(request.user, number)
    form = AnswerFindingForm.of(request.POST)
    if not form.is_valid():
        context = {"incident": incident, "form": form, "finding": form["finding"].value(), "next": _next(request)}
        return render_page(request, "incidents/lens/answer.html", context, status=422)
    rule, sentence = form.cleaned_data["finding"]
    facts = {name: form.cleaned_data[name] for name in ("reason", "note")}
    answer_finding(incident, rule=rule, sentence=sentence, **facts, by=request.user)
    return _after(request, incident)


@require_POST
def lens_take_back(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Have the lens ask again."""
    answer = lens_answer_for_editor(request.user, number, pk)
    take_back_answer(answer)
    return _after(request, answer.incident)


def _after(request: SignedInRequest, incident: Incident) -> HttpResponse:
    """Give lens.js the field's findings as they are now; send a plain form back where it came from."""
    form = LookForm(request.POST)
    if request.headers.get("X-Lens") == "yes" and form.is_valid():
        return _findings(request, form, incident)
    return redirect_after_post(request, _next(request) or incident.get_absolute_url())


def _findings(request: SignedInRequest, form: LookForm, incident: Incident | None) -> HttpResponse:
    facts = form.cleaned_data
    seen = Desk(incident).look(facts["text"], facts["section"])
    panel = Panel(facts["field"], facts["section"], facts["label"], incident, seen, bool(facts["text"].strip()))
    return render_page(request, "incidents/lens/_findings.html", {"panel": panel})


def _next(request: SignedInRequest) -> str:
    """Return where the form came from, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else ""
