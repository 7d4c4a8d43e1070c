"""Centre Le Lierre: « Objectif : Insertion(s) », workshops and personal support in Thionville."""

from demo.shapes import Writing
from demo.writing.common import HEALTH_NOTES, REVIEWS
from demo.writing.scenes import EMPLOYMENT, home, message, neutral, office, partner, phone, seen

SCENES = {
    "accueil": (
        office(
            "Accueil personnalisé, le temps qu’il fallait. {p} raconte son arrivée dans le quartier et ce "
            "qui lui manque : parler à quelqu’un.",
            80,
        ),
        office(
            "Deuxième rencontre. Visite de l’Espace adultes ; {p} reste pour le café de l’atelier couture.",
            45,
        ),
        partner(
            "Échange avec l’assistante sociale de secteur : le contrat d’engagement est en cours "
            "d’écriture, on s’y accorde.",
            minutes=15,
        ),
        phone("Appel pour confirmer l’Espace Vie et Quotidien de lundi. {p} viendra avec une voisine.", 10),
        office(
            "{p} voudrait commencer par le français, deux fois par semaine. Inscription préparée ensemble.",
            40,
        ),
    ),
    "ateliers-accompagnement": (
        seen(
            "Espace Vie et Quotidien : {p} a pris la parole pour la première fois, à propos des factures de "
            "chauffage.",
            "social",
        ),
        seen(
            "Couture : le premier sac est terminé. {p} aide sa voisine de table pour la fermeture éclair.",
            by="animation",
        ),
        seen(
            "Atelier français : lecture d’un courrier de l’école. {p} a demandé à recommencer avec une "
            "facture.",
            by="animation",
        ),
        seen(
            "Cuisine à l’AFAD : {p} a proposé la recette de sa mère, tout le groupe l’a notée.",
            by="animation",
        ),
        seen(
            "Multimédia : boîte aux lettres électronique créée, premier message envoyé à sa fille.",
            by="animation",
        ),
        seen("Relaxation : {p} dit s’être endormi{e} cinq minutes, « cela faisait longtemps ».", "social"),
        office(
            "Rendez-vous individuel. La facture d’électricité inquiète {p} ; demande de délai écrite "
            "ensemble.",
            50,
        ),
        office(
            "{p} dit que le lundi est devenu « son jour ». Regardé ensemble ce que les enfants font le "
            "mercredi.",
            45,
        ),
        partner(
            "Point avec le référent unique de l’UDAF : le contrat intègre les deux ateliers.", minutes=20
        ),
        home(
            "Visite à domicile : humidité dans la chambre, photos prises pour le bailleur avec l’accord de "
            "{p}.",
            60,
        ),
        message("{p} envoie une photo du gâteau réussi à la maison."),
        neutral(
            "Sortie au musée avec le groupe. {p} n’y était jamais entré{e} et voudrait y emmener les "
            "enfants.",
            150,
        ),
        office(
            "Épuisement en ce moment, {p} le dit. Relais trouvé : la ludothèque le mercredi, le groupe de "
            "paroles le jeudi.",
            60,
        ),
        seen(
            "Groupe de paroles : présence régulière, écoute des autres. {p} a invité une nouvelle venue à "
            "s’asseoir à ses côtés.",
            "social",
        ),
        phone("{p} a eu son rendez-vous à la CAF : dossier complet, versement attendu le mois prochain.", 10),
    ),
    "etape-professionnelle": (
        office(
            "Permanence Emploi : CV commencé à partir de ce que {p} sait faire, tout compris, la maison et "
            "le bénévolat aussi.",
            60,
            EMPLOYMENT,
        ),
        office(
            "{p} hésite entre l’aide à domicile et la cuisine. Deux rencontres avec des professionnelles "
            "sont prévues.",
            45,
            EMPLOYMENT,
        ),
        partner(
            "L’association intermédiaire propose quelques heures par semaine. {p} veut essayer.",
            minutes=15,
            sector=EMPLOYMENT,
        ),
        neutral(
            "Visite de l’entreprise d’insertion avec trois participants. {p} a posé deux questions sur les "
            "horaires.",
            120,
            EMPLOYMENT,
        ),
        office(
            "Répétition d’un entretien. {p} parle plus fort à la fin qu’au début et s’en amuse.",
            45,
            EMPLOYMENT,
        ),
        phone("Premières heures effectuées : « ils m’ont demandé de revenir jeudi ».", 10, EMPLOYMENT),
    ),
    "relais": (
        office(
            "Préparation du relais : qui appeler pour quoi, sur une feuille que {p} garde sur le "
            "réfrigérateur.",
            45,
        ),
        partner(
            "Rencontre à trois avec le référent unique. {p} présente ce qui a changé depuis un an.",
            "office",
            50,
        ),
        office(
            "{p} continuera la couture comme bénévole. Le reste se poursuit avec l’assistante sociale.", 35
        ),
    ),
}

WORDS = (
    "Je voudrais qu’on m’écoute jusqu’au bout. Après je peux chercher un travail.",
    "Apprendre à lire les papiers de l’école sans demander à ma fille.",
    "Sortir de la maison, voir des gens, ne plus compter les heures.",
    "Je sais coudre. J’aimerais que ça serve.",
    "Prendre du temps pour moi, une fois par semaine, sans culpabiliser.",
    "Trouver un travail avec des horaires de parent.",
    "Comprendre ce que me veulent les administrations.",
    "Reprendre confiance. Avant, je travaillais, j’étais quelqu’un.",
    "Je veux parler français avec les voisins, pas seulement au docteur.",
    "Un logement sec pour les petits, et dormir tranquille.",
    "Me servir de l’ordinateur pour ne plus payer quelqu’un qui remplit mes papiers.",
    "Que mes enfants me voient partir le matin.",
    "Me remettre à marcher, à respirer, et puis on verra pour la suite.",
)

REASONS = (
    "Isolé{e} depuis son arrivée dans le quartier, demande à rencontrer d’autres personnes. Deux enfants "
    "scolarisés.",
    "Bénéficiaire du RSA depuis plusieurs années. Souhaite reprendre confiance avant de parler d’emploi.",
    "La barrière de la langue freine les démarches. Souhaite l’atelier français et de l’aide pour les "
    "courriers.",
    "Élève seul{e} ses enfants, épuisement exprimé. L’Espace Vie et Quotidien et la relaxation ont été "
    "évoqués ensemble.",
    "Fin de droits, logement précaire. A besoin d’un lieu où poser les choses et d’un suivi rapproché.",
    "Veut se former à l’informatique et chercher un emploi à temps partiel.",
    "Ne sort presque plus. Accepte l’idée d’un atelier si quelqu’un l’accompagne la première fois.",
    "Contrat d’engagement en cours : objectif santé et lien social. Le groupe de paroles conviendrait.",
)

WRITING = Writing(
    scenes=SCENES,
    words=WORDS,
    reasons=REASONS,
    reviews=REVIEWS,
    health=HEALTH_NOTES,
    warnings=(
        "Le nom de la personne qui oriente sera complété au prochain appel.",
        "Les souhaits seront écrits au deuxième rendez-vous, à tête reposée.",
        "La suite se décide avec la personne et son référent unique, au prochain bilan.",
    ),
)
