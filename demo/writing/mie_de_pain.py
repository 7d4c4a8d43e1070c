"""La Mie de Pain: from shelter to housing, and three schemes of work in Paris."""

from demo.shapes import Writing
from demo.writing.common import HEALTH_NOTES, REVIEWS
from demo.writing.scenes import EMPLOYMENT, home, neutral, office, partner, phone, seen, work

FIRST_HOURS = {
    "rencontre": (
        neutral(
            "Rencontre au réfectoire du Refuge. {p} veut travailler « un peu, pour voir ». Quatre heures "
            "proposées la semaine prochaine.",
            30,
        ),
        office(
            "Présentation des Premières Heures : ni sélection, ni rendement attendu. {p} choisit la "
            "buanderie.",
            40,
            EMPLOYMENT,
        ),
        partner("Le travailleur social du Refuge confirme la domiciliation. L’attestation suit.", minutes=10),
    ),
    "premieres-heures": (
        seen(
            "Deux matinées à la buanderie. {p} est arrivé{e} en avance et a plié sans qu’on le lui demande.",
            by="encadrement",
        ),
        office("Premier bulletin de salaire lu ensemble. {p} veut mettre dix euros de côté.", 35, EMPLOYMENT),
        work(
            "Passage à l’atelier : {p} parle avec l’équipe et prend ses pauses. Six heures cette semaine.", 20
        ),
        office("Carte Vitale reçue, compte bancaire ouvert. Deux démarches de moins.", 45),
        phone("{p} a passé une mauvaise nuit et viendra l’après-midi. L’équipe s’arrange.", 5),
        seen(
            "{p} a demandé à apprendre la machine à laver professionnelle. Essai concluant, notice lue à "
            "deux.",
            by="encadrement",
        ),
    ),
    "heures-en-plus": (
        office(
            "Passage à vingt heures par mois, à sa demande. {p} souhaite garder le vendredi pour ses "
            "rendez-vous.",
            40,
            EMPLOYMENT,
        ),
        seen(
            "Présence régulière depuis cinq semaines. {p} explique le tri du linge aux nouveaux.",
            by="encadrement",
        ),
        office(
            "Vingt heures fatiguent plus que prévu. {p} préfère redescendre à douze le mois prochain : "
            "c’est possible, et c’est fait.",
            30,
            EMPLOYMENT,
        ),
    ),
    "suite": (
        office(
            "Deux suites possibles : chantier Nettoyage le mois prochain ou formation de français d’abord. "
            "{p} réfléchit.",
            50,
            EMPLOYMENT,
        ),
        work(
            "Une matinée d’observation en cuisine. {p} revient enthousiaste et se demande si le rythme ira.",
            45,
        ),
    ),
}

