"""Forms of the commission room: they parse and explain, the actions write."""

from collections.abc import Callable, Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.commissions.boards import BoardWanted, HolderWanted
from cordee.commissions.deciding import DecisionWanted
from cordee.commissions.enums import (
    Answer,
    Attendance,
    Outcome,
    answers,
    offer_answers,
    powers,
    quorum_modes,
    ranks,
)
from cordee.commissions.models import Board
from cordee.kernel.errors import CordeeError, RuleBroken
from cordee.kernel.words import capital
from cordee.referrals.enums import refusal_reasons
from cordee.ui.forms import CordeeForm, FrenchDateField, HourField


class RoomForm(CordeeForm):
    """A form that takes the refusal of an action on its field, or above everything."""

    named: dict[str, str] = {}

    def take(self, error: CordeeError) -> None:
        field = self.named.get(getattr(error, "field", ""), getattr(error, "field", ""))
        if isinstance(error, RuleBroken):
            for verdict in error.verdicts:
                self.add_error(None, f"{verdict.reason} ({verdict.rule}, {verdict.source})")
            return
        self.add_error(field if field in self.fields else None, error.message)

    def choose(self, name: str, options: Iterable[tuple[Any, Any]]) -> None:
        self.fields[name].choices = list(options)  # type: ignore[attr-defined]


def capitals(choices: Callable[[], Iterable[tuple[Any, Any]]]) -> Callable[[], list[tuple[Any, str]]]:
    """The same choices as sentences of a form."""
    return lambda: [(code, capital(str(label))) for code, label in choices()]


