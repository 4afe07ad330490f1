"""Forms of actions: parse and shape input, nothing else."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from actions.choices import ActionKind, Priority
from actions.items_file.reading import LARGEST_FILE
from actions.models import Action
from incidents.queries import FilterChoices
from people.models import Team, User
from web.widgets import QuickSelect, one_of

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def not_passed(day: date) -> None:
    """Ask again about a promise for a day that is over: it is a slip of the keys, and nudges at once."""
    if day < timezone.localdate():
        raise forms.ValidationError("That day has passed. Which one is meant?", code="passed")


class FilterForm(forms.Form):
    """Narrow the list. What it does not understand it ignores, so that old links keep working."""

    q = forms.CharField(label="Title has", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    service = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, widget=QuickSelect)
    team = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, widget=QuickSelect)
    priority = forms.ChoiceField(
        choices=[("", "Every priority"), *Priority.choices], required=False, widget=QuickSelect
    )

    def __init__(self, data: Mapping[str, Any], *, choices: FilterChoices) -> None:
        super().__init__(data)
        for name, found in {"service": choices.services, "team": choices.teams}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = one_of(found, f"Every {name}")


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """What an action says; owner and date have verbs of their own once it exists."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Action
        fields = ("title", "details", "outcome", "team", "priority", "kind")
        widgets: ClassVar = {"details": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {
            "title": "What will be different, as one sentence: “The pool reports its age, and 60 s pages us.”",
            "outcome": "What could somebody look at to see that it is done?",
            "details": "Markdown.",
            "kind": "What it changes about the next incident.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["team"].empty_label = "No team yet"  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Not sorted yet"), *ActionKind.choices]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version


