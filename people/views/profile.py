"""One's own pages."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people import queries
from people.forms import PasswordForm, ProfileForm
from people.limits import count_try, tries_so_far
from people.requests import SignedInRequest
from people.services.profile import change_password, update_profile
from web.responses import redirect_after_post, render_page

WRONG_TRIES = 5
WITHIN_SECONDS = 5 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    teams = list(queries.teams_of(request.user))
    if request.method == "POST":
        if form.is_valid():
            update_profile(request.user, by=request.user, **form.cleaned_data)
            messages.success(request, "Your profile is saved.")
            return redirect_after_post(request, "people:profile")
        request.user.refresh_from_db()  # the form has put what was typed onto it, and the page greets by name
    status = 422 if request.method == "POST" else 200
    return render_page(request, "people/profile.html", {"form": form, "teams": teams}, status=status)


@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None, person=request.user)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST":
        key = str(request.user.pk)
        if tries_so_far("password", key) >= WRONG_TRIES:
            return render_page(request, "429.html", {}, status=429)
        if form.is_valid():
            person = change_password(request.user, form.cleaned_data["password"], by=request.user)
            update_session_auth_hash(request, person)
            messages.success(request, "Your password is changed. You are signed out everywhere else.")
            return redirect_after_post(request, "people:profile")
        if form.has_error("present", "present"):
            count_try("password", key, seconds=WITHIN_SECONDS)
    return render_page(request, "people/password.html", {"form": form}, status=status)
