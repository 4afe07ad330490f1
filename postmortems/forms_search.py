"""What a search is asked for. Its GET parameters are the address one shares."""

from typing import Any

from django import forms
from django.utils import timezone

from incidents.choices import IncidentKind
from incidents.models import Service, Severity, Tag
from people.models import Team
from postmortems.choices import SearchKind
from postmortems.search.finding import Filters

FIRST_YEAR = 2000


class SearchForm(forms.Form):
    """Words and what to narrow them to. A filter it does not understand is left out, and old links keep working."""

    q = forms.CharField(
        label="Search for",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text="“Quoted words” stay together, -word leaves out.",
    )
    kind = forms.ChoiceField(label="Among", choices=[("", "Everything"), *SearchKind.choices], required=False)
    service = forms.ModelChoiceField(Service.objects.none(), required=False, empty_label="Every service")
    tag = forms.ModelChoiceField(Tag.objects.none(), required=False, empty_label="Every tag")
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="Every team")
    severity = forms.ModelChoiceField(
        Severity.objects.none(), required=False, empty_label="Every severity", to_field_name="level"
    )
    incident_kind = forms.ChoiceField(label="Kind", choices=[("", "Every kind"), *IncidentKind.choices], required=False)
    year = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models = {"service": Service, "tag": Tag, "team": Team, "severity": Severity}
        for name, model in models.items():
            self.fields[name].queryset = model.objects.all()  # type: ignore[attr-defined]
        years = range(timezone.now().year, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [("", "Every year"), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """Return what was understood."""
        self.is_valid()
        wanted = self.cleaned_data
        return Filters(
            kind=wanted.get("kind", ""),
            service=wanted["service"].pk if wanted.get("service") else None,
            tag=wanted["tag"].pk if wanted.get("tag") else None,
            team=wanted["team"].pk if wanted.get("team") else None,
            severity=wanted["severity"].level if wanted.get("severity") else None,
            incident_kind=wanted.get("incident_kind", ""),
            year=wanted.get("year"),
        )