SITE_WORK = {
    "candidature": (
        office(
            "Entretien de candidature. {p} explique ce qu’{il} cherche : un rythme, une équipe, une fiche "
            "de paie.",
            50,
            EMPLOYMENT,
        ),
        partner(
            "La personne qui oriente envoie le diagnostic d’éligibilité. Il manque l’attestation de "
            "sécurité sociale.",
            minutes=10,
            sector=EMPLOYMENT,
        ),
        phone(
            "{p} appelle pour savoir si une place se libère. Réponse prévue après l’entretien avec "
            "l’encadrante.",
            10,
            EMPLOYMENT,
        ),
    ),
    "prise-de-poste": (
        seen(
            "Première semaine. Consignes de sécurité comprises, tenue remise. {p} pose les bonnes questions.",
            by="encadrement",
        ),
        office(
            "Contrat relu et signé. {p} veut comprendre chaque ligne : on a pris le temps.", 60, EMPLOYMENT
        ),
        work("Passage sur le poste en fin de matinée. {p} dit être fatigué{e} et content{e}.", 15),
    ),
    "remobilisation": (
        seen(
            "{p} a formé un nouveau collègue au bionettoyage des sanitaires. Fiche de poste appliquée sans "
            "oubli.",
            by="encadrement",
        ),
        office(
            "Retard à cause du RER deux fois cette semaine. {p} a trouvé un trajet plus sûr, à un train "
            "plus tôt.",
            30,
            EMPLOYMENT,
        ),
        office("Dossier de logement social complété. Numéro unique reçu.", 50),
        work(
            "Point sur le poste avec l’encadrante : la mono-brosse est maîtrisée. {p} aimerait passer au "
            "travail des vitres.",
            25,
        ),
        seen("Samedi matin calme, équipe réduite : {p} a organisé la tournée.", by="encadrement"),
        office(
            "Formation « gestes et postures » faite. {p} l’a expliquée à sa façon au groupe, tout le monde "
            "a ri.",
            40,
            EMPLOYMENT,
        ),
    ),
    "metier": (
        seen(
            "Service de midi pour trois cents repas. {p} tient le poste des entrées, propre et à l’heure.",
            by="encadrement",
        ),
        seen(
            "Traçabilité des températures : {p} a repéré un écart et prévenu tout de suite.", by="encadrement"
        ),
        office(
            "{p} voudrait savoir cuisiner « comme à l’hôtel ». Liste des restaurants d’entreprise du "
            "treizième faite ensemble.",
            45,
            EMPLOYMENT,
        ),
        work("Passage en cuisine. La plonge n’est plus une corvée, dit {p}, « parce qu’on est deux ».", 20),
        office(
            "Garde de la petite le mercredi : solution trouvée avec la voisine, horaires adaptés par "
            "l’encadrant.",
            40,
        ),
        phone("Arrêt de trois jours, {p} prévient et transmet le papier le jour même.", 5, EMPLOYMENT),
    ),
    "projet": (
        office(
            "Trois métiers regardés de près. {p} garde agent de service hospitalier et demande une visite.",
            60,
            EMPLOYMENT,
        ),
        neutral(
            "Visite d’un hôpital de jour avec {p}. La responsable a proposé une immersion de deux semaines.",
            120,
            EMPLOYMENT,
        ),
        office(
            "Retour d’immersion : « on m’a laissé faire seul{e} la dernière journée ». Bilan très positif "
            "du service.",
            45,
            EMPLOYMENT,
        ),
    ),
    "diplome": (
        office(
            "Révision des fiches d’hygiène pour le diplôme. {p} apprend mieux à voix haute : on fait ainsi.",
            60,
            EMPLOYMENT,
        ),
        seen(
            "Épreuve blanche : plat principal et dessert dans le temps. {p} a gardé son calme quand le four "
            "a sonné.",
            by="encadrement",
        ),
        partner(
            "Le centre de formation confirme la date du jury et l’aménagement du temps de lecture.",
            minutes=15,
            sector=EMPLOYMENT,
        ),
        office("{p} a eu le premier certificat. Photo affichée en cuisine, avec son accord.", 20, EMPLOYMENT),
    ),
    "sortie": (
        office(
            "CV et lettre prêts. Six envois cette semaine, deux réponses pour un entretien.", 60, EMPLOYMENT
        ),
        office(
            "Répétition d’entretien avec une bénévole. {p} raconte son année en trois minutes, très bien.",
            50,
            EMPLOYMENT,
        ),
        phone("Entretien passé ce matin. {p} attend une réponse vendredi.", 10, EMPLOYMENT),
    ),
}

SHELTER = {
    "mise-a-l-abri": (
        office("Arrivée hier soir par le 115. {p} a dormi douze heures. On reparle demain, au calme.", 25),
        office(
            "Premier entretien social. Papiers restés dans un sac confié à un ami ; {p} l’appelle devant "
            "nous.",
            50,
        ),
        partner("La maraude connaît bien {p} et confirme ce qui a été dit. Merci à elle.", minutes=10),
        seen("Nuit tranquille, {p} a demandé un lit du bas.", "social"),
    ),
    "provisoire": (
        office(
            "Ouverture des droits : dossier déposé, récépissé reçu. {p} garde la copie dans son casier.", 50
        ),
        office("Point budget : le premier versement est arrivé. Enveloppes préparées ensemble.", 40),
        office(
            "Demande de logement actualisée. {p} accepterait la petite couronne si la ligne de métro est "
            "directe.",
            45,
        ),
        seen("{p} a aidé à servir le petit déjeuner et a connu les prénoms de toute la table.", "social"),
        neutral("Accompagnement à la préfecture. Trois heures d’attente, une bonne nouvelle au bout.", 210),
        office("{p} voudrait voir son fils. Courrier écrit ensemble, à son rythme.", 60),
        phone("Rendez-vous au SIAO confirmé pour jeudi. {p} a noté l’adresse.", 10),
    ),
    "logement-adapte": (
        home(
            "Première visite dans la pension de famille. {p} a choisi des rideaux et montré la cuisine "
            "partagée.",
            60,
        ),
        home("Tout va bien dans le studio. {p} se réhabitue au silence, « c’est le plus difficile ».", 50),
        office("Aide au logement versée, première quittance rangée dans le classeur bleu.", 35),
        phone("Le chauffe-eau a été réparé dans la journée. {p} a appelé {lui}-même le gestionnaire.", 10),
    ),
    "durable": (
        home("Visite à six mois. {p} a planté du basilic et reçu sa sœur à déjeuner.", 60),
        phone("Nouvelles par téléphone : le travail continue, le loyer est à jour.", 10),
    ),
    "lien-garde": (
        neutral(
            "Retrouvé {p} près de la gare avec la maraude. {Il} ne souhaite pas revenir pour l’instant, "
            "mais prend la soupe et le numéro.",
            25,
        ),
        phone("{p} appelle d’une cabine. Tout va, {il} passera lundi.", 5),
    ),
}

