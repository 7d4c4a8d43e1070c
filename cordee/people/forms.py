"""Forms of a person's own file: they parse and explain, the actions write."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from cordee.people.enums import ContactKind, channels, contact_kinds, legal_protections
from cordee.ui.forms import CordeeForm, PartialBirthDateField

STALE = _("Cette page est restée ouverte trop longtemps\u202f: rechargez-la.")


class PersonForm(CordeeForm):
    """Who the person is, as they live it. Only a first name is required."""

    first_names = forms.CharField(label=_("Prénoms"), max_length=120)
    usage_name = forms.CharField(label=_("Nom d’usage"), max_length=120, required=False)
    birth_name = forms.CharField(
        label=_("Nom de naissance"), max_length=120, required=False, help_text=_("S’il est différent.")
    )
    alias = forms.CharField(label=_("Se fait appeler"), max_length=120, required=False)
    pronoun = forms.CharField(label=_("Pronom"), max_length=30, required=False, help_text=_("elle, il, iel…"))
    birth = PartialBirthDateField(
        label=_("Naissance"), required=False, help_text=_("12/03/1984, 03/1984, ou seulement 1984.")
    )
    languages = forms.CharField(
        label=_("Langues"), max_length=300, required=False, help_text=_("Séparées par des virgules.")
    )
    needs_interpreter = forms.BooleanField(label=_("A besoin d’un interprète"), required=False)

    def clean_languages(self) -> list[str]:
        return [word.strip()[:40] for word in self.cleaned_data["languages"].split(",") if word.strip()][:10]

    def clean_birth(self) -> str:
        return str(self.cleaned_data["birth"].code)


class IdentityForm(PersonForm):
    """The identity of somebody known. version: the one the page showed."""

    external_number = forms.CharField(
        label=_("Numéro"),
        max_length=60,
        required=False,
        help_text=_(
            "Celui d’un autre outil\u202f: il fait reconnaître la personne quand un tableau est importé."
        ),
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), STALE),
    )


class NewPersonForm(PersonForm):
    """A new dossier: the identity, and one way to reach the person."""

    phone = forms.CharField(label=_("Téléphone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Courriel"), required=False)


class ReachForm(CordeeForm):
    """How the person wants to be reached."""

    preferred_channel = forms.ChoiceField(label=_("Préfère"), choices=channels, required=False)
    contact_hours = forms.CharField(
        label=_("Quand"),
        max_length=120,
        required=False,
        help_text=_("Par exemple\u202f: le matin, jamais le vendredi."),
    )


class ContactForm(CordeeForm):
    """One more way to reach the person. is_safe: asked of a protected person only."""

    kind = forms.ChoiceField(label=_("Moyen"), choices=contact_kinds)
    value = forms.CharField(label=_("Coordonnée"), max_length=300)
    note = forms.CharField(label=_("Précision"), max_length=200, required=False)
    is_safe = forms.BooleanField(
        label=_("Elle peut paraître sans danger"),
        required=False,
        help_text=_(
            "Une association, une adresse choisie pour le courrier. "
            "Sans cette case, elle rejoint les coordonnées protégées."
        ),
    )

    def __init__(self, *args: Any, protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not protected:
            del self.fields["is_safe"]

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        if kept.get("kind") == ContactKind.EMAIL and kept.get("value"):
            try:
                validate_email(kept["value"])
            except ValidationError:
                self.add_error(
                    "value",
                    _("Cette adresse de courriel semble incomplète. Par exemple\u202f: nom@exemple.fr."),
                )
        return kept


class ProtectionForm(CordeeForm):
    """The legal protection known, and who exercises it."""

    legal_protection = forms.ChoiceField(label=_("Mesure"), choices=legal_protections, required=False)
    guardian = forms.CharField(label=_("Exercée par"), max_length=200, required=False)


class ReasonForm(CordeeForm):
    """A gesture that must say why."""

    reason = forms.CharField(label=_("Motif"), max_length=200, min_length=5)


class SimpleForm(CordeeForm):
    """A gesture that asks nothing."""
