"""Who may see a restricted incident."""

from typing import Any

from django import forms

from incidents.models import Incident
from incidents.queries import people_to_name
from people.models import User


class _NamedPeople(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name} ({obj.email})"


class RestrictForm(forms.Form):
    """Who else sees a restricted incident, besides who restricts it."""

    people = _NamedPeople(
        User.objects.none(), label="Who else may see it", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, incident: Incident, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people_to_name(incident).exclude(pk=by.pk)


class _NamedPerson(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name} ({obj.email})"


class AccessForm(forms.Form):
    """One more person to name."""

    person = _NamedPerson(User.objects.none(), empty_label="Choose a person")

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_to_name(incident)
