"""What people tell the lens."""

import re
from typing import Any

from django import forms

import lens
from incidents.choices import AnswerReason, LensLevel, LensWordKind
from incidents.wording.looking import OWN
from incidents.wording.models import LensWord
from incidents.wording.sections import known_section

TEXT_LIMIT = 200_000
IN_EVERY_SENTENCE = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those it its he she they we you i and or but not no of to in on at by for from with as "
        "if so is are was were be been has have had do did",
    )
)


class LookForm(forms.Form):
    """A text to look at, and where it stands."""

    text = forms.CharField(required=False, strip=False, max_length=TEXT_LIMIT)
    section = forms.CharField(required=False, max_length=20)
    field = forms.RegexField(r"^[\w-]{1,80}$", required=False)
    label = forms.CharField(required=False, max_length=200)
    incident = forms.IntegerField(required=False, min_value=1)

    def clean_section(self) -> str:
        """Read an unknown section as prose."""
        return known_section(self.cleaned_data["section"])


class AnswerFindingForm(forms.Form):
    """Why a finding may stand. `finding` is the rule and the sentence's name."""

    finding = forms.CharField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label="Why it may stand",
        choices=[("", "Choose a reason"), *AnswerReason.choices],
        error_messages={"required": "Choose why it may stand: the reason is what the next reader goes by."},
    )
    note = forms.CharField(
        label="In your words", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    @classmethod
    def of(cls, posted: Any) -> "AnswerFindingForm":
        """Read the controls of the one finding whose button was pressed."""
        finding = posted.get("finding", "")
        return cls(
            {
                "finding": finding,
                "reason": posted.get(f"reason:{finding}", posted.get("reason", "")),
                "note": posted.get(f"note:{finding}", posted.get("note", "")),
            }
        )

    def clean_finding(self) -> tuple[str, str]:
        """Read it as a rule of ours and a sentence's name."""
        rule, _, sentence = self.cleaned_data["finding"].partition(":")
        known = {one.id for one in lens.rules()} | {OWN}
        if rule not in known or not re.fullmatch(r"[0-9a-f]{32}", sentence):
            raise forms.ValidationError("There is no such finding.")
        return rule, sentence


class RuleForm(forms.Form):
    """How loudly a rule speaks here, if at all."""

    is_off = forms.BooleanField(label="Switched off", required=False)
    level = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, shipped: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        words = dict(LensLevel.choices)
        field.choices = [("", f"As shipped: {words[shipped].lower()}"), *LensLevel.choices]
        field.help_text = "A mark is mended or answered before publishing. A hint and a count never hold anything up."


class WordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name, a phrase that may stand, or a word to point at."""

    class Meta:
        model = LensWord
        fields = ("kind", "text", "level", "ask")
        help_texts = {  # noqa: RUF012
            "text": "Taken literally; * stands for anything within a sentence.",
            "level": "Only for a word to point at. Left open, it is a hint.",
            "ask": "Only for a word to point at: the question that leads on.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, empty in (("kind", "Choose one"), ("level", "A hint")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            offered = {"kind": dict(LensWordKind.choices), "level": dict(LensLevel.choices)}[name]
            field.choices = [("", empty), *offered.items()]

    def clean_text(self) -> str:
        """Refuse what stands in nearly every sentence."""
        text = str(self.cleaned_data["text"])
        if not set(re.findall(r"\w+", text.lower())) - IN_EVERY_SENTENCE:
            raise forms.ValidationError(
                f"“{text}” stands in nearly every sentence. Write the words that you mean in full."
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Keep level and question where they mean something."""
        facts = super().clean() or self.cleaned_data
        text = str(facts.get("text", ""))
        if facts.get("kind") == LensWordKind.SYSTEM and (found := lens.check(f"It was {text}.", section="causes")):
            self.add_error(
                "text",
                f"“{text}” is what the lens points at: {found[0].message} If it may stand everywhere, say so: it is a "
                f"“{LensWordKind.ALLOWED.label.lower()}”.",
            )
        if facts.get("kind") == LensWordKind.FLAGGED:
            facts["level"] = facts.get("level") or LensLevel.HINT
        else:
            facts["level"] = facts["ask"] = ""
        return facts
