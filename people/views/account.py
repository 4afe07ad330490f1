"""allauth's pages, answering 422 to a form that is not right as all our pages do."""

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth
from django.http import HttpResponse


class UnprocessableMixin:
    """Say with the status that the form came back."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class SignIn(UnprocessableMixin, allauth.LoginView):  # type: ignore[misc]
    """Sign in with mail address and password."""


class AskForReset(UnprocessableMixin, allauth.PasswordResetView):  # type: ignore[misc]
    """Ask for a link; the answer is the same whoever asks."""


class ResetPassword(UnprocessableMixin, allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    """Choose a new password with the link of a mail."""


sign_in = SignIn.as_view()
ask_for_reset = AskForReset.as_view()
reset_password = ResetPassword.as_view()
