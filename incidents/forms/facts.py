"""Recording an incident and changing what is known of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import ngettext_lazy

from incidents.choices import DecisionKind, IncidentKind, KeyTime, RevenueKind, TagKind
from incidents.forms.addresses import web_address
from incidents.forms.times import ToldTimes, rows_of_times_in, zone_field
from incidents.models import Impact, Incident, IncidentLink, Service, Severity, Tag, TimelineEvent
from incidents.queries import severities_to_choose
from people.models import Team

NOT_KNOWN = "Not known yet"
TITLE_HELP = "What broke or nearly broke, as a system did it: “Checkout answers with 502”. Never name a person in it."


class _FactsForm(forms.Form):
    """What recording and changing facts share."""

    title = forms.CharField(max_length=200, help_text=TITLE_HELP)
    kind = forms.ChoiceField(choices=IncidentKind, required=False, initial=IncidentKind.UNKNOWN)
    severity = forms.ModelChoiceField(Severity.objects.none(), required=False, empty_label=NOT_KNOWN)
    summary = forms.CharField(
        label="In a few sentences",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was seen, from outside and from inside.",
    )
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.ModelMultipleChoiceField(Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("severity", severities_to_choose())
        self.offer("services", Service.objects.filter(is_active=True))
        self.offer("teams", Team.objects.filter(is_active=True))

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let the field choose among these rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or IncidentKind.UNKNOWN.value


class RecordForm(_FactsForm):
    """An incident in under a minute: the title is enough."""

    time_zone = zone_field(required=False)
    restricted = forms.BooleanField(
        label="Only the people named on it may see it",
        required=False,
        help_text="You are named on it, and can name others afterwards.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["autofocus"] = True
        for key in (KeyTime.BEGAN, KeyTime.DETECTED, KeyTime.MITIGATED, KeyTime.RESOLVED):
            self.fields.update(ToldTimes.fields_for(key.value, str(key.label)))

    def clean(self) -> dict[str, Any]:
        zone = self.cleaned_data.get("time_zone") or "UTC"
        keys = (KeyTime.BEGAN, KeyTime.DETECTED, KeyTime.MITIGATED, KeyTime.RESOLVED)
        self.cleaned_data["times"] = {key.value: ToldTimes.read(self, key.value, zone) for key in keys}
        return self.cleaned_data

    def rows_of_times(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return each key time's label and its three fields."""
        return rows_of_times_in(self)

    def facts(self) -> dict[str, Any]:
        """Return what record_incident takes."""
        names = ("title", "kind", "severity", "summary", "services", "teams", "times", "time_zone", "restricted")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def has_errors_below(self) -> bool:
        """Whether something other than the title was refused, so that the page opens the rest."""
        return any(name != "title" for name in self.errors)


class FactsForm(_FactsForm):
    """Title, kind, severity, services, teams, tags. Carries the version it began from."""

    system_tags = forms.CharField(
        label="Systems",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "system-tags", "autocomplete": "off"}),
        help_text="Tags, comma-separated, such as “kafka, edge”. New ones are made as you name them.",
    )
    category_tags = forms.CharField(
        label="Categories",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"list": "category-tags", "autocomplete": "off"}),
        help_text="Sorts of trouble, such as “certificate, capacity”.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, incident: Incident, data: Mapping[str, Any] | None = None) -> "FactsForm":
        """Return the form filled with what is known."""
        tags = list(incident.tags.all())
        initial = {
            "title": incident.title,
            "kind": incident.kind,
            "severity": incident.severity_id,
            "summary": incident.summary,
            "services": [service.pk for service in incident.services.all()],
            "teams": [team.pk for team in incident.teams.all()],
            "system_tags": _comma(tags, TagKind.SYSTEM),
            "category_tags": _comma(tags, TagKind.CATEGORY),
            "version": incident.version,
        }
        form = cls(data, initial=initial)
        # What is set already can be kept, also where it is no longer offered.
        set_already = Q(pk__in=initial["services"]) | Q(is_active=True)
        form.offer("services", Service.objects.filter(set_already))
        form.offer("teams", Team.objects.filter(Q(pk__in=initial["teams"]) | Q(is_active=True)))
        return form

    def clean_system_tags(self) -> list[str]:
        return self._names("system_tags")

    def clean_category_tags(self) -> list[str]:
        return self._names("category_tags")

    def _names(self, field: str) -> list[str]:
        names = [" ".join(name.split()) for name in self.cleaned_data[field].split(",") if name.strip()]
        longest = Tag._meta.get_field("name").max_length or 60  # noqa: SLF001
        if any(len(name) > longest for name in names):
            raise forms.ValidationError(
                ngettext_lazy("A tag has at most %d character.", "A tag has at most %d characters.", longest) % longest
            )
        return names

    def changes(self) -> dict[str, Any]:
        """Return what change_facts takes, tags aside."""
        names = ("title", "kind", "severity", "summary", "services", "teams")
        return {name: self.cleaned_data[name] for name in names}


