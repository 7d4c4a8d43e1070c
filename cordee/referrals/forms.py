"""Forms of orientations: they parse and explain, the actions write."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cordee.kernel.words import capital
from cordee.pathways.fetch import Choices
from cordee.pathways.forms import CHOOSE, DatedForm, JudgedForm, OpeningForm, long_text
from cordee.programmes.definition import Definition
from cordee.referrals.enums import SENSITIVE_STRUCTURES, RefusalReason, State, StructureKind
from cordee.referrals.fetch import (
    ANSWERED,
    EARLIEST_YEAR,
    EVERY,
    SENSITIVE,
    UNSAID_KIND,
    WAITING,
    Alike,
)
from cordee.referrals.models import Referral
from cordee.ui.forms import CordeeForm, FrenchDateField, PartialBirthDateField
from cordee.ui.long_lists import LongSelect

SOMEBODY_ELSE = "autre"
SENSITIVE_LABEL = _("Structures dont le nom en dit trop (protection, addictions, justice…)")


class ReferralForm(JudgedForm):
    """An orientation as it is taken down, a telephone in hand: only a first name is required.

    Channels, needs and papers are those of the programme chosen; none before. kept: the orientation being
    completed, whose codes stay offered even when the programme no longer has them.
    """

    first_names = forms.CharField(label=_("Prénoms"), max_length=120)
    usage_name = forms.CharField(label=_("Nom d’usage"), max_length=120, required=False)
    birth = PartialBirthDateField(
        label=_("Naissance"), required=False, help_text=_("12/03/1984, 03/1984, ou seulement 1984.")
    )
    phone = forms.CharField(label=_("Téléphone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Courriel"), required=False)
    structure = forms.CharField(label=_("Structure"), max_length=200, required=False)
    structure_kind = forms.ChoiceField(label=_("Nature de la structure"), required=False)
    referrer_name = forms.CharField(label=_("Qui oriente"), max_length=160, required=False)
    referrer_function = forms.CharField(label=_("Fonction"), max_length=160, required=False)
    referrer_contact = forms.CharField(label=_("Téléphone ou courriel"), max_length=200, required=False)
    received_on = FrenchDateField(label=_("Reçue le"), allow="past")
    programme = forms.ChoiceField(label=_("Dispositif"), required=False)
    reason = forms.CharField(
        label=_("Pourquoi"),
        required=False,
        widget=long_text(4),
        help_text=_("Ce qui est demandé, ce que veut la personne. Ce texte est gardé chiffré."),
    )
    channel = forms.ChoiceField(label=_("Par quelle voie"), required=False)
    needs = forms.MultipleChoiceField(label=_("Besoins"), required=False, widget=forms.CheckboxSelectMultiple)
    papers_missing = forms.MultipleChoiceField(
        label=_("Pièces qui manquent"), required=False, widget=forms.CheckboxSelectMultiple
    )
    person_agrees = forms.BooleanField(
        label=_("La personne est d’accord avec cette orientation"), required=False
    )
    handled_by = forms.ChoiceField(label=_("Qui s’en occupe"), required=False, widget=LongSelect)

    starts_today = ("received_on",)
    PERSON = ("first_names", "usage_name", "birth", "phone", "email")
    REFERRER = ("structure", "structure_kind", "referrer_name", "referrer_function", "referrer_contact")
    REQUEST = ("channel", "needs", "person_agrees", "papers_missing", "handled_by")
    LISTS = ("needs", "papers_missing")

    def __init__(self, *args: Any, choices: Choices, kept: Referral | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.choose("structure_kind", [("", _("Choisir…")), *sorted_kinds()])
        self._offer_programmes(kept)
        self._offer_of(choices.definition_for(self["programme"].value()), kept)
        self._offer_members()

    def _offer_programmes(self, kept: Referral | None) -> None:
        offered = self.choices.programmes
        known = {code for code, _label in offered}
        if kept and kept.programme and str(kept.programme_id) not in known:
            offered = [*offered, (str(kept.programme_id), kept.programme.label)]
        if len(offered) == 1 and kept is None:
            self.initial.setdefault("programme", offered[0][0])
        self.choose("programme", [("", _("À décider plus tard")), *offered])

    def _offer_of(self, definition: Definition | None, kept: Referral | None) -> None:
        entry = definition.entry if definition else None
        before = (
            {"channel": [kept.channel], "needs": kept.needs, "papers_missing": kept.papers_missing}
            if kept
            else {}
        )
        for name, offered in (
            ("channel", entry.channels if entry else ()),
            ("needs", entry.needs if entry else ()),
            ("papers_missing", entry.papers if entry else ()),
        ):
            options = [(one.code, one.label) for one in offered]
            known = {code for code, _label in options}
            options += [(code, code) for code in before.get(name, []) if code and code not in known]
            if not options:
                del self.fields[name]
            else:
                self.choose(name, [CHOOSE, *options] if name == "channel" else options)

    def _offer_members(self) -> None:
        """Whoever only sees their own orientations keeps them: nobody to choose."""
        actor = self.choices.actor
        if not actor.rights.intake:
            del self.fields["handled_by"]
            return
        self.choose("handled_by", [("", _("À attribuer")), *self.choices.referents])
        self.initial.setdefault("handled_by", str(actor.member.pk))

    def clean_birth(self) -> str:
        return str(self.cleaned_data["birth"].code)

    def clean_programme(self) -> Any:
        """The identifier of the programme, or None: what the model keeps."""
        chosen = self.cleaned_data["programme"]
        return UUID(chosen) if chosen else None

    def clean_handled_by(self) -> Any:
        return self.choices.member(self.cleaned_data["handled_by"])

    @property
    def described(self) -> dict[str, Any]:
        """What the actions keep, under the model's names."""
        kept = {"channel": "", "needs": [], "papers_missing": [], **self.cleaned_data}
        kept["programme_id"] = kept.pop("programme")
        return kept

    def group(self, names: tuple[str, ...]) -> list[Any]:
        return [self[name] for name in names if name in self.fields]

    @property
    def person_fields(self) -> list[Any]:
        return self.group(self.PERSON)

    @property
    def referrer_fields(self) -> list[Any]:
        return self.group(self.REFERRER)

    @property
    def request_fields(self) -> list[Any]:
        return self.group(self.REQUEST)


