"""A definition typed, pasted or sent as a file. Nothing is written here."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cordee.programmes.definition import Definition
from cordee.programmes.loader import LARGEST, DefinitionError, parse
from cordee.ui.forms import CordeeForm


def refused(error: DefinitionError) -> ValidationError:
    """Every fault of a definition, each with its line."""
    return ValidationError([str(problem) for problem in error.problems])


class DefinitionForm(CordeeForm):
    """One definition, by text or by file; the file wins when both are given."""

    text = forms.CharField(
        label=_("Texte de la définition"),
        help_text=_("En TOML, comme dans le fichier que l’on exporte."),
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "mono"}),
    )
    file = forms.FileField(
        label=_("Ou un fichier"),
        help_text=_("Un fichier .toml d’un million de caractères au plus."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def clean(self) -> dict[str, Any]:
        """Reads the definition, or explains every line that cannot be read."""
        cleaned = super().clean() or {}
        field = "file" if cleaned.get("file") else "text"
        written = cleaned.get(field)
        if not self.errors:
            try:
                cleaned["definition"] = self._read(written)
            except DefinitionError as error:
                self.add_error(field, refused(error))
        return cleaned

    def _read(self, written: Any) -> Definition:
        """A file is read no further than what is allowed, whatever its size."""
        return parse(written.read(LARGEST + 1) if hasattr(written, "read") else written or "")

    @property
    def definition(self) -> Definition:
        """The definition read; only once the form is valid."""
        definition: Definition = self.cleaned_data["definition"]
        return definition
