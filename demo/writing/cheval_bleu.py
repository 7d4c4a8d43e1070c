"""Le Cheval Bleu: pre-insertion of people in psychic suffering. Long term, workshops, care, the board."""

from demo.shapes import Writing
from demo.writing.common import HEALTH_NOTES, REVIEWS
from demo.writing.scenes import EMPLOYMENT, family, home, neutral, office, partner, phone, seen

SCENES = {
    "orientation-recue": (
        office(
            "Première rencontre, avec la personne qui oriente. {p} parle surtout du jardin de ses "
            "grands-parents. Visite du terrain proposée.",
            50,
        ),
        phone(
            "{p} appelle pour savoir comment se passe la suite. Expliqué le rôle de la commission et la "
            "date de la prochaine.",
            15,
        ),
        partner(
            "Échange avec le service social de secteur : la note sociale arrive cette semaine.", minutes=15
        ),
        office(
            "Visite des ateliers. {p} reste un long moment au maraîchage et demande le nom des outils.",
            60,
            EMPLOYMENT,
        ),
    ),
    "dossier-en-attente": (
        office(
            "Dossier relu ensemble avant la commission. {p} ajoute une phrase sur ce qu’{il} souhaite.", 45
        ),
        phone(
            "Nouvelles prises en attendant la commission. {p} va aux activités du groupe d’entraide le "
            "mardi.",
            10,
        ),
        partner(
            "L’équipe du CMP confirme son soutien à la demande et propose d’être présente à la commission.",
            minutes=15,
        ),
        neutral(
            "Café pris en ville, à mi-chemin. {p} se demande si les ateliers fatiguent. On en reparle après "
            "une demi-journée d’essai.",
            40,
        ),
        seen("Dossier complet, inscrit à l’ordre du jour de la prochaine commission insertion."),
    ),
    "accueil": (
        office(
            "Semaine de découverte. {p} est venu{e} trois matins sur trois et a déjeuné avec l’équipe.", 45
        ),
        office(
            "Premiers objectifs posés avec les mots de {p} : se lever sans angoisse, tenir deux matinées, "
            "ne plus manger seul{e}.",
            55,
        ),
        home(
            "Visite à domicile à la demande de {p}. Le chauffage est réglé ; {il} montre ses dessins et "
            "accepte d’en apporter un.",
            60,
        ),
        office(
            "Le trajet en bus reste difficile. Un collègue fera la route avec {lui} la semaine prochaine.",
            30,
        ),
        phone("{p} n’a pas dormi et préfère venir demain. C’est noté, l’équipe l’attend demain.", 5),
        seen("À l’aise pour accueillir le nouveau venu : {p} lui a fait visiter le terrain.", by="animation"),
    ),
    "ateliers": (
        seen(
            "Maraîchage : {p} a préparé les planches de semis et expliqué le paillage à deux collègues. "
            "Gestes sûrs, pauses prises sans qu’on le dise.",
            by="animation",
        ),
        seen(
            "Entretien des locaux : enduit du couloir terminé. {p} préfère travailler à deux et le dit.",
            by="animation",
        ),
        seen(
            "Entretien des surfaces à la résidence accueil : bon contact avec les résidents, matériel rangé "
            "avec soin.",
            by="animation",
        ),
        office(
            "{p} trouve que deux demi-journées, c’est le bon rythme. On garde ainsi jusqu’au prochain point.",
            40,
        ),
        office(
            "Retour sur la journée de lundi, plus bruyante que d’habitude. Repéré ensemble : demander à "
            "sortir dix minutes, cela suffit.",
            45,
        ),
        seen(
            "Vente de légumes : {p} a tenu le stand devant l’association et rendu la monnaie.",
            by="animation",
        ),
        home(
            "Visite à domicile : courriers ouverts ensemble, deux classeurs faits. {p} souhaite qu’on "
            "recommence dans un mois.",
            75,
        ),
        office(
            "Atouts, limites, points de vigilance au travail : première page écrite par {p}. {Il} veut la "
            "montrer à sa sœur.",
            60,
            EMPLOYMENT,
        ),
        family(
            "Sa sœur remercie : « il y a des sujets de conversation à table le dimanche ». Échange avec "
            "l’accord de {p}.",
            minutes=15,
        ),
        phone("Absence annoncée par {p} la veille, pour un rendez-vous médical. Revient jeudi.", 5),
        seen(
            "{p} a proposé de ranger la serre et s’en est chargé{e} avec un collègue.",
            by="animation",
        ),
    ),
    "consolidation": (
        office(
            "Tout tient depuis plusieurs mois : le rythme, le logement, le suivi. {p} ne souhaite pas "
            "changer pour le moment, et c’est très bien ainsi.",
            40,
        ),
        office(
            "{p} accompagne un nouveau participant deux matins par semaine, à sa demande.", 35, EMPLOYMENT
        ),
        seen(
            "Trois mois sans absence non prévue au maraîchage. {p} connaît les semis par cœur.",
            by="animation",
        ),
        home("Passage à la résidence : l’appartement est agréable, {p} a invité un voisin.", 45),
        office(
            "Période plus difficile à l’approche de l’anniversaire du deuil. On allège d’une demi-journée, "
            "{p} garde le jardin.",
            45,
        ),
    ),
    "preparation": (
        office(
            "Plusieurs pistes gardées ouvertes : ESAT espaces verts, ou chantier d’insertion à mi-temps. "
            "{p} veut visiter les deux.",
            60,
            EMPLOYMENT,
        ),
        neutral(
            "Visite de l’ESAT avec {p}. {Il} a parlé au moniteur du travail de la serre et demandé les "
            "horaires.",
            90,
            EMPLOYMENT,
        ),
        partner(
            "Le service d’insertion propose une période de découverte de deux semaines. Dates à choisir "
            "avec {p}.",
            minutes=20,
            sector=EMPLOYMENT,
        ),
        office(
            "Préparation de la demande de logement en résidence accueil : pièces réunies, lettre écrite par "
            "{p}.",
            50,
        ),
        office(
            "Retour de la période de découverte : « fatigant, mais on m’a dit bonjour par mon prénom ». {p} "
            "veut continuer.",
            45,
            EMPLOYMENT,
        ),
    ),
}

