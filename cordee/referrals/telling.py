"""The sentences of an orientation's facts; declared when the domain starts."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier.sentences import FACTS, Saying
from cordee.referrals.enums import SENSITIVE_STRUCTURES, State, StructureKind


def received(fact: Any) -> str:
    """Who oriented, by kind of structure; a sensitive kind is not named in the thread (ECO-06)."""
    kind = fact.codes.get("structure_kind", "")
    if kind in StructureKind.values and kind not in SENSITIVE_STRUCTURES:
        return _("Orientation reçue (%(who)s)") % {"who": StructureKind(kind).label}
    return _("Orientation reçue")


def answered(fact: Any) -> str:
    """« Orientation accueillie », « Orientation transmise ailleurs »…"""
    state = fact.codes.get("state", "")
    return _("Orientation %(state)s") % {
        "state": State(state).label if state in State.values else _("répondue")
    }


def declare() -> None:
    FACTS.register("referral_received", Saying(received, icon="inbox"))
    FACTS.register("referral_answered", Saying(answered, icon="inbox"))