class BoardForm(RoomForm):
    """What a board is."""

    label = forms.CharField(label=_("Nom"), max_length=120)
    body = forms.CharField(
        label=_("Comment on l’appelle dans une phrase"),
        max_length=160,
        help_text=_("Par exemple «\u202fla commission insertion\u202f»."),
    )
    serves = forms.MultipleChoiceField(
        label=_("Pour quels dispositifs"), required=False, widget=forms.CheckboxSelectMultiple
    )
    powers = forms.MultipleChoiceField(
        label=_("Ce qu’on lui demande"), choices=capitals(powers), widget=forms.CheckboxSelectMultiple
    )
    is_two_level = forms.BooleanField(
        label=_("Elle donne un avis, puis quelqu’un d’autre décide"), required=False
    )
    authority = forms.CharField(
        label=_("Qui décide après l’avis"),
        max_length=160,
        required=False,
        help_text=_("Par exemple «\u202fle président du conseil départemental\u202f»."),
    )
    hears_person = forms.BooleanField(
        label=_("La personne peut être entendue, avec qui elle veut"), required=False
    )
    every_months = forms.IntegerField(
        label=_("Elle se réunit tous les combien de mois"), min_value=1, max_value=24, required=False
    )
    quorum = forms.IntegerField(
        label=_("Combien de collèges doivent être représentés"), min_value=1, max_value=50, required=False
    )
    quorum_mode = forms.ChoiceField(
        label=_("S’il en manque"), choices=capitals(quorum_modes), widget=forms.RadioSelect, initial="warn"
    )
    at = HourField(label=_("Heure habituelle"), initial=time(14))
    minutes = forms.IntegerField(label=_("Durée, en minutes"), min_value=5, max_value=1440, initial=180)
    where = forms.CharField(label=_("Lieu habituel"), max_length=200, required=False)
    guests = forms.CharField(
        label=_("Ce qu’on dit des invités"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    named = {"place": "where", "programmes": "serves"}

    def wanted(self, known: dict[str, Any]) -> BoardWanted:
        """known: programmes of the house, by the identifier a form sends."""
        kept = self.cleaned_data
        return BoardWanted(
            label=kept["label"],
            body=kept["body"],
            programmes=tuple(known[one] for one in kept["serves"] if one in known),
            powers=tuple(kept["powers"]),
            is_two_level=kept["is_two_level"],
            authority=kept["authority"],
            every_months=kept["every_months"],
            quorum=kept["quorum"],
            quorum_mode=kept["quorum_mode"],
            hears_person=kept["hears_person"],
            guests=kept["guests"],
            at=kept["at"],
            minutes=kept["minutes"],
            place=kept["where"],
        )


def board_initial(board: Board) -> dict[str, Any]:
    names = (
        "label", "body", "powers", "is_two_level", "authority", "hears_person", "every_months", "quorum",
        "quorum_mode", "at", "minutes", "guests", "version",
    )  # fmt: skip
    told = {name: getattr(board, name) for name in names}
    return {**told, "where": board.place, "serves": [str(one) for one in board.programmes]}


class SeatForm(RoomForm):
    label = forms.CharField(label=_("Collège"), max_length=200)


class HolderForm(RoomForm):
    """Somebody who sits. account: a member of the house, when they have one."""

    name = forms.CharField(label=_("Nom"), max_length=160)
    rank = forms.ChoiceField(
        label=_("Au titre de"), choices=capitals(ranks), widget=forms.RadioSelect, initial="holder"
    )
    structure = forms.CharField(label=_("Structure"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("Courriel"),
        required=False,
        help_text=_("La convocation y part, avec un lien pour répondre sans compte."),
    )
    account = forms.ChoiceField(
        label=_("Compte dans la maison"),
        required=False,
        help_text=_(
            "Avec un compte, cette personne lit les situations de sa séance, de la convocation au soir même."
        ),
    )
    on = FrenchDateField(label=_("À partir du"))
    named = {"member": "account"}

    def wanted(self, member: Any) -> HolderWanted:
        kept = self.cleaned_data
        return HolderWanted(kept["name"], kept["rank"], kept["structure"], kept["email"], member)


class ContactForm(RoomForm):
    """How somebody who sits is written to, put right."""

    name = forms.CharField(label=_("Nom"), max_length=160)
    structure = forms.CharField(label=_("Structure"), max_length=200, required=False)
    email = forms.EmailField(label=_("Courriel"), required=False)


class CollegeForm(RoomForm):
    """They sit for another college from a day on."""

    seat = forms.ChoiceField(label=_("Nouveau collège"))
    rank = forms.ChoiceField(label=_("Au titre de"), choices=capitals(ranks), widget=forms.RadioSelect)
    on = FrenchDateField(label=_("À partir du"))


class LeaveForm(RoomForm):
    on = FrenchDateField(label=_("Dernier jour"))


class SittingForm(RoomForm):
    """When and where a sitting takes place."""

    day = FrenchDateField(label=_("Jour"))
    at = HourField(label=_("Heure"))
    minutes = forms.IntegerField(label=_("Durée, en minutes"), min_value=5, max_value=1440)
    where = forms.CharField(label=_("Lieu"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    named = {"place": "where"}


class CancelForm(RoomForm):
    reason = forms.CharField(
        label=_("Ce qu’on dit à ceux qui étaient convoqués"),
        max_length=300,
        required=False,
        help_text=_("Jamais rien d’une personne accompagnée."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(RoomForm):
    """The answer of somebody called, as heard."""

    choice = forms.ChoiceField(
        label=_("Sa réponse"),
        choices=[(code, capital(str(label))) for code, label in answers() if code != Answer.NONE],
        widget=forms.RadioSelect,
    )
    replaced_by = forms.CharField(label=_("Par qui, si vous le savez"), max_length=160, required=False)
    named = {"answer": "choice", "substitute": "replaced_by"}


class OwnAnswerForm(AnswerForm):
    """The same, written by whoever was called."""

    choice = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (Answer.COMES, _("Je viens")),
            (Answer.SUBSTITUTE, _("Je me fais remplacer")),
            (Answer.DECLINES, _("Je ne viendrai pas")),
        ],
        widget=forms.RadioSelect,
    )


class ItemForm(RoomForm):
    """How a situation is presented."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240)
    presenter = forms.ChoiceField(label=_("Présentée par"), required=False)
    presenter_name = forms.CharField(label=_("Ou quelqu’un d’autre"), max_length=160, required=False)
    person_heard = forms.BooleanField(
        label=_("La personne est invitée à être entendue, avec qui elle veut"), required=False
    )
    notes = forms.CharField(
        label=_("Ce qu’il y a à dire, en quelques lignes"),
        widget=forms.Textarea({"rows": 5}),
        required=False,
        help_text=_(
            "Lu par la commission ce jour-là. Ni santé ni justice\u202f: elles restent dans leur partie du dossier."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class GuestForm(RoomForm):
    """Somebody invited for one situation only."""

    name = forms.CharField(label=_("Nom"), max_length=160)
    structure = forms.CharField(
        label=_("Structure, ou lien avec la personne"), max_length=200, required=False
    )
    email = forms.EmailField(label=_("Courriel"), required=False)
    account = forms.ChoiceField(label=_("Compte dans la maison"), required=False)
    consent_on = FrenchDateField(
        label=_("La personne est d’accord, depuis le"),
        required=False,
        help_text=_("Nécessaire pour quelqu’un d’extérieur."),
    )
    named = {"member": "account"}


class AwaitedChoice(forms.RadioSelect):
    """The cursor waits on it when the page opens: from one situation to the next without the mouse, or a script."""

    awaited = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, group, _rank in context["widget"]["optgroups"] for option in group]
        if self.awaited and options:
            chosen = next((option for option in options if option["selected"]), options[0])
            chosen["attrs"]["autofocus"] = True
        return context


class DecisionForm(RoomForm):
    """What was pronounced. The outcome first: everything else depends on it."""

    outcome = forms.ChoiceField(label=_("Ce qui est décidé"), widget=AwaitedChoice)
    effective_from = FrenchDateField(label=_("À partir du"), required=False)
    place_in_line = forms.IntegerField(label=_("Rang"), min_value=1, max_value=999, required=False)
    missing = forms.CharField(label=_("Ce qui manque"), widget=forms.Textarea({"rows": 2}), required=False)
    review_on = FrenchDateField(label=_("À revoir le"), required=False)
    redirected_to = forms.CharField(label=_("Vers quelle réponse"), max_length=200, required=False)
    refusal_reason = forms.ChoiceField(label=_("Motif donné à qui oriente"), required=False)
    person_agrees = forms.BooleanField(
        label=_("La personne est d’accord pour que l’orientation soit transmise"), required=False
    )
    reason = forms.CharField(label=_("Pourquoi"), widget=forms.Textarea({"rows": 2}), required=False)
    decided_on = FrenchDateField(label=_("Prononcée le"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    named = {"rank": "place_in_line"}

    @property
    def awaits_choice(self) -> bool:
        return bool(self.fields["outcome"].widget.awaited)

    @awaits_choice.setter
    def awaits_choice(self, awaited: bool) -> None:
        self.fields["outcome"].widget.awaited = awaited

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("refusal_reason", [("", _("Choisissez")), *refusal_reasons()])

    def offer(self, outcomes: Iterable[str], *, by_authority: bool, answers_orientation: bool) -> None:
        """Only what this situation and this level may be given."""
        outcomes = list(outcomes)
        self.choose("outcome", [(code, capital(str(Outcome(code).label))) for code in outcomes])
        if not by_authority:
            del self.fields["decided_on"]
        if not answers_orientation:
            del self.fields["refusal_reason"], self.fields["person_agrees"]
        if Outcome.ADMITTED not in outcomes:
            del self.fields["effective_from"]
        if Outcome.WAITING not in outcomes:
            del self.fields["place_in_line"]
        if Outcome.REDIRECTED not in outcomes:
            del self.fields["redirected_to"]

    def told(self, level: str) -> DecisionWanted:
        """What was pronounced, at the level the page showed."""
        kept = self.cleaned_data
        return DecisionWanted(
            outcome=kept["outcome"],
            level=level,
            decided_on=kept.get("decided_on"),
            effective_from=kept.get("effective_from") if kept["outcome"] == Outcome.ADMITTED else None,
            rank=kept.get("place_in_line") if kept["outcome"] == Outcome.WAITING else None,
            review_on=kept.get("review_on"),
            missing=kept.get("missing", ""),
            reason=kept.get("reason", ""),
            refusal_reason=kept.get("refusal_reason", ""),
            redirected_to=kept.get("redirected_to", ""),
            person_agrees=kept.get("person_agrees", False),
        )


ATTENDANCES = [("", _("pas encore noté")), *Attendance.choices]


class LineDayForm(RoomForm):
    """The day something of the waiting list was said."""

    on = FrenchDateField(label=_("Quel jour"))

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)


class OfferAnswerForm(LineDayForm):
    """What they answered to a place."""

    answer = forms.ChoiceField(
        label=_("Sa réponse"), choices=capitals(offer_answers), widget=forms.RadioSelect
    )
    field_order = ("answer", "on")
