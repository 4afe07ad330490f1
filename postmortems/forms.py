"""What people type about documents, read into values. Nothing is saved here."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from incidents.models import Incident
from incidents.permissions import incidents_visible_to
from incidents.queries import FilterChoices
from people.models import User
from postmortems.choices import PostmortemStatus, ReviewAnswer, SectionKind
from postmortems.models import Postmortem, Section, Template
from postmortems.queries import people_who_may_read
from postmortems.rules import TEXT_LIMIT
from web.widgets import QuickSelect, one_of

FIRST_YEAR = 1990


class FilterForm(forms.Form):
    """The filters of the list, all of them in the address."""

    status = forms.ChoiceField(required=False, choices=[("", "any"), *PostmortemStatus.choices], widget=QuickSelect)
    service = forms.ChoiceField(required=False, widget=QuickSelect)
    team = forms.ChoiceField(required=False, widget=QuickSelect)
    year = forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=2999)

    def __init__(self, data: Mapping[str, Any], *, choices: FilterChoices) -> None:
        super().__init__(data)
        for name, found in {"service": choices.services, "team": choices.teams}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = one_of(found, "any")
        self.fields["year"].widget.attrs["placeholder"] = str(timezone.localdate().year)

    def wanted(self) -> dict[str, Any]:
        """Return the filters that hold; what cannot be read filters nothing and says so at its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class StartForm(forms.Form):
    """Which shape a new document gets, and which other incidents it tells of."""

    template = forms.ModelChoiceField(
        Template.objects.none(), to_field_name="key", widget=forms.RadioSelect, empty_label=None
    )
    also_about = forms.CharField(
        label="Other incidents it tells of",
        required=False,
        max_length=300,
        help_text="For a pattern over several: their numbers, such as INC-12, INC-15.",
    )

    def __init__(self, *args: Any, incident: Incident, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.incident, self.by = incident, by
        field = self.fields["template"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Template.objects.filter(is_active=True)

    def clean_also_about(self) -> list[Incident]:
        """Read numbers. One that is hidden from the writer is as unknown as one that does not exist."""
        numbers = {int(number) for number in re.findall(r"\d{1,12}", self.cleaned_data["also_about"])}
        numbers.discard(self.incident.number)
        found = list(incidents_visible_to(self.by).filter(number__in=numbers))
        unknown = sorted(numbers - {incident.number for incident in found})
        if unknown:
            raise forms.ValidationError(f"No incident of this number: {', '.join(f'INC-{n}' for n in unknown)}.")
        return found


class SectionForm(forms.Form):
    """A section's text, and the version it was written upon."""

    text = forms.CharField(required=False, strip=False, max_length=TEXT_LIMIT, widget=forms.Textarea)
    base_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    then = forms.ChoiceField(
        required=False, choices=[("", ""), ("all", "all")], widget=forms.HiddenInput, help_text="Where to go on."
    )

    @classmethod
    def of(cls, section: Section, *, then: str = "") -> "SectionForm":
        """Return the form as it is first shown."""
        form = cls(
            initial={"text": section.body, "base_version": section.version, "then": then},
            auto_id=f"{section.key}-%s",
        )
        form.dress(section)
        return form

    def dress(self, section: Section) -> None:
        """Say at the field what is asked for."""
        field = self.fields["text"]
        field.label = section.heading
        field.help_text = section.guidance
        field.widget.attrs["rows"] = 6


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People to choose from, with the role that matters for a review."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name} · leadership" if obj.is_leadership else str(obj.display_name)


class ReviewersForm(forms.Form):
    """Whom to ask for a review."""

    reviewers = PeopleField(User.objects.none(), label="Whom do you ask?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, postmortem: Postmortem, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reviewers"]
        assert isinstance(field, PeopleField)
        field.queryset = people_who_may_read(postmortem).exclude(pk=by.pk)


class AnswerForm(forms.Form):
    """What a reviewer says."""

    answer = forms.ChoiceField(
        label="What do you say?",
        choices=[(ReviewAnswer.APPROVED, "I approve"), (ReviewAnswer.CHANGES, "I ask for changes")],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label="In your words",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Could a competent person, knowing what was known then, have done the same? Is more than one "
        "condition named? Could somebody check each action?",
    )


class CommentForm(forms.Form):
    """Something said about the document, or about one of its sections."""

    section = forms.ModelChoiceField(Section.objects.none(), required=False, empty_label="the whole document")
    body = forms.CharField(label="Comment", max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, postmortem: Postmortem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = postmortem.sections.only("heading", "postmortem")
        field.label = "About"


class FacilitatorForm(forms.Form):
    """The neutral person who drafts with the others."""

    facilitator = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label="nobody yet",
        help_text="Best from another team. Facilitators are listed first.",
    )

    def __init__(self, *args: Any, postmortem: Postmortem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["facilitator"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_who_may_read(postmortem).order_by("-is_facilitator", "display_name")


class AmendmentForm(forms.Form):
    """What a further edition changes, in a line."""

    note = forms.CharField(
        label="What does this edition change?", max_length=300, help_text="Readers see it beside the edition."
    )


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """A template's words."""

    class Meta:
        model = Template
        fields = ("name", "description", "is_active")
        labels = {"is_active": "Offer it when a document is begun"}  # noqa: RUF012


class TemplateSectionForm(forms.Form):
    """One section of a template, asked as a question."""

    heading = forms.CharField(label="Question", max_length=160, help_text="Ask for the system, never for a person.")
    guidance = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), help_text="Shown while it is empty."
    )
    kind = forms.ChoiceField(label="Shows", choices=SectionKind)
    is_required = forms.BooleanField(label="Must be written before it is published", required=False)
