"""The sentences of a pathway's facts; declared when the domain starts."""

from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cordee.dossier.sentences import FACTS, Saying
from cordee.kernel.words import french_day
from cordee.programmes.vocabulary import FACT_KINDS, OUTCOMES


def opened(fact: Any) -> str:
    return _("Ouverture du parcours «\u202f%(programme)s\u202f»\u202f: %(stage)s") % {
        "programme": fact.codes.get("programme", ""),
        "stage": fact.codes.get("stage", ""),
    }


def moved(fact: Any) -> str:
    if fact.codes.get("back"):
        return _("Retour à l’étape «\u202f%(stage)s\u202f»") % {"stage": fact.codes.get("stage", "")}
    return _("Passage à l’étape «\u202f%(stage)s\u202f»") % {"stage": fact.codes.get("stage", "")}


def admitted(fact: Any) -> str:
    said = _("Décision d’admission\u202f: %(decision)s (%(authority)s)") % {
        "decision": fact.codes.get("decision", ""),
        "authority": fact.codes.get("authority", ""),
    }
    start = fact.codes.get("from")
    if start and start != fact.day.isoformat():
        said += _(", à partir du %(day)s") % {"day": french_day(date.fromisoformat(start))}
    return said


def suspended(fact: Any) -> str:
    return _("Parcours suspendu\u202f: %(reason)s") % {"reason": fact.codes.get("reason", "")}


def closed(fact: Any) -> str:
    return _("Sortie\u202f: %(exit)s") % {"exit": fact.codes.get("exit", "")}


def version_changed(fact: Any) -> str:
    said = _("Passage à la version du %(day)s du programme") % {"day": _day(fact, "to")}
    stage = fact.codes.get("stage")
    return said + _("\u202f: étape «\u202f%(stage)s\u202f»") % {"stage": stage} if stage else said


def version_given_back(fact: Any) -> str:
    return _("Retour à la version du %(day)s du programme") % {"day": _day(fact, "from")}


def _day(fact: Any, key: str) -> str:
    return french_day(date.fromisoformat(fact.codes[key])) if fact.codes.get(key) else "?"


def withdrawn(fact: Any) -> str:
    return _("Décision d’admission reprise, elle ne compte plus\u202f: %(decision)s") % {
        "decision": fact.codes.get("decision", "")
    }


def foreseen(fact: Any) -> str:
    exit_label = fact.codes.get("exit", "")
    if not exit_label:
        return _("Orientation envisagée\u202f: plus aucune pour l’instant")
    return _("Orientation envisagée\u202f: %(exit)s") % {"exit": exit_label}


def named(fact: Any) -> str:
    return _("%(role)s\u202f: %(who)s") % {
        "who": fact.codes.get("who", ""),
        "role": fact.codes.get("role", ""),
    }


def joined(fact: Any) -> str:
    return _("%(who)s rejoint l’entourage\u202f: %(role)s") % {
        "who": fact.codes.get("who", ""),
        "role": fact.codes.get("role", ""),
    }


def left(fact: Any) -> str:
    return _("%(who)s quitte l’entourage\u202f: %(role)s") % {
        "who": fact.codes.get("who", ""),
        "role": fact.codes.get("role", ""),
    }


def milestone(fact: Any) -> str:
    """A day the programme waits for, noted by hand: its label in the programme's vocabulary."""
    known = FACT_KINDS.get(fact.kind)
    return capfirst(str(known.label)) if known else str(fact.kind)


SAYINGS = {
    "pathway_opened": Saying(opened, icon="flag"),
    "pathway_moved": Saying(moved, icon="signpost"),
    **{f"admission_{outcome}": Saying(admitted, icon="check2-square") for outcome in OUTCOMES},
    "admission_withdrawn": Saying(withdrawn, icon="arrow-counterclockwise"),
    "pathway_suspended": Saying(suspended, icon="pause"),
    "pathway_resumed": Saying(lambda fact: _("Reprise du parcours"), icon="play"),
    "pathway_closed": Saying(closed, icon="door-open"),
    "pathway_reopened": Saying(lambda fact: _("Réouverture du parcours"), icon="arrow-counterclockwise"),
    "version_changed": Saying(version_changed, icon="signpost"),
    "version_given_back": Saying(version_given_back, icon="arrow-counterclockwise"),
    "exit_foreseen": Saying(foreseen, icon="signpost"),
    "words_written": Saying(lambda fact: _("Les mots de la personne"), icon="quote"),
    "referent_named": Saying(named, icon="person-check"),
    "circle_joined": Saying(joined, icon="people"),
    "circle_left": Saying(left, icon="people"),
}


def declare() -> None:
    for kind, saying in SAYINGS.items():
        FACTS.register(kind, saying)
    for kind, known in FACT_KINDS.items():
        if known.by_hand:
            FACTS.register(kind, Saying(milestone, icon="calendar-check"))