WORDS = (
    "Je voudrais retrouver l’envie de me lever le matin. Et travailler dehors.",
    "Avant j’étais peintre en bâtiment. J’aimerais reprendre un pinceau, tranquillement.",
    "Ne plus être tout{e} seul{e} le midi. Le reste viendra.",
    "Montrer à mon fils que je peux tenir quelque chose.",
    "J’ai besoin qu’on ne me presse pas. Si on ne me presse pas, j’avance.",
    "Un jardin, des gens gentils, et un jour un vrai travail.",
    "Je veux garder mon appartement et arrêter de tourner en rond dedans.",
    "Je ne sais pas encore. Venir, regarder, et dire après.",
    "Comprendre ce qui me met en difficulté au travail pour que ça ne recommence pas.",
    "Apprendre à faire pousser des légumes et en donner à ma voisine.",
    "Continuer les soins et avoir une vie à côté des soins.",
)

REASONS = (
    "Suivi par le secteur depuis plusieurs années, situation stable. Souhaite une activité régulière, en "
    "petit groupe, sans pression.",
    "Vit seul{e} en logement social. L’isolement pèse ; le travail manuel l’intéresse. Demande soutenue par "
    "l’équipe.",
    "Sortie d’hospitalisation prévue. Un accueil progressif aux ateliers aiderait à reprendre un rythme.",
    "A travaillé autrefois dans le bâtiment. Voudrait savoir où {il} en est, avant de parler d’emploi.",
    "Mesure de protection récente. Le mandataire soutient la demande, la personne veut « faire quelque "
    "chose de ses mains ».",
    "Reconnaissance de handicap obtenue, orientation ESAT en attente. Les ateliers permettraient de ne pas "
    "perdre l’élan.",
    "Très investi{e} au groupe d’entraide mutuelle, souhaite aller plus loin vers une activité.",
)

WRITING = Writing(
    scenes=SCENES,
    words=WORDS,
    reasons=REASONS,
    reviews=REVIEWS,
    health=HEALTH_NOTES,
    warnings=(
        "La fiche d’orientation est promise pour la semaine ; l’accord de la personne a été dit devant nous.",
        "Orientation de sortie trop tôt à dire : on en reparle au premier point.",
        "Vu avec la personne : les papiers manquants suivront.",
    ),
)
