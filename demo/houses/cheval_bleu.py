"""Le Cheval Bleu, Bully-les-Mines: pre-insertion of people in psychic suffering."""

from demo.shapes import Around, Cast, Colleague, House, Place, Shape, Source
from demo.writing.cheval_bleu import WRITING
from demo.writing.common import PAUSES
from demo.writing.scenes import EMPLOYMENT, care, office, phone, seen

TEAM = (
    Colleague("capucine", "Capucine", "Aubépine", ("coordinator",), "Coordinatrice de la pré-insertion", 9),
    Colleague("bruno", "Bruno", "Bruyère", ("counsellor",), "Référent de parcours", 6),
    Colleague(
        "sabine", "Sabine", "Sarcelle", ("social_worker",), "Assistante sociale, référente de parcours", 5
    ),
    Colleague("lison", "Lison", "Liseron", ("counsellor",), "Référente de parcours", 2),
    Colleague("marin", "Marin", "Mésange", ("workshop_leader",), "Animateur, atelier maraîchage", 7),
    Colleague(
        "gaspard",
        "Gaspard",
        "Genêt",
        ("technical_supervisor",),
        "Encadrant, entretien des locaux et des surfaces",
        4,
    ),
    Colleague("iris", "Iris", "Hirondelle", ("health_professional",), "Infirmière de liaison", 3),
    Colleague("solange", "Solange", "Scarpe", ("secretary",), "Secrétaire", 11),
    Colleague(
        "violette",
        "Violette",
        "Vanneau",
        ("commission_member",),
        "Membre de la commission insertion, association de familles",
        3,
    ),
    Colleague("armand", "Armand", "Authie", ("director",), "Directeur", 8),
    Colleague("rose", "Rose", "Roitelet", ("social_worker",), "Assistante sociale", 5, left=120),
)

SOURCES = (
    Source(
        "psychiatrie",
        "CMP",
        ("CMP de secteur", "Hôpital de jour", "Service social de psychiatrie"),
        ("assistante sociale", "infirmier", "psychiatre"),
        6,
    ),
    Source("service-social", "DEPT", ("Service social départemental",), weight=3),
    Source(
        "medico-social",
        "ESAT",
        ("ESAT du bassin minier", "SAVS du bassin minier"),
        ("chargée d’insertion", "éducateur"),
        3,
    ),
    Source("service-tutelaire", "TUTELLE", ("Service tutélaire",), ("mandataire judiciaire",), 3),
    Source("insertion", "CAP_EMPLOI", ("Service d’insertion professionnelle",), ("conseillère",), 2),
    Source("bailleur", "ASSO", ("Bailleur social du quartier",), ("chargée d’action sociale",)),
    Source("proches", "PROCHE", ("Association de familles",), ("bénévole",)),
    Source("personne", "PERSONNE", ("",), ("",)),
)

CIRCLE = (
    Around("coordination", 0.5, members=("capucine",)),
    Around("animation", 0.75, members=("marin", "gaspard")),
    Around("psychiatre", 0.35, members=("iris",)),
    Around("psychiatre", 0.45, structures=("CMP de secteur", "Hôpital de jour")),
    Around("service-social", 0.4, structures=("Service social départemental",)),
    Around(
        "referent-institutionnel", 0.2, structures=("ESAT du bassin minier", "Bailleur social du quartier")
    ),
    Around("proche", 0.25, structures=("sœur", "frère", "mère", "ami")),
)

SHAPE = Shape(
    code="cheval-bleu-pre-insertion",
    writing=WRITING,
    stages={
        "orientation-recue": 6,
        "dossier-en-attente": 9,
        "accueil": 7,
        "ateliers": 13,
        "consolidation": 7,
        "preparation": 5,
    },
    suspended=4,
    closed=8,
    reopened=2,
    ways_back=4,
    adjourned=2,
    spans={
        "orientation-recue": (12, 35),
        "dossier-en-attente": (15, 85),
        "accueil": (50, 110),
        "ateliers": (120, 420),
        "consolidation": (120, 360),
        "preparation": (60, 160),
    },
    referents=("bruno", "sabine", "lison"),
    from_entry=0.6,
    site="Siège de l’association",
    sources=SOURCES,
    exits=(
        "milieu-protege",
        "insertion-classique",
        "emploi-durable",
        "logement",
        "acquis-maintenus",
        "choix",
        "formation",
        "suivi",
    ),
    targets=(
        "milieu-protege",
        "insertion-classique",
        "logement",
        "acquis-maintenus",
        "accompagnement-social",
        "",
    ),
    circle=CIRCLE,
    ages=(21, 58),
    women=0.42,
    guardianship=0.24,
    every=(8, 22),
    pauses=PAUSES,
)

