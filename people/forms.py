"""Forms about people: parse and shape input. Services decide and save."""

import zoneinfo
from functools import cache
from typing import Any, ClassVar

from allauth.account.forms import (
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    UserTokenForm,
)
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from people import queries
from people.models import Invitation, Team, User, validate_time_zone
from people.rules import Refusal

WEEKDAYS = [
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
    (6, "Saturday"),
    (7, "Sunday"),
]


@cache
def time_zone_names() -> list[str]:
    """Every name a person would look for: places, and UTC."""
    return [
        "UTC",
        *sorted(name for name in zoneinfo.available_timezones() if "/" in name and name[:4] != "Etc/"),
    ]


class TimeZoneInput(forms.TextInput):
    """A text field that suggests zones while one types, and is a plain text field where nothing can."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        suggestions = f"{(attrs or {}).get('id', name)}-zones"
        control = super().render(name, value, (attrs or {}) | {"list": suggestions}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', control, suggestions, _zone_options())


@cache
def _zone_options() -> SafeString:
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in time_zone_names()))


class TimeZoneField(forms.CharField):
    """A zone by its name or by its city's, where one has it; spaces stand for underscores, case does not matter."""

    widget = TimeZoneInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Time zone")
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault(
            "help_text",
            "Begin to type a city, such as Berlin. Times are shown in this zone.",
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value)).strip().replace(" ", "_").lower()
        if not typed and not self.required:
            return ""
        name = next((zone for zone in zoneinfo.available_timezones() if zone.lower() == typed), None)
        cities = [zone for zone in time_zone_names() if zone.lower().rpartition("/")[2] == typed]
        if name is None and len(cities) == 1:
            return cities[0]
        if name is None:
            validate_time_zone(str(value))
            raise ValidationError("Write a time zone such as Europe/Berlin.")
        return name


def offer_browser_zone(form: forms.Form) -> None:
    """Let the browser say the zone, as long as nobody has."""
    if not form.is_bound:
        form.fields["time_zone"].widget.attrs["data-browser-zone"] = True


class NewPasswordField(forms.CharField):
    """A password to be chosen, with the rules said beforehand."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Password")
        kwargs.setdefault("strip", False)
        kwargs.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": "new-password"}))
        kwargs.setdefault(
            "help_text",
            "At least 12 characters, not all of them digits. A sentence is good.",
        )
        super().__init__(**kwargs)


def check_password(form: forms.Form, field: str, person: User) -> None:
    """Put what the password rules say at the field."""
    password = form.cleaned_data.get(field)
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            form.add_error(field, error)


def add_refusals(form: forms.BaseForm, reasons: list[Refusal], *, fields: dict[str, str] | None = None) -> None:
    """Show why a service refused, at the field it speaks of where there is one."""
    for reason in reasons:
        form.add_error((fields or {}).get(reason.code), reason.message)


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Mail address"
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class AskForResetForm(ResetPasswordForm):  # type: ignore[misc]
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Mail address"
        self.fields["email"].widget.attrs.pop("placeholder", None)


class ResetForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """allauth's, with one field: a password manager types it, or a person can look at it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"] = NewPasswordField(label="New password")
        self.fields.pop("password2", None)

    def clean(self) -> dict[str, Any]:
        check_password(self, "password1", self.user)
        return dict(self.cleaned_data)


class ResetTokenForm(UserTokenForm):  # type: ignore[misc]
    """allauth's, for people who may sign in: a link does not outlive its person's access."""

    def _get_user(self, uidb36: str) -> User | None:
        person = super()._get_user(uidb36)
        return person if isinstance(person, User) and person.is_active else None


