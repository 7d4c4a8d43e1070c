"""GCMS PDIP 71: job coaching of adults and young people of medico-social establishments."""

from demo.shapes import Writing
from demo.writing.common import HEALTH_NOTES, REVIEWS
from demo.writing.scenes import (
    EMPLOYMENT,
    employer,
    establishment,
    family,
    home,
    neutral,
    office,
    phone,
    work,
)

ADULTS = {
    "confiance": (
        neutral(
            "Première rencontre dans un café, au choix de {p}. On a parlé de pêche et un peu de travail.",
            60,
            EMPLOYMENT,
        ),
        establishment(
            "Échange avec le moniteur d’atelier : {p} est apprécié{e} pour son soin. {Il} demande à sortir "
            "des murs."
        ),
        home(
            "Visite chez {p}, qui montre ses maquettes. La confiance vient ; on se revoit la semaine "
            "prochaine.",
            75,
        ),
        phone("{p} appelle pour rien de spécial, « pour dire bonjour ». C’est bon signe.", 10),
        work("Rencontre à l’atelier de conditionnement. {p} a présenté ses collègues un par un.", 45),
    ),
    "projet": (
        office(
            "Envies, habiletés, mobilité : {p} commence par les envies. Les animaux, le dehors, pas le "
            "bruit.",
            70,
            EMPLOYMENT,
        ),
        neutral(
            "Trajet en bus fait ensemble jusqu’à la zone commerciale. {p} sait le refaire seul{e}.",
            90,
            EMPLOYMENT,
        ),
        establishment(
            "Point avec la référente de l’établissement : accord pour deux demi-journées de prospection."
        ),
        home(
            "Regard sur l’environnement : logement stable, budget suivi, une amie sur qui compter. {p} l’a "
            "dessiné.",
            70,
        ),
        office(
            "Liste de dix employeurs possibles à moins de vingt minutes. {p} en barre trois, en entoure "
            "deux.",
            55,
            EMPLOYMENT,
        ),
    ),
    "stages": (
        employer(
            "Bilan de la première semaine de stage avec le tuteur : à l’heure, du soin, à l’aise avec les "
            "clients."
        ),
        work(
            "Visite sur le lieu de stage. {p} montre la réserve qu’{il} a rangée et demande à rester une "
            "semaine de plus.",
            40,
        ),
        employer(
            "L’entreprise souhaite revoir {p} dans deux mois pour une période plus longue.", "phone", 15
        ),
        phone("Un mot mal compris hier. Rappelé le tuteur avec {p} : c’est réglé.", 15, EMPLOYMENT),
        work(
            "Fin de stage : les gestes sont acquis, la fatigue vient en milieu d’après-midi. À retenir pour "
            "les horaires.",
            45,
        ),
        family(
            "Ses parents sont rassurés d’avoir visité l’entreprise. Ils conduiront le lundi, le bus fera le "
            "reste."
        ),
    ),
    "mise-a-disposition": (
        employer(
            "Point mensuel de mise à disposition : les tâches tiennent dans la durée. {p} prend maintenant "
            "les commandes du matin."
        ),
        establishment("Tripartite ESAT, employeur, {p} : planning du trimestre validé."),
        work("Passage au magasin. {p} explique la mise en rayon à un saisonnier.", 30),
        home(
            "Préparation de la sortie d’ESAT : budget, trajet, repas du midi. {p} tient un carnet.",
            70,
        ),
        phone(
            "{p} a eu une semaine lourde et voulait en parler. On ajuste l’horaire de jeudi avec la "
            "responsable.",
            20,
            EMPLOYMENT,
        ),
        employer(
            "L’employeur parle de l’après : un poste se crée bientôt. Rien n’est promis, tout est possible.",
            "phone",
            20,
        ),
    ),
    "vers-le-contrat": (
        employer("Contrat en préparation. Les conditions sont relues une à une avec {p}.", "office", 60),
        office(
            "Convention d’appui expliquée : le retour à l’ESAT reste possible. {p} demande à l’écrire en "
            "gros.",
            50,
            EMPLOYMENT,
        ),
        establishment("L’établissement prépare la sortie : fête prévue à l’atelier."),
    ),
    "suivi": (
        work("Visite de routine, un an après la signature. {p} a fait le café pour l’équipe.", 30),
        phone(
            "Changement de chef d’équipe la semaine prochaine. {p} préfère qu’on soit là le premier jour : "
            "c’est noté.",
            15,
            EMPLOYMENT,
        ),
        employer("Tout va bien. Question sur les congés, réponse donnée dans la journée.", "phone", 10),
        neutral(
            "Déjeuner avec {p}, à sa demande : {il} pense à un logement seul{e} et veut en parler sans se "
            "presser.",
            75,
        ),
    ),
    "retour-esat": (
        establishment("Retour à l’atelier depuis deux semaines, choisi par {p}. L’équipe a gardé sa place."),
        office(
            "On regarde ce qui a plu et ce qui a pesé. {p} veut réessayer, plus près de chez {lui}.",
            60,
            EMPLOYMENT,
        ),
    ),
}

