"""Inviting a colleague, changing roles, leaving."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.accounts.enums import Role
from cordee.accounts.models import Organisation, Site
from cordee.accounts.words import ROLE_SIGHT
from cordee.ui.forms import CordeeForm, FrenchDateField

LEAVE_ALONE = ""
AS_ABOVE = "same"


class RolesField(forms.MultipleChoiceField):
    """Roles to tick, each with what it opens. among: the codes that may be given here."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, among: Iterable[str]) -> None:
        offered = set(among)
        self.choices = [(role.value, role_words(role)) for role in Role if role in offered]


def role_words(role: Role) -> str:
    label = str(role.label)
    return f"{label[:1].upper()}{label[1:]} — {ROLE_SIGHT[role]}"


class InviteForm(CordeeForm):
    """Who is invited, and for which roles."""

    first_name = forms.CharField(label=_("Prénom"), max_length=100)
    last_name = forms.CharField(label=_("Nom"), max_length=100)
    email = forms.EmailField(
        label=_("Adresse électronique"),
        help_text=_("Elle servira d’identifiant. Aucun message n’y sera envoyé."),
        error_messages={"invalid": _("Écrivez l’adresse en entier, par exemple prenom@exemple.fr.")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    job_title = forms.CharField(
        label=_("Fonction"),
        help_text=_("Telle que l’équipe la nomme : « CISP », « cheffe de service »…"),
        max_length=120,
        required=False,
    )
    roles = RolesField(
        label=_("Rôles"),
        error_messages={"required": _("Cochez au moins un rôle : c’est lui qui ouvre les pages.")},
    )

    def __init__(self, *args: Any, may_give: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].offer(may_give)  # type: ignore[attr-defined]


class RolesForm(CordeeForm):
    """The roles held from a day on."""

    roles = RolesField(
        label=_("Rôles à partir de cette date"),
        error_messages={"required": _("Gardez au moins un rôle, ou enregistrez plutôt un départ.")},
    )
    on = FrenchDateField(
        label=_("À partir du"),
        allow="future",
        help_text=_("Aujourd’hui ou plus tard. Ce qui précède reste dans l’historique."),
    )

    def __init__(self, *args: Any, may_give: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].offer(may_give)  # type: ignore[attr-defined]


class MemberForm(CordeeForm):
    """What a colleague is called at work, and where."""

    job_title = forms.CharField(
        label=_("Fonction"), help_text=_("Telle que l’équipe la nomme."), max_length=120, required=False
    )
    site = forms.ModelChoiceField(
        label=_("Site"), queryset=Site.objects.none(), required=False, empty_label=_("Aucun en particulier")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_sites = Site.objects.filter(organisation=organisation, closed_on=None)
        self.fields["site"].queryset = open_sites  # type: ignore[attr-defined]


class DepartureForm(CordeeForm):
    """The first day without them, and who takes over what they followed."""

    on = FrenchDateField(
        label=_("Premier jour d’absence"),
        help_text=_(
            "Dès ce jour-là, plus aucun accès. "
            "Aujourd’hui ou avant : les sessions ouvertes se ferment à l’instant."
        ),
    )
    heir = forms.ChoiceField(label=_("Tout confier à"), required=False)

    def __init__(
        self,
        *args: Any,
        colleagues: Iterable[tuple[str, str]],
        followed: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = list(colleagues)
        self.fields["heir"].choices = [(LEAVE_ALONE, _("Personne pour l’instant")), *people]  # type: ignore[attr-defined]
        self.keys = [key for key, _label in followed]
        for key, label in followed:
            choices = [(AS_ABOVE, _("Comme ci-dessus")), (LEAVE_ALONE, _("Personne pour l’instant")), *people]
            self.fields[f"heir-{key}"] = forms.ChoiceField(
                label=label, required=False, initial=AS_ABOVE, choices=choices
            )

    def one_by_one(self) -> list[Any]:
        """The fields that choose a colleague for one person."""
        return [self[f"heir-{key}"] for key in self.keys]

    def heirs(self) -> tuple[str, dict[str, str]]:
        """(the colleague for all, {key: another colleague or nobody})."""
        chosen = {key: self.cleaned_data.get(f"heir-{key}") or LEAVE_ALONE for key in self.keys}
        return self.cleaned_data["heir"], {key: value for key, value in chosen.items() if value != AS_ABOVE}

    def departs_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        return day
