"""The first page of a new organisation."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people.forms import FirstRunForm, add_refusals
from people.rules import RefusedError
from people.services.first_run import (
    NotTheFirstError,
    TooManyTriesError,
    check_setup_code,
    create_first_administrator,
    first_run_is_open,
)
from web.responses import redirect_after_post, render_page


@login_not_required
@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    if not first_run_is_open():
        raise Http404
    form = FirstRunForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST":
        try:
            if form.is_valid():
                person = create_first_administrator(**form.cleaned_data)
                login(request, person)
                return redirect_after_post(request, "people:agreement")
            if "code" in form.cleaned_data:  # so that all that is wrong is said at once
                check_setup_code(form.cleaned_data["code"])
        except NotTheFirstError:
            raise Http404 from None
        except RefusedError as error:
            add_refusals(form, error.reasons, fields={"code": "code"})
        except TooManyTriesError:
            form.add_error("code", "Too many wrong codes. Wait an hour and try again.")
            status = 429
    return render_page(request, "people/first_run.html", {"form": form}, status=status)
