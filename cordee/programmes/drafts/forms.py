"""The forms around a draft: what to start from, and from which day it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cordee.programmes.drafts.fetch import Model
from cordee.programmes.forms import refused
from cordee.programmes.loader import LARGEST, DefinitionError, parse
from cordee.ui.forms import CordeeForm, FrenchDateField

FILE = "fichier"


class BeginForm(CordeeForm):
    """A new programme: its name, and what it starts from. A file is read like any definition."""

    label = forms.CharField(
        label=_("Le nom du nouveau programme"), help_text=_("Il pourra changer."), max_length=200
    )
    start = forms.ChoiceField(label=_("Partir de"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Le fichier, si vous partez d’un fichier"),
        help_text=_("Un fichier .toml, comme celui que l’on exporte."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
    )

    def __init__(self, *args: Any, models: Sequence[Model], **more: Any) -> None:
        super().__init__(*args, **more)
        self.models = {model.key: model for model in models}
        listed = [(model.key, model.label) for model in models]
        self.fields["start"].choices = [*listed, (FILE, _("Un fichier reçu ou exporté"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("start") == FILE:
            self._read(cleaned)
        elif chosen := self.models.get(cleaned.get("start", "")):
            cleaned["text"] = chosen.text
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> None:
        """A file is read no further than what is allowed, whatever its size."""
        sent = cleaned.get("file")
        if sent is None:
            self.add_error("file", ValidationError(_("Choisissez le fichier.")))
            return
        try:
            cleaned["text"] = parse(sent.read(LARGEST + 1)).text
        except DefinitionError as error:
            self.add_error("file", refused(error))


class InForceForm(CordeeForm):
    on = FrenchDateField(label=_("En vigueur à partir du"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def day(self, today: date) -> date:
        """The day typed, today before one can be read."""
        if self.is_bound and self.is_valid():
            day: date = self.cleaned_data["on"]
            return day
        return today
