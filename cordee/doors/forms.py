"""Forms of the doors: they parse and explain, the actions write."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.doors.models import LONGEST, PublicPage
from cordee.kernel.errors import BadInput, CordeeError
from cordee.ui.forms import CordeeForm, CordeeModelForm, PartialBirthDateField

PHONE = forms.RegexField(
    r"^[\d\s.+()/-]{6,40}$",
    label=_("Téléphone"),
    required=False,
    max_length=40,
    error_messages={"invalid": _("Écrivez le numéro avec des chiffres, par exemple 06 39 98 12 34.")},
)


def long_text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "maxlength": LONGEST})


class TakesRefusals:
    """A form on which an action's refusal is put back."""

    def take(self, error: CordeeError) -> None:
        field = error.field if isinstance(error, BadInput) else ""
        self.add_error(field if field in self.fields else None, error.message)  # type: ignore[attr-defined]


def attempt(form: Any, run: Callable[[], object]) -> bool:
    """Run an action with what the form read; what refuses goes to the form, and nothing was written."""
    if not form.is_valid():
        return False
    try:
        run()
    except BadInput as error:
        form.take(error)
        return False
    return True


class PageForm(TakesRefusals, CordeeModelForm):
    """The four questions of somebody who looks for a place to go, and what the page offers."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PublicPage
        fields = [
            "does",
            "for_whom",
            "how_to_ask",
            "whom_to_call",
            "hours",
            "takes_requests",
            "takes_orientations",
            "is_indexed",
            "is_published",
        ]
        labels = {
            "does": _("Que faisons-nous\u202f?"),
            "for_whom": _("Qui peut venir\u202f?"),
            "how_to_ask": _("Comment demander de l’aide\u202f?"),
            "whom_to_call": _("À qui parler\u202f?"),
            "hours": _("Quand venir\u202f?"),
            "takes_requests": _("La personne peut demander de l’aide depuis la page"),
            "takes_orientations": _("Un professionnel peut orienter quelqu’un depuis la page"),
            "is_indexed": _("Les moteurs de recherche peuvent la montrer"),
            "is_published": _("La page est publiée\u202f: tout le monde peut la lire"),
        }
        help_texts = {
            "does": _("Des phrases courtes, comme on le dirait à quelqu’un à la porte."),
            "whom_to_call": _("Un prénom et une fonction rassurent. Le numéro vient des réglages."),
            "hours": _("Jours et heures de permanence, d’accueil, d’appel."),
        }
        widgets = {
            name: long_text(rows)
            for name, rows in {
                "does": 5,
                "for_whom": 4,
                "how_to_ask": 5,
                "whom_to_call": 3,
                "hours": 3,
            }.items()
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


SAFE = [
    ("", _("Je ne sais pas")),
    ("oui", _("Oui, on peut laisser un message")),
    ("non", _("Non, pas de message\u202f: me parler à moi seulement")),
]


class HelpForm(TakesRefusals, CordeeForm):
    """The person herself: a first name, and one way to be reached."""

    first_names = forms.CharField(label=_("Mon prénom"), max_length=120)
    usage_name = forms.CharField(label=_("Mon nom, si je veux"), max_length=120, required=False)
    phone = PHONE
    email = forms.EmailField(label=_("Courriel"), required=False)
    other_way = forms.CharField(
        label=_("Une autre façon de me joindre"),
        required=False,
        max_length=120,
        help_text=_("Par exemple\u202f: par mon amie Rosa, au foyer."),
    )
    safe = forms.ChoiceField(label=_("Peut-on laisser un message\u202f?"), choices=SAFE, required=False)
    when = forms.CharField(
        label=_("Quand me joindre"),
        required=False,
        max_length=80,
        help_text=_("Par exemple\u202f: le matin."),
    )
    words = forms.CharField(
        label=_("Ce que je demande"),
        required=False,
        max_length=LONGEST,
        widget=long_text(4),
        help_text=_("Avec vos mots. Une phrase suffit."),
    )

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        touched = {"phone", "email", "other_way"} & set(self.errors)
        if not touched and not any(kept.get(name) for name in ("phone", "email", "other_way")):
            self.add_error("phone", _("Donnez au moins une façon de vous joindre."))
        return kept

    @property
    def described(self) -> dict[str, Any]:
        """What the action keeps, under the names of the orientation."""
        kept = self.cleaned_data
        return {
            **{name: kept[name] for name in ("first_names", "usage_name", "phone", "email", "words")},
            "reach_note": reach_note(kept["safe"], kept["when"], kept["other_way"]),
        }


def reach_note(safe: str, when: str, other_way: str) -> str:
    """What to be careful about, in a few words: the danger first."""
    danger = str(_("Ne pas laisser de message.")) if safe == "non" else ""
    return " ".join(
        part for part in (danger, f"{when}." if when else "", f"{other_way}." if other_way else "") if part
    )[:300]


class CodeForm(CordeeForm):
    """The code mailed to whoever opens a link in a new browser."""

    code = forms.CharField(
        label=_("Le code reçu"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class WithdrawForm(CordeeForm):
    """The request no longer holds."""

    words = forms.CharField(
        label=_("En quelques mots"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )


class SendForm(TakesRefusals, CordeeForm):
    """Towards another house of the instance."""

    towards = forms.ChoiceField(
        label=_("Vers"), error_messages={"required": _("Choisissez vers qui orienter.")}
    )
    first_names = forms.CharField(label=_("Prénoms"), max_length=120)
    usage_name = forms.CharField(label=_("Nom"), max_length=120, required=False)
    birth = PartialBirthDateField(label=_("Naissance"), required=False)
    phone = PHONE
    safe = forms.ChoiceField(
        label=_("Peut-on lui laisser un message sans risque\u202f?"),
        choices=[SAFE[0], ("oui", _("Oui")), ("non", _("Non, lui parler à elle seulement"))],
        required=False,
    )
    reason = forms.CharField(
        label=_("Pourquoi cette orientation"),
        max_length=LONGEST,
        widget=long_text(5),
        help_text=_("Des faits, sans jugement. Rien d’autre de votre dossier n’est envoyé."),
    )
    told = forms.CharField(label=_("Ce que vous lui en avez dit"), max_length=500, widget=long_text(2))
    person_agrees = forms.BooleanField(
        label=_("La personne est d’accord avec cet envoi"),
        error_messages={
            "required": _("Parlez-en d’abord avec la personne\u202f: rien ne part sans son accord.")
        },
    )
    follows = forms.BooleanField(
        label=_("Elle accepte que je suive ses étapes là-bas, pendant trois mois"), required=False
    )

    def __init__(self, *args: Any, destinations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.destinations = {str(one.programme): one for one in destinations}
        offered = [(code, one.label) for code, one in self.destinations.items()]
        self.fields["towards"].choices = [("", _("Choisir…")), *offered]  # type: ignore[attr-defined]

    @property
    def described(self) -> dict[str, Any]:
        kept = dict(self.cleaned_data)
        kept["to"] = self.destinations[kept.pop("towards")]
        kept["birth"] = kept["birth"].code
        kept["reach_note"] = reach_note(kept.pop("safe"), "", "")
        return kept
