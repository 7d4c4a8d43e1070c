"""GCMS PDIP 71, Saône-et-Loire: job coaching; around it, fictitious establishments that prescribe."""

from demo.shapes import Around, Cast, Colleague, House, Place, Shape, Source
from demo.writing.pdip71 import ADULTES, JEUNES
from demo.writing.scenes import employer, establishment, home

TEAM = (
    Colleague("josephine", "Joséphine", "Jonquille", ("coordinator",), "Coordinatrice du dispositif", 9),
    Colleague("sacha", "Sacha", "Saône", ("job_coach",), "Conseiller en insertion professionnelle", 7),
    Colleague(
        "delphine", "Delphine", "Dheune", ("job_coach",), "Conseillère en insertion professionnelle", 5
    ),
    Colleague("gregoire", "Grégoire", "Grive", ("job_coach",), "Conseiller en insertion professionnelle", 3),
    Colleague("lola", "Lola", "Loire", ("job_coach",), "Conseillère en insertion professionnelle, jeunes", 4),
    Colleague(
        "seraphin",
        "Séraphin",
        "Sittelle",
        ("job_coach",),
        "Conseiller en insertion professionnelle, jeunes",
        2,
    ),
    Colleague("paulin", "Paulin", "Pluvier", ("secretary",), "Secrétaire", 6),
    Colleague("benedicte", "Bénédicte", "Bergeronnette", ("director",), "Administratrice du groupement", 8),
)

RAINETTES = "ESAT Les Rainettes"
VAL = "ESAT du Val Fleuri"
IME = "IME Les Libellules"
SESSAD = "SESSAD La Clairière"

ADULT_SHAPE = Shape(
    code="pdip71-adultes",
    writing=ADULTES,
    stages={
        "confiance": 7,
        "projet": 7,
        "stages": 8,
        "mise-a-disposition": 8,
        "vers-le-contrat": 3,
        "suivi": 4,
        "retour-esat": 1,
    },
    suspended=2,
    closed=3,
    reopened=1,
    ways_back=3,
    spans={
        "confiance": (20, 70),
        "projet": (30, 100),
        "stages": (30, 140),
        "mise-a-disposition": (90, 420),
        "vers-le-contrat": (20, 60),
        "suivi": (90, 500),
        "retour-esat": (20, 60),
    },
    referents=("sacha", "delphine", "gregoire", "josephine"),
    site="Dispositif, Saône-et-Loire",
    sources=(
        Source("esat", "ESAT", (RAINETTES, VAL), ("chargée d’insertion", "moniteur principal"), 7),
        Source("savs", "SAVS", ("SAVS de la Saône",), ("éducatrice",), 2),
        Source("cdaph", "AUTRE", ("Décision de la CDAPH",), ("",)),
        Source("service-emploi", "CAP_EMPLOI", ("Cap emploi",), ("conseillère",)),
    ),
    exits=("emploi-durable", "emploi-durable", "esat", "choix"),
    targets=("emploi-durable", "emploi-durable", "emploi-court", ""),
    answers={"disability_recognised": True},
    circle=(
        Around("etablissement", 0.45, members=("mathilde", "anselme"), consent=True),
        Around("etablissement", 0.3, structures=(RAINETTES, VAL)),
        Around("moniteur", 0.35, structures=(RAINETTES, VAL)),
        Around(
            "employeur",
            0.4,
            structures=(
                "Jardinerie des Quatre-Vents",
                "Boulangerie Au Bon Levain",
                "Garage de la Grosne",
                "Supermarché de la place",
            ),
        ),
        Around("savs", 0.2, structures=("SAVS de la Saône",)),
        Around("famille", 0.35, structures=("mère", "père", "sœur")),
    ),
    ages=(21, 54),
    women=0.4,
    guardianship=0.4,
    every=(6, 18),
    pauses=(
        "Arrêt de travail, reprise progressive prévue.",
        "Pause demandée par la personne après le stage.",
        "Déménagement en cours.",
    ),
)

