"""The agreement: how this organisation treats people in incidents."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from people import queries
from people.forms import AgreementForm
from people.permissions import administrators_only
from people.requests import SignedInRequest
from people.services import agreement as services
from people.services.agreement import ChangedMeanwhileError, change_agreement
from web.responses import redirect_after_post, render_page


def safe_next(request: SignedInRequest) -> str:
    """Where to go on to: an address of ours, else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else ""


@require_safe
def agreement(request: SignedInRequest) -> HttpResponse:
    context = {"agreement": queries.agreement_in_force(), "next": safe_next(request)}
    return render_page(request, "people/agreement.html", context)


@require_POST
def read_agreement(request: SignedInRequest) -> HttpResponse:
    services.read_agreement(by=request.user)
    return redirect_after_post(request, safe_next(request) or reverse("home"))


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_agreement(request: SignedInRequest) -> HttpResponse:
    current = queries.agreement_in_force()
    initial = {
        "body": current.body if current else "",
        "based_on": current.pk if current else 0,
    }
    form = AgreementForm(request.POST or None, initial=initial)
    status = 422 if request.method == "POST" else 200
    parts: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_agreement(**form.cleaned_data, by=request.user)
        except ChangedMeanwhileError as error:
            parts, status = (
                queries.compare_texts(error.current.body, form.cleaned_data["body"]),
                409,
            )
            typed = request.POST.copy()
            typed["based_on"] = str(error.current.pk)
            form.data = typed
        else:
            messages.success(
                request,
                "The agreement is changed. The earlier text stays among its versions.",
            )
            return redirect_after_post(request, "people:agreement")
    return render_page(
        request,
        "people/edit_agreement.html",
        {"form": form, "parts": parts},
        status=status,
    )


@require_safe
def agreement_versions(request: SignedInRequest) -> HttpResponse:
    return render_page(
        request,
        "people/agreement_versions.html",
        {"versions": queries.agreement_versions()},
    )


@require_safe
def agreement_version(request: SignedInRequest, pk: int) -> HttpResponse:
    """One version beside the one before it."""
    versions = queries.agreement_versions()
    place = next((place for place, version in enumerate(versions) if version.pk == pk), None)
    if place is None:
        raise Http404
    version, before = (
        versions[place],
        versions[place + 1] if place + 1 < len(versions) else None,
    )
    parts = queries.compare_texts(before.body, version.body) if before else [("same", version.body)]
    context = {
        "version": version,
        "before": before,
        "in_force": place == 0,
        "parts": parts,
    }
    return render_page(request, "people/agreement_version.html", context)