FIRST_WORDS = (
    "Travailler un peu, pour me souvenir comment on fait.",
    "Avoir une fiche de paie à mon nom.",
    "Ne plus rester debout toute la journée sans rien faire.",
    "Quelques heures, et si ça va, plus.",
    "Dormir, manger, travailler. Dans l’ordre.",
    "Apprendre le français avec des gens qui travaillent.",
)
SITE_WORDS = (
    "Un vrai contrat, et au bout un métier que je garde.",
    "Je veux mon diplôme. Je n’en ai jamais eu.",
    "Trouver un logement pour faire venir ma fille.",
    "Travailler en équipe. Tout{e} seul{e}, je tourne en rond.",
    "Agent de service dans un hôpital, c’est utile et c’est propre.",
    "Cuisiner pour ceux qui ont dormi où j’ai dormi.",
    "Des horaires du matin, et le permis un jour.",
    "Montrer que je suis quelqu’un de sérieux.",
    "Reprendre ma place. J’étais chef de rang avant.",
)
SHELTER_WORDS = (
    "Une porte qui ferme, avec ma clé.",
    "Me poser. Après je verrai clair.",
    "Retrouver mes papiers, mon nom.",
    "Un petit logement, même loin, même sous les toits.",
    "Je ne veux plus jamais compter les stations pour dormir.",
    "Voir mon fils ailleurs que dans un parc.",
    "Juste une nuit au début. Maintenant j’aimerais une adresse.",
)

FIRST_REASONS = (
    "Hébergé{e} au Refuge depuis quelques mois, demande à travailler quelques heures pour reprendre pied.",
    "Rencontré{e} en maraude. Veut essayer deux matinées par semaine, pas davantage pour commencer.",
    "Sans emploi depuis plus de cinq ans, souhaite renouer progressivement.",
)
SITE_REASONS = (
    "Allocataire du RSA, longue interruption. Motivé{e} par le travail en équipe, disponible tout de suite.",
    "Après les Premières Heures, souhaite un contrat plus long et préparer un métier.",
    "Bénéficiaire d’une protection internationale, bon niveau oral. Expérience de cuisine dans son pays.",
    "Reconnaissance de handicap, poste adapté souhaité. Très envie de reprendre.",
    "Candidature spontanée, a connu le chantier par un ancien salarié.",
)
SHELTER_REASONS = (
    "À la rue depuis plusieurs mois. Demande de mise à l’abri, accepte un accueil collectif.",
    "Sortie d’hôpital sans solution. A besoin d’un lieu calme et d’un suivi infirmier.",
    "Fin d’hébergement chez des tiers. Travaille à temps partiel.",
    "Signalé{e} par la maraude, accepte pour la première fois de venir.",
)

SITE_WARNINGS = (
    "L’attestation de sécurité sociale est demandée, le contrat peut être préparé.",
    "Titre de séjour en renouvellement, récépissé vu.",
    "Projet de sortie à écrire au prochain entretien.",
)
PREMIERES_HEURES = Writing(FIRST_HOURS, FIRST_WORDS, FIRST_REASONS, REVIEWS, HEALTH_NOTES, SITE_WARNINGS)
CHANTIER = Writing(SITE_WORK, SITE_WORDS, SITE_REASONS, REVIEWS, HEALTH_NOTES, SITE_WARNINGS)
HEBERGEMENT = Writing(SHELTER, SHELTER_WORDS, SHELTER_REASONS, REVIEWS, HEALTH_NOTES)
