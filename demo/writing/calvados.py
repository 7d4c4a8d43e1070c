"""Département du Calvados: social support of RSA beneficiaries, collective actions, young people."""

from demo.shapes import Writing
from demo.writing.common import HEALTH_NOTES, REVIEWS
from demo.writing.scenes import EMPLOYMENT, home, message, neutral, office, partner, phone, seen

SOCIAL_SUPPORT = {
    "orientation": (
        phone(
            "Appel de bienvenue : {p} sait qui sera son référent et quand a lieu le premier rendez-vous.", 10
        ),
        office("Accueil à la circonscription. Droits expliqués, questions prises une à une.", 40),
        message("Courrier et message envoyés avec le plan d’accès et la ligne de tram."),
    ),
    "diagnostic": (
        office(
            "Diagnostic commencé. {p} met la santé en premier, puis le logement ; l’emploi viendra « quand "
            "la tête sera libre ».",
            75,
        ),
        office(
            "Suite du diagnostic : points d’appui nombreux, une sœur proche, le permis, l’envie d’apprendre.",
            60,
        ),
        home(
            "Visite à domicile, plus simple avec le petit. Logement correct, courrier en retard trié "
            "ensemble.",
            70,
        ),
        partner(
            "L’assistante sociale du secteur transmet, avec l’accord de {p}, ce qui a déjà été engagé.",
            minutes=15,
        ),
    ),
    "contrat": (
        office(
            "Contrat d’engagement écrit à deux. {p} garde trois objectifs, à sa mesure : médecin, budget, "
            "une activité par semaine.",
            60,
        ),
        office("Relecture du contrat. Une phrase changée à la demande de {p}, puis signature.", 40),
        phone(
            "{p} demande si le contrat oblige à venir aux ateliers. Expliqué : c’est ce qu’on a choisi "
            "ensemble, et cela se revoit.",
            15,
        ),
    ),
    "actions": (
        office(
            "{p} va aux ateliers cuisine depuis un mois et y a pris des habitudes. On prépare la suite.", 45
        ),
        phone("Rendez-vous au centre de santé obtenu pour la semaine prochaine. {p} s’y rendra seul{e}.", 10),
        office(
            "Demande d’aide à la mobilité déposée : un scooter prêté pour trois mois, le temps du "
            "remplacement.",
            50,
            EMPLOYMENT,
        ),
        home("Passage pour le dossier habitat : fenêtres à changer, artisan contacté avec le bailleur.", 60),
        partner(
            "L’opérateur donne des nouvelles : présence régulière, bonne humeur, une idée de projet qui "
            "vient.",
            minutes=15,
        ),
        office(
            "Dossier de surendettement relu. {p} respire mieux depuis que tout est posé sur une feuille.", 60
        ),
        message("{p} envoie la photo de la randonnée de samedi."),
        office(
            "Premier entretien avec un employeur raconté en détail. Réponse attendue, on ne s’emballe pas.",
            40,
            EMPLOYMENT,
        ),
        neutral(
            "Rencontre à la médiathèque, plus calme que le bureau. {p} y vient lire le journal tous les "
            "jours.",
            50,
        ),
        phone("Garde des enfants réglée pour les mardis. {p} peut reprendre l’atelier.", 10),
        office(
            "Dossier de reconnaissance de handicap complété. {p} en parle librement et veut comprendre "
            "chaque page.",
            55,
        ),
    ),
    "bilan": (
        office(
            "Bilan du contrat : deux objectifs atteints, un autre à poursuivre autrement. {p} écrit la "
            "conclusion.",
            60,
        ),
        partner(
            "Réunion avec l’opérateur pour la suite. {p} souhaite continuer une activité collective.",
            "office",
            45,
        ),
    ),
}

