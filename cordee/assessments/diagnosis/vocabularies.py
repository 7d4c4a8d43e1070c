"""The public lists a theme is mapped to, and our own scale. Codes stored, words shown.

data·inclusion: the categories and the leaves of schema v1 (1.0.8, Licence Ouverte 2.0). France Travail: the ten themes
of the shared record (carnet de bord). IAE: the eight barriers of the ASP, and the two kinds of support.
"""

from __future__ import annotations

from collections.abc import Mapping

from cordee.kernel.words import sentence as _

Labels = Mapping[str, str]

NOT_BROACHED = 0
LEVELS: Mapping[int, str] = {
    NOT_BROACHED: _("non abordé"),
    1: _("autonome"),
    2: _("un petit appui"),
    3: _("un appui régulier"),
    4: _("blocage ou urgence"),
}
LIFTED, BETTER, STABLE, WORSE = "lifted", "better", "stable", "worse"
EVOLUTIONS: Labels = {
    "": _("non réévalué"),
    LIFTED: _("levé"),
    BETTER: _("en progrès"),
    STABLE: _("stable"),
    WORSE: _("aggravé"),
}
PARTS: Labels = {
    "social": _("vie quotidienne"),
    "employment": _("emploi"),
    "health": _("santé"),
    "protected": _("violences, justice"),
}
GROUPS: Labels = {
    "words": _("Ses mots"),
    "triad": _("Ce qui rend un emploi possible"),
    "environment": _("Autour d’elle"),
    "other": _("Aussi"),
}
FRANCE_TRAVAIL: Labels = {
    "logement": _("logement"),
    "emploi": _("emploi"),
    "formation": _("formation"),
    "difficulte_administrative": _("difficulté administrative"),
    "difficulte_financiere": _("difficulté financière"),
    "mobilite": _("mobilité"),
    "sante": _("santé"),
    "contraintes_familiales": _("contraintes familiales"),
    "maitrise_langue": _("maîtrise de la langue"),
    "numerique": _("numérique"),
}
IAE: Labels = {
    "illetrisme": _("illettrisme"),
    "demarch": _("démarches administratives"),
    "heberg": _("hébergement, logement"),
    "mobilite": _("mobilité"),
    "sante": _("santé"),
    "justice": _("justice"),
    "surendet": _("surendettement"),
    "manque_dispo": _("manque de disponibilité"),
}
DATA_INCLUSION: Mapping[str, tuple[str, ...]] = {
    "choisir-un-metier": (
        "confirmer-son-choix-de-metier", "connaitre-les-opportunites-demploi",
        "decouvrir-un-metier-ou-un-secteur-dactivite", "identifier-ses-points-forts-et-ses-competences",
    ),
    "creer-une-entreprise": (
        "definir-son-projet-de-creation-dentreprise", "developper-son-entreprise",
        "structurer-son-projet-de-creation-dentreprise",
    ),
    "difficultes-administratives-ou-juridiques": ("accompagnement-pour-lacces-aux-droits",),
    "difficultes-financieres": (
        "acquerir-une-autonomie-budgetaire", "ameliorer-sa-gestion-budgetaire",
        "mettre-en-place-une-mesure-de-protection-financiere",
        "prevenir-une-degradation-de-la-situation-financiere", "situation-dendettement-surendettement",
    ),
    "equipement-et-alimentation": ("aide-menagere", "alimentation", "electromenager", "habillement"),
    "famille": (
        "garde-denfants", "prise-en-charge-personne-dependante", "soutien-a-la-parentalite-et-a-leducation",
        "soutien-aidants", "surmonter-conflits-separation-violence",
    ),
    "lecture-ecriture-calcul": ("maitriser-le-calcul", "maitriser-le-francais"),
    "logement-hebergement": (
        "acheter-un-logement", "changer-de-logement", "louer-un-logement",
        "rechercher-une-solution-dhebergement-temporaire", "reduire-les-impayes-de-loyer",
        "se-maintenir-dans-le-logement", "sinformer-sur-les-demarches-liees-a-lacces-au-logement",
    ),
    "mobilite": (
        "acceder-a-un-vehicule", "entretenir-reparer-son-vehicule",
        "etre-accompagne-dans-son-parcours-mobilite", "financer-ma-mobilite", "preparer-un-permis",
        "mobilite-douce-partagee-collective",
    ),
    "numerique": (
        "acceder-a-des-services-en-ligne", "acceder-a-une-connexion-internet", "acquerir-un-equipement",
        "maitriser-les-fondamentaux-du-numerique",
    ),
    "preparer-sa-candidature": (
        "developper-son-reseau", "organiser-ses-demarches-de-recherche-demploi",
        "realiser-un-cv-et-ou-une-lettre-de-motivation", "valoriser-ses-competences",
    ),
    "remobilisation": (
        "activites-sportives-et-culturelles", "benevolat-action-citoyenne", "bien-etre-confiance-en-soi",
        "lien-social",
    ),
    "sante": (
        "acces-aux-soins", "addictions", "constituer-un-dossier-mdph-invalidite", "sante-mentale",
        "sante-sexuelle",
    ),
    "se-former": ("monter-son-dossier-de-formation", "trouver-sa-formation"),
    "souvrir-a-linternational": (
        "connaitre-les-opportunites-demploi-a-letranger", "sinformer-sur-les-aides-pour-travailler-a-letranger",
        "sorganiser-suite-a-son-retour-en-france",
    ),
    "trouver-un-emploi": (
        "convaincre-un-recruteur-en-entretien", "faire-des-candidatures-spontanees", "maintien-dans-lemploi",
        "repondre-a-des-offres-demploi", "suivre-ses-candidatures-et-relancer-les-employeurs",
    ),
}  # fmt: skip
# Every code a theme may be mapped to: a category alone, or one of its leaves.
DATA_INCLUSION_CODES: Labels = {category: category for category in DATA_INCLUSION} | {
    f"{category}--{leaf}": leaf for category, leaves in DATA_INCLUSION.items() for leaf in leaves
}
