"""The sentences of the facts of a situation; declared when the domain starts."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.assessments.catalogue import THEMES, item_of
from cordee.dossier.sentences import FACTS, Saying
from cordee.kernel.words import french_list

LABELS = {theme.code: theme for theme in THEMES}


def situation_noted(fact: Any) -> str:
    """« Situation notée : logement, quartier ». What a restricted part says stays unsaid."""
    theme = LABELS.get(fact.codes.get("theme", ""))
    named = [item for code in fact.codes.get("items", []) if (item := item_of(code))]
    if named:
        said = french_list([_in_a_sentence(str(item.label)) for item in named])
    else:
        said = _in_a_sentence(str(theme.label)) if theme else ""
    return _("Situation notée\u202f: %(what)s") % {"what": said} if said else _("Situation notée")


def _in_a_sentence(label: str) -> str:
    """« logement », « RQTH »."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def declare() -> None:
    FACTS.register("diagnosis_begun", Saying(lambda fact: _("Diagnostic commencé"), icon="clipboard-plus"))
    FACTS.register(
        "diagnosis_reopened", Saying(lambda fact: _("Diagnostic rouvert"), icon="arrow-counterclockwise")
    )
    FACTS.register("situation_noted", Saying(situation_noted, icon="card-checklist"))
