"""The filters of the people list, read from the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.home.listing import Choices
from cordee.ui.forms import CordeeForm

STATES = [("", _("en cours")), ("suspendu", _("suspendus")), ("termine", _("terminés"))]
ORDERS = [("nom", _("nom")), ("contact", _("dernier contact")), ("arrivee", _("arrivée"))]


class PeopleFilters(CordeeForm):
    """Filters of the list. vue is a row of tabs, not a field."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    etape = forms.ChoiceField(label=_("Étape"), required=False)
    referent = forms.ChoiceField(label=_("Suivie par"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    etat = forms.ChoiceField(label=_("Parcours"), required=False, choices=STATES)
    ordre = forms.ChoiceField(label=_("Par ordre de"), required=False, choices=ORDERS)

    def __init__(self, data: Any, *, choices: Choices, stages: list[tuple[str, str]], own: bool) -> None:
        super().__init__(data)
        every = ("", _("tous"))
        self.fields["programme"].choices = [every, *choices.programmes]  # type: ignore[attr-defined]
        self.fields["etape"].choices = [("", _("toutes")), *stages]  # type: ignore[attr-defined]
        self.fields["referent"].choices = [("", _("toute l’équipe")), *choices.members]  # type: ignore[attr-defined]
        self.fields["site"].choices = [every, *choices.sites]  # type: ignore[attr-defined]
        if own:
            del self.fields["referent"]
        if not stages:
            del self.fields["etape"]
        if len(choices.sites) < 2:
            del self.fields["site"]
