"""What is noted everywhere: small contacts, last meetings, pauses, matters of health or protection."""

from demo.shapes import Scene
from demo.writing.scenes import (
    EMPLOYMENT,
    HEALTH,
    PROTECTED,
    WORKING,
    care,
    message,
    office,
    partner,
    phone,
    seen,
)

SMALL: tuple[Scene, ...] = (
    message("Message pour rappeler le rendez-vous de jeudi. {p} a répondu dans l’heure."),
    message("{p} prévient d’un empêchement et propose lundi. Rendez-vous déplacé."),
    phone("Appel pour prendre des nouvelles. {Il} va plutôt bien et confirme le prochain rendez-vous."),
    phone(
        "{p} appelle pour un courrier reçu ce matin. Lu ensemble au téléphone : rien d’urgent, on le regarde "
        "au prochain rendez-vous."
    ),
    message("Envoyé l’adresse et les horaires de bus pour le rendez-vous de mercredi."),
    phone(
        "Pas joint{e} deux fois cette semaine, {p} rappelle : le téléphone était coupé, le nouveau forfait "
        "est en place.",
        5,
    ),
    phone("{p} demande si le dossier avance. Expliqué où il en est et ce qui reste à recevoir."),
    office(
        "Passage sans rendez-vous, le temps d’un café. {p} voulait montrer une bonne nouvelle reçue par "
        "courrier.",
        15,
    ),
    message("{p} remercie pour la lettre et dit qu’elle a été envoyée."),
    office(
        "Aide pour une démarche en ligne : mot de passe retrouvé, attestation téléchargée et imprimée.", 25
    ),
    phone("Appel bref : {p} est dans les transports, on se rappelle vendredi matin.", 5),
)

REVIEWS: tuple[Scene, ...] = (
    office(
        "Bilan fait ensemble, à partir de ce que {p} voulait au départ. Deux choses tiennent bien, une "
        "reste à reprendre ; on se redonne trois mois.",
        60,
    ),
    office(
        "Point d’étape. {p} dit ce qui a changé : « je sors plus, je dors mieux ». Objectifs gardés, un "
        "nouveau ajouté.",
        55,
    ),
    office(
        "Relecture des objectifs. {p} en raye un qui ne lui parle plus et en écrit un autre, avec ses mots.",
        50,
    ),
    office(
        "Bilan à trois avec la personne qui a orienté. {p} raconte son parcours ; l’échange est simple. "
        "Suite convenue ensemble.",
        60,
    ),
    office(
        "Bilan préparé par {p}, qui a apporté une page écrite à la maison. On la garde au dossier, avec son "
        "accord.",
        50,
    ),
    office("Un objectif atteint plus tôt que prévu, un autre mis de côté. {p} trouve cela juste.", 45),
    office(
        "Bilan plus court que d’habitude : {p} va bien et le dit simplement. Mêmes objectifs, même rythme.",
        30,
    ),
    office(
        "Point sur les derniers mois. {p} parle de ce qui l’aide : les horaires fixes, et savoir qui "
        "appeler.",
        50,
    ),
    office(
        "Bilan ensemble. {p} voudrait aller moins vite ; on garde un seul objectif jusqu’au prochain point.",
        45,
    ),
)

PARTINGS: dict[str, tuple[Scene, ...]] = {
    "durable": (
        office(
            "Dernier rendez-vous avant la signature. {p} relit la première page de son dossier et sourit du "
            "chemin fait. On reste joignables.",
            40,
        ),
        phone(
            "{p} confirme que la période d’essai est passée. Accompagnement conclu ensemble, porte ouverte.",
            15,
        ),
    ),
    "transition": (
        phone(
            "{p} commence lundi, pour trois mois. Convenu de s’appeler à la fin de la première semaine.", 15
        ),
        office("Préparation du premier jour : trajet, horaires, tenue. {p} se dit prêt{e}.", 35),
    ),
    "positive": (
        office(
            "Rendez-vous à trois pour passer le relais. {p} connaît désormais son interlocuteur et la date "
            "de la prochaine rencontre.",
            45,
        ),
        office(
            "Conclusion de l’accompagnement. {p} repart avec le récapitulatif de ses démarches et les "
            "numéros utiles.",
            40,
        ),
    ),
    "other": (
        office(
            "Échange sur la suite : une autre réponse convient mieux pour le moment. {p} est d’accord et "
            "choisit la date du relais.",
            40,
        ),
        message("Dernier message envoyé, avec les coordonnées pour revenir quand {p} le souhaitera."),
    ),
    "neutral": (
        phone("{p} annonce son choix. Échange calme ; {il} sait que le dossier peut se rouvrir.", 15),
        office(
            "Rendez-vous de conclusion, à la demande de {p}. Papiers remis, remerciements des deux côtés.", 30
        ),
    ),
}