PERSONAL_SUPPORT = {
    "rencontre": (
        neutral("Première rencontre au pied de l’immeuble puis au parc. {p} préfère marcher en parlant.", 60),
        office(
            "Présentation de l’accompagnement. {p} voudrait « reprendre le fil », sans savoir encore par où.",
            50,
        ),
    ),
    "elan": (
        home("Tri des papiers, étape un : tout ce qui a moins d’un an. {p} a mis de la musique.", 90),
        neutral("Trajet en tram jusqu’à la piscine, pour voir. {p} a pris les horaires.", 80),
        office("{p} a choisi un premier petit pas : appeler le dentiste. Appel fait, rendez-vous pris.", 40),
        phone("{p} n’a pas pu venir : le réveil, dit-{il} simplement. On essaie l’après-midi.", 5),
    ),
    "autonomie": (
        office("Carnet de suivi tenu par {p} depuis six semaines. {Il} coche et commente.", 45),
        neutral("Inscription à la bibliothèque, puis café en terrasse. {p} a salué deux connaissances.", 70),
        home("Repas préparé ensemble avec ce qu’il y avait. Recette notée.", 90),
        partner("Le référent unique se réjouit des progrès et adapte le contrat.", minutes=15),
    ),
    "relais": (
        office("Préparation du relais : ce que {p} fait seul{e}, ce qui se fait encore à deux.", 50),
        partner("Rencontre à trois avec le référent unique pour la suite.", "office", 45),
    ),
}

COLLECTIVE = {
    "accueil": (
        office("Présentation des actions de la saison. {p} retient la cuisine et la randonnée du mois.", 40),
        phone("{p} demande si l’on peut venir une première fois sans s’engager. Oui, bien sûr.", 10),
    ),
    "decouverte": (
        seen(
            "Première matinée : {p} a regardé, puis épluché, puis raconté. Revient la semaine prochaine.",
            "social",
        ),
        seen("Randonnée du mois : {p} a marché en tête et proposé une pause au bon moment.", "social"),
    ),
    "participation": (
        seen("Atelier budget : {p} a expliqué son système d’enveloppes au groupe.", "social"),
        seen(
            "Jardinage : les bacs sont prêts. {p} vient en avance pour ouvrir le local.",
            "social",
        ),
        seen("Sortie au château : {p} a pris les photos de tout le monde.", "social"),
        office("Point individuel : {p} aime préparer, moins parler devant. On répartit autrement.", 35),
        phone("Absence expliquée par {p}, retour confirmé pour jeudi.", 5),
        seen("Atelier informatique : compte personnel créé, démarche terminée sans aide.", "social"),
        office("{p} propose d’animer une matinée bricolage. Date choisie avec l’équipe.", 40),
    ),
    "projet": (
        office(
            "{p} parle de reprendre une formation courte. Deux réunions d’information repérées.",
            50,
            EMPLOYMENT,
        ),
        partner(
            "Prise de contact avec l’organisme de formation pour une visite avec {p}.",
            minutes=15,
            sector=EMPLOYMENT,
        ),
    ),
    "bilan": (office("Bilan de l’action avec {p} et le groupe. Ce qui a compté : « les gens ».", 45),),
}

YOUNG = {
    "rencontre": (
        neutral("Rencontre devant la gare, à l’heure. {p} a faim : on commence par un sandwich.", 60),
        message("{p} répond aux messages, pas aux appels. Noté."),
        office("{p} raconte un bout de son histoire, pas tout. On a le temps.", 45),
    ),
    "conditions-de-vie": (
        office("Place trouvée au foyer pour trois semaines. {p} a visité et dit oui.", 60),
        partner("La mission locale ouvre une aide d’urgence. Carte alimentaire remise demain.", minutes=15),
        office("Papiers : acte de naissance demandé, photo faite.", 40),
        neutral(
            "Courses faites ensemble avec la première aide. {p} sait comparer les prix mieux que nous.", 70
        ),
        phone("Nuit difficile au foyer, {p} a prévenu l’éducateur et tout s’est arrangé.", 10),
    ),
    "developpement-personnel": (
        neutral("Séance d’escalade. {p} est allé{e} jusqu’en haut au troisième essai.", 120),
        office(
            "{p} écrit des textes et accepte d’en lire un. On le garde pour l’atelier du mois prochain.", 50
        ),
        office("Sommeil, sport, écrans : {p} fait son propre planning, au feutre vert.", 45),
    ),
    "insertion-sociale": (
        neutral("Inscription au club de foot, licence prise en charge. {p} y connaît déjà quelqu’un.", 60),
        office("Premier compte bancaire. {p} veut comprendre les frais avant de signer.", 45),
        message("{p} envoie la liste de ses démarches de la semaine : trois sur quatre faites."),
    ),
    "insertion-professionnelle": (
        office("Candidature au service civique envoyée. {p} l’a relue à voix haute.", 50, EMPLOYMENT),
        partner(
            "La mission locale propose une immersion de deux semaines en mécanique.",
            minutes=15,
            sector=EMPLOYMENT,
        ),
        phone("Premier jour d’immersion : « le patron m’a dit à demain ».", 10, EMPLOYMENT),
    ),
    "relais": (office("On prépare la suite avec la mission locale. {p} garde notre numéro.", 45),),
}

