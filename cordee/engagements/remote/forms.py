"""Forms of links: what a colleague chooses to give one, what the person answers behind it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.dossier.messages import Way
from cordee.engagements.enums import Capacity
from cordee.engagements.forms import GestureForm
from cordee.engagements.remote.enums import By
from cordee.engagements.remote.rules import FOR_DAYS, LONGEST_WORDS, USUAL_DAYS
from cordee.ui.forms import FrenchDateField

DAYS = {7: _("Une semaine"), 14: _("Deux semaines"), 30: _("Un mois")}


class GiveForm(GestureForm):
    """A link to give: to whom, how, for how long. ways: those the person accepts, by mail or SMS."""

    capacity = forms.ChoiceField(label=_("Qui signe"), widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("Comment le lien arrive"), widget=forms.RadioSelect)
    is_safe = forms.BooleanField(
        label=_("Ce moyen est sûr\u202f: personne d’autre ne lit ces messages"), required=False
    )
    days = forms.TypedChoiceField(
        label=_("Il sert pendant"),
        coerce=int,
        choices=[(str(days), DAYS[days]) for days in FOR_DAYS],
        initial=str(USUAL_DAYS),
    )

    def __init__(
        self,
        *args: Any,
        capacities: Sequence[tuple[str, Any]],
        ways: Sequence[Way],
        asks_safety: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ways = {str(way.point): way for way in ways}
        offered = [(code, way.label) for code, way in self.ways.items()]
        given = (By.GIVEN.value, _("Je le copie ou je l’imprime\u202f: il est montré une seule fois"))
        self.fields["way"].choices = [*offered, given]  # type: ignore[attr-defined]
        self.fields["capacity"].choices = list(capacities)  # type: ignore[attr-defined]
        if capacities and not self.is_bound:
            whose = self.initial.setdefault("capacity", capacities[0][0])
            first = offered[0][0] if offered and whose == Capacity.PERSON else By.GIVEN.value
            self.initial.setdefault("way", first)
        if not asks_safety or not self.ways:
            del self.fields["is_safe"]

    @property
    def chosen(self) -> Way | None:
        return self.ways.get(self.cleaned_data["way"])


class BirthForm(GestureForm):
    """The one question before anything is shown."""

    born = FrenchDateField(
        label=_("Date de naissance"),
        allow="past",
        help_text=_("Jour, mois et année. Par exemple 12/03/1984."),
    )


class RemoteSignForm(GestureForm):
    """A signature given from home. drawing is filled in by the page's own script, and may stay empty."""

    name = forms.CharField(
        label=_("Votre prénom et votre nom"),
        max_length=120,
        required=False,
        help_text=_("C’est votre signature."),
    )
    agrees = forms.BooleanField(label=_("J’ai lu ce texte et je suis d’accord"), required=False)
    drawing = forms.CharField(required=False, widget=forms.HiddenInput, max_length=50_000)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TalkForm(GestureForm):
    """« Je veux en parler d’abord »."""

    words = forms.CharField(
        label=_("De quoi voulez-vous parler"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Vous pouvez laisser vide."),
    )