class FirstRunForm(forms.Form):
    """The first administrator."""

    code = forms.CharField(
        label="One-time code",
        max_length=100,
        help_text="The console printed it when Second Story started.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )
    display_name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = NewPasswordField()
    time_zone = TimeZoneField(initial="UTC")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person = User(email=cleaned.get("email", ""), display_name=cleaned.get("display_name", ""))
        check_password(self, "password", person)
        return cleaned


class AgreementForm(forms.Form):
    """A new text of the agreement. `based_on` is the version that was read while writing."""

    body = forms.CharField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 24, "class": "prose-input"}),
        help_text="Markdown. Everybody reads it before their first draft; earlier versions stay readable.",
        max_length=40_000,
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one changes about oneself."""

    time_zone = TimeZoneField()

    class Meta:
        model = User
        fields = ("display_name", "time_zone", "wants_digest", "wants_one_to_read")
        labels: ClassVar[dict[str, str]] = {
            "display_name": "Your name",
            "wants_digest": "Send me the monthly digest",
            "wants_one_to_read": "Send me one post-mortem a week that I have probably not read",
        }


class PasswordForm(forms.Form):
    """A new password, for somebody who knows the present one."""

    present = forms.CharField(
        label="Present password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = NewPasswordField(label="New password")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_present(self) -> str:
        present = str(self.cleaned_data["present"])
        if not self.person.check_password(present):
            raise ValidationError("This is not your present password.", code="present")
        return present

    def clean(self) -> dict[str, Any]:
        check_password(self, "password", self.person)
        return dict(self.cleaned_data)


class AcceptForm(forms.Form):
    """What an invited person says about themselves."""

    display_name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = NewPasswordField()
    time_zone = TimeZoneField(initial="UTC")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        offer_browser_zone(self)

    def clean(self) -> dict[str, Any]:
        person = User(email=self.email, display_name=self.cleaned_data.get("display_name", ""))
        check_password(self, "password", person)
        return dict(self.cleaned_data)


class TeamChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A team that is in use, or none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("empty_label", "No team yet")
        super().__init__(queries.active_teams(), **kwargs)


ROLE_HELP = {
    "is_facilitator": "Draws a post-mortem out of those who were there; not from their team.",
    "is_leadership": "Reviews what the severity policy sends to leadership.",
    "is_administrator": "Manages people, teams and policy. Sees no restricted incident by it.",
}


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whom to invite, and to what."""

    team = TeamChoice()

    class Meta:
        model = Invitation
        fields = ("email", "display_name", "team", "is_facilitator", "is_leadership", "is_administrator")
        help_texts = ROLE_HELP

    def validate_unique(self) -> None:
        """Leave this to the service, whose words say what to do."""

    def validate_constraints(self) -> None:
        """Leave this to the service, whose words say what to do."""


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """What administrators change about a person."""

    teams = forms.ModelMultipleChoiceField(
        queries.active_teams(), required=False, widget=forms.CheckboxSelectMultiple, label="Teams"
    )

    class Meta:
        model = User
        fields = ("display_name", "is_facilitator", "is_leadership", "is_administrator")
        help_texts = ROLE_HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = queries.active_teams()  # type: ignore[attr-defined]
        self.initial["teams"] = list(queries.teams_of(self.instance))


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]
    """A team's name, lead and members."""

    lead = forms.ModelChoiceField(
        queries.active_people(),
        required=False,
        empty_label="Nobody yet",
        label="Team lead",
        help_text="Hears of actions that have no owner any more.",
    )
    members = forms.ModelMultipleChoiceField(
        queries.active_people(), required=False, widget=forms.CheckboxSelectMultiple, label="Members"
    )

    class Meta:
        model = Team
        fields = ("name", "lead", "is_active")
        labels: ClassVar[dict[str, str]] = {"is_active": "In use"}
        help_texts: ClassVar[dict[str, str]] = {
            "is_active": "A team that is not in use keeps its past and is offered nowhere."
        }

    field_order = ("name", "lead", "members", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.slug:
            del self.fields["is_active"]
        else:
            self.initial["members"] = list(queries.members_of(self.instance))

    def validate_constraints(self) -> None:
        """Leave this to the service, whose words say what to do."""


class PeopleFilterForm(forms.Form):
    """What narrows the list of people."""

    words = forms.CharField(label="Name or mail address", required=False, max_length=100)
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[
            ("", "Any"),
            ("facilitator", "Facilitator"),
            ("leadership", "Leadership"),
            ("administrator", "Administrator"),
        ],
    )
    team = TeamChoice(empty_label="Any")
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("", "Can sign in"), ("deactivated", "Deactivated")]
    )
