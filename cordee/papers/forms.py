"""Choosing files: one or several, from a folder, by dropping them, or from the camera of a telephone."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cordee.accounts.enums import PARTITION_WORDS
from cordee.dossier.enums import Audience
from cordee.kernel.errors import BadInput
from cordee.kernel.partitions import CODES
from cordee.kernel.words import capital
from cordee.papers.access import places_open_to
from cordee.papers.actions import LONGEST_LABEL, Described
from cordee.papers.enums import Kind
from cordee.plumbing.files.kinds import SCANS, TYPES, FileType
from cordee.plumbing.files.limits import MOST_AT_ONCE
from cordee.plumbing.files.refusals import FileRefused
from cordee.ui.forms import CordeeForm, FrenchDateField

Kept = TypeVar("Kept")


def _accepted(kinds: Iterable[FileType]) -> str:
    return ",".join(f".{extension}" for kind in kinds for extension in kind.extensions[:2])


ACCEPTED, ACCEPTED_SCANS = _accepted(TYPES), _accepted(SCANS)
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


class AddForm(FilesForm):
    """Papers added to a dossier. actor: offers the parts of the dossier where they may put something."""

    label = forms.CharField(
        label=_("Nom"),
        required=False,
        max_length=LONGEST_LABEL,
        help_text=_("Sinon, celui du fichier."),
    )
    day = FrenchDateField(label=_("Daté du"), required=False, allow="past")
    valid_until = FrenchDateField(
        label=_("Valable jusqu’au"),
        required=False,
        help_text=_("La fin s’annonce sur la journée du référent."),
    )
    sector = forms.ChoiceField(label=_("Cela touche"), required=False)
    audience = forms.ChoiceField(label=_("Lu par"), required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        kwargs.setdefault("today", actor.today)
        super().__init__(*args, **kwargs)
        parts = [
            ((part.name or "").lower(), PARTITION_WORDS[(part.name or "").lower()])
            for part in places_open_to(actor)
        ]
        self.fields["sector"].choices = [("", _("Comme d’habitude pour ce document")), *parts]  # type: ignore[attr-defined]
        heard = [(Audience.HOUSE.value, Audience.HOUSE.label), (Audience.CIRCLE.value, Audience.CIRCLE.label)]
        self.fields["audience"].choices = heard  # type: ignore[attr-defined]

    def described(self) -> Described:
        kept = self.cleaned_data
        return Described(
            kind=kept["kind"],
            label=kept["label"] if len(kept["file"]) == 1 else "",
            part=CODES.get(kept["sector"]),
            audience=kept["audience"] or Audience.HOUSE,
            stands_for=kept.get("stands_for", ""),
            day=kept["day"],
            valid_until=kept["valid_until"],
        )


class ChangeForm(CordeeForm):
    """What is said of a paper, said again."""

    label = forms.CharField(label=_("Nom"), max_length=LONGEST_LABEL)
    kind = forms.ChoiceField(label=_("Nature"), choices=sorted_kinds)
    stands_for = forms.ChoiceField(label=_("C’est la pièce attendue"), required=False)
    day = FrenchDateField(label=_("Daté du"), required=False, allow="past")
    valid_until = FrenchDateField(label=_("Valable jusqu’au"), required=False)
    renewal_filed_on = FrenchDateField(
        label=_("Renouvellement déposé le"),
        required=False,
        allow="past",
        help_text=_(
            "Déposé à temps, il prolonge les effets\u202f: la journée rappelle alors d’attendre la réponse."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, asked: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        expected = list(asked)
        if expected:
            self.fields["stands_for"].choices = [("", _("Aucune")), *expected]  # type: ignore[attr-defined]
        else:
            del self.fields["stands_for"]

    def described(self, before: Any) -> Described:
        """before: the paper, whose part of the dossier and readers stay."""
        kept = self.cleaned_data
        return Described(
            kind=kept["kind"],
            label=kept["label"],
            audience=before.audience,
            stands_for=kept.get("stands_for", before.stands_for),
            day=kept["day"],
            valid_until=kept["valid_until"],
            renewal_filed_on=kept["renewal_filed_on"],
        )


class ReplaceForm(CordeeForm):
    """A newer paper in the place of this one."""

    file = FilesField(label=_("Le nouveau document"))
    valid_until = FrenchDateField(label=_("Valable jusqu’au"), required=False)

    def clean_file(self) -> Any:
        files = self.cleaned_data["file"]
        if len(files) > 1:
            raise ValidationError(_("Un seul fichier à la place de celui-ci."))
        return files[0]


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
