"""The filters of the list of incidents."""

from collections.abc import Mapping
from typing import Any

from django import forms

from incidents.choices import IncidentKind
from incidents.forms.times import FIRST_YEAR
from incidents.queries import FilterChoices
from web.widgets import QuickSelect, one_of


class FilterForm(forms.Form):
    """The filters of the list: all of them in the address, none of them by person."""

    text = forms.CharField(label="Words in the title", required=False, max_length=100)
    service = forms.ChoiceField(required=False, widget=QuickSelect)
    tag = forms.ChoiceField(required=False, widget=QuickSelect)
    severity = forms.ChoiceField(required=False, widget=QuickSelect)
    kind = forms.ChoiceField(required=False, choices=[("", "any"), *IncidentKind.choices], widget=QuickSelect)
    team = forms.ChoiceField(required=False, widget=QuickSelect)
    year = forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=2999)
    near_miss = forms.BooleanField(label="Near misses only", required=False)

    def __init__(self, data: Mapping[str, Any], *, choices: FilterChoices) -> None:
        super().__init__(data)
        offered = {
            "service": choices.services,
            "tag": choices.tags,
            "severity": choices.severities,
            "team": choices.teams,
        }
        for name, found in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = one_of(found, "any")

    def wanted(self) -> dict[str, Any]:
        """Return the filters that hold; what cannot be read filters nothing and says so at its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
