"""A letter about somebody; a letter of the house."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.letters.catalogue import GROUPS
from cordee.letters.rules import LONGEST_BODY, LONGEST_TITLE
from cordee.ui.forms import CordeeForm

WHERE = [
    ("social", _("situation sociale")),
    ("employment", _("parcours vers l’emploi")),
    ("identity", _("identité")),
]


class LetterForm(CordeeForm):
    """What will be printed, already filled with what is known."""

    title = forms.CharField(label=_("Titre"), max_length=LONGEST_TITLE)
    to = forms.CharField(
        label=_("Pour"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Nom et adresse, en haut à droite. Vide pour une lettre remise en main propre."),
    )
    body = forms.CharField(label=_("Texte"), max_length=LONGEST_BODY, widget=forms.Textarea({"rows": 14}))
    place = forms.CharField(label=_("Fait à"), required=False, max_length=100)


class HouseLetterForm(CordeeForm):
    """A text with fields, for everybody of the house."""

    label = forms.CharField(label=_("Nom dans la liste"), max_length=80)
    about = forms.CharField(label=_("À quoi elle sert"), required=False, max_length=160)
    group = forms.ChoiceField(label=_("Parmi"), choices=list(GROUPS.items()))
    part = forms.ChoiceField(
        label=_("Se range avec"),
        choices=WHERE,
        help_text=_("Dans le dossier\u202f: la lettre est lue par qui lit cette partie."),
    )
    title = forms.CharField(label=_("Titre imprimé"), max_length=LONGEST_TITLE)
    body = forms.CharField(
        label=_("Texte"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea({"rows": 14}),
        help_text=_(
            "Un champ s’écrit entre accolades, «\u202f{prénom}\u202f». Un blanc à remplir,"
            " «\u202f{? jour et heure}\u202f»."
        ),
    )

    @property
    def said(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("label", "about", "group", "part", "title", "body")
        }
