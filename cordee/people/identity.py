"""The page «Identité et contacts»: who the person is, how to reach them, what protects them.

Each part is read first, and changed by a small form of its own (`PARTS`): the page offers it to whom it is open,
and the address of the page runs it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.kernel.errors import StaleState
from cordee.people import actions, fetch
from cordee.people.access import can
from cordee.people.enums import Channel, ContactKind, LegalProtection
from cordee.people.forms import ContactForm, IdentityForm, ProtectionForm, ReachForm, ReasonForm, SimpleForm
from cordee.ui.shapes import Definition, Gesture


@dataclass(frozen=True)
class Asking:
    """Who looks at the page of whom. person: fetched with their contacts and the grounds of the actor."""

    actor: Any
    person: Any
    url: str
    profile: dict[str, str] | None = None

    @property
    def is_protected(self) -> bool:
        return bool(self.person.has_protected_contact)


@dataclass(frozen=True)
class Part:
    """A part of the page that changes. right: its line in access.ROLES. on: is there something to change now?

    form: made from the page's state and what was sent (None to show it first). run: writes, answers what is said.
    """

    code: str
    label: Any
    right: str
    form: Callable[[Asking, Any], Any]
    run: Callable[[Asking, dict[str, Any]], str]
    on: Callable[[Asking], bool] = lambda asking: True
    icon: str = ""
    lead: Any = ""
    button: Any = ""

    def is_offered(self, asking: Asking) -> bool:
        return can(asking.actor, self.right) and self.on(asking)

    def shown(self, asking: Asking, form: Any = None) -> Gesture:
        """As the page offers it; with the form just sent when it was refused."""
        form = form or self.form(asking, None)
        return Gesture(
            code=self.code,
            label=str(self.label),
            url=asking.url,
            form=form,
            button=str(self.button),
            icon=self.icon,
            lead=str(self.lead),
            is_open=bool(form.errors) or form.is_given_back,
            hidden=(("part", self.code),),
        )


def change_identity(asking: Asking, kept: dict[str, Any]) -> str:
    actions.change_identity(asking.person, by=asking.actor, on=asking.actor.today, **kept)
    return _("Identité enregistrée.")


def change_reach(asking: Asking, kept: dict[str, Any]) -> str:
    version = asking.person.version
    actions.change_identity(asking.person, by=asking.actor, on=asking.actor.today, version=version, **kept)
    return _("Préférences enregistrées.")


def add_contact(asking: Asking, kept: dict[str, Any]) -> str:
    actions.add_contact(asking.person, by=asking.actor, on=asking.actor.today, **kept)
    return _("Coordonnée ajoutée.")


def change_protection(asking: Asking, kept: dict[str, Any]) -> str:
    actions.change_social_profile(asking.person, by=asking.actor, on=asking.actor.today, **kept)
    return _("Protection juridique enregistrée.")


def protect(asking: Asking, kept: dict[str, Any]) -> str:
    actions.protect_contact(asking.person, by=asking.actor, on=asking.actor.today)
    return _("Coordonnées protégées\u202f: elles ne paraissent plus nulle part.")


def unprotect(asking: Asking, kept: dict[str, Any]) -> str:
    actions.lift_contact_protection(asking.person, by=asking.actor, on=asking.actor.today, **kept)
    return _("La protection est levée\u202f: les coordonnées paraissent à nouveau.")


def seal(asking: Asking, kept: dict[str, Any]) -> str:
    actions.seal_dossier(asking.person, by=asking.actor, on=asking.actor.today, **kept)
    return _("Dossier fermé à l’équipe\u202f: seules les personnes qui l’accompagnent le lisent.")


def unseal(asking: Asking, kept: dict[str, Any]) -> str:
    actions.lift_seal(asking.person, by=asking.actor, on=asking.actor.today)
    return _("Dossier rouvert à l’équipe.")


def nothing(asking: Asking, kept: dict[str, Any]) -> str:
    """A reading: the page itself answers (views.reveal)."""
    return ""


def with_reason(code: str) -> Callable[[Asking, Any], Any]:
    return lambda asking, data: ReasonForm(data, prefix=code)


def identity_form(asking: Asking, data: Any) -> Any:
    initial = {**fetch.identity_initial(asking.person), "version": asking.person.version}
    return IdentityForm(data, initial=initial, today=asking.actor.today)


def reach_form(asking: Asking, data: Any) -> Any:
    initial = {name: getattr(asking.person, name) for name in ReachForm.base_fields}
    return ReachForm(data, initial=initial)


def reads_social(asking: Asking) -> bool:
    return asking.profile is not None


PARTS: dict[str, Part] = {
    part.code: part
    for part in (
        Part(
            "identite",
            gettext_lazy("Modifier son identité"),
            "person:change",
            identity_form,
            change_identity,
            icon="pencil",
            button=gettext_lazy("Enregistrer l’identité"),
        ),
        Part(
            "coordonnee",
            gettext_lazy("Ajouter une coordonnée"),
            "contact:change",
            lambda asking, data: ContactForm(data, protected=asking.is_protected),
            add_contact,
            icon="plus",
            button=gettext_lazy("Ajouter"),
        ),
        Part(
            "preferences",
            gettext_lazy("Comment elle souhaite être jointe"),
            "contact:change",
            reach_form,
            change_reach,
            icon="telephone",
            button=gettext_lazy("Enregistrer les préférences"),
        ),
        Part(
            "mesure",
            gettext_lazy("Modifier la protection juridique"),
            "person:change",
            lambda asking, data: ProtectionForm(data, initial=asking.profile),
            change_protection,
            on=reads_social,
            icon="pencil",
            button=gettext_lazy("Enregistrer la protection"),
        ),
        Part(
            "voir",
            gettext_lazy("Voir les coordonnées protégées"),
            "contact:reveal",
            with_reason("voir"),
            nothing,
            on=lambda asking: asking.is_protected,
            icon="eye",
            lead=gettext_lazy("Elles paraissent une seule fois. La consultation est notée, avec son motif."),
            button=gettext_lazy("Voir, ce sera noté"),
        ),
        Part(
            "proteger",
            gettext_lazy("Protéger ses coordonnées"),
            "contact:protect",
            lambda asking, data: SimpleForm(data),
            protect,
            on=lambda asking: not asking.is_protected,
            icon="shield-lock",
            lead=gettext_lazy(
                "Quand quelqu’un la cherche\u202f: tout ce qui dit où elle est quitte les listes, la recherche, les"
                " lettres et les exports. Chaque consultation demandera un motif et sera notée."
            ),
            button=gettext_lazy("Protéger"),
        ),
        Part(
            "lever",
            gettext_lazy("Lever la protection des coordonnées"),
            "contact:reveal",
            with_reason("lever"),
            unprotect,
            on=lambda asking: asking.is_protected,
            icon="shield",
            lead=gettext_lazy("Quand le danger est passé, et que la personne en est d’accord."),
            button=gettext_lazy("Lever la protection"),
        ),
        Part(
            "fermer",
            gettext_lazy("Fermer le dossier à l’équipe"),
            "person:seal",
            with_reason("fermer"),
            seal,
            on=lambda asking: not asking.person.is_sealed,
            icon="lock",
            lead=gettext_lazy(
                "Pour un collègue, un proche de l’équipe, un danger\u202f: seules les personnes qui l’accompagnent"
                " trouveront encore ce dossier."
            ),
            button=gettext_lazy("Fermer à l’équipe"),
        ),
        Part(
            "rouvrir",
            gettext_lazy("Rouvrir le dossier à l’équipe"),
            "person:seal",
            lambda asking, data: SimpleForm(data),
            unseal,
            on=lambda asking: asking.person.is_sealed,
            icon="unlock",
            button=gettext_lazy("Rouvrir à l’équipe"),
        ),
    )
}
REVEAL = PARTS["voir"]


def attempt(part: Part, asking: Asking, form: Any) -> str:
    """Run a part with what its form read; empty when something prevents it, which the form then says.

    When a colleague changed the identity meanwhile, the form keeps what was typed, takes the version in force, and
    says what is now recorded: nothing is lost, and nobody overwrites anybody unknowingly.
    """
    try:
        return part.run(asking, form.cleaned_data)
    except StaleState as stale:
        form.data = form.data.copy()
        form.data["version"] = str(asking.person.version)
        recorded = ", ".join(str(item.value) for item in who(asking.person) if item.value)
        form.add_error(None, _("%(why)s Sa fiche dit maintenant\u202f: %(now)s. Relisez, puis enregistrez à nouveau.")
                       % {"why": stale.message, "now": recorded})  # fmt: skip
        return ""


def who(person: Any) -> list[Definition]:
    """Who the person is, as the page says it."""
    items = [
        Definition(_("Prénoms"), person.first_names),
        Definition(_("Nom d’usage"), person.usage_name),
        Definition(_("Nom de naissance"), person.birth_name),
        Definition(_("Se fait appeler"), person.alias),
        Definition(_("Pronom"), person.pronoun),
        Definition(_("Naissance"), person.birth_date.label),
        Definition(_("Numéro"), person.external_number),
        Definition(_("Langues"), ", ".join(person.languages)),
        Definition(_("Interprète"), _("nécessaire") if person.needs_interpreter else ""),
    ]
    always = (items[0], items[1], items[5])
    return [item for item in items if item.value or item in always]


def reach(person: Any) -> list[Definition]:
    """How the person wishes to be reached; nothing when they have not said."""
    found = []
    if person.preferred_channel:
        found.append(Definition(_("Préfère"), str(Channel(person.preferred_channel).label)))
    if person.contact_hours:
        found.append(Definition(_("Quand"), person.contact_hours))
    return found


def link_of(kind: str, value: str) -> str:
    """What a touch on a contact opens: a call, a letter; nothing for an address."""
    if kind == ContactKind.EMAIL:
        return f"mailto:{value}"
    number = "".join(sign for sign in value if sign.isdigit() or sign == "+")
    return f"tel:{number}" if kind == ContactKind.PHONE and len(number) > 5 else ""


def protection(profile: dict[str, str]) -> list[Definition]:
    """The legal protection known."""
    measure = profile["legal_protection"]
    label = str(LegalProtection(measure).label) if measure in LegalProtection.values else measure
    return [Definition(_("Mesure"), label), Definition(_("Exercée par"), profile["guardian"])]
