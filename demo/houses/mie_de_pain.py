"""La Mie de Pain, Paris: from shelter to housing, and three schemes of work."""

from demo.shapes import Around, Cast, Colleague, House, Place, Shape, Source
from demo.writing.mie_de_pain import CHANTIER, HEBERGEMENT, PREMIERES_HEURES
from demo.writing.scenes import neutral, office, phone

TEAM = (
    Colleague("marguerite", "Marguerite", "Marjolaine", ("coordinator",), "Responsable du pôle insertion", 8),
    Colleague("cyprien", "Cyprien", "Cyprès", ("counsellor",), "Conseiller en insertion (CISP)", 5),
    Colleague("alizee", "Alizée", "Alouette", ("counsellor",), "Conseillère en insertion (CISP)", 3),
    Colleague(
        "pablo", "Pablo", "Pervenche", ("counsellor",), "Conseiller en insertion (CISP), Premières Heures", 2
    ),
    Colleague(
        "sidonie",
        "Sidonie",
        "Seine",
        ("social_worker",),
        "Travailleuse sociale au Refuge",
        6,
        site="Le Refuge",
    ),
    Colleague(
        "boris", "Boris", "Bièvre", ("social_worker",), "Travailleur social, logement", 4, site="Le Refuge"
    ),
    Colleague(
        "tancrede",
        "Tancrède",
        "Troglodyte",
        ("technical_supervisor",),
        "Encadrant technique, restauration",
        7,
    ),
    Colleague("nora", "Nora", "Nénuphar", ("technical_supervisor",), "Encadrante technique, nettoyage", 5),
    Colleague(
        "zelie", "Zélie", "Zéphyr", ("health_professional",), "Infirmière au Refuge", 3, site="Le Refuge"
    ),
    Colleague("justine", "Justine", "Jacinthe", ("secretary",), "Secrétaire du pôle", 4),
    Colleague("hector", "Hector", "Hulotte", ("director",), "Directeur", 6),
    Colleague("edgar", "Edgar", "Épervier", ("tech_admin",), "Administrateur technique", 3),
)

SHELTERED = Source(
    "hebergement", "CHRS", ("Le Refuge", "Un centre d’hébergement parisien"), ("travailleuse sociale",), 5
)
WORK_SOURCES = (
    Source("premieres-heures", "ASSO", ("Premières Heures",), ("conseiller en insertion",), 4),
    SHELTERED,
    Source("france-travail", "FT", ("France Travail",), ("conseillère",), 4),
    Source("mission-locale", "ML", ("Mission locale",), ("conseiller",), 2),
    Source("cap-emploi", "CAP_EMPLOI", ("Cap emploi",), ("conseillère",), 2),
    Source("travailleur-social", "DEPT", ("Service social parisien",), ("référente RSA",), 3),
    Source("candidature", "PERSONNE", ("",), ("",)),
)

WORK_CIRCLE = (
    Around(
        "referent-social", 0.5, structures=("Un centre d’hébergement parisien", "Service social parisien")
    ),
    Around("prescripteur", 0.4, structures=("France Travail", "Cap emploi", "Mission locale")),
    Around("proche", 0.12, structures=("compagne", "frère", "amie")),
)

EXITS = ("emploi-durable", "formation", "emploi-transition", "recherche", "autre-siae", "choix")

PREMIERES = Shape(
    code="mie-de-pain-premieres-heures",
    writing=PREMIERES_HEURES,
    stages={"rencontre": 3, "premieres-heures": 6, "heures-en-plus": 3, "suite": 2},
    suspended=1,
    closed=2,
    ways_back=2,
    spans={
        "rencontre": (4, 15),
        "premieres-heures": (30, 120),
        "heures-en-plus": (30, 90),
        "suite": (15, 40),
    },
    referents=("pablo", "marguerite", "pablo"),
    site="Pôle Insertion par l’activité économique",
    sources=(
        Source("refuge", "CHU", ("Le Refuge",), ("travailleuse sociale",), 5),
        Source("maraude", "OACAS", ("Une maraude", "Un accueil de jour"), ("éducatrice",), 2),
        Source("travailleur-social", "DEPT", ("Service social parisien",), ("référente RSA",)),
    ),
    exits=("chantier", "autre-siae", "formation", "choix"),
    targets=("chantier", "formation", ""),
    circle=(
        Around("encadrement", 0.9, members=("nora",)),
        Around("referent-social", 0.5, structures=("Le Refuge",)),
    ),
    ages=(22, 58),
    women=0.25,
    every=(6, 15),
    worded=0.7,
)

NETTOYAGE = Shape(
    code="mie-de-pain-nettoyage",
    writing=CHANTIER,
    stages={"candidature": 4, "prise-de-poste": 3, "remobilisation": 6, "projet": 3, "sortie": 2},
    suspended=1,
    closed=3,
    reopened=0,
    ways_back=2,
    adjourned=1,
    spans={
        "candidature": (8, 25),
        "prise-de-poste": (20, 40),
        "remobilisation": (60, 150),
        "projet": (40, 110),
        "sortie": (30, 80),
    },
    referents=("alizee", "cyprien", "marguerite"),
    site="Pôle Insertion par l’activité économique",
    sources=WORK_SOURCES,
    exits=(*EXITS, "restauration"),
    targets=("emploi-durable", "formation", "emploi-transition", ""),
    circle=(Around("encadrement", 1.0, members=("nora",)), *WORK_CIRCLE),
    ages=(20, 57),
    women=0.4,
    every=(9, 22),
)

