"""The closed lists a definition may use: codes stored, French words shown.

Kinds of facts are open: each domain that writes facts declares its own, so that the delays of a
definition can listen to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cordee.kernel.partitions import CODES as PARTITION_CODES
from cordee.kernel.registry import Registry

Labels = Mapping[str, str]

# The same codes as cordee.accounts.enums, which speaks Django; a test holds the two lists together.
MEMBER_ROLES: Labels = {
    "secretary": "secrétaire",
    "coordinator": "coordination",
    "counsellor": "conseil en insertion",
    "job_coach": "job coach",
    "social_worker": "travail social",
    "workshop_leader": "animation d’ateliers",
    "technical_supervisor": "encadrement technique",
    "health_professional": "soin",
    "commission_member": "membre de commission",
    "prescriber": "prescription",
    "director": "direction",
    "statistician": "statistiques",
    "tech_admin": "administration technique",
}

ORGANISATION_KINDS: Labels = {
    "association": "association",
    "social_centre": "centre social",
    "siae": "structure d’insertion par l’activité économique",
    "gcms": "groupement de coopération médico-sociale",
    "departement": "département",
    "ccas": "CCAS ou CIAS",
    "training": "organisme de formation",
    "medico_social": "établissement médico-social",
    "other": "autre",
}

PARTITIONS: Labels = {
    code: label
    for code, label in (
        ("identity", "identité et contacts"),
        ("social", "situation sociale"),
        ("employment", "parcours vers l’emploi"),
        ("health", "santé"),
        ("protected", "protection, justice"),
    )
    if code in PARTITION_CODES
}

AUDIENCES: Labels = {
    "rsa": "bénéficiaires du RSA",
    "psychic_suffering": "personnes en souffrance psychique",
    "precarity": "personnes en situation de précarité",
    "isolation": "personnes isolées",
    "far_from_employment": "personnes très éloignées de l’emploi",
    "long_unemployed": "personnes au chômage de longue durée",
    "homeless": "personnes sans domicile ou à la rue",
    "hosted": "personnes hébergées",
    "disability": "personnes en situation de handicap",
    "medico_social": "personnes accompagnées par un établissement médico-social",
    "unqualified": "personnes peu ou pas qualifiées",
    "lone_parents": "parents isolés",
    "young": "jeunes",
    "adults": "adultes",
}

ADMISSION_MODES: Labels = {
    "direct": "entrée directe",
    "interview": "entretien d’admission",
    "board": "commission",
}
OUTCOMES: Labels = {
    "admitted": "admission",
    "refused": "refus",
    "adjourned": "ajournement",
    "redirected": "réorientation",
}

EXIT_CATEGORIES: Labels = {
    "durable": "emploi ou logement durable",
    "transition": "emploi de transition",
    "positive": "sortie positive",
    "other": "autre sortie",
    "neutral": "sortie neutre",
}
EXIT_KINDS: Labels = {
    "employment": "emploi",
    "training": "formation",
    "protected_work": "milieu protégé",
    "insertion": "autre parcours d’insertion",
    "housing": "logement",
    "social": "accompagnement social",
    "health": "soins",
    "moved": "départ du territoire",
    "person_wish": "choix de la personne",
    "redirected": "réorientation",
    "end_of_contract": "fin de contrat",
    "retired": "retraite",
    "death": "décès",
    "lost_contact": "contact perdu",
}

RESOURCES: Labels = {
    "rsa": "le RSA",
    "aah": "l’AAH",
    "ass": "l’ASS",
    "unemployment": "une allocation chômage",
    "disability_pension": "une pension d’invalidité",
    "wage": "un salaire",
    "retirement": "une retraite",
    "none": "aucune ressource",
}

AUTHORITIES: Labels = {
    "departement": "le président du conseil départemental",
    "france_travail": "France Travail",
    "mission_locale": "la mission locale",
    "cap_emploi": "Cap emploi",
    "cdaph": "la CDAPH",
}

THEMES: Labels = {
    "employment": "emploi",
    "training": "formation",
    "housing": "logement",
    "health": "santé",
    "mobility": "mobilité",
    "budget": "budget",
    "rights": "accès aux droits et démarches",
    "family": "famille et parentalité",
    "language": "langue et savoirs de base",
    "digital": "numérique",
    "social_ties": "lien social",
    "wellbeing": "bien-être et confiance en soi",
    "daily_life": "vie quotidienne",
    "project": "projet personnel et professionnel",
}

CLOCK_SUBJECTS: Labels = {
    "pathway": "le parcours",
    "referral": "l’orientation reçue",
    "person": "la personne",
}


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of thing that happens in a dossier.

    by_hand: a professional may note it with a day, because no screen of Cordée produces it by itself.
    """

    code: str
    label: str
    by_hand: bool = False


FACT_KINDS: Registry[FactKind] = Registry("fait")


def register_fact_kind(code: str, label: str, *, by_hand: bool = False) -> FactKind:
    """Declare a kind of fact that the delays of a definition may listen to."""
    return FACT_KINDS.register(code, FactKind(code, label, by_hand))


for _code, _label in (
    ("referral_received", "orientation reçue"),
    ("referral_answered", "réponse donnée à l’orientation"),
    ("admission_admitted", "admission prononcée"),
    ("admission_adjourned", "admission ajournée"),
    ("admission_redirected", "admission : autre réponse proposée"),
    ("admission_refused", "admission non prononcée"),
    ("pathway_opened", "parcours ouvert"),
    ("pathway_moved", "changement d’étape"),
    ("pathway_suspended", "parcours suspendu"),
    ("pathway_resumed", "parcours repris"),
    ("pathway_closed", "parcours terminé"),
    ("pathway_reopened", "parcours rouvert"),
    ("referent_named", "référent désigné"),
    ("contact_noted", "contact noté"),
    ("rsa_information_received", "information d’ouverture du RSA reçue"),
    ("orientation_notified", "décision d’orientation notifiée"),
):
    register_fact_kind(_code, _label)

for _code, _label in (
    ("diagnosis_made", "diagnostic partagé posé"),
    ("contract_signed", "contrat d’engagement (CER) signé"),
    ("situation_reexamined", "situation réexaminée"),
    ("objectives_reviewed", "objectifs réévalués ensemble"),
    ("review_held", "bilan fait avec la personne"),
    ("prescriber_informed", "nouvelles données à qui a orienté"),
):
    register_fact_kind(_code, _label, by_hand=True)