YOUTH_SHAPE = Shape(
    code="pdip71-jeunes",
    writing=JEUNES,
    stages={
        "confiance": 5,
        "projet": 4,
        "recherche": 6,
        "apprentissage": 7,
        "fin-apprentissage": 2,
        "evolution": 2,
    },
    suspended=1,
    closed=2,
    ways_back=2,
    spans={
        "confiance": (20, 60),
        "projet": (30, 90),
        "recherche": (30, 120),
        "apprentissage": (110, 420),
        "fin-apprentissage": (40, 120),
        "evolution": (60, 300),
    },
    referents=("lola", "seraphin"),
    site="Dispositif, Saône-et-Loire",
    sources=(
        Source("ime", "IME", (IME,), ("éducatrice spécialisée",), 4),
        Source("ditep", "IME", (SESSAD,), ("coordinateur",), 3),
        Source("scolaire", "AUTRE", ("Lycée, dispositif ULIS",), ("enseignante référente",), 2),
        Source("famille", "PROCHE", ("",), ("mère",)),
    ),
    exits=("emploi-durable", "formation", "adultes", "choix"),
    targets=("emploi-durable", "formation", ""),
    answers={"disability_recognised": True},
    circle=(
        Around("etablissement", 0.5, members=("eglantine", "fulbert"), consent=True),
        Around("parents", 0.7, structures=("mère", "père", "parents")),
        Around(
            "formation",
            0.45,
            structures=("CFA du bâtiment", "CFA des métiers de bouche", "Maison familiale rurale"),
        ),
        Around(
            "maitre-apprentissage",
            0.35,
            structures=("Menuiserie du Chêne", "Restaurant La Bourbince", "Haras des Merisiers"),
        ),
    ),
    ages=(16, 24),
    women=0.38,
    guardianship=0.05,
    every=(6, 18),
)

CAST = (
    Cast(
        "pdip71-adultes",
        "Florentin",
        "Micocoulier",
        "m",
        stage="mise-a-disposition",
        age=29,
        referent="sacha",
        words="Avoir un badge à mon nom. Et ranger le rayon comme il faut, parce que j’aime quand c’est "
        "droit.",
        protection=("curatelle_simple", "sa mère"),
        scenes=(
            establishment(
                "Tripartite à l’ESAT, pour la suite de la mise à disposition. {p} a posé la question du "
                "retour : oui, toujours possible."
            ),
            employer(
                "Semaine après semaine : {p} tient le rayon et connaît les codes. Le directeur souhaite "
                "continuer."
            ),
            home("Chez {p}. Il a affiché son planning sur le frigo et choisi sa chemise pour lundi.", 60),
        ),
    ),
    Cast(
        "pdip71-adultes",
        "Rosalie",
        "Ben Galet",
        "f",
        stage="suivi",
        age=36,
        referent="delphine",
        words="Garder ma place et être tranquille avec mes horaires.",
    ),
    Cast(
        "pdip71-jeunes",
        "Théodule",
        "Frêne-Verdier",
        "m",
        stage="apprentissage",
        age=18,
        referent="lola",
        words="Être menuisier. J’aime quand ça s’emboîte.",
    ),
    Cast(
        "pdip71-jeunes",
        "Lou-Anne",
        "Sterne",
        "f",
        stage="evolution",
        age=22,
        referent="seraphin",
        state="open",
        way_back=False,
        words="Passer le permis poids lourd, un jour. Mais d’abord le permis.",
    ),
    Cast(
        "pdip71-adultes",
        "Hippolyte",
        "Onyx",
        "m",
        stage="retour-esat",
        age=41,
        referent="gregoire",
        words="Réessayer plus près. Je sais que je peux.",
    ),
)

PDIP71 = House(
    code="gcms-pdip-71",
    name="GCMS PDIP 71",
    kind="gcms",
    department="71",
    school_zone="A",
    places=(Place("Dispositif, Saône-et-Loire", rooms=("Bureau d’entretien", "En itinérance")),),
    team=TEAM,
    programmes=(ADULT_SHAPE, YOUTH_SHAPE),
    cast=CAST,
    welcome=("josephine", "paulin", "sacha"),
    streets=(
        ("rue des Courlis, 71100 Chalon-sur-Saône", ""),
        ("chemin du Schiste, 71000 Mâcon", ""),
        ("place des Micocouliers, 71400 Autun", ""),
        ("rue des Verdiers, 71200 Le Creusot", ""),
        ("foyer Les Genêts, 71300 Montceau-les-Mines", "foyer"),
    ),
)


def _establishment(code: str, name: str, town: str, *team: Colleague) -> House:
    return House(
        code=code,
        name=name,
        kind="medico_social",
        department="71",
        town=town,
        places=(Place(name, town=town),),
        team=team,
    )


ESTABLISHMENTS = (
    _establishment(
        "esat-les-rainettes",
        RAINETTES,
        "Chalon-sur-Saône",
        Colleague("mathilde", "Mathilde", "Micocoulier", ("prescriber",), "Chargée d’insertion", 4),
    ),
    _establishment(
        "esat-du-val-fleuri",
        VAL,
        "Mâcon",
        Colleague("anselme", "Anselme", "Ancolie", ("prescriber",), "Moniteur principal", 6),
    ),
    _establishment(
        "ime-les-libellules",
        IME,
        "Autun",
        Colleague("eglantine", "Églantine", "Éphémère", ("prescriber",), "Éducatrice spécialisée", 5),
    ),
    _establishment(
        "sessad-la-clairiere",
        SESSAD,
        "Le Creusot",
        Colleague("fulbert", "Fulbert", "Frêne", ("social_worker",), "Coordinateur de parcours", 3),
    ),
)
