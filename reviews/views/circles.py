"""Administration of circles."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from people.permissions import administrators_only
from people.requests import SignedInRequest
from reviews.forms import CircleForm
from reviews.models import Circle
from reviews.permissions import circle_for_administrator
from reviews.queries import circles_listed
from reviews.services import save_circle
from web.responses import redirect_after_post, render_page


@administrators_only
@require_safe
def circles(request: SignedInRequest) -> HttpResponse:
    return render_page(request, "reviews/circles.html", {"circles": circles_listed()})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_circle(request: SignedInRequest) -> HttpResponse:
    return _edit(request, None)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_circle(request: SignedInRequest, slug: str) -> HttpResponse:
    return _edit(request, circle_for_administrator(slug))


def _edit(request: SignedInRequest, circle: Circle | None) -> HttpResponse:
    form = CircleForm(request.POST or None, instance=circle)
    if request.method == "POST" and form.is_valid():
        unchanged = circle_for_administrator(circle.slug) if circle else None
        save_circle(unchanged, **form.cleaned_data, by=request.user)
        messages.success(request, "Saved.")
        return redirect_after_post(request, "reviews:circles")
    status = 422 if form.errors else 200
    return render_page(request, "reviews/edit_circle.html", {"form": form, "circle": circle}, status=status)