CAST = (
    Cast(
        "cheval-bleu-pre-insertion",
        "Aurélien",
        "Bise-Mésange",
        "m",
        stage="ateliers",
        age=34,
        referent="bruno",
        words="J’ai repeint la chambre de ma mère. Je voudrais repeindre autre chose, et dormir la nuit.",
        protection=("curatelle_renforcee", "Service tutélaire"),
        identity={"preferred_channel": "call", "contact_hours": "après 10 h"},
        scenes=(
            office(
                "Deux demi-journées par semaine. {p} choisit les locaux plutôt que le jardin, "
                "« à cause des mains »."
            ),
            seen(
                "Couloir du premier étage repris de bout en bout. {p} a choisi la teinte avec les résidents.",
                by="animation",
            ),
            care(
                "Échange avec le CMP, avec l’accord de {p} : le rythme actuel convient, pas d’augmentation "
                "pour le moment."
            ),
            office(
                "Atouts : le soin, la patience. Limites : la foule. Points de vigilance : dire quand la "
                "nuit a été courte. Écrit par {p}.",
                60,
                EMPLOYMENT,
            ),
            phone(
                "{p} appelle pour dire que la nuit a été courte. Il viendra à dix heures, l’équipe est "
                "prévenue."
            ),
        ),
    ),
    Cast(
        "cheval-bleu-pre-insertion",
        "Zoé",
        "",
        "f",
        stage="orientation-recue",
        born="",
        age=None,
        traits=frozenset({"first_name_only"}),
        words="Je ne dis pas mon nom aujourd’hui. On verra.",
    ),
    Cast(
        "cheval-bleu-pre-insertion",
        "Jean-Claude",
        "Le Grès",
        "m",
        stage="dossier-en-attente",
        age=51,
        identity={"alias": "Jeannot"},
        words="Voir des gens le matin. L’après-midi, je m’arrange.",
    ),
    Cast(
        "cheval-bleu-pre-insertion",
        "Marie-Laure",
        "d’Alizé",
        "f",
        stage="consolidation",
        state="reopened",
        age=45,
        words="Je suis partie trop vite la première fois. Cette fois je prends le temps.",
        referent="sabine",
    ),
)

CHEVAL_BLEU = House(
    code="cheval-bleu",
    name="Le Cheval Bleu",
    kind="association",
    department="62",
    school_zone="B",
    street="29-31 rue Roger Salengro",
    postcode="62160",
    town="Bully-les-Mines",
    phone="03 21 45 37 61",
    directions="De la gare comme de la place, suivez la rue Roger Salengro\u202f: nous sommes voisins de la poste.",
    places=(
        Place(
            "Siège de l’association",
            "29-31 rue Roger Salengro",
            "62160",
            "Bully-les-Mines",
            ("Accueil", "Salle de la commission insertion"),
        ),
        Place("Terrain de maraîchage", town="Bully-les-Mines", rooms=("Terrain", "Serre")),
        Place(
            "Résidence accueil",
            town="Bully-les-Mines",
            rooms=("Parties communes", "Appartements proposés à la location"),
        ),
    ),
    team=TEAM,
    programmes=(SHAPE,),
    cast=CAST,
    welcome=("capucine", "solange", "sabine"),
    commission_days_ago=40,
    streets=(
        ("rue des Linottes, 62160 Bully-les-Mines", ""),
        ("cité des Coquelicots, 62160 Bully-les-Mines", ""),
        ("impasse du Grès, 62300 Lens", ""),
        ("rue du Terril-Vert, 62800 Liévin", ""),
        ("allée des Bouvreuils, 62290 Nœux-les-Mines", ""),
    ),
)
