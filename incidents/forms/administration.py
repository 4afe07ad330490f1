"""Services, tags and the severity policy."""

from typing import Any

from django import forms

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
