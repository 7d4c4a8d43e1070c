"""Who the houses work with: the structures their own papers name (systems.md, B0.15 and B1.24), and a handful elsewhere."""

from demo.network.lierre import LIERRE
from demo.network.shapes import Structure
from demo.network.vocabulary import (
    ADDICTION,
    BENEFITS,
    CARE,
    DISABLED,
    EVERYBODY,
    FAMILIES,
    FOOD,
    FRENCH,
    HOME,
    JOB,
    LINK,
    MDPH,
    MIND,
    MONEY,
    PARENTS,
    RENT,
    RIGHTS,
    SHELTER,
    VIOLENCE,
    WELL_BEING,
    WOMEN,
    WORK_FIRST,
    YOUNG,
)  # fmt: skip

FIRST_NAMES = (
    ("Mme", "Agathe"), ("M.", "Côme"), ("Mme", "Lucile"), ("M.", "Valère"), ("Mme", "Odette"), ("M.", "Siméon"),
    ("Mme", "Romane"), ("M.", "Octave"), ("Mme", "Perrine"), ("M.", "Gaétan"),
)  # fmt: skip
LAST_NAMES = (
    "Aulne", "Bergeronnette", "Calcaire", "Cyclamen", "Églantine", "Fauvette", "Galerne", "Hellébore", "Jaspe", "Loriot",
    "Mélèze", "Noroît", "Obsidienne", "Pinson", "Quartz", "Roitelet", "Sureau", "Tanagra", "Véronique", "Zéphyr",
)  # fmt: skip
FUNCTIONS = (
    "assistante sociale", "chef de service", "secrétaire", "éducateur", "directrice adjointe", "conseiller", "coordinatrice",
    "infirmier", "responsable du service",
)  # fmt: skip
CALLED = (
    "Point sur les délais d’accueil.", "Réunion de réseau, présentation de la nouvelle équipe.",
    "Échange sur les permanences du trimestre.", "Demande de plaquettes pour l’accueil.", "Préparation de la convention.",
    "Visite des locaux avec l’équipe.", "",
)  # fmt: skip
AGREED = (
    ("convention", "Deux places gardées chaque trimestre ; une rencontre par an."),
    ("protocole", "Les nouvelles passent par les référents, avec l’accord de la personne."),
    ("mise-a-disposition", "Une salle prêtée le mardi après-midi."),
    ("convention", "Un atelier par mois, animé à deux."),
)

LENS = {"town": "Lens", "postcode": "62300", "insee": "62498"}
BULLY = {"town": "Bully-les-Mines", "postcode": "62160", "insee": "62186"}
LIEVIN = {"town": "Liévin", "postcode": "62800", "insee": "62510"}
BETHUNE = {"town": "Béthune", "postcode": "62400", "insee": "62119"}
ARRAS = {"town": "Arras", "postcode": "62000", "insee": "62041"}

