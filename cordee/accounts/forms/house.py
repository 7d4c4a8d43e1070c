"""The organisation, its sites and places, how dossiers are shared, and one's own profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cordee.accounts.enums import PARTITION_WORDS, Sharing, sharing_modes
from cordee.accounts.models import Organisation, Place, Site
from cordee.kernel.departements import DEPARTEMENTS
from cordee.kernel.partitions import Partition, codes_of
from cordee.ui.context import THEMES
from cordee.ui.forms import CordeeForm, CordeeModelForm, FrenchDateField

POSTCODE = forms.RegexField(
    r"^\d{5}$",
    label=_("Code postal"),
    required=False,
    error_messages={"invalid": _("Cinq chiffres, par exemple 71400.")},
)

DEPARTEMENT_CHOICES = [
    ("", _("Celui du code postal")),
    *((code, f"{code}\u00a0{name}") for code, name in DEPARTEMENTS.items()),
]


class OrganisationForm(CordeeModelForm):
    """Who the organisation is and how to come to it."""

    postcode = POSTCODE
    department = forms.ChoiceField(
        label=_("Département"), required=False,
        choices=DEPARTEMENT_CHOICES,
        help_text=_("Il donne l’heure de la maison, ses jours fériés et ses vacances scolaires."),
    )  # fmt: skip
    school_zone = forms.ChoiceField(
        label=_("Vacances scolaires"), required=False,
        choices=[("", _("Celles du département")), *((zone, _("Zone %s") % zone) for zone in "ABC")],
    )  # fmt: skip

    class Meta:
        model = Organisation
        fields = [
            "name",
            "street",
            "postcode",
            "town",
            "department",
            "school_zone",
            "phone",
            "email",
            "directions",
        ]
        widgets = {"directions": forms.Textarea({"rows": 3})}
        help_texts = {"directions": _("Arrêt de bus, portail, étage… Repris sur les convocations.")}
        error_messages = {
            "email": {"invalid": _("Écrivez l’adresse en entier, par exemple accueil@exemple.fr.")}
        }


class SiteForm(CordeeModelForm):
    """An établissement or antenne."""

    postcode = POSTCODE

    class Meta:
        model = Site
        fields = ["name", "street", "postcode", "town"]


class PlaceForm(CordeeModelForm):
    """A room, a workshop, a plot of land."""

    class Meta:
        model = Place
        fields = ["name", "site"]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        field.label, field.empty_label = _("Site"), _("Aucun site en particulier")  # type: ignore[attr-defined]
        field.queryset = Site.objects.filter(organisation=organisation, closed_on=None)  # type: ignore[attr-defined]


class DatedForm(CordeeForm):
    """A choice of the organisation: from when, and why."""

    valid_from = FrenchDateField(
        label=_("À partir du"), allow="future", help_text=_("Aujourd’hui ou plus tard.")
    )
    reason = forms.CharField(
        label=_("Pourquoi"),
        help_text=_("Une phrase pour qui relira ce choix plus tard."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"min_length": _("Dites-en un peu plus : une phrase suffit.")},
    )


class SharingForm(DatedForm):
    """Open team, or by persons followed."""

    mode = forms.ChoiceField(
        label=_("Qui lit les dossiers de la maison"), choices=sharing_modes, widget=forms.RadioSelect
    )
    field_order = ["mode", "valid_from", "reason"]

    def chosen(self) -> Sharing:
        return Sharing(self.cleaned_data["mode"])


class AdjustForm(DatedForm):
    """What a role opens here. house, following: the most it may open; usual: what it opens house-wide by default."""

    house = forms.MultipleChoiceField(
        label=_("Dans tous les dossiers de la maison"), required=False, widget=forms.CheckboxSelectMultiple
    )
    following = forms.MultipleChoiceField(
        label=_("Dans les dossiers que la personne suit"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["house", "following", "valid_from", "reason"]

    def __init__(
        self, *args: Any, house: Partition, following: Partition, usual: Partition, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, most, default in (("house", house, usual), ("following", following, following)):
            if most:
                self.fields[name].choices = _parts(most, default)  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def kept(self) -> dict[str, list[str]]:
        return {name: self.cleaned_data[name] for name in ("house", "following") if name in self.fields}


def _parts(most: Partition, usual: Partition) -> list[tuple[str, str]]:
    """The partitions that may be ticked; those beyond the default say so."""
    return [
        (code, str(PARTITION_WORDS[code]) if code in codes_of(usual) else _beyond(code))
        for code in codes_of(most)
    ]


def _beyond(code: str) -> str:
    return gettext("%(part)s (plus que d’habitude)") % {"part": PARTITION_WORDS[code]}


class ProfileForm(CordeeForm):
    """One's own name, and the appearance of the pages."""

    first_name = forms.CharField(
        label=_("Prénom"), max_length=100, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nom"), max_length=100, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    theme = forms.ChoiceField(
        label=_("Apparence"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("Comme l’appareil")), (THEMES[0], _("Claire")), (THEMES[1], _("Sombre"))],
    )
