"""The sentences of what happens to a person's orientation; declared when the domain starts.

The lane is not said in the thread, which more people read than the social part of the dossier.
"""

from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier.sentences import FACTS, Saying
from cordee.programmes.vocabulary import register_fact_kind
from cordee.referrals.decisions.enums import Authority, Means, Origin, ReorientationReason

KINDS = {
    "orientation_decided": "décision d’orientation prise",
    "reoriented": "nouvelle décision d’orientation prise",
    "reorientation_asked": "réorientation demandée",
    "reorientation_dropped": "demande de réorientation close",
    "orientation_awaited": "orientation attendue",
    "orientation_ended": "fin de l’orientation",
    "ft_registration_noted": "inscription à France Travail notée",
}


def label(kind: Any, code: str) -> str:
    return str(kind(code).label) if code in kind.values else ""


def said(sentence: str, word: str) -> str:
    """A sentence and, when it is known, the word that goes with it."""
    return f"{sentence}\u202f: {word}" if word else sentence


def informed(fact: Any) -> str:
    return said(_("Information sur le RSA reçue"), label(Origin, fact.codes.get("origin", "")))


def decided(fact: Any) -> str:
    return said(_("Orientation décidée"), label(Authority, fact.codes.get("authority", "")))


def reoriented(fact: Any) -> str:
    return said(_("Réorientation décidée"), label(Authority, fact.codes.get("authority", "")))


def notified(fact: Any) -> str:
    return said(_("Orientation notifiée"), label(Means, fact.codes.get("means", "")))


def asked(fact: Any) -> str:
    return said(_("Réorientation demandée"), label(ReorientationReason, fact.codes.get("reason", "")))


SAYINGS = {
    "orientation_awaited": Saying(lambda fact: _("Orientation attendue"), icon="signpost"),
    "rsa_information_received": Saying(informed, icon="inbox"),
    "ft_registration_noted": Saying(lambda fact: _("Inscription à France Travail notée"), icon="pencil"),
    "orientation_decided": Saying(decided, icon="signpost"),
    "reoriented": Saying(reoriented, icon="signpost"),
    "orientation_notified": Saying(notified, icon="reply"),
    "orientation_ended": Saying(lambda fact: _("Fin de l’orientation"), icon="door-open"),
    "reorientation_asked": Saying(asked, icon="arrow-counterclockwise"),
    "reorientation_dropped": Saying(lambda fact: _("Demande de réorientation close"), icon="signpost"),
}


def declare() -> None:
    for kind, words in KINDS.items():
        register_fact_kind(kind, words)
    for kind, saying in SAYINGS.items():
        FACTS.register(kind, saying)