class ChangeForm(ReferralForm):
    """The same, completed later."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def sorted_kinds() -> list[tuple[str, str]]:
    """Kinds of structures by label, « autre » last."""
    return list(_sorted_kinds(get_language() or ""))


@lru_cache(maxsize=8)
def _sorted_kinds(language: str) -> list[tuple[str, str]]:
    """Worked out once for each language: two forms of a page ask for the thirty-four of them."""
    kinds = [(kind.value, capital(str(kind.label))) for kind in StructureKind]
    return sorted(kinds, key=lambda kind: (kind[0] == StructureKind.OTHER, kind[1].casefold()))


class WalkInForm(JudgedForm):
    """Somebody is at the door: a first name is enough, the rest comes when it comes."""

    first_names = forms.CharField(label=_("Prénom"), max_length=120)
    usage_name = forms.CharField(
        label=_("Nom, si la personne veut le donner"), max_length=120, required=False
    )
    reason = forms.CharField(
        label=_("Ce qu’elle demande, dans ses mots"), required=False, widget=long_text(3)
    )
    phone = forms.CharField(label=_("Où la joindre"), max_length=40, required=False)
    programme = forms.ChoiceField(label=_("Dispositif"), required=False)
    handled_by = forms.ChoiceField(label=_("Qui la reçoit"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.choose("programme", [("", _("À décider plus tard")), *choices.programmes])
        if len(choices.programmes) < 2:
            del self.fields["programme"]
        self.choose("handled_by", [("", _("À attribuer")), *choices.referents])
        if not choices.actor.rights.intake:
            del self.fields["handled_by"]

    @property
    def described(self) -> dict[str, Any]:
        """What the action keeps, under the model's names."""
        kept = dict(self.cleaned_data)
        chosen = kept.pop("programme", "") or self._only_programme
        kept["programme_id"] = UUID(chosen) if chosen else None
        if "handled_by" in kept:
            kept["handled_by"] = self.choices.member(kept["handled_by"])
        return kept

    @property
    def _only_programme(self) -> str:
        offered = self.choices.programmes
        return offered[0][0] if len(offered) == 1 else ""