class AddActionForm(ActionForm):
    """A new action: an idea, or a commitment with its owner and date."""

    committed = forms.TypedChoiceField(
        label="Is this a commitment?",
        choices=[("yes", "Yes, a commitment"), ("no", "No, a proposal: an idea nobody has promised")],
        coerce=lambda word: word == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label="Nobody yet", help_text="A person, not a team."
    )
    due_on = forms.DateField(label="Due date", required=False, widget=DATE, validators=[not_passed])

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class CommitForm(forms.Form):
    """A person, a date and an outcome somebody could check."""

    owner = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label="Choose a person", help_text="A person, not a team."
    )
    due_on = forms.DateField(label="Due date", required=False, widget=DATE)
    outcome = forms.CharField(
        label="Outcome somebody could check",
        max_length=500,
        required=False,
        help_text="What could somebody look at to see that it is done?",
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        for name in ("owner", "due_on"):  # the service answers with everything that is missing, at once
            self.fields[name].asked = True  # type: ignore[attr-defined]


class CompleteForm(forms.Form):
    """What shows that it is done."""

    evidence = forms.CharField(
        label="What shows that it is done?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A link to the change, the alert that fired in a drill, the page that exists now. Markdown.",
    )


class DeclineForm(forms.Form):
    """Why it will not be done."""

    reasoning = forms.CharField(
        label="Why won't we do this?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What changed, and what we accept instead.",
    )
    look_again_on = forms.DateField(
        label="When to look again?",
        required=False,
        widget=DATE,
        validators=[not_passed],
        help_text="Empty: it is not looked at again by itself.",
    )
    reopen_if = forms.CharField(
        label="What would open it again?", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DecideForm(DeclineForm):
    """The same for who is signed in, who may name a person too."""

    risk_accepted_by = forms.ModelChoiceField(
        User.objects.none(),
        label="Who accepts what may happen?",
        required=False,
        empty_label="Nobody in particular",
        help_text="Whoever may say that we live with it. Is asked on the day to look again.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["risk_accepted_by"].queryset = people  # type: ignore[attr-defined]

    field_order = ("reasoning", "risk_accepted_by", "look_again_on", "reopen_if")


class RescheduleForm(forms.Form):
    """A new date and its reason."""

    due_on = forms.DateField(label="New date", widget=DATE, validators=[not_passed])
    reason = forms.CharField(label="Why a new date?", widget=forms.Textarea(attrs={"rows": 2}))


class HandOverForm(forms.Form):
    """Somebody else, who is asked at once and has to accept."""

    to = forms.ModelChoiceField(User.objects.none(), label="To whom?", empty_label="Choose a person")
    word = forms.CharField(
        label="A word to them",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="They are asked by mail, and it stays here until they accept.",
    )

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = owners  # type: ignore[attr-defined]


def the_one_meant(people: QuerySet[User], typed: str) -> User:
    """Find one person by name or mail address, or by the beginning of a name where it means nobody else.

    Raises ValidationError (`unknown`, `several`).
    """
    typed = typed.strip()
    exactly = Q(display_name__iexact=typed) | Q(email=typed.lower())
    found = list(people.filter(exactly)[:2]) or list(people.filter(display_name__istartswith=typed)[:2])
    if not found:
        raise forms.ValidationError("Nobody who may own this has that name or address.", code="unknown")
    if len(found) > 1:
        raise forms.ValidationError("Several people are called that: write more of it, or the address.", code="several")
    return found[0]


def the_one_named(people: QuerySet[User], typed: str) -> User:
    """Find one person by their full name or mail address, for who has a link from a mail and has not signed in.

    Nothing short of either is enough, and an unknown name is answered as one that several have: the page is
    no directory of who works here. Raises ValidationError.
    """
    typed = " ".join(typed.split())
    found = list(people.filter(Q(display_name__iexact=typed) | Q(email=typed.lower()))[:2])
    if len(found) != 1:
        words = "This is not one person's full name or address here. Write either out, or sign in to choose."
        raise forms.ValidationError(words, code="not_one")
    return found[0]


class NameReceiverForm(forms.Form):
    """Somebody else, by name or address: who opens a link from a mail is shown nobody's name."""

    to = forms.CharField(
        label="To whom?",
        max_length=254,
        help_text="Their full name, or their mail address. They are asked at once, and it stays where it is "
        "until they accept.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    word = forms.CharField(label="A word to them", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, owners: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owners = owners

    def clean_to(self) -> User:
        """Find the one person who is meant."""
        return the_one_named(self._owners, self.cleaned_data["to"])


class LinkPolicyForm(forms.Form):
    """How links in reminders open."""

    without_sign_in = forms.BooleanField(
        label="Links in reminders open without sign-in",
        required=False,
        help_text="A link is for one person, one action and one thing, and works once, for two weeks. Whoever has "
        "the mail can use it. Links about restricted incidents ask for sign-in in any case.",
    )


class RefuseForm(forms.Form):
    """A word to who offered it."""

    reply = forms.CharField(
        label="A word to who offered it",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What would have to be different, or who could know better. It stays with them.",
    )


class ReopenForm(forms.Form):
    """What opened it again."""

    reason = forms.CharField(label="What opened it again?", widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    """How it stands."""

    text = forms.CharField(label="How does it stand?", widget=forms.Textarea(attrs={"rows": 2}))


class ImportItemsForm(forms.Form):
    """`action-items.yml`, as a file or pasted."""

    document = forms.FileField(
        label="File",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yml,.yaml"}),
        help_text="action-items.yml, up to 1 MB.",
    )
    pasted = forms.CharField(
        label="Or paste it",
        required=False,
        strip=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "paste-box"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        document = cleaned.get("document")
        if document and (document.size or 0) > LARGEST_FILE:
            self.add_error("document", "It is larger than 1 MB.")
        elif not document and not (cleaned.get("pasted") or "").strip() and not self.errors:
            raise forms.ValidationError("Choose a file, or paste one.")
        return cleaned

    def text(self) -> str:
        """What was handed in, as text; what is no UTF-8 shows itself where it is read."""
        document = self.cleaned_data["document"]
        if document:
            return str(document.read().decode("utf-8-sig", "replace"))
        return str(self.cleaned_data["pasted"]).replace("\r\n", "\n")