HEALTH_NOTES: tuple[Scene, ...] = (
    Scene(
        "{p} a rencontré le médecin. Le traitement est mieux supporté ; prochain rendez-vous dans un mois.",
        "office",
        sector=HEALTH,
        minutes=30,
    ),
    care(
        "Échange avec l’équipe de soins, avec l’accord de {p} : la reprise progressive est possible, à "
        "mi-temps le matin."
    ),
    Scene(
        "{p} souhaite que l’équipe sache qu’{il} se fatigue vite en fin de journée. Adapter les horaires "
        "suffit.",
        "office",
        sector=HEALTH,
        minutes=20,
    ),
    care("L’infirmière du CMP confirme la continuité du suivi. Rien de particulier à signaler."),
    seen(
        "Rendez-vous de médecine du travail obtenu. Aménagement demandé : pas de port de charges pendant "
        "deux mois.",
        HEALTH,
    ),
    Scene(
        "Accompagnement au rendez-vous d’ophtalmologie. Des lunettes sont commandées, prises en charge en "
        "totalité.",
        "neutral",
        sector=HEALTH,
        minutes=90,
    ),
    Scene(
        "Bilan de santé proposé par la caisse primaire : {p} est d’accord, date fixée avec {lui}.",
        "phone",
        sector=HEALTH,
        minutes=15,
    ),
    care(
        "Sortie d’hospitalisation préparée avec le service : {p} souhaite reprendre par deux demi-journées."
    ),
)

PROTECTED_NOTES: tuple[Scene, ...] = (
    Scene(
        "{p} a déposé plainte, accompagné{e} par l’association d’aide aux victimes. Consignes rappelées : "
        "aucun courrier au domicile.",
        "office",
        sector=PROTECTED,
        minutes=60,
    ),
    partner(
        "Le service d’insertion confirme que l’aménagement permet les horaires de l’atelier.",
        sector=PROTECTED,
    ),
    Scene(
        "Audience reportée au mois prochain. {p} préfère venir plus tôt ce jour-là pour ne pas attendre au "
        "tribunal.",
        "phone",
        sector=PROTECTED,
        minutes=15,
    ),
    Scene(
        "Point avec {p} sur la mesure éducative des enfants : visites maintenues, {il} en est rassuré{e}.",
        "office",
        sector=PROTECTED,
        minutes=40,
    ),
)

WORKING_NOTES: tuple[Scene, ...] = (
    seen("Penser à demander à {p} comment {il} préfère être présenté{e} aux partenaires.", WORKING),
    seen(
        "Pour moi : relire l’historique avant d’aborder la question du logement, prendre le temps.", WORKING
    ),
    seen("Idée à proposer au prochain rendez-vous : visiter l’atelier un jour calme.", WORKING),
    seen("Vérifier les horaires de bus avant de parler du stage de l’autre côté de la ville.", WORKING),
)

PAUSES = (
    "Hospitalisation, reprise quand {il} le souhaitera.",
    "Absence de quelques semaines pour raison familiale, convenue ensemble.",
    "Pause demandée par la personne.",
    "Soins en cours : reprise prévue avec l’équipe médicale.",
    "Naissance d’un enfant.",
)

LATER_WORDS = (
    "Je me sens moins perdu{e} qu’au début. Maintenant je voudrais avancer un peu plus vite.",
    "Ce qui m’aide, c’est qu’on me demande mon avis avant de décider.",
    "J’ai compris que je pouvais dire quand c’est trop.",
    "Je veux garder ce que j’ai gagné : me lever, sortir, voir du monde.",
)

NEW_HERE = office(
    "Premier rendez-vous. Présentation de l’équipe et de ce que l’on peut faire ensemble ; {p} pose des "
    "questions sur les horaires et les trajets.",
    50,
)

EMPLOYMENT_SMALL = (
    office("Mise à jour du CV, relecture à deux. {p} en repart avec trois exemplaires.", 40, EMPLOYMENT),
    office("Recherche d’offres à l’ordinateur. Deux candidatures préparées, une envoyée.", 50, EMPLOYMENT),
)