SOCIAL_WORDS = (
    "Me soigner d’abord. Le reste, je le ferai.",
    "Que les enfants ne voient plus les huissiers.",
    "Retrouver du travail, comme avant, mais moins loin.",
    "Je voudrais reprendre le tram sans avoir peur.",
    "Avoir quelqu’un à qui poser mes questions.",
    "Sortir du RSA, à mon rythme, sans qu’on me bouscule.",
    "Passer le permis. Ici, sans voiture, on ne fait rien.",
    "Finir le contrat et garder les copains de l’atelier.",
    "M’occuper de ma mère et avoir aussi une vie.",
    "Faire reconnaître mon dos, et trouver un métier assis.",
    "Un logement où l’on peut ouvrir la fenêtre.",
    "Ne plus avoir honte de la boîte aux lettres.",
)
COLLECTIVE_WORDS = (
    "Voir du monde une fois par semaine.",
    "Apprendre l’ordinateur pour parler avec ma fille.",
    "Me changer les idées et bouger.",
    "Faire de mes mains, et montrer ce que j’ai fait.",
    "J’aimerais cuisiner pour d’autres.",
)
YOUNG_WORDS = (
    "Un endroit où poser mon sac.",
    "Qu’on arrête de me demander de tout raconter.",
    "Travailler, gagner de l’argent, être tranquille.",
    "Faire de la mécanique.",
    "Voir mes petites sœurs.",
    "Avoir mes papiers et mon permis.",
)
SOCIAL_REASONS = (
    "Ouverture de droit au RSA. Situation complexe : santé et logement à regarder en premier.",
    "Changement de voie demandé par France Travail : l’accompagnement social vient d’abord.",
    "Suivi par le CCAS, souhaite un accompagnement plus régulier.",
    "Fin d’allocation, seul{e} avec trois enfants. Démarches nombreuses.",
    "Aidant d’un parent. Voudrait concilier avec une activité.",
)
COLLECTIVE_REASONS = (
    "Souhaite rencontrer des personnes et sortir de chez {lui}. Intéressé{e} par la cuisine.",
    "Activité collective prévue au contrat. Aime bricoler et marcher.",
    "Besoin de retrouver un rythme et des horaires.",
)
YOUNG_REASONS = (
    "Hébergé{e} chez des amis. Pas de ressources.",
    "Fin d’accueil en structure, projet à reconstruire, demande un adulte repère.",
    "Sortie du lycée sans solution. Très envie d’apprendre un métier.",
)
WARNINGS = (
    "Attestation de RSA demandée à la caisse.",
    "Les souhaits seront écrits au prochain rendez-vous.",
    "Orientation de sortie à dire ensemble au bilan.",
)
ACCOMPAGNEMENT = Writing(SOCIAL_SUPPORT, SOCIAL_WORDS, SOCIAL_REASONS, REVIEWS, HEALTH_NOTES, WARNINGS)
INDIVIDUALISE = Writing(PERSONAL_SUPPORT, SOCIAL_WORDS, COLLECTIVE_REASONS, REVIEWS, HEALTH_NOTES, WARNINGS)
APS = Writing(COLLECTIVE, COLLECTIVE_WORDS, COLLECTIVE_REASONS, REVIEWS, HEALTH_NOTES, WARNINGS)
SAJD = Writing(YOUNG, YOUNG_WORDS, YOUNG_REASONS, REVIEWS, HEALTH_NOTES, WARNINGS)
