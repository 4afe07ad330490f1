"""Entries of a timeline, one at a time or as a block."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from incidents.choices import EventKind, EventSource, Precision
from incidents.dayless import Dayless
from incidents.forms.addresses import web_address
from incidents.forms.times import FIRST_YEAR, TOO_FAR_AHEAD, DayInput, ToldTimes, zone_field
from incidents.models import TimelineEvent
from incidents.rules import is_too_far_ahead


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
        return web_address(self.cleaned_data["evidence_url"])

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

    def say_day(self, day: date | None) -> None:
        """Show the day that was taken where none was typed, so that what is kept is what was shown."""
        if day is not None:
            self.data = {**dict(self.data.items()), "day": day.isoformat()}


class DayForm(forms.Form):
    """The day of entries that were told without one."""

    day = forms.DateField(label="Which day was the first of these?", widget=DayInput())

    def __init__(self, data: Mapping[str, Any] | None = None, *, dayless: Dayless, offered: date | None) -> None:
        super().__init__(data, auto_id="id_dayless_%s", initial={"day": offered})
        self.dayless = dayless

    def clean_day(self) -> date:
        """Refuse a day that nobody can have meant."""
        day: date = self.cleaned_data["day"]
        if day.year < FIRST_YEAR:
            raise forms.ValidationError("That year is too long ago.")
        if any(is_too_far_ahead(read.at, now=timezone.now()) for read in self.dayless.on(day)):
            raise forms.ValidationError(TOO_FAR_AHEAD)
        return day
