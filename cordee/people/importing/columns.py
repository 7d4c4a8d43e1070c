"""The columns of a table of people, and what a line of it tells of somebody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.errors import BadInput
from cordee.people.enums import ContactKind
from cordee.spreadsheets import named, values
from cordee.spreadsheets.registry import Column, Line, Reading
from cordee.spreadsheets.values import Cell


def _whole_name(cell: Cell, reading: Reading) -> dict[str, Any] | None:
    found = named.split(cell)
    told = {"first_names": found.first_names, "usage_name": found.usage_name, "birth_name": found.birth_name}
    return told | {"is_guessed": found.is_guessed} if any(told.values()) else None


def _name(cell: Cell, reading: Reading) -> str:
    return named.proper(cell)


def _birth(cell: Cell, reading: Reading) -> str:
    return values.birth(cell, on=reading.on, order=reading.order, epoch=reading.epoch)


def _arrival(cell: Cell, reading: Reading) -> str:
    found = values.day(cell, on=reading.on, order=reading.order, epoch=reading.epoch)
    if found is not None and not reading.on - timedelta(days=366 * 60) <= found <= reading.on:
        raise BadInput("", _("Ce jour d’arrivée est dans l’avenir, ou trop lointain."))
    return found.isoformat() if found else ""


def _phones(cell: Cell, reading: Reading) -> list[list[str]]:
    return [[number, note] for number, note in values.phones(cell)]


def _line_of(longest: int) -> Any:
    return lambda cell, reading: values.text(cell, longest=longest)


COLUMNS = (
    Column(
        "full_name", lazy("Nom et prénom (une seule colonne)"), _whole_name, examples=("DUPONT Jean-Marie",),
        names=("nom prenom", "nom prenoms", "nom et prenom", "nom et prenoms", "prenom nom", "prenom et nom", "nom complet",
               "identite", "beneficiaire", "personne", "stagiaire", "participant", "participante", "salarie", "usager", "noms et prenoms",
               "civilite nom prenom", "nom prenom du beneficiaire"),
    ),
    Column(
        "first_names", lazy("Prénom"), _name, examples=("Jean-Marie",),
        names=("prenom", "prenoms", "prenom s", "prenom usuel", "first name", "prenom du beneficiaire"),
    ),
    Column(
        "usage_name", lazy("Nom d’usage"), _name, examples=("Dupont",),
        names=("nom", "noms", "nom d usage", "nom usage", "nom de famille", "nom marital", "nom d epouse", "patronyme", "last name"),
    ),
    Column(
        "birth_name", lazy("Nom de naissance"), _name, examples=("Martin",),
        names=("nom naissance", "nom de jeune fille", "nom jeune fille", "jeune fille", "njf", "nom patronymique"),
    ),
    Column("alias", lazy("Se fait appeler"), _name, names=("surnom", "prenom d usage", "appele", "appelee")),
    Column(
        "birth", lazy("Date de naissance"), _birth, examples=("03/01/1985", "janv. 85", "1985"),
        help=lazy("Le jour, le mois ou seulement l’année, comme vous l’écrivez d’habitude."),
        names=("naissance", "date naissance", "ne le", "nee le", "ne e le", "ne nee le", "ddn", "dob", "annee de naissance", "annee naissance", "date de naiss", "dat naiss", "date naiss"),
        looks=lambda cell, on: values.looks_like_birth(cell, on=on),
    ),
    Column(
        "phones", lazy("Téléphone"), _phones, examples=("06 39 98 12 34", "0639981234 / 0321000000 (sa sœur)"), repeated=True,
        help=lazy("Plusieurs numéros peuvent tenir dans la même cellule, ou dans plusieurs colonnes."),
        names=("tel", "tels", "tel 1", "tel 2", "telephone 1", "telephone 2", "telephones", "portable", "mobile", "gsm", "fixe", "tel fixe", "tel portable", "tel mobile",
               "telephone portable", "telephone mobile", "telephone fixe", "numero de telephone", "n de telephone", "n tel", "coordonnees telephoniques", "phone"),
        looks=lambda cell, on: values.looks_like_phone(cell),
    ),
    Column(
        "emails", lazy("Courriel"), lambda cell, reading: values.emails(cell), examples=("prenom.nom@exemple.fr",), repeated=True,
        names=("mail", "mails", "email", "e mail", "emails", "courriels", "adresse mail", "adresse email", "adresse e mail", "adresse electronique", "mel"),
        looks=lambda cell, on: values.looks_like_email(cell),
    ),
    Column(
        "street", lazy("Adresse"), _line_of(200), examples=("12 rue des Lilas",),
        names=("rue", "adresse 1", "adresse postale", "adresse complete", "voie", "numero et rue", "n et rue", "domicile", "adresse du domicile"),
    ),
    Column("street_more", lazy("Complément d’adresse"), _line_of(80), names=("complement", "complement adresse", "adresse 2", "residence", "batiment", "chez")),
    Column("postcode", lazy("Code postal"), lambda cell, reading: values.postcode(cell), examples=("01000",), names=("cp", "code post", "codepostal")),
    Column("town", lazy("Commune"), _line_of(80), examples=("Exempleville",), names=("ville", "communes", "localite", "commune de residence", "ville de residence")),
    Column(
        "languages", lazy("Langues"), lambda cell, reading: values.several(cell), examples=("français, arabe",),
        names=("langue", "langue parlee", "langues parlees", "langue maternelle"),
    ),
    Column(
        "needs_interpreter", lazy("A besoin d’un interprète"), lambda cell, reading: values.yes_no(cell), examples=("oui", "non"),
        names=("interprete", "besoin interprete", "besoin d un interprete", "interpretariat"),
    ),
    Column(
        "created_on", lazy("Arrivée"), _arrival, examples=("15/09/2024",),
        help=lazy("Le jour du premier accueil\u202f: le dossier est daté de ce jour."),
        names=("date d arrivee", "date arrivee", "date d entree", "date entree", "entree", "date d accueil", "date accueil", "premier accueil", "date premier accueil",
               "date d inscription", "inscription", "ouverture du dossier", "date d ouverture", "date ouverture", "date de debut", "date debut"),
    ),
    Column(
        "external_number", lazy("Numéro"), _line_of(60), examples=("2024-017",),
        help=lazy("Celui de votre ancien outil\u202f: il fait reconnaître la personne au prochain import."),
        names=("n", "no", "num", "id", "identifiant", "n dossier", "no dossier", "numero dossier", "numero de dossier", "n de dossier", "matricule", "ref", "reference", "n beneficiaire",
               "numero de beneficiaire", "numero externe", "code", "code usager"),
    ),
)  # fmt: skip

IDENTITY = (
    "first_names",
    "usage_name",
    "birth_name",
    "alias",
    "birth",
    "languages",
    "needs_interpreter",
    "external_number",
)
LABELS = {column.code: column.label for column in COLUMNS}


def needs(chosen: frozenset[str]) -> str:
    """What is missing before lines can be looked at; empty when nothing is."""
    if chosen & {"first_names", "full_name"}:
        return ""
    return _(
        "Indiquez la colonne des prénoms, ou celle qui porte le nom entier\u202f: c’est la seule indispensable."
    )


def identity_of(line: Line) -> dict[str, Any]:
    """The identity a line tells. Separate columns win over a whole name."""
    told = dict(line.values)
    whole = told.pop("full_name", None)
    if whole:
        if whole["is_guessed"] and whole["usage_name"] and not told.get("first_names"):
            line.notes.append(
                _("Compris\u202f: prénom %(first)s, nom %(family)s.")
                % {"first": whole["first_names"], "family": whole["usage_name"]}
            )
        told = {name: value for name, value in whole.items() if value and name != "is_guessed"} | told
    return {name: told[name] for name in IDENTITY if told.get(name) not in (None, "", [])}


def contacts_of(line: Line) -> list[list[str]]:
    """[kind, value, note] of each way to reach the person."""
    told = line.values
    found = [[ContactKind.PHONE.value, number, note] for number, note in told.get("phones", [])]
    found += [[ContactKind.EMAIL.value, address, ""] for address in told.get("emails", [])]
    street = ", ".join(part for part in (told.get("street"), told.get("street_more")) if part)
    town = " ".join(part for part in (told.get("postcode"), told.get("town")) if part)
    if address := ", ".join(part for part in (street, town) if part):
        found.append([ContactKind.ADDRESS.value, address, ""])
    return found


def example(on: date) -> list[list[Any]]:
    """A table as an association keeps it: a letterhead, capitals, two numbers in a cell, a lost zero, a total."""
    year = on.year
    return [
        ["Association exemple — personnes accueillies"],
        [f"Mis à jour le {on:%d/%m/%Y}"],
        [],
        ["N°", "NOM", "Prénom", "Né(e) le", "Tél.", "Mail", "Adresse", "CP", "Ville", "Langues", "Interprète", "Date d'entrée"],
        ["E-001", "EXEMPLE", "Jean-Marie", "3/1/85", "0639980101 / 0353010101 (sa sœur)", "jm.exemple@exemple.fr", "12 rue des Lilas", 1000, "Exempleville", "français", "non", f"15/09/{year - 1}"],
        ["E-002", "LE MODÈLE", "Samira", "3 janvier 1990", 639980102, "samira @ exemple.fr", "4 place du Marché", 62160, "Fictive-les-Mines", "arabe, français", "oui", f"02/02/{year}"],
        ["E-003", "D'ESSAI", "marie-anne", "janv. 78", "+33 6 39 98 01 03", "", "", "", "Exempleville", "", "x", f"{year}-03-11"],
        ["E-004", "FACTICE", "Noé", 1999, "06.39.98.01.04", "", "chez sa mère", 62160, "Fictive-les-Mines", "français ; portugais", "", ""],
        ["E-005", "FACTICE", "Lola", "12/05/2001", "", "lola@exemple.fr;l.factice@exemple.fr", "", "", "", "", "N", f"20/06/{year}"],
        ["", "Total", 5],
    ]  # fmt: skip
