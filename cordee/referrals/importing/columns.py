"""The columns of a table of orientations. What depends on the house (programme, channel, needs) is read in `reading`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.errors import BadInput
from cordee.kernel.names import search_key
from cordee.people.importing.columns import COLUMNS as OF_PEOPLE
from cordee.referrals.enums import RefusalReason, State, StructureKind
from cordee.referrals.reasons import LONGEST_REASON
from cordee.spreadsheets import values
from cordee.spreadsheets.registry import Column, Reading
from cordee.spreadsheets.values import Cell

OF_PERSON = ("full_name", "first_names", "usage_name", "birth", "phones", "emails")
LONGEST_LIST = 500


def _line_of(longest: int) -> Any:
    return lambda cell, reading: values.text(cell, longest=longest)


def _day(cell: Cell, reading: Reading) -> str:
    found = values.day(cell, on=reading.on, order=reading.order, epoch=reading.epoch)
    if found is not None and not reading.on - timedelta(days=366 * 60) <= found <= reading.on:
        raise BadInput("", _("Ce jour est dans l’avenir, ou trop lointain."))
    return found.isoformat() if found else ""


def _agrees(cell: Cell, reading: Reading) -> bool | None:
    return values.yes_no(cell)


# How people write where an orientation stands, beside its labels.
STATES = {
    "nouvelle": State.RECEIVED, "nouveau": State.RECEIVED, "recu": State.RECEIVED, "a traiter": State.RECEIVED, "a voir": State.RECEIVED,
    "en etude": State.IN_STUDY, "en cours": State.IN_STUDY, "etude": State.IN_STUDY, "en cours d etude": State.IN_STUDY,
    "dossier incomplet": State.PAPERS_ASKED, "pieces manquantes": State.PAPERS_ASKED, "incomplet": State.PAPERS_ASKED,
    "rencontre": State.MET, "rencontree": State.MET, "vu": State.MET, "vue": State.MET, "recu en entretien": State.MET,
    "en attente": State.WAITING, "attente": State.WAITING, "liste d attente": State.WAITING, "sur liste d attente": State.WAITING,
    "commission": State.TO_BOARD, "a presenter": State.TO_BOARD, "passe en commission": State.TO_BOARD,
    "accueilli": State.ACCEPTED, "acceptee": State.ACCEPTED, "accepte": State.ACCEPTED, "admis": State.ACCEPTED, "admise": State.ACCEPTED,
    "integre": State.ACCEPTED, "integree": State.ACCEPTED, "favorable": State.ACCEPTED, "entree": State.ACCEPTED, "entre": State.ACCEPTED,
    "refus": State.REFUSED, "refuse": State.REFUSED, "defavorable": State.REFUSED, "non admis": State.REFUSED, "non retenu": State.REFUSED,
    "non retenue": State.REFUSED, "reoriente": State.PASSED_ON, "reorientee": State.PASSED_ON, "transmis": State.PASSED_ON,
    "abandon": State.WITHDRAWN, "desistement": State.WITHDRAWN, "annule": State.WITHDRAWN, "annulee": State.WITHDRAWN, "retire": State.WITHDRAWN,
    "sans suite": State.EXPIRED, "sans nouvelles": State.EXPIRED, "classe": State.EXPIRED, "classee": State.EXPIRED,
}  # fmt: skip


def _state(cell: Cell, reading: Reading) -> str:
    typed = values.text(cell, longest=60)
    if not search_key(typed):
        return ""
    found = _by_label(State).get(search_key(typed)) or STATES.get(search_key(typed))
    if found is None:
        raise BadInput(
            "",
            _("«\u202f%s\u202f» n’est pas un état connu\u202f: par exemple reçue, en attente, refusée.")
            % typed[:40],
        )
    return str(found)


def _by_label(choices: Any) -> dict[str, str]:
    return {search_key(str(label)): str(code) for code, label in choices.choices}


def kinds_by_name() -> Mapping[str, str]:
    """The natures of structures by all they are called: « ccas », « cias », « mission locale »…"""
    found: dict[str, str] = {}
    for code, label in StructureKind.choices:
        words = str(label).replace("(", ",").replace(")", "").replace(" ou ", ",")
        for name in (code, str(label), *words.split(",")):
            if key := search_key(name):
                found.setdefault(key, str(code))
    return found


def reasons_by_label() -> Mapping[str, str]:
    return _by_label(RefusalReason)


COLUMNS = (
    *(column for column in OF_PEOPLE if column.code in OF_PERSON),
    Column(
        "received_on", lazy("Reçue le"), _day, examples=("15/09/2024",), help=lazy("Le jour où l’orientation est arrivée. Indispensable."),
        names=("date de reception", "date reception", "recue le", "recu le", "date d arrivee", "date d orientation", "date orientation", "date de la demande",
               "date demande", "date", "date d inscription", "date de prescription", "date prescription", "orientee le", "orientation recue le"),
    ),
    Column(
        "referrer_name", lazy("Qui oriente"), _line_of(160), examples=("Mme Exemple",),
        names=("orienteur", "orientrice", "prescripteur", "prescriptrice", "referent", "referent social", "travailleur social", "nom du prescripteur", "nom de l orienteur",
               "oriente par", "orientee par", "adresse par", "adressee par", "as referent", "conseiller"),
    ),
    Column(
        "referrer_function", lazy("Fonction"), _line_of(160), examples=("assistante sociale",),
        names=("fonction du prescripteur", "fonction de l orienteur", "qualite", "metier", "poste"),
    ),
    Column(
        "structure", lazy("Structure"), _line_of(200), examples=("CCAS d’Exempleville",),
        names=("organisme", "service", "partenaire", "structure orienteuse", "structure prescriptrice", "organisme prescripteur", "structure d origine", "etablissement",
               "structure de l orienteur", "provenance", "origine"),
    ),
    Column(
        "structure_kind", lazy("Nature de la structure"), _line_of(80), examples=("CCAS", "mission locale"),
        names=("nature", "type de structure", "type structure", "type d orienteur", "type de prescripteur", "categorie", "type"),
    ),
    Column(
        "referrer_contact", lazy("Contact de qui oriente"), _line_of(200), examples=("03 53 01 00 00",),
        names=("tel prescripteur", "telephone prescripteur", "mail prescripteur", "contact prescripteur", "contact orienteur", "coordonnees du prescripteur",
               "coordonnees orienteur", "tel orienteur", "tel referent", "contact referent"),
    ),
    Column(
        "channel", lazy("Par quelle voie"), _line_of(80), examples=("fiche de liaison",), help=lazy("Une voie de votre dispositif. Une autre est gardée avec le motif."),
        names=("voie", "canal", "mode d orientation", "mode de contact", "moyen", "par"),
    ),
    Column(
        "programme", lazy("Dispositif"), _line_of(160), help=lazy("Un dispositif de votre organisation, par son nom."),
        names=("action", "chantier", "programme", "dispositif demande", "orientation vers", "vers", "parcours", "atelier"),
    ),
    Column(
        "needs", lazy("Besoins"), lambda cell, reading: values.several(cell, longest=80), examples=("logement, mobilité",), repeated=True,
        help=lazy("Ceux de votre dispositif, séparés par des virgules. Les autres sont gardés avec le motif."),
        names=("besoin", "problematique", "problematiques", "freins", "demande", "demandes", "thematiques"),
    ),
    Column(
        "reason", lazy("Pourquoi"), _line_of(LONGEST_REASON), examples=("souhaite reprendre un rythme",), help=lazy("Ce texte est gardé chiffré."),
        names=("motif", "motif d orientation", "motif de l orientation", "raison", "objet", "situation", "observations", "commentaire", "commentaires", "remarques", "notes"),
    ),
    Column(
        "person_agrees", lazy("La personne est d’accord"), _agrees, examples=("oui", "non"),
        names=("accord", "accord de la personne", "d accord", "consentement"),
    ),
    Column(
        "state", lazy("Où elle en est"), _state, examples=("en attente", "refusée"),
        names=("etat", "statut", "suite", "decision", "reponse", "suite donnee", "avis", "resultat"),
    ),
    Column(
        "answered_on", lazy("Répondue le"), _day, examples=("02/10/2024",), help=lazy("Indispensable pour une orientation qui a reçu sa réponse."),
        names=("date de reponse", "date reponse", "date de decision", "date decision", "date de la decision", "repondu le", "date de l avis", "date de sortie de liste"),
    ),
    Column(
        "refusal_reason", lazy("Motif du refus"), _line_of(120), examples=("pas de place pour le moment",),
        names=("motif de refus", "raison du refus", "cause du refus"),
    ),
)  # fmt: skip

LABELS = {column.code: column.label for column in COLUMNS}


def needs(chosen: frozenset[str]) -> str:
    """What is missing before lines can be looked at; empty when nothing is."""
    if not chosen & {"first_names", "full_name"}:
        return _("Indiquez la colonne des prénoms, ou celle qui porte le nom entier.")
    if "received_on" not in chosen:
        return _(
            "Indiquez la colonne du jour où chaque orientation est arrivée\u202f: l’ancienneté en dépend."
        )
    return ""


def example(on: date) -> list[list[Any]]:
    """A table as a secretary keeps it."""
    earlier = [f"{on - timedelta(days=days):%d/%m/%Y}" for days in (9, 34, 61, 120, 40)]
    return [
        ["Suivi des orientations — exemple"],
        [],
        ["Date de réception", "NOM", "Prénom", "Né(e) le", "Tél.", "Prescripteur", "Fonction", "Structure", "Motif", "Suite donnée", "Date de réponse", "Motif de refus"],
        [earlier[0], "EXEMPLE", "Jean-Marie", "3/1/85", "0639980101", "Mme Modèle", "assistante sociale", "CCAS d’Exempleville", "Souhaite reprendre un rythme", "", "", ""],
        [earlier[1], "LE MODÈLE", "Samira", "3 janvier 1990", 639980102, "M. Gabarit", "conseiller", "Mission locale", "Cherche un premier emploi", "en étude", "", ""],
        [earlier[2], "D'ESSAI", "marie-anne", "janv. 78", "", "", "", "Une amie", "", "en attente", earlier[4], ""],
        [earlier[3], "FACTICE", "Noé", 1999, "06.39.98.01.04", "Mme Modèle", "assistante sociale", "CCAS d’Exempleville", "Isolement", "refus", earlier[4], "pas de place pour le moment"],
        ["Total", 4],
    ]  # fmt: skip
