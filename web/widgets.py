"""Form controls that are drawn often."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import cached_property
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString


class QuickRenderer(DjangoTemplates):
    """Writes plain inputs itself: Django renders three templates for each. The markup is Django's own."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Write a control."""
        widget = context.get("widget", {})
        if template_name in PLAIN:
            value = widget["value"]
            said = "" if value is None else format_html(' value="{}"', str(value))
            return format_html(
                '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], said, _attributes(widget["attrs"])
            )
        if template_name == SELECT and all(group is None for group, _, _ in widget["optgroups"]):
            return _select(widget)
        return str(super().render(template_name, context, request))


PLAIN = {
    f"django/forms/widgets/{name}.html"
    for name in ("text", "number", "email", "url", "hidden", "date", "time", "checkbox")
}
SELECT = "django/forms/widgets/select.html"


def _select(widget: Mapping[str, Any]) -> SafeString:
    """Write a select whose choices are in no groups."""
    options = "".join(
        format_html(
            '\n  <option value="{}"{}>{}</option>\n',
            str(option["value"]),
            _attributes(option["attrs"]),
            option["label"],
        )
        for _, group, _ in widget["optgroups"]
        for option in group
    )
    attributes = _attributes(widget["attrs"])
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], attributes, SafeString(options))


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Write attributes: those that are only there where the value is True, none where it is False or None."""
    return SafeString(
        "".join(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
            for name, value in attrs.items()
            if value is not False and value is not None
        )
    )


class ReadyChoices(BaseChoiceIterator):
    """Choices that are pairs already: Django looks into each of a form's hundreds for groups, twice."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __deepcopy__(self, _memo: Any) -> "ReadyChoices":
        """They never change, so each form may have the same: Django copies its fields for every page."""
        return self

    @cached_property
    def options(self) -> str:
        """The options of a select, none of them chosen."""
        return "".join(f'<option value="{escape(key)}">{escape(words)}</option>\n' for key, words in self._pairs)


@lru_cache(maxsize=64)
def one_of(pairs: tuple[tuple[str, str], ...], otherwise: str) -> ReadyChoices:
    """Return these choices after one that chooses none, `otherwise`. The same ones are written once."""
    return ReadyChoices([("", otherwise), *pairs])


class QuickSelect(forms.Select):
    """A select that writes its options itself: Django renders two templates for each, and filters have hundreds.

    For flat choices, one of which is chosen. The markup is Django's own.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's
        """Write the control."""
        choices = self.choices if isinstance(self.choices, ReadyChoices) else ReadyChoices(tuple(self.choices))  # type: ignore[arg-type]
        options = choices.options
        if value is not None:
            chosen = f'<option value="{escape(value)}"'
            options = options.replace(f"{chosen}>", f"{chosen} selected>", 1)
        extra = _attributes(self.build_attrs(self.attrs, attrs))
        return SafeString(f'<select name="{escape(name)}"{extra}>\n{options}</select>')
