"""Learning from the lens, and setting it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import lens
from incidents.forms.wording import RuleForm, WordForm
from incidents.permissions import lens_word_for_administrator
from incidents.wording.queries import rule_named, rule_standings, words_added
from incidents.wording.services import add_word, remove_word, set_rule
from incidents.wording.teaching import by_category, category_titles
from lens import Rule
from people.permissions import administrators_only
from people.requests import SignedInRequest
from web.responses import redirect_after_post, render_page

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def lens_guide(request: SignedInRequest) -> HttpResponse:
    """Second stories in ten minutes, and every rule by what it points at."""
    return render_page(request, "incidents/lens/guide.html", {"groups": by_category(lens.rules())})


@require_safe
def lens_rule(request: SignedInRequest, rule: str) -> HttpResponse:
    """One rule: why, the bias behind it and its source, before and after."""
    found = _rule(rule)
    context = {"rule": found, "category": category_titles()[found.category]}
    return render_page(request, "incidents/lens/rule.html", context)


@administrators_only
@require_safe
def lens_settings(request: SignedInRequest) -> HttpResponse:
    """Every rule with what people answered, and the organisation's own words; three queries."""
    context = {"standings": rule_standings(request.user), "words": words_added()}
    return render_page(request, "incidents/lens/settings.html", context)


@administrators_only
@require_http_methods(FORM_METHODS)
def lens_rule_edit(request: SignedInRequest, rule: str) -> HttpResponse:
    """Switch a rule off, or change its level."""
    found = _rule(rule)
    (standing,) = rule_standings(request.user, [found])
    choice = standing.choice
    initial = {"is_off": choice.is_off, "level": choice.level} if choice else {}
    form = RuleForm(request.POST or None, shipped=found.level, initial=initial)
    if request.method == "POST":
        form = RuleForm(request.POST, shipped=found.level)
        if form.is_valid():
            set_rule(found.id, **form.cleaned_data, by=request.user)
            messages.success(request, "Saved. Drafts are looked at with it from now on.")
            return redirect_after_post(request, f"{reverse('incidents:lens_settings')}#{found.id}")
    context = {"standing": standing, "rule": found, "form": form}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "incidents/lens/rule_edit.html", context, status=status)


@administrators_only
@require_http_methods(FORM_METHODS)
def lens_word_add(request: SignedInRequest) -> HttpResponse:
    """Teach it a name, a phrase that may stand, or a word to point at."""
    form = WordForm(request.POST or None, initial={name: request.GET.get(name, "") for name in WordForm.Meta.fields})
    if form.is_valid():
        add_word(form.save(commit=False), by=request.user)
        messages.success(request, "The lens knows it from now on.")
        return redirect_after_post(request, f"{reverse('incidents:lens_settings')}#words")
    context = {"form": form}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "incidents/lens/word_add.html", context, status=status)


@administrators_only
@require_POST
def lens_word_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have it forget one."""
    word = lens_word_for_administrator(pk)
    remove_word(word, by=request.user)
    again = urlencode({"kind": word.kind, "text": word.text, "level": word.level, "ask": word.ask})
    told = format_html(
        'The lens forgets “{}” from now on. <a href="{}?{}">Put it back</a>',
        word.text,
        reverse("incidents:lens_word_add"),
        again,
    )
    messages.success(request, told)
    return redirect_after_post(request, f"{reverse('incidents:lens_settings')}#words")


def _rule(name: str) -> Rule:
    found = rule_named(name)
    if found is None:
        raise Http404("No such rule.")
    return found
