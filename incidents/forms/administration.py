"""Services, tags and the severity policy."""

from typing import Any

from django import forms

from incidents.document_templates import document_templates
from incidents.models import Service, Severity, Tag


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A service we run, and the team that looks after it."""

    class Meta:
        model = Service
        fields = ("name", "team", "is_active")
        labels = {"is_active": "Offered when recording"}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].empty_label = "No team yet"  # type: ignore[attr-defined]


def _without_dashes(field: forms.Field, *, chosen: bool) -> None:
    """Leave out Django's line of dashes: ask to choose, where nothing is chosen yet."""
    choices = [(value, words) for value, words in field.choices if value]  # type: ignore[attr-defined]
    field.choices = choices if chosen else [("", "Choose one"), *choices]  # type: ignore[attr-defined]


class TagForm(forms.ModelForm):  # type: ignore[type-arg]
    """A tag, by system or by category."""

    class Meta:
        model = Tag
        fields = ("name", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_dashes(self.fields["kind"], chosen=bool(self.instance.kind))


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_dashes(self.fields["requires"], chosen=True)
        offered = document_templates()
        named = self.instance.template_key
        if named and named not in dict(offered):
            offered.append((named, f"{named} (not offered any more)"))
        self.fields["template_key"] = forms.ChoiceField(
            label="Template offered first", required=False, choices=[("", "None in particular: the full one"), *offered]
        )
