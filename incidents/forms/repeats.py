"""Saying that an incident is a repeat, and taking it back."""

import re
from typing import Any

from django import forms

from incidents.models import Incident
from incidents.permissions import incidents_visible_to
from incidents.repeats.rules import repeat_blockers
from people.models import User

_NUMBER = re.compile(r"(?:INC-)?0*([1-9][0-9]{0,14})", re.IGNORECASE)


class RepeatForm(forms.Form):
    """Which earlier incident it repeats, and what is the same."""

    of = forms.CharField(label="The earlier incident", max_length=40, help_text="Its number, such as INC-17.")
    note = forms.CharField(
        label="What is the same",
        required=False,
        max_length=300,
        help_text="The condition that held both times, if you know it.",
    )

    def __init__(self, *args: Any, incident: Incident, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident, self.by = incident, by

    def clean_of(self) -> Incident:
        said = _NUMBER.fullmatch(self.cleaned_data["of"].strip())
        found = incidents_visible_to(self.by).filter(number=int(said.group(1))).first() if said else None
        if found is None:
            raise forms.ValidationError("There is no incident of this number that you can see.")
        if blockers := repeat_blockers(self.incident, found):
            raise forms.ValidationError([blocker.message for blocker in blockers])
        return found


class WithdrawRepeatForm(forms.Form):
    """Why it is not a repeat after all."""

    because = forms.CharField(label="Why it is not a repeat", max_length=300, help_text="A word is enough. It is kept.")
