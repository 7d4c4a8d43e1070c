"""The sentences of the facts of contracts; declared when the domain starts."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier.sentences import FACTS, Saying
from cordee.engagements.enums import Ending


def ended(fact: Any) -> str:
    """« Contrat terminé : remplacé par un autre contrat »."""
    code = fact.codes.get("ending", "")
    if code not in Ending.values:
        return _("Contrat terminé")
    return _("Contrat terminé\u202f: %(why)s") % {"why": Ending(code).label}


def signed(fact: Any) -> str:
    """An amendment is a text signed after the first one."""
    if fact.codes.get("number", 1) > 1:
        return _("Avenant signé")
    return _("Engagement signé")


def declare() -> None:
    FACTS.register(
        "contract_begun", Saying(lambda fact: _("Contrat en préparation"), icon="file-earmark-text")
    )
    FACTS.register("contract_proposed", Saying(lambda fact: _("Contrat proposé"), icon="file-earmark-text"))
    FACTS.register(
        "contract_taken_back", Saying(lambda fact: _("Contrat repris avant signature"), icon="pencil")
    )
    FACTS.register(
        "contract_recorded", Saying(lambda fact: _("Ancien contrat noté"), icon="file-earmark-text")
    )
    FACTS.register("contract_dropped", Saying(lambda fact: _("Contrat abandonné"), icon="x-circle"))
    FACTS.register("agreement_signed", Saying(signed, icon="pen"))
    FACTS.register("contract_ended", Saying(ended, icon="file-earmark-check"))
