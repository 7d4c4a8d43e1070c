"""Forms of the directory: they parse and explain, the actions write."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.errors import BadInput
from cordee.kernel.words import capital, french_list
from cordee.partners import fetch, vocabulary
from cordee.partners.actions import ChangedMeanwhile
from cordee.partners.enums import AgreementKind, LinkState, Means, domain_words, partner_kinds
from cordee.partners.hours import hours_words
from cordee.partners.identifiers import shown_phone, shown_siret
from cordee.partners.models import LONGEST, Partner, PartnerService
from cordee.ui.forms import CordeeForm, FrenchDateField

CHOOSE = ("", "—")
HOURS_HELP = lazy(
    "Comme vous le diriez\u202f: « lundi au vendredi 9h-12h, 14h-17h ; samedi sur rendez-vous »."
)


def line(label: Any, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=more.pop("required", False), **more)


def text(label: Any, rows: int = 3, longest: int = LONGEST, **more: Any) -> forms.CharField:
    return line(label, longest, widget=forms.Textarea({"rows": rows}), **more)


def one_of(label: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=more.pop("required", False), **more)


def boxes(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple, **more)


def choices_of(labels: dict[str, str], *, none: bool = True) -> list[tuple[str, str]]:
    return [*([CHOOSE] if none else []), *labels.items()]


def options(form: forms.Form, **chosen: Any) -> None:
    """Give fields what they offer."""
    for name, offered in chosen.items():
        form.fields[name].choices = offered  # type: ignore[attr-defined]


class DirectoryForm(CordeeForm):
    """What every form that changes a row shares: the version seen, and a colleague met on the way.

    theirs: (label, value) of what they wrote meanwhile; what was typed here stays as it is.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs: list[tuple[str, str]] = []

    @property
    def version_seen(self) -> int:
        return self.cleaned_data.get("seen") or 0

    def said(self) -> dict[str, Any]:
        """What the action keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def attempt(self, run: Callable[[], object]) -> bool:
        """Run an action with what the form read; what refuses goes to the form, and nothing was written."""
        if not self.is_valid():
            return False
        try:
            run()
        except ChangedMeanwhile as conflict:
            self.meet(conflict)
            return False
        except BadInput as error:
            self.add_error(error.field if error.field in self.fields else None, error.message)
            return False
        return True

    def meet(self, conflict: ChangedMeanwhile) -> None:
        """Show what a colleague wrote; saving again keeps what is typed here."""
        initial = self.initial_of(conflict.row)
        for name, bound in self.fields.items():
            if name in conflict.names or name in self.under(conflict.names):
                self.theirs.append((str(bound.label), _said(initial.get(name), bound)))
        sent: Any = self.data.copy()  # type: ignore[attr-defined]
        sent[self.add_prefix("seen")] = str(conflict.row.version)
        self.data = sent
        self.add_error(
            None, _("Un collègue a écrit ici pendant que vous écriviez\u202f: comparez, puis enregistrez.")
        )

    def under(self, names: list[str]) -> set[str]:
        """The fields of the form that hold these columns, where they have another name."""
        return set()

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """What the form shows of a row."""
        return {name: getattr(row, name, None) for name in cls.base_fields if name != "seen"} | {
            "seen": row.version
        }


def _said(value: Any, field: forms.Field) -> str:
    """A value in words."""
    known = {
        str(code): str(words) for code, words in getattr(field, "choices", ()) if not isinstance(words, list)
    }
    if isinstance(value, (list, tuple)):
        return french_list([known.get(str(one), str(one)) for one in value]) or _("rien")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return known.get(str(value), str(value)) if value not in (None, "") else _("rien")


class PartnerForm(DirectoryForm):
    """A structure. Only its name is needed."""

    name = line(lazy("Nom de la structure"), required=True)
    short_name = line(lazy("Sigle ou nom d’usage"), 60)
    kind = one_of(lazy("Nature"))
    other_kind = one_of(lazy("Et aussi"))
    domains = boxes(lazy("Domaines"))
    description = text(
        lazy("Ce qu’ils font"), help_text=lazy("Pour qu’un nouveau collègue sache quand les appeler.")
    )
    phone = line(lazy("Téléphone"), 30)
    email = forms.EmailField(label=lazy("Courriel"), required=False)
    website = forms.URLField(label=lazy("Site web"), required=False, assume_scheme="https")
    street = line(lazy("Adresse"))
    extra = line(lazy("Complément d’adresse"))
    postcode = line(lazy("Code postal"), 5)
    town = line(lazy("Commune"), 100)
    insee = line(
        lazy("Code INSEE de la commune"), 5, help_text=lazy("Si vous l’avez\u202f: il sert aux échanges.")
    )
    territory = line(lazy("Territoire couvert"), 300, help_text=lazy("Par exemple « Thionville et Yutz »."))
    opening_hours = line(lazy("Horaires"), 500, help_text=HOURS_HELP)
    accessibility = line(
        lazy("Accessibilité du lieu"), 300, help_text=lazy("Marche, ascenseur, langue des signes…")
    )
    accessibility_url = forms.URLField(label=lazy("Page Acceslibre"), required=False, assume_scheme="https")
    siret = line(lazy("SIRET"), 20, help_text=lazy("Quatorze chiffres."))
    network = one_of(lazy("Réseau auquel elle appartient"))
    is_sensitive = forms.BooleanField(
        label=lazy("Ne jamais la nommer dans un export"),
        required=False,
        help_text=lazy(
            "Son nom seul dirait quelque chose des personnes. Certaines natures de structures sont déjà tues."
        ),
    )
    is_other = forms.BooleanField(label=lazy("C’est une autre structure que celles-là"), required=False)

    def __init__(self, *args: Any, partner: Partner | None = None, **kwargs: Any) -> None:
        self.partner = partner
        self.alike: list[Partner] = []
        if partner is not None:
            kwargs.setdefault("initial", self.initial_of(partner))
        super().__init__(*args, **kwargs)
        kinds = partner_kinds()
        options(
            self,
            kind=choices_of(kinds),
            other_kind=choices_of(kinds),
            domains=list(domain_words().items()),
            network=choices_of(vocabulary.listed("networks")),
        )

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        shown = super().initial_of(row)
        return shown | {
            "kind": next(iter(row.kinds[:1]), ""),
            "other_kind": next(iter(row.kinds[1:2]), ""),
            "network": next(iter(row.networks[:1]), ""),
            "phone": shown_phone(row.phone),
            "siret": shown_siret(row.siret),
            "opening_hours": typed_hours(row.opening_hours),
            "is_other": False,
        }

    def under(self, names: list[str]) -> set[str]:
        fields = {"kinds": {"kind", "other_kind"}, "networks": {"network"}}
        return {field for name in names for field in fields.get(name, ())}

    def said(self) -> dict[str, Any]:
        """Kinds and networks beyond those the form shows stay."""
        kept = super().said()
        kept.pop("is_other")
        further_kinds = self.partner.kinds[2:] if self.partner else []
        further_networks = self.partner.networks[1:] if self.partner else []
        kinds = [kept.pop("kind"), kept.pop("other_kind"), *further_kinds]
        networks = [kept.pop("network"), *further_networks]
        kept["kinds"] = list(dict.fromkeys(kind for kind in kinds if kind))
        kept["networks"] = list(dict.fromkeys(network for network in networks if network))
        if self.partner is not None and kept["opening_hours"]:
            shown = typed_hours(self.partner.opening_hours)
            if kept["opening_hours"] == shown:
                kept["opening_hours"] = self.partner.opening_hours
        return kept


def typed_hours(kept: str) -> str:
    """Hours as somebody would type them again; the kept text when it says more than we read."""
    return " ; ".join(hours_words(kept)) if kept else ""


class SiteForm(DirectoryForm):
    name = line(lazy("Nom du lieu"), required=True, help_text=lazy("Par exemple « Permanence de Florange »."))
    street = line(lazy("Adresse"))
    extra = line(lazy("Complément d’adresse"))
    postcode = line(lazy("Code postal"), 5)
    town = line(lazy("Commune"), 100)
    insee = line(lazy("Code INSEE de la commune"), 5)
    phone = line(lazy("Téléphone"), 30)
    opening_hours = line(lazy("Horaires"), 500, help_text=HOURS_HELP)
    accessibility = line(lazy("Accessibilité du lieu"), 300)
    closed_on = FrenchDateField(label=lazy("Fermé depuis le"), required=False)

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        shown = {"phone": shown_phone(row.phone), "opening_hours": typed_hours(row.opening_hours)}
        return super().initial_of(row) | shown


class CloseForm(DirectoryForm):
    """It receives nobody any more."""

    on = FrenchDateField(label=lazy("Fermé depuis le"))
    turn_to = one_of(lazy("Vers qui se tourner, dans le répertoire"))
    words = line(
        lazy("Ou en quelques mots"),
        300,
        help_text=lazy("Par exemple « l’accueil de jour de la rue du Manège »."),
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, turn_to=[CHOOSE, *others])

    def under(self, names: list[str]) -> set[str]:
        fields = {"closed_on": "on", "turn_to_words": "words"}
        return {fields[name] for name in names if name in fields}

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        return {
            "on": row.closed_on,
            "turn_to": str(row.turn_to_id or ""),
            "words": row.turn_to_words,
            "seen": row.version,
        }


class ReferentForm(DirectoryForm):
    """Who answers for a partner."""

    name = line(lazy("Nom"), 120, required=True, help_text=lazy("Comme on la demande au téléphone."))
    function = line(lazy("Fonction"), 120)
    phone = line(lazy("Téléphone"), 30, help_text=lazy("Sa ligne directe, s’il y en a une."))
    email = forms.EmailField(label=lazy("Courriel"), required=False)
    about = line(lazy("Pour quoi l’appeler"), 200)
    from_on = FrenchDateField(label=lazy("Depuis le"))
    until_on = FrenchDateField(label=lazy("Jusqu’au"), required=False)
    replaces = one_of(lazy("Remplace"), help_text=lazy("Qui part reste dans l’historique, avec ses dates."))

    def __init__(self, *args: Any, leaving: list[tuple[str, str]] = [], **kwargs: Any) -> None:  # noqa: B006 - read only
        super().__init__(*args, **kwargs)
        if leaving:
            options(self, replaces=[("", _("personne\u202f: les deux répondent")), *leaving])
            del self.fields["until_on"]
        else:
            del self.fields["replaces"]

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {"phone": shown_phone(row.phone)}


class EndForm(DirectoryForm):
    """A last day."""

    on = FrenchDateField(label=lazy("Dernier jour"))

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        return {"on": getattr(row, "until_on", None) or getattr(row, "ended_on", None), "seen": row.version}

    def under(self, names: list[str]) -> set[str]:
        return {"on"}


class ContactForm(DirectoryForm):
    """We spoke with them: twenty seconds."""

    on = FrenchDateField(label=lazy("Le"), allow="past")
    means = one_of(lazy("Comment"), required=True)
    words = line(
        lazy("En quelques mots"),
        500,
        help_text=lazy("De quoi il a été question, sans nommer personne d’accompagné."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, means=[(code, capital(str(label))) for code, label in Means.choices])


class AgreementForm(DirectoryForm):
    kind = one_of(lazy("Nature"), required=True)
    label = line(lazy("Intitulé"), 200, help_text=lazy("S’il faut la distinguer d’une autre."))
    signed_on = FrenchDateField(
        label=lazy("Signée le"), required=False, help_text=lazy("Vide tant qu’elle se prépare.")
    )
    until = FrenchDateField(
        label=lazy("Jusqu’au"), required=False, help_text=lazy("Vide si elle n’a pas de fin.")
    )
    notice_months = forms.IntegerField(
        label=lazy("À préparer combien de mois avant la fin"),
        required=False,
        min_value=0,
        max_value=24,
        help_text=lazy("Trois si vous laissez vide."),
    )
    renews_itself = forms.BooleanField(
        label=lazy("Se renouvelle d’elle-même (tacite reconduction)"), required=False
    )
    terms = text(lazy("Ce qui est convenu"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(self, kind=[(code, capital(str(label))) for code, label in AgreementKind.choices])


THEMES = ("theme_1", "theme_2", "theme_3")


class ServiceForm(DirectoryForm):
    """What a partner offers."""

    name = line(lazy("Nom du service"), 150, required=True)
    description = text(lazy("Ce que c’est"), longest=10_000)
    kind = one_of(lazy("Type"))
    theme_1 = one_of(lazy("À quel besoin il répond"))
    theme_2 = one_of(lazy("À un autre besoin"))
    theme_3 = one_of(lazy("À un autre encore"))
    publics = boxes(lazy("Pour qui"))
    publics_words = line(lazy("Précisions sur le public"), 1000)
    conditions = line(lazy("Conditions d’accès"), 1000)
    fee = one_of(lazy("Frais"))
    fee_words = line(lazy("Précisions sur les frais"), 1000)
    reception = boxes(lazy("Accueil"))
    mobilisation = boxes(lazy("Comment s’y adresser"))
    mobilisable_by = boxes(lazy("Qui peut s’y adresser"))
    mobilisation_words = line(lazy("Précisions pour s’y adresser"), 1000)
    contact_name = line(lazy("À qui s’adresser"))
    phone = line(lazy("Téléphone"), 30, help_text=lazy("S’il n’est pas celui de la structure."))
    email = forms.EmailField(label=lazy("Courriel"), required=False)
    opening_hours = line(lazy("Horaires"), 500, help_text=HOURS_HELP)
    weekly_hours = forms.DecimalField(
        label=lazy("Heures par semaine"), required=False, min_value=0, max_digits=5, decimal_places=2
    )
    weeks = forms.IntegerField(label=lazy("Nombre de semaines"), required=False, min_value=1, max_value=520)

    def __init__(self, *args: Any, service: PartnerService | None = None, **kwargs: Any) -> None:
        self.service = service
        if service is not None:
            kwargs.setdefault("initial", self.initial_of(service))
        super().__init__(*args, **kwargs)
        themes = [CHOOSE, *((group, list(said)) for group, said in vocabulary.themes_grouped())]
        options(
            self,
            kind=choices_of(vocabulary.listed("service_types")),
            fee=choices_of(vocabulary.listed("fees")),
            **dict.fromkeys(THEMES, themes),
            publics=list(vocabulary.listed("publics").items()),
            reception=list(vocabulary.listed("reception_modes").items()),
            mobilisation=list(vocabulary.listed("mobilisation_modes").items()),
            mobilisable_by=list(vocabulary.listed("mobilisable_by").items()),
        )

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        shown = {"phone": shown_phone(row.phone), "opening_hours": typed_hours(row.opening_hours)}
        themes = {name: "".join(row.themes[place : place + 1]) for place, name in enumerate(THEMES)}
        return super().initial_of(row) | shown | themes

    def under(self, names: list[str]) -> set[str]:
        return set(THEMES) if "themes" in names else set()

    def said(self) -> dict[str, Any]:
        """Needs beyond those the form shows stay."""
        kept = super().said()
        chosen = [kept.pop(name) for name in THEMES]
        further = self.service.themes[len(THEMES) :] if self.service else []
        kept["themes"] = list(dict.fromkeys(theme for theme in (*chosen, *further) if theme))
        if self.service is not None and kept["opening_hours"] == typed_hours(self.service.opening_hours):
            kept["opening_hours"] = self.service.opening_hours
        return kept


def needs_grouped() -> list[tuple[str, Any]]:
    """Needs as choices: each category whole, then its themes."""
    categories = vocabulary.listed("categories")
    return [
        (group, [(code, _("%s\u202f: tout") % group), *themes])
        for (code, group), (_same, themes) in zip(
            categories.items(), vocabulary.themes_grouped(), strict=True
        )
    ]


class PartnerFilters(CordeeForm):
    """The filters of the list, kept in the address."""

    q = line(lazy("Nom ou référent"), 80, widget=forms.SearchInput)
    domaine = one_of(lazy("Domaine"))
    besoin = one_of(lazy("Besoin"))
    commune = one_of(lazy("Commune"))
    pres = line(lazy("Près de"), 100, widget=forms.TextInput({"list": "communes", "autocomplete": "off"}))
    lien = one_of(lazy("Lien"))
    convention = one_of(lazy("Convention"))
    nature = one_of(lazy("Nature"), widget=forms.HiddenInput)
    etat = one_of(lazy("Montrer"))
    referent = one_of(lazy("Référent"))

    def __init__(self, *args: Any, towns: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("Tous"))
        options(
            self,
            domaine=[every, *domain_words().items(), (fetch.UNSAID, _("Non renseigné"))],
            referent=[every, (fetch.NAMED, _("Avec un référent")), (fetch.UNNAMED, _("Sans référent"))],
            besoin=[every, *needs_grouped()],
            commune=[
                ("", _("Toutes")),
                *((town, town) for town in towns),
                (fetch.UNSAID, _("Non renseignée")),
            ],
            lien=[every, *((code, capital(str(label))) for code, label in LinkState.choices)],
            convention=[
                ("", _("Toutes")),
                (fetch.ENDING, _("À renouveler")),
                (fetch.AGREED, _("En cours")),
                (fetch.NOT_AGREED, _("Sans convention")),
            ],
            nature=[every, *partner_kinds().items()],
            etat=[(fetch.OPEN, _("Ouverts")), (fetch.CLOSED, _("Fermés"))],
        )

    def wanted(self, after: str = "") -> fetch.Wanted:
        """What the address asks for; a filter that no longer exists is left out."""
        self.is_valid()
        kept = self.cleaned_data
        return fetch.Wanted(
            text=kept.get("q", ""),
            domain=kept.get("domaine", ""),
            kind=kept.get("nature", ""),
            need=kept.get("besoin", ""),
            town=kept.get("commune", ""),
            link=kept.get("lien", ""),
            referent=kept.get("referent", ""),
            agreement=kept.get("convention", ""),
            standing=kept.get("etat", ""),
            after=fetch.read_cursor(after),
        )
