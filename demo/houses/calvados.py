"""Département du Calvados, by caseload; a CCAS and a training body carry out part of its accompaniments."""

from demo.shapes import Around, Cast, Colleague, House, Place, Shape, Source
from demo.writing.calvados import ACCOMPAGNEMENT, APS, INDIVIDUALISE, SAJD
from demo.writing.scenes import office, phone

CAEN, BAYEUX, LISIEUX, VIRE = "Caen", "Bayeux", "Lisieux", "Vire"
UNIQUE, EDUCATOR = "Référent unique", "Éducatrice, SAJD"

REFERENTS = (
    Colleague("prune", "Prune", "Pluvier", ("social_worker",), "Référente unique", 5, site=CAEN),
    Colleague("gabin", "Gabin", "Galet", ("social_worker",), UNIQUE, 4, site=CAEN),
    Colleague("salome", "Salomé", "Seulles", ("social_worker",), "Référente unique", 7, site=BAYEUX),
    Colleague("tiphaine", "Tiphaine", "Touques", ("social_worker",), "Référente unique", 6, site=LISIEUX),
    Colleague("dimitri", "Dimitri", "Dives", ("social_worker",), UNIQUE, 3, site=LISIEUX),
    Colleague("aurore", "Aurore", "Aure", ("social_worker",), "Référente unique", 2, site=BAYEUX),
    Colleague("lubin", "Lubin", "Laize", ("social_worker",), UNIQUE, 4, site=CAEN),
    Colleague("olympe", "Olympe", "Orchis", ("social_worker",), "Référente unique", 8, site=CAEN),
    Colleague("valere", "Valère", "Vire", ("social_worker",), UNIQUE, 5, site=VIRE),
    Colleague("noemie", "Noémie", "Noireau", ("counsellor",), "Conseillère en insertion", 3, site=VIRE),
    Colleague("odile", "Odile", "Orchidée", ("social_worker",), "Référente unique, à mi-temps", 3, site=CAEN),
)
YOUTH = (
    Colleague("cassandre", "Cassandre", "Cassis", ("social_worker",), EDUCATOR, 6, site=CAEN),
    Colleague("elliot", "Elliot", "Églantier", ("social_worker",), "Éducateur, SAJD", 2, site=CAEN),
    Colleague("maya", "Maya", "Mimosa", ("social_worker",), EDUCATOR, 4, site=LISIEUX),
)
TEAM = (
    Colleague(
        "ondine", "Ondine", "Orne", ("coordinator",), "Responsable de l’insertion sociale, Caen", 9, site=CAEN
    ),
    Colleague(
        "basile-c",
        "Balthazar",
        "Basalte",
        ("coordinator",),
        "Responsable de l’insertion sociale, hors Caen",
        6,
        site=LISIEUX,
    ),
    *REFERENTS,
    *YOUTH,
    Colleague(
        "helene",
        "Hélène",
        "Héliotrope",
        ("health_professional",),
        "Infirmière en santé sociale",
        4,
        site=CAEN,
    ),
    Colleague("sylvain", "Sylvain", "Sureau", ("secretary",), "Secrétaire, Caen", 7, site=CAEN),
    Colleague("jeanne", "Jeanne", "Jaspe", ("secretary",), "Secrétaire, Bayeux et Vire", 5, site=BAYEUX),
    Colleague("roxane", "Roxane", "Romarin", ("director",), "Directrice de l’insertion", 5, site=CAEN),
    Colleague("stella", "Stella", "Sterne", ("statistician",), "Chargée d’études", 3, site=CAEN),
    Colleague("timothee", "Timothée", "Tadorne", ("tech_admin",), "Administrateur technique", 4, site=CAEN),
    Colleague("irene", "Irène", "Immortelle", ("social_worker",), "Référente unique", 8, left=75, site=CAEN),
)

RIGHTS = (
    Source("departement", "DEPT", ("Département du Calvados",), ("service de l’orientation",), 7),
    Source("caf-msa", "CAF", ("CAF du Calvados",), ("",), 3),
    Source("france-travail", "FT", ("France Travail",), ("conseillère",), 2),
    Source("ccas", "CCAS", ("CCAS de Caen", "Un CCAS du Bessin"), ("travailleuse sociale",), 2),
    Source("service-social", "DEPT", ("Service social de secteur",), weight=2),
)
RSA = {"resources": frozenset({"rsa"}), "deciding_authority": "departement"}

