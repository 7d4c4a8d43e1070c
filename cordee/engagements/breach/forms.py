"""Forms of facts: they parse and explain, the actions write. Nothing is filled in before it is said (RSA-29)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.engagements.breach.actions import LONGEST
from cordee.engagements.breach.enums import BY_HAND, About, Legitimate, Sense, What
from cordee.engagements.forms import GestureForm
from cordee.kernel.words import capital
from cordee.ui.forms import FrenchDateField

CHOOSE = ("", _("Choisir…"))


def _choices(labels: Any) -> list[tuple[str, Any]]:
    return [(code, capital(str(label))) for code, label in labels if code]


class Words(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": 3}))
        kwargs.setdefault("required", False)
        super().__init__(max_length=LONGEST, **kwargs)


class FactsForm(GestureForm):
    """What happened, dated."""

    about = forms.ChoiceField(label=_("De quoi il s’agit"), widget=forms.RadioSelect)
    day = FrenchDateField(label=_("Jour des faits"), allow="past")
    words = Words(
        label=_("Les faits"),
        required=True,
        help_text=_("Ce qui s’est passé, sans juger. La personne peut demander à lire ces lignes."),
    )

    def __init__(self, *args: Any, abouts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, capital(str(one.label))) for one in About if one.value in abouts]
        self.fields["about"].choices = offered  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.initial.setdefault("about", offered[0][0])


class ReasonForm(GestureForm):
    reason = forms.ChoiceField(
        label=_("Motif légitime"), choices=lambda: [CHOOSE, *_choices(Legitimate.choices)]
    )
    on = FrenchDateField(label=_("Dit le"), allow="past")
    words = Words(
        label=_("En quelques mots"), help_text=_("Facultatif. Rien sur la santé\u202f: le motif suffit.")
    )


class DayForm(GestureForm):
    """One day: the interview, the written information, the person keeping the contract again."""

    on = FrenchDateField(label=_("Le"), allow="past")


class AnswerForm(GestureForm):
    """Everything the person answered: shown again as it was noted, so that nothing of it is lost."""

    on = FrenchDateField(label=_("Sa réponse, le"), allow="past")
    words = Words(label=_("Ce que la personne répond"))
    heard_on = FrenchDateField(
        label=_("Entendue le"),
        allow="past",
        required=False,
        help_text=_("Vide si elle n’a pas été entendue."),
    )
    is_accompanied = forms.BooleanField(label=_("Avec une personne de son choix"), required=False)


class OpinionForm(GestureForm):
    invited_on = FrenchDateField(label=_("Personne invitée le"), allow="past", required=False)
    on = FrenchDateField(label=_("Avis donné le"), allow="past", required=False)
    body = forms.CharField(
        label=_("Par"),
        max_length=120,
        required=False,
        help_text=_("Par exemple l’équipe pluridisciplinaire de Vire."),
    )
    sense = forms.ChoiceField(
        label=_("Sens de l’avis"), required=False, choices=lambda: [CHOOSE, *_choices(Sense.choices)]
    )


class DecisionForm(GestureForm):
    """A decision taken elsewhere, as its letter says. No field is filled in beforehand."""

    kind = forms.ChoiceField(
        label=_("Ce qui a été décidé"), choices=lambda: [CHOOSE, *_choices(What.choices)]
    )
    step = forms.TypedChoiceField(
        label=_("Étape"),
        coerce=int,
        choices=[CHOOSE, ("1", _("Première sanction")), ("2", _("Après une autre, dans les 24 mois"))],
    )
    rate = forms.IntegerField(label=_("Part du RSA, en %"), min_value=1, max_value=100)
    months = forms.IntegerField(label=_("Durée, en mois"), min_value=1, max_value=12)
    decided_on = FrenchDateField(label=_("Décidée le"), allow="past")
    notified_on = FrenchDateField(label=_("Notifiée le"), allow="past")
    from_on = FrenchDateField(label=_("Appliquée à partir du"))
    persists = forms.BooleanField(
        label=_("Les faits continuaient à la fin de la mesure d’avant"), required=False
    )
    household = forms.IntegerField(
        label=_("Personnes au foyer"),
        min_value=1,
        max_value=20,
        required=False,
        help_text=_("Vide si on ne sait pas."),
    )
    is_increased = forms.BooleanField(label=_("RSA majoré (parent isolé)"), required=False)


class CloseForm(GestureForm):
    on = FrenchDateField(label=_("Le"), allow="past")
    ending = forms.ChoiceField(
        label=_("Comment"),
        choices=lambda: [
            CHOOSE,
            *_choices([(one.value, one.label) for one in BY_HAND]),
        ],
    )


class ReopenForm(GestureForm):
    """Nothing to say: only to be sure."""


class PeriodForm(GestureForm):
    """Between which days."""

    du = FrenchDateField(label=_("Du"), required=False)
    au = FrenchDateField(label=_("Au"), required=False, allow="past")

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or {}
        first, last = kept.get("du"), kept.get("au")
        if first and last and first > last:
            self.add_error("au", _("La fin vient avant le début\u202f: toute la période est montrée."))
        return kept
