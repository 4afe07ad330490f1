"""What people type about factors, read into values. Nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from actions.choices import ActionStatus
from actions.forms import DATE, not_passed
from actions.models import Action
from actions.permissions import actions_visible_to
from incidents.models import TimelineEvent
from incidents.repeats.unshipped import Unshipped
from incidents.rules import COARSE
from people.models import User
from postmortems.choices import FactorCategory, FactorEnding
from postmortems.factors.models import PostmortemFactor
from postmortems.factors.rules import ending_problems
from postmortems.factors.services import Said

TEXT_HELP = (
    "A state of things that held then and may hold again, as a system has it: “The gateway starts without one of its "
    "keys”. Not what somebody did."
)


def _clock(event: TimelineEvent, reader: User) -> str:
    if event.at is None or event.precision in COARSE:
        return event.told
    return event.at.astimezone(reader.zone).strftime("%H:%M")


class FactorForm(forms.Form):
    """A condition, its sort, and why it was possible: enough to put it down."""

    text = forms.CharField(
        label="Condition", max_length=300, help_text=TEXT_HELP, widget=forms.Textarea(attrs={"rows": 2})
    )
    category = forms.ChoiceField(label="Sort", choices=FactorCategory)
    why = forms.CharField(
        label="Why was that possible?",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What made it look right to a competent person, knowing what was known then?",
    )
    anew = forms.BooleanField(required=False, widget=forms.HiddenInput, label="It is another condition")

    def said(self) -> Said:
        """Return what was typed."""
        facts = self.cleaned_data
        return Said(text=facts["text"], category=facts["category"], why=facts["why"])


class FactorPlaceForm(FactorForm):
    """All that is said of a factor in a document."""

    evidence = forms.ModelMultipleChoiceField(
        TimelineEvent.objects.none(),
        label="What shows it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Entries of the timeline.",
    )
    conditions = forms.ModelMultipleChoiceField(
        PostmortemFactor.objects.none(),
        label="Made possible by",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Which of the other conditions lie below this one?",
    )
    ending = forms.ChoiceField(
        label="How it ends",
        required=False,
        choices=[("", "Not known yet"), *FactorEnding.choices],
        widget=forms.RadioSelect,
    )
    action = forms.ModelChoiceField(
        Action.objects.none(), label="The action that removes it", required=False, empty_label="Not known yet"
    )
    new_action = forms.CharField(
        label="Or a new one",
        required=False,
        max_length=300,
        help_text="What would be different? It is added to the incident as a proposal.",
    )
    new_owner = forms.ModelChoiceField(
        User.objects.none(), label="Owner", required=False, empty_label="Nobody yet", help_text="A person, not a team."
    )
    new_due_on = forms.DateField(label="Due date", required=False, widget=DATE, validators=[not_passed])
    new_outcome = forms.CharField(
        label="Outcome somebody could check",
        required=False,
        max_length=500,
        help_text="What could somebody look at to see that it is done?",
    )
    earlier = forms.ChoiceField(label="Not shipped, of incidents seen before", required=False)
    unshipped = forms.CharField(
        label="The earlier action",
        required=False,
        max_length=40,
        help_text="Of another incident, and not done by then. Its number, such as AI-17.",
    )
    accepted_because = forms.CharField(
        label="Why we accept it",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever meets it next will read this.",
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        place: PostmortemFactor,
        by: User,
        others: Sequence[PostmortemFactor],
        incident_ids: Sequence[int],
        owners: QuerySet[User],
        seen_before: Sequence[Unshipped] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.by, self.incident_ids = place, by, incident_ids
        del self.fields["anew"]
        self.fields["new_owner"].queryset = owners  # type: ignore[attr-defined]
        self._offer_earlier(seen_before)
        numbers = {other.pk: number for number, other in enumerate(others, 1)}
        events = TimelineEvent.objects.filter(incident__in=incident_ids)
        self._offer("evidence", events, lambda event: f"{_clock(event, by)} {event.text}"[:160].strip())
        rest = PostmortemFactor.objects.filter(postmortem=place.postmortem_id).exclude(pk=place.pk)
        self._offer(
            "conditions",
            rest.select_related("factor"),
            lambda other: f"F{numbers.get(other.pk, '')} {other.factor.text}",
        )
        actions = Action.objects.filter(incident__in=incident_ids).order_by("number")
        self._offer("action", actions, lambda action: f"{action.public_number} {action.title}")
        for name in ("evidence", "conditions"):  # no heading over nothing
            if not self.fields[name].queryset:  # type: ignore[attr-defined]
                del self.fields[name]

    def _offer_earlier(self, seen_before: Sequence[Unshipped]) -> None:
        if not seen_before:
            del self.fields["earlier"]
            return
        field = self.fields["earlier"]
        assert isinstance(field, forms.ChoiceField)
        lines = [(line.reference, f"{line.reference} {line.title}") for line in seen_before]
        field.choices = [("", "Another one, by its number"), *lines]
        self.fields["unshipped"].label = "Or another one"
        if self.initial.get("unshipped") in dict(lines):
            self.initial = {**self.initial, "earlier": self.initial["unshipped"], "unshipped": ""}

    def _offer(self, name: str, rows: Any, words: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        field.label_from_instance = words  # type: ignore[method-assign]

    @classmethod
    def initial_of(cls, place: PostmortemFactor) -> dict[str, Any]:
        """Return what the form is first filled with; two queries."""
        ours = place.ending == FactorEnding.ACTION
        return {
            "text": place.factor.text,
            "category": place.factor.category,
            "why": place.why,
            "evidence": list(place.evidence.values_list("pk", flat=True)),
            "conditions": list(place.made_possible_by.values_list("condition", flat=True)),
            "ending": place.ending,
            "action": place.action_id if ours else None,
            "unshipped": place.action.public_number if place.action and not ours else "",
            "accepted_because": place.accepted_because,
            "version": place.version,
        }

    def clean_unshipped(self) -> Action | None:
        """Read a number. What is hidden from the writer, or would be from another reader, is as unknown as what is not there."""
        words = self.cleaned_data.get("earlier") or self.cleaned_data["unshipped"]
        words = words.strip().upper().removeprefix("AI-")
        if not words or self.data.get("ending") != FactorEnding.UNSHIPPED:
            return None
        number = int(words) if words.isdecimal() and len(words) < 16 else 0
        found = actions_visible_to(self.by).select_related("incident").filter(number=number).first()
        if found is None or (found.incident.is_restricted and found.incident_id not in self.incident_ids):
            raise forms.ValidationError("There is no action of this number that every reader could see.")
        if found.status == ActionStatus.DONE:
            raise forms.ValidationError(f"{found.public_number} was done. If it did not hold, say so on its page.")
        return found

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        problems = ending_problems(
            ending=facts.get("ending", ""),
            has_action=self._action() is not None or self._wants_new(),
            accepted_because=facts.get("accepted_because", ""),
        )
        for name, words in problems.items():
            if name not in self.errors:
                self.add_error(name, words)
        wants_one = facts.get("ending") == FactorEnding.ACTION and facts.get("action") is None
        if wants_one and self._new_facts() and not facts.get("new_action") and "new_action" not in self.errors:
            self.add_error("new_action", "Say what would be different.")
        return facts

    def _new_facts(self) -> dict[str, Any]:
        """Return what was said of a new action beside its title."""
        names = {"owner": "new_owner", "due_on": "new_due_on", "outcome": "new_outcome"}
        return {fact: value for fact, name in names.items() if (value := self.cleaned_data.get(name))}

    @property
    def has_more_of_new(self) -> bool:
        """Whether anything was typed of a new action beside its title, so that the page shows it."""
        return any(self[name].value() or self[name].errors for name in ("new_owner", "new_due_on", "new_outcome"))

    def _action(self) -> Action | None:
        names = {FactorEnding.ACTION: "action", FactorEnding.UNSHIPPED: "unshipped"}
        name = names.get(self.cleaned_data.get("ending", ""))
        return self.cleaned_data.get(name) if name else None

    def _wants_new(self) -> bool:
        return self.cleaned_data.get("ending") == FactorEnding.ACTION and bool(self.cleaned_data.get("new_action"))

    def said(self) -> Said:
        """Return what was typed."""
        facts = self.cleaned_data
        return Said(
            text=facts["text"],
            category=facts["category"],
            why=facts["why"],
            evidence=list(facts.get("evidence", ())),
            conditions=list(facts.get("conditions", ())),
            ending=facts["ending"],
            action=self._action(),
            accepted_because=facts["accepted_because"],
            new_action=facts["new_action"],
            new_facts=self._new_facts(),
        )
