"""What a search is asked for. Its GET parameters are the address one shares."""

from collections.abc import Mapping
from typing import Any

from django import forms

from incidents.choices import IncidentKind
from incidents.queries import FilterChoices
from postmortems.choices import SearchKind
from postmortems.search.finding import Filters
from web.widgets import QuickSelect, one_of

FIRST_YEAR, LAST_YEAR = 1990, 2999


class SearchForm(forms.Form):
    """Words and what to narrow them to. A filter it does not understand is left out, and old links keep working.

    The choices are empty where nothing is narrowed: most searches are words alone.
    """

    FILTERS = ("kind", "service", "tag", "team", "severity", "incident_kind", "year")

    q = forms.CharField(
        label="Search for",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text="“Quoted words” stay together, -word leaves out.",
    )
    kind = forms.ChoiceField(
        label="Among", choices=one_of(tuple(SearchKind.choices), "Everything"), required=False, widget=QuickSelect
    )
    service = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, widget=QuickSelect)
    tag = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, widget=QuickSelect)
    team = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, widget=QuickSelect)
    severity = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, widget=QuickSelect)
    incident_kind = forms.ChoiceField(
        label="Kind", choices=one_of(tuple(IncidentKind.choices), "Every kind"), required=False, widget=QuickSelect
    )
    year = forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, data: Mapping[str, Any], *, choices: FilterChoices) -> None:
        super().__init__(data)
        offered = {
            "service": choices.services,
            "tag": choices.tags,
            "team": choices.teams,
            "severity": choices.severities,
        }
        for name, found in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = one_of(found, f"Every {name}")

    def filters(self) -> Filters:
        """Return what was understood."""
        self.is_valid()
        wanted = self.cleaned_data
        return Filters(
            kind=wanted.get("kind", ""),
            service=wanted.get("service"),
            tag=wanted.get("tag"),
            team=wanted.get("team"),
            severity=wanted.get("severity"),
            incident_kind=wanted.get("incident_kind", ""),
            year=wanted.get("year"),
        )
