"""What people type about incidents, read into values. Nothing is saved here."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import ngettext_lazy

from incidents.choices import (
    DecisionKind,
    EventKind,
    EventSource,
    IncidentKind,
    KeyTime,
    Precision,
    RevenueKind,
    TagKind,
)
from incidents.models import Impact, Incident, IncidentLink, Service, Severity, Tag, TimelineEvent
from incidents.queries import FilterChoices, people_to_name, severities_to_choose
from incidents.rules import zone_named
from people.models import Team, User, validate_time_zone
from web.widgets import QuickSelect, ReadyChoices

NOT_KNOWN = "not known yet"
TITLE_HELP = "What broke or nearly broke, as a system did it: “Checkout answers with 502”. Never name a person in it."
FIRST_YEAR = 1990

HOW_KNOWN = [("", "as written"), ("around", "around"), ("month", "only the month")]


def zone_field(**options: Any) -> forms.CharField:
    """A time zone by name, with the known ones offered by the page's datalist."""
    return forms.CharField(
        label="Time zone",
        max_length=64,
        validators=[validate_time_zone],
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
        help_text="The times are read in this zone, and everybody sees them in their own.",
        **options,
    )


def known_zones() -> list[str]:
    """Return the names a person may write."""
    return [*sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc")), "UTC"]


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own clock; to the second only where seconds are known."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, time) and value.second:
            return value.strftime("%H:%M:%S")
        return super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if str(context["widget"]["value"] or "").count(":") == 2:
            context["widget"]["attrs"]["step"] = "1"
        return context


class ToldTimes:
    """Reads days, clock times and "around" into moments with a precision, in the zone they were told in.

    For each key the form has three fields: `key_day`, `key_clock`, `key_how`. A day without a clock time
    is known to the day; no day is "not known yet".
    """

    @staticmethod
    def fields_for(key: str, label: str) -> dict[str, forms.Field]:
        """Return the three fields of one time."""
        return {
            f"{key}_day": forms.DateField(label=f"{label}: day", required=False, widget=DayInput()),
            f"{key}_clock": forms.TimeField(label=f"{label}: time", required=False, widget=ClockInput()),
            f"{key}_how": forms.ChoiceField(label=f"{label}: how exactly", required=False, choices=HOW_KNOWN),
        }

    @staticmethod
    def initial_for(key: str, at: datetime | None, precision: str, zone: str) -> dict[str, Any]:
        """Return the three fields' values for a known time."""
        if at is None:
            return {}
        local = at.astimezone(zone_named(zone))
        clock = None if precision in {Precision.DAY, Precision.MONTH} else local.time()
        if clock is not None and precision != Precision.SECOND:
            clock = clock.replace(second=0, microsecond=0)
        how = precision if precision in {Precision.AROUND, Precision.MONTH} else ""
        return {f"{key}_day": local.date(), f"{key}_clock": clock, f"{key}_how": str(how)}

    @staticmethod
    def read(form: forms.BaseForm, key: str, zone: str) -> tuple[datetime, str] | None:
        """Return the moment and its precision, or None; puts errors on the fields."""
        day: date | None = form.cleaned_data.get(f"{key}_day")
        clock: time | None = form.cleaned_data.get(f"{key}_clock")
        how = form.cleaned_data.get(f"{key}_how") or ""
        if day is None:
            if clock is not None and f"{key}_day" not in form.errors:
                form.add_error(f"{key}_day", "On which day was that?")
            return None
        if day.year < FIRST_YEAR:
            form.add_error(f"{key}_day", "That year is too long ago.")
            return None
        where = zone_named(zone)
        if how == Precision.MONTH:
            return datetime(day.year, day.month, 1, tzinfo=where), Precision.MONTH.value
        if clock is None:
            return datetime(day.year, day.month, day.day, tzinfo=where), Precision.DAY.value
        at = datetime.combine(day, clock, tzinfo=where)
        if at.astimezone(zone_named("UTC")).astimezone(where).time() != clock:
            form.add_error(f"{key}_clock", f"There was no such time that day in {zone}: the clocks went forward.")
            return None
        exact = Precision.SECOND if clock.second else Precision.MINUTE
        return at, (Precision.AROUND if how == Precision.AROUND else exact).value


# --- the list ---------------------------------------------------------------------------------


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
            field.choices = ReadyChoices([("", "any"), *found])

    def wanted(self) -> dict[str, Any]:
        """Return the filters that hold; what cannot be read filters nothing and says so at its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


# --- recording and facts -------------------------------------------------------------------------


class _FactsForm(forms.Form):
    """What recording and changing facts share."""

    title = forms.CharField(max_length=200, help_text=TITLE_HELP)
    kind = forms.ChoiceField(choices=IncidentKind, required=False, initial=IncidentKind.OTHER)
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
        return self.cleaned_data["kind"] or IncidentKind.OTHER.value


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
        return _rows_of_times(self)

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


def _rows_of_times(form: forms.BaseForm) -> list[tuple[str, list[forms.BoundField]]]:
    return [
        (key.label, [form[f"{key.value}_{part}"] for part in ("day", "clock", "how")])
        for key in KeyTime
        if f"{key.value}_day" in form.fields
    ]


class TimesForm(forms.Form):
    """The key times, in the zone they were told in. Carries the version it began from."""

    time_zone = zone_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in KeyTime:
            self.fields.update(ToldTimes.fields_for(key.value, str(key.label)))

    @classmethod
    def of(cls, incident: Incident, data: Mapping[str, Any] | None = None) -> "TimesForm":
        """Return the form filled with what is known."""
        initial: dict[str, Any] = {"time_zone": incident.time_zone, "version": incident.version}
        for key in KeyTime.values:
            initial |= ToldTimes.initial_for(key, *incident.key_time(key), incident.time_zone)
        return cls(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        zone = self.cleaned_data.get("time_zone") or "UTC"
        self.cleaned_data["times"] = {key: ToldTimes.read(self, key, zone) for key in KeyTime.values}
        return self.cleaned_data

    def rows_of_times(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return each key time's label and its three fields."""
        return _rows_of_times(self)

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
        return _web_address(self.cleaned_data["url"])


def _web_address(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise forms.ValidationError("Only addresses that begin with http:// or https://.")
    return url


class DecisionForm(forms.Form):
    """What is written about this incident, and why."""

    decision = forms.ChoiceField(choices=DecisionKind, widget=forms.RadioSelect)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Kept with the incident. The next person with one like it will read it.",
    )


# --- the timeline -------------------------------------------------------------------------------


class EventForm(forms.Form):
    """One entry of the timeline."""

    text = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 2}), max_length=10_000)
    kind = forms.ChoiceField(required=False, choices=[("", "—"), *EventKind.choices])
    source = forms.ChoiceField(label="How we know", required=False, choices=[("", "—"), *EventSource.choices])
    evidence_url = forms.URLField(label="Evidence", required=False, max_length=1000, assume_scheme="https")
    known_later = forms.BooleanField(
        label="Known only later", required=False, help_text="True then, but nobody could see it yet."
    )
    time_zone = zone_field()
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(ToldTimes.fields_for("at", "When"))

    @classmethod
    def of(cls, event: TimelineEvent, seen: str, data: Mapping[str, Any] | None = None) -> "EventForm":
        """Return the form filled with an entry."""
        names = ("text", "kind", "source", "evidence_url", "known_later", "time_zone")
        initial = {name: getattr(event, name) for name in names}
        initial |= {"seen": seen, **ToldTimes.initial_for("at", event.at, event.precision, event.time_zone)}
        return cls(data, initial=initial)

    @property
    def time_fields(self) -> list[forms.BoundField]:
        """Return the day, the clock time and how exactly."""
        return [self[f"at_{part}"] for part in ("day", "clock", "how")]

    def clean_evidence_url(self) -> str:
        return _web_address(self.cleaned_data["evidence_url"])

    def clean(self) -> dict[str, Any]:
        zone = self.cleaned_data.get("time_zone") or "UTC"
        self.cleaned_data["told"] = ToldTimes.read(self, "at", zone)
        return self.cleaned_data

    def facts(self, event: TimelineEvent | None = None) -> dict[str, Any]:
        """Return the entry's fields. The words a time was told in stay while the time does."""
        names = ("text", "kind", "source", "evidence_url", "known_later", "time_zone")
        at, precision = self.cleaned_data["told"] or (None, "")
        facts = {name: self.cleaned_data[name] for name in names} | {"at": at, "precision": precision}
        if event is not None and not {"at_day", "at_clock", "at_how", "time_zone"} & set(self.changed_data):
            # Not touched: keep the moment as it is stored, seconds and all.
            return facts | {"at": event.at, "precision": event.precision, "time_zone": event.time_zone}
        return facts | {"told": _as_told(self.cleaned_data, zone=facts["time_zone"])}


