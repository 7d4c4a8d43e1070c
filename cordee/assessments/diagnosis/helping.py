"""From a barrier of the diagnosis to who can help with it: a link to the directory of partners, the need chosen.

What leaves this dossier is an identifier and a theme in an address, never a name.
"""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cordee.assessments.diagnosis.hooks import BarrierGesture
from cordee.partners.access import can
from cordee.partners.whom import BARRIER, WHOM

# What data·inclusion calls the need behind a theme: those of themes.toml, then the names programmes give them. A theme
# that is not here opens the page without a need.
NEEDS = {
    "budget": "difficultes-financieres",
    "daily_life": "remobilisation",
    "digital": "numerique",
    "employment": "preparer-sa-candidature",
    "family": "famille",
    "health": "sante",
    "housing": "logement-hebergement",
    "justice": "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire",
    "language": "lecture-ecriture-calcul--maitriser-le-francais",
    "mobility": "mobilite",
    "rights": "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
    "social_ties": "remobilisation--lien-social",
    "training": "se-former",
    "violence": "famille--surmonter-conflits-separation-violence",
    "wellbeing": "remobilisation--bien-etre-confiance-en-soi",
}
NEEDS |= {
    "argent": NEEDS["budget"],
    "confiance": NEEDS["wellbeing"],
    "demarches": "difficultes-administratives-ou-juridiques",
    "disponibilite": "famille--garde-denfants",
    "droits": NEEDS["rights"],
    "emploi": NEEDS["employment"],
    "famille": NEEDS["family"],
    "formation": NEEDS["training"],
    "isolement": NEEDS["social_ties"],
    "langue": NEEDS["language"],
    "liens": NEEDS["social_ties"],
    "logement": NEEDS["housing"],
    "mobilite": NEEDS["mobility"],
    "numerique": NEEDS["digital"],
    "parent-isole": NEEDS["family"],
    "quotidien": NEEDS["daily_life"],
    "sante": NEEDS["health"],
    "soins": "sante--acces-aux-soins",
    "surendettement": "difficultes-financieres--situation-dendettement-surendettement",
    "violences": NEEDS["violence"],
}


def gesture(actor: Any, person: Any, *, pathway: UUID, version: UUID, theme: str) -> BarrierGesture | None:
    """« Qui peut aider », for those who read the directory."""
    if not can(actor, "partner:read"):
        return None
    asked = {WHOM: str(person.pk), BARRIER: theme} | ({"besoin": NEEDS[theme]} if theme in NEEDS else {})
    return BarrierGesture(_("Qui peut aider"), f"{reverse('find_help')}?{urlencode(asked)}", is_link=True)
