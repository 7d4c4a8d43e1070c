"""Closed lists: codes stored, French labels shown."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cordee.kernel.words import capital


class Domain(TextChoices):
    """What a partner is concerned with. The first eight are those of Le Cheval Bleu (B0.15)."""

    SOCIAL = "social", _("social")
    HEALTH = "sanitaire", _("sanitaire")
    PSYCHIATRY = "psychiatrique", _("psychiatrique")
    SCHOOL = "scolaire", _("scolaire")
    JUSTICE = "justice", _("justice")
    POLICE = "police", _("police et gendarmerie")
    LANDLORD = "bailleur", _("bailleur social")
    TOWN = "municipalite", _("municipalité")
    WORK = "emploi", _("emploi")
    TRAINING = "formation", _("formation")
    HOUSING = "logement", _("logement et hébergement")
    FOOD = "alimentation", _("alimentation et aide matérielle")
    RIGHTS = "droits", _("accès aux droits")
    MONEY = "budget", _("budget")
    FAMILY = "famille", _("famille et parentalité")
    YOUTH = "jeunesse", _("jeunesse")
    DISABILITY = "handicap", _("handicap")
    ADDICTION = "addictions", _("addictions")
    PREVENTION = "prevention", _("prévention et bien-être")
    FRENCH = "francais", _("langue française")
    DIGITAL = "numerique", _("numérique")
    MOBILITY = "mobilite", _("mobilité")
    CULTURE = "culture", _("culture, sport et loisirs")
    LINK = "lien", _("lien social et vie de quartier")
    ELECTED = "elus", _("élus")


class StructureKind(TextChoices):
    """What a structure is, and who orients: the 34 kinds of the national service (ECO-06), with the trade's everyday
    ones.

    "AUTRE" is its "Autre".
    """

    AFPA = "AFPA", _("AFPA")
    ASE = "ASE", _("aide sociale à l’enfance")
    ASSOCIATION = "ASSO", _("association")
    CAARUD = "CAARUD", _("CAARUD")
    CADA = "CADA", _("CADA")
    CAF = "CAF", _("CAF")
    CAP_EMPLOI = "CAP_EMPLOI", _("Cap emploi")
    CAVA = "CAVA", _("centre d’adaptation à la vie active (CAVA)")
    CCAS = "CCAS", _("CCAS ou CIAS")
    CHRS = "CHRS", _("CHRS")
    CHU = "CHU", _("centre d’hébergement d’urgence")
    CIDFF = "CIDFF", _("CIDFF")
    CMP = "CMP", _("secteur psychiatrique, CMP")
    CMS = "DEPT", _("département, centre médico-social")
    CPH = "CPH", _("CPH")
    CSAPA = "CSAPA", _("CSAPA")
    E2C = "E2C", _("école de la deuxième chance")
    EPIDE = "EPIDE", _("EPIDE")
    ESAT = "ESAT", _("ESAT")
    FT = "FT", _("France Travail")
    GEM = "GEM", _("groupe d’entraide mutuelle")
    HOSPITAL = "HOPITAL", _("hôpital, clinique")
    HUDA = "HUDA", _("HUDA")
    IME = "IME", _("IME, SESSAD")
    ML = "ML", _("mission locale")
    MSA = "MSA", _("MSA")
    OACAS = "OACAS", _("accueil communautaire et activité solidaire (OACAS)")
    OCASF = "OCASF", _("OCASF")
    ODC = "ODC", _("organisme délégataire du département")
    OHPD = "OHPD", _("OHPD")
    OIL = "OIL", _("intermédiation locative")
    ORIENTEUR = "Orienteur", _("orienteur sans habilitation")
    PENSION = "PENSION", _("pension de famille, résidence accueil")
    PIJ_BIJ = "PIJ_BIJ", _("information jeunesse (PIJ, BIJ)")
    PJJ = "PJJ", _("protection judiciaire de la jeunesse")
    PLIE = "PLIE", _("PLIE")
    PREVENTION = "PREVENTION", _("prévention spécialisée")
    RS_FJT = "RS_FJT", _("résidence sociale, foyer de jeunes travailleurs")
    SAVS = "SAVS", _("SAVS, SAMSAH")
    SIAO = "SIAO", _("SIAO, 115")
    SPIP = "SPIP", _("SPIP")
    TUTELLE = "TUTELLE", _("service tutélaire, UDAF")
    PERSON = "PERSONNE", _("la personne elle-même")
    RELATIVE = "PROCHE", _("un proche")
    OTHER = "AUTRE", _("autre")


SENSITIVE_STRUCTURES = frozenset({"ASE", "CAARUD", "CIDFF", "CSAPA", "PENSION", "PJJ", "PREVENTION", "SPIP"})
# The same, as data·inclusion calls their networks.
SENSITIVE_NETWORKS = frozenset({"ase", "caarud", "cidff", "csapa", "pjj", "spip"})
# What a name may say by itself, without case or accents.
TELLTALE = frozenset(
    {
        "ase",
        "caarud",
        "cidff",
        "csapa",
        "pjj",
        "spip",
        "aide sociale a l enfance",
        "pension de famille",
        "residence accueil",
        "prevention specialisee",
        "protection judiciaire",
        "service penitentiaire",
    }
)
NOBODY = frozenset({"PERSONNE", "PROCHE"})  # who orients somebody, but no structure


class MoreKind(TextChoices):
    """Kinds of partners that do not orient."""

    AI = "AI", _("association intermédiaire")
    ACI = "ACI", _("chantier d’insertion (ACI)")
    EI = "EI", _("entreprise d’insertion")
    GEIQ = "GEIQ", _("GEIQ")
    TRAINING = "OF", _("organisme de formation")
    SCHOOL = "ECOLE", _("école, collège, lycée")
    LANDLORD = "BAILLEUR", _("bailleur social")
    TOWN = "MAIRIE", _("mairie, intercommunalité")
    SOCIAL_CENTRE = "CENTRE_SOCIAL", _("centre social, maison de quartier")
    CHARITY = "CARITATIVE", _("association caritative")
    COURT = "TRIBUNAL", _("tribunal, maison de justice et du droit")
    POLICE = "POLICE", _("police, gendarmerie")
    CPAM = "CPAM", _("assurance maladie (CPAM)")
    MUTUAL = "MUTUELLE", _("mutuelle")
    HEALTH_WORKSHOP = "ASV", _("atelier santé ville, contrat local de santé")
    HEALTH_CENTRE = "CENTRE_SANTE", _("centre de santé, centre d’examens")
    MEDIATION = "MEDIATION", _("médiation, point d’accueil écoute jeunes")
    HOME_HELP = "AIDE_DOMICILE", _("aide à domicile")
    CONSUMERS = "CONSOMMATEURS", _("association de consommateurs")
    CULTURE = "CULTURE", _("culture, sport, loisirs")
    CHILDREN = "PETITE_ENFANCE", _("petite enfance, accueil parents-enfants")
    EMPLOYER = "EMPLOYEUR", _("employeur")
    NETWORK = "RESEAU", _("réseau, coordination")


class LinkState(TextChoices):
    """Do we still speak with them? Worked out from the last contact (rules.link_state), never typed."""

    ALIVE = "alive", _("lien vivant")
    DORMANT = "dormant", _("lien en sommeil")
    UNKNOWN = "unknown", _("aucun contact noté")


class Match(TextChoices):
    """Does a service answer what is looked for? Never a score: each criterion is shown as it is."""

    MET = "met", _("oui")
    NOT_MET = "not_met", _("non")
    UNKNOWN = "unknown", _("à vérifier")


class Means(TextChoices):
    PHONE = "phone", _("au téléphone")
    MEETING = "meeting", _("en réunion")
    VISIT = "visit", _("chez eux")
    HERE = "here", _("chez nous")
    MAIL = "mail", _("par courriel")
    VIDEO = "video", _("en visio")
    LETTER = "letter", _("par courrier")
    OTHER = "other", _("autrement")


class AgreementKind(TextChoices):
    CONVENTION = "convention", _("convention de partenariat")
    PROTOCOL = "protocole", _("protocole d’échange d’informations")
    PROVISION = "mise-a-disposition", _("mise à disposition de locaux ou de personnel")
    FUNDING = "financement", _("convention de financement")
    CHARTER = "charte", _("charte")
    LETTER = "lettre", _("lettre d’engagement")
    OTHER = "autre", _("autre accord")


class AgreementState(TextChoices):
    """Worked out from its days (rules.agreement_state), never typed."""

    PREPARED = "prepared", _("en préparation")
    RUNNING = "running", _("en cours")
    TO_RENEW = "to_renew", _("à renouveler")
    OVER = "over", _("terminée")


def structure_kinds() -> list[tuple[str, Any]]:
    """Who may orient."""
    return list(StructureKind.choices)


def partner_kinds() -> dict[str, str]:
    """Every kind a partner may be, by its words; « autre » last."""
    known = {
        code: capital(str(label))
        for code, label in [*StructureKind.choices, *MoreKind.choices]
        if code not in NOBODY
    }
    return dict(sorted(known.items(), key=lambda kind: (kind[0] == StructureKind.OTHER, kind[1].casefold())))


def domain_words() -> dict[str, str]:
    return {code: capital(str(label)) for code, label in Domain.choices}


def contact_means() -> list[tuple[str, Any]]:
    return list(Means.choices)


def agreement_kinds() -> list[tuple[str, Any]]:
    return list(AgreementKind.choices)
