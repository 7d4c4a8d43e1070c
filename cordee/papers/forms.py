"""Choosing files: one or several, from a folder, by dropping them, or from the camera of a telephone."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cordee.kernel.errors import BadInput
from cordee.kernel.words import capital
from cordee.papers.enums import Kind
from cordee.plumbing.files.inspecting import TYPES
from cordee.plumbing.files.limits import MOST_AT_ONCE
from cordee.plumbing.files.refusals import FileRefused
from cordee.ui.forms import CordeeForm

Kept = TypeVar("Kept")
ACCEPTED = ",".join(f".{extension}" for kind in TYPES for extension in kind.extensions[:2])
CHOOSE = ("", _("Choisir…"))


class FilesInput(forms.FileInput):
    """Several files at once. They may be dropped on it, as on any such field."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPTED, "multiple": True})


class FilesField(forms.FileField):
    """Cleans to the list of files chosen."""

    widget = FilesInput
    default_error_messages = {
        "required": _("Choisissez au moins un fichier."),
        "too_many": _("Dix fichiers à la fois au plus\u202f: envoyez les autres ensuite."),
    }

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_AT_ONCE:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        return files


def sorted_kinds() -> list[tuple[str, str]]:
    """Kinds by label, « autre » last."""
    found = [(kind.value, capital(str(kind.label))) for kind in Kind]
    return sorted(found, key=lambda kind: (kind[0] == Kind.OTHER, kind[1].casefold()))


class FilesForm(CordeeForm):
    """Files, and what they are. asked: (code, label) of the papers still expected, offered first."""

    file = FilesField(
        label=_("Fichiers"),
        help_text=_("PDF, photo, texte, Word, Excel ou LibreOffice\u202f; 10 Mo chacun au plus."),
    )
    stands_for = forms.ChoiceField(label=_("C’est la pièce attendue"), required=False)
    kind = forms.ChoiceField(label=_("Nature"))

    def __init__(self, *args: Any, asked: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [CHOOSE, *sorted_kinds()]  # type: ignore[attr-defined]
        expected = list(asked)
        if expected:
            self.fields["stands_for"].choices = [("", _("Non, une autre")), *expected]  # type: ignore[attr-defined]
        else:
            del self.fields["stands_for"]

    def take(self, refusals: Iterable[BadInput]) -> None:
        """Show why, each on its field."""
        for error in refusals:
            self.add_error(error.field if error.field in self.fields else None, error.message)


def take_each(files: Iterable[Any], keep: Callable[[Any], Kept]) -> tuple[list[Kept], list[BadInput]]:
    """Keep each file on its own: one that is refused does not lose the others. (kept, refusals)."""
    kept, refused = [], []
    for file in files:
        try:
            with transaction.atomic():
                kept.append(keep(file))
        except FileRefused as error:
            refused.append(error)
    return kept, list(refused)