CHEVAL_BLEU = (
    Structure("UNAFAM, délégation du Pas-de-Calais", ("ASSO",), ("psychiatrique", "famille"),
              (("Écoute des proches", (MIND, "famille--soutien-aidants"), EVERYBODY),), **LENS),
    Structure("Centre médico-psychologique de Bully-les-Mines", ("CMP",), ("psychiatrique", "sanitaire"),
              (("Consultations du secteur", (MIND,), EVERYBODY),), short_name="CMP", **BULLY),
    Structure("Centre hospitalier, service social de psychiatrie", ("HOPITAL",), ("psychiatrique",),
              (("Préparer la sortie", (MIND, CARE), EVERYBODY),), **LENS),
    Structure("Service tutélaire de l’Artois", ("TUTELLE",), ("droits", "social"),
              (("Mesures de protection", (MONEY,), EVERYBODY),), **BETHUNE),
    Structure("Maison du département solidarité de Lens-Liévin", ("DEPT",), ("social", "famille"),
              (("Accueil social de proximité", (RIGHTS, BENEFITS, PARENTS), EVERYBODY),), short_name="MDS", **LIEVIN),
    Structure("CCAS de Bully-les-Mines", ("CCAS", "MAIRIE"), ("social", "municipalite", "alimentation"),
              (("Aides d’urgence", (FOOD, RIGHTS), EVERYBODY),), **BULLY),
    Structure("Mairie de Bully-les-Mines, service jeunesse", ("MAIRIE",), ("municipalite", "jeunesse"),
              (("Accueil des jeunes", (LINK,), YOUNG),), **BULLY),
    Structure("ESAT des Collines", ("ESAT",), ("handicap", "emploi"),
              (("Découverte du travail protégé", (WORK_FIRST,), DISABLED),), **BETHUNE),
    Structure("IME du Ternois", ("IME",), ("handicap", "scolaire"), (), territory="Ternois et Artois", **ARRAS),
    Structure("Collège des Trois Terrils, équipe de suivi", ("ECOLE",), ("scolaire",), (), **BULLY),
    Structure("SPIP du Pas-de-Calais, antenne de Béthune", ("SPIP",), ("justice",), (), **BETHUNE),
    Structure("Maison de justice et du droit", ("TRIBUNAL",), ("justice", "droits"),
              (("Permanences juridiques", (RIGHTS,), EVERYBODY),), **LENS),
    Structure("Commissariat de Lens, référente violences", ("POLICE",), ("police",),
              (("Accueil des victimes", (VIOLENCE,), EVERYBODY),), **LENS),
    Structure("Bailleur des Cités minières", ("BAILLEUR",), ("bailleur", "logement"),
              (("Accompagnement dans le logement", (HOME, RENT), EVERYBODY),), territory="Le bassin minier", **LENS),
    Structure("Résidence accueil du Moulin", ("PENSION",), ("logement", "psychiatrique"),
              (("Logement accompagné", (SHELTER,), EVERYBODY),), **BULLY),
    Structure("GEM L’Escale", ("GEM",), ("psychiatrique", "lien"), (("Rencontres entre pairs", (LINK, MIND), EVERYBODY),),
              **LENS),
    Structure("CSAPA Le Relais", ("CSAPA",), ("addictions", "sanitaire"), (("Accueil et soins", (ADDICTION,), EVERYBODY),),
              **LENS),
    Structure("Mission locale de Lens-Liévin", ("ML",), ("emploi", "jeunesse"),
              (("Accompagnement vers l’emploi", (JOB,), YOUNG),), **LIEVIN),
    Structure("Cap emploi Pas-de-Calais", ("CAP_EMPLOI",), ("emploi", "handicap"),
              (("Emploi et handicap", (JOB, WORK_FIRST), DISABLED),), **LENS),
    Structure("MDPH du Pas-de-Calais", ("DEPT",), ("handicap", "droits"), (("Dossiers et droits", (MDPH,), DISABLED),),
              short_name="MDPH", **ARRAS),
    Structure("Jardin solidaire des Corons", ("ACI",), ("emploi", "lien"), (), **LIEVIN),
    Structure("Élus à la cohésion sociale de l’agglomération", ("MAIRIE",), ("elus", "municipalite"), (), **LENS),
    Structure("Atelier du Pont, réparation de vélos", ("ASSO",), ("mobilite",), (), **LENS,
              turn_to="La Maison du vélo, rue de la Gare à Lens."),
)  # fmt: skip

PARIS = {"town": "Paris 13e arrondissement", "postcode": "75013", "insee": "75113"}
MIE_DE_PAIN = (
    Structure("SIAO de Paris", ("SIAO",), ("logement",), (("Demande d’hébergement", (SHELTER,), EVERYBODY),), **PARIS),
    Structure("Centre d’action sociale du 13e", ("CCAS",), ("social", "droits"), (("Domiciliation", (RIGHTS,), EVERYBODY),),
              **PARIS),
    Structure("Permanence d’accès aux soins de la Butte", ("HOPITAL",), ("sanitaire",),
              (("Soins sans avance de frais", (CARE,), EVERYBODY),), short_name="PASS", **PARIS),
    Structure("France Travail Paris 13", ("FT",), ("emploi",), (("Inscription et suivi", (JOB,), EVERYBODY),), **PARIS),
    Structure("Vestiaire du Quai", ("CARITATIVE",), ("alimentation",), (("Vêtements", (FOOD,), EVERYBODY),), **PARIS),
    Structure("Cours de français des Peupliers", ("ASSO",), ("francais",), (("Apprendre le français", (FRENCH,), EVERYBODY),),
              **PARIS),
)  # fmt: skip

