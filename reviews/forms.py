"""Forms of lessons: parse and shape input, nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from actions.forms import DATE, DeclineForm, RescheduleForm, not_passed, the_one_meant
from people.models import Team, User
from postmortems.permissions import postmortems_visible_to
from reviews.choices import StillTrueAnswer
from reviews.models import Circle
from reviews.services.meetings import LONGEST, Planned
from reviews.topics import FIXED, FOR_EACH_READING, USUAL_MINUTES

IN_TWO_WEEKS = timedelta(days=14)


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


class PlanForm(forms.Form):
    """What a meeting reads together, and its topics in order with the minutes they take."""

    readings = forms.TypedMultipleChoiceField(
        label="What will you read together?",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="One or two are enough for an hour. Those that others can take most from stand first.",
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        choices: Sequence[tuple[int, str, str, str]],
        chosen: Sequence[int],
        slots: Sequence[tuple[str, str]],
        planned: Mapping[str, tuple[int, int | None]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        self.fields["readings"].initial = list(chosen)
        self.fields["readings"].choices = [  # type: ignore[attr-defined]
            (number, f"{public_number} {title} ({why})") for number, public_number, title, why in choices
        ]
        in_order = sorted(slots, key=lambda slot: planned[slot[0]][0] if slot[0] in planned else len(slots))
        self._slots = in_order if planned else list(slots)
        for place, (slot, title) in enumerate(self._slots, start=1):
            if slot not in FIXED:
                self.fields[f"order_{slot}"] = forms.IntegerField(
                    label=f"Place of “{title}”", min_value=1, max_value=99, initial=place, required=False
                )
            usual = USUAL_MINUTES.get(slot, 5)
            self.fields[f"minutes_{slot}"] = forms.IntegerField(
                label=f"Minutes for “{title}”",
                min_value=1,
                max_value=LONGEST,
                required=False,
                initial=planned[slot][1] if slot in planned else None if planned else usual,
                widget=forms.NumberInput(attrs={"data-minutes": "readings" if slot in FOR_EACH_READING else ""}),
            )

    @property
    def rows(self) -> list[tuple[str, forms.BoundField | str, forms.BoundField]]:
        """Each topic with its place, in words where it cannot be moved, and its minutes."""
        return [
            (title, FIXED.get(slot) or self[f"order_{slot}"], self[f"minutes_{slot}"]) for slot, title in self._slots
        ]

    @property
    def minutes_in_all(self) -> int:
        """The minutes that stand there, those of a reading for each document that is chosen; the page adds up anew."""
        readings = len(self["readings"].value() or [])
        told = [(slot, str(self[f"minutes_{slot}"].value() or "")) for slot, _ in self._slots]
        return sum(
            int(minutes) * (readings if slot in FOR_EACH_READING else 1)
            for slot, minutes in told
            if minutes.isdecimal()
        )

    @property
    def cleaned_plan(self) -> dict[str, Any]:
        """The documents of the chosen numbers, and the topics in the order they were given."""
        facts = self.cleaned_data
        visible = postmortems_visible_to(self._user).filter(lead_incident__number__in=facts["readings"])
        place = {number: place for place, (number, _) in enumerate(self.fields["readings"].choices)}  # type: ignore[attr-defined]
        documents = sorted(visible.select_related("lead_incident"), key=lambda one: place[one.lead_incident.number])
        before = {slot: place for place, (slot, _) in enumerate(self._slots, start=1)}

        def wanted(slot: str) -> tuple[int, int]:
            """Where it is to stand. Of two with one place the one that was moved has it, and the other makes room."""
            place = facts.get(f"order_{slot}") or before[slot]
            return place, (place > before[slot]) - (place < before[slot])

        slots = sorted(before, key=wanted)
        return {"readings": documents, "planned": [Planned(slot, facts[f"minutes_{slot}"]) for slot in slots]}


class StoryForm(forms.Form):
    """A leader's own story."""

    text = forms.CharField(
        label="What happened to you?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Something you did that went otherwise than you meant, and what made it likely. A few lines to tell "
        "it from are enough.",
    )
    is_off_record = forms.BooleanField(
        label="Keep it off the record",
        required=False,
        initial=True,
        help_text="Then nobody else sees these words: you tell them. Your name, and that there is a story, are shown "
        "on the wall. The words are in no minutes and no mail, and are deleted when the meeting is closed. "
        "Otherwise they are shown while you tell them, and kept in the minutes with your name.",
    )


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


GOES_ON = {"data-goes-on": ""}
"""Enter goes on from here to the next field: something is still to be said, or to be looked at, before it is sent."""


def one_line(**attrs: str) -> forms.TextInput:
    """A line where one begins: what is decided aloud is put down in a sentence."""
    return forms.TextInput(attrs=attrs | {"data-first": ""})


class NewDateForm(RescheduleForm):
    """A new date and its reason. Unless another is said it is two weeks on, from the planned one where that is ahead."""

    reason = forms.CharField(label="Why a new date?", widget=one_line())

    def __init__(self, *args: Any, planned: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned = planned
        self.fields["due_on"].initial = max(timezone.localdate(), planned or date.min) + IN_TWO_WEEKS
        self.fields["due_on"].widget.attrs |= GOES_ON | ({"data-planned": planned.isoformat()} if planned else {})

    @property
    def is_earlier(self) -> bool:
        """Whether what was chosen comes before what was planned: often right, and worth a second look."""
        chosen = getattr(self, "cleaned_data", {}).get("due_on")
        return bool(chosen and self.planned and chosen < self.planned)


class WontDoForm(DeclineForm):
    """Why it will not be done, in a line; what else belongs to it stands on the action's page."""

    reasoning = forms.CharField(
        label="Why won't we do this?", widget=one_line(), help_text="What changed, and what we accept instead."
    )
    reopen_if = None  # type: ignore[assignment]  # Django's way to leave a field out
    look_again_on = forms.DateField(label="When to look again?", required=False, widget=DATE, validators=[not_passed])


class OfferForm(forms.Form):
    """To whom an action is offered: the beginning of a name is enough where it means one person."""

    to = forms.CharField(
        label="To whom?",
        max_length=254,
        widget=one_line(list="people-here", autocomplete="off", **GOES_ON),
        help_text="The beginning of a name or a mail address. They are asked by mail, and it stays until they accept.",
    )
    word = forms.CharField(label="A word to them", required=False)

    def __init__(self, *args: Any, owners: QuerySet[User] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owners = owners

    def clean_to(self) -> User:
        """Find the one person who is meant among those who may own it."""
        owners = self._owners if self._owners is not None else User.objects.none()
        return the_one_meant(owners, self.cleaned_data["to"])


VERBS = {"reschedule": NewDateForm, "decline": WontDoForm, "hand-over": OfferForm}
"""What an action that waits is settled with in a meeting."""


class ReadingPolicyForm(forms.Form):
    """Whether it is noted which teams read."""

    is_noted = forms.BooleanField(
        label="Note which teams read a post-mortem",
        required=False,
        help_text="A published post-mortem that stays open for half a minute leaves one note a month: that the teams of "
        "the person who reads have read it. No person, no time. The page says so to its readers.",
    )
