"""Forms of orientation decisions: they parse and explain, the actions write."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.kernel.words import capital
from cordee.pathways.fetch import Choices
from cordee.pathways.forms import CHOOSE, DatedForm, GestureForm, JudgedForm, long_text, pass_reason
from cordee.referrals.decisions.actions import Choice
from cordee.referrals.decisions.enums import (
    Authority,
    Body,
    Criterion,
    DecisionState,
    Lane,
    Means,
    Origin,
    Registration,
    ReorientationReason,
)
from cordee.ui.forms import CordeeForm, FrenchDateField

TO_TAKE, TO_NOTIFY, LATE, TOLD, EVERY = "", "a-notifier", "en-retard", "notifiees", "toutes"
MONTH = r"^((19|20)\d\d-(0[1-9]|1[0-2])|12)$"  # a month, or the last twelve
VIEWS = (
    (TO_TAKE, _("À prendre")),
    (LATE, _("Hors délai")),
    (TO_NOTIFY, _("À notifier")),
    (TOLD, _("Notifiées")),
    (EVERY, _("Toutes")),
)


def options(kind: Any) -> list[tuple[str, str]]:
    """The choices of a closed list, with a capital."""
    return [(one.value, capital(str(one.label))) for one in kind if one.value]


class AwaitForm(JudgedForm):
    """Somebody comes to the RSA: the day it was known, when it is."""

    origin = forms.ChoiceField(
        label=_("Pourquoi"), choices=[one for one in options(Origin) if one[0] != Origin.REORIENTATION]
    )
    information_on = FrenchDateField(
        label=_("Information reçue le"),
        required=False,
        allow="past",
        help_text=_(
            "Les six semaines se comptent de ce jour. Laissez vide si elle n’est pas encore arrivée."
        ),
    )


class InformationForm(GestureForm):
    information_on = FrenchDateField(
        label=_("Information reçue le"), allow="past", help_text=_("Les six semaines se comptent de ce jour.")
    )


class RegistrationForm(GestureForm):
    """The list of France Travail."""

    registered = forms.ChoiceField(
        label=_("Inscription à France Travail"),
        required=False,
        choices=[(Registration.UNKNOWN.value, _("Non renseigné")), *options(Registration)],
    )
    registered_on = FrenchDateField(label=_("Depuis le"), required=False, allow="past")
    identifier = forms.CharField(
        label=_("Identifiant"), required=False, max_length=30, help_text=_("8 signes ou 11 chiffres.")
    )


class DecideForm(GestureForm):
    """A decision, in four steps: what was considered, the lane, who accompanies, who decides."""

    criteria = forms.MultipleChoiceField(
        label=_("Ce qui a été regardé avec la personne"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=options(Criterion),
    )
    lane = forms.ChoiceField(
        label=_("Voie"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la voie.")},
    )
    reason = forms.CharField(
        label=_("Pourquoi cette voie"),
        required=False,
        widget=long_text(),
        help_text=_("Dans la partie sociale du dossier, gardé chiffré."),
    )
    body = forms.ChoiceField(label=_("Organisme référent"), choices=[CHOOSE, *options(Body)])
    carried_out_by = forms.ChoiceField(
        label=_("Accompagnement réalisé par"),
        required=False,
        help_text=_(
            "L’organisation choisie lira ce dossier, hors santé et protection, jusqu’à une autre décision."
        ),
    )
    carrier = forms.CharField(
        label=_("Service, agence ou structure"),
        required=False,
        max_length=160,
        help_text=_("Tel qu’il sera nommé dans le courrier."),
    )
    convention = forms.CharField(
        label=_("Référence de la convention"),
        required=False,
        max_length=120,
        help_text=_("Pour un délégataire."),
    )
    convention_until = FrenchDateField(label=_("Convention valable jusqu’au"), required=False)
    authority = forms.ChoiceField(label=_("Autorité qui décide"), choices=options(Authority))
    delegation = forms.CharField(
        label=_("Référence de la délégation"),
        required=False,
        max_length=120,
        help_text=_("Quand ce n’est ni le département ni France Travail."),
    )
    delegation_until = FrenchDateField(label=_("Délégation valable jusqu’au"), required=False)
    on = FrenchDateField(label=_("Décision prise le"), allow="past")
    pass_reason = pass_reason()

    starts_today = ("on",)
    named = {"label": "lane"}

    STEPS = (
        ("regarder", _("Ce qui a été regardé"), ("criteria",)),
        ("voie", _("La voie"), ("lane", "reason")),
        (
            "accompagner",
            _("Qui accompagne la personne"),
            ("body", "carried_out_by", "carrier", "convention", "convention_until"),
        ),
        ("decider", _("Qui décide, et quand"), ("authority", "delegation", "delegation_until", "on")),
    )

    def __init__(self, *args: Any, choices: Choices, lanes: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices, self.lanes = choices, {lane.code: lane for lane in lanes}
        self.choose("lane", [(lane.code, lane.label) for lane in lanes])
        operators = [(str(one.pk), str(one)) for one in choices.operators]
        if operators:
            self.choose(
                "carried_out_by", [("", _("Notre maison, ou une structure hors de Cordée")), *operators]
            )
        else:
            del self.fields["carried_out_by"]

    def clean_carried_out_by(self) -> Any:
        return self.choices.operator(self.cleaned_data["carried_out_by"])

    @property
    def steps(self) -> list[tuple[str, Any, list[Any]]]:
        """(anchor, title, fields) of each step."""
        return [
            (code, title, [self[name] for name in names if name in self.fields])
            for code, title, names in self.STEPS
        ]

    @property
    def choice(self) -> Choice:
        """What is read so far, as the action and the rules take it."""
        kept = self.so_far
        lane = self.lanes.get(kept.get("lane", ""))
        return Choice(
            lane=lane.lane if lane else "",
            label=lane.label if lane else "",
            criteria=tuple(kept.get("criteria") or ()),
            authority=kept.get("authority", ""),
            delegation=kept.get("delegation", ""),
            delegation_until=kept.get("delegation_until"),
            body=kept.get("body", ""),
            convention=kept.get("convention", ""),
            convention_until=kept.get("convention_until"),
            carried_out_by=kept.get("carried_out_by"),
            carrier=kept.get("carrier", ""),
            reason=kept.get("reason", ""),
            passed=kept.get("pass_reason", ""),
        )


class NotifyForm(DatedForm):
    """The day the person received the decision, how, and what proves it."""

    means = forms.ChoiceField(label=_("Moyen"), choices=[CHOOSE, *options(Means)])
    on = FrenchDateField(
        label=_("Reçue par la personne le"),
        allow="past",
        help_text=_("Le mois pour signer le contrat commence ce jour-là."),
    )
    proof = forms.CharField(
        label=_("Preuve"),
        max_length=160,
        help_text=_("Numéro de la lettre, émargement, jour de la consultation."),
    )
    field_order = ("version", "on", "means", "proof")


class AskForm(DatedForm):
    """Another orientation is asked for."""

    reason = forms.ChoiceField(label=_("Motif"), choices=[CHOOSE, *options(ReorientationReason)])
    words = forms.CharField(
        label=_("Ce qui le fait demander"),
        required=False,
        widget=long_text(),
        help_text=_("Dans la partie sociale du dossier, gardé chiffré."),
    )
    field_order = ("version", "reason", "words", "on")


class TogetherForm(CordeeForm):
    """Several notifications noted at once: the same day, the same means, a proof for all (a list of letters)."""

    on = FrenchDateField(label=_("Reçues le"), allow="past")
    means = forms.ChoiceField(label=_("Moyen"), choices=[CHOOSE, *options(Means)])
    proof = forms.CharField(
        label=_("Preuve"),
        max_length=160,
        help_text=_("La même pour toutes\u202f: bordereau, feuille d’émargement…"),
    )


class DecisionFilters(CordeeForm):
    """The filters of the list, kept in the address."""

    etat = forms.ChoiceField(label=_("Décisions"), required=False, choices=VIEWS)
    voie = forms.ChoiceField(label=_("Voie"), required=False, choices=[("", _("Toutes")), *options(Lane)])
    site = forms.ChoiceField(label=_("Territoire"), required=False)
    mois = forms.RegexField(MONTH, required=False, widget=forms.HiddenInput)
    notifiee = forms.RegexField(MONTH, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sites: list[tuple[str, str]], sees_lanes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sites) > 1:
            self.fields["site"].choices = [("", _("Tous")), *sites]  # type: ignore[attr-defined]
        else:
            del self.fields["site"]
        if not sees_lanes:
            del self.fields["voie"]


def state_label(state: str) -> str:
    return capital(str(DecisionState(state).label))
