"""Controls we write ourselves are Django's own markup."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from web.widgets import QuickRenderer, QuickSelect, one_of


class Everything(forms.Form):
    title = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"autofocus": True, "disabled": False}))
    mail = forms.EmailField(required=False)
    count = forms.IntegerField(min_value=0, required=False)
    agreed = forms.BooleanField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(widget=forms.Textarea)
    day = forms.DateField(required=False)
    clock = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time", "step": 1}))
    page = forms.URLField(required=False, assume_scheme="https")
    kind = forms.ChoiceField(
        required=False, choices=[("", "any"), ("a", "A & <b>"), ("3", "3"), (4, SafeString("<4>"))]
    )
    several = forms.MultipleChoiceField(required=False, choices=[("a", "A"), ("b", "B")])
    grouped = forms.ChoiceField(required=False, choices=[("Letters", [("a", "A")]), ("Figures", [("1", "1")])])


def test_inputs_are_written_as_django_writes_them() -> None:
    told = {"title": '<b>"A & B"</b>', "count": "7", "agreed": "on", "version": "3", "day": "2026-01-01"}
    told |= {"clock": "14:05", "page": "https://example.org/?a=1&b=2", "kind": "4", "grouped": "1"}
    for data in (None, {}, told | {"several": ["a", "b"]}, told | {"kind": "no such <choice>"}):
        ours = Everything(data, renderer=QuickRenderer())
        django = Everything(data, renderer=DjangoTemplates())
        for name in ours.fields:
            assert ours[name].as_widget() == django[name].as_widget()


def test_a_select_marks_what_is_chosen_and_escapes_words() -> None:
    field = forms.ChoiceField(widget=QuickSelect)
    field.choices = one_of((("a", "A & B"), ("c", "C")), "any")
    assert field.widget.render("pick", "c") == (
        '<select name="pick">\n<option value="">any</option>\n<option value="a">A &amp; B</option>\n'
        '<option value="c" selected>C</option>\n</select>'
    )


def test_forms_share_choices_that_are_ready_and_nothing_else() -> None:
    class Filter(forms.Form):
        kind = forms.ChoiceField(choices=one_of((("a", "A"),), "any"), required=False, widget=QuickSelect)

    first, second = Filter({"kind": "a"}), Filter({"kind": "b"})
    assert first.fields["kind"].widget is not second.fields["kind"].widget
    assert first.is_valid()
    assert not second.is_valid()