SOCIAL = Shape(
    code="calvados-accompagnement-social",
    writing=ACCOMPAGNEMENT,
    stages={"orientation": 15, "diagnostic": 14, "contrat": 11, "actions": 34, "bilan": 8},
    suspended=4,
    closed=8,
    reopened=3,
    ways_back=6,
    spans={
        "orientation": (8, 30),
        "diagnostic": (10, 22),
        "contrat": (4, 12),
        "actions": (40, 260),
        "bilan": (8, 40),
    },
    referents=tuple(member.key for member in REFERENTS),
    site=CAEN,
    sources=RIGHTS,
    exits=(
        "emploi-durable",
        "emploi-court",
        "insertion",
        "formation",
        "autre-voie",
        "sortie-rsa",
        "depart",
        "retraite",
    ),
    targets=("insertion", "formation", "autre-voie", "", ""),
    answers=RSA,
    tied={
        "rsa_information_received": "orientation",
        "orientation_notified": "diagnostic",
        "contract_signed": "actions",
    },
    carried_out_by={"ccas-de-caen": ("come", "ariane", "odile-ccas", "victorine")},
    circle=(
        Around("operateur", 0.25, structures=("ENEFA Normandie", "Association partenaire")),
        Around("conseiller-emploi", 0.25, structures=("France Travail", "Mission locale")),
        Around("soins", 0.15, members=("helene",)),
        Around("proche", 0.12, structures=("sœur", "fils", "voisin")),
    ),
    ages=(25, 63),
    women=0.56,
    guardianship=0.04,
    every=(10, 25),
    pauses=(
        "Hospitalisation, contact gardé par téléphone.",
        "Naissance d’un enfant.",
        "Absence pour raison familiale, convenue ensemble.",
    ),
)

PERSONAL = Shape(
    code="calvados-accompagnement-individualise",
    writing=INDIVIDUALISE,
    stages={"rencontre": 4, "elan": 5, "autonomie": 6, "relais": 2},
    suspended=1,
    closed=2,
    ways_back=1,
    spans={"rencontre": (8, 25), "elan": (40, 100), "autonomie": (60, 180), "relais": (10, 30)},
    referents=("basile", "luna", "philomene"),
    sources=(
        Source("referent-unique", "DEPT", ("Département du Calvados",), ("référente unique",), 5),
        Source("ccas", "CCAS", ("CCAS de Caen",), ("travailleuse sociale",), 2),
    ),
    exits=("insertion", "autonomie", "formation", "choix"),
    targets=("autonomie", "insertion", ""),
    answers=RSA,
    carried_out_by={"enefa-normandie": ("basile", "luna", "philomene")},
    alongside={"calvados-accompagnement-social": 16},
    circle=(Around("proche", 0.1, structures=("frère", "amie")),),
    ages=(25, 60),
    every=(7, 17),
)

GROUP = Shape(
    code="calvados-aps",
    writing=APS,
    stages={"accueil": 4, "decouverte": 4, "participation": 10, "projet": 3, "bilan": 1},
    suspended=1,
    closed=2,
    ways_back=1,
    spans={
        "accueil": (6, 20),
        "decouverte": (15, 30),
        "participation": (60, 160),
        "projet": (30, 80),
        "bilan": (6, 20),
    },
    referents=("felix", "luna", "basile"),
    sources=(
        Source("referent-unique", "DEPT", ("Département du Calvados",), ("référente unique",), 5),
        Source("ccas", "CCAS", ("CCAS de Caen",), ("travailleuse sociale",), 2),
    ),
    exits=("projet", "formation", "fin-action", "autre-action"),
    targets=("projet", "formation", ""),
    answers=RSA,
    carried_out_by={"enefa-normandie": ("felix", "luna", "basile")},
    alongside={"calvados-accompagnement-social": 20},
    circle=(Around("intervenant", 0.3, structures=("Association Plaine Emploi", "Un jardin partagé")),),
    ages=(25, 62),
    women=0.58,
    every=(6, 12),
)

YOUNG = Shape(
    code="calvados-sajd",
    writing=SAJD,
    stages={
        "rencontre": 4,
        "conditions-de-vie": 6,
        "developpement-personnel": 4,
        "insertion-sociale": 3,
        "insertion-professionnelle": 3,
        "relais": 1,
    },
    suspended=1,
    closed=2,
    reopened=1,
    ways_back=2,
    spans={
        "rencontre": (6, 20),
        "conditions-de-vie": (40, 130),
        "developpement-personnel": (40, 120),
        "insertion-sociale": (40, 120),
        "insertion-professionnelle": (40, 120),
        "relais": (10, 40),
    },
    referents=("cassandre", "elliot", "maya"),
    site=CAEN,
    sources=(
        Source("mission-locale", "ML", ("Mission locale",), ("conseillère",), 4),
        Source("prevention", "PREVENTION", ("Club de prévention",), ("éducateur",), 2),
        Source("scolaire", "AUTRE", ("Lycée professionnel",), ("assistante sociale scolaire",), 2),
        Source("personne", "PERSONNE", ("",), ("",)),
    ),
    exits=("formation", "emploi-court", "choix"),
    targets=("formation", ""),
    circle=(
        Around("conseiller-ml", 0.6, structures=("Mission locale",)),
        Around("service-social", 0.3, structures=("Service social de secteur",)),
        Around("proche", 0.3, structures=("grand-mère", "sœur", "ami")),
    ),
    ages=(17, 24),
    women=0.45,
    every=(4, 11),
)

