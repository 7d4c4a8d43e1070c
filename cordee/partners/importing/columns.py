"""The columns of a table of partners, and of one of services."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.names import search_key
from cordee.partners import vocabulary
from cordee.partners.enums import domain_words, partner_kinds
from cordee.spreadsheets import values
from cordee.spreadsheets.registry import Column, Reading
from cordee.spreadsheets.values import Cell

LONGEST_LIST = 2_000
SEPARATORS = re.compile(r"\s*[,;|\n]\s*")


def _line_of(longest: int) -> Any:
    return lambda cell, reading: values.text(cell, longest=longest)


def _day(cell: Cell, reading: Reading) -> str:
    found = values.day(cell, on=reading.on, order=reading.order, epoch=reading.epoch)
    return found.isoformat() if found else ""


def _email(cell: Cell, reading: Reading) -> str:
    return next(iter(values.emails(cell)), "")


def _website(cell: Cell, reading: Reading) -> str:
    typed = values.text(cell, longest=300)
    return typed if not typed or "://" in typed else f"https://{typed}"


def codes_of(known: Callable[[], Mapping[str, str]]) -> Any:
    """Reads codes or labels, one or several in a cell: {"codes": […], "unknown": […]}."""

    def clean(cell: Cell, reading: Reading) -> dict[str, list[str]]:
        typed = re.sub(r'[\[\]{}"]', " ", values.text(cell, longest=LONGEST_LIST)).strip()
        by_name = {search_key(label): code for code, label in known().items()}
        by_name |= {search_key(code): code for code in known()}
        whole = by_name.get(search_key(typed))
        found: dict[str, list[str]] = {"codes": [whole] if whole else [], "unknown": []}
        for part in () if whole else SEPARATORS.split(typed):
            code = by_name.get(search_key(part))
            if code:
                found["codes"].append(code)
            elif search_key(part):
                found["unknown"].append(part.strip()[:60])
        found["codes"] = list(dict.fromkeys(found["codes"]))
        return found

    return clean


def listed(name: str) -> Any:
    return codes_of(lambda: vocabulary.listed(name))


PARTNERS = (
    Column("name", lazy("Structure"), _line_of(200), examples=("CCAS d’Exempleville",),
           names=("nom", "nom de la structure", "partenaire", "organisme", "association", "raison sociale", "etablissement", "intitule")),
    Column("short_name", lazy("Sigle"), _line_of(60), names=("acronyme", "nom d usage", "abreviation")),
    Column("kinds", lazy("Nature"), codes_of(partner_kinds), names=("type", "type de structure", "categorie", "statut"), examples=("CCAS ou CIAS",)),
    Column("domains", lazy("Domaines"), codes_of(domain_words), names=("domaine", "champ", "champ d intervention", "thematique", "thematiques", "secteur"), examples=("Social, logement",)),
    Column("description", lazy("Ce qu’ils font"), _line_of(4000), names=("description", "presentation", "missions", "activite", "activites", "observations", "commentaire", "remarques")),
    Column("phone", lazy("Téléphone"), _line_of(60), names=("tel", "telephone", "numero", "standard", "telephone fixe"), examples=("01 99 00 00 42",)),
    Column("email", lazy("Courriel"), _email, names=("mail", "email", "e mail", "courriel", "adresse mail", "adresse electronique")),
    Column("website", lazy("Site web"), _website, names=("site", "site web", "site internet", "url", "web")),
    Column("street", lazy("Adresse"), _line_of(200), names=("adresse", "rue", "voie", "adresse postale")),
    Column("extra", lazy("Complément d’adresse"), _line_of(200), names=("complement adresse", "complement", "batiment")),
    Column("postcode", lazy("Code postal"), lambda cell, reading: values.postcode(cell), names=("cp", "code postal"), examples=("57100",)),
    Column("town", lazy("Commune"), _line_of(100), names=("ville", "localite"), examples=("Thionville",)),
    Column("insee", lazy("Code INSEE"), _line_of(5), names=("code insee", "insee", "code commune")),
    Column("territory", lazy("Territoire couvert"), _line_of(300), names=("territoire", "zone", "zone d intervention", "perimetre")),
    Column("opening_hours", lazy("Horaires"), _line_of(500), names=("horaires accueil", "horaire", "ouverture", "heures d ouverture")),
    Column("accessibility_url", lazy("Page Acceslibre"), _website, names=("accessibilite lieu", "acceslibre")),
    Column("siret", lazy("SIRET"), _line_of(20), names=("n siret", "numero siret")),
    Column("networks", lazy("Réseaux"), listed("networks"), names=("reseaux porteurs", "reseau", "labels")),
    Column("referent_name", lazy("Référent"), _line_of(120), examples=("Mme Exemple",),
           names=("contact", "personne contact", "interlocuteur", "interlocutrice", "correspondant", "referente", "nom du contact", "nom du referent")),
    Column("referent_function", lazy("Fonction du référent"), _line_of(120), names=("fonction", "poste", "qualite")),
    Column("referent_phone", lazy("Téléphone du référent"), _line_of(60), names=("tel contact", "ligne directe", "portable", "telephone du contact", "mobile")),
    Column("referent_email", lazy("Courriel du référent"), _email, names=("mail contact", "mail du contact", "courriel du contact", "mail du referent")),
    Column("source", lazy("Source"), _line_of(60), names=("producteur",)),
    Column("source_id", lazy("Identifiant dans la source"), _line_of(200), names=("id", "identifiant")),
    Column("source_date", lazy("À jour au"), _day, names=("date maj", "date de mise a jour", "mise a jour", "maj")),
)  # fmt: skip

SERVICES = (
    Column("structure", lazy("Structure"), _line_of(200), help=lazy("Le nom d’un partenaire, son SIRET, ou son identifiant dans la source."),
           names=("structure id", "partenaire", "nom de la structure", "organisme", "association"), examples=("CCAS d’Exempleville",)),
    Column("name", lazy("Service"), _line_of(150), names=("nom", "nom du service", "action", "intitule", "atelier"), examples=("Accès aux droits",)),
    Column("description", lazy("Ce que c’est"), _line_of(10_000), names=("description", "presentation", "contenu")),
    Column("kind", lazy("Type"), listed("service_types"), names=("type", "type de service"), examples=("atelier",)),
    Column("themes", lazy("Thématiques"), listed("themes"), names=("thematiques", "thematique", "besoins", "besoin", "theme")),
    Column("publics", lazy("Publics"), listed("publics"), names=("public", "pour qui", "public vise")),
    Column("publics_words", lazy("Précisions sur le public"), _line_of(1000), names=("publics precisions",)),
    Column("conditions", lazy("Conditions d’accès"), _line_of(1000), names=("conditions acces", "conditions", "pre requis")),
    Column("fee", lazy("Frais"), listed("fees"), names=("frais", "tarif", "cout")),
    Column("fee_words", lazy("Précisions sur les frais"), _line_of(1000), names=("frais precisions",)),
    Column("reception", lazy("Accueil"), listed("reception_modes"), names=("modes accueil", "mode d accueil")),
    Column("mobilisation", lazy("Comment s’y adresser"), listed("mobilisation_modes"), names=("modes mobilisation",)),
    Column("mobilisable_by", lazy("Qui peut s’y adresser"), listed("mobilisable_by"), names=("mobilisable par",)),
    Column("mobilisation_words", lazy("Précisions pour s’y adresser"), _line_of(1000), names=("mobilisation precisions",)),
    Column("mobilisation_url", lazy("Lien pour s’y adresser"), _website, names=("lien mobilisation",)),
    Column("zones", lazy("Territoire"), lambda cell, reading: zones(cell), names=("zone eligibilite", "zone", "codes")),
    Column("contact_name", lazy("À qui s’adresser"), _line_of(200), names=("contact nom prenom", "contact")),
    Column("phone", lazy("Téléphone"), _line_of(60), names=("tel", "telephone")),
    Column("email", lazy("Courriel"), _email, names=("mail", "email", "courriel")),
    Column("opening_hours", lazy("Horaires"), _line_of(500), names=("horaires accueil", "horaires")),
    Column("weekly_hours", lazy("Heures par semaine"), lambda cell, reading: _number(cell), names=("volume horaire hebdomadaire",)),
    Column("weeks", lazy("Nombre de semaines"), lambda cell, reading: _number(cell), names=("nombre semaines",)),
    Column("source", lazy("Source"), _line_of(60), names=("producteur",)),
    Column("source_id", lazy("Identifiant dans la source"), _line_of(200), names=("id", "identifiant")),
    Column("source_date", lazy("À jour au"), _day, names=("date maj", "mise a jour")),
)  # fmt: skip


def zones(cell: Cell) -> list[str]:
    """Codes of communes, départements, EPCI, « france »."""
    typed = re.sub(r'[\[\]{}"]', " ", values.text(cell, longest=20_000))
    found = [part.strip() for part in SEPARATORS.split(typed) if part.strip()]
    return [code for code in found if re.fullmatch(r"\w{2,9}", code)][:400]


def _number(cell: Cell) -> str:
    found = values.number(cell)
    return "" if found is None else str(found)


def needs_partner(chosen: frozenset[str]) -> str:
    """What is missing before lines can be looked at; empty when nothing is."""
    return "" if "name" in chosen else _("Indiquez la colonne du nom de la structure.")


def needs_service(chosen: frozenset[str]) -> str:
    missing = {"name", "structure"} - chosen
    return _("Indiquez la colonne du service, et celle de la structure qui le propose.") if missing else ""


def example_of_partners(on: date) -> list[list[Any]]:
    return [
        ["Structure", "Nature", "Domaines", "Adresse", "CP", "Ville", "Tél.", "Mail", "Contact", "Fonction", "SIRET"],
        ["CCAS d’Exempleville", "CCAS ou CIAS", "Social, logement et hébergement", "1 place de la Mairie", "57100",
         "Exempleville", "01 99 00 00 42", "ccas@exemple.invalid", "Mme Exemple", "assistante sociale", ""],
        ["Le Vestiaire du quartier", "Association caritative", "Alimentation et aide matérielle", "", "57100", "Exempleville",
         "0199000043", "", "M. Modèle", "", ""],
    ]  # fmt: skip


def example_of_services(on: date) -> list[list[Any]]:
    return [
        ["Structure", "Service", "Type", "Thématiques", "Public", "Frais"],
        ["CCAS d’Exempleville", "Accès aux droits", "accompagnement", "Accompagnement pour l’accès aux droits", "Tous publics",
         "gratuit"],
    ]  # fmt: skip
