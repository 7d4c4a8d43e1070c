"""What is written in notes: invented sentences, of the length and the tone of real ones."""

from __future__ import annotations

import random

SENTENCES = """
Entretien à la permanence, la personne est venue à l’heure avec ses papiers.
A appelé pour dire que le logement est toujours humide et que le bailleur ne répond pas.
Le dossier de complémentaire santé est envoyé, réponse attendue sous un mois.
Se sent fatigué en ce moment, souhaite espacer les rendez-vous.
A repris contact avec sa sœur, ce qui lui fait du bien.
La visite du chantier s’est bien passée, l’équipe l’a trouvée à l’aise avec les outils.
Nous avons relu ensemble le courrier de la caisse d’allocations et préparé la réponse.
Demande à apprendre à se servir de sa messagerie pour suivre ses démarches seule.
Le médecin du travail propose un aménagement de poste, à discuter avec l’employeur.
Absence au rendez-vous, message laissé ; rappeler jeudi matin.
Souhaite une formation dans la restauration, a déjà fait des extras le week-end.
Le bus ne passe plus après dix-neuf heures : chercher une autre solution pour le soir.
Point avec l’assistante de service social du secteur, d’accord pour un rendez-vous à trois.
A fini le module de français, l’attestation est dans son dossier.
Les horaires de l’école compliquent les matinées, voir la garderie.
Budget regardé ensemble : le reste à vivre est de quatre-vingts euros pour la semaine.
Très content de sa semaine d’immersion, en parle avec des détails.
La commission de surendettement a rendu son avis, plan sur trente-six mois.
Attend la décision de la maison départementale des personnes handicapées.
Envie de reprendre le jardin au printemps avec le groupe du mercredi.
""".strip().splitlines()

REASONS = [
    "Souhaite retrouver un rythme et rencontrer du monde, après une longue période seul.",
    "Projet de travail à mi-temps, besoin d’être accompagné pour s’y préparer.",
    "Orientation après un accompagnement social de six mois, besoin d’un relais vers l’emploi.",
    "Logement instable, démarches de droits en cours, demande un appui régulier.",
    "Reprise d’activité progressive conseillée, sans contre-indication connue.",
]
WISHES = [
    "Je voudrais un travail où l’on bouge, pas tout seul.",
    "D’abord avoir un chez-moi, après on verra.",
    "Apprendre à mieux lire pour aider ma fille.",
    "Retrouver confiance, et mes amis d’avant.",
]


def notes(chance: random.Random, count: int = 400) -> list[bytes]:
    """Texts of one to five sentences."""
    return [
        " ".join(chance.choices(SENTENCES, k=chance.choice((1, 1, 2, 2, 3, 5)))).encode()
        for _ in range(count)
    ]