CAST = (
    Cast(
        "calvados-accompagnement-social",
        "Élodie",
        "Lavande-Quartz",
        "f",
        stage="actions",
        born="1987-09-30",
        referent="prune",
        words="Reprendre le tram sans avoir peur, et m’inscrire à la chorale.",
        scenes=(
            office(
                "Point sur les objectifs. {p} garde la peur des trajets en premier ; on choisit d’y aller "
                "par "
                "petits bouts.",
                70,
            ),
            office(
                "Trajet d’essai réussi : trois arrêts, un dimanche matin. {p} l’a noté dans son carnet.", 40
            ),
            phone("{p} appelle depuis le tram. « J’y suis. »", 5),
        ),
    ),
    Cast("calvados-accompagnement-social", "Elodie", "Lavende", "f", stage="orientation", born="1987-09-30"),
    Cast(
        "calvados-accompagnement-social",
        "Amédée",
        "Vent-d’Est",
        "m",
        stage="contrat",
        age=52,
        referent="gabin",
        words="Faire reconnaître mon dos, et trouver un métier assis.",
    ),
    Cast(
        "calvados-accompagnement-social",
        "Oksana",
        "Avocette",
        "f",
        stage="diagnostic",
        age=40,
        referent="olympe",
        identity={"languages": ["ukrainien", "russe"], "needs_interpreter": True},
        words="Travailler avec mon diplôme, ou en refaire un plus petit.",
    ),
    Cast(
        "calvados-sajd",
        "Jimmy",
        "Martinet",
        "m",
        stage="conditions-de-vie",
        age=19,
        referent="cassandre",
        words="Un endroit où poser mon sac.",
    ),
    Cast("calvados-sajd", "Kévin", "Martinet", "m", stage="insertion-sociale", age=19),
    Cast(
        "calvados-accompagnement-social",
        "Paulette",
        "Saint-Genêt",
        "f",
        stage="actions",
        state="reopened",
        age=58,
        referent="salome",
        words="Je reviens parce qu’ici on ne m’a pas oubliée.",
    ),
)

CALVADOS = House(
    code="departement-du-calvados",
    name="Département du Calvados",
    kind="departement",
    department="14",
    school_zone="B",
    postcode="14000",
    town="Caen",
    sharing="caseload",
    places=tuple(
        Place(town, town=town, rooms=("Bureau d’accueil",)) for town in (CAEN, BAYEUX, LISIEUX, VIRE)
    ),
    team=TEAM,
    programmes=(SOCIAL, PERSONAL, GROUP, YOUNG),
    cast=CAST,
    welcome=("ondine", "sylvain", "basile-c", "jeanne"),
    streets=(
        ("rue des Sternes-Blanches, 14000 Caen", ""),
        ("allée des Campanules, 14000 Caen", "Guérinière"),
        ("place du Galet-Bleu, 14000 Caen", "Guérinière"),
        ("rue des Tadornes, 14400 Bayeux", ""),
        ("chemin des Merles-Roux, 14100 Lisieux", ""),
        ("rue du Granit-Rose, 14500 Vire", ""),
    ),
)

CCAS_CAEN = House(
    code="ccas-de-caen",
    name="CCAS de Caen",
    kind="ccas",
    department="14",
    town="Caen",
    places=(Place("CCAS de Caen", town="Caen"),),
    team=(
        Colleague(
            "victorine", "Victorine", "Verdier", ("coordinator",), "Responsable de l’accompagnement RSA", 6
        ),
        Colleague("come", "Côme", "Coquelicot", ("social_worker",), "Travailleur social", 4),
        Colleague("ariane", "Ariane", "Ardoise", ("social_worker",), "Travailleuse sociale", 2),
        Colleague(
            "odile-ccas", "Odile", "Orchidée", ("social_worker",), "Travailleuse sociale, à mi-temps", 5
        ),
    ),
)

ENEFA = House(
    code="enefa-normandie",
    name="ENEFA Normandie",
    kind="training",
    department="14",
    town="Caen",
    places=(Place("ENEFA Normandie", town="Caen"),),
    team=(
        Colleague("philomene", "Philomène", "Pâquerette", ("coordinator",), "Cheffe de projet insertion", 7),
        Colleague("basile", "Basile", "Bleuet", ("counsellor",), "Accompagnateur social", 3),
        Colleague("luna", "Luna", "Luzerne", ("counsellor",), "Accompagnatrice et animatrice", 2),
        Colleague(
            "felix", "Félix", "Fougère", ("workshop_leader",), "Animateur référent des actions collectives", 5
        ),
    ),
)