class AlikeForm(CordeeForm):
    """Is it one of these people, or somebody else? Asked when somebody looks like the one described."""

    same_person = forms.CharField(required=False, max_length=60)
    shown = forms.CharField(required=False, max_length=1000)

    def chosen(self, alike: Alike) -> tuple[Any, bool]:
        """(the person recognised or None, whether the question is answered)."""
        said = self["same_person"].value() or ""
        if person := alike.person(said):
            return person, True
        new = set(alike.ids.split()) - set((self["shown"].value() or "").split())
        return None, not alike or (said == SOMEBODY_ELSE and not new)


class WelcomeForm(OpeningForm):
    """The opening of a pathway from an orientation."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(DatedForm):
    """An answer that only needs a day and a few words."""

    move = forms.CharField(widget=forms.HiddenInput, max_length=20)
    answer = forms.CharField(label=_("En quelques mots"), required=False, max_length=500, widget=long_text(2))


class PapersForm(AnswerForm):
    papers_missing = forms.MultipleChoiceField(
        label=_("Pièces demandées"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("version", "move", "papers_missing", "on", "answer")


class RefuseForm(AnswerForm):
    refusal_reason = forms.ChoiceField(label=_("Motif"))
    field_order = ("version", "move", "refusal_reason", "answer", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "refusal_reason", [CHOOSE, *((one.value, capital(str(one.label))) for one in RefusalReason)]
        )


class PassOnForm(AnswerForm):
    answer = forms.CharField(label=_("À quelle structure"), max_length=500, required=False)
    person_agrees = forms.BooleanField(
        label=_("La personne est d’accord pour cette transmission"), required=False
    )
    field_order = ("version", "move", "answer", "person_agrees", "on")


class ReferralFilters(CordeeForm):
    """The filters of the list, kept in the address."""

    etat = forms.ChoiceField(label=_("Réponse"), required=False)
    dispositif = forms.ChoiceField(label=_("Dispositif"), required=False)
    moi = forms.BooleanField(label=_("Dont je m’occupe"), required=False)
    annee = forms.ChoiceField(label=_("Année"), required=False, widget=forms.HiddenInput)
    nature = forms.ChoiceField(label=_("Nature de la structure"), required=False, widget=forms.HiddenInput)
    voie = forms.CharField(label=_("Voie"), required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Choices, sees_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(choices.actor.today.year, EARLIEST_YEAR - 1, -1)
        self.fields["annee"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["nature"].choices = kinds_grouped()  # type: ignore[attr-defined]
        self.fields["etat"].choices = state_choices()  # type: ignore[attr-defined]
        self.fields["dispositif"].choices = [("", _("Tous")), *choices.programmes]  # type: ignore[attr-defined]
        if len(choices.programmes) < 2:
            del self.fields["dispositif"]
        if not sees_all:
            del self.fields["moi"]


def kinds_grouped() -> list[tuple[str, Any]]:
    """Kinds of structures as they are counted: sensitive ones together, the unsaid apart."""
    plain = [kind for kind in sorted_kinds() if kind[0] not in SENSITIVE_STRUCTURES]
    return [*plain, (SENSITIVE, SENSITIVE_LABEL), (UNSAID_KIND, _("Non renseigné"))]


def state_choices() -> list[tuple[str, Any]]:
    return [
        (WAITING, _("En attente de réponse")),
        *((state.value, capital(str(state.label))) for state in State),
        (ANSWERED, _("Toutes celles répondues")),
        (EVERY, _("Toutes")),
    ]
