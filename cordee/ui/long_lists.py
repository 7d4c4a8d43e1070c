"""Selects of hundreds of plain choices, such as the colleagues of a large house.

Django makes a dictionary of eight entries for each option and looks into each pair given for groups: a page with two
lists of four hundred colleagues spent a third of its time there. The HTML is the same.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import SafeString, mark_safe

from cordee.ui.quick_escape import escape
from cordee.ui.quick_widgets import attributes


class Listed(BaseChoiceIterator):
    """Pairs (value, label) taken as they are: no group among them."""

    def __init__(self, options: Sequence[tuple[Any, Any]]) -> None:
        self.options = options

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.options)

    def __len__(self) -> int:
        return len(self.options)


class LongSelect(forms.Select):
    """A select whose choices are `Listed`."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)[:1]
        given = attributes({"attrs": self.build_attrs(self.attrs, attrs)})
        options = "\n".join(
            f'<option value="{escape(code)}"{" selected" if str(code) in chosen else ""}>{escape(label)}</option>'
            for code, label in self.choices
        )
        return mark_safe(f'<select name="{escape(name)}"{given}>{options}</select>')  # noqa: S308 (escaped above)