CHALON = {"town": "Chalon-sur-Saône", "postcode": "71100", "insee": "71076"}
MACON = {"town": "Mâcon", "postcode": "71000", "insee": "71270"}
PDIP = (
    Structure("Cap emploi 71", ("CAP_EMPLOI",), ("emploi", "handicap"), (("Emploi et handicap", (JOB,), DISABLED),), **CHALON),
    Structure("MDPH de Saône-et-Loire", ("DEPT",), ("handicap", "droits"), (("Dossiers et droits", (MDPH,), DISABLED),),
              short_name="MDPH", **MACON),
    Structure("Service de médecine du travail", ("AUTRE",), ("sanitaire", "emploi"), (), **CHALON),
    Structure("Mission locale du Chalonnais", ("ML",), ("emploi", "jeunesse"), (("Vers l’emploi", (JOB,), YOUNG),), **CHALON),
    Structure("Service social de secteur du Chalonnais", ("DEPT",), ("social",),
              (("Accueil social de proximité", (RIGHTS, PARENTS), EVERYBODY),), **CHALON),
    Structure("Office d’habitat du Val de Saône", ("BAILLEUR",), ("bailleur", "logement"),
              (("Accompagnement dans le logement", (HOME, RENT), EVERYBODY),), **CHALON),
    Structure("Boulangerie des Quatre Vents", ("EMPLOYEUR",), ("emploi",), (), **MACON),
)  # fmt: skip

CAEN = {"town": "Caen", "postcode": "14000", "insee": "14118"}
CALVADOS = (
    Structure("CAF du Calvados", ("CAF",), ("droits", "famille"), (("Droits et prestations", (BENEFITS,), EVERYBODY),), **CAEN),
    Structure("France Travail Caen", ("FT",), ("emploi",), (("Suivi vers l’emploi", (JOB,), EVERYBODY),), **CAEN),
    Structure("Point conseil budget", ("ASSO",), ("budget",), (("Budget et dettes", (MONEY,), EVERYBODY),), **CAEN),
    Structure("Mission locale Caen la Mer", ("ML",), ("emploi", "jeunesse"), (("Vers l’emploi", (JOB,), YOUNG),), **CAEN),
    Structure("Circonscription d’action sociale de Caen", ("DEPT",), ("social", "famille"),
              (("Accueil social de proximité", (RIGHTS, PARENTS), EVERYBODY),), **CAEN),
    Structure("Bailleur de la Plaine", ("BAILLEUR",), ("bailleur", "logement"),
              (("Se maintenir dans son logement", (HOME, RENT), EVERYBODY),), **CAEN),
    Structure("CIDFF du Calvados", ("CIDFF",), ("droits", "famille"), (("Accueil des femmes", (VIOLENCE, RIGHTS), WOMEN),),
              short_name="CIDFF", **CAEN),
    Structure("Garage solidaire de la Plaine", ("ASSO",), ("mobilite",),
              (("Réparer à petit prix", ("mobilite--entretenir-reparer-son-vehicule",), EVERYBODY),), **CAEN),
    Structure("Halte-garderie à vocation d’insertion", ("PETITE_ENFANCE",), ("famille",),
              (("Garde pendant les démarches", ("famille--garde-denfants",), FAMILIES),), **CAEN),
    Structure("Atelier bien-être du Plateau", ("ASV",), ("prevention",), (("Confiance et santé", (WELL_BEING,), EVERYBODY),),
              **CAEN),
)  # fmt: skip

STRUCTURES: dict[str, tuple[Structure, ...]] = {
    "cheval-bleu": CHEVAL_BLEU,
    "le-lierre": LIERRE,
    "la-mie-de-pain": MIE_DE_PAIN,
    "gcms-pdip-71": PDIP,
    "departement-du-calvados": CALVADOS,
}