YOUTH = {
    "confiance": (
        establishment(
            "Rencontre à l’établissement, avec l’éducatrice. {p} parle peu, dessine beaucoup, sourit en "
            "partant.",
            "office",
            45,
        ),
        neutral(
            "Promenade jusqu’au lac. {p} raconte son stage de troisième et la boulangerie de son oncle.",
            60,
            EMPLOYMENT,
        ),
        family(
            "Échange avec sa mère : la confiance avant tout, pas de promesse trop tôt. {p} était présent{e}."
        ),
    ),
    "projet": (
        establishment(
            "Appui à l’équipe pour le projet de {p} : trois métiers à essayer ce trimestre.", "office", 60
        ),
        office(
            "{p} colle des photos sur une grande feuille : chevaux, bois, machines. On part de là.",
            60,
            EMPLOYMENT,
        ),
        work("Une journée dans une jardinerie. {p} a tenu jusqu’à la fermeture.", 40),
    ),
    "recherche": (
        office(
            "Lettre de motivation dictée par {p}, mise en forme à deux. Huit envois dans le Mâconnais.",
            55,
            EMPLOYMENT,
        ),
        employer("Un menuisier accepte de recevoir {p} une semaine. Il a lui-même appris ainsi."),
        phone("{p} a passé l’entretien seul{e}. « J’ai regardé dans les yeux », dit-{il}.", 10, EMPLOYMENT),
        establishment("Le CFA confirme une place adaptée et un référent handicap. Reste l’employeur."),
        family("Ses parents ont visité le CFA : internat possible du lundi au jeudi."),
    ),
    "apprentissage": (
        employer(
            "Visite chez le maître d’apprentissage : {p} arrive à l’heure et note tout. La lecture des plans "
            "demande du temps."
        ),
        establishment(
            "Point avec le référent du CFA : tiers-temps accordé, soutien en mathématiques le mardi."
        ),
        work("{p} a posé sa première fenêtre. Photo prise par le patron.", 30),
        phone(
            "Dispute avec un autre apprenti, apaisée le lendemain. {p} voulait le dire avant qu’on "
            "l’apprenne.",
            20,
            EMPLOYMENT,
        ),
        home(
            "Passage à la maison un soir. Les trajets sont longs ; demande de chambre au foyer préparée.", 60
        ),
    ),
    "fin-apprentissage": (
        employer(
            "L’entreprise ne sait pas encore si elle pourra garder {p}. On cherche ailleurs en même temps.",
            "phone",
            20,
        ),
        office(
            "Liste des entreprises du secteur, carnet d’adresses du maître d’apprentissage compris.",
            50,
            EMPLOYMENT,
        ),
    ),
    "evolution": (
        work("{p} est en poste depuis dix mois et forme le nouveau.", 30),
        neutral(
            "{p} pense au permis et à une spécialisation. On regarde les aides ensemble.", 60, EMPLOYMENT
        ),
    ),
}

ADULT_WORDS = (
    "Je veux travailler dehors, avec des gens qui me connaissent.",
    "Travailler comme mon frère, dans un magasin.",
    "M’occuper des chevaux. Je me lève tôt, ça ne me gêne pas.",
    "Avoir un badge à mon nom.",
    "Gagner ma vie et habiter tout{e} seul{e}, pas trop loin de mes parents.",
    "Essayer. Si ça ne va pas, revenir à l’atelier sans honte.",
    "Je voudrais conduire un tracteur un jour.",
    "Servir les clients. J’aime dire bonjour.",
    "Un travail calme. Le bruit, c’est trop.",
    "Ne plus changer d’éducateur tous les six mois.",
)
YOUTH_WORDS = (
    "Être menuisier. J’aime quand ça s’emboîte.",
    "Pas l’école. Enfin, si c’est pour le métier, d’accord.",
    "Travailler avec les animaux, ou dans la cuisine.",
    "Avoir mon permis et mon appartement.",
    "Gagner mes sous et aider ma mère.",
    "Je sais réparer les vélos. Je peux apprendre le reste.",
    "Qu’on me montre au lieu de m’expliquer.",
)
ADULT_REASONS = (
    "Travaille à l’ESAT depuis huit ans, souhaite essayer le milieu ordinaire. Très fiable.",
    "A fait un stage en grande surface qui lui a plu. Demande à aller plus loin.",
    "Changement de projet : voudrait quitter les espaces verts pour la restauration.",
    "Vit en appartement, autonome dans les transports. L’équipe soutient la demande.",
    "En foyer, désire une activité à temps partiel en ville.",
)
YOUTH_REASONS = (
    "Sortie d’IME à préparer. Intérêt marqué pour le bois.",
    "Scolarité en ULIS, souhaite un apprentissage en cuisine. Famille présente.",
    "Fin de prise en charge en SESSAD. Cherche un métier au contact des animaux.",
    "A réussi deux stages, manque un employeur pour signer.",
)
WARNINGS = (
    "La notification est demandée à la MDPH, l’accompagnement peut commencer.",
    "Les envies seront écrites avec la personne, quand la confiance sera là.",
)
ADULTES = Writing(ADULTS, ADULT_WORDS, ADULT_REASONS, REVIEWS, HEALTH_NOTES, WARNINGS)
JEUNES = Writing(YOUTH, YOUTH_WORDS, YOUTH_REASONS, REVIEWS, HEALTH_NOTES, WARNINGS)