RESTAURATION = Shape(
    code="mie-de-pain-restauration",
    writing=CHANTIER,
    stages={"candidature": 3, "prise-de-poste": 3, "metier": 7, "diplome": 4, "sortie": 2},
    suspended=1,
    closed=3,
    ways_back=1,
    adjourned=1,
    spans={
        "candidature": (8, 25),
        "prise-de-poste": (20, 35),
        "metier": (90, 180),
        "diplome": (50, 110),
        "sortie": (25, 60),
    },
    referents=("cyprien", "alizee", "marguerite"),
    site="Le Refuge",
    sources=WORK_SOURCES,
    exits=EXITS,
    targets=("emploi-durable", "emploi-durable", "formation", ""),
    circle=(
        Around("encadrement", 1.0, members=("tancrede",)),
        *WORK_CIRCLE,
        Around("formation", 0.4, structures=("Centre de formation aux métiers de la restauration",)),
    ),
    ages=(19, 55),
    women=0.38,
    every=(9, 22),
)

ABRI = Shape(
    code="mie-de-pain-hebergement",
    writing=HEBERGEMENT,
    stages={"mise-a-l-abri": 6, "provisoire": 12, "logement-adapte": 6, "durable": 2, "lien-garde": 1},
    suspended=1,
    closed=3,
    reopened=1,
    ways_back=2,
    spans={
        "mise-a-l-abri": (3, 30),
        "provisoire": (60, 210),
        "logement-adapte": (90, 300),
        "durable": (60, 240),
        "lien-garde": (8, 25),
    },
    referents=("sidonie", "boris"),
    site="Le Refuge",
    sources=(
        Source("siao", "SIAO", ("SIAO, 115",), ("coordinatrice",), 6),
        Source("maraude", "OACAS", ("Une maraude",), ("éducatrice",), 3),
        Source("hopital", "HOPITAL", ("Hôpital parisien",), ("assistante sociale",), 2),
        Source("association", "ASSO", ("Un accueil de jour",), ("éducateur",)),
    ),
    exits=("logement-autonome", "logement-accompagne", "logement-temporaire", "proches", "choix"),
    targets=("logement-accompagne", "logement-autonome", "logement-temporaire"),
    circle=(
        Around("soins", 0.35, members=("zelie",)),
        Around("conseiller", 0.3, members=("cyprien", "alizee")),
        Around("bailleur", 0.25, structures=("Gestionnaire de pension de famille",)),
        Around("proche", 0.15, structures=("frère", "amie")),
    ),
    ages=(19, 68),
    women=0.22,
    every=(4, 12),
    worded=0.7,
    alongside={"mie-de-pain-premieres-heures": 7, "mie-de-pain-nettoyage": 3, "mie-de-pain-restauration": 3},
    pauses=("Hospitalisation, la place est gardée.", "Parti quelques semaines, a promis de revenir."),
)

CAST = (
    Cast(
        "mie-de-pain-restauration",
        "Souleymane",
        "Harmattan",
        "m",
        stage="diplome",
        age=32,
        referent="cyprien",
        identity={"languages": ["soninké", "français"]},
        words="Cuisiner pour ceux qui ont dormi où j’ai dormi. Et le diplôme, encadré, dans ma chambre.",
        scenes=(
            office(
                "Objectif redit simplement : le diplôme d’agent polyvalent de restauration, puis une "
                "cantine.",
                40,
            ),
            neutral("Visite du lycée hôtelier avec {p}. Il a reconnu le modèle du four.", 120),
            phone("{p} a réussi l’épreuve blanche et l’annonce en riant.", 5),
        ),
    ),
    Cast(
        "mie-de-pain-hebergement",
        "Dieudonné",
        "",
        "m",
        stage="mise-a-l-abri",
        age=None,
        referent="sidonie",
        traits=frozenset({"first_name_only"}),
        words="Juste dormir. Le reste plus tard.",
    ),
    Cast(
        "mie-de-pain-hebergement",
        "Tesfaye",
        "Khamsin",
        "m",
        stage="provisoire",
        born="1994",
        referent="boris",
        identity={
            "languages": ["tigrinya", "anglais"],
            "needs_interpreter": True,
            "preferred_channel": "sms",
        },
        words="Une adresse, et apprendre le métier d’électricien.",
    ),
    Cast("mie-de-pain-nettoyage", "Mohamed", "Grès", "m", stage="remobilisation", born="1979-02-11"),
    Cast("mie-de-pain-nettoyage", "Mohammed", "Gré", "m", stage="candidature", born="1979-02-11"),
    Cast(
        "mie-de-pain-premieres-heures",
        "Alex",
        "Suroît",
        "f",
        stage="premieres-heures",
        age=26,
        referent="pablo",
        identity={"pronoun": "iel"},
        words="Que l’on m’appelle comme je le demande, et travailler au calme.",
    ),
)

MIE_DE_PAIN = House(
    code="la-mie-de-pain",
    name="La Mie de Pain",
    kind="association",
    department="75",
    school_zone="C",
    town="Paris",
    places=(
        Place(
            "Pôle Insertion par l’activité économique",
            town="Paris",
            rooms=("Bureau des conseillers", "Buanderie"),
        ),
        Place("Le Refuge", town="Paris", rooms=("Cuisine", "Réfectoire", "Espace d’entretien")),
    ),
    team=TEAM,
    programmes=(PREMIERES, NETTOYAGE, RESTAURATION, ABRI),
    cast=CAST,
    welcome=("marguerite", "justine", "sidonie"),
    streets=(
        ("Le Refuge, Paris", "hébergement"),
        ("domiciliation au service social, Paris", "domiciliation"),
        ("passage des Fauvettes-Grises, 75013 Paris", ""),
        ("rue du Quartz, 94200 Ivry-sur-Seine", ""),
    ),
)