def _as_told(data: Mapping[str, Any], *, zone: str) -> str:
    day, clock, how = data.get("at_day"), data.get("at_clock"), data.get("at_how")
    if day is None:
        return ""
    if how == Precision.MONTH:
        return f"{day:%Y-%m}"
    if clock is None:
        return f"{day:%Y-%m-%d}"
    words = f"{day:%Y-%m-%d} {clock:%H:%M:%S}" if clock.second else f"{day:%Y-%m-%d} {clock:%H:%M}"
    return f"{'around ' if how == Precision.AROUND else ''}{words} {zone}"[:80]


class PasteForm(forms.Form):
    """A told block, and what its times mean where it does not say so."""

    block = forms.CharField(
        label="Lines, a list or a table",
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "paste-box"}),
        help_text="Such as “14:32 - First 5xx”. A block may run over midnight, and may say its zone once.",
    )
    day = forms.DateField(label="The day it begins on", required=False, widget=DayInput())
    time_zone = zone_field()

    def clean_block(self) -> str:
        block = str(self.cleaned_data["block"])
        if not block.strip():
            raise forms.ValidationError("There is nothing in it yet.")
        return block


# --- who may see it ---------------------------------------------------------------------------------


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


# --- administration ----------------------------------------------------------------------------------


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A service we run, and the team that looks after it."""

    class Meta:
        model = Service
        fields = ("name", "team", "is_active")
        labels = {"is_active": "Offered when recording"}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].empty_label = "No team yet"  # type: ignore[attr-defined]


class TagForm(forms.ModelForm):  # type: ignore[type-arg]
    """A tag, by system or by category."""

    class Meta:
        model = Tag
        fields = ("name", "kind")


class SeverityForm(forms.ModelForm):  # type: ignore[type-arg]
    """One level of the severity policy."""

    class Meta:
        model = Severity
        fields = (
            "name",
            "aliases",
            "description",
            "requires",
            "template_key",
            "reviewed_by",
            "draft_within",
            "publish_within",
            "pattern_count",
            "pattern_days",
            "is_active",
        )
        labels = {"requires": "It asks for", "reviewed_by": "Approved by", "is_active": "In use"}  # noqa: RUF012
