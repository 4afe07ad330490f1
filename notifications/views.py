"""What was sent and what waits: to oneself with the words, to operators without them."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from notifications.choices import MessageKind, MessageState
from notifications.composing import Composed, Skip, preview
from notifications.permissions import (
    message_for_operator,
    message_for_receiver,
    messages_for_operator,
    messages_to,
)
from notifications.services import retry_message
from people.permissions import administrators_only
from people.requests import SignedInRequest
from web.pagination import page_of
from web.responses import redirect_after_post, render_page


class OutboxFilterForm(forms.Form):
    """What narrows the outbox."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *MessageState.choices])
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any"), *MessageKind.choices])


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    page = page_of(messages_to(request.user), request.GET, order=["-id"])
    return render_page(request, "notifications/inbox.html", {"page": page})


@never_cache
@require_safe
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    """One message with its words; of a reminder that waits, those it would go out with now, links and all."""
    found = message_for_receiver(request.user, pk)
    shown = preview(found)
    context = {
        "message": found,
        "preview": shown if isinstance(shown, Composed) else None,
        "gone": shown.reason if isinstance(shown, Skip) and not shown.keeps_words else "",
    }
    return render_page(request, "notifications/message.html", context)


@administrators_only
@require_safe
def outbox(request: SignedInRequest) -> HttpResponse:
    form = OutboxFilterForm(request.GET)
    told = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    page = page_of(messages_for_operator().filter(**told), request.GET, order=["-id"], size=50)
    return render_page(request, "notifications/outbox.html", {"form": form, "page": page})


@administrators_only
@require_POST
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    retry_message(message_for_operator(pk))
    messages.success(request, "It is owed again and goes out with the next round.")
    return redirect_after_post(request, "notifications:outbox")
