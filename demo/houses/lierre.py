"""Centre Le Lierre, Thionville: « Objectif : Insertion(s) », an action of a neighbourhood social centre."""

from demo.shapes import Around, Cast, Colleague, House, Place, Shape, Source
from demo.writing.lierre import WRITING
from demo.writing.scenes import PROTECTED, office, partner, phone

TEAM = (
    Colleague("clemence", "Clémence", "Clématite", ("coordinator",), "Coordinatrice de l’action", 12),
    Colleague(
        "theodora", "Théodora", "Tilleul", ("counsellor",), "Conseillère, adjointe à la coordination", 4
    ),
    Colleague(
        "mona", "Mona", "Moselle", ("social_worker",), "Conseillère en économie sociale et familiale", 6
    ),
    Colleague("fanny", "Fanny", "Fauvette", ("workshop_leader",), "Animatrice, couture et cuisine", 8),
    Colleague("raoul", "Raoul", "Rougegorge", ("workshop_leader",), "Animateur, multimédia et français", 5),
    Colleague("odile-l", "Odilon", "Ortolan", ("secretary",), "Accueil du centre", 10),
    Colleague("lucien", "Lucien", "Loriot", ("director",), "Directeur du centre", 7),
)

SOURCES = (
    Source(
        "assistante-sociale",
        "DEPT",
        ("Centre médico-social de secteur",),
        ("assistante sociale de secteur",),
        9,
    ),
    Source("udaf", "TUTELLE", ("UDAF/SASI",), ("travailleuse sociale, contrats d’engagement RSA",), 6),
    Source(
        "referent-unique", "CCAS", ("CCAS de Thionville, service de la solidarité",), ("référente unique",), 3
    ),
    Source("cellule-appui", "DEPT", ("Cellule d’appui",), ("coordinatrice",)),
    Source(
        "association",
        "ASSO",
        ("GEM Théo", "Association Athènes", "Apsis/Emergence", "TREMPLIN"),
        ("travailleur social", "médiatrice"),
        2,
    ),
)

CIRCLE = (
    Around("animation", 0.6, members=("fanny", "raoul")),
    Around("referent-unique", 0.5, structures=("UDAF/SASI", "CCAS de Thionville, service de la solidarité")),
    Around("assistante-sociale", 0.5, structures=("Centre médico-social de secteur",)),
    Around("correspondant-social", 0.12, structures=("UDAF/SASI",)),
    Around(
        "partenaire",
        0.2,
        structures=("C.S.A.P.A.", "Permanence emploi", "La ludothèque", "C.I.D.F.F.", "AFAD de Moselle"),
    ),
    Around("proche", 0.12, structures=("fille", "sœur", "voisine")),
)

SHAPE = Shape(
    code="lierre-objectif-insertions",
    writing=WRITING,
    stages={"accueil": 11, "ateliers-accompagnement": 40, "etape-professionnelle": 13, "relais": 6},
    suspended=5,
    closed=12,
    reopened=3,
    ways_back=6,
    oriented=0.955,
    spans={
        "accueil": (10, 40),
        "ateliers-accompagnement": (60, 330),
        "etape-professionnelle": (45, 190),
        "relais": (14, 60),
    },
    referents=("clemence", "theodora", "mona", "clemence"),
    site="Centre Le Lierre",
    sources=SOURCES,
    exits=(
        "emploi-durable",
        "emploi-court",
        "insertion",
        "formation",
        "autonomie",
        "relais-social",
        "structure-adaptee",
        "depart",
    ),
    targets=("emploi-court", "insertion", "formation", "autonomie", "", ""),
    circle=CIRCLE,
    ages=(24, 63),
    women=0.74,
    every=(7, 20),
    pauses=(
        "Naissance d’un enfant.",
        "Quelques semaines au pays, convenues ensemble.",
        "Soins, reprise dans quelques mois.",
        "Pause demandée par la personne.",
    ),
)

