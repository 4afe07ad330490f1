"""The one search."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from incidents.queries import FilterChoices, filter_choices
from people.requests import SignedInRequest
from postmortems.choices import SearchKind
from postmortems.forms_search import SearchForm
from postmortems.search.finding import Hit
from postmortems.search.finding import search as search_for
from web.addresses import address_of
from web.responses import render_page
from web.tidy_addresses import address_without_empty

LEADS_TO = {
    SearchKind.INCIDENT: "incidents:detail",
    SearchKind.POSTMORTEM: "postmortems:detail",
    SearchKind.ACTION: "actions:detail",
}


def _leads_to(hit: Hit) -> str:
    """Where an answer leads."""
    return address_of(LEADS_TO[SearchKind(hit.kind)], int(hit.number.partition("-")[2]))


def _narrows(request: SignedInRequest) -> bool:
    """Whether the filters are to be shown: they were asked for, or the address holds one."""
    return any(request.GET.get(name) for name in ("narrow", *SearchForm.FILTERS))


@require_safe
@address_without_empty
def search(request: SignedInRequest) -> HttpResponse:
    narrows = _narrows(request)
    choices = filter_choices(request.user, value="pk") if narrows else FilterChoices()
    form = SearchForm(request.GET, choices=choices)
    filters = form.filters()
    page = request.GET.get("page", "1")
    number = min(max(int(page), 1), 40) if page.isdecimal() else 1
    question = form.cleaned_data.get("q", "") if form.is_bound else ""
    answer = search_for(request.user, question, filters, page=number)
    context = {
        "form": form,
        "question": question,
        "answer": answer,
        "hits": [(hit, _leads_to(hit)) for hit in answer.hits],
        "narrows": narrows,
        "next": number + 1 if answer.has_more else None,
        "previous": number - 1 if number > 1 else None,
    }
    return render_page(request, "postmortems/search.html", context, partials=["search-answer"])
