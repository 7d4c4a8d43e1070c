"""Forms of imports: they parse and explain, the actions write."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cordee.spreadsheets import limits
from cordee.spreadsheets.enums import Choice
from cordee.ui.forms import CordeeForm


class FileForm(CordeeForm):
    """The table to bring in."""

    file = forms.FileField(
        label=_("Votre tableau"),
        help_text=_("Un classeur xlsx, xls ou ods, ou un fichier csv\u202f: 10 Mo et 20 000 lignes au plus."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
        max_length=250,
        error_messages={
            "required": _("Choisissez un fichier."),
            "empty": _("Ce fichier est vide."),
            "missing": _("Choisissez un fichier."),
            "invalid": _("Choisissez un fichier."),
            "max_length": _("Le nom de ce fichier est trop long\u202f: raccourcissez-le."),
        },
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > limits.MOST_BYTES:
            raise ValidationError(str(limits.TOO_HEAVY))
        return sent


class MappingForm(CordeeForm):
    """What each column of the table holds: one field per place, « colonne_3 »."""

    def __init__(
        self, *args: Any, titles: dict[str, str], columns: Any, chosen: dict[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("ne pas importer")), *((column.code, column.label) for column in columns)]
        self.columns = {column.code: column for column in columns}
        for place, title in titles.items():
            self.fields[f"colonne_{place}"] = forms.ChoiceField(
                label=title,
                choices=offered,
                required=False,
                initial=chosen.get(place, [""])[0],
                error_messages={
                    "invalid_choice": _("Ce choix n’est plus proposé. Choisissez dans la liste.")
                },
            )

    @property
    def mapping(self) -> dict[int, str]:
        return {int(name.removeprefix("colonne_")): code for name, code in self.cleaned_data.items() if code}

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for name, code in list(kept.items()):
            if code and code in seen and not self.columns[code].repeated:
                self.add_error(
                    name, _("Déjà choisi pour la colonne «\u202f%s\u202f».") % self.fields[seen[code]].label
                )
            seen.setdefault(code, name)
        return kept


class SheetForm(CordeeForm):
    """Another sheet of the workbook."""

    feuille = forms.IntegerField(min_value=0, max_value=1000)


class AnswerForm(CordeeForm):
    """What is done of a line: « skip », « new », « same », « same <person> », or nothing (as proposed)."""

    answer = forms.CharField(max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        choice, _space, target = kept.get("answer", "").partition(" ")
        try:
            return {"choice": choice, "target": UUID(target) if target else None}
        except ValueError as error:
            raise ValidationError(_("Cette personne n’est pas proposée pour cette ligne.")) from error


class AlikeForm(CordeeForm):
    """One answer for every likeness of the same kind."""

    choice = forms.ChoiceField(choices=Choice.choices)
    reason = forms.CharField(max_length=40)