CAST = (
    Cast(
        "lierre-objectif-insertions",
        "Yasmina",
        "Tramontane",
        "f",
        stage="ateliers-accompagnement",
        age=38,
        referent="mona",
        traits=frozenset({"protected"}),
        words="Que personne ne sache où j’habite. Et que les filles dorment tranquilles.",
        scenes=(
            office(
                "Rencontre dans un bureau calme. {p} souhaite les ateliers du matin, pendant l’école. Aucun "
                "courrier, seulement des appels de notre part.",
                70,
            ),
            office(
                "{p} a confié ce qui s’est passé et ce qui est en place aujourd’hui. Rien à faire de plus "
                "que ce qu’elle demande.",
                60,
                PROTECTED,
            ),
            partner(
                "L’association d’aide aux victimes confirme le rendez-vous avec la juriste.", sector=PROTECTED
            ),
            phone("Appel au numéro convenu, à l’heure convenue. {p} va bien et vient lundi.", 10),
        ),
    ),
    Cast(
        "lierre-objectif-insertions",
        "Blanche",
        "Rougegorge",
        "f",
        stage="accueil",
        age=29,
        referent="clemence",
        traits=frozenset({"sealed"}),
        words="Je préfère que ça reste entre nous.",
    ),
    Cast(
        "lierre-objectif-insertions",
        "Marie",
        "Bruyère",
        "f",
        stage="etape-professionnelle",
        born="1968-04-02",
    ),
    Cast(
        "lierre-objectif-insertions",
        "Marie",
        "Bruyère",
        "f",
        stage="ateliers-accompagnement",
        born="1991-11-20",
    ),
    Cast(
        "lierre-objectif-insertions",
        "Aya",
        "Ben Mistral",
        "f",
        stage="ateliers-accompagnement",
        age=31,
        referent="theodora",
        identity={"languages": ["arabe"], "needs_interpreter": True, "preferred_channel": "through"},
        words="Comprendre le docteur, l’école, et dire merci à ma voisine.",
    ),
    Cast(
        "lierre-objectif-insertions",
        "Fernande",
        "Pierrelune",
        "f",
        stage="relais",
        age=61,
        way_back=True,
        words="J’ai cru que j’avais fini. J’ai encore besoin du lundi.",
    ),
    Cast(
        "lierre-objectif-insertions",
        "Inès",
        "de Roche-Mésange",
        "f",
        stage="etape-professionnelle",
        born="2001-06-14",
    ),
    Cast(
        "lierre-objectif-insertions",
        "Lina",
        "de Roche-Mésange",
        "f",
        stage="ateliers-accompagnement",
        born="2001-06-14",
    ),
)

EAST = "Quartier-Est"
LIERRE = House(
    code="le-lierre",
    name="Centre Le Lierre",
    kind="social_centre",
    department="57",
    school_zone="B",
    street="31 avenue de Guise",
    postcode="57100",
    town="Thionville",
    places=(
        Place(
            "Centre Le Lierre",
            "31 avenue de Guise",
            "57100",
            "Thionville",
            ("Siège de l’action", "Espace adultes"),
        ),
        Place("Espace multimédia", "19 boulevard Charlemagne", "57100", "Thionville", ("Espace multimédia",)),
        Place("Place Roland", "place Roland", "57100", "Thionville", ("Salle polyvalente",)),
        Place("AFAD de Moselle", "56 route de la Briquerie", "57100", "Thionville", ("Cuisine pédagogique",)),
    ),
    team=TEAM,
    programmes=(SHAPE,),
    cast=CAST,
    welcome=("clemence", "odile-l", "theodora"),
    streets=(
        ("rue des Grives-Bleues, 57100 Thionville", EAST),
        ("allée des Sorbiers-Rouges, 57100 Thionville", EAST),
        ("square des Ancolies, 57100 Thionville", EAST),
        ("rue du Vent-Doux, 57100 Thionville", EAST),
        ("chemin des Sarcelles, 57100 Thionville", ""),
        ("rue de l’Ardoise-Claire, 57190 Florange", ""),
    ),
)
