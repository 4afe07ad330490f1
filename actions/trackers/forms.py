"""Forms of tickets and connections."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet

from actions.trackers.adapters import USUAL_ADDRESS, shape_problem
from actions.trackers.choices import TrackerKind
from actions.trackers.models import TrackerConnection


class CreateTicketForm(forms.Form):
    """Where the ticket is made; of a restricted incident only after a word."""

    connection = forms.ModelChoiceField(TrackerConnection.objects.none(), empty_label=None)

    def __init__(self, *args: Any, connections: QuerySet[TrackerConnection], restricted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["connection"].queryset = connections  # type: ignore[attr-defined]
        if restricted:
            self.fields["confirmed"] = forms.BooleanField(
                label="Make a ticket of this restricted incident",
                required=False,
                help_text="It will hold the number of the action and a link that asks for sign-in, nothing else.",
            )
            self.fields["confirmed"].asked = True  # type: ignore[attr-defined]


class LinkTicketForm(forms.Form):
    """A ticket that is there already."""

    url = forms.CharField(
        label="Address of the ticket",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://github.com/acme/shop/issues/17"}),
    )


class ConnectionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A tracker, what signs us in there, and what its webhooks are signed with. Secrets are never shown again."""

    base_url = forms.URLField(
        label="Address of its API",
        max_length=300,
        assume_scheme="https",
        help_text="https://api.github.com, https://gitlab.com, https://you.atlassian.net or "
        "https://api.linear.app/graphql.",
    )
    token = forms.CharField(
        label="Token",
        max_length=2000,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    webhook_secret = forms.CharField(
        label="Webhook secret",
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = TrackerConnection
        fields = ("name", "kind", "base_url", "project", "account", "cancelled_words", "is_active")
        labels: ClassVar = {
            "account": "Mail address of the account",
            "cancelled_words": "What cancelled is called there",
            "is_active": "In use",
        }
        help_texts: ClassVar = {
            "project": "owner/repository, group/project, the project's key (OPS) or the team's (ENG).",
            "account": "Jira alone.",
            "cancelled_words": "GitLab: labels; Jira: statuses or resolutions of your own. With commas between.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose one"), *TrackerKind.choices]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["kind"].disabled = True
            self.fields["token"].help_text = "Kept, and never shown. Write a new one to change it."
            if self.instance.webhook_secret_sealed:
                self.fields["webhook_secret"].help_text = "Kept, and never shown. Write a new one to change it."
        else:
            self.fields["token"].asked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, project = cleaned.get("kind", ""), cleaned.get("project", "")
        if problem := project and shape_problem(kind, project):
            self.add_error("project", problem)
        address = urlsplit(cleaned.get("base_url") or "")
        if address.username or address.password or address.query or address.fragment:
            self.add_error("base_url", "Write the address alone, without a name, a password or a question.")
        moved = self.instance.pk and {"base_url"} & set(self.changed_data)
        if not cleaned.get("token") and (not self.instance.pk or moved):
            self.add_error("token", "Write the token." if not moved else "Another address needs its token anew.")
        if kind == TrackerKind.JIRA and not cleaned.get("account"):
            self.add_error("account", "Jira signs in an account by its mail address and a token.")
        return cleaned

    @property
    def usual_addresses(self) -> dict[str, str]:
        """Where each is to be found, unless it is one of your own."""
        return {str(kind): address for kind, address in USUAL_ADDRESS.items()}
