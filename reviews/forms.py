"""Forms of lessons: parse and shape input, nothing else."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from actions.forms import DATE, not_passed
from people.models import Team, User
from postmortems.models import Postmortem
from postmortems.permissions import postmortems_visible_to
from reviews.choices import StillTrueAnswer
from reviews.listing import Listing
from reviews.models import Circle


class LessonForm(forms.Form):
    """What others could take from an incident."""

    text = forms.CharField(
        label="What is transferable?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One sentence that somebody who was not there could use: “A queue without a limit hides an outage "
        "until it is one; ours now have a limit and an alert at half of it.”",
    )
    concerns = forms.ModelMultipleChoiceField(
        Team.objects.none(),
        label="To whom?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all empty if it concerns every team.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerns"].queryset = Team.objects.filter(is_active=True)  # type: ignore[attr-defined]


class _TeamForm(forms.Form):
    """For which team somebody answers."""

    team = forms.ModelChoiceField(Team.objects.none(), empty_label="Choose a team")

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        field.queryset = Team.objects.filter(pk__in=[team.pk for team in teams])  # type: ignore[attr-defined]
        if len(teams) == 1:
            field.initial = teams[0]


class TakeUpForm(_TeamForm):
    """The action that a team makes of a lesson."""

    title = forms.CharField(label="What will be different in your team?", max_length=300)
    owner = forms.ModelChoiceField(
        User.objects.none(), empty_label="Choose a person", help_text="A person, not a team."
    )
    due_on = forms.DateField(label="Due date", widget=DATE, validators=[not_passed])
    outcome = forms.CharField(
        label="Outcome somebody could check",
        max_length=500,
        required=False,
        help_text="What could somebody look at to see that it is done?",
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class NotForUsForm(_TeamForm):
    """Why a lesson does not apply."""

    reason = forms.CharField(
        label="Why does it not apply to you?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A respected answer: the next team may find the same is true of theirs.",
    )


class OpenForm(forms.Form):
    """What a meeting will read together: one or two are enough."""

    readings = forms.TypedMultipleChoiceField(
        label="What will you read together?",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="One or two are enough for an hour.",
    )

    def __init__(
        self, *args: Any, user: User, listing: Listing, suggested: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"readings": [number for number, _ in suggested]})
        super().__init__(*args, **kwargs)
        why = dict(suggested)
        rows = sorted(listing.published, key=lambda row: (row.number not in why, -row.number))
        self._user = user
        self.fields["readings"].choices = [  # type: ignore[attr-defined]
            (row.number, f"{row.public_number} {row.title}" + (f" ({why[row.number]})" if row.number in why else ""))
            for row in rows
        ]

    def clean_readings(self) -> list[Postmortem]:
        """Return the documents of the chosen numbers."""
        chosen = self.cleaned_data["readings"]
        return list(postmortems_visible_to(self._user).filter(lead_incident__number__in=chosen))


class CloseForm(forms.Form):
    """Who was there."""

    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(),
        label="Which teams were here?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="People put themselves down, if they like.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = Team.objects.filter(is_active=True)  # type: ignore[attr-defined]


class CircleForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A circle: its name, its teams, who usually leads the meeting."""

    class Meta:
        model = Circle
        fields = ("name", "teams", "chair", "is_active")
        widgets: ClassVar = {"teams": forms.CheckboxSelectMultiple}
        labels: ClassVar = {"is_active": "In use"}
        help_texts: ClassVar = {"chair": "Leads the meeting. Facilitators and leadership may, too."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = Team.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["chair"].queryset = User.objects.active()  # type: ignore[attr-defined]
        self.fields["chair"].empty_label = "Nobody in particular"  # type: ignore[attr-defined]
        if not self.instance.pk:
            del self.fields["is_active"]


class StillTrueForm(forms.Form):
    """Whether a document of a year ago still holds."""

    answer = forms.ChoiceField(label="Is it still true?", choices=StillTrueAnswer.choices, widget=forms.RadioSelect)
    word = forms.CharField(
        label="In a word", max_length=300, required=False, help_text="What is different now; a yes needs none."
    )

    def clean(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        if told.get("answer") not in {None, StillTrueAnswer.YES} and not told.get("word"):
            self.add_error("word", "Say in a word what is different now.")
        return told
