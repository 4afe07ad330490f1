"""What people hand in to be imported, and what they decide about it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from people.forms import TimeZoneField
from people.models import User
from postmortems.importing import UNSTATED
from postmortems.models import ImportFile
from postmortems.services.import_batches import LARGEST_FILE, MOST_FILES

TEXT_ENDINGS = ".md,.markdown,.mdown,.qmd,.txt,.html,.htm,text/markdown,text/plain,text/html"


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files in one field."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(_FilesField, self).clean(one, initial) for one in given]


class UploadForm(forms.Form):
    """Files, or one document pasted."""

    documents = _FilesField(
        label="Files",
        required=False,
        allow_empty_file=True,  # one among several is skipped, and the preview says why
        widget=_ManyFiles(attrs={"accept": TEXT_ENDINGS}),
        help_text=f"Markdown, HTML or plain text; up to {MOST_FILES} at once, each up to 1 MB.",
    )
    text = forms.CharField(
        label="Or paste one document",
        required=False,
        strip=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "paste-box"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files = cleaned.get("documents") or []
        if len(files) > MOST_FILES:
            self.add_error("documents", f"These are {len(files)} files. Bring up to {MOST_FILES} at once.")
        for file in files:
            if (file.size or 0) > LARGEST_FILE:
                self.add_error("documents", f"{file.name} is larger than 1 MB.")
        if not files and not (cleaned.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError("Choose files, or paste a document.")
        return cleaned

    def contents(self) -> list[tuple[str, bytes]]:
        """Names and bytes of what was handed in."""
        found = [(str(file.name), file.read()) for file in self.cleaned_data["documents"]]
        text = self.cleaned_data["text"]
        if text.strip():
            found.append(("pasted.md", text.replace("\r\n", "\n").encode()))
        return found


class DecideForm(forms.Form):
    """Published as it came, or a draft; the zone of times that state none; and who the names in it are."""

    as_draft = forms.ChoiceField(
        label="What comes in is",
        choices=[
            ("", "Published, as imported: frozen, searchable, marked with its source"),
            ("draft", "A draft, to be written further and published here"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    as_draft.asked = True  # type: ignore[attr-defined] # one of the two holds: nothing optional about it

    drafts = forms.MultipleChoiceField(required=False)

    def __init__(
        self,
        *args: Any,
        names: Iterable[str],
        people: Iterable[User],
        files: Iterable[int] = (),
        without_zone: Sequence[ImportFile] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.without_zone = list(without_zone)
        if self.without_zone:
            self._ask_for_zones()
        drafts = self.fields["drafts"]
        assert isinstance(drafts, forms.MultipleChoiceField)
        drafts.choices = [(str(pk), str(pk)) for pk in files]
        self.names = list(names)
        self.people = {str(person.pk): person for person in people}
        choices = [("", "Nobody here: keep the name as text"), *((pk, p.display_name) for pk, p in self.people.items())]
        by_name = {person.display_name.casefold(): pk for pk, person in self.people.items()}
        for number, name in enumerate(self.names):
            self.fields[f"person_{number}"] = forms.ChoiceField(
                label=f"\u201c{name}\u201d is",
                choices=choices,
                required=False,
                initial=by_name.get(name.strip("@").casefold(), ""),
            )
            self.fields[f"person_{number}"].asked = True  # type: ignore[attr-defined]

    def _ask_for_zones(self) -> None:
        """One zone for all that state none; another for one of them, where there are several."""
        several = len(self.without_zone) > 1
        self.fields["zone"] = zone = TimeZoneField(
            label="Times that state no zone were told in",
            initial=UNSTATED,
            required=False,
            help_text=f"{UNSTATED}, or where it was written: begin to type a city, such as Berlin.",
        )
        zone.asked = True  # type: ignore[attr-defined]
        if several:
            for file in self.without_zone:
                # The suggestions are written once, at the field above.
                self.fields[f"zone_{file.pk}"] = TimeZoneField(
                    label=file.name,
                    required=False,
                    help_text="",
                    widget=forms.TextInput(attrs={"list": f"{self['zone'].auto_id}-zones"}),
                )

    def zone_fields(self) -> list[forms.BoundField]:
        """A field for each file that may have a zone of its own."""
        return [self[name] for file in self.without_zone if (name := f"zone_{file.pk}") in self.fields]

    def zones_are_open(self) -> bool:
        """Whether something is said of one file alone, so that it has to be seen."""
        return any(bound.errors or bound.value() for bound in self.zone_fields())

    def chosen_zones(self) -> dict[int, str]:
        """The zone of each file that states none: its own, else that of all; those left as they are not among them."""
        all_of_them = self.cleaned_data.get("zone") or UNSTATED
        chosen = {file.pk: self.cleaned_data.get(f"zone_{file.pk}") or all_of_them for file in self.without_zone}
        return {pk: zone for pk, zone in chosen.items() if zone != UNSTATED}

    def name_fields(self) -> list[forms.BoundField]:
        """A field for each name as written."""
        return [self[f"person_{number}"] for number in range(len(self.names))]

    def chosen_drafts(self) -> list[int]:
        """Files that come in as drafts, whatever the others do."""
        return [int(pk) for pk in self.cleaned_data["drafts"]]

    def chosen_people(self) -> dict[str, User]:
        """Names as written and the people they were found to be."""
        chosen = {name: self.cleaned_data.get(f"person_{number}", "") for number, name in enumerate(self.names)}
        return {name: self.people[pk] for name, pk in chosen.items() if pk}
