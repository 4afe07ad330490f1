"""Form controls that are drawn often."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString


class ReadyChoices(BaseChoiceIterator):
    """Choices that are pairs already: Django looks into each of a form's hundreds for groups, twice."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)


class QuickSelect(forms.Select):
    """A select that writes its options itself: Django renders two templates for each, and filters have hundreds.

    For flat choices, one of which is chosen. The markup is Django's own.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's
        """Write the control."""
        options = _options(tuple(self.choices))
        if value is not None:
            chosen = f'<option value="{escape(value)}"'
            options = options.replace(f"{chosen}>", f"{chosen} selected>", 1)
        shown = self.build_attrs(self.attrs, attrs)
        extra = SafeString("").join(
            format_html(" {}", key) if found is True else format_html(' {}="{}"', key, found)
            for key, found in shown.items()
            if found is not False and found is not None
        )
        return SafeString(f'<select name="{escape(name)}"{extra}>\n{options}</select>')


@lru_cache(maxsize=32)
def _options(choices: tuple[tuple[Any, Any], ...]) -> str:
    return "".join(f'<option value="{escape(key)}">{escape(words)}</option>\n' for key, words in choices)
