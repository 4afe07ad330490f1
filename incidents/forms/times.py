"""Days, clock times and zones as people type them."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone

from incidents.choices import KeyTime, Precision
from incidents.rules import is_too_far_ahead, zone_named
from people.models import validate_time_zone

FIRST_YEAR = 1990
TOO_FAR_AHEAD = "That is more than a day ahead of now. Are day and year right?"

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
        known = ToldTimes._moment(form, key, day, clock, how=how, zone=zone)
        if known and is_too_far_ahead(known[0], now=timezone.now()):
            form.add_error(f"{key}_day", TOO_FAR_AHEAD)
            return None
        return known

    @staticmethod
    def _moment(
        form: forms.BaseForm, key: str, day: date, clock: time | None, *, how: str, zone: str
    ) -> tuple[datetime, str] | None:
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


def rows_of_times_in(form: forms.BaseForm) -> list[tuple[str, list[forms.BoundField]]]:
    return [
        (key.label, [form[f"{key.value}_{part}"] for part in ("day", "clock", "how")])
        for key in KeyTime
        if f"{key.value}_day" in form.fields
    ]
