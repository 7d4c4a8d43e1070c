"""`init_instance`: a real, empty instance: its organisation, its first coordinator, its first programmes.

Everything may be given as options; what is missing is asked for. The first coordinator gets a link, as any
colleague invited later.
"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.accounts.actions.house import found_organisation
from cordee.accounts.actions.joining import invite
from cordee.accounts.enums import OrganisationKind
from cordee.accounts.links import link_of
from cordee.kernel.errors import BadInput
from cordee.programmes import shipped
from cordee.programmes.actions import load_shipped_for

QUESTIONS = {
    "organisation": gettext_lazy("Nom de l’organisation"),
    "kind": gettext_lazy("Nature"),
    "town": gettext_lazy("Commune"),
    "department": gettext_lazy("Département (71, 2A, 974…)"),
    "name": gettext_lazy("Prénom et nom de la première personne à la coordination"),
    "email": gettext_lazy("Son adresse électronique"),
}


class Command(BaseCommand):
    help = "Crée une vraie instance, vide : une organisation et sa première coordination."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, question in QUESTIONS.items():
            parser.add_argument(f"--{name}", default="", help=str(question))
        parser.add_argument(
            "--programme",
            action="append",
            default=[],
            metavar="CODE",
            help="dispositif livré à charger (plusieurs fois)",
        )
        parser.add_argument(
            "--address", default="", help="adresse du site, par exemple https://cordee.exemple.fr"
        )

    def handle(self, *args: Any, programme: list[str], address: str, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError(_("Cette instance est une démonstration et ne peut rien être d’autre."))
        answers = self.answers(options)
        codes = programme or self.ask_programmes()
        try:
            link = found(answers, codes)
        except BadInput as refusal:
            raise CommandError(refusal.message) from None
        self.tell(answers, codes, link_of(link, address))

    def answers(self, options: dict[str, Any]) -> dict[str, str]:
        """What was given as options, what is asked for the rest."""
        missing = [name for name in QUESTIONS if not options[name].strip()]
        if missing and not sys.stdin.isatty():
            raise CommandError(_("Il manque : %s.") % ", ".join(f"--{name}" for name in missing))
        return {name: options[name].strip() or self.ask(name) for name in QUESTIONS}

    def ask(self, name: str) -> str:
        if name == "kind":
            for kind in OrganisationKind:
                self.stdout.write(f"  {kind.value:<16} {kind.label}")
        while not (answer := input(f"{QUESTIONS[name]} : ").strip()):
            pass
        return answer

    def ask_programmes(self) -> list[str]:
        """None is an answer: they can be loaded later, from the settings."""
        if not sys.stdin.isatty():
            return []
        self.stdout.write(_("Dispositifs livrés avec Cordée :"))
        for code in shipped.codes():
            self.stdout.write(f"  {code}")
        return input(_("Lesquels charger, séparés par des espaces (aucun : Entrée) ? ")).split()

    def tell(self, answers: dict[str, str], codes: list[str], link: str) -> None:
        self.stdout.write(_("%s est créée.") % answers["organisation"])
        if codes:
            self.stdout.write(_("Dispositifs chargés : %s.") % ", ".join(codes))
        self.stdout.write(
            _("Lien de %s, pour choisir son mot de passe, valable sept jours, une seule fois :")
            % answers["name"]
        )
        self.stdout.write(f"  {link}")


@transaction.atomic
def found(answers: dict[str, str], codes: list[str]) -> str:
    """Everything, or nothing. Returns the token of the first invitation. Raises BadInput."""
    kind, email = checked_kind(answers["kind"]), checked_email(answers["email"])
    if unknown := sorted(set(codes) - set(shipped.codes())):
        raise BadInput("programme", _("Dispositif inconnu : %s.") % ", ".join(unknown))
    organisation = found_organisation(
        name=answers["organisation"],
        kind=kind,
        town=answers["town"],
        department=answers["department"].upper(),
    )
    load_shipped_for(organisation, codes)
    first, _space, last = answers["name"].partition(" ")
    _made, token = invite(
        organisation=organisation, email=email, first_name=first, last_name=last, roles=["coordinator"],
        now=timezone.now(), by=None,
    )  # fmt: skip
    return token


def checked_kind(text: str) -> OrganisationKind:
    try:
        return OrganisationKind(text)
    except ValueError:
        codes = ", ".join(OrganisationKind.values)
        raise BadInput("kind", _("Nature inconnue. Choisissez parmi : %s.") % codes) from None


def checked_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise BadInput("email", _("Cette adresse électronique n’est pas complète.")) from None
    return text
