"""Forms around reminders: the policy, one's own preferences and absences, and what a reminder asks."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from actions.choices import ActionKind
from actions.models import NudgePace
from people.calendars import countries, subdivisions
from people.forms import WEEKDAYS, add_refusals
from people.models import NO_HOLIDAYS, User
from people.rules import quiet_hours_refusals

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PaceForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The reminders of one priority."""

    class Meta:
        model = NudgePace
        fields = (
            *("due_soon_days", "overdue_after", "repeat_every", "repeat_at_most"),
            *("stale_after", "escalate_after", "snooze_at_most"),
        )


class VerificationForm(forms.Form):
    """After how many weeks we ask whether what was done held, by kind."""

    def __init__(self, *args: Any, weeks: dict[str, int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {**dict(ActionKind.choices), "": "Not sorted"}
        for kind, n in weeks.items():
            self.fields[f"weeks_{kind}"] = forms.IntegerField(
                label=names[kind], required=False, min_value=1, max_value=104, initial=n
            )

    @property
    def weeks(self) -> dict[str, int | None]:
        """What was asked for, by kind."""
        return {name.removeprefix("weeks_"): value for name, value in self.cleaned_data.items()}


class PlaceForm(forms.Form):
    """Whose public holidays count."""

    country = forms.ChoiceField(label="Public holidays of", required=False)
    subdivision = forms.CharField(
        label="State or region",
        required=False,
        max_length=10,
        help_text="Its code, such as BY for Bavaria or TX for Texas, where its holidays differ.",
    )

    def __init__(self, *args: Any, empty: str = "No public holidays", none: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty), *([(NO_HOLIDAYS, none)] if none else []), *countries().items()]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        country, subdivision = cleaned.get("country", ""), str(cleaned.get("subdivision", "")).strip().upper()
        cleaned["subdivision"] = subdivision
        known = subdivisions(country)
        if subdivision and subdivision not in [code.upper() for code in known]:
            said = f"Known are {', '.join(known)}." if known else "This country has no regions of its own."
            self.add_error("subdivision", said)
        elif subdivision:
            cleaned["subdivision"] = next(code for code in known if code.upper() == subdivision)
        return cleaned


class ReminderForm(forms.ModelForm):  # type: ignore[type-arg]
    """When and how often somebody wants to be reminded, within what the organisation allows."""

    working_days = forms.TypedMultipleChoiceField(
        label="Working days",
        choices=WEEKDAYS,
        coerce=int,
        error_messages={"required": "Choose at least one day."},
        widget=forms.CheckboxSelectMultiple,
    )
    nudge_ahead = forms.IntegerField(
        label="Working days before a date",
        required=False,
        min_value=1,
        max_value=20,
        help_text="Fewer than the organisation has; more counts as that. Empty: as the organisation has it.",
    )
    nudge_every = forms.IntegerField(
        label="Days between two reminders of the same",
        required=False,
        min_value=1,
        max_value=60,
        help_text="More than the organisation has, up to what it allows for each priority. Empty: as it has it.",
    )

    class Meta:
        model = User
        fields = ("working_days", "quiet_from", "quiet_until", "nudges_weekly", "nudge_ahead", "nudge_every")
        widgets: ClassVar = {"quiet_from": TIME, "quiet_until": TIME}
        labels: ClassVar = {
            "quiet_from": "No reminders from",
            "quiet_until": "until",
            "nudges_weekly": "Send me reminders at most once a week",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("quiet_from") and cleaned.get("quiet_until"):
            hours = {name: cleaned[name] for name in ("quiet_from", "quiet_until")}
            add_refusals(self, quiet_hours_refusals(**hours), fields={"quiet": "quiet_from"})
        return cleaned


class AbsenceForm(forms.Form):
    """Days on which one is away."""

    from_on = forms.DateField(label="First day", widget=DATE)
    until_on = forms.DateField(label="Last day", widget=DATE)
    stand_in = forms.ModelChoiceField(
        User.objects.none(),
        label="Who looks after it meanwhile",
        required=False,
        empty_label="Nobody: it waits until I am back",
        help_text="Is reminded instead of you, of what they may see.",
    )

    def __init__(self, *args: Any, others: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = others  # type: ignore[attr-defined]


class SnoozeForm(forms.Form):
    """Until when, and what it waits for."""

    until = forms.DateField(label="Remind again on", widget=DATE)
    reason = forms.CharField(label="What does it wait for?", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, longest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = f"At the latest on {longest.day} {longest:%B}. For longer, give it a new date."


class VerifyForm(forms.Form):
    """Whether it held, and what shows it."""

    held = forms.TypedChoiceField(
        label="Did it hold?",
        choices=[("yes", "Yes: it does what it was for"), ("no", "No: it is opened again")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label="What shows it?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The alert that fired in the last drill, the incident that stayed small, or what went wrong all the same.",
    )


class StandByForm(forms.Form):
    """Why we still won't do it, and when to look again."""

    reason = forms.CharField(label="Why does the reasoning still hold?", widget=forms.Textarea(attrs={"rows": 3}))
    look_again_on = forms.DateField(
        label="Look again on", required=False, widget=DATE, help_text="Empty: it is not looked at again by itself."
    )
