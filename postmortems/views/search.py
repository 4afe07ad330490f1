"""The one search."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from incidents.queries import FilterChoices, filter_choices, keys_of_slugs
from people.requests import SignedInRequest
from postmortems.choices import SearchKind
from postmortems.forms_search import SearchForm
from postmortems.search.carrying import page_carrying
from postmortems.search.finding import Filters, Hit
from postmortems.search.finding import search as search_for
from postmortems.search.words import parse_question
from web.addresses import address_of
from web.responses import render_page
from web.tidy_addresses import address_without_empty

LEADS_TO = {
    SearchKind.INCIDENT: "incidents:detail",
    SearchKind.POSTMORTEM: "postmortems:detail",
    SearchKind.ACTION: "actions:detail",
}

BY_NAME = ("service", "tag", "team")


def _leads_to(hit: Hit) -> str:
    """Where an answer leads."""
    return address_of(LEADS_TO[SearchKind(hit.kind)], int(hit.number.partition("-")[2]))


def _narrows(request: SignedInRequest) -> bool:
    """Whether the filters are to be shown: they were asked for, or the address holds one."""
    return any(request.GET.get(name) for name in ("narrow", *SearchForm.FILTERS))


def _asked(request: SignedInRequest) -> QueryDict:
    """Return the parameters, with keys where a person wrote a name: `tag=auth` is what they tell each other."""
    named = {name: value for name in BY_NAME if (value := request.GET.get(name, "")) and not value.isdecimal()}
    if not named:
        return request.GET
    asked = request.GET.copy()
    for name, key in keys_of_slugs(request.user, named).items():
        asked[name] = str(key)
    return asked


@require_safe
@address_without_empty
def search(request: SignedInRequest) -> HttpResponse:
    """Answer words by rank, filters alone by all that carries them, and nothing by what can be asked."""
    narrows = _narrows(request)
    choices = filter_choices(request.user, value="pk") if narrows else FilterChoices()
    form = SearchForm(_asked(request), choices=choices)
    filters = form.filters()
    question = form.cleaned_data.get("q", "") if form.is_bound else ""
    context: dict[str, Any] = {"form": form, "question": question, "narrows": narrows}
    if parse_question(question).is_empty and filters != Filters():
        page, hits = page_carrying(request.user, filters, request.GET)
        context |= {"page": page, "carried": True}
    else:
        asked = request.GET.get("page", "1")
        number = min(max(int(asked), 1), 40) if asked.isdecimal() else 1
        answer = search_for(request.user, question, filters, page=number)
        hits = answer.hits
        context |= {
            "answer": answer,
            "next": number + 1 if answer.has_more else None,
            "previous": number - 1 if number > 1 else None,
        }
    context["hits"] = [(hit, _leads_to(hit)) for hit in hits]
    return render_page(request, "postmortems/search.html", context, partials=["search-answer"])