def _comma(tags: Iterable[Tag], kind: str) -> str:
    return ", ".join(tag.name for tag in tags if tag.kind == kind)


class TimesForm(forms.Form):
    """The key times, in the zone they were told in. Carries the version it began from."""

    time_zone = zone_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in KeyTime:
            self.fields.update(ToldTimes.fields_for(key.value, str(key.label)))

    @classmethod
    def of(
        cls,
        incident: Incident,
        data: Mapping[str, Any] | None = None,
        *,
        proposed: Mapping[str, TimelineEvent] | None = None,
    ) -> "TimesForm":
        """Return the form filled with what is known, and with what is `proposed` for what is not."""
        initial: dict[str, Any] = {"time_zone": incident.time_zone, "version": incident.version}
        for key in KeyTime.values:
            told = proposed.get(key) if proposed else None
            known = (told.at, told.precision) if told else incident.key_time(key)
            initial |= ToldTimes.initial_for(key, *known, incident.time_zone)
        return cls(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        zone = self.cleaned_data.get("time_zone") or "UTC"
        self.cleaned_data["times"] = {key: ToldTimes.read(self, key, zone) for key in KeyTime.values}
        return self.cleaned_data

    def rows_of_times(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return each key time's label and its three fields."""
        return rows_of_times_in(self)

    def changes(self) -> dict[str, Any]:
        """Return what change_facts takes: the times that were touched, all of them where the zone was."""
        changed = set(self.changed_data)
        touched = {
            key: told
            for key, told in self.cleaned_data["times"].items()
            if changed & {f"{key}_day", f"{key}_clock", f"{key}_how", "time_zone"}
        }
        return touched | {"time_zone": self.cleaned_data["time_zone"]}


class ImpactForm(forms.ModelForm):  # type: ignore[type-arg]
    """What it meant. Each left empty is "not known yet"; nought has to be written."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Impact
        fields = (
            "users_affected",
            "users_share",
            "error_budget_spent",
            "revenue_kind",
            "revenue_amount",
            "revenue_currency",
            "support_tickets",
            "trust",
        )
        widgets = {"trust": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012

    def clean_revenue_currency(self) -> str:
        return str(self.cleaned_data["revenue_currency"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("revenue_kind") != RevenueKind.AMOUNT and (
            data.get("revenue_amount") is not None or data.get("revenue_currency")
        ):
            self.add_error("revenue_kind", "A figure is given. Choose “An amount”, or leave the figure empty.")
        return data

    def changes(self) -> dict[str, Any]:
        """Return what change_impact takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class LinkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A page elsewhere."""

    url = forms.URLField(label="Address", max_length=1000, assume_scheme="https")

    class Meta:
        model = IncidentLink
        fields = ("url", "label")

    def clean_url(self) -> str:
        return web_address(self.cleaned_data["url"])


class DecisionForm(forms.Form):
    """What is written about this incident, and why."""

    decision = forms.ChoiceField(choices=DecisionKind, widget=forms.RadioSelect)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Kept with the incident. The next person with one like it will read it.",
    )
