"""The filters of the people list, read from the address; a deadline said to be done."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.home.listing import BY_PATHWAY, Choices
from cordee.kernel.words import capital
from cordee.programmes.vocabulary import FactKind
from cordee.ui.forms import CordeeForm, FrenchDateField
from cordee.ui.long_lists import Listed, LongSelect

STATES = [("", _("en cours")), ("suspendu", _("suspendus")), ("termine", _("terminés"))]
ORDERS = [("nom", _("nom")), ("contact", _("plus ancien contact")), ("arrivee", _("arrivée"))]


class PeopleFilters(CordeeForm):
    """Filters of the list. vue is a row of tabs: it only travels with them."""

    SETTINGS = ("vue", "ordre")  # in the address, but not filters

    vue = forms.CharField(widget=forms.HiddenInput, required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    etape = forms.ChoiceField(label=_("Étape"), required=False)
    referent = forms.ChoiceField(label=_("Suivie par"), required=False, widget=LongSelect)
    site = forms.ChoiceField(label=_("Site"), required=False)
    etat = forms.ChoiceField(label=_("Parcours"), required=False, choices=STATES)
    ordre = forms.ChoiceField(label=_("Par ordre de"), required=False, choices=ORDERS)

    def __init__(self, data: Any, *, choices: Choices, stages: list[tuple[str, str]], view: str) -> None:
        super().__init__(data)
        every = ("", _("tous"))
        self._offer("programme", [every, *choices.programmes])
        self._offer("etape", [("", _("toutes")), *stages])
        self._offer("referent", [("", _("toute l’équipe")), *choices.members])
        self._offer("site", [every, *choices.sites])
        useless = {
            "referent": view == "mes",
            "etape": not stages,
            "site": len(choices.sites) < 2,
            "programme": len(choices.programmes) < 2,
        }
        for name in ("programme", "etape", "referent", "site", "etat"):
            if view not in BY_PATHWAY or useless.get(name):
                del self.fields[name]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = Listed(choices)  # type: ignore[attr-defined]


class DoneForm(CordeeForm):
    """When it was done; what exactly, when several things answer the delay."""

    kind = forms.ChoiceField(label=_("Ce qui a eu lieu"), required=False)
    on = FrenchDateField(label=_("Quand"), allow="past")

    def __init__(self, *args: Any, kinds: Sequence[FactKind], today: Any, **kwargs: Any) -> None:
        super().__init__(*args, today=today, initial={"on": today}, **kwargs)
        self.fields["kind"].choices = [(kind.code, capital(str(kind.label))) for kind in kinds]  # type: ignore[attr-defined]
        if len(kinds) < 2:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial["kind"] = kinds[0].code if kinds else ""
